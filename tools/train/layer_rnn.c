// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file layer_rnn.c `h = phi(W x + U h' + b)`, and dense layers, without U

#include "layer_step.h"

#include <string.h>

static void
forward(const Layer* const      layer,
        const LayerTape* const  tape,
        const LayerFrame* const s)
{
  (void)tape;
  memcpy(s->h, s->gates, s->n * sizeof(Real));
  real_activate(layer->shape.activation, s->h, s->n);
}

static void
backward(const Layer* const      layer,
         const LayerTape* const  tape,
         const LayerFrame* const s,
         Real* const             dh,
         Real* const             dc)
{
  (void)tape;
  (void)dc;
  memcpy(s->gates, dh, s->n * sizeof(Real));
  real_activate_back(layer->shape.activation, s->h, s->gates, s->n);
  memset(dh, 0, s->n * sizeof(Real));
}

const LayerStep layer_rnn = {.forward = forward, .backward = backward};
