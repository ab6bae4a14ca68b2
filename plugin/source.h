// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file source.h What a session remembers of a model

#ifndef RMN_SOURCE_H
#define RMN_SOURCE_H

#include "file.h"

enum { RMN_MAX_TITLE = 256 };

typedef struct {
  char   path[RMN_MAX_PATH];   ///< Where the model is, "" if there is none
  char   copy[RMN_MAX_PATH];   ///< The session's own copy, or ""
  char   name[RMN_MAX_TITLE];  ///< What the model calls itself
  char   hash[RMN_HASH_BYTES]; ///< That of RmnFile, or ""
  size_t size;                 ///< Of the file in bytes, 0 if unknown
} RmnSource;

/// Return the name of a file in its folder
const char*
rmn_path_base(const char* path);

/// Name a model by what it calls itself, or else by its file
void
rmn_source_set_name(RmnSource* source, const char* name);

/// Return whether text could be the hash of a model
bool
rmn_hash_is_valid(const char* hash);

#endif // RMN_SOURCE_H
