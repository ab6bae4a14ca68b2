// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_state_delay.c Delaying the state keeps the time step

#include "../networks.h"
#include "state.h"
#include "state_delay_line.h"

#include <string.h>

enum { N_FRAMES = 6000, MODEL_HZ = 10000 };

/// A model with two streams of it
typedef struct {
  RmnModel* model;
  RmnState* state;
} Rig;

static float input[2][N_FRAMES];
static float output[2][N_FRAMES];
static float expected[2][N_FRAMES];

static Rig
make_rig(RmnNetwork* const network, const uint32_t n_streams)
{
  Rig rig   = {rmn_model_new(network), NULL};
  rig.state = rig.model ? rmn_state_new(rig.model, n_streams) : NULL;
  CHECK(rig.state);
  rmn_network_free(network);
  return rig;
}

static void
free_rig(const Rig* const rig)
{
  rmn_state_free(rig->state);
  rmn_model_free(rig->model);
}

static RmnStateDelay*
make_delay(const Rig* const    rig,
           const uint32_t      rate_hz,
           const RmnDelayOrder order)
{
  RmnStateDelay* const delay =
    rmn_state_delay_new(rig->model, rig->state, rate_hz, MODEL_HZ, order);
  CHECK(delay);
  return delay;
}

static RmnNetwork*
make_lstm(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 12},
    {.type = RMN_DENSE, .n_inputs = 12, .n_outputs = 1}};
  return random_network(shapes, 2, 3);
}

/// Return a network that also remembers audio
static RmnNetwork*
make_conv1d(void)
{
  const RmnShape shapes[] = {
    {.type        = RMN_CONV1D,
     .activation  = RMN_TANH,
     .n_inputs    = 1,
     .n_outputs   = 4,
     .kernel_size = 3,
     .dilation    = 2,
     .n_groups    = 1},
    {.type = RMN_GRU, .n_inputs = 4, .n_outputs = 6},
    {.type = RMN_DENSE, .n_inputs = 6, .n_outputs = 1}};
  return random_network(shapes, 3, 5);
}

static void
fill_input(void)
{
  uint32_t seed = 7;
  randomise(input[0], 2 * (size_t)N_FRAMES, 0.5f, &seed);
}

/// Run streams of `input` to `output` in blocks of at most `n_block`
static void
run(RmnStateDelay* const delay, const uint32_t n_frames, const uint32_t n_block)
{
  for (uint32_t t = 0; t < n_frames; t += n_block) {
    const uint32_t     left  = n_frames - t;
    const float* const in[]  = {input[0] + t, input[1] + t};
    float* const       out[] = {output[0] + t, output[1] + t};
    rmn_state_delay_process(delay, in, out, left < n_block ? left : n_block);
  }
}

/// Every M-th frame, from each of M frames on, is the network at its own rate
static void
check_phases(RmnNetwork* const network, const uint32_t M)
{
  const Rig            rig   = make_rig(network, 1);
  RmnStateDelay* const delay = make_delay(&rig, M * MODEL_HZ, RMN_DELAY_CUBIC);
  RmnState* const      state = rmn_state_new(rig.model, 1);
  CHECK(state);

  fill_input();
  run(delay, N_FRAMES, 100);
  for (uint32_t p = 0; p < M; ++p) {
    rmn_state_reset(state, rig.model, RMN_START_REST);
    for (uint32_t t = p; t < N_FRAMES; t += M) {
      const float* const in  = input[0] + t;
      float              y   = 0.0f;
      float* const       out = &y;
      rmn_process(rig.model, state, &in, &out, 1);
      CHECK(y == output[0][t]);
    }
  }

  rmn_state_free(state);
  rmn_state_delay_free(delay);
  free_rig(&rig);
}

static void
whole_delays_are_the_network_itself(void)
{
  for (uint32_t M = 1; M <= 9; ++M) {
    check_phases(make_lstm(), M);
    check_phases(make_conv1d(), M);
  }
  check_phases(make_lstm(), RMN_MAX_DELAY);
}

