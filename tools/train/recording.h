// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file recording.h A device, dry and wet: what is to be learned

#ifndef REMANENCE_TRAIN_RECORDING_H
#define REMANENCE_TRAIN_RECORDING_H

#include "audio_file.h"
#include "take_list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_OTHERS = RMN_MAX_INPUTS - 1 };

/// Consecutive frames
typedef struct {
  size_t first;
  size_t n;
} Part;

/// What parts are for
typedef enum {
  PART_TRAIN, ///< What the network learns from
  PART_VALID, ///< What chooses among networks
  PART_TEST,  ///< What nothing depends on, for the final score
} PartOf;

enum { N_PARTS_OF = PART_TEST + 1 };

/// What went into a device and what came out at the same time, at one setting
/// of its knobs
typedef struct {
  const AudioFile* dry_file;
  const AudioFile* wet_file;
  const float*     dry;                ///< [n_frames] in the file
  const float*     wet;                ///< [n_frames] likewise
  const float*     others[MAX_OTHERS]; ///< Series of inputs 1 and on, that are
                                       ///< no knobs, or NULL
  const float* wets[MAX_OTHERS];       ///< What outputs 1 and on are to be
  size_t       n_frames;
  uint32_t     rate_hz;
  size_t       n_piece;  ///< Frames of each of its pieces, 0 if it is of one
  size_t       n_settle; ///< Frames of each piece that do not count
  uint32_t     hop;      ///< Only its last frame counts; 0 or 1 for each
  uint32_t     window;   ///< Frames of a state that begins anew, or 0
  RmnPool      pool;     ///< What counts of the outputs up to there
  double look_ahead_ms;  ///< What layers that run backward hear of the future
                         ///< as it is scored; 0 for all of it
  long   delay;          ///< That was taken out of the wet audio
  Part   parts[N_PARTS_OF];
  float  knobs[MAX_KNOBS]; ///< How they stood
  double weight;           ///< Of an error, among all recordings
  double noise_esr;        ///< That no network comes below, 0 where unknown
} Recording;

/**
   Join two files of one rate and, but for what is cut off, one length.

   The files must outlive the recording, which may share them with others.

   @return False with a message printed.
*/
bool
recording_join(Recording*       recording,
               const AudioFile* dry,
               const AudioFile* wet);

/// Return whether two recordings can be of one device, or print what is wrong
/// with the first
bool
recording_suits(const Recording* recording, const Recording* other);

/// Shift the wet audio to be `delay` frames earlier, or later if that is
/// negative; what then has no counterpart is cut off
void
recording_align(Recording* recording, long delay);

/// Divide into parts of 80, 10 and 10 percent, in this order
void
recording_split(Recording* recording);

/// Return the frames that belong together: of a window, or what is pooled
static inline size_t
recording_unit(const Recording* const recording)
{
  return recording->window ? recording->window
         : recording->pool ? recording->hop
                           : 1U;
}

/// Return whether a frame counts
static inline bool
recording_counts(const Recording* const recording, const size_t t)
{
  const bool is_settled =
    !recording->n_piece || t % recording->n_piece >= recording->n_settle;
  return is_settled && (recording->hop < 2U || (t + 1U) % recording->hop == 0U);
}

/// Mean squares of the wet audio where it counts
typedef struct {
  double plain;
  double emphasised; ///< After pre-emphasis
  size_t n;          ///< Frames that count
} Energy;

Energy
recording_energy(const Recording* recording, Part part);

#endif // REMANENCE_TRAIN_RECORDING_H
