// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "score_text.h"

#include <stdio.h>

void
score_format(char               text[MAX_SCORE],
             const Score* const score,
             const bool         is_label)
{
  if (is_label) {
    snprintf(text,
             MAX_SCORE,
             "BCE %.4f, ROC area %.4f",
             score->label.bce,
             score->label.area);
  } else {
    snprintf(text,
             MAX_SCORE,
             "ESR %.4f%%, pre-emphasised %.4f%%",
             100.0 * score->plain,
             100.0 * score->emphasised);
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

const char*
score_judge(const Score* const score, const bool is_label)
{
  const double esr = score->plain;
  if (is_label) {
    return judge_label(score->label.area);
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
           const bool         is_label,
           const char* const  sentence,
           const char* const  path)
{
  char text[MAX_SCORE];

  score_format(text, score, is_label);
  printf("%s: %s, on audio it never heard. %s\n", path, text, sentence);
  if (is_label) {
    printf("%s: above %.3f, where it was best before, %.2f%% of the frames are "
           "told right\n",
           path,
           score->label.threshold,
           100.0 * score->label.accuracy);
  }
}
