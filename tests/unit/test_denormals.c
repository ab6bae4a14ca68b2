// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_denormals.c Flushed inside, and no trace of it outside

#include "../networks.h"
#include "denormals.h"

#include <fenv.h>
#include <float.h>

enum { N_FRAMES = 1000 };

/// Return whether the running thread has numbers below the normal ones
static bool
has_denormals(void)
{
  volatile float tiny = FLT_MIN;
  return tiny / 2.0f > 0.0f;
}

/// Play a decay below every number, through a state and through a player
static void
play_both(void)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = unit_network(RMN_RELU, 1.0f, 0.75f, 0.0f);
  RmnModel* const   model   = rmn_model_new(network);
  RmnPlayer* const  player  = rmn_player_new(network, 48000.0, 1, &error);
  CHECK(model && player);
  RmnState* const state = rmn_state_new(model, 1);
  CHECK(state);

  const float  audio[N_FRAMES] = {1.0f};
  float        tail[N_FRAMES];
  const float* in[]  = {audio};
  float*       out[] = {tail};
  rmn_process(model, state, in, out, N_FRAMES);
  CHECK(tail[10] > 0.0f);
  CHECK(tail[N_FRAMES - 1] == 0.0f); // Denormals would round up for ever

  rmn_player_process(player, in, out, N_FRAMES);
  CHECK(tail[10] > 0.0f);
  CHECK(tail[N_FRAMES - 1] == 0.0f);

  rmn_state_free(state);
  rmn_player_free(player);
  rmn_model_free(model);
  rmn_network_free(network);
}

static void
decay_ends_in_zero(void)
{
  play_both();
}

static void
caller_keeps_its_denormals(void)
{
  CHECK(has_denormals());
  play_both();
  CHECK(has_denormals());
}

static void
caller_that_flushes_goes_on_flushing(void)
{
  const uint64_t mode = rmn_denormals_flush();

  CHECK(!has_denormals());
  play_both();
  CHECK(!has_denormals());
  rmn_denormals_restore(mode);
  CHECK(has_denormals());
}

static void
caller_keeps_its_rounding(void)
{
  const int rounding = fegetround();

  CHECK(!fesetround(FE_UPWARD));
  play_both();
  CHECK(fegetround() == FE_UPWARD);
  CHECK(!fesetround(rounding));
}

int
main(void)
{
  RUN(decay_ends_in_zero);
  RUN(caller_keeps_its_denormals);
  RUN(caller_that_flushes_goes_on_flushing);
  RUN(caller_keeps_its_rounding);
  return 0;
}
