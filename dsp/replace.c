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

/// Write a file that is not there yet; return 0, or why it is not whole
static int
write_new(const char* const path, const void* const bytes, const size_t size)
{
  const int   fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  FILE* const stream = fd < 0 ? NULL : fdopen(fd, "wb");
  if (!stream) {
    const int reason = errno;
    if (fd >= 0) {
      close(fd);
    }
    return reason;
  }

  errno               = EIO;
  const bool is_whole = fwrite(bytes, 1, size, stream) == size &&
                        !fflush(stream) && !fsync(fileno(stream));
  const int written = is_whole ? 0 : errno;
  const int closed  = fclose(stream) ? errno : 0;
  return written ? written : closed;
}

int
rmn_replace_file(const char* const path,
                 const void* const bytes,
                 const size_t      size)
{
  const size_t length = strlen(path) + sizeof(".part");
  char* const  part   = (char*)malloc(length);
  if (!part) {
    return ENOMEM;
  }

  snprintf(part, length, "%s.part", path);
  unlink(part); // It may be a link, or have been left by a crash
  const int written = write_new(part, bytes, size);
  const int reason  = written ? written : rename(part, path) ? errno : 0;
  if (reason) {
    unlink(part);
  }
  free(part);
  return reason;
}
