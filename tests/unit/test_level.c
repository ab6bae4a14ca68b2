// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_level.c How loud models are, and the gains that make them alike

#include "../playing.h"

#include <string.h>

static float
from_db(const double gain_db)
{
  return (float)pow(10.0, gain_db / 20.0);
}

/// Return `y = phi(W x + b)`
static RmnNetwork*
dense_network(const RmnActivation phi, const float W, const float b)
{
  const RmnShape shape = {
    .type = RMN_DENSE, .activation = phi, .n_inputs = 1, .n_outputs = 1};
  RmnNetwork* const network = random_network(&shape, 1, 1);

  network->layers[0].W[0] = W;
  network->layers[0].b[0] = b;
  return network;
}

/// Return how loud a network is that is driven, and free it
static RmnLoudness
measure(RmnNetwork* const network, const float drive_db)
{
  RmnModel* const model    = rmn_model_new(network);
  RmnLoudness     loudness = {0.0, 0.0, 0.0};
  CHECK(model && !rmn_loudness_probe(model, network, &drive_db, 1, &loudness));
  rmn_model_free(model);
  rmn_network_free(network);
  return loudness;
}

static void
linear_models_are_as_loud_as_their_gain(void)
{
  static const double rates_hz[] = {0.0, 22050.0, 44100.0, 96000.0, 1.0, 1e7};

  for (int db = -25; db <= 40; db += 5) {
    for (size_t i = 0; i < sizeof(rates_hz) / sizeof(rates_hz[0]); ++i) {
      RmnNetwork* const network =
        dense_network(RMN_LINEAR, from_db(db), 0.5f); // The offset is no sound
      network->rate_hz           = rates_hz[i];
      const RmnLoudness loudness = measure(network, 0.0f);
      CHECK(fabs(loudness.lufs - (RMN_PHRASE_LUFS + db)) < 0.01);
      CHECK(fabs(loudness.gain_db - (6 - db)) < 0.01);
    }

    RmnNetwork* const driven   = dense_network(RMN_LINEAR, 1.0f, 0.0f);
    const RmnLoudness loudness = measure(driven, (float)db);
    CHECK(fabs(loudness.lufs - (RMN_PHRASE_LUFS + db)) < 0.01);
  }
}

