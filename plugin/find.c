// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "find.h"
#include "search.h"

#include <string.h>

/// Settle on `file`, if it is what was saved or all that there is
static bool
settle(RmnFind* const         find,
       RmnFile* const         file,
       const RmnSource* const source,
       const RmnFound         found)
{
  if (!file) {
    return false;
  }

  const bool is_it = !source->hash[0] || !strcmp(file->hash, source->hash);
  if (is_it) {
    rmn_file_free(find->file);
    find->file  = file;
    find->found = found;
  } else if (!find->file) {
    find->file  = file;
    find->found = RMN_FOUND_CHANGED;
  } else {
    rmn_file_free(file);
  }
  return is_it;
}

void
rmn_find(const RmnSource* const source,
         const char* const      bundle_path,
         RmnFind* const         find)
{
  RmnFile* const original = rmn_file_open(source->path, &find->error);
  if (settle(find, original, source, RMN_FOUND_IN_PLACE)) {
    return;
  }

  RmnFile* const copy =
    source->copy[0] ? rmn_file_open(source->copy, &find->copy_error) : NULL;
  if (settle(find, copy, source, RMN_FOUND_COPY) || !source->hash[0]) {
    return;
  }

  settle(find, rmn_search(source, bundle_path), source, RMN_FOUND_MOVED);
}
