// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file file.h A model file that was read, with the very bytes that it held

#ifndef RMN_FILE_H
#define RMN_FILE_H

#include "sound.h"

enum { RMN_HASH_BYTES = 17 }; ///< 16 digits and their end

typedef struct {
  char        path[RMN_MAX_PATH];
  char*       text; ///< What to copy, for the file may change meanwhile
  size_t      size;
  char        hash[RMN_HASH_BYTES]; ///< rmn_network_hash() in hexadecimal
  RmnNetwork* network;              ///< NULL once it was given up
} RmnFile;

/// Return a file for rmn_file_free(), or NULL with the error filled
RmnFile*
rmn_file_open(const char* path, RmnError* error);

void
rmn_file_free(RmnFile* file);

#endif // RMN_FILE_H
