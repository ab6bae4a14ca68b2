// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_silence.c Networks with several rests, or with none

#include "../models.h"
#include "../playing.h"

/// h = tanh(2 h + 0.1) rests here, or below zero
static const float upper = 0.96625f;
static const float lower = -0.94596f;

/// Explore `network`, which is freed
static RmnSilence
explore_once(RmnNetwork* const network)
{
  const RmnSilence silence = explore_silence(network);
  rmn_network_free(network);
  return silence;
}

static bool
is_near(const float a, const float b)
{
  return fabsf(a - b) < 1e-3f;
}

static RmnNetwork*
make_bistable(void)
{
  return unit_network(RMN_TANH, 1.0f, 2.0f, 0.1f);
}

static void
rests_are_told_apart(void)
{
  const RmnSilence two = explore_once(make_bistable());
  CHECK(two.n_rests == 2 && !two.is_restless);
  CHECK(is_near(two.outputs[0], upper) && is_near(two.outputs[1], lower));
  CHECK(two.position < 0.0f);

  const RmnSilence one = explore_once(unit_network(RMN_TANH, 1.0f, 0.9f, 0.1f));
  CHECK(one.n_rests == 1 && !one.is_restless);
}

/// Return a unit that has two rests only where its knob is near zero
static RmnNetwork*
make_knob_of_rests(void)
{
  const RmnShape shape = {
    .type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 2, .n_outputs = 1};
  RmnNetwork* const network = random_network(&shape, 1, 1);

  network->layers[0].W[0]    = 1.0f;
  network->layers[0].W[1]    = 1.0f;
  network->layers[0].U[0]    = 2.0f;
  network->layers[0].b[0]    = 0.0f;
  network->layers[0].h0[0]   = 0.0f;
  network->inputs[1].value   = 1.0f;
  network->inputs[1].minimum = 0.1f;
  network->inputs[1].maximum = 2.1f;
  return network;
}

static void
rests_are_found_wherever_knobs_are(void)
{
  const RmnSilence silence = explore_once(make_knob_of_rests());
  CHECK(silence.n_rests == 2 && silence.position == 0.0f);
}

static void
restlessness_is_told(void)
{
  const RmnSilence silence =
    explore_once(unit_network(RMN_TANH, 1.0f, -2.0f, 0.0f));
  CHECK(silence.is_restless && silence.restless_position < 0.0f);
}

/// Nothing is said of what cannot be known
static void
what_blows_up_is_no_rest(void)
{
  const RmnSilence silence =
    explore_once(unit_network(RMN_RELU, 1.0f, 1.5f, 1e-3f));
  CHECK(!silence.n_rests && !silence.is_restless);
}

/// Play `n_frames` of a constant in place of audio; return the last sample
static float
push(RmnPlayer* const player, const float level)
{
  static float audio[N_FRAMES];
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    audio[t] = level;
  }
  play(player, audio, N_FRAMES, 64);
  return audio[N_FRAMES - 1];
}

static void
reset_brings_home_from_any_rest(void)
{
  RmnPlayer* const player = player_of(make_bistable(), 1);

  CHECK(is_near(push(player, 0.0f), upper));
  push(player, -1.0f);
  CHECK(is_near(push(player, 0.0f), lower)); // Silence alone does not
  rmn_player_reset(player, RMN_START_REST);
  CHECK(is_near(push(player, 0.0f), upper));
  rmn_player_free(player);
}

/// Where a knob leads from one rest to the other, the way back is another
static void
reset_leads_to_the_same_rest_whatever_the_knobs_did(void)
{
  RmnPlayer* const player = player_of(make_knob_of_rests(), 1);

  for (int i = 0; i < 3; ++i) {
    rmn_player_set_knob(player, 0, -1.0f);
    CHECK(push(player, 0.0f) < 0.0f);
    rmn_player_set_knob(player, 0, 0.1f);
    CHECK(is_near(push(player, 0.0f), lower));
    rmn_player_reset(player, RMN_START_REST);
    CHECK(is_near(push(player, 0.0f), upper));
  }
  rmn_player_free(player);
}

static uint32_t n_bistable;

static void
explore_model(const RmnNetwork* const network, const char* const name)
{
  const RmnSilence silence = explore_silence(network);
  CHECK(silence.n_rests);
  n_bistable += silence.n_rests > 1;
  if (silence.n_rests > 1 || silence.is_restless) {
    fprintf(stderr,
            "  %s: %u rests%s\n",
            name,
            silence.n_rests,
            silence.is_restless ? ", restless" : "");
  }
}

static void
few_real_models_have_several_rests(void)
{
  for_each_model(explore_model);
  CHECK(!test_name || n_bistable == 1);
}

int
main(void)
{
  RUN(rests_are_told_apart);
  RUN(rests_are_found_wherever_knobs_are);
  RUN(restlessness_is_told);
  RUN(what_blows_up_is_no_rest);
  RUN(reset_brings_home_from_any_rest);
  RUN(reset_leads_to_the_same_rest_whatever_the_knobs_did);
  RUN(few_real_models_have_several_rests);
  return 0;
}
