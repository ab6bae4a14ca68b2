// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// Write a new file to the disk; return 0, or what went wrong
static int
write_new(const char* const path, const void* const bytes, const size_t size)
{
  FILE* const file = fopen(path, "wxb");
  if (!file) {
    return errno;
  }

  errno            = EIO;
  const bool whole = fwrite(bytes, 1, size, file) == size && !fflush(file) &&
                     !fsync(fileno(file));
  const int problem = whole ? 0 : errno;
  return fclose(file) && whole ? errno : problem;
}

/// Let the disk know of a new name, where folders can be told to
static void
sync_folder(const char* const path)
{
  char* const       folder = strdup(path);
  char* const       slash  = folder ? strrchr(folder, '/') : NULL;
  const char* const name   = !slash ? "." : slash == folder ? "/" : folder;
  if (slash) {
    *slash = '\0';
  }

  const int fd = folder ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (fd >= 0) {
    fsync(fd);
    close(fd);
  }
  free(folder);
}

int
rmn_file_replace(const char* const path,
                 const void* const bytes,
                 const size_t      size)
{
  const size_t length = strlen(path) + 32U;
  char* const  part   = (char*)malloc(length);
  if (!part) {
    return ENOMEM;
  }

  snprintf(part, length, "%s.%ld.part", path, (long)getpid());
  int problem = write_new(part, bytes, size);
  if (!problem && rename(part, path)) {
    problem = errno;
  }
  if (!problem) {
    sync_folder(path);
  } else if (problem != EEXIST) {
    unlink(part);
  }
  free(part);
  return problem;
}
