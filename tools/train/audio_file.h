// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file audio_file.h Audio files of one channel, as a whole

#ifndef REMANENCE_TRAIN_AUDIO_FILE_H
#define REMANENCE_TRAIN_AUDIO_FILE_H

#include <stddef.h>
#include <stdint.h>

enum { MAX_SAMPLES = 1 << 29 }; ///< Of all files together: 2 GB

/// A file in a list of those that were read
typedef struct AudioFileImpl {
  const char* path;
  float*      samples; ///< [n_frames]
  size_t      n_frames;
  uint32_t    rate_hz;
  uint64_t    hash; ///< Of the samples

  struct AudioFileImpl* next;
} AudioFile;

/**
   Return a file of the list, which is read unless it was before.

   @return NULL with a message printed if it cannot be read, is not of one
   channel, or is too long.
*/
const AudioFile*
audio_file_read(AudioFile** list, const char* path);

/**
   Append audio of another source, silent at first, to a list.

   @return NULL with a message printed if it is too long.
*/
AudioFile*
audio_file_new(AudioFile** list, const char* path, size_t n_frames);

/// Note the hash of the samples
void
audio_file_hash(AudioFile* file);

/// Free all files of a list
void
audio_file_free(AudioFile* list);

#endif // REMANENCE_TRAIN_AUDIO_FILE_H
