// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_rate_choice.c Which strategy plays a model, and how it sounds

#include "../rates.h"

enum { MAX_FRAMES = 400000 };

static float audio[MAX_FRAMES];

static RmnSetup
setup_of(const double      rate_hz,
         const RmnRateMode mode,
         const uint32_t    oversampling)
{
  const RmnSetup setup = {rate_hz, 1, mode, oversampling, 0.0};
  return setup;
}

/// Check what is used of a LSTM, or another network, that is asked for `mode`
static void
check_mode(RmnNetwork* const network,
           const double      model_hz,
           const double      host_hz,
           const RmnRateMode mode,
           const RmnRateMode used)
{
  RmnPlayer* const player =
    player_at(network, model_hz, setup_of(host_hz, mode, 1));
  CHECK(rmn_player_rate_mode(player) == used);
  CHECK((rmn_player_latency(player) > 0) == (used == RMN_RATE_RESAMPLE));

  // It is said if the model will sound different, or is not played as wanted
  const bool is_told = rmn_player_rate_warning(player)[0];
  const bool differs =
    used == RMN_RATE_NATIVE && model_hz > 0.0 && model_hz != host_hz;
  CHECK(is_told ==
        (differs || (mode == RMN_RATE_DELAY && used == RMN_RATE_RESAMPLE)));
  rmn_player_free(player);
}

static void
strategy_follows_the_rates(void)
{
  const RmnRateMode any = RMN_RATE_AUTO;
  check_mode(make_lstm(1), 48000.0, 48000.0, any, RMN_RATE_NATIVE);
  check_mode(make_lstm(1), 48000.0, 96000.0, any, RMN_RATE_DELAY);
  check_mode(make_lstm(1), 44100.0, 48000.0, any, RMN_RATE_DELAY);
  check_mode(make_lstm(1), 48000.0, 88200.0, any, RMN_RATE_DELAY);
  check_mode(make_lstm(1), 48000.0, 44100.0, any, RMN_RATE_RESAMPLE);
  check_mode(make_lstm(1), 0.0, 44100.0, any, RMN_RATE_NATIVE);

  // Audio that was heard cannot be interpolated as a state can
  const RmnShape    conv1d = {.type        = RMN_CONV1D,
                              .n_inputs    = 1,
                              .n_outputs   = 1,
                              .kernel_size = 5,
                              .dilation    = 1,
                              .n_groups    = 1};
  RmnNetwork* const a      = random_network(&conv1d, 1, 1);
  RmnNetwork* const b      = random_network(&conv1d, 1, 1);
  check_mode(a, 44100.0, 48000.0, any, RMN_RATE_RESAMPLE);
  check_mode(b, 48000.0, 96000.0, any, RMN_RATE_DELAY);

  // Nor can frames be that were counted
  const RmnShape seldom = {
    .type = RMN_GRU, .n_inputs = 1, .n_outputs = 1, .period = 8};
  RmnNetwork* const c = random_network(&seldom, 1, 1);
  RmnNetwork* const d = random_network(&seldom, 1, 1);
  check_mode(c, 44100.0, 48000.0, any, RMN_RATE_RESAMPLE);
  check_mode(d, 48000.0, 96000.0, any, RMN_RATE_DELAY);
}

static void
strategy_can_be_chosen(void)
{
  for (int m = RMN_RATE_NATIVE; m < RMN_N_RATE_MODES; ++m) {
    const RmnRateMode mode = (RmnRateMode)m;
    check_mode(make_lstm(1), 44100.0, 48000.0, mode, mode);
    check_mode(make_lstm(1), 48000.0, 192000.0, mode, mode);
    check_mode(make_lstm(1), 48000.0, 48000.0, mode, RMN_RATE_NATIVE);

    // A rate that nobody knows cannot be met, and to ask for it is answered
    const RmnSetup    unknown = setup_of(48000.0, mode, 1);
    RmnPlayer* const  player  = player_at(make_lstm(1), 0.0, unknown);
    const char* const warning = rmn_player_rate_warning(player);
    CHECK(rmn_player_rate_mode(player) == RMN_RATE_NATIVE);
    CHECK(!warning[0] == (mode == RMN_RATE_NATIVE));
    rmn_player_free(player);
  }
  check_mode(make_lstm(1), 48000.0, 44100.0, RMN_RATE_DELAY, RMN_RATE_RESAMPLE);

  // Rates that no audio has
  for (int m = 0; m < RMN_N_RATE_MODES; ++m) {
    const RmnRateMode mode = (RmnRateMode)m;
    RmnPlayer* const  slow =
      player_at(make_lstm(1), 0.25, setup_of(48000.0, mode, 4));
    RmnPlayer* const fast =
      player_at(make_lstm(1), 1e7, setup_of(48000.0, mode, 4));
    CHECK(rmn_player_rate_mode(slow) == RMN_RATE_NATIVE);
    CHECK(rmn_player_rate_mode(fast) == RMN_RATE_NATIVE);
    rmn_player_free(slow);
    rmn_player_free(fast);
  }
}

