// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "lanes.h"

#include "memory.h"
#include "network.h"

#include <stdlib.h>
#include <string.h>

static bool
allocate(Real** const array, const size_t n)
{
  *array = (Real*)rmn_aligned_calloc(n * sizeof(Real));
  return *array;
}

/// Numbers that a layer keeps of each frame besides h and c, for each lane
static bool
allocate_tape(Lanes* const lanes, const uint32_t l)
{
  const Trainee* const  trainee = lanes->trainee;
  const RmnShape* const shape   = &trainee->layers[l].shape;
  LayerTape* const      tape    = &lanes->tapes[l];
  const size_t          n_gates = rmn_shape_n_gates(shape);
  const size_t          n       = shape->n_outputs * lanes->n_lanes;
  const size_t          n_all   = n * lanes->max_frames;

  tape->n_lanes  = lanes->n_lanes;
  tape->gradient = trainee_arrays(trainee, l, lanes->gradient);
  return allocate(&tape->h, n_all + n) && allocate(&tape->dh, n_all) &&
         allocate(&tape->gates, n_all * (n_gates ? n_gates : 1U)) &&
         (shape->type != RMN_LSTM || allocate(&tape->c, n_all + n)) &&
         (n_gates < 2U || allocate(&tape->extra, n_all)) &&
         allocate(&tape->scratch,
                  trainee->funcs[l]->n_scratch(shape, lanes->n_lanes));
}

/// Let each layer read what the one below writes, and answer with gradients
static void
connect(Lanes* const lanes)
{
  lanes->tapes[0].x = lanes->x;
  for (uint32_t l = 1; l < lanes->trainee->n_layers; ++l) {
    const LayerTape* const below = &lanes->tapes[l - 1U];
    const size_t n = lanes->trainee->layers[l].shape.n_inputs * lanes->n_lanes;
    lanes->tapes[l].x  = below->h + n;
    lanes->tapes[l].dx = below->dh;
  }
}

Lanes*
lanes_new(const Trainee* const trainee,
          const size_t         n_lanes,
          const size_t         max_frames)
{
  Lanes* const lanes = (Lanes*)calloc(1, sizeof(Lanes));
  if (!lanes) {
    return NULL;
  }

  const size_t n_all = n_lanes * max_frames;
  lanes->trainee     = trainee;
  lanes->n_lanes     = n_lanes;
  lanes->max_frames  = max_frames;
  bool ok            = allocate(&lanes->x, n_all * trainee->n_inputs) &&
            allocate(&lanes->y, n_all * trainee->n_outputs) &&
            allocate(&lanes->dy, n_all * trainee->n_outputs) &&
            allocate(&lanes->gradient, trainee->n_weights);
  for (uint32_t l = 0; ok && l < trainee->n_layers; ++l) {
    ok = allocate_tape(lanes, l);
  }
  if (!ok) {
    lanes_free(lanes);
    return NULL;
  }

  connect(lanes);
  return lanes;
}

void
lanes_free(Lanes* const lanes)
{
  if (!lanes) {
    return;
  }

  for (uint32_t l = 0; l < lanes->trainee->n_layers; ++l) {
    LayerTape* const tape = &lanes->tapes[l];
    free(tape->h);
    free(tape->dh);
    free(tape->c);
    free(tape->gates);
    free(tape->extra);
    free(tape->scratch);
  }
  free(lanes->x);
  free(lanes->y);
  free(lanes->dy);
  free(lanes->gradient);
  free(lanes);
}

/// Return the number of floats of the state of one layer
static size_t
n_state_of(const Lanes* const lanes, const uint32_t l)
{
  return lanes->trainee->layers[l].shape.n_outputs * lanes->n_lanes;
}

void
lanes_reset(Lanes* const lanes)
{
  for (uint32_t l = 0; l < lanes->trainee->n_layers; ++l) {
    const LayerTape* const tape = &lanes->tapes[l];
    memset(tape->h, 0, n_state_of(lanes, l) * sizeof(Real));
    if (tape->c) {
      memset(tape->c, 0, n_state_of(lanes, l) * sizeof(Real));
    }
  }
}