static void
any_split_gives_the_same_bits(void)
{
  static const uint32_t rates_hz[] = {10884, 15000, 20000, 21769, 40000, 99000};
  static const uint32_t blocks[]   = {1, 37, 64, 65, 1000, N_FRAMES};

  fill_input();
  const Rig rig = make_rig(make_lstm(), 2);
  for (size_t r = 0; r < sizeof(rates_hz) / sizeof(rates_hz[0]); ++r) {
    for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
      rmn_state_reset(rig.state, rig.model, RMN_START_REST);
      RmnStateDelay* const delay =
        make_delay(&rig, rates_hz[r], RMN_DELAY_QUADRATIC);
      run(delay, N_FRAMES, blocks[b]);
      if (!b) {
        memcpy(expected, output, sizeof(expected));
      }
      CHECK(!memcmp(output, expected, sizeof(expected)));
      rmn_state_delay_free(delay);
    }
  }
  free_rig(&rig);
}

static void
streams_are_as_if_alone(void)
{
  static const uint32_t rates_hz[] = {10884, 20000, 23000};

  fill_input();
  for (size_t r = 0; r < sizeof(rates_hz) / sizeof(rates_hz[0]); ++r) {
    const Rig            two   = make_rig(make_lstm(), 2);
    RmnStateDelay* const delay = make_delay(&two, rates_hz[r], RMN_DELAY_CUBIC);
    run(delay, N_FRAMES, 64);
    memcpy(expected, output, sizeof(expected));
    CHECK(memcmp(expected[0], expected[1], sizeof(expected[0])));
    rmn_state_delay_free(delay);

    const Rig            one   = make_rig(make_lstm(), 1);
    RmnStateDelay* const alone = make_delay(&one, rates_hz[r], RMN_DELAY_CUBIC);
    run(alone, N_FRAMES, 64);
    CHECK(!memcmp(expected[0], output[0], sizeof(output[0])));
    rmn_state_delay_free(alone);
    free_rig(&one);
    free_rig(&two);
  }
}

/// Interpolating between equal states must not make another of them
static void
a_state_that_stays_is_kept_exactly(void)
{
  const Rig    rig = make_rig(unit_network(RMN_RELU, 0.0f, 1.0f, 0.0f), 1);
  float* const h   = rmn_state_stream(rig.state, 0);
  memset(input, 0, sizeof(input));
  for (int order = 0; order < RMN_N_DELAY_ORDERS; ++order) {
    h[0]                       = 0.7f;
    RmnStateDelay* const delay = make_delay(&rig, 10884, (RmnDelayOrder)order);
    run(delay, N_FRAMES, 64);
    for (uint32_t t = 0; t < N_FRAMES; ++t) {
      CHECK(output[0][t] == 0.7f);
    }
    rmn_state_delay_free(delay);
  }
  free_rig(&rig);
}

/// Return the gain of interpolation at a frequency in turns a frame
static double
gain(const RmnDelayTaps* const taps, const double frequency)
{
  double re = 0.0;
  double im = 0.0;
  for (int i = 0; i < RMN_MAX_TAPS; ++i) {
    const double angle = 6.283185307179586 * frequency * taps->delays[i];
    re += (double)taps->weights[i] * cos(angle);
    im += (double)taps->weights[i] * sin(angle);
  }
  return hypot(re, im);
}

/// Return the largest gain of an order at any frequency
static double
largest_gain(const Rig* const    rig,
             const uint32_t      rate_hz,
             const RmnDelayOrder order)
{
  RmnStateDelay* const delay   = make_delay(rig, rate_hz, order);
  double               largest = 0.0;
  for (int f = 0; f <= 500; ++f) {
    largest = fmax(largest, gain(&delay->taps[order], f / 1000.0));
  }
  rmn_state_delay_free(delay);
  return largest;
}

