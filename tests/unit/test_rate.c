// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_rate.c A model at any rate: latency, splits, streams, containment

#include "../rates.h"

#include <string.h>

enum { MAX_FRAMES = 400000, N_FRAMES = 3000, N_STREAMS = 3 };

static float audio[MAX_FRAMES];
static float expected[MAX_FRAMES];

/// Return the ESR of a wire to what it takes, later by the latency that it
/// tells
static double
lateness_db(const double model_hz, const RmnSetup setup)
{
  RmnPlayer* const player   = player_at(make_wire(), model_hz, setup);
  const uint32_t   latency  = rmn_player_latency(player);
  const uint32_t   n_frames = (uint32_t)setup.rate_hz / 8U;
  CHECK(n_frames + latency < MAX_FRAMES);

  fill_chord(audio, n_frames + latency, setup.rate_hz);
  play_at(player, audio, n_frames + latency, 64);
  Esr esr = {0.0, 0.0};
  for (uint32_t t = 0; t < n_frames; ++t) {
    add_to_esr(&esr, chord(t / setup.rate_hz), (double)audio[t + latency]);
  }
  rmn_player_free(player);
  return esr_db(&esr);
}

/// A tenth of a frame would be -35 dB at 22.05 kHz, and -60 dB at 384 kHz
static void
latency_is_told_to_the_sample(void)
{
  static const double   model_rates_hz[] = {44100.0, 48000.0, 96000.0};
  static const uint32_t oversampling[]   = {1, 2, 4};

  double worst_db = -INFINITY;
  for (int r = 0; r < N_HOST_RATES; ++r) {
    for (int i = 0; i < 3 * 3 * RMN_N_RATE_MODES; ++i) {
      const RmnSetup setup = {host_rates_hz[r],
                              1,
                              (RmnRateMode)(i % RMN_N_RATE_MODES),
                              oversampling[i / RMN_N_RATE_MODES % 3],
                              0.0};
      const double   late_db =
        lateness_db(model_rates_hz[i / RMN_N_RATE_MODES / 3], setup);
      CHECK(late_db < -80.0);
      worst_db = fmax(worst_db, late_db);
    }
  }
  printf("  worst ESR %.1f dB\n", worst_db);
}

/// Return one of many players: rates, strategies, oversampling
static RmnPlayer*
some_player(const int i, const uint32_t n_streams)
{
  static const double   model_rates_hz[] = {44100.0, 48000.0, 96000.0};
  static const uint32_t oversampling[]   = {1, 2, 4};

  const RmnSetup setup = {host_rates_hz[i % N_HOST_RATES],
                          n_streams,
                          (RmnRateMode)(i % RMN_N_RATE_MODES),
                          oversampling[i / N_HOST_RATES % 3],
                          0.0};
  return player_at(make_lstm(2), model_rates_hz[i % 3], setup);
}

enum { N_PLAYERS = 3 * 4 * N_HOST_RATES };

/// Play frames `first` to `last` of streams that stand N_FRAMES apart
static void
play_streams(RmnPlayer* const player,
             const uint32_t   n_streams,
             const uint32_t   first,
             const uint32_t   last,
             const uint32_t   n_block)
{
  for (uint32_t t = first; t < last; t += n_block) {
    const uint32_t n = last - t < n_block ? last - t : n_block;
    const float*   in[N_STREAMS];
    float*         out[N_STREAMS];
    for (uint32_t s = 0; s < n_streams; ++s) {
      in[s]  = audio + (size_t)s * N_FRAMES + t;
      out[s] = audio + (size_t)s * N_FRAMES + t;
    }
    rmn_player_process(player, in, out, n);
  }
}

/// Play noise, and turn the knob after 100 frames
static void
play_noise(RmnPlayer* const player,
           const uint32_t   n_streams,
           const uint32_t   n_block)
{
  uint32_t seed = 4;
  randomise(audio, (size_t)N_STREAMS * N_FRAMES, 0.5f, &seed);
  rmn_player_set_dc_block(player, true);
  rmn_player_set_knob(player, 0, 0.2f);
  play_streams(player, n_streams, 0, 100, n_block);
  rmn_player_set_knob(player, 0, 0.9f);
  play_streams(player, n_streams, 100, N_FRAMES, n_block);
  CHECK(rmn_player_n_contained(player) == 0);
}

static void
any_split_gives_the_same_bits(void)
{
  static const uint32_t blocks[] = {1, 37, 64, 1000, N_FRAMES};

  for (int i = 0; i < N_PLAYERS; ++i) {
    for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
      RmnPlayer* const player = some_player(i, 1);
      play_noise(player, 1, blocks[b]);
      if (!b) {
        memcpy(expected, audio, N_FRAMES * sizeof(float));
      }
      CHECK(!memcmp(expected, audio, N_FRAMES * sizeof(float)));
      rmn_player_free(player);
    }
  }
}

/// After a reset, a player is as good as new
static void
reset_leaves_no_trace(void)
{
  for (int i = 0; i < N_PLAYERS; i += 5) {
    RmnPlayer* const player = some_player(i, 2);
    play_noise(player, 2, 64);
    memcpy(expected, audio, 2 * (size_t)N_FRAMES * sizeof(float));
    rmn_player_reset(player, RMN_START_REST);
    play_noise(player, 2, 64);
    CHECK(!memcmp(expected, audio, 2 * (size_t)N_FRAMES * sizeof(float)));
    rmn_player_free(player);
  }
}

/// The streams of a player keep time with each other, and nothing else
static void
streams_are_as_if_alone(void)
{
  for (int i = 0; i < N_PLAYERS; ++i) {
    RmnPlayer* const three = some_player(i, N_STREAMS);
    play_noise(three, N_STREAMS, 64);
    memcpy(expected, audio, (size_t)N_STREAMS * N_FRAMES * sizeof(float));
    CHECK(memcmp(expected, expected + N_FRAMES, N_FRAMES * sizeof(float)));

    RmnPlayer* const one = some_player(i, 1);
    CHECK(rmn_player_latency(one) == rmn_player_latency(three));
    play_noise(one, 1, 64);
    CHECK(!memcmp(expected, audio, N_FRAMES * sizeof(float)));
    rmn_player_free(one);
    rmn_player_free(three);
  }
}

/// A model that gives an offset in silence begins with it, and never a step
static void
rest_is_no_pop(void)
{
  for (int i = 0; i < N_PLAYERS; ++i) {
    RmnPlayer* const player = some_player(i, 1);
    memset(audio, 0, N_FRAMES * sizeof(float));
    play_streams(player, 1, 0, N_FRAMES, 64);
    CHECK(fabsf(audio[0]) > 1e-3f); // Else there would be no offset
    for (uint32_t t = 1; t < N_FRAMES; ++t) {
      CHECK(fabsf(audio[t] - audio[0]) < 1e-5f);
    }
    rmn_player_free(player);
  }
}

static void
nonsense_is_contained_at_any_rate(void)
{
  for (int i = 0; i < N_PLAYERS; i += 5) {
    RmnPlayer* const player = some_player(i, 1);
    rmn_player_set_dc_block(player, true);
    CHECK(survive(player, audio, 60000) < 1e-3f);
    CHECK(rmn_player_n_contained(player) >= 2);
    rmn_player_free(player);
  }
}

int
main(void)
{
  RUN(latency_is_told_to_the_sample);
  RUN(any_split_gives_the_same_bits);
  RUN(reset_leaves_no_trace);
  RUN(streams_are_as_if_alone);
  RUN(rest_is_no_pop);
  RUN(nonsense_is_contained_at_any_rate);
  return 0;
}
