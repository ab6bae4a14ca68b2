// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "score.h"

#include "loss.h"

#include <math.h>

enum { N_BLOCK = 1024 };

const Score score_none = {NAN, NAN, {NAN, NAN, NAN, NAN}, NAN};

/// Energies of the error so far
typedef struct {
  const Recording* recording;
  Part             part;
  double           plain;
  double           emphasised;
  double           before; ///< Error of the frame before
} Sums;

static void
add_block(void* const        data,
          const size_t       first,
          const float* const y,
          const size_t       n)
{
  Sums* const            sums      = (Sums*)data;
  const Recording* const recording = sums->recording;

  for (size_t t = first; t < first + n; ++t) {
    const double e = (double)y[t - first] - (double)recording->wet[t];
    const double d = e - pre_emphasis * sums->before;
    if (t >= sums->part.first && recording_counts(recording, t)) {
      sums->plain += e * e;
      sums->emphasised += d * d;
    }
    sums->before = e;
  }
}

bool
score_play(const RmnNetwork* const network,
           const Recording* const  recording,
           const Part              part,
           ScoreEar* const         ear,
           void* const             data)
{
  const size_t    second   = recording->rate_hz;
  const size_t    n_before = part.first < second ? part.first : second;
  RmnModel* const model    = rmn_model_new(network);
  RmnState* const state    = model ? rmn_state_new(model, 1) : NULL;
  float           y[N_BLOCK];
  float* const    out[] = {y};

  for (size_t t = part.first - n_before; state && t < part.first + part.n;) {
    const size_t       left = part.first + part.n - t;
    const size_t       n    = left < N_BLOCK ? left : N_BLOCK;
    const float* const in[] = {recording->dry + t};
    rmn_process(model, state, in, out, (uint32_t)n);
    ear(data, t, y, n);
    t += n;
  }

  rmn_state_free(state);
  rmn_model_free(model);
  return state;
}

/// Score a device
static bool
score_device(const RmnNetwork* const network,
             const Recording* const  recording,
             const Part              part,
             Score* const            score)
{
  const Energy energy = recording_energy(recording, part);
  const double n      = energy.share * (double)part.n;
  Sums         sums   = {.recording = recording, .part = part};
  const bool   ok     = score_play(network, recording, part, add_block, &sums);

  score->plain      = sums.plain / (n * energy.plain);
  score->emphasised = sums.emphasised / (n * energy.emphasised);
  score->mean       = 0.5 * (score->plain + score->emphasised);
  return ok;
}

bool
score_network(const RmnNetwork* const network,
              const Recording* const  recording,
              const Part              part,
              Score* const            score)
{
  if (!recording->is_label) {
    return score_device(network, recording, part, score);
  }
  const bool ok = label_score(network, recording, part, &score->label);
  score->mean   = score->label.bce;
  return ok;
}

double
score_mean(const Score* const score)
{
  return isfinite(score->mean) ? score->mean : INFINITY;
}
