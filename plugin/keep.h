// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file keep.h Copies of models that sessions keep

#ifndef RMN_KEEP_H
#define RMN_KEEP_H

#include "file.h"

enum { RMN_MAX_COPY_NAME = 128 };

/// Name a copy: by the file, for people, and by its hash; plain ASCII
void
rmn_keep_name(const RmnFile* file, char name[RMN_MAX_COPY_NAME]);

/**
   Write what was read from a file to `path`, whole or not at all.

   A copy that is there already is left alone.

   @return True, or false with the error filled.
*/
bool
rmn_keep_copy(const RmnFile* file, const char* path, RmnError* error);

#endif // RMN_KEEP_H
