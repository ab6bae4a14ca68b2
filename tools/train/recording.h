// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file recording.h A device, dry and wet: what is to be learned

#ifndef REMANENCE_TRAIN_RECORDING_H
#define REMANENCE_TRAIN_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Consecutive frames
typedef struct {
  size_t first;
  size_t n;
} Part;

/// What went into a device and what came out at the same time
typedef struct {
  float*   dry; ///< [n_frames]
  float*   wet; ///< [n_frames]
  size_t   n_frames;
  uint32_t rate_hz;
  bool     is_label; ///< The wet side is a label, from 0 to 1
  size_t   n_piece;  ///< Frames of each of its pieces, 0 if it is of one
  size_t   n_settle; ///< Frames of each piece that do not count
  Part     train;    ///< What the network learns from
  Part     valid;    ///< What chooses among networks
  Part     test;     ///< What nothing depends on, for the final score
} Recording;

/**
   Read two audio files of one channel, one rate and, but for what is cut off,
   one length.

   @return False with a message printed; recording_free() in any case.
*/
bool
recording_read(Recording* recording, const char* dry, const char* wet);

void
recording_free(Recording* recording);

/// Shift the wet audio to be `delay` frames earlier, or later if that is
/// negative; what then has no counterpart is cut off
void
recording_align(Recording* recording, long delay);

/// Divide into parts of 80, 10 and 10 percent, in this order
void
recording_split(Recording* recording);

/// Return whether a frame counts
static inline bool
recording_counts(const Recording* const recording, const size_t t)
{
  return !recording->n_piece || t % recording->n_piece >= recording->n_settle;
}

/// Mean squares of the wet audio where it counts
typedef struct {
  double plain;
  double emphasised; ///< After pre-emphasis
  double share;      ///< Of the frames of the part, those that count
} Energy;

Energy
recording_energy(const Recording* recording, Part part);

#endif // REMANENCE_TRAIN_RECORDING_H
