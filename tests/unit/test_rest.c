// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_rest.c Where silence leads, and starting from there

#include "../networks.h"

#include <string.h>

enum { N_FRAMES = 1000 };

static const float silence[N_FRAMES];

/// Return what is known about the rest of `network`, which is freed
static RmnRest
rest_of(RmnNetwork* const network)
{
  RmnModel* const model = rmn_model_new(network);
  CHECK(model);
  const RmnRest rest = rmn_model_rest(model);

  rmn_model_free(model);
  rmn_network_free(network);
  return rest;
}

/// Let the file of `network` say where rest is; `n` floats
static RmnNetwork*
give_rest(RmnNetwork* const network, const float* const rest, const size_t n)
{
  CHECK(rmn_network_n_state(network) == n);
  network->rest = (float*)malloc(n * sizeof(float));
  CHECK(network->rest);
  memcpy(network->rest, rest, n * sizeof(float));
  return network;
}

static bool
is_near(const float a, const float b)
{
  return fabsf(a - b) < 1e-5f;
}

static void
rest_is_where_silence_stays(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_GRU, .n_inputs = 1, .n_outputs = 16},
    {.type = RMN_DENSE, .n_inputs = 16, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 11);
  RmnModel* const   model   = rmn_model_new(network);
  CHECK(model);
  RmnState* const state = rmn_state_new(model, 1);
  CHECK(state);

  const RmnRest rest = rmn_model_rest(model);
  float         audio[N_FRAMES];
  const float*  in[]  = {silence};
  float*        out[] = {audio};
  CHECK(rest.settled);
  CHECK(fabsf(rest.output) > 1e-3f); // Zero would prove nothing
  rmn_process(model, state, in, out, N_FRAMES);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(is_near(audio[t], rest.output));
  }

  rmn_state_free(state);
  rmn_model_free(model);
  rmn_network_free(network);
}

/// Return two units that feed one another by U
static RmnNetwork*
pair_network(const float* const U)
{
  const RmnShape shape = {
    .type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 1, .n_outputs = 2};
  RmnNetwork* const network = random_network(&shape, 1, 1);
  RmnLayer* const   layer   = &network->layers[0];

  memset(layer->b, 0, 2 * sizeof(float));
  memcpy(layer->U, U, 4 * sizeof(float));
  return network;
}

static void
oscillation_is_not_called_rest(void)
{
  static const float decay[]       = {0.5f, 0.0f, 0.0f, 0.5f};
  static const float alternation[] = {-2.0f, 0.0f, 0.0f, -2.0f}; // Period 2
  static const float rotation[]    = {1.0f, -1.5f, 1.5f, 1.0f};

  CHECK(rest_of(pair_network(decay)).settled);
  CHECK(!rest_of(pair_network(alternation)).settled);
  CHECK(!rest_of(pair_network(rotation)).settled);
}

/// Knobs shift rest: h = h / 2 + knob comes to 2 knob
static void
knobs_are_at_their_defaults(void)
{
  static const float defaults[] = {0.25f, 1.0f};

  for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); ++i) {
    const RmnShape shape = {
      .type = RMN_RNN, .activation = RMN_RELU, .n_inputs = 2, .n_outputs = 1};
    RmnNetwork* const network = random_network(&shape, 1, 1);
    network->layers[0].W[1]   = 1.0f;
    network->layers[0].U[0]   = 0.5f;
    network->layers[0].b[0]   = 0.0f;
    network->inputs[1].value  = defaults[i];

    const RmnRest rest = rest_of(network);
    CHECK(rest.settled);
    CHECK(is_near(rest.output, 2.0f * defaults[i]));
  }
}

/// h = tanh(2 h) has two stable points, and zero between them
static const float stable_point = 0.957504f;

static RmnNetwork*
bistable_network(void)
{
  return unit_network(RMN_TANH, 1.0f, 2.0f, 0.0f);
}

static void
file_chooses_among_rests(void)
{
  static const float above = 0.1f;
  static const float below = -0.1f;

  CHECK(rest_of(bistable_network()).output == 0.0f);
  CHECK(is_near(rest_of(give_rest(bistable_network(), &above, 1)).output,
                stable_point));
  CHECK(is_near(rest_of(give_rest(bistable_network(), &below, 1)).output,
                -stable_point));
}

