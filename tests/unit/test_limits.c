// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_limits.c What is refused before memory is asked for

#include "../networks.h"

#include <string.h>

/// Return an empty network with `n_inputs`
static RmnNetwork*
empty_network(const uint32_t n_inputs)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_new("test", &error);
  CHECK(network);
  network->n_inputs = n_inputs;
  return network;
}

/// Add layers of one shape until one is refused, and return their number
static uint32_t
fill_network(RmnNetwork* const     network,
             const RmnShape* const shape,
             RmnError* const       error)
{
  uint32_t n = 0;
  while (rmn_network_add(network, shape, "l", error)) {
    ++n;
  }
  CHECK(error->status == RMN_ERR_LIMIT);
  return n;
}

/// Groups of one channel are few weights in a file, and many once packed
static void
weights_are_counted_as_packed(void)
{
  const RmnShape    conv1d  = {.type        = RMN_CONV1D,
                               .n_inputs    = RMN_MAX_WIDTH,
                               .n_outputs   = RMN_MAX_WIDTH,
                               .kernel_size = 4,
                               .dilation    = 1,
                               .n_groups    = RMN_MAX_WIDTH};
  RmnNetwork* const network = empty_network(RMN_MAX_WIDTH);
  RmnError          error   = {RMN_OK, ""};

  CHECK(fill_network(network, &conv1d, &error) == 3);
  CHECK(strstr(error.message, "16781312 weights")); // 4 * (4 * 1024 + 1) * 1024
  CHECK(strstr(error.message, "at most 16777216"));
  rmn_network_free(network);
}

static void
history_is_counted_in_all(void)
{
  const RmnShape    conv1d  = {.type        = RMN_CONV1D,
                               .n_inputs    = 1,
                               .n_outputs   = 1,
                               .kernel_size = 2,
                               .dilation    = 400000,
                               .n_groups    = 1};
  RmnNetwork* const network = empty_network(1);
  RmnError          error   = {RMN_OK, ""};

  CHECK(fill_network(network, &conv1d, &error) == 2);
  CHECK(strstr(error.message, "1200000 numbers"));
  CHECK(strstr(error.message, "at most 1048576"));
  rmn_network_free(network);
}

static void
layers_are_counted(void)
{
  const RmnShape    dense = {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = 1};
  RmnNetwork* const network = empty_network(1);
  RmnError          error   = {RMN_OK, ""};

  CHECK(fill_network(network, &dense, &error) == RMN_MAX_LAYERS);
  CHECK(network->n_layers == RMN_MAX_LAYERS);
  rmn_network_free(network);
}

static void
width_is_limited(void)
{
  RmnShape dense = {
    .type = RMN_DENSE, .n_inputs = 1, .n_outputs = RMN_MAX_WIDTH + 1};
  RmnNetwork* const network = empty_network(1);
  RmnError          error   = {RMN_OK, ""};

  CHECK(fill_network(network, &dense, &error) == 0);
  CHECK(strstr(error.message, "1025"));
  dense.n_outputs = RMN_MAX_WIDTH;
  CHECK(rmn_network_add(network, &dense, "l", &error));
  rmn_network_free(network);
}

/// Return what becomes of a valid network with other numbers of channels
static RmnStatus
validate_with(const uint32_t n_inputs,
              const uint32_t n_outputs,
              const uint32_t n_skip)
{
  const RmnShape dense = {
    .type = RMN_DENSE, .n_inputs = 2, .n_outputs = n_outputs};
  RmnNetwork* const network = empty_network(2);
  RmnError          error   = {RMN_OK, ""};
  CHECK(rmn_network_add(network, &dense, "l", &error));

  network->n_inputs  = n_inputs;
  network->n_skip    = n_skip;
  const RmnStatus st = rmn_network_validate(network, &error);
  CHECK(st == error.status);
  CHECK(!st == !error.message[0]);
  rmn_network_free(network);
  return st;
}

static void
channels_are_checked_once_more(void)
{
  CHECK(validate_with(2, RMN_MAX_OUTPUTS, RMN_MAX_OUTPUTS) == RMN_OK);
  CHECK(validate_with(0, 1, 0) == RMN_ERR_LIMIT);
  CHECK(validate_with(RMN_MAX_INPUTS + 1, 1, 0) == RMN_ERR_LIMIT);
  CHECK(validate_with(1, 1, 0) == RMN_ERR_SHAPE);
  CHECK(validate_with(3, 1, 0) == RMN_ERR_SHAPE);
  CHECK(validate_with(2, RMN_MAX_OUTPUTS + 1, 0) == RMN_ERR_LIMIT);
  CHECK(validate_with(2, 3, 4) == RMN_ERR_SHAPE);
}

static void
streams_are_limited(void)
{
  RmnNetwork* const network = unit_network(RMN_TANH, 1.0f, 0.5f, 0.0f);
  RmnModel* const   model   = rmn_model_new(network);
  CHECK(model);

  for (uint32_t n = 0; n <= RMN_MAX_STREAMS + 1; ++n) {
    RmnState* const state = rmn_state_new(model, n);
    CHECK(!state == (n < 1 || n > RMN_MAX_STREAMS));
    rmn_state_free(state);
  }
  CHECK(!rmn_state_new(model, UINT32_MAX));

  rmn_model_free(model);
  rmn_network_free(network);
}

int
main(void)
{
  RUN(weights_are_counted_as_packed);
  RUN(history_is_counted_in_all);
  RUN(layers_are_counted);
  RUN(width_is_limited);
  RUN(channels_are_checked_once_more);
  RUN(streams_are_limited);
  return 0;
}
