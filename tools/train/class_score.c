// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "class_score.h"

#include "../command.h"
#include "loss.h"
#include "score.h"

bool
class_check_parts(const Session* const session)
{
  bool has[RMN_MAX_OUTPUTS] = {false};
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const Recording* const take = &session->takes[t];
    const Part             part = take->parts[PART_TRAIN];
    for (size_t i = part.first; i < part.first + part.n; ++i) {
      if (recording_counts(take, i)) {
        has[(size_t)take->wet[i]] = true;
      }
    }
  }
  for (uint32_t k = 0; k < session->goal.n_classes; ++k) {
    if (!has[k]) {
      command_report(session->takes[0].wet_file->path,
                     "has no %s in the first 80 percent, from which it is to "
                     "be learned: put labels of it there, too",
                     session->goal.classes[k]);
      return false;
    }
  }
  return true;
}

/// Frames of each class, and what was said of them
typedef struct {
  const Recording* take;
  Part             part;
  uint32_t         n_classes;
  double           entropy;
  size_t           n;
  size_t           n_right[RMN_MAX_OUTPUTS];
  size_t           n_there[RMN_MAX_OUTPUTS];
  size_t           n_called[RMN_MAX_OUTPUTS];
} Votes;

static void
count(Votes* const votes, const float* const scores, const size_t right)
{
  size_t best = 0;
  for (size_t k = 1; k < votes->n_classes; ++k) {
    best = scores[k] > scores[best] ? k : best;
  }
  votes->entropy += class_entropy(scores, votes->n_classes, right);
  ++votes->n;
  ++votes->n_there[right];
  ++votes->n_called[best];
  votes->n_right[best] += best == right;
}

static void
hear(void* const               data,
     const size_t              first,
     const float* const* const y,
     const size_t              n)
{
  Votes* const votes = (Votes*)data;
  for (size_t t = first; t < first + n; ++t) {
    if (t >= votes->part.first && recording_counts(votes->take, t)) {
      float scores[RMN_MAX_OUTPUTS];
      for (size_t k = 0; k < votes->n_classes; ++k) {
        scores[k] = y[k][t - first];
      }
      count(votes, scores, (size_t)votes->take->wet[t]);
    }
  }
}

bool
class_score(const RmnNetwork* const network,
            const Session* const    session,
            const PartOf            part,
            ClassScore* const       score)
{
  Votes votes = {.n_classes = session->goal.n_classes};
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    votes.take = &session->takes[t];
    votes.part = votes.take->parts[part];
    if (!score_play(network, votes.take, votes.part, hear, &votes)) {
      return false;
    }
  }

  double n_right = 0.0;
  double f       = 0.0;
  size_t n_kinds = 0;
  for (uint32_t k = 0; k < votes.n_classes; ++k) {
    const size_t n = votes.n_there[k] + votes.n_called[k];
    n_right += (double)votes.n_right[k];
    n_kinds += n > 0U;
    f += n ? 2.0 * (double)votes.n_right[k] / (double)n : 0.0;
  }
  const double n = votes.n ? (double)votes.n : 1.0;
  *score         = (ClassScore){
            votes.entropy / n, n_right / n, f / (double)(n_kinds ? n_kinds : 1U)};
  return true;
}
