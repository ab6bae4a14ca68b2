// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "outfile.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
fail(Outfile* const outfile, const int reason)
{
  snprintf(outfile->error,
           sizeof(outfile->error),
           "cannot be written: %s",
           strerror(reason));
  return false;
}

static bool
is_ordinary(const char* const path)
{
  struct stat info;
  return stat(path, &info) || S_ISREG(info.st_mode);
}

bool
outfile_open(Outfile* const outfile, const char* const path)
{
  *outfile = (Outfile){.stream = stdout};
  if (!path) {
    return true;
  }

  signal(SIGXFSZ, SIG_IGN); // A file size limit is an error of write() then
  outfile->is_beside       = is_ordinary(path);
  const char* const suffix = outfile->is_beside ? ".part" : "";
  const size_t      size   = strlen(path) + strlen(suffix) + 1U;

  outfile->stream = NULL;
  outfile->path   = strdup(path);
  outfile->part   = (char*)malloc(size);
  if (!outfile->path || !outfile->part) {
    return fail(outfile, ENOMEM);
  }
  snprintf(outfile->part, size, "%s%s", path, suffix);
  if (outfile->is_beside) {
    unlink(outfile->part); // It may be a link, or have been left by a crash
  }
  outfile->stream = fopen(outfile->part, "wb");
  return outfile->stream || fail(outfile, errno);
}

bool
outfile_commit(Outfile* const outfile)
{
  if (!outfile->path) {
    return true; // main() sees to standard output
  }

  errno               = EIO;
  const bool is_whole = !fflush(outfile->stream) && !ferror(outfile->stream);
  const int  reason   = errno;
  const bool is_kept  = !fclose(outfile->stream);
  outfile->stream     = NULL;
  if (!is_whole || !is_kept) {
    return fail(outfile, is_whole ? errno : reason);
  }
  if (outfile->is_beside && rename(outfile->part, outfile->path)) {
    return fail(outfile, errno);
  }
  free(outfile->part);
  outfile->part = NULL;
  return true;
}

void
outfile_close(Outfile* const outfile)
{
  if (outfile->path && outfile->stream) {
    fclose(outfile->stream);
  }
  if (outfile->part && outfile->is_beside) {
    unlink(outfile->part);
  }
  free(outfile->part);
  free(outfile->path);
  *outfile = (Outfile){0};
}