/// Return two units that turn by `angle` a step and keep `r` of their length
static RmnNetwork*
make_resonator(const float r, const float angle)
{
  const RmnShape shapes[] = {
    {.type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 1, .n_outputs = 2},
    {.type = RMN_DENSE, .n_inputs = 2, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 1);
  RmnLayer* const   layers  = network->layers;
  const float       U[]     = {
              r * cosf(angle), -r * sinf(angle), r * sinf(angle), r * cosf(angle)};

  memcpy(layers[0].U, U, sizeof(U));
  for (int u = 0; u < 2; ++u) {
    layers[0].W[u]  = u ? 0.0f : 0.1f;
    layers[0].b[u]  = 0.0f;
    layers[0].h0[u] = 0.0f;
    layers[1].W[u]  = u ? 0.0f : 1.0f;
  }
  layers[1].b[0] = 0.0f;
  return network;
}

/// At 60 kHz, a cubic makes the first of these ring for ever at 48 kHz
static void
what_rings_is_not_used(void)
{
  static const float angles[] = {1.7f, 2.5f, 3.1f};

  for (int i = 0; i < 3; ++i) {
    for (int m = RMN_RATE_AUTO; m < RMN_N_RATE_MODES; ++m) {
      RmnPlayer* const player = player_at(make_resonator(0.998f, angles[i]),
                                          48000.0,
                                          setup_of(60000.0, (RmnRateMode)m, 1));
      CHECK(survive(player, audio, 150000) < 1e-5f);
      printf("  %.1f: %s becomes %s\n",
             (double)angles[i],
             rmn_rate_mode_name((RmnRateMode)m),
             rmn_rate_mode_name(rmn_player_rate_mode(player)));
      rmn_player_free(player);
    }
  }
}

/// Interpolation damps a resonance at 2.1 kHz that hardly loses anything
static void
what_sounds_wrong_is_resampled(void)
{
  const RmnRateMode any  = RMN_RATE_AUTO;
  const RmnRateMode here = RMN_RATE_DELAY;
  RmnNetwork*       networks[3];
  for (int i = 0; i < 3; ++i) {
    networks[i] = make_resonator(0.998f, 0.3f);
  }

  check_mode(networks[0], 44100.0, 70000.0, any, RMN_RATE_RESAMPLE);
  check_mode(networks[1], 44100.0, 70000.0, here, RMN_RATE_DELAY);
  check_mode(networks[2], 44100.0, 88200.0, any, RMN_RATE_DELAY);
}

/// Return the ESR of a preset against itself at its own rate, where
/// frames of both rates are at the same time
static double
measure(const double host_hz, const RmnRateMode mode, const uint32_t times)
{
  static float      own[MAX_FRAMES];
  const double      own_hz    = 48000.0;
  const uint32_t    n_own     = 24000;
  const char* const path      = "presets/diode-clipper/model.json";
  const RmnSetup    setup     = setup_of(host_hz, mode, times);
  RmnError          error     = {RMN_OK, ""};
  RmnPlayer* const  reference = rmn_player_open(path, own_hz, 1, &error);
  RmnPlayer* const  player    = rmn_player_open_with(path, &setup, &error);
  CHECK(reference && player);
  CHECK(rmn_player_model_rate(reference) == own_hz);

  const uint32_t latency  = rmn_player_latency(player);
  const uint32_t n_frames = (uint32_t)(0.5 * host_hz);
  fill_chord(own, n_own, own_hz);
  fill_chord(audio, n_frames + latency, host_hz);
  play_at(reference, own, n_own, 64);
  play_at(player, audio, n_frames + latency, 64);

  Esr esr = {0.0, 0.0};
  for (uint32_t t = 0; t < n_frames; ++t) {
    const double at = t * own_hz / host_hz;
    if (at == floor(at)) {
      add_to_esr(&esr, (double)own[(uint32_t)at], (double)audio[t + latency]);
    }
  }
  rmn_player_free(reference);
  rmn_player_free(player);
  return esr_db(&esr);
}

static void
it_sounds_like_its_own_rate(void)
{
  static const double rates_hz[] = {
    44100.0, 50000.0, 60000.0, 88200.0, 96000.0, 192000.0, 384000.0};

  for (size_t r = 0; r < sizeof(rates_hz) / sizeof(rates_hz[0]); ++r) {
    const double host_hz  = rates_hz[r];
    const double native   = measure(host_hz, RMN_RATE_NATIVE, 1);
    const double delay    = measure(host_hz, RMN_RATE_DELAY, 1);
    const double resample = measure(host_hz, RMN_RATE_RESAMPLE, 1);
    const double best     = measure(host_hz, RMN_RATE_AUTO, 4);
    printf("  %g Hz: native %.1f, delay %.1f, resample %.1f dB; automatic, 4 "
           "times over %.1f dB\n",
           host_hz,
           native,
           delay,
           resample,
           best);
    CHECK(resample < -60.0);
    CHECK(delay < -55.0);
    CHECK(delay < native - 20.0);
    CHECK(best < -60.0);
  }
}

int
main(void)
{
  RUN(strategy_follows_the_rates);
  RUN(strategy_can_be_chosen);
  RUN(what_rings_is_not_used);
  RUN(what_sounds_wrong_is_resampled);
  RUN(it_sounds_like_its_own_rate);
  return 0;
}
