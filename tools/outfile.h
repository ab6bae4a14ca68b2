// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file outfile.h A file that appears when it is complete, line by line.

   It is written beside its target, as FILE.part, and renamed; what is no
   ordinary file, such as a pipe, is written at once.

   Nothing here prints.  A function that fails returns false and leaves one
   sentence without a full stop in `error`; the file is then to be closed.
*/

#ifndef REMANENCE_OUTFILE_H
#define REMANENCE_OUTFILE_H

#include <stdbool.h>
#include <stdio.h>

/// A file that is open, or `{0}`
typedef struct {
  FILE* stream;
  char* path;
  char  error[128];
  char* part;      ///< Where it is until it is complete
  bool  is_beside; ///< Which is not its path
} Outfile;

/// Create `path`, or with NULL take standard output
bool
outfile_open(Outfile* outfile, const char* path);

/// Complete it; false if something was not written
bool
outfile_commit(Outfile* outfile);

/// Close it; one that was not completed leaves no trace
void
outfile_close(Outfile* outfile);

#endif // REMANENCE_OUTFILE_H
