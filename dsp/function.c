// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file function.c The functions that layers apply, one by one or in cells

#include "network.h"

#include <math.h>

const char*
rmn_activation_name(const RmnActivation activation)
{
  static const char* const names[RMN_N_ACTIVATIONS] = {"linear",
                                                       "tanh",
                                                       "sigmoid",
                                                       "relu",
                                                       "elu",
                                                       "softmax",
                                                       "affine",
                                                       "leaky-relu",
                                                       "thresholded-relu",
                                                       "scaled-tanh",
                                                       "hard-sigmoid",
                                                       "scaled-elu",
                                                       "softsign",
                                                       "softplus"};
  return names[activation];
}

uint32_t
rmn_activation_n_parameters(const RmnActivation activation)
{
  switch (activation) {
  case RMN_AFFINE:
  case RMN_SCALED_TANH:
  case RMN_HARD_SIGMOID:
    return 2U;
  case RMN_LEAKY_RELU:
  case RMN_THRESHOLDED_RELU:
  case RMN_SCALED_ELU:
    return 1U;
  default:
    return 0U;
  }
}

RmnFunction
rmn_shape_function(const RmnShape* const s, const RmnCellFunction which)
{
  if (!rmn_shape_n_functions(s)) {
    return (RmnFunction){s->activation, s->alpha, s->beta};
  }

  const RmnActivation usual = which == RMN_OF_GATES ? RMN_SIGMOID : RMN_TANH;
  if (s->functions[which].activation == RMN_LINEAR) {
    return (RmnFunction){.activation = usual};
  }
  return s->functions[which];
}

bool
rmn_shape_is_usual(const RmnShape* const s)
{
  bool is_usual = s->clip == 0.0f;
  for (uint32_t i = 0; i < RMN_N_CELL_FUNCTIONS; ++i) {
    is_usual = is_usual && s->functions[i].activation == RMN_LINEAR;
  }
  return is_usual;
}

/// Whether an activation is one, of a cell or else of all channels of a layer
static bool
is_known(const RmnFunction f, const bool is_of_cell)
{
  return (unsigned)f.activation < RMN_N_ACTIVATIONS &&
         !(is_of_cell && f.activation == RMN_SOFTMAX);
}

static bool
is_finite(const RmnFunction f)
{
  return fabsf(f.alpha) <= RMN_MAX_NUMBER && fabsf(f.beta) <= RMN_MAX_NUMBER;
}

RmnStatus
rmn_shape_check_functions(const RmnShape* const s,
                          const char* const     key,
                          RmnError* const       e)
{
  const RmnFunction own  = {s->activation, s->alpha, s->beta};
  const float       most = rmn_shape_n_gates(s) ? RMN_MAX_NUMBER : 0.0f;
  bool              ok   = is_known(own, s->type == RMN_RNN);
  bool is_in_range       = is_finite(own) && s->clip >= 0.0f && s->clip <= most;
  for (uint32_t i = 0; i < RMN_N_CELL_FUNCTIONS; ++i) {
    const RmnFunction f        = s->functions[i];
    const bool        is_there = i < rmn_shape_n_functions(s);

    ok = ok && is_known(f, true) && (is_there || f.activation == RMN_LINEAR);
    is_in_range = is_in_range && is_finite(f);
  }
  if (!ok) {
    return rmn_error_set(e,
                         RMN_ERR_UNSUPPORTED,
                         "%s: a %s layer cannot have these activations",
                         key,
                         rmn_layer_type_name(s->type));
  }

  return is_in_range
           ? RMN_OK
           : rmn_error_set(e,
                           RMN_ERR_VALUE,
                           "%s: clip %g or a parameter of an activation is "
                           "negative or beyond %g, where it cannot be",
                           key,
                           (double)s->clip,
                           (double)RMN_MAX_NUMBER);
}
