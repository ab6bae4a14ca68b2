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

/// Find out which layers stand beside each other
static void
plan(Lanes* const lanes)
{
  const Trainee* const trainee = lanes->trainee;

  lanes->joints[0] = (Joint){.n = trainee->n_inputs * lanes->n_lanes};
  for (uint32_t l = 0; l < trainee->n_layers; ++l) {
    const RmnShape* const shape = &trainee->layers[l].shape;
    lanes->n_joints += shape->place == RMN_AFTER;

    Joint* const joint = &lanes->joints[lanes->n_joints];
    lanes->links[l]    = (Link){.takes     = lanes->n_joints - 1U,
                                .gives     = lanes->n_joints,
                                .at        = joint->n,
                                .is_turned = shape->direction == RMN_BACKWARD};
    joint->n += shape->n_outputs * lanes->n_lanes;
  }
  for (uint32_t l = 0; l < trainee->n_layers; ++l) {
    Link* const  link = &lanes->links[l];
    const size_t n    = trainee->layers[l].shape.n_outputs * lanes->n_lanes;
    link->is_direct   = !link->is_turned && n == lanes->joints[link->gives].n;
  }
}

/// Let a layer read what those below write, and answer with gradients, either
/// straight or by copies
static bool
connect(Lanes* const lanes, const uint32_t l)
{
  LayerTape* const   tape  = &lanes->tapes[l];
  Link* const        link  = &lanes->links[l];
  const Joint* const below = &lanes->joints[link->takes];
  Joint* const       above = &lanes->joints[link->gives];
  const size_t       n_all = lanes->max_frames;

  if (link->is_direct) {
    above->y  = tape->h + above->n;
    above->dy = tape->dh;
  } else if (!above->is_own) {
    above->is_own = true;
    if (!allocate(&above->y, n_all * above->n) ||
        !allocate(&above->dy, n_all * above->n)) {
      return false;
    }
  }
  if ((link->is_turned && !allocate(&link->x, n_all * below->n)) ||
      (!link->is_direct && below->dy &&
       !allocate(&link->dx, n_all * below->n))) {
    return false;
  }

  tape->x  = link->is_turned ? link->x : below->y;
  tape->dx = link->is_direct ? below->dy : link->dx;
  return true;
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
  plan(lanes);
  lanes->joints[0].y = lanes->x;
  for (uint32_t l = 0; ok && l < trainee->n_layers; ++l) {
    ok = allocate_tape(lanes, l) && connect(lanes, l);
  }
  if (!ok) {
    lanes_free(lanes);
    return NULL;
  }
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
    free(lanes->links[l].x);
    free(lanes->links[l].dx);
  }
  for (uint32_t j = 1; j <= lanes->n_joints; ++j) {
    if (lanes->joints[j].is_own) {
      free(lanes->joints[j].y);
      free(lanes->joints[j].dy);
    }
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
  lanes_reset_some(lanes, 1);
}

void
lanes_reset_some(Lanes* const lanes, const size_t step)
{
  for (uint32_t l = 0; l < lanes->trainee->n_layers; ++l) {
    const LayerTape* const tape = &lanes->tapes[l];
    for (size_t i = 0; i < n_state_of(lanes, l); ++i) {
      if (i % lanes->n_lanes % step == 0U) {
        tape->h[i] = 0;
        if (tape->c) {
          tape->c[i] = 0;
        }
      }
    }
  }
}

static Real
anywhere(Random* const random)
{
  return (Real)(4.0 * random_unit(random) - 2.0);
}

void
lanes_scatter_some(Lanes* const lanes, const size_t step, Random* const random)
{
  for (uint32_t l = 0; l < lanes->trainee->n_layers; ++l) {
    const LayerTape* const tape = &lanes->tapes[l];
    if (lanes->links[l].is_turned) {
      continue; // It begins at zero each time
    }
    for (size_t i = 0; i < n_state_of(lanes, l); ++i) {
      if (i % lanes->n_lanes % step == 1U) {
        tape->h[i] = anywhere(random);
        if (tape->c) {
          tape->c[i] = anywhere(random);
        }
      }
    }
  }
}

