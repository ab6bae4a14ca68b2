// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "keep.h"
#include "replace.h"
#include "source.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_STEM = 64, MAX_EXTENSION = 16 };

/// Copy at most `size` bytes of a name, as characters that every disk takes
static void
copy_plain(char* const dst, const char* const src, const size_t size)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  size_t            n       = 0;
  for (; n < size && src[n]; ++n) {
    dst[n] = (char)(strchr(plain, src[n]) ? src[n] : '_');
  }
  dst[n] = '\0';
}

/// Return the length of a name without the hash that it has as a copy's name
static size_t
stem_length(const char* const name, const size_t n, const char* const hash)
{
  const size_t n_hash = strlen(hash);
  return n > n_hash + 1U && !strncmp(name + n - n_hash, hash, n_hash)
           ? n - n_hash - 1U
           : n;
}

void
rmn_keep_name(const RmnFile* const file, char name[RMN_MAX_COPY_NAME])
{
  const char* const base = rmn_path_base(file->path);
  const char* const dot  = strrchr(base, '.');
  const char* const end  = dot && dot > base ? dot : base + strlen(base);
  const size_t      n    = stem_length(base, (size_t)(end - base), file->hash);
  char              stem[MAX_STEM + 1];
  char              extension[MAX_EXTENSION + 1];

  copy_plain(stem, base, n < MAX_STEM ? n : MAX_STEM);
  copy_plain(extension, end, MAX_EXTENSION);
  snprintf(name, RMN_MAX_COPY_NAME, "%s-%s%s", stem, file->hash, extension);
}

/// Return whether a file, and not a link, holds what `file` does
static bool
is_copy(const char* const path, const RmnFile* const file)
{
  struct stat info = {0};
  if (lstat(path, &info) || !S_ISREG(info.st_mode) ||
      (size_t)info.st_size != file->size) {
    return false;
  }

  FILE* const stream = fopen(path, "rb");
  char        chunk[4096];
  size_t      n_same = 0;
  size_t      n      = 0;
  while (stream && (n = fread(chunk, 1, sizeof(chunk), stream)) &&
         n <= file->size - n_same && !memcmp(chunk, file->text + n_same, n)) {
    n_same += n;
  }
  if (stream) {
    fclose(stream);
  }
  return n_same == file->size;
}

bool
rmn_keep_copy(const RmnFile* const file,
              const char* const    path,
              RmnError* const      error)
{
  const int reason =
    is_copy(path, file) ? 0 : rmn_replace_file(path, file->text, file->size);
  if (reason) {
    error->status = RMN_ERR_FILE;
    snprintf(error->message, sizeof(error->message), "%s", strerror(reason));
  }
  return !reason;
}
