// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "audio_file.h"

#include "../command.h"
#include "../wav.h"

#include "hash.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/// Refuse what cannot be read as one channel in the memory that is left
static bool
check_format(const Wav* const  wav,
             const char* const path,
             const size_t      max_frames)
{
  if (wav->info.channels != 1) {
    command_report(path,
                   "has %d channels, but training needs one: export it in mono",
                   wav->info.channels);
    return false;
  }
  if ((uint64_t)wav->info.frames > max_frames) {
    command_report(path,
                   "is too long: all files together may have %zu samples "
                   "more; ten minutes are plenty",
                   max_frames);
    return false;
  }
  return true;
}

static bool
read_samples(AudioFile* const file, Wav* const wav)
{
  uint32_t n_read = 0;
  file->rate_hz   = (uint32_t)wav->info.samplerate;
  file->samples   = (float*)malloc((size_t)wav->info.frames * sizeof(float));
  const bool ok =
    file->samples &&
    wav_read(wav, file->samples, (uint32_t)wav->info.frames, &n_read);
  if (!ok) {
    command_report(
      file->path, "%s", file->samples ? wav->error : "out of memory");
  }
  file->n_frames = n_read;
  return ok;
}

/// Fill a file of at most `max_frames`
static bool
load(AudioFile* const file, const size_t max_frames)
{
  Wav  wav = {0};
  bool ok  = wav_open(&wav, file->path);

  if (!ok) {
    command_report(file->path, "%s", wav.error);
  }
  ok = ok && check_format(&wav, file->path, max_frames) &&
       read_samples(file, &wav);
  if (ok) {
    file->hash = rmn_hash_bytes(
      rmn_hash_seed, file->samples, file->n_frames * sizeof(float));
  }

  wav_close(&wav);
  return ok;
}

const AudioFile*
audio_file_read(AudioFile** const list, const char* const path)
{
  size_t      n_left = MAX_SAMPLES;
  AudioFile** end    = list;
  for (; *end; end = &(*end)->next) {
    if (!strcmp((*end)->path, path)) {
      return *end;
    }
    n_left -= (*end)->n_frames;
  }

  AudioFile* const file = (AudioFile*)calloc(1, sizeof(AudioFile));
  if (!file) {
    command_report(path, "out of memory");
    return NULL;
  }
  *end       = file;
  file->path = path;
  return load(file, n_left) ? file : NULL;
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
