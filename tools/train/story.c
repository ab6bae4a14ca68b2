// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "story.h"

#include "score_text.h"

#include <math.h>
#include <string.h>

const uint32_t story_orders[N_LINEAR] = {16, 32};

uint32_t
story_worst(const Story* const story, const Session* const session)
{
  uint32_t worst = 0;
  for (uint32_t t = 1; t < session->n_takes; ++t) {
    worst =
      story->test_takes[t].plain > story->test_takes[worst].plain ? t : worst;
  }
  return worst;
}

const char*
story_judge(const Story* const story, const Session* const session)
{
  const Score* const worst =
    goal_is_told(&session->goal)
      ? &story->test
      : &story->test_takes[story_worst(story, session)];
  return score_judge(worst, session->goal.kind);
}

void
story_tell(const Story* const story, const Session* const session)
{
  const double noise_esr = session_noise_esr(session);
  char         sentence[256];
  int          n =
    snprintf(sentence, sizeof(sentence), "%s", story_judge(story, session));
  if (noise_esr > 0.0) {
    snprintf(sentence + n,
             sizeof(sentence) - (size_t)n,
             " The recording's own noise limits the ESR to about %.2g%%%s.",
             100.0 * noise_esr,
             story->test.plain < 2.0 * noise_esr
               ? ", so little is left to learn"
               : "");
  }
  score_tell(
    &story->test, session->goal.kind, sentence, story->options->out_path);
  story_print_ahead(story, session, stdout);
  story_print_rest(story, session, stdout);
  story_print_takes(story, session, stdout);
}

void
story_print_ahead(const Story* const   story,
                  const Session* const session,
                  FILE* const          file)
{
  char text[MAX_SCORE];
  if (isfinite(story->ahead.mean)) {
    score_format(text, &story->ahead, session->goal.kind);
    fprintf(file,
            "  with the %d ms of look-ahead that the plugin has at first: %s\n",
            RMN_LOOK_AHEAD_MS,
            text);
  }
}

void
story_print_rest(const Story* const   story,
                 const Session* const session,
                 FILE* const          file)
{
  const Threshold* const th = &story->threshold;
  if (session->goal.kind == GOAL_LABEL) {
    fprintf(file,
            "  events from %.2f on, to %.2f, for %.0f ms at least: F-measure "
            "%.3f, counted in %s\n",
            th->value,
            th->value - th->hysteresis,
            th->hold_ms,
            th->f,
            th->is_onset ? "beginnings within 25 ms" : "frames");
  }
  if (session->goal.kind == GOAL_SERIES && session->goal.ahead) {
    fprintf(
      file,
      "  that nothing changes has %.4f, linear autoregression of order 16 "
      "%.4f\n",
      sqrt(story->linear_esr[0]),
      sqrt(story->linear_esr[1]));
  }
  for (int i = 0; session->goal.kind == GOAL_NEXT && i < N_LINEAR; ++i) {
    fprintf(file,
            "  linear prediction of order %u has %.2f dB\n",
            story_orders[i],
            -10.0 * log10(story->linear_esr[i]));
  }
}

void
story_print_takes(const Story* const   story,
                  const Session* const session,
                  FILE* const          file)
{
  const uint32_t worst      = story_worst(story, session);
  const bool     has_scores = session->n_knobs && !goal_is_told(&session->goal);
  for (uint32_t t = 0; has_scores && t < session->n_takes; ++t) {
    char setting[MAX_SETTING];
    session_setting(session, t, setting);
    fprintf(file,
            "  at %-24s %.4f %%, pre-emphasised %.4f %%%s\n",
            setting,
            100.0 * story->test_takes[t].plain,
            100.0 * story->test_takes[t].emphasised,
            t == worst ? ", the worst" : "");
  }
}

const char*
story_file_name(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}
