// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file wav.h Audio files in and out, frame by frame, through libsndfile.

   An output is written to a temporary file beside its target and renamed by
   wav_commit(): whatever fails or interrupts it, there is never half a file,
   and an older file stays what it was.  So an output may also replace the
   input that it is made from.

   Nothing here prints.  A function that fails returns false and leaves one
   sentence without a full stop in `error`; the file is then to be closed.
*/

#ifndef REMANENCE_WAV_H
#define REMANENCE_WAV_H

#include <sndfile.h>

#include <stdbool.h>
#include <stdint.h>

/// A file that is open, or `{0}`
typedef struct {
  SNDFILE* file;
  SF_INFO  info;      ///< Rate, channels; frames of an input
  uint64_t n_written; ///< Frames written
  char*    path;      ///< Target of an output
  char*    temp_path; ///< Where an output is until it is committed
  char     error[256];
} Wav;

/// Open an audio file of any format for reading; refuses one without a frame
bool
wav_open(Wav* wav, const char* path);

/**
   Start an output of the format that its extension tells: 32-bit float, or the
   finest that the format has.  A name without an extension becomes WAV.

   Only one output may be open at a time: a signal that ends the process
   removes its temporary file.
*/
bool
wav_create(Wav* wav, const char* path, int n_channels, int rate_hz);

/**
   Read up to `n_frames` interleaved frames.

   @param[out] n_read Frames read, fewer than asked for only at the end.
*/
bool
wav_read(Wav* wav, float* frames, uint32_t n_frames, uint32_t* n_read);

/// Go back to the first frame of an input
bool
wav_rewind(Wav* wav);

/// Write interleaved frames; samples beyond full scale are clipped where the
/// format is of integers
bool
wav_write(Wav* wav, const float* frames, uint32_t n_frames);

/// Return whether samples of this peak are clipped by the output's format
bool
wav_clips(const Wav* wav, float peak);

/// Complete an output: only now its file exists, or replaces an older one
bool
wav_commit(Wav* wav);

/// Close a file; an output that was not committed leaves no trace
void
wav_close(Wav* wav);

#endif // REMANENCE_WAV_H
