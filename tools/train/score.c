// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "score.h"

#include "loss.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const Score score_none = {NAN, NAN, {NAN, NAN, NAN, NAN}, {NAN, NAN, NAN}, NAN};

/// Energies of the error so far
typedef struct {
  const Recording* recording;
  Part             part;
  double           plain;
  double           emphasised;
  double           before; ///< Error of the frame before
} Sums;

static void
add_block(void* const               data,
          const size_t              first,
          const float* const* const y,
          const size_t              n)
{
  Sums* const            sums      = (Sums*)data;
  const Recording* const recording = sums->recording;

  for (size_t t = first; t < first + n; ++t) {
    const double e = (double)y[0][t - first] - (double)recording->wet[t];
    const double d = e - pre_emphasis * sums->before;
    if (t >= sums->part.first && recording_counts(recording, t)) {
      sums->plain += e * e;
      sums->emphasised += d * d;
    }
    sums->before = e;
  }
}

/// Return what networks are chosen by
static double
mean_of(const Score* const score, const Goal* const goal)
{
  return goal->is_plain ? score->plain
                        : 0.5 * (score->plain + score->emphasised);
}

/// Compare a part of a recording with what the network makes of it
static bool
score_take(const RmnNetwork* const network,
           const Goal* const       goal,
           const Recording* const  take,
           const Part              part,
           Score* const            score)
{
  const Energy energy = recording_energy(take, part);
  const double n      = (double)energy.n;
  Sums         sums   = {.recording = take, .part = part};
  const bool   ok     = score_play(network, take, part, add_block, &sums);

  score->plain      = sums.plain / (n * energy.plain);
  score->emphasised = sums.emphasised / (n * energy.emphasised);
  score->mean       = mean_of(score, goal);
  return ok;
}

/// Error of each output of series, and what there is of it
typedef struct {
  const Recording* recording;
  Part             part;
  uint32_t         n_outputs;
  double           error[RMN_MAX_OUTPUTS];
  double           energy[RMN_MAX_OUTPUTS];
} Columns;

static void
add_columns(void* const               data,
            const size_t              first,
            const float* const* const y,
            const size_t              n)
{
  Columns* const         columns = (Columns*)data;
  const Recording* const take    = columns->recording;
  for (uint32_t o = 0; o < columns->n_outputs; ++o) {
    const float* const wet = o ? take->wets[o - 1U] : take->wet;
    for (size_t t = first; t < first + n; ++t) {
      if (t >= columns->part.first && recording_counts(take, t)) {
        const double e = (double)y[o][t - first] - (double)wet[t];
        columns->error[o] += e * e;
        columns->energy[o] += (double)wet[t] * (double)wet[t];
      }
    }
  }
}

/// Return the mean over the columns of the energy of the error over theirs
static bool
score_series(const RmnNetwork* const network,
             const Session* const    session,
             const PartOf            part,
             double* const           mean)
{
  const Recording* const take    = &session->takes[0];
  Columns                columns = {.recording = take,
                                    .part      = take->parts[part],
                                    .n_outputs = session->goal.n_series};
  const bool             ok =
    score_play(network, take, columns.part, add_columns, &columns);
  *mean = 0.0;
  for (uint32_t o = 0; o < columns.n_outputs; ++o) {
    *mean += columns.error[o] / columns.energy[o] / columns.n_outputs;
  }
  return ok;
}

bool
score_network(const RmnNetwork* const network,
              const Session* const    session,
              const PartOf            part,
              Score* const            mean,
              Score* const            takes)
{
  if (session->goal.kind == GOAL_LABEL) {
    const bool ok = label_score(network, session, part, &mean->label);
    mean->mean    = mean->label.bce;
    return ok;
  }
  if (session->goal.kind == GOAL_SERIES) {
    const bool ok = score_series(network, session, part, &mean->plain);
    mean->mean    = mean->plain;
    if (takes) {
      takes[0] = *mean;
    }
    return ok;
  }
  if (session->goal.kind == GOAL_CLASS) {
    const bool ok = class_score(network, session, part, &mean->classes);
    mean->mean    = mean->classes.entropy;
    return ok;
  }

  mean->plain      = 0.0;
  mean->emphasised = 0.0;
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const Recording* const take  = &session->takes[t];
    Score                  score = score_none;
    if (!score_take(network, &session->goal, take, take->parts[part], &score)) {
      return false;
    }
    mean->plain += score.plain / session->n_takes;
    mean->emphasised += score.emphasised / session->n_takes;
    if (takes) {
      takes[t] = score;
    }
  }
  mean->mean = mean_of(mean, &session->goal);
  return true;
}

bool
score_whole(const RmnNetwork* const network,
            const Session* const    session,
            Score* const            worst)
{
  *worst = (Score){0};
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const Recording* const take  = &session->takes[t];
    const size_t           first = take->rate_hz; // What a part hears before it
    Score                  score = score_none;
    const Part             part  = {first, take->n_frames - first};
    if (!score_take(network, &session->goal, take, part, &score)) {
      return false;
    }
    if (!(score.mean <= worst->mean)) { // Nor a number, if it blew up
      *worst = score;
    }
  }
  return true;
}

bool
score_ahead(const RmnNetwork* const network,
            const Session* const    session,
            const PartOf            part,
            Score* const            mean)
{
  const size_t n     = session->n_takes;
  Session      ahead = *session;
  ahead.takes        = (Recording*)calloc(n, sizeof(Recording));
  bool ok            = ahead.takes;
  if (ok) {
    memcpy(ahead.takes, session->takes, n * sizeof(Recording));
    for (size_t t = 0; t < n; ++t) {
      ahead.takes[t].look_ahead_ms = RMN_LOOK_AHEAD_MS;
    }
    ok = score_network(network, &ahead, part, mean, NULL);
  }
  free(ahead.takes);
  return ok;
}

double
score_mean(const Score* const score)
{
  return isfinite(score->mean) ? score->mean : INFINITY;
}