/// Return a delay of four frames, which is heard by a bistable unit
static RmnNetwork*
delayed_network(void)
{
  const RmnShape shapes[] = {
    {.type        = RMN_CONV1D,
     .n_inputs    = 1,
     .n_outputs   = 1,
     .kernel_size = 2,
     .dilation    = 4,
     .n_groups    = 1},
    {.type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 1, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 1);
  RmnLayer* const   layers  = network->layers;

  layers[0].W[0]  = 1.0f;
  layers[0].W[1]  = 0.0f;
  layers[0].b[0]  = 0.0f;
  layers[1].W[0]  = 1.0f;
  layers[1].U[0]  = 2.0f;
  layers[1].b[0]  = 0.0f;
  layers[1].h0[0] = 0.0f;
  return network;
}

/// A strong push wins if it comes first, and a stronger one over a weak one
static void
file_gives_the_frames_before_rest(void)
{
  static const float strong[] = {-1.0f, 0.0f, 0.0f, 1.0f, 0.0f};
  static const float weak[]   = {-0.1f, 0.0f, 0.0f, 1.0f, 0.0f};

  CHECK(is_near(rest_of(give_rest(delayed_network(), strong, 5)).output,
                -stable_point));
  CHECK(is_near(rest_of(give_rest(delayed_network(), weak, 5)).output,
                stable_point));
}

/// Return two units that never settle, heard through a long delay
static RmnNetwork*
restless_network(void)
{
  static const float rotation[] = {1.0f, -1.5f, 1.5f, 1.0f};
  const RmnShape     shapes[]   = {
          {.type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 1, .n_outputs = 2},
          {.type        = RMN_CONV1D,
           .n_inputs    = 2,
           .n_outputs   = 1,
           .kernel_size = 2,
           .dilation    = 9000,
           .n_groups    = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 1);

  memcpy(network->layers[0].U, rotation, sizeof(rotation));
  return network;
}

/// Not where rest is, but where its search ended, and every ring as it stood
static void
unsettled_state_goes_on_from_the_search(void)
{
  RmnNetwork* const network = restless_network();
  RmnModel* const   model   = rmn_model_new(network);
  CHECK(model);
  RmnState* const at_rest  = rmn_state_new(model, 1);
  RmnState* const searched = rmn_state_new(model, 1);
  CHECK(at_rest && searched);

  const RmnRest rest = rmn_model_rest(model);
  float         expected[N_FRAMES];
  float         audio[N_FRAMES];
  const float*  in[]  = {silence};
  float*        out[] = {expected};
  CHECK(!rest.settled);
  CHECK(rest.n_frames & (rest.n_frames - 1U)); // Else rings begin where it ends

  rmn_state_reset(searched, model, RMN_START_FILE);
  for (uint32_t left = rest.n_frames; left;) {
    const uint32_t n = left < N_FRAMES ? left : N_FRAMES;
    rmn_process(model, searched, in, out, n);
    left -= n;
  }

  rmn_process(model, searched, in, out, N_FRAMES);
  out[0] = audio;
  rmn_process(model, at_rest, in, out, N_FRAMES);
  CHECK(!memcmp(expected, audio, sizeof(audio)));

  rmn_state_free(at_rest);
  rmn_state_free(searched);
  rmn_model_free(model);
  rmn_network_free(network);
}

/// Return layers without memory whose output is 1e36, more than any audio
static RmnNetwork*
loud_network(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = 1},
    {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 1);

  network->layers[0].b[0] = 1e12f;
  network->layers[1].W[0] = 1e12f;
  network->out_gain       = 1e12f;
  return network;
}

static void
what_blows_up_has_no_rest(void)
{
  RmnNetwork* const networks[] = {unit_network(RMN_RELU, 1.0f, 1.5f, 1e-3f),
                                  masked_network(1.5f, 1e-3f),
                                  loud_network()};

  for (size_t i = 0; i < sizeof(networks) / sizeof(networks[0]); ++i) {
    const RmnRest rest = rest_of(networks[i]);
    CHECK(!rest.settled);
    CHECK(rest.output == 0.0f);
  }
}

int
main(void)
{
  RUN(rest_is_where_silence_stays);
  RUN(oscillation_is_not_called_rest);
  RUN(knobs_are_at_their_defaults);
  RUN(file_chooses_among_rests);
  RUN(file_gives_the_frames_before_rest);
  RUN(unsettled_state_goes_on_from_the_search);
  RUN(what_blows_up_has_no_rest);
  return 0;
}
