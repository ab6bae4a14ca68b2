// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file uri.h Files that are dropped on the window

#ifndef RMN_URI_H
#define RMN_URI_H

#include <stdbool.h>
#include <stddef.h>

/**
   Find the path of the first local file in a text/uri-list.

   @param size Bytes of the list, which needs no end.
   @return False if there is none, or its path is longer than `path_size`.
*/
bool
rmn_uri_path(const char* list, size_t size, char* path, size_t path_size);

#endif // RMN_URI_H
