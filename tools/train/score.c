// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "score.h"

#include "loss.h"

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
play(const RmnModel* const  model,
     RmnState* const        state,
     const Recording* const recording,
     const Part             part,
     Sums* const            sums)
{
  float        y[N_BLOCK];
  float* const out[] = {y};

  for (size_t t = part.first; t < part.first + part.n;) {
    const size_t       left = part.first + part.n - t;
    const size_t       n    = left < N_BLOCK ? left : N_BLOCK;
    const float* const in[] = {recording->dry + t};
    rmn_process(model, state, in, out, (uint32_t)n);
    add_block(sums, recording, t, y, n);
    t += n;
  }
}

bool
score_network(const RmnNetwork* const network,
              const Recording* const  recording,
              const Part              part,
              Score* const            score)
{
  const size_t    second   = recording->rate_hz;
  const size_t    n_before = part.first < second ? part.first : second;
  const Part      before   = {part.first - n_before, n_before};
  const Energy    energy   = recording_energy(recording, part);
  const double    n        = energy.share * (double)part.n;
  RmnModel* const model    = rmn_model_new(network);
  RmnState* const state    = model ? rmn_state_new(model, 1) : NULL;
  if (state) {
    Sums sums = {0};
    play(model, state, recording, before, &sums);
    sums = (Sums){.before = sums.before};
    play(model, state, recording, part, &sums);
    score->plain      = sums.plain / (n * energy.plain);
    score->emphasised = sums.emphasised / (n * energy.emphasised);
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
