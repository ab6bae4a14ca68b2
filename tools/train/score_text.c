// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "score_text.h"

#include <math.h>
#include <stdio.h>

void
score_format(char               text[MAX_SCORE],
             const Score* const score,
             const GoalKind     kind)
{
  switch (kind) {
  case GOAL_DEVICE:
    snprintf(text,
             MAX_SCORE,
             "ESR %.4f%%, pre-emphasised %.4f%%",
             100.0 * score->plain,
             100.0 * score->emphasised);
    break;
  case GOAL_LABEL:
    snprintf(text,
             MAX_SCORE,
             "BCE %.4f, ROC area %.4f",
             score->label.bce,
             score->label.area);
    break;
  case GOAL_CLASS:
    snprintf(text,
             MAX_SCORE,
             "cross-entropy %.4f, accuracy %.2f%%",
             score->classes.entropy,
             100.0 * score->classes.accuracy);
    break;
  case GOAL_SERIES:
    snprintf(text, MAX_SCORE, "relative error %.4f", sqrt(score->plain));
    break;
  case GOAL_NEXT:
    snprintf(text,
             MAX_SCORE,
             "gain %.2f dB, pre-emphasised %.2f dB",
             -10.0 * log10(score->plain),
             -10.0 * log10(score->emphasised));
    break;
  }
}

/// Say in one sentence how good a predictor is
static const char*
judge_label(const double area)
{
  return area > 0.99   ? "Excellent: it tells nearly all frames right."
         : area > 0.95 ? "Very good: it tells most frames right."
         : area > 0.85 ? "Good: where it is sure, it is mostly right."
         : area > 0.7  ? "Fair: more --hidden units or --epochs may help."
                       : "Poor: hardly better than chance; can WET be told "
                         "from DRY at all?";
}

/// Say in one sentence how good a network is that tells classes apart
static const char*
judge_classes(const double f)
{
  return f > 0.95   ? "Excellent: it tells nearly all apart."
         : f > 0.85 ? "Very good: it tells most apart."
         : f > 0.7  ? "Good: every class is found, mostly."
         : f > 0.5  ? "Fair: more --hidden units or --epochs may help."
                    : "Poor: some classes are not found; do they have enough "
                      "labels?";
}

const char*
score_judge(const Score* const score, const GoalKind kind)
{
  const double esr = score->plain;
  if (kind == GOAL_LABEL) {
    return judge_label(score->label.area);
  }
  if (kind == GOAL_CLASS) {
    return judge_classes(score->classes.f);
  }
  if (kind == GOAL_SERIES) {
    return esr < 0.01  ? "Excellent: it is within a tenth of what varies."
           : esr < 0.1 ? "Good: it is within a third of what varies."
           : esr < 1.0 ? "Fair: more --hidden units, --epochs or rows may help."
                       : "Poor: it tells no more than the mean does.";
  }
  if (kind == GOAL_NEXT) {
    return esr < 0.01 ? "Very good: what comes is mostly foreseen."
           : esr < 0.1
             ? "Good: it foresees more than nine tenths of the energy."
           : esr < 1.0 ? "Fair: more --hidden units or --epochs may help."
                       : "Poor: it foresees nothing; is DRY noise?";
  }
  return esr < 0.001
           ? "Excellent: the error is more than 30 dB below the sound."
         : esr < 0.01
           ? "Very good: the error is more than 20 dB below the sound."
         : esr < 0.03 ? "Good: the error is more than 15 dB below the sound."
         : esr < 0.15 ? "Fair: more --hidden units or --epochs may help."
                      : "Poor: train for longer, or see whether the two files "
                        "belong together.";
}

void
score_tell(const Score* const score,
           const GoalKind     kind,
           const char* const  sentence,
           const char* const  path)
{
  char text[MAX_SCORE];

  score_format(text, score, kind);
  printf("%s: %s, on %s. %s\n",
         path,
         text,
         kind == GOAL_SERIES ? "rows it never saw" : "audio it never heard",
         sentence);
  if (kind == GOAL_LABEL) {
    printf("%s: above %.3f, where it was best before, %.2f%% of the frames are "
           "told right\n",
           path,
           score->label.threshold,
           100.0 * score->label.accuracy);
  } else if (kind == GOAL_CLASS) {
    printf(
      "%s: F-measure %.3f, the mean over classes\n", path, score->classes.f);
  }
}
