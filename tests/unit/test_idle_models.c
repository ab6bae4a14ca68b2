// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_idle_models.c Every real network and every preset falls asleep,
   and plays next to what one plays that never does.
*/

#include "../models.h"
#include "../sleeping.h"

/// Play noise and silence until `player` sleeps; return the largest difference
/// from one that does not sleep, up to the end of more noise
static float
differ(RmnPlayer* const player, RmnPlayer* const sleepless)
{
  static float a[N_SILENCE + N_TAIL];
  static float b[N_SILENCE + N_TAIL];

  memset(a, 0, sizeof(a));
  memset(b, 0, sizeof(b));
  play_noise(player, a, N_TAIL, 64);
  play_noise(sleepless, b, N_TAIL, 64);
  play_at(player, a + N_TAIL, N_SILENCE, 64);
  play_at(sleepless, b + N_TAIL, N_SILENCE, 64);
  CHECK(is_asleep(player) && !is_asleep(sleepless));

  float worst = 0.0f;
  for (uint32_t t = 0; t < N_SILENCE + N_TAIL; ++t) {
    worst = fmaxf(worst, fabsf(a[t] - b[t]));
  }
  play_noise(player, a, N_TAIL, 64);
  play_noise(sleepless, b, N_TAIL, 64);
  for (uint32_t t = 0; t < N_TAIL; ++t) {
    worst = fmaxf(worst, fabsf(a[t] - b[t]));
  }
  return worst;
}

static float worst_of_all;

static void
check_model(const RmnNetwork* const network, const char* const name)
{
  RmnPlayer* const player    = make(network, &plain, true);
  RmnPlayer* const sleepless = make(network, &plain, false);
  const float      worst     = differ(player, sleepless);
  if (worst > worst_of_all) {
    worst_of_all = worst;
    fprintf(stderr, "  %.1e from one that never sleeps: %s\n", worst, name);
  }
  CHECK(worst < 1e-4f);
  rmn_player_free(player);
  rmn_player_free(sleepless);
}

static void
real_models_sleep_unnoticed(void)
{
  for_each_model(check_model);
}

/// Effects, that is: what predicts may remember for as long as it likes
static void
presets_sleep_unnoticed(void)
{
  glob_t   files     = {0};
  uint32_t n_effects = 0;
  CHECK(!glob("presets/*/model.json", 0, NULL, &files));
  for (size_t i = 0; i < files.gl_pathc; ++i) {
    RmnError          error   = {RMN_OK, ""};
    RmnNetwork* const network = rmn_network_load(files.gl_pathv[i], &error);
    CHECK(network);
    if (!network->prediction.kind) {
      check_model(network, files.gl_pathv[i]);
      ++n_effects;
    }
    rmn_network_free(network);
  }
  globfree(&files);
  CHECK(n_effects == 10U);
}

int
main(void)
{
  RUN(real_models_sleep_unnoticed);
  RUN(presets_sleep_unnoticed);
  return 0;
}
