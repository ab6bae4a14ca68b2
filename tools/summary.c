// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "summary.h"
#include "network.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const double summary_look_aheads_ms[SUMMARY_N_LOOK_AHEAD] = {5.0,
                                                             20.0,
                                                             50.0,
                                                             100.0};

/// Append to what `text` holds so far
static void
append(char* const text, const size_t size, const char* const format, ...)
{
  const size_t length = strlen(text);

  va_list args;
  va_start(args, format);
  vsnprintf(text + length, size - length, format, args);
  va_end(args);
}

static const char*
title(const RmnShape* const shape)
{
  switch (shape->type) {
  case RMN_RNN:
    return "RNN";
  case RMN_LSTM:
    return shape->peephole == RMN_PEEPHOLE_NONE ? "LSTM" : "peephole LSTM";
  case RMN_GRU:
    return shape->reset == RMN_RESET_AFTER ? "GRU" : "reset-before GRU";
  case RMN_ACTIVATION:
    return rmn_activation_name(shape->activation);
  case RMN_DENSE:
  case RMN_CONV1D:
  case RMN_PRELU:
  case RMN_BATCHNORM:
    break;
  }
  return rmn_layer_type_name(shape->type);
}

bool
summary_has_activation(const RmnShape* const shape)
{
  return shape->type == RMN_DENSE || shape->type == RMN_CONV1D ||
         shape->type == RMN_RNN || shape->type == RMN_ACTIVATION;
}

/// Append the functions of a cell that are not the usual ones, and its bounds
static void
append_functions(const RmnShape* const shape,
                 char* const           text,
                 const size_t          size)
{
  static const char* const places[] = {"gates", "candidate", "cell"};

  const char* separator = " (";
  for (uint32_t f = 0; f < rmn_shape_n_functions(shape); ++f) {
    const RmnActivation activation = shape->functions[f].activation;
    if (activation != RMN_LINEAR) {
      const char* const name = rmn_activation_name(activation);
      append(text, size, "%s%s %s", separator, places[f], name);
      separator = ", ";
    }
  }
  if (shape->clip > 0.0f) {
    append(text, size, "%sclip %g", separator, (double)shape->clip);
    separator = ", ";
  }
  append(text, size, "%s", separator[0] == ',' ? ")" : "");
}

void
summary_layer(const RmnLayer* const layer, char* const text, const size_t size)
{
  const RmnShape* const shape = &layer->shape;

  text[0] = '\0';
  append(text, size, "%s %u", title(shape), shape->n_outputs);
  if (summary_has_activation(shape) && shape->type != RMN_ACTIVATION &&
      shape->activation != RMN_LINEAR) {
    append(text, size, " %s", rmn_activation_name(shape->activation));
  }
  append_functions(shape, text, size);
  if (shape->direction == RMN_BACKWARD) {
    append(text, size, " backward");
  }
  if (shape->type == RMN_CONV1D) {
    append(text,
           size,
           " (%u tap%s, dilation %u)",
           shape->kernel_size,
           shape->kernel_size == 1 ? "" : "s",
           shape->dilation);
  }
  if (rmn_shape_period(shape) > 1U) {
    append(text, size, " every %u frames", shape->period);
  }
}

void
summary_network(const RmnNetwork* const network,
                char* const             text,
                const size_t            size)
{
  text[0] = '\0';
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    char layer[128];
    summary_layer(&network->layers[l], layer, sizeof(layer));
    const bool is_beside = network->layers[l].shape.place == RMN_BESIDE;
    append(text, size, "%s%s", is_beside ? " + " : l ? " -> " : "", layer);
  }

  if (network->n_inputs > 1) {
    append(text, size, ", %u inputs", network->n_inputs);
  }
  if (network->n_outputs > 1) {
    append(text, size, ", %u outputs", network->n_outputs);
  }
  if (network->n_skip) {
    append(text, size, ", skip");
  }
}

double
summary_settle_ms(const Summary* const summary)
{
  const double rate_hz = summary->network->rate_hz;
  return rate_hz > 0.0 ? 1000.0 * summary->rest.n_frames / rate_hz : NAN;
}