void
lanes_carry(Lanes* const lanes, const size_t n_frames)
{
  for (uint32_t l = 0; l < lanes->trainee->n_layers; ++l) {
    const LayerTape* const tape = &lanes->tapes[l];
    const size_t           n    = n_state_of(lanes, l);
    if (lanes->links[l].is_turned) {
      continue; // It begins at zero each time
    }
    memmove(tape->h, tape->h + n_frames * n, n * sizeof(Real));
    if (tape->c) {
      memmove(tape->c, tape->c + n_frames * n, n * sizeof(Real));
    }
  }
}

/// Return all numbers of the frames of a joint, or of their gradients
static Strand
strand_of(const Joint* const joint, Real* const array)
{
  return (Strand){array, joint->n, joint->n};
}

/// Return what layer `l` has of the joint above, or of its gradients
static Strand
share_of(const Lanes* const lanes, const uint32_t l, Real* const array)
{
  const size_t n = n_state_of(lanes, l);
  return (Strand){
    array + lanes->links[l].at, lanes->joints[lanes->links[l].gives].n, n};
}

/// Run a layer, and hand over what goes in and out by copies
static void
run_forward(const Lanes* const lanes, const uint32_t l, const size_t n_frames)
{
  const Link* const      link  = &lanes->links[l];
  const LayerTape* const tape  = &lanes->tapes[l];
  const Joint* const     below = &lanes->joints[link->takes];
  const size_t           n     = n_state_of(lanes, l);

  if (link->is_turned) {
    const Strand from = strand_of(below, below->y);
    const Strand to   = strand_of(below, link->x);
    strand_copy(&to, &from, n_frames, true);
  }
  lanes->trainee->funcs[l]->forward(&lanes->trainee->layers[l], tape);
  if (!link->is_direct) {
    const Strand from = {tape->h + n, n, n};
    const Strand to   = share_of(lanes, l, lanes->joints[link->gives].y);
    strand_copy(&to, &from, n_frames, link->is_turned);
  }
}

/// Run it back, likewise; what layers beside each other say is summed
static void
run_back(const Lanes* const lanes, const uint32_t l)
{
  const Link* const      link     = &lanes->links[l];
  const LayerTape* const tape     = &lanes->tapes[l];
  const Joint* const     below    = &lanes->joints[link->takes];
  const size_t           n_frames = tape->n_frames;
  const size_t           n        = n_state_of(lanes, l);

  if (!link->is_direct) {
    const Strand from = share_of(lanes, l, lanes->joints[link->gives].dy);
    const Strand to   = {tape->dh, n, n};
    strand_copy(&to, &from, n_frames, link->is_turned);
  }
  lanes->trainee->funcs[l]->backward(&lanes->trainee->layers[l], tape);
  if (link->dx) {
    const Strand from    = strand_of(below, link->dx);
    const Strand to      = strand_of(below, below->dy);
    const bool   is_last = l + 1U == lanes->trainee->n_layers ||
                         lanes->links[l + 1U].gives != link->gives;
    (is_last ? strand_copy : strand_add)(&to, &from, n_frames, link->is_turned);
  }
}

/// What the network as a whole makes, before it is mixed
static const Joint*
last_joint(const Lanes* const lanes)
{
  return &lanes->joints[lanes->n_joints];
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
  const Real* const    h       = last_joint(lanes)->y;

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
    run_forward(lanes, l, n_frames);
  }
  mix(lanes, n_frames);
}

void
lanes_backward(Lanes* const lanes)
{
  const Trainee* const trainee = lanes->trainee;
  const Joint* const   last    = last_joint(lanes);
  const size_t         n       = lanes->tapes[0].n_frames * last->n;

  memset(lanes->gradient, 0, trainee->n_weights * sizeof(Real));
  for (size_t i = 0; i < n; ++i) {
    last->dy[i] = trainee->out_gain * lanes->dy[i];
  }
  for (uint32_t l = trainee->n_layers; l-- > 0U;) {
    lanes->tapes[l].pull = lanes->pull;
    run_back(lanes, l);
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
