// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file replace.h A file that appears only when it is complete

#ifndef RMN_REPLACE_H
#define RMN_REPLACE_H

#include <stddef.h>

/**
   Write a file beside `path`, to the disk, and rename it: whatever goes wrong,
   the older file of that name stays.

   @return 0, or the errno of what went wrong.
*/
int
rmn_file_replace(const char* path, const void* bytes, size_t size);

#endif // RMN_REPLACE_H
