// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file shape.c What follows from the shape of a layer

#include "network.h"

const char*
rmn_layer_type_name(const RmnLayerType type)
{
  static const char* const names[RMN_N_LAYER_TYPES] = {"dense",
                                                       "rnn",
                                                       "lstm",
                                                       "gru",
                                                       "conv1d",
                                                       "activation",
                                                       "prelu",
                                                       "batchnorm"};
  return names[type];
}

static RmnStatus
check_conv1d(const RmnShape* const s, const char* const key, RmnError* const e)
{
  if (s->kernel_size > RMN_MAX_HISTORY || s->dilation > RMN_MAX_HISTORY) {
    return rmn_error_set(e,
                         RMN_ERR_LIMIT,
                         "%s: kernel size %u with dilation %u looks back "
                         "further than %d frames",
                         key,
                         s->kernel_size,
                         s->dilation,
                         RMN_MAX_HISTORY);
  }

  if (s->kernel_size < 1 || s->dilation < 1 || s->n_groups < 1) {
    return rmn_error_set(
      e,
      RMN_ERR_VALUE,
      "%s: kernel size %u, dilation %u and groups %u must be at least 1",
      key,
      s->kernel_size,
      s->dilation,
      s->n_groups);
  }

  if (s->n_inputs % s->n_groups || s->n_outputs % s->n_groups) {
    return rmn_error_set(e,
                         RMN_ERR_SHAPE,
                         "%s: %u groups do not divide %u channels to %u",
                         key,
                         s->n_groups,
                         s->n_inputs,
                         s->n_outputs);
  }

  return RMN_OK;
}

RmnStatus
rmn_shape_check(const RmnShape* const s,
                const char* const     key,
                RmnError* const       e)
{
  if ((unsigned)s->type >= RMN_N_LAYER_TYPES ||
      (unsigned)s->activation >= RMN_N_ACTIVATIONS) {
    return rmn_error_set(
      e, RMN_ERR_UNSUPPORTED, "%s: unknown layer type or activation", key);
  }

  if (s->n_inputs < 1 || s->n_inputs > RMN_MAX_WIDTH || s->n_outputs < 1 ||
      s->n_outputs > RMN_MAX_WIDTH) {
    return rmn_error_set(e,
                         RMN_ERR_LIMIT,
                         "%s: channels %u in and %u out, 1 to %d can be played",
                         key,
                         s->n_inputs,
                         s->n_outputs,
                         RMN_MAX_WIDTH);
  }

  if ((unsigned)s->direction > RMN_BACKWARD ||
      (unsigned)s->place > RMN_BESIDE ||
      ((s->direction || s->place) && !rmn_shape_n_gates(s))) {
    return rmn_error_set(e,
                         RMN_ERR_UNSUPPORTED,
                         "%s: only a rnn, lstm or gru layer can run backward "
                         "or beside another",
                         key);
  }

  if (s->period > RMN_MAX_PERIOD || (s->period & (s->period - 1U))) {
    return rmn_error_set(e,
                         RMN_ERR_VALUE,
                         "%s: a period of %u frames, but it must be a power of "
                         "two from 1 to %d",
                         key,
                         s->period,
                         RMN_MAX_PERIOD);
  }

  if (rmn_shape_check_functions(s, key, e)) {
    return e->status;
  }
  return s->type == RMN_CONV1D ? check_conv1d(s, key, e) : RMN_OK;
}

uint32_t
rmn_shape_n_gates(const RmnShape* const shape)
{
  switch (shape->type) {
  case RMN_RNN:
    return 1;
  case RMN_LSTM:
    return 4;
  case RMN_GRU:
    return 3;
  default:
    return 0;
  }
}

static RmnLayerSizes
recurrent_sizes(const RmnShape* const s)
{
  const size_t  H      = s->n_outputs;
  const size_t  n_rows = rmn_shape_n_gates(s) * H;
  RmnLayerSizes n      = {
         .W = n_rows * s->n_inputs, .U = n_rows * H, .b = n_rows, .h0 = H};

  if (s->type == RMN_LSTM) {
    n.c0 = H;
    n.P  = s->peephole == RMN_PEEPHOLE_DIAGONAL ? 3 * H
           : s->peephole == RMN_PEEPHOLE_FULL   ? 3 * H * H
                                                : 0;
  }

  if (s->type == RMN_GRU && s->reset == RMN_RESET_AFTER) {
    n.b_u = H;
  }

  return n;
}

RmnLayerSizes
rmn_shape_sizes(const RmnShape* const s)
{
  const size_t n_in  = s->n_inputs;
  const size_t n_out = s->n_outputs;

  switch (s->type) {
  case RMN_DENSE:
    return (RmnLayerSizes){.W = n_out * n_in, .b = n_out};
  case RMN_RNN:
  case RMN_LSTM:
  case RMN_GRU:
    return recurrent_sizes(s);
  case RMN_CONV1D:
    return (RmnLayerSizes){.W = s->kernel_size * n_out * (n_in / s->n_groups),
                           .b = n_out};
  case RMN_ACTIVATION:
    break;
  case RMN_PRELU:
    return (RmnLayerSizes){.W = n_out};
  case RMN_BATCHNORM:
    return (RmnLayerSizes){.W = n_out, .b = n_out};
  }

  return (RmnLayerSizes){0};
}

size_t
rmn_shape_n_state(const RmnShape* const s)
{
  if (s->type == RMN_CONV1D) {
    return (size_t)(s->kernel_size - 1U) * s->dilation * s->n_inputs;
  }

  const RmnLayerSizes n = rmn_shape_sizes(s);
  return n.h0 + n.c0;
}

size_t
rmn_shape_n_packed(const RmnShape* const s)
{
  if (s->type == RMN_CONV1D) { // Packed with zeros between its groups
    return (size_t)s->kernel_size * s->n_outputs * s->n_inputs + s->n_outputs;
  }

  const RmnLayerSizes n = rmn_shape_sizes(s);
  return n.W + n.U + n.b + n.b_u + n.P + n.h0 + n.c0;
}
