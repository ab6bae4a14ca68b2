// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_ahead.c Layers that run backward, in real time

#include "../bidirectional.h"
#include "../rates.h"
#include "../sequences.h"
#include "ahead_impl.h"

#include <string.h>

enum { N_FRAMES = 24000, MAX_FRAMES = 80000 };

static const double rate_hz = 48000.0;

static float audio[N_FRAMES];
static float exact[N_FRAMES];
static float heard[N_FRAMES];

/// Play noise that comes and goes
static void
fill_audio(void)
{
  uint32_t seed = 11;
  randomise(audio, N_FRAMES, 0.5f, &seed);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    audio[t] *= (float)(0.5 + 0.5 * sin(0.001 * t));
  }
}

static RmnPlayer*
open_player(const RmnNetwork* const network, const double look_ahead_ms)
{
  const RmnSetup   setup  = {rate_hz, 1, RMN_RATE_AUTO, 1, look_ahead_ms};
  RmnError         error  = {RMN_OK, ""};
  RmnPlayer* const player = rmn_player_new_with(network, &setup, &error);
  CHECK(player);
  return player;
}

/// Play the noise in blocks of `n_block`, from `start`
static void
play_ahead(RmnPlayer* const player,
           const RmnStart   start,
           float* const     out,
           const uint32_t   n_block)
{
  rmn_player_reset(player, start);
  for (uint32_t t = 0; t < N_FRAMES; t += n_block) {
    const uint32_t left   = N_FRAMES - t;
    const float*   from[] = {audio + t};
    float*         to[]   = {out + t};
    rmn_player_process(player, from, to, left < n_block ? left : n_block);
  }
}

/// Play the noise as a whole
static void
play_exactly(const RmnPlayer* const player, const RmnStart start)
{
  const RmnModel* const model = rmn_player_model(player);
  RmnState* const       state = rmn_state_new(model, 1);
  const float*          in[]  = {audio};
  float*                out[] = {exact};
  CHECK(state);

  rmn_state_reset(state, model, start);
  play_whole(model, state, 1, in, out, N_FRAMES);
  rmn_state_free(state);
}

/// Return the ESR of what is played ahead against the whole
static double
find_esr(const RmnPlayer* const player)
{
  const uint32_t latency = rmn_player_latency(player);
  const double   rest = (double)rmn_model_rest(rmn_player_model(player)).output;
  double         error  = 0.0;
  double         signal = 0.0;
  for (uint32_t t = 0; t + latency < N_FRAMES; ++t) {
    const double wanted  = (double)exact[t];
    const double differs = (double)heard[t + latency] - wanted;
    error += differs * differs;
    signal += (wanted - rest) * (wanted - rest);
  }
  return 10.0 * log10(error / signal + 1e-30);
}

/// Make a layer remember for longer: its forget gates are more open
static void
open_gates(RmnLayer* const layer, const float bias)
{
  const uint32_t H = layer->shape.n_outputs;
  for (uint32_t u = 0; u < H; ++u) {
    layer->b[H + u] = bias;
  }
}

static RmnNetwork*
slow_network(const uint32_t n)
{
  const RmnShape    lstm    = {.type = RMN_LSTM};
  RmnNetwork* const network = bidirectional_network(lstm, 1, 8, n, 4);
  for (uint32_t l = 0; l < 2U * n; ++l) {
    open_gates(&network->layers[l], 4.0f); // Half is gone in some 40 frames
  }
  return network;
}

static void
error_falls_with_the_window(void)
{
  static const double windows_ms[] = {5.0, 20.0, 50.0, 100.0};

  fill_audio();
  for (uint32_t n = 1; n <= 3; ++n) {
    RmnNetwork* const network = slow_network(n);
    double            last_db = 0.0;
    for (int w = 0; w < 4; ++w) {
      RmnPlayer* const player = open_player(network, windows_ms[w]);
      play_exactly(player, RMN_START_REST);
      play_ahead(player, RMN_START_REST, heard, 64);

      const double esr_db = find_esr(player);
      fprintf(stderr,
              "  %u layers, %3.0f ms: latency %u, ESR %.1f dB\n",
              n,
              windows_ms[w],
              rmn_player_latency(player),
              esr_db);
      CHECK(esr_db < last_db - (w ? 6.0 : 0.0));
      last_db = esr_db;
      rmn_player_free(player);
    }
    CHECK(last_db < -100.0);
    rmn_network_free(network);
  }
}

static void
any_split_gives_the_same_bits(void)
{
  static const uint32_t blocks[] = {1, 7, 64, 333, 4096, N_FRAMES};

  static float      expected[N_FRAMES];
  RmnNetwork* const network = slow_network(2);
  RmnPlayer* const  player  = open_player(network, 20.0);
  fill_audio();
  play_ahead(player, RMN_START_REST, expected, 32);
  for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    play_ahead(player, RMN_START_REST, heard, blocks[b]);
    CHECK(!memcmp(heard, expected, sizeof(heard)));
  }
  rmn_player_free(player);
  rmn_network_free(network);
}

/// Layers that run forward, and what comes of them, miss nothing
static void
what_runs_forward_is_exact(void)
{
  RmnNetwork* const network = slow_network(1);
  memset(network->layers[2].W + 8, 0, 8 * sizeof(float)); // Of the other one

  static const RmnStart starts[] = {
    RMN_START_REST, RMN_START_ZERO, RMN_START_FILE};
  RmnPlayer* const player  = open_player(network, 10.0);
  const uint32_t   latency = rmn_player_latency(player);
  fill_audio();
  for (int s = 0; s < 3; ++s) {
    play_exactly(player, starts[s]);
    play_ahead(player, starts[s], heard, 100);
    CHECK(
      !memcmp(heard + latency, exact, (N_FRAMES - latency) * sizeof(float)));
  }
  rmn_player_free(player);
  rmn_network_free(network);
}

