// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file keras.c Keras-style JSON: RTNeural and AIDA-X (.json, .aidax).

   `x *= in_gain; y = f([x, knobs]); if (in_skip) y += x; y *= out_gain`
*/

#include "keras.h"
#include "formats.h"
#include "network.h"

/// Room for float32 in another order of sums, far below what a wrong weight
/// does
static const float test_tolerance = 1e-4f;

static bool
detect(const RmnJson root)
{
  return rmn_json_member(root, "layers").value ||
         rmn_json_member(root, "in_shape").value;
}

static bool
read_inputs(const RmnJson in_shape, RmnNetwork* const network)
{
  uint32_t* const n = &network->n_inputs;
  if (!rmn_keras_read_shape(in_shape, n)) {
    return false;
  }
  return (*n >= 1 && *n <= RMN_MAX_INPUTS) ||
         rmn_json_fail(in_shape,
                       RMN_ERR_LIMIT,
                       "%u inputs, 1 to %d can be played",
                       *n,
                       RMN_MAX_INPUTS);
}

static bool
read_layers(const RmnJson root, RmnNetwork* const network)
{
  const RmnJson layers = rmn_json_member(root, "layers");
  RmnJson       before = rmn_json_member(root, "in_shape");
  bool          ok     = rmn_json_expect_array(layers);

  for (size_t l = 0; ok && l < rmn_json_length(layers); ++l) {
    const RmnJson layer = rmn_json_element(layers, l);
    ok                  = rmn_keras_add_layer(network, layer, before.path);
    before              = rmn_json_member(layer, "shape");
  }
  return ok;
}

/// Some writers put what belongs to `metadata` beside it
static RmnJson
find_stated(const RmnJson root, const char* const key)
{
  const RmnJson stated =
    rmn_json_member(rmn_json_member(root, "metadata"), key);
  return stated.value ? stated : rmn_json_member(root, key);
}

static bool
read_audio(const RmnJson root, RmnNetwork* const network)
{
  const RmnJson skip = rmn_json_member(root, "in_skip");

  return rmn_json_number_or(
           find_stated(root, "samplerate"), 0.0, &network->rate_hz) &&
         rmn_read_gain(rmn_json_member(root, "in_gain"), &network->in_gain) &&
         rmn_read_gain(rmn_json_member(root, "out_gain"), &network->out_gain) &&
         rmn_json_count_or(skip, 0, &network->n_skip) &&
         (network->n_skip <= 1 ||
          rmn_json_fail(skip,
                        RMN_ERR_UNSUPPORTED,
                        "%u cannot be played, only 0 and 1",
                        network->n_skip));
}

static bool
read_metadata(const RmnJson root, RmnMetadata* const metadata)
{
  metadata->esr = rmn_json_figure(find_stated(root, "esr"));
  return rmn_json_text(find_stated(root, "name"), &metadata->name) &&
         rmn_json_text(find_stated(root, "author"), &metadata->author) &&
         rmn_json_text(find_stated(root, "license"), &metadata->licence) &&
         rmn_json_text(find_stated(root, "style"), &metadata->description) &&
         rmn_json_text(find_stated(root, "based"), &metadata->gear);
}

/**
   Turn the vectors of the trained network into those of the whole network.

   They were computed by the network as it was trained: with skip, from zero
   state, knobs at 0, but without the gains, which were added afterwards.
*/
static void
apply_gains(RmnNetwork* const network, const float* const mono)
{
  RmnSelfTest* const test = &network->self_test;
  for (uint32_t t = 0; t < test->n_frames; ++t) {
    test->input[(size_t)t * network->n_inputs] = mono[t] / network->in_gain;
    test->output[t] *= network->out_gain;
  }
  test->tolerance = test_tolerance * network->out_gain;
}

/// A longer test is cut: what comes later depends on no other weights
static bool
read_self_test(const RmnJson root, RmnNetwork* const network)
{
  const RmnJson   in  = rmn_json_member(root, "input_batch");
  const RmnJson   out = rmn_json_member(root, "output_batch");
  const RmnExtent all = {rmn_json_length(in), in.path};
  if (!in.value || !out.value) {
    return true;
  }
  if (!rmn_json_expect_array(in) ||
      !rmn_json_expect_length(out, all, "numbers")) {
    return false;
  }
  if (rmn_network_width(network) != 1) {
    return rmn_json_fail(
      out, RMN_ERR_UNSUPPORTED, "a test of several outputs cannot be read");
  }

  const size_t n =
    all.size < RMN_MAX_TEST_FRAMES ? all.size : RMN_MAX_TEST_FRAMES;
  if (!rmn_network_add_self_test(network, n, in)) {
    return false;
  }

  float mono[RMN_MAX_TEST_FRAMES];
  if (!rmn_json_slice(in, 0, n, mono) ||
      !rmn_json_slice(out, 0, n, network->self_test.output)) {
    return false;
  }

  apply_gains(network, mono);
  return true;
}

static bool
read(const RmnJson root, RmnNetwork* const network)
{
  return read_inputs(rmn_json_member(root, "in_shape"), network) &&
         read_layers(root, network) && read_audio(root, network) &&
         read_self_test(root, network) &&
         read_metadata(root, &network->metadata) &&
         rmn_supplement_read(
           rmn_json_member(rmn_json_member(root, "metadata"), "remanence"),
           network);
}

const RmnFormat rmn_format_keras = {
  .name   = "Keras (RTNeural, AIDA-X)",
  .detect = detect,
  .read   = read,
};
