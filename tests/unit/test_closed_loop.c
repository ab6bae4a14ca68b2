// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_closed_loop.c One to many: a seed of input, and then a network
/// that hears itself, for as long as one likes

#include "../predicting.h"

#include <string.h>

enum { N = 48000, N_SEED = 960, N_FADE = 240, N_UNITS = 2 };

static const double w = 6.283185307179586 / 100.0; // Radians a frame

static float  in[N];
static float  heard[N];
static double loop[N];

/// Return two units and their sum: `y = V h`, `h = phi(W x + U h')`
static RmnNetwork*
loop_network(const RmnActivation phi,
             const float* const  W,
             const float* const  U,
             const float* const  V)
{
  const RmnShape shapes[] = {
    {.type = RMN_RNN, .activation = phi, .n_inputs = 1, .n_outputs = N_UNITS},
    {.type = RMN_DENSE, .n_inputs = N_UNITS, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 1);
  RmnLayer* const   layers  = network->layers;

  network->rate_hz          = 48000.0;
  network->prediction.kind  = RMN_PREDICT_NEXT_SAMPLE;
  network->prediction.ahead = 1U;
  memcpy(layers[0].W, W, N_UNITS * sizeof(float));
  memcpy(layers[0].U, U, N_UNITS * N_UNITS * sizeof(float));
  memset(layers[0].b, 0, N_UNITS * sizeof(float));
  memcpy(layers[1].W, V, N_UNITS * sizeof(float));
  layers[1].b[0] = 0.0f;

  RmnError error = {RMN_OK, ""};
  CHECK(!rmn_network_validate(network, &error));
  return network;
}

/// Make the seed, as long as it is heard, and noise, which must not be
static void
make_seed(void)
{
  uint32_t seed = 5;
  randomise(in, N, 0.9f, &seed);
  for (uint32_t t = 0; t < N_SEED + N_FADE; ++t) {
    in[t] = (float)(0.5 * sin(w * t));
  }
}

/// Return what the network makes of `x`, in double precision
static double
advance(const RmnNetwork* const network, double* const h, const double x)
{
  const RmnLayer* const cell      = &network->layers[0];
  const RmnLayer* const dense     = &network->layers[1];
  const bool            is_tanh   = cell->shape.activation == RMN_TANH;
  const double          before[2] = {h[0], h[1]};
  double                y         = 0.0;
  for (uint32_t u = 0; u < N_UNITS; ++u) {
    const float* const U   = cell->U + (size_t)u * N_UNITS;
    const double       sum = (double)cell->W[u] * x + (double)U[0] * before[0] +
                       (double)U[1] * before[1];
    h[u] = is_tanh ? tanh(sum) : sum;
    y += (double)dense->W[u] * h[u];
  }
  return y;
}

/// Reference: close the loop in double precision, fading as freeze does
static void
close_loop(const RmnNetwork* const network)
{
  double h[N_UNITS] = {0.0, 0.0};
  double prediction = 0.0;
  for (uint32_t t = 0; t < N; ++t) {
    const double n     = t < N_SEED ? 0.0 : t + 1.0 - N_SEED;
    const double share = fmax(0.0, 1.0 - n / N_FADE);
    const double x = t < RMN_GAP_FRAMES ? 0.0 : (double)in[t - RMN_GAP_FRAMES];

    loop[t]    = share * x + (1.0 - share) * fmax(-1.0, fmin(1.0, prediction));
    prediction = advance(network, h, loop[t]);
  }
}

/// Hear the seed, and from then on what the network makes of itself
static void
run_free(const RmnNetwork* const network, const uint32_t n_block)
{
  RmnNextControls  controls = {RMN_LISTEN_INPUT, false, false, 0.0f, 0.0f};
  const Predicting p        = predicting(network, 48000.0, RMN_RATE_AUTO);
  rmn_predictor_set(p.predictor, &controls);
  rmn_predictor_reset(p.predictor, RMN_START_ZERO);
  for (uint32_t t = 0; t < N; t += n_block) {
    float* const none[] = {NULL};
    controls.is_frozen  = t >= N_SEED;
    rmn_predictor_set(p.predictor, &controls);
    rmn_predictor_process(
      p.predictor, in + t, NULL, heard + t, none, NULL, n_block);
  }
  predicting_end(p);
}

/// Check one loop in blocks of two lengths; return the worst error
static double
check_loop(const RmnNetwork* const network)
{
  static float whole[N];
  make_seed();
  close_loop(network);
  run_free(network, 3U);
  memcpy(whole, heard, sizeof(whole));
  run_free(network, 480U);
  CHECK(!memcmp(whole, heard, sizeof(whole)));

  double worst  = 0.0;
  double square = 0.0;
  for (uint32_t t = 0; t < N; ++t) {
    worst = fmax(worst, fabs(loop[t] - (double)heard[t]));
    square += t < N / 2 ? 0.0 : loop[t] * loop[t] / (0.5 * N);
  }
  printf("# %u frames alone: worst error %.2g, RMS %.2f\n",
         (unsigned)(N - N_SEED - N_FADE),
         worst,
         sqrt(square));
  CHECK(sqrt(square) > 0.1); // It sounds to the end
  return worst;
}

/// Two poles on the unit circle: `x(t) = 2 cos(w) x(t - 1) - x(t - 2)`, where
/// what is rounded stays for ever
static void
a_resonator_sounds_on(void)
{
  const float       W[]     = {1.0f, 0.0f};
  const float       U[]     = {0.0f, 0.0f, 1.0f, 0.0f};
  const float       V[]     = {(float)(2.0 * cos(w)), -1.0f};
  RmnNetwork* const network = loop_network(RMN_LINEAR, W, U, V);
  const double      worst   = check_loop(network);

  double drift = 0.0;
  for (uint32_t t = N_SEED; t < N_SEED + 4800U; ++t) {
    const double sine = 0.5 * sin(w * (t - (double)RMN_GAP_FRAMES));
    drift             = fmax(drift, fabs(sine - (double)heard[t]));
  }
  printf("# 100 ms alone: worst distance from the sine %.2g\n", drift);
  CHECK(worst < 1e-3);
  CHECK(drift < 1e-3);
  rmn_network_free(network);
}

/// Poles outside of it, held by tanh: an oscillator
static void
an_oscillator_sounds_on(void)
{
  const float       W[]     = {0.1f, 0.0f};
  const float       c       = (float)(1.05 * cos(w));
  const float       s       = (float)(1.05 * sin(w));
  const float       U[]     = {c, -s, s, c};
  const float       V[]     = {0.9f, 0.0f};
  RmnNetwork* const network = loop_network(RMN_TANH, W, U, V);
  CHECK(check_loop(network) < 1e-3);
  rmn_network_free(network);
}

int
main(void)
{
  RUN(a_resonator_sounds_on);
  RUN(an_oscillator_sounds_on);
  return 0;
}
