// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file supplement.c What a dialect has no place for, in Remanence's own terms.

   Files of other dialects have it where they may have anything: under the key
   `remanence` of `metadata`, or as a property of an ONNX model.  Its keys are
   those of FORMAT.md, without what layers, skip and gains say, and `start`, the
   state that the layers start from, in the order of `rest`.
*/

#include "formats.h"
#include "json_write.h"
#include "network.h"
#include "preset.h"
#include "write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* const keys[] = {"rate_hz",
                                   "start",
                                   "inputs",
                                   "outputs",
                                   "prediction",
                                   "rest",
                                   "metadata",
                                   "provenance",
                                   "training",
                                   "self_test",
                                   NULL};

/* What there is
   ============= */

/// Whether there is anything but zero
static bool
is_given(const float* const values, const size_t n)
{
  size_t i = 0;
  while (i < n && values[i] == 0.0f) {
    ++i;
  }
  return i < n;
}

static bool
has_start(const RmnNetwork* const network)
{
  bool has = false;
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnLayer* const layer = &network->layers[l];
    const RmnLayerSizes   n     = rmn_shape_sizes(&layer->shape);
    has = has || is_given(layer->h0, n.h0) || is_given(layer->c0, n.c0);
  }
  return has;
}

/// Whether knobs are others than a dialect without names has
static bool
has_knobs(const RmnNetwork* const network)
{
  bool has = false;
  for (uint32_t i = 1; i < network->n_inputs; ++i) {
    const RmnInput* const knob = &network->inputs[i];
    char                  usual[RMN_MAX_NAME];
    snprintf(usual, sizeof(usual), "Knob %u", i);
    has = has || strcmp(knob->name, usual) != 0 || knob->value != 0.5f ||
          knob->is_side || knob->minimum != 0.0f || knob->maximum != 1.0f;
  }
  return has;
}

static bool
has_outputs(const RmnNetwork* const network)
{
  bool has = false;
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    const RmnOutput* const output = &network->outputs[o];
    char                   usual[RMN_MAX_NAME];
    snprintf(usual, sizeof(usual), "Output %u", o + 1U);
    has = has || strcmp(output->name, usual) != 0 || output->unit[0];
  }
  return has;
}

unsigned
rmn_network_has(const RmnNetwork* const network)
{
  const RmnMetadata* const m = &network->metadata;
  return (m->name ? RMN_HAS_NAME : 0U) | (m->author ? RMN_HAS_AUTHOR : 0U) |
         (m->licence ? RMN_HAS_LICENCE : 0U) |
         (m->description ? RMN_HAS_DESCRIPTION : 0U) |
         (m->gear ? RMN_HAS_GEAR : 0U) |
         (m->provenance ? RMN_HAS_PROVENANCE : 0U) |
         (m->training ? RMN_HAS_TRAINING : 0U) |
         (isnan(m->esr) ? 0U : RMN_HAS_ESR) |
         (isnan(m->loudness_db) ? 0U : RMN_HAS_LOUDNESS) |
         (isnan(m->input_level_dbu) ? 0U : RMN_HAS_INPUT_LEVEL) |
         (isnan(m->output_level_dbu) ? 0U : RMN_HAS_OUTPUT_LEVEL) |
         (has_knobs(network) ? RMN_HAS_KNOBS : 0U) |
         (has_outputs(network) ? RMN_HAS_OUTPUTS : 0U) |
         (network->rest ? RMN_HAS_REST : 0U) |
         (has_start(network) ? RMN_HAS_START : 0U) |
         (network->self_test.n_frames ? RMN_HAS_SELF_TEST : 0U) |
         (network->prediction.kind ? RMN_HAS_PREDICTION : 0U);
}

/* The state that layers start from
   ================================ */

/// Copy an array that a layer may have, from or to a state
static float*
copy_array(float* const array,
           const size_t n,
           float* const state,
           const bool   is_read)
{
  if (array) {
    memcpy(is_read ? array : state, is_read ? state : array, n * sizeof(float));
  }
  return state + n;
}

/// Copy between the layers' initial states and one array [n_state]
static void
copy_start(const RmnNetwork* const network, float* state, const bool is_read)
{
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnLayer* const layer = &network->layers[l];
    const RmnLayerSizes   n     = rmn_shape_sizes(&layer->shape);
    float* const          cell  = copy_array(layer->h0, n.h0, state, is_read);
    copy_array(layer->c0, n.c0, cell, is_read);
    state += rmn_shape_n_state(&layer->shape);
  }
}

static bool
add_start(json_t* const object, const RmnNetwork* const network)
{
  const size_t n     = rmn_network_n_state(network);
  float* const state = (float*)calloc(n + 1U, sizeof(float));
  if (!state) {
    return false;
  }

  copy_start(network, state, false);
  const bool ok = rmn_json_add(object, "start", rmn_json_new_vector(state, n));
  free(state);
  return ok;
}

static bool
read_start(const RmnJson node, RmnNetwork* const network)
{
  const RmnExtent extent = {rmn_network_n_state(network), "layers"};
  if (!node.value) {
    return true;
  }
  if (!rmn_json_expect_length(node, extent, "numbers")) {
    return false;
  }

  float* const state = (float*)calloc(extent.size + 1U, sizeof(float));
  if (!state) {
    return rmn_json_fail(node, RMN_ERR_NO_MEMORY, "no memory");
  }

  const bool ok = rmn_json_vector(node, extent, state);
  if (ok) {
    copy_start(network, state, true);
  }
  free(state);
  return ok;
}

/* The whole
   ========= */

json_t*
rmn_supplement_new(const RmnNetwork* const network, const unsigned seen)
{
  json_t* const object = json_object();
  const bool    ok =
    object &&
    (network->rate_hz > 0.0 ||
     rmn_json_add(object, "rate_hz", json_real(network->rate_hz))) &&
    (seen & RMN_HAS_START || !has_start(network) ||
     add_start(object, network)) &&
    rmn_preset_add_facts(object, network);
  if (!ok) {
    json_decref(object);
  }
  return ok ? object : NULL;
}

/// Read the inputs, of which the layers say how many there are
static bool
read_inputs(const RmnJson inputs, RmnNetwork* const network)
{
  const RmnExtent n = {network->n_inputs, "layers"};
  return !inputs.value || (rmn_json_expect_length(inputs, n, "inputs") &&
                           rmn_preset_read_inputs(inputs, network));
}

/// Without a rate of its own, a dialect may say that it is unknown
static bool
read_rate(const RmnJson rate, RmnNetwork* const network)
{
  if (!rate.value || !network->is_rate_assumed) {
    return true;
  }
  network->is_rate_assumed = false;
  return rmn_json_number(rate, &network->rate_hz);
}

bool
rmn_supplement_read(const RmnJson supplement, RmnNetwork* const network)
{
  return !supplement.value ||
         (rmn_json_expect_object(supplement) &&
          rmn_json_expect_keys(supplement, keys) &&
          read_rate(rmn_json_member(supplement, "rate_hz"), network) &&
          read_inputs(rmn_json_member(supplement, "inputs"), network) &&
          read_start(rmn_json_member(supplement, "start"), network) &&
          rmn_preset_read_facts(supplement, network));
}
