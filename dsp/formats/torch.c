// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file torch.c The state dict of a PyTorch module, in JSON.

   Automated-GuitarAmpModelling (GuitarML) writes `model_data`, what the
   network is, and `state_dict`, its weights.  Others write the state dict
   alone.
*/

#include "torch.h"
#include "formats.h"

static bool
detect(const RmnJson root)
{
  if (rmn_json_member(root, "state_dict").value ||
      rmn_json_member(root, "model_data").value) {
    return true;
  }

  const char* key   = NULL;
  json_t*     value = NULL;
  json_object_foreach (root.value, key, value) {
    if (rmn_torch_is_recurrent(key)) {
      return true;
    }
  }
  return false;
}

/// Check what GuitarML's settings say of the cells that were found
static bool
check_cells(const RmnTorch* const torch)
{
  const RmnJson  layers  = rmn_json_member(torch->config, "num_layers");
  const uint32_t n_found = torch->network->n_layers;
  uint32_t       n       = 0;

  if (!n_found) {
    return rmn_json_fail(torch->dict,
                         RMN_ERR_UNSUPPORTED,
                         "this network has no LSTM, GRU or RNN (weight_ih_l0), "
                         "and only these can be played");
  }
  if (!rmn_json_count_or(layers, n_found, &n)) {
    return false;
  }
  return n == n_found || rmn_json_fail(torch->dict,
                                       RMN_ERR_SHAPE,
                                       "%u recurrent layers, %u expected (%s)",
                                       n_found,
                                       n,
                                       layers.path);
}

/// Read the recurrent layers and the linear one, whichever the file has first
static bool
read_guitarml(const RmnTorch* const torch)
{
  if (!rmn_json_expect_object(torch->dict) ||
      !rmn_torch_add_modules(torch, true, false) || !check_cells(torch) ||
      !rmn_torch_add_modules(torch, false, true)) {
    return false;
  }

  const RmnNetwork* const network = torch->network;
  return network->layers[network->n_layers - 1].shape.type == RMN_DENSE ||
         rmn_json_fail(rmn_json_member(torch->dict, "lin.weight"),
                       RMN_ERR_MISSING,
                       "missing, an array expected");
}

/// The trainer adds the input unless it is told not to, so missing is 1
static bool
read_skip(const RmnJson skip, RmnNetwork* const network)
{
  uint32_t n = 0;
  if (!rmn_json_count_or(skip, 1, &n)) {
    return false;
  }
  if (n > 1) {
    return rmn_json_fail(
      skip, RMN_ERR_UNSUPPORTED, "%u cannot be played, only 0 and 1", n);
  }

  network->n_skip = n ? (uint32_t)rmn_network_width(network) : 0;
  return true;
}

/// Return the settings: `model_data`, or the one block of a RecNet
static bool
find_config(const RmnJson root, RmnJson* const config)
{
  const RmnJson blocks   = rmn_json_member(root, "blocks");
  const size_t  n_blocks = json_object_size(blocks.value);
  if (n_blocks > 1) {
    return rmn_json_fail(blocks,
                         RMN_ERR_UNSUPPORTED,
                         "%zu blocks cannot be played, only one",
                         n_blocks);
  }

  *config = n_blocks ? rmn_json_member(blocks, "0")
                     : rmn_json_member(root, "model_data");
  return true;
}

static bool
read(const RmnJson root, RmnNetwork* const network)
{
  const RmnJson dict  = rmn_json_member(root, "state_dict");
  const RmnJson model = rmn_json_member(root, "model_data");
  RmnTorch      torch = {.network = network, .dict = dict, .config = model};

  if (!model.value) {
    torch.dict = dict.value ? dict : root;
    return rmn_json_expect_object(torch.dict) &&
           rmn_torch_add_modules(&torch, true, true);
  }
  if (!dict.value) {
    return rmn_json_fail(dict,
                         RMN_ERR_MISSING,
                         "missing, this file has only the settings of a "
                         "training (model_data) and no weights");
  }

  return find_config(root, &torch.config) && read_guitarml(&torch) &&
         read_skip(rmn_json_member(torch.config, "skip"), network) &&
         rmn_read_rate(
           rmn_json_member(model, "sample_rate"), 44100.0, network) &&
         rmn_supplement_read(
           rmn_json_member(rmn_json_member(root, "metadata"), "remanence"),
           network);
}

const RmnFormat rmn_format_torch = {
  .name   = "PyTorch (GuitarML)",
  .detect = detect,
  .read   = read,
};
