// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file replace.h Files that are written whole or not at all

#ifndef RMN_REPLACE_H
#define RMN_REPLACE_H

#include <stddef.h>

/**
   Write `size` bytes to a file, to the disk, in place of what was there.

   They go to `path.part` first, which is renamed, so that an older file is not
   lost and no half of a new one is ever seen.

   @return 0, or the errno that says why it could not be.
*/
int
rmn_replace_file(const char* path, const void* bytes, size_t size);

#endif // RMN_REPLACE_H
