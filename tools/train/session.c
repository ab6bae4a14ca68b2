// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "session.h"

#include "../command.h"
#include "label_track.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Return the wet audio of a take: recorded, played, or labels
static const AudioFile*
get_wet(Session* const          session,
        const ListedTake* const take,
        const AudioFile* const  dry)
{
  if (session->teacher) {
    return teacher_play(session->teacher, take, dry, &session->files);
  }
  return goal_is_told(&session->goal) && label_track_is(take->wet_path)
           ? label_track_read(
               &session->files, take->wet_path, dry, &session->goal)
           : audio_file_read(&session->files, take->wet_path);
}

static bool
read_take(Session* const session, const ListedTake* const listed)
{
  Recording* const       take = &session->takes[session->n_takes];
  const AudioFile* const dry =
    audio_file_read(&session->files, listed->dry_path);
  const AudioFile* const wet = dry ? get_wet(session, listed, dry) : NULL;
  if (!wet || !recording_join(take, dry, wet)) {
    return false;
  }
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    if (!recording_suits(take, &session->takes[t])) {
      return false;
    }
  }
  take->hop    = session->goal.hop;
  take->window = session->goal.window;
  take->pool   = session->goal.pool;
  memcpy(take->knobs, listed->knobs, sizeof(take->knobs));
  ++session->n_takes;
  return true;
}

/// Make a recording of a table
static bool
read_series(Session* const session, const TakeList* const list)
{
  Recording* const take   = &session->takes[0];
  Series* const    series = series_read(list->csv_path, list->csv_target);
  AudioFile* const file   = series
                              ? audio_file_new(&session->files,
                                             list->csv_path,
                                             series->n_rows * series->n_columns)
                              : NULL;
  session->series         = series;
  if (!file) {
    return false;
  }

  const float* in[RMN_MAX_INPUTS]  = {NULL};
  const float* out[RMN_MAX_INPUTS] = {NULL};
  uint32_t     n_in                = 0;
  uint32_t     n_out               = 0;
  const bool   is_all              = series->target == series->n_columns;
  for (uint32_t c = 0; c < series->n_columns; ++c) {
    const float* const values = series->columns[c].values;
    if (series->target != c) {
      in[n_in++] = values;
    }
    if (is_all || series->target == c) {
      out[n_out++] = values;
    }
  }
  for (uint32_t c = 0; c < series->n_columns; ++c) { // To know them by a hash
    memcpy(file->samples + c * series->n_rows,
           series->columns[c].values,
           series->n_rows * sizeof(float));
  }
  file->rate_hz = 1;
  audio_file_hash(file);
  *take = (Recording){.dry_file = file,
                      .wet_file = file,
                      .dry      = in[0],
                      .wet      = out[0],
                      .n_frames = series->n_rows,
                      .rate_hz  = 1,
                      .hop      = session->goal.hop,
                      .window   = session->goal.window,
                      .pool     = session->goal.pool,
                      .weight   = 1.0};
  memcpy(take->others, in + 1, sizeof(take->others));
  memcpy(take->wets, out + 1, sizeof(take->wets));
  session->n_takes       = 1;
  session->n_knobs       = 0;
  session->goal.n_series = n_out;
  session->goal.ahead    = is_all ? 1U : 0U;
  return true;
}

bool
session_read(Session* const session, const TakeList* const list)
{
  session->n_knobs = list->n_knobs;
  session->takes   = (Recording*)calloc(list->n_takes, sizeof(Recording));
  memcpy(session->knobs, list->knobs, sizeof(list->knobs));
  session->default_take = list->default_take;
  if (!session->takes) {
    command_report(list->takes[0].wet_path, "out of memory");
    return false;
  }
  if (list->csv_path) {
    return read_series(session, list);
  }
  session->teacher =
    list->teacher_path ? teacher_open(list, &session->warnings) : NULL;
  if (list->teacher_path && !session->teacher) {
    return false;
  }
  for (size_t t = 0; t < list->n_takes; ++t) {
    const char* const wet_path = list->takes[t].wet_path;
    if (goal_is_told(&session->goal) && label_track_is(wet_path) &&
        !label_track_name(wet_path, &session->goal)) {
      return false;
    }
  }
  for (size_t t = 0; t < list->n_takes; ++t) {
    if (!read_take(session, &list->takes[t])) {
      return false;
    }
  }
  return true;
}

void
session_free(Session* const session)
{
  audio_file_free(session->files);
  teacher_free(session->teacher);
  series_free(session->series);
  free(session->takes);
}

void
session_setting(const Session* const session,
                const uint32_t       take,
                char                 text[MAX_SETTING])
{
  size_t n = 0;
  text[0]  = '\0';
  for (uint32_t k = 0; k < session->n_knobs && n < MAX_SETTING; ++k) {
    n += (size_t)snprintf(text + n,
                          MAX_SETTING - n,
                          "%s%s=%g",
                          k ? "," : "",
                          session->knobs[k].name,
                          (double)session->takes[take].knobs[k]);
  }
}

void
session_balance(Session* const session)
{
  const Energy mean = session_energy(session);
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    Recording* const take   = &session->takes[t];
    const Energy     energy = recording_energy(take, take->parts[PART_TRAIN]);
    take->weight =
      2.0 / (energy.plain / mean.plain + energy.emphasised / mean.emphasised);
  }
}

double
session_noise_esr(const Session* const session)
{
  double sum = 0.0;
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const double esr = session->takes[t].noise_esr;
    if (esr <= 0.0) {
      return 0.0;
    }
    sum += esr;
  }
  return sum / session->n_takes;
}

Energy
session_energy(const Session* const session)
{
  Energy mean = {0.0, 0.0, 0};
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const Recording* const take = &session->takes[t];
    const Energy energy = recording_energy(take, take->parts[PART_TRAIN]);
    mean.plain += energy.plain / session->n_takes;
    mean.emphasised += energy.emphasised / session->n_takes;
    mean.n += energy.n;
  }
  return mean;
}

double
session_level(const Session* const session)
{
  double sum = 0.0;
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const Recording* const take = &session->takes[t];
    const Part             part = take->parts[PART_TRAIN];
    for (size_t i = part.first; i < part.first + part.n; ++i) {
      sum += (double)take->dry[i] * (double)take->dry[i];
    }
  }
  return sqrt(sum / (double)session_n_train(session));
}

size_t
session_n_train(const Session* const session)
{
  size_t n = 0;
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    n += session->takes[t].parts[PART_TRAIN].n;
  }
  return n;
}

size_t
session_n_shortest(const Session* const session)
{
  size_t n = SIZE_MAX;
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const size_t n_take = session->takes[t].parts[PART_TRAIN].n;
    n                   = n_take < n ? n_take : n;
  }
  return n;
}

Place
session_place(const Session* const session,
              Random* const        random,
              const size_t         n_frames)
{
  const size_t n_unused = (n_frames - 1U) * session->n_takes;
  const size_t n_places = session_n_train(session) - n_unused;
  size_t       place    = (size_t)random_below(random, n_places);

  const Recording* take = session->takes;
  while (place > take->parts[PART_TRAIN].n - n_frames) {
    place -= take->parts[PART_TRAIN].n - n_frames + 1U;
    ++take;
  }
  place -= place % recording_unit(take);
  return (Place){take, take->parts[PART_TRAIN].first + place};
}
