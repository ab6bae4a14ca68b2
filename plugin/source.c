// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "source.h"
#include "text.h"

#include <string.h>

const char*
rmn_path_base(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

void
rmn_source_set_name(RmnSource* const source, const char* const name)
{
  rmn_text_copy(source->name,
                sizeof(source->name),
                name[0] ? name : rmn_path_base(source->path));
}

bool
rmn_hash_is_valid(const char* const hash)
{
  return strlen(hash) == RMN_HASH_BYTES - 1U &&
         strspn(hash, "0123456789abcdef") == RMN_HASH_BYTES - 1U;
}