/// Only a part of the phrase is played, and compared with that part
static void
large_models_are_measured_too(void)
{
  enum { N = 512 };
  const RmnShape shapes[] = {
    {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = N},
    {.type = RMN_DENSE, .n_inputs = N, .n_outputs = N},
    {.type = RMN_DENSE, .n_inputs = N, .n_outputs = N},
    {.type = RMN_DENSE, .n_inputs = N, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 4, 1);
  for (uint32_t l = 0; l < 4; ++l) { // The first unit passes on what it gets
    const RmnShape* const shape = &shapes[l];
    const size_t          n     = (size_t)shape->n_inputs * shape->n_outputs;
    memset(network->layers[l].W, 0, n * sizeof(float));
    memset(network->layers[l].b, 0, shape->n_outputs * sizeof(float));
    network->layers[l].W[0] = l ? 1.0f : from_db(-3.0);
  }
  CHECK(fabs(measure(network, 0.0f).lufs - (RMN_PHRASE_LUFS - 3.0)) < 0.01);
}

static void
knobs_are_at_their_defaults(void)
{
  const RmnShape shape = {
    .type = RMN_DENSE, .activation = RMN_RELU, .n_inputs = 2, .n_outputs = 1};
  for (int i = 0; i < 2; ++i) {
    RmnNetwork* const network = random_network(&shape, 1, 1);
    network->layers[0].W[0]   = 1.0f;
    network->layers[0].W[1]   = 1.0f;
    network->layers[0].b[0]   = -1.0f;
    network->inputs[1].value = (float)i * 2.0f; // -1 shuts the unit, 1 opens it
    const RmnLoudness loudness = measure(network, 0.0f);
    CHECK(i ? fabs(loudness.lufs - RMN_PHRASE_LUFS) < 0.01
            : loudness.lufs == -INFINITY);
  }
}

/// Check the loudness of a network, which is freed, and what is said of it
static void
check_bounds(RmnNetwork* const network, const double gain_db, const char* words)
{
  RmnPlayer* const player = player_of(network, 1);
  fprintf(stderr, "  %s\n", rmn_player_level_warning(player));
  CHECK(rmn_player_loudness(player).gain_db == gain_db);
  CHECK(strstr(rmn_player_level_warning(player), words));
  CHECK(*words || !*rmn_player_level_warning(player));
  rmn_player_free(player);
}

static void
gain_is_never_absurd(void)
{
  check_bounds(dense_network(RMN_LINEAR, from_db(6.0), 0.0f), 0.0, "");
  check_bounds(dense_network(RMN_LINEAR, 0.0f, 0.0f), 0.0, "silent");
  check_bounds(dense_network(RMN_LINEAR, 0.0f, 1.0f), 0.0, "silent");
  check_bounds(dense_network(RMN_LINEAR, 1e-10f, 0.0f), 0.0, "silent");
  check_bounds(
    dense_network(RMN_LINEAR, from_db(-40.0), 0.0f), 36.0, "10 dB quieter");
  check_bounds(
    dense_network(RMN_LINEAR, from_db(50.0), 0.0f), -36.0, "8 dB louder");
  check_bounds(dense_network(RMN_LINEAR, 1e30f, 0.0f), -36.0, "louder");
  check_bounds(unit_network(RMN_RELU, 1.0f, 3.0f, 0.1f), 0.0, "unstable");
}

static void
normalising_is_one_gain(void)
{
  RmnPlayer* const a = make_player(1);
  RmnPlayer* const b = make_player(1);
  float            x[N_FRAMES];
  float            y[N_FRAMES];
  const float      gain = from_db(rmn_player_loudness(a).gain_db);

  CHECK(gain > 1.5f); // Else nothing would be seen
  fill_noise(x);
  fill_noise(y);
  rmn_player_set_normalise(b, true);
  play(a, x, N_FRAMES, 64);
  play(b, y, N_FRAMES, 64);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(fabsf(y[t] - gain * x[t]) <= 1e-6f * gain);
  }

  // Off is off, to the bit
  rmn_player_set_normalise(b, false);
  rmn_player_reset(a, RMN_START_REST);
  rmn_player_reset(b, RMN_START_REST);
  fill_noise(x);
  fill_noise(y);
  play(a, x, N_FRAMES, 64);
  play(b, y, N_FRAMES, 64);
  CHECK(!memcmp(x, y, sizeof(x)));
  rmn_player_free(a);
  rmn_player_free(b);
}

/// Return a player of a model that was made where full scale is `model_dbu`
static RmnPlayer*
calibrated_player(RmnNetwork* const network, const double model_dbu)
{
  network->metadata.input_level_dbu = model_dbu;
  return player_of(network, 1);
}

static void
changes_glide_at_any_split(void)
{
  static const uint32_t blocks[] = {64, 1, 37, N_FRAMES};

  float expected[N_FRAMES];
  float audio[N_FRAMES];
  for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    RmnNetwork* const network = dense_network(RMN_LINEAR, 1.0f, 0.0f);
    RmnPlayer* const  player  = calibrated_player(network, 6.0);
    for (uint32_t t = 0; t < N_FRAMES; ++t) {
      audio[t] = 1.0f;
    }
    play(player, audio, 64, 64); // At first, controls jump
    CHECK(audio[0] == 1.0f && audio[63] == 1.0f);

    rmn_player_set_normalise(player, true);
    rmn_player_set_input_level(player, 18.0f);
    play(player, audio + 64, N_FRAMES - 64, blocks[b]);
    for (uint32_t t = 1; t < N_FRAMES; ++t) {
      CHECK(fabsf(audio[t] - audio[t - 1]) < 0.01f);
    }
    if (!b) {
      memcpy(expected, audio, sizeof(expected));
    }
    CHECK(!memcmp(expected, audio, sizeof(expected)));
    rmn_player_free(player);
  }
}

/// Return the gain of a linear player for a constant, when it has settled
static float
gain_of(RmnPlayer* const player)
{
  float audio[N_FRAMES];
  rmn_player_reset(player, RMN_START_REST);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    audio[t] = 0.001f;
  }
  play(player, audio, N_FRAMES, 64);
  return audio[N_FRAMES - 1] / 0.001f;
}