static void
latency_is_told_to_the_sample(void)
{
  static const double rates_hz[] = {
    44100.0, 48000.0, 88200.0, 96000.0, 192000.0};
  static const double windows_ms[] = {1.0, 5.0, 20.0, 100.0};

  // Nothing but the audio that is skipped
  RmnNetwork* const network = slow_network(1);
  memset(network->layers[2].W, 0, 16 * sizeof(float));
  network->layers[2].b[0] = 0.0f;
  network->n_skip         = 1;
  for (size_t r = 0; r < sizeof(rates_hz) / sizeof(rates_hz[0]); ++r) {
    for (int w = 0; w < 4; ++w) {
      network->rate_hz = 48000.0;

      const RmnSetup setup = {rates_hz[r], 1, RMN_RATE_AUTO, 1, windows_ms[w]};
      RmnError       error = {RMN_OK, ""};
      RmnPlayer* const player  = rmn_player_new_with(network, &setup, &error);
      const uint32_t   latency = rmn_player_latency(player);
      const uint32_t   n       = (uint32_t)rates_hz[r] / 10U;
      CHECK(n + latency < MAX_FRAMES);

      Esr          esr = {0.0, 0.0};
      static float wire[MAX_FRAMES];
      fill_chord(wire, n + latency, rates_hz[r]);
      play_at(player, wire, n + latency, 64);
      for (uint32_t t = 0; t < n; ++t) {
        add_to_esr(&esr, chord(t / rates_hz[r]), (double)wire[t + latency]);
      }
      fprintf(stderr,
              "  %g Hz, %g ms: latency %u, ESR %.1f dB\n",
              rates_hz[r],
              windows_ms[w],
              latency,
              esr_db(&esr));
      CHECK(esr_db(&esr) < -90.0); // A hundredth of a frame is -70 dB
      rmn_player_free(player);
    }
  }
  rmn_network_free(network);
}

static void
silence_stays_at_rest(void)
{
  const RmnShape    lstm    = {.type = RMN_LSTM};
  RmnNetwork* const network = bidirectional_network(lstm, 1, 8, 2, 4);
  RmnPlayer* const  player  = open_player(network, 20.0);
  const float       rest    = rmn_model_rest(rmn_player_model(player)).output;

  memset(audio, 0, sizeof(audio));
  play_ahead(player, RMN_START_REST, heard, 64);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(fabsf(heard[t] - rest) < 1e-5f);
  }
  rmn_player_free(player);
  rmn_network_free(network);
}

static void
no_number_is_remembered(void)
{
  RmnNetwork* const network = slow_network(1);
  RmnPlayer* const  player  = open_player(network, 20.0);
  const uint32_t    latency = rmn_player_latency(player);

  fill_audio();
  audio[500] = 0.0f;
  play_exactly(player, RMN_START_REST);
  audio[500] = NAN;
  play_ahead(player, RMN_START_REST, heard, 64);
  CHECK(rmn_player_n_contained(player) == 1U);
  CHECK(find_esr(player) < -20.0);
  CHECK(isfinite(heard[500 + latency]));
  rmn_player_free(player);
  rmn_network_free(network);
}

/// No frame has more to do than its share of the window, but for a piece
static void
work_is_spread_evenly(void)
{
  const RmnShape    lstm    = {.type = RMN_LSTM};
  RmnNetwork* const network = bidirectional_network(lstm, 1, 20, 2, 4);
  RmnModel* const   model   = rmn_model_new(network);
  RmnState* const   state   = rmn_state_new(model, 1);
  RmnState* const   rest    = rmn_state_new(model, 1);
  RmnAhead* const   ahead   = rmn_ahead_new(model, state, 1024, 1);
  CHECK(rest && ahead && rmn_ahead_latency(ahead) == 1024U);

  uint64_t piece = 0;
  for (uint32_t l = 0; l < model->n_layers; ++l) {
    piece = ahead->costs[l] > piece ? ahead->costs[l] : piece;
  }

  fill_audio();
  rmn_ahead_reset(ahead, 0.0f);
  for (uint32_t t = 0; t < 4000U; ++t) {
    const float* in[]   = {audio + t};
    float*       out[]  = {heard + t};
    float        offset = 0.0f;
    rmn_ahead_process(ahead, in, out, 1, rest, &offset);
    if (t >= ahead->n_hop && ahead->phase) {
      const double due  = (double)ahead->cost * ahead->phase / ahead->n_hop;
      const double done = (double)ahead->done;
      CHECK(done >= due && done < due + (double)piece);
    }
  }

  rmn_ahead_free(ahead);
  rmn_state_free(rest);
  rmn_state_free(state);
  rmn_model_free(model);
  rmn_network_free(network);
}

int
main(void)
{
  RUN(error_falls_with_the_window);
  RUN(any_split_gives_the_same_bits);
  RUN(what_runs_forward_is_exact);
  RUN(work_is_spread_evenly);
  RUN(latency_is_told_to_the_sample);
  RUN(silence_stays_at_rest);
  RUN(no_number_is_remembered);
  return 0;
}
