// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "score.h"

#include "loss.h"
#include "play.h"

#include <math.h>

enum { N_BLOCK = 1024 };

/// Energies of the error so far
typedef struct {
  double plain;
  double emphasised;
  double before; ///< Error of the frame before
} Sums;

static void
add_block(Sums* const            sums,
          const Recording* const recording,
          const size_t           first,
          const float* const     y,
          const size_t           n)
{
  for (size_t t = 0; t < n; ++t) {
    const double e = (double)y[t] - (double)recording->wet[first + t];
    const double d = e - pre_emphasis * sums->before;
    if (recording_counts(recording, first + t)) {
      sums->plain += e * e;
      sums->emphasised += d * d;
    }
    sums->before = e;
  }
}

static void
play_part(const RmnModel* const  model,
          RmnState* const        state,
          const Recording* const recording,
          const Part             part,
          Sums* const            sums)
{
  float        y[N_BLOCK];
  const size_t end = part.first + part.n;
  for (size_t t = part.first; t < end; t += N_BLOCK) {
    const size_t n = end - t < N_BLOCK ? end - t : N_BLOCK;
    play(model, state, recording->knobs, recording->dry + t, y, n);
    add_block(sums, recording, t, y, n);
  }
}

static Score
score_take(const RmnModel* const  model,
           RmnState* const        state,
           const Recording* const take,
           const Part             part)
{
  const size_t second   = take->rate_hz;
  const size_t n_before = part.first < second ? part.first : second;
  const Part   before   = {part.first - n_before, n_before};
  const Energy energy   = recording_energy(take, part);
  const double n        = (double)energy.n;
  Sums         sums     = {0};

  rmn_state_reset(state, model, RMN_START_REST);
  play_part(model, state, take, before, &sums);
  sums = (Sums){.before = sums.before};
  play_part(model, state, take, part, &sums);
  return (Score){sums.plain / (n * energy.plain),
                 sums.emphasised / (n * energy.emphasised)};
}

bool
score_network(const RmnNetwork* const network,
              const Session* const    session,
              const PartOf            part,
              Score* const            mean,
              Score* const            takes)
{
  RmnModel* const model = rmn_model_new(network);
  RmnState* const state = model ? rmn_state_new(model, 1) : NULL;

  *mean = (Score){0.0, 0.0};
  for (uint32_t t = 0; state && t < session->n_takes; ++t) {
    const Recording* const take = &session->takes[t];
    const Score score = score_take(model, state, take, take->parts[part]);
    mean->plain += score.plain / session->n_takes;
    mean->emphasised += score.emphasised / session->n_takes;
    if (takes) {
      takes[t] = score;
    }
  }

  rmn_state_free(state);
  rmn_model_free(model);
  return state;
}

double
score_mean(const Score* const score)
{
  const double mean = 0.5 * (score->plain + score->emphasised);
  return isfinite(mean) ? mean : INFINITY;
}