static void
calibration_is_the_difference_of_levels(void)
{
  static const double cases[][3] = {
    // Of the model, of the user, gain in dB
    {18.3, 12.0, -6.3},
    {8.0, 18.0, 10.0},
    {12.0, 12.0, 0.0},
    {12.0, NAN, 0.0},
    {NAN, 12.0, 0.0},
    {-1e30, 12.0, 40.0},
    {1e300, 12.0, -40.0},
  };

  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    RmnNetwork* const network = dense_network(RMN_LINEAR, 1.0f, 0.0f);
    RmnPlayer* const  player  = calibrated_player(network, cases[i][0]);
    const float       gain    = from_db(cases[i][2]);
    rmn_player_set_input_level(player, (float)cases[i][1]);
    CHECK(fabsf(gain_of(player) / gain - 1.0f) < 1e-4f);
    rmn_player_set_input_level(player, NAN);
    CHECK(fabsf(gain_of(player) - 1.0f) < 1e-6f);
    rmn_player_free(player);
  }
}

/// Check that a linear model that is driven harder is turned down by as much
static void
check_follows(const double gain_db, const int lowest_dbu)
{
  for (int dbu = lowest_dbu; dbu <= 32; dbu += 2) {
    RmnNetwork* const network =
      dense_network(RMN_LINEAR, from_db(gain_db), 0.0f);
    RmnPlayer* const player = calibrated_player(network, 12.0);
    rmn_player_set_normalise(player, true);
    rmn_player_set_input_level(player, (float)dbu);
    CHECK(fabsf(gain_of(player) / from_db(6.0) - 1.0f) < 0.02f);
    rmn_player_free(player);
  }
}

static void
normalising_follows_calibration(void)
{
  check_follows(0.0, -8);
  check_follows(20.0, -20);
  check_follows(-28.0, 10); // Below, more than 36 dB were needed
}

/// One that saturates is not, or only a little: it is no louder
static void
normalising_knows_what_saturates(void)
{
  float worst = 0.0f;
  for (int i = -10; i <= 10; ++i) {
    const float       drive_db = 2.0f * (float)i;
    RmnNetwork* const network  = dense_network(RMN_TANH, 10.0f, 0.0f);
    RmnPlayer* const  player   = calibrated_player(network, 0.0);
    const RmnLoudness driven =
      measure(dense_network(RMN_TANH, 10.0f, 0.0f), drive_db);

    // Silence, all but: the gains in front and behind show unsaturated
    rmn_player_set_normalise(player, true);
    rmn_player_set_input_level(player, drive_db);
    const float both_db   = 20.0f * log10f(gain_of(player) / 10.0f);
    const float behind_db = both_db - drive_db;
    worst = fmaxf(worst, fabsf(behind_db - (float)driven.gain_db));
    rmn_player_free(player);
  }
  fprintf(stderr, "  worst %.2f dB\n", (double)worst);
  CHECK(worst < 1.0f);
}

/// One that is quiet until it is played hard would else be a blast
static void
what_grows_is_held_down(void)
{
  const RmnLoudness wire = measure(dense_network(RMN_LINEAR, 1.0f, 0.0f), 0.0f);
  const RmnLoudness grows = measure(dense_network(RMN_RELU, 1.0f, -0.1f), 0.0f);

  fprintf(
    stderr, "  %.1f LUFS, normalised by %.1f dB\n", grows.lufs, grows.gain_db);
  CHECK(wire.gain_db == RMN_NORMAL_LUFS - wire.lufs);
  CHECK(grows.gain_db == grows.most_db);
  CHECK(grows.gain_db < RMN_NORMAL_LUFS - grows.lufs - 3.0);
}

int
main(void)
{
  RUN(linear_models_are_as_loud_as_their_gain);
  RUN(large_models_are_measured_too);
  RUN(knobs_are_at_their_defaults);
  RUN(gain_is_never_absurd);
  RUN(normalising_is_one_gain);
  RUN(changes_glide_at_any_split);
  RUN(calibration_is_the_difference_of_levels);
  RUN(normalising_follows_calibration);
  RUN(normalising_knows_what_saturates);
  RUN(what_grows_is_held_down);
  return 0;
}
