// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "label.h"

#include "../command.h"
#include "loss.h"
#include "score.h"

#include <math.h>
#include <stdlib.h>

/// From here on a frame of a label is of the kind that is to be found
static const float half = 0.5F;

bool
label_check(const Recording* const recording)
{
  for (size_t t = 0; t < recording->n_frames; ++t) {
    const float label = recording->wet[t];
    if (!(label >= 0.0F && label <= 1.0F)) {
      command_report(recording->wet_file->path,
                     "holds %g at %.3f s, but a label is from 0 to 1: leave "
                     "--labels out if it is audio",
                     (double)label,
                     (double)t / recording->rate_hz);
      return false;
    }
  }
  return true;
}

static bool
check_part(const Recording* const recording, const Part part)
{
  size_t n_ones  = 0;
  size_t n_zeros = 0;
  for (size_t t = part.first; t < part.first + part.n; ++t) {
    if (recording_counts(recording, t)) {
      n_ones += recording->wet[t] >= half;
      n_zeros += recording->wet[t] < half;
    }
  }
  if (n_ones && n_zeros) {
    return true;
  }
  command_report(recording->wet_file->path,
                 "is never %s 0.5 from %.1f to %.1f s: the first 80, the next "
                 "10 and the last 10 percent must hold both kinds of frames",
                 n_ones ? "below" : "above",
                 (double)part.first / recording->rate_hz,
                 (double)(part.first + part.n) / recording->rate_hz);
  return false;
}

bool
label_check_parts(const Recording* const recording)
{
  bool ok = true;
  for (int p = 0; ok && p < N_PARTS_OF; ++p) {
    ok = check_part(recording, recording->parts[p]);
  }
  return ok;
}

bool
label_check_network(const RmnNetwork* const network, const char* const path)
{
  const RmnShape* const last = &network->layers[network->n_layers - 1U].shape;
  const bool ok = network->n_skip == 0 && network->out_gain == 1.0F &&
                  (last->type == RMN_DENSE || last->type == RMN_ACTIVATION) &&
                  last->activation == RMN_SIGMOID;
  if (!ok) {
    command_report(
      path,
      "does not end in a sigmoid, so that its output is no "
      "probability: --labels starts from a predictor or from none");
  }
  return ok;
}

/// Guesses that are being made
typedef struct {
  const Recording* recording;
  Part             part;
  Guess*           guesses;
  size_t           n;
  double           entropy;
} Guesses;

static void
hear(void* const               data,
     const size_t              first,
     const float* const* const y,
     const size_t              n)
{
  Guesses* const all = (Guesses*)data;
  for (size_t t = first; t < first + n; ++t) {
    const float label = all->recording->wet[t];
    if (t >= all->part.first && recording_counts(all->recording, t)) {
      const float guess      = y[0][t - first];
      all->guesses[all->n++] = (Guess){guess, label >= half};
      all->entropy += cross_entropy((double)guess, (double)label);
    }
  }
}

static int
compare(const void* const a, const void* const b)
{
  const float y_a = ((const Guess*)a)->y;
  const float y_b = ((const Guess*)b)->y;
  return (y_a < y_b) - (y_a > y_b);
}

Guess*
label_guess(const RmnNetwork* const network,
            const Session* const    session,
            const PartOf            part,
            size_t* const           n_guesses,
            double* const           bce)
{
  size_t n_most = 1;
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    n_most += session->takes[t].parts[part].n;
  }

  Guesses all = {.guesses = (Guess*)calloc(n_most, sizeof(Guess))};
  bool    ok  = all.guesses;
  for (uint32_t t = 0; ok && t < session->n_takes; ++t) {
    all.recording = &session->takes[t];
    all.part      = all.recording->parts[part];
    ok            = score_play(network, all.recording, all.part, hear, &all);
  }
  if (!ok) {
    free(all.guesses);
    return NULL;
  }

  qsort(all.guesses, all.n, sizeof(Guess), compare);
  *n_guesses = all.n;
  *bce       = all.entropy / (double)(all.n ? all.n : 1U);
  return all.guesses;
}

/// Count the guesses that share the likelihood of the first one
static size_t
count_ties(const Guess* const guesses, const size_t n, size_t* const n_ones)
{
  size_t n_ties = 0;
  *n_ones       = 0;
  while (n_ties < n && guesses[n_ties].y == guesses[0].y) {
    *n_ones += guesses[n_ties++].is_one;
  }
  return n_ties ? n_ties : 1U; // NAN equals nothing
}

void
label_rank(const Guess* const guesses, const size_t n, LabelScore* const score)
{
  const double given     = score->threshold;
  size_t       n_ones    = 0;
  size_t       ones      = 0; // Above the threshold, as are zeros
  size_t       zeros     = 0;
  double       n_ordered = 0.0; // Pairs of a one and a zero, ties count half
  for (size_t i = 0; i < n; ++i) {
    n_ones += guesses[i].is_one;
  }

  const size_t n_zeros = n - n_ones;
  size_t       n_right = n_zeros;
  score->threshold     = isnan(given) ? 1.0 : given;
  for (size_t i = 0; i < n;) {
    const double y      = (double)guesses[i].y;
    size_t       n_new  = 0;
    const size_t n_ties = count_ties(guesses + i, n - i, &n_new);
    n_ordered +=
      (double)(n_ties - n_new) * ((double)ones + 0.5 * (double)n_new);
    ones += n_new;
    zeros += n_ties - n_new;
    i += n_ties;
    const size_t n_now = ones + n_zeros - zeros;
    if (isnan(given) ? n_now > n_right : y >= given) {
      n_right          = n_now;
      score->threshold = isnan(given) ? y : given;
    }
  }
  score->area     = n_ordered / ((double)n_ones * (double)n_zeros);
  score->accuracy = (double)n_right / (double)n;
}

bool
label_score(const RmnNetwork* const network,
            const Session* const    session,
            const PartOf            part,
            LabelScore* const       score)
{
  size_t       n       = 0;
  Guess* const guesses = label_guess(network, session, part, &n, &score->bce);
  if (!guesses) {
    return false;
  }
  label_rank(guesses, n, score);
  free(guesses);
  return true;
}
