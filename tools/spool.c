// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static bool
fail(Spool* const spool)
{
  spool->problem = spool->problem ? spool->problem : errno ? errno : EIO;
  return false;
}

/// Open a file without a name beside `path`
static FILE*
open_nameless(const char* const path)
{
  static const char suffix[] = ".XXXXXX";
  const size_t      size     = strlen(path) + sizeof(suffix);
  char* const       name     = (char*)malloc(size);
  if (!name) {
    return NULL;
  }

  snprintf(name, size, "%s%s", path, suffix);
  const int fd = mkstemp(name);
  if (fd >= 0) {
    unlink(name);
  }
  free(name);

  FILE* const file = fd >= 0 ? fdopen(fd, "w+b") : NULL;
  if (fd >= 0 && !file) {
    close(fd);
  }
  return file;
}

bool
spool_open(Spool* const      spool,
           const char* const path,
           const uint32_t    n_channels)
{
  errno       = 0;
  *spool      = (Spool){.n_channels = n_channels};
  spool->file = open_nameless(path);
  spool->frames =
    (float*)calloc((size_t)SPOOL_FRAMES * n_channels + 1U, sizeof(float));
  return (spool->file && spool->frames) || fail(spool);
}

bool
spool_write(Spool* const              spool,
            const float* const* const channels,
            const uint32_t            n_frames)
{
  const uint32_t n_channels = spool->n_channels;
  for (uint32_t t = 0, n = 0; t < n_frames; t += n) {
    n = n_frames - t < SPOOL_FRAMES ? n_frames - t : SPOOL_FRAMES;
    for (uint32_t c = 0; c < n_channels; ++c) {
      for (uint32_t i = 0; i < n; ++i) {
        spool->frames[(size_t)i * n_channels + c] = channels[c][t + i];
      }
    }

    errno           = 0;
    const size_t nb = n_channels * sizeof(float);
    if (fwrite(spool->frames, nb, n, spool->file) != n) {
      return fail(spool);
    }
    spool->n_frames += n;
  }
  return true;
}

bool
spool_read(Spool* const        spool,
           const uint64_t      first,
           float* const* const channels,
           const uint32_t      n_frames)
{
  const uint32_t n_channels = spool->n_channels;
  const size_t   n_bytes    = n_channels * sizeof(float);

  errno = 0;
  if (fseeko(spool->file, (off_t)(first * n_bytes), SEEK_SET)) {
    return fail(spool);
  }
  for (uint32_t t = 0, n = 0; t < n_frames; t += n) {
    n = n_frames - t < SPOOL_FRAMES ? n_frames - t : SPOOL_FRAMES;
    if (fread(spool->frames, n_bytes, n, spool->file) != n) {
      return fail(spool);
    }
    for (uint32_t c = 0; c < n_channels; ++c) {
      for (uint32_t i = 0; i < n; ++i) {
        channels[c][t + i] = spool->frames[(size_t)i * n_channels + c];
      }
    }
  }
  return true;
}

void
spool_close(Spool* const spool)
{
  if (spool->file) {
    fclose(spool->file);
  }
  free(spool->frames);
  *spool = (Spool){0};
}
