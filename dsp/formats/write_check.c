// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file write_check.c What several dialects cannot express

#include "network.h"
#include "write.h"

bool
rmn_refuse_gains(const RmnNetwork* const network,
                 const char* const       title,
                 RmnError* const         error)
{
  return (network->in_gain == 1.0f && network->out_gain == 1.0f) ||
         !rmn_error_set(error,
                        RMN_ERR_UNSUPPORTED,
                        "%s has no gains, and this network has %g before and "
                        "%g after its layers",
                        title,
                        (double)network->in_gain,
                        (double)network->out_gain);
}

bool
rmn_refuse_ranges(const RmnNetwork* const network,
                  const char* const       title,
                  RmnError* const         error)
{
  for (uint32_t i = 1; i < network->n_inputs; ++i) {
    const RmnInput* const knob = &network->inputs[i];
    if (knob->is_side) {
      return !rmn_error_set(error,
                            RMN_ERR_UNSUPPORTED,
                            "%s has no second audio, and \"%.63s\" is one",
                            title,
                            knob->name);
    }
    if (knob->minimum != 0.0f || knob->maximum != 1.0f) {
      return !rmn_error_set(error,
                            RMN_ERR_UNSUPPORTED,
                            "%s turns knobs from 0 to 1, and \"%.63s\" goes "
                            "from %g to %g: rescale it, as remanence convert "
                            "--rescale-knobs does",
                            title,
                            knob->name,
                            (double)knob->minimum,
                            (double)knob->maximum);
    }
  }
  return true;
}

bool
rmn_refuse_half_a_skip(const RmnNetwork* const network,
                       const char* const       title,
                       RmnError* const         error)
{
  return !network->n_skip || network->n_skip == network->n_outputs ||
         !rmn_error_set(error,
                        RMN_ERR_UNSUPPORTED,
                        "%s adds the audio to every output or to none, and "
                        "this network to %u of %u",
                        title,
                        network->n_skip,
                        network->n_outputs);
}

/// Whether a layer is as the first one, recurrent, without peepholes and other
/// functions than the usual ones
static bool
is_alike(const RmnShape* const shape, const RmnShape* const first)
{
  return rmn_shape_n_gates(shape) && shape->type == first->type &&
         shape->n_outputs == first->n_outputs &&
         shape->activation == first->activation &&
         shape->reset == first->reset && rmn_shape_is_usual(shape) &&
         shape->peephole == RMN_PEEPHOLE_NONE;
}

bool
rmn_refuse_other_stacks(const RmnNetwork* const network,
                        const char* const       title,
                        RmnError* const         error)
{
  const uint32_t        last = network->n_layers - 1U;
  const RmnShape* const head = &network->layers[last].shape;
  bool                  is_head =
    last && head->type == RMN_DENSE && head->activation == RMN_LINEAR;
  uint32_t l = 0;
  while (is_head && l < last &&
         is_alike(&network->layers[l].shape, &network->layers[0].shape)) {
    ++l;
  }

  const RmnShape* const shape = &network->layers[is_head ? l : last].shape;
  return (is_head && l == last) ||
         !rmn_error_set(error,
                        RMN_ERR_UNSUPPORTED,
                        "%s is recurrent layers of one kind and size, without "
                        "peepholes, and then a linear dense one, and layer %u "
                        "of this network is %s %u%s%s",
                        title,
                        (is_head ? l : last) + 1U,
                        rmn_layer_type_name(shape->type),
                        shape->n_outputs,
                        shape->peephole ? " with peepholes" : "",
                        rmn_shape_is_usual(shape)
                          ? ""
                          : " with a clip or other activations");
}
