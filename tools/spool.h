// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file spool.h Audio on disk for a while, which nobody else sees

#ifndef REMANENCE_SPOOL_H
#define REMANENCE_SPOOL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/// Channels of audio, interleaved, or `{0}`
typedef struct {
  FILE*    file;
  uint32_t n_channels;
  uint64_t n_frames; ///< Written so far
  float*   frames;   ///< [SPOOL_FRAMES][n_channels]
  int      problem;  ///< The first errno, 0 while all is well
} Spool;

enum { SPOOL_FRAMES = 4096 };

/// Open an empty spool in the folder of `path`, where there is room for audio
bool
spool_open(Spool* spool, const char* path, uint32_t n_channels);

/// Append `n_frames` of every channel
bool
spool_write(Spool* spool, const float* const* channels, uint32_t n_frames);

/// Read `n_frames` of every channel from frame `first` on
bool
spool_read(Spool*        spool,
           uint64_t      first,
           float* const* channels,
           uint32_t      n_frames);

void
spool_close(Spool* spool);

#endif // REMANENCE_SPOOL_H
