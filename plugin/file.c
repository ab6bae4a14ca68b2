// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "file.h"

#include <stdio.h>
#include <stdlib.h>

static bool
read_file(RmnFile* const file, const char* const path, RmnError* const error)
{
  snprintf(file->path, sizeof(file->path), "%s", path);
  file->text = rmn_network_read(path, &file->size, error);
  file->network =
    file->text ? rmn_network_parse(file->text, file->size, error) : NULL;
  if (!file->network) {
    return false;
  }

  snprintf(file->hash,
           sizeof(file->hash),
           "%016llx",
           (unsigned long long)rmn_network_hash(file->network));
  return true;
}

RmnFile*
rmn_file_open(const char* const path, RmnError* const error)
{
  RmnFile* const file = (RmnFile*)calloc(1, sizeof(RmnFile));
  if (!file) {
    *error = (RmnError){RMN_ERR_NO_MEMORY, "no memory to read the file"};
    return NULL;
  }
  if (!read_file(file, path, error)) {
    rmn_file_free(file);
    return NULL;
  }
  return file;
}

void
rmn_file_free(RmnFile* const file)
{
  if (file) {
    rmn_network_free(file->network);
    free(file->text);
    free(file);
  }
}
