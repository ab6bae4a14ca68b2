// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file find.h Where the model of a session is now

#ifndef RMN_FIND_H
#define RMN_FIND_H

#include "source.h"

typedef enum {
  RMN_FOUND_NOWHERE,
  RMN_FOUND_IN_PLACE, ///< Where it was saved
  RMN_FOUND_COPY,     ///< In the session
  RMN_FOUND_MOVED,    ///< By its hash, in a usual folder
  RMN_FOUND_CHANGED,  ///< Only another model is where it was, or is the copy
} RmnFound;

typedef struct {
  RmnFound found;
  RmnFile* file;       ///< For rmn_file_free(), NULL if found nowhere
  RmnError error;      ///< Why there is nothing to play where it was saved
  RmnError copy_error; ///< Likewise the copy
} RmnFind;

/// Look where the model was, then at the session's copy, then search
void
rmn_find(const RmnSource* source, const char* bundle_path, RmnFind* find);

#endif // RMN_FIND_H
