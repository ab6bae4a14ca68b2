// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file archive.h Bytes that a state is written to, or read from.

   One function visits all that is to be kept, field by field, and serves to
   count, to save and to load: so no two lists can differ.  Numbers are as this
   machine has them.
*/

#ifndef REMANENCE_TRAIN_ARCHIVE_H
#define REMANENCE_TRAIN_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef enum { ARCHIVE_COUNT, ARCHIVE_SAVE, ARCHIVE_LOAD } ArchiveMode;

typedef struct {
  ArchiveMode mode;
  uint8_t*    bytes; ///< [size], not for counting
  size_t      size;
  size_t      at;     ///< Bytes visited so far
  bool        is_bad; ///< It came to its end, or holds what cannot be
} Archive;

/// Count, save or load `n` bytes; what is beyond the end loads as zero
static inline void
archive_visit(Archive* const archive, void* const data, const size_t n)
{
  if (archive->mode != ARCHIVE_COUNT) {
    archive->is_bad = archive->is_bad || n > archive->size - archive->at;
    if (archive->mode == ARCHIVE_LOAD) {
      if (archive->is_bad) {
        memset(data, 0, n);
      } else {
        memcpy(data, archive->bytes + archive->at, n);
      }
    } else if (!archive->is_bad) {
      memcpy(archive->bytes + archive->at, data, n);
    }
  }
  archive->at += archive->is_bad ? 0U : n;
}

/// Note, when loading, whether what was loaded can be
static inline void
archive_require(Archive* const archive, const bool condition)
{
  archive->is_bad =
    archive->is_bad || (archive->mode == ARCHIVE_LOAD && !condition);
}

/// Visit one variable
#define ARCHIVE_VISIT(archive, variable) \
  archive_visit(archive, &(variable), sizeof(variable))

#endif // REMANENCE_TRAIN_ARCHIVE_H
