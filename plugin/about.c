// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "about.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char*
title(const RmnLayerType type)
{
  switch (type) {
  case RMN_RNN:
    return "RNN";
  case RMN_LSTM:
    return "LSTM";
  case RMN_GRU:
    return "GRU";
  default:
    return rmn_layer_type_name(type);
  }
}

/// Name layer after layer, and say with dots where that gets too long
static void
describe_layers(char* const             text,
                const size_t            size,
                const RmnNetwork* const network)
{
  text[0] = '\0';
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnShape* const shape     = &network->layers[l].shape;
    const size_t          length    = strlen(text);
    const bool            is_beside = shape->place == RMN_BESIDE;
    char                  layer[48];
    snprintf(layer,
             sizeof(layer),
             "%s%s %u%s",
             is_beside ? " + "
             : l       ? ", "
                       : "",
             title(shape->type),
             shape->n_outputs,
             shape->direction == RMN_BACKWARD ? " backward" : "");
    if (length + strlen(layer) + sizeof(" ...") > size) {
      memcpy(text + length, " ...", sizeof(" ..."));
      return;
    }
    memcpy(text + length, layer, strlen(layer) + 1U);
  }
}

static void
copy(char* const dst, const size_t size, const char* const text)
{
  rmn_text_copy(dst, size, text ? text : "");
}

void
rmn_about_init(RmnAbout* const about, const RmnNetwork* const network)
{
  const RmnMetadata* const metadata = &network->metadata;

  copy(about->name, sizeof(about->name), metadata->name);
  copy(about->author, sizeof(about->author), metadata->author);
  copy(about->licence, sizeof(about->licence), metadata->licence);
  describe_layers(about->network, sizeof(about->network), network);
  about->n_weights = (int32_t)rmn_network_n_weights(network);
  about->rate_hz   = network->rate_hz > 0.0 ? (float)network->rate_hz : NAN;
  about->esr       = (float)metadata->esr;
  about->lufs      = NAN;
}
