// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "run_rest.h"

/// Silence that is none is worse than twice the error
static const double restless_handicap = 2.0;

/// Find where silence leads; return false without memory
static bool
explore(const RmnNetwork* const network, RmnSilence* const silence)
{
  RmnModel* const model = rmn_model_new(network);
  const bool      ok = model && !rmn_silence_explore(model, network, silence);
  rmn_model_free(model);
  return ok;
}

double
run_judge_rest(const Run* const run)
{
  // Without memory to find out, nothing is held against it
  RmnSilence silence = {0};
  const bool rests   = run->session->goal.kind != GOAL_DEVICE ||
                     !explore(run->network, &silence) ||
                     (silence.n_rests <= 1U && !silence.is_restless);
  trainer_calm(run->trainer, !rests);
  return rests ? 1.0 : restless_handicap;
}

bool
run_warn_if_restless(Run* const run)
{
  Story* const      story = &run->story;
  const char* const remedy =
    run->options->settings.from_anywhere ? "" : "--from-anywhere, or ";
  RmnSilence silence = {0};
  const bool ok      = explore(run->best, &silence);
  if (silence.is_restless) {
    warnings_add(&story->warnings,
                 run->options->out_path,
                 "may go on by itself in silence, as info tells; train with "
                 "%sanother --seed",
                 remedy);
  } else if (silence.n_rests > 1U) {
    warnings_add(&story->warnings,
                 run->options->out_path,
                 "comes to rest in more than one way, as info tells, so that "
                 "what was played stays; train with %sanother --seed",
                 remedy);
  }
  return ok;
}