void
lanes_carry(Lanes* const lanes)
{
  for (uint32_t l = 0; l < lanes->trainee->n_layers; ++l) {
    const LayerTape* const tape = &lanes->tapes[l];
    const size_t           n    = n_state_of(lanes, l);
    const size_t           last = tape->n_frames * n;
    memmove(tape->h, tape->h + last, n * sizeof(Real));
    if (tape->c) {
      memmove(tape->c, tape->c + last, n * sizeof(Real));
    }
  }
}

/// Where the first output of the last layer stands
static const LayerTape*
last_tape(const Lanes* const lanes)
{
  return &lanes->tapes[lanes->trainee->n_layers - 1U];
}

/// Multiply the audio, which is input 0, by the gain of the network
static void
apply_gain(const Lanes* const lanes, const size_t n_frames)
{
  const size_t stride = lanes->trainee->n_inputs * lanes->n_lanes;
  const Real   gain   = lanes->trainee->in_gain;

  for (size_t t = 0; t < n_frames; ++t) {
    for (size_t l = 0; l < lanes->n_lanes; ++l) {
      lanes->x[t * stride + l] *= gain;
    }
  }
}

/// y = gain (h + audio), where the audio skips the layers
static void
mix(const Lanes* const lanes, const size_t n_frames)
{
  const Trainee* const trainee = lanes->trainee;
  const size_t         n_lanes = lanes->n_lanes;
  const size_t         n_out   = trainee->n_outputs;
  const Real*          h = last_tape(lanes)->h + n_out * n_lanes; // After state

  for (size_t t = 0; t < n_frames; ++t) {
    const Real* const audio = lanes->x + t * trainee->n_inputs * n_lanes;
    for (size_t o = 0; o < n_out; ++o) {
      const size_t at   = (t * n_out + o) * n_lanes;
      const Real   skip = o < trainee->n_skip ? 1 : 0;
      for (size_t l = 0; l < n_lanes; ++l) {
        lanes->y[at + l] = trainee->out_gain * (h[at + l] + skip * audio[l]);
      }
    }
  }
}

void
lanes_forward(Lanes* const lanes, const size_t n_frames)
{
  const Trainee* const trainee = lanes->trainee;

  apply_gain(lanes, n_frames);
  for (uint32_t l = 0; l < trainee->n_layers; ++l) {
    lanes->tapes[l].n_frames = n_frames;
    trainee->funcs[l]->forward(&trainee->layers[l], &lanes->tapes[l]);
  }
  mix(lanes, n_frames);
}

void
lanes_backward(Lanes* const lanes)
{
  const Trainee* const   trainee = lanes->trainee;
  const LayerTape* const last    = last_tape(lanes);
  const size_t n = last->n_frames * trainee->n_outputs * lanes->n_lanes;

  memset(lanes->gradient, 0, trainee->n_weights * sizeof(Real));
  for (size_t i = 0; i < n; ++i) {
    last->dh[i] = trainee->out_gain * lanes->dy[i];
  }
  for (uint32_t l = trainee->n_layers; l-- > 0U;) {
    trainee->funcs[l]->backward(&trainee->layers[l], &lanes->tapes[l]);
  }
}

void
lanes_state(const Lanes* const lanes, float* state)
{
  for (uint32_t l = 0; l < lanes->trainee->n_layers; ++l) {
    const LayerTape* const tape  = &lanes->tapes[l];
    const RmnShape* const  shape = &lanes->trainee->layers[l].shape;
    const Real* const parts[2]   = {rmn_shape_n_gates(shape) ? tape->h : NULL,
                                  tape->c};

    for (int p = 0; p < 2; ++p) {
      for (size_t u = 0; parts[p] && u < shape->n_outputs; ++u) {
        *state++ = (float)parts[p][u * lanes->n_lanes];
      }
    }
  }
}
