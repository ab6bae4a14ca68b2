// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_pop.c No pop into silence: loads, resets, knobs, at any rate

#include "../models.h"
#include "../rates.h"

enum { N_FRAMES = 24000 };

static const double pop_db = -80.0;

static float audio[N_FRAMES];

/// Return the largest sample, in dBFS
static double
peak_db(const float* const x, const uint32_t n)
{
  float largest = 0.0f;
  for (uint32_t t = 0; t < n; ++t) {
    CHECK(isfinite(x[t]));
    largest = fmaxf(largest, fabsf(x[t]));
  }
  return 20.0 * log10((double)largest + 1e-15);
}

/// Play silence, and return the largest sample of it
static double
hear_silence(RmnPlayer* const player)
{
  memset(audio, 0, sizeof(audio));
  play_at(player, audio, N_FRAMES, 64);
  return peak_db(audio, N_FRAMES);
}

/// Play noise, and silence until it has died away
static void
play_noise(RmnPlayer* const player)
{
  uint32_t seed = 3;
  randomise(audio, N_FRAMES, 0.5f, &seed);
  play_at(player, audio, N_FRAMES, 64);
  for (int i = 0; i < 8; ++i) {
    hear_silence(player);
  }
}

/// Turn every knob to `x` of its range
static void
turn(RmnPlayer* const player, const float x)
{
  for (uint32_t k = 0; k < rmn_player_n_knobs(player); ++k) {
    const RmnInput* const knob = rmn_player_knob(player, k);
    rmn_player_set_knob(
      player, k, knob->minimum + x * (knob->maximum - knob->minimum));
  }
}

static RmnPlayer*
make(const RmnNetwork* const network, const RmnSetup* const setup)
{
  RmnError         error  = {RMN_OK, ""};
  RmnPlayer* const player = rmn_player_new_with(network, setup, &error);
  CHECK(player);
  rmn_player_set_dc_block(player, true);
  return player;
}

static double
max(const double a, const double b)
{
  return a > b ? a : b;
}

/// The worst of each kind, in dBFS
typedef struct {
  double load, reset, knob, after;
} Pops;

static Pops
measure(const RmnNetwork* const network, const RmnSetup* const setup)
{
  static const float positions[] = {0.0f, 1.0f, 0.3f, 0.5f};

  Pops pops = {-300.0, -300.0, -300.0, -300.0};
  for (size_t i = 0; i < sizeof(positions) / sizeof(positions[0]); ++i) {
    RmnPlayer* const player = make(network, setup);
    turn(player, positions[i]);
    pops.load = max(pops.load, hear_silence(player));

    turn(player, 1.0f - positions[i]);
    pops.knob = max(pops.knob, hear_silence(player));

    uint32_t seed = 3;
    randomise(audio, 1000, 0.5f, &seed);
    play_at(player, audio, 1000, 64);
    turn(player, positions[i]);
    rmn_player_reset(player, RMN_START_REST);
    pops.reset = max(pops.reset, hear_silence(player));

    play_noise(player);
    turn(player, 1.0f - positions[i]);
    pops.after = max(pops.after, hear_silence(player));
    rmn_player_free(player);
  }
  return pops;
}

static void
check_pops(const RmnNetwork* const network,
           const RmnSetup* const   setup,
           const char* const       name)
{
  const RmnSilence silence = explore_silence(network);
  const Pops       pops    = measure(network, setup);
  fprintf(stderr,
          "  %-52s %4.0f %4.0f %4.0f %4.0f dBFS\n",
          name,
          pops.load,
          pops.reset,
          pops.knob,
          pops.after);
  CHECK(pops.load < pop_db);
  CHECK(pops.reset < pop_db);
  CHECK(pops.knob < pop_db);
  if (silence.n_rests == 1 && !silence.is_restless) {
    CHECK(pops.after < pop_db); // Else noise may lead to another rest
  }
}

static void
check_model(const RmnNetwork* const network, const char* const name)
{
  static const RmnSetup setup = {48000.0, 1, RMN_RATE_AUTO, 1, 0.0};
  check_pops(network, &setup, name);
}

static void
real_models_do_not_pop(void)
{
  for_each_model(check_model);
}

static void
no_strategy_pops(void)
{
  static const struct {
    double      rate_hz;
    RmnRateMode mode;
    uint32_t    times;
    const char* name;
  } cases[] = {{44100.0, RMN_RATE_AUTO, 1, "native"},
               {88200.0, RMN_RATE_DELAY, 1, "delay, states in turn"},
               {48000.0, RMN_RATE_DELAY, 1, "delay, interpolated"},
               {48000.0, RMN_RATE_RESAMPLE, 1, "resample"},
               {32000.0, RMN_RATE_AUTO, 1, "resample, below"},
               {44100.0, RMN_RATE_AUTO, 4, "4 times over"},
               {48000.0, RMN_RATE_RESAMPLE, 2, "resample, 2 times over"}};

  RmnNetwork* const network = make_lstm(2);
  network->rate_hz          = 44100.0;
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    const RmnSetup setup = {
      cases[i].rate_hz, 1, cases[i].mode, cases[i].times, 0.0};
    check_pops(network, &setup, cases[i].name);
  }
  rmn_network_free(network);
}

int
main(void)
{
  fprintf(stderr,
          "  Worst sample of silence after load, reset, knob, and knob");
  fprintf(stderr, " after noise\n");
  RUN(no_strategy_pops);
  RUN(real_models_do_not_pop);
  return 0;
}
