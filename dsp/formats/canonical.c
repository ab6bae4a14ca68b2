// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file canonical.c What several loaders need to reach the canonical form

#include "formats.h"
#include "network.h"

#include <math.h>
#include <stdlib.h>

size_t
rmn_network_width(const RmnNetwork* const network)
{
  return rmn_network_n_given(network, network->n_layers);
}

void
rmn_layer_add_recurrent_bias(RmnLayer* const layer, const float* const bias)
{
  const size_t H        = layer->shape.n_outputs;
  const size_t n_rows   = rmn_shape_n_gates(&layer->shape) * H;
  const size_t n_summed = layer->b_u ? n_rows - H : n_rows;

  for (size_t r = 0; r < n_summed; ++r) {
    layer->b[r] += bias[r];
  }
  for (size_t r = n_summed; r < n_rows; ++r) {
    layer->b_u[r - n_summed] = bias[r];
  }
}

bool
rmn_network_add_self_test(RmnNetwork* const network,
                          const size_t      n_frames,
                          const RmnJson     node)
{
  RmnSelfTest* const test = &network->self_test;
  const size_t       n    = n_frames ? n_frames : 1;
  if (n_frames > RMN_MAX_TEST_FRAMES) {
    return rmn_json_fail(node,
                         RMN_ERR_LIMIT,
                         "%zu frames, at most %d can be tested",
                         n_frames,
                         RMN_MAX_TEST_FRAMES);
  }

  test->n_frames = (uint32_t)n_frames;
  test->input    = (float*)calloc(n * network->n_inputs, sizeof(float));
  test->output = (float*)calloc(n * rmn_network_width(network), sizeof(float));
  return (test->input && test->output) ||
         rmn_json_fail(node, RMN_ERR_NO_MEMORY, "no memory");
}

/// Exchange the first `n` floats of an array with the `n` that follow
static void
swap_halves(float* const array, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    const float first = array[i];
    array[i]          = array[n + i];
    array[n + i]      = first;
  }
}

void
rmn_layer_swap_update_reset(RmnLayer* const layer)
{
  const size_t H = layer->shape.n_outputs;
  swap_halves(layer->W, H * layer->shape.n_inputs);
  swap_halves(layer->U, H * H);
  swap_halves(layer->b, H);
}

bool
rmn_read_activation(const RmnJson node, RmnActivation* const activation)
{
  const char* const string = json_string_value(node.value);

  *activation = RMN_LINEAR;
  if (!node.value || (string && !string[0])) {
    return true;
  }

  const char*   names[RMN_N_ACTIVATIONS];
  RmnActivation named[RMN_N_ACTIVATIONS];
  uint32_t      n     = 0;
  uint32_t      index = 0;
  for (uint32_t a = 0; a < RMN_N_ACTIVATIONS; ++a) {
    if (!rmn_activation_n_parameters((RmnActivation)a)) {
      named[n]   = (RmnActivation)a;
      names[n++] = rmn_activation_name((RmnActivation)a);
    }
  }
  if (!rmn_json_choice(node, names, n, &index)) {
    return false;
  }

  *activation = named[index];
  return true;
}

bool
rmn_read_gain(const RmnJson node, float* const gain)
{
  double gain_db = 0.0;
  if (!rmn_json_number_or(node, 0.0, &gain_db)) {
    return false;
  }

  *gain = (float)pow(10.0, gain_db / 20.0);
  return fabs(gain_db) <= 120.0 ||
         rmn_json_fail(
           node, RMN_ERR_VALUE, "%g dB is not from -120 to 120", gain_db);
}

bool
rmn_read_rate(const RmnJson     node,
              const double      usual_hz,
              RmnNetwork* const network)
{
  network->is_rate_assumed = !node.value;
  return rmn_json_number_or(node, usual_hz, &network->rate_hz);
}