static void
orders_relied_upon_never_amplify(void)
{
  const Rig rig  = make_rig(make_lstm(), 1);
  double    near = 0.0; // Largest gain of a cubic where M < 2
  for (uint32_t rate_hz = 10013; rate_hz < 90000; rate_hz += 331) {
    const double        M     = (double)rate_hz / MODEL_HZ;
    const RmnDelayOrder order = rmn_state_delay_order(M);
    if (rate_hz % MODEL_HZ == 0) {
      continue;
    }
    for (int o = order; o < RMN_N_DELAY_ORDERS; ++o) {
      const double largest = largest_gain(&rig, rate_hz, (RmnDelayOrder)o);
      if (M < 2.0 && o == RMN_DELAY_CUBIC) {
        near = fmax(near, largest);
      } else {
        CHECK(largest < 1.0 + 1e-6);
      }
    }
  }
  printf("  a cubic's gain below M = 2: at most %.4f\n", near);
  CHECK(near < 1.03);
  free_rig(&rig);
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
  memset(layers[0].b, 0, 2 * sizeof(float));
  memset(layers[0].h0, 0, 2 * sizeof(float));
  layers[0].W[0] = 1.0f;
  layers[0].W[1] = 0.0f;
  layers[1].W[0] = 1.0f;
  layers[1].W[1] = 0.0f;
  layers[1].b[0] = 0.0f;
  return network;
}

/// Play a burst and then silence; return the level of the last 100 frames
static float
ring(RmnStateDelay* const delay)
{
  float largest = 0.0f;

  fill_input();
  run(delay, 1000, 64);
  memset(input, 0, sizeof(input));
  for (int i = 0; i < 20; ++i) {
    run(delay, N_FRAMES, 64);
  }
  for (uint32_t t = N_FRAMES - 100; t < N_FRAMES; ++t) {
    largest = fmaxf(largest, fabsf(output[0][t]));
  }
  return largest;
}

static void
what_rings_is_given_up(void)
{
  static const RmnDelayOrder orders[] = {RMN_DELAY_CUBIC, RMN_DELAY_QUADRATIC};

  const Rig rig = make_rig(make_resonator(0.99f, 2.0f), 1);
  CHECK(rmn_model_rest(rig.model).settled); // At its own rate
  for (int i = 0; i < 2; ++i) {
    rmn_state_reset(rig.state, rig.model, RMN_START_REST);
    RmnStateDelay* const delay = make_delay(&rig, 15000, orders[i]);
    CHECK(ring(delay) < 1e-6f);
    CHECK(rmn_state_delay_present_order(delay) == RMN_DELAY_QUADRATIC);
    rmn_state_delay_free(delay);
  }

  // Else the cubic would ring for ever
  rmn_state_reset(rig.state, rig.model, RMN_START_REST);
  RmnStateDelay* const delay = make_delay(&rig, 15000, RMN_DELAY_CUBIC);
  delay->n_settled           = 0;
  CHECK(ring(delay) > 0.1f);
  rmn_state_delay_free(delay);
  free_rig(&rig);
}

/// Stepping down ends where there is nothing left to interpolate
static void
steps_lead_down_to_the_nearest(void)
{
  const Rig            rig   = make_rig(make_lstm(), 1);
  RmnStateDelay* const delay = make_delay(&rig, 15000, RMN_DELAY_CUBIC);
  for (int order = RMN_DELAY_CUBIC; order < RMN_N_DELAY_ORDERS; ++order) {
    CHECK(rmn_state_delay_present_order(delay) == (RmnDelayOrder)order);
    rmn_state_delay_step_down(delay);
  }
  CHECK(rmn_state_delay_present_order(delay) == RMN_DELAY_NEAREST);
  rmn_state_delay_free(delay);
  free_rig(&rig);
}

int
main(void)
{
  RUN(whole_delays_are_the_network_itself);
  RUN(any_split_gives_the_same_bits);
  RUN(streams_are_as_if_alone);
  RUN(a_state_that_stays_is_kept_exactly);
  RUN(orders_relied_upon_never_amplify);
  RUN(what_rings_is_given_up);
  RUN(steps_lead_down_to_the_nearest);
  return 0;
}
