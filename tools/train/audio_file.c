// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "audio_file.h"

#include "../command.h"
#include "../wav.h"

#include "hash.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/// Return how many samples there is room for beside a list
static size_t
room_beside(const AudioFile* list)
{
  size_t n_left = MAX_SAMPLES;
  for (; list; list = list->next) {
    n_left -= list->n_frames;
  }
  return n_left;
}

AudioFile*
audio_file_new(AudioFile** const list,
               const char* const path,
               const size_t      n_frames)
{
  const size_t n_left = room_beside(*list);
  if (n_frames > n_left) {
    command_report(path,
                   "is too long: all audio together may have %d samples, of "
                   "which %zu are left; ten minutes are plenty",
                   MAX_SAMPLES,
                   n_left);
    return NULL;
  }

  AudioFile* const file    = (AudioFile*)calloc(1, sizeof(AudioFile));
  float* const     samples = (float*)calloc(n_frames + 1U, sizeof(float));
  if (!file || !samples) {
    command_report(path, "out of memory");
    free(file);
    free(samples);
    return NULL;
  }
  file->path     = path;
  file->samples  = samples;
  file->n_frames = n_frames;
  file->next     = *list;
  *list          = file;
  return file;
}

void
audio_file_hash(AudioFile* const file)
{
  file->hash = rmn_hash_bytes(
    rmn_hash_seed, file->samples, file->n_frames * sizeof(float));
}

/// Read an open file to the end, which may come early
static AudioFile*
read_all(AudioFile** const list, const char* const path, Wav* const wav)
{
  if (wav->info.channels != 1) {
    command_report(path,
                   "has %d channels, but training needs one: export it in mono",
                   wav->info.channels);
    return NULL;
  }

  uint32_t         n_read = 0;
  AudioFile* const file = audio_file_new(list, path, (size_t)wav->info.frames);
  if (!file) {
    return NULL;
  }
  if (!wav_read(wav, file->samples, (uint32_t)file->n_frames, &n_read)) {
    command_report(path, "%s", wav->error);
    return NULL;
  }
  file->n_frames = n_read;
  file->rate_hz  = (uint32_t)wav->info.samplerate;
  audio_file_hash(file);
  return file;
}

const AudioFile*
audio_file_read(AudioFile** const list, const char* const path)
{
  for (const AudioFile* file = *list; file; file = file->next) {
    if (!strcmp(file->path, path)) {
      return file;
    }
  }

  Wav              wav  = {0};
  const bool       ok   = wav_open(&wav, path);
  AudioFile* const file = ok ? read_all(list, path, &wav) : NULL;
  if (!ok) {
    command_report(path, "%s", wav.error);
  }
  wav_close(&wav);
  return file;
}

void
audio_file_free(AudioFile* list)
{
  while (list) {
    AudioFile* const next = list->next;
    free(list->samples);
    free(list);
    list = next;
  }
}
