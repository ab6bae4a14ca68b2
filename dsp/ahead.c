// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "ahead_impl.h"

#include <stdlib.h>

enum { N_HOPS = RMN_AHEAD_HOPS + 1 }; ///< Of latency

static void
plan(RmnAhead* const ahead)
{
  const RmnModel* const model    = ahead->model;
  uint32_t              n_needed = ahead->n_hop;
  for (uint32_t l = model->n_layers; l-- > 0U;) {
    const RmnPackedLayer* const p = &model->layers[l];

    // One that runs backward needs all, and so does it of those before it
    const bool is_backward = p->shape.direction == RMN_BACKWARD;
    ahead->n_needed[l]     = is_backward ? ahead->span.n_frames : n_needed;
    const bool is_first    = !l || p[-1].joint_offset != p->joint_offset;
    for (uint32_t m = l; is_first && m < model->n_layers &&
                         p->joint_offset == model->layers[m].joint_offset;
         ++m) {
      n_needed = ahead->n_needed[m] > n_needed ? ahead->n_needed[m] : n_needed;
    }
  }

  for (uint32_t l = 0; l < model->n_layers; ++l) {
    const RmnPackedLayer* const p = &model->layers[l];
    ahead->costs[l] = 64U + p->matrices[0].n_floats + p->matrices[1].n_floats +
                      p->matrices[2].n_floats;
    ahead->cost += ahead->costs[l] * (ahead->n_needed[l] / RMN_CHUNK);
  }
}

/// Point `n` channels of `n_frames` at planes; return what follows
static float*
point(float** const  channels,
      const uint32_t n,
      const uint32_t n_frames,
      float*         next)
{
  for (uint32_t c = 0; c < n; ++c, next += n_frames) {
    channels[c] = next;
  }
  return next;
}

static bool
allocate(RmnAhead* const ahead)
{
  const size_t   n_in     = ahead->n_in;
  const size_t   n_out    = ahead->n_out;
  const uint32_t n_later  = ahead->later.n_frames;
  const uint32_t n_offset = ahead->offsets.n_frames;
  const size_t   n_planes =
    (n_in + 2U * n_out) * ahead->n_hop + n_out * n_later + n_offset;

  ahead->trial  = rmn_state_new(ahead->model, ahead->state->n_streams);
  ahead->rest   = (float*)calloc(ahead->state->n_floats + 1U, sizeof(float));
  ahead->taken  = (float**)calloc(n_in, sizeof(float*));
  ahead->coming = (float**)calloc(n_out, sizeof(float*));
  ahead->given  = (float**)calloc(n_out, sizeof(float*));
  ahead->planes = (float*)calloc(n_planes, sizeof(float));
  if (!rmn_span_init(&ahead->span,
                     ahead->model,
                     NULL,
                     ahead->state->n_streams,
                     RMN_AHEAD_HOPS * ahead->n_hop) ||
      !ahead->trial || !ahead->rest || !ahead->taken || !ahead->coming ||
      !ahead->given || !ahead->planes) {
    return false;
  }

  float* next = ahead->planes;
  next        = point(ahead->taken, ahead->n_in, ahead->n_hop, next);
  next        = point(ahead->coming, ahead->n_out, ahead->n_hop, next);
  next        = point(ahead->given, ahead->n_out, ahead->n_hop, next);

  ahead->later.frames   = next;
  ahead->offsets.frames = next + n_out * n_later;
  return true;
}

/// Return the frames of a hop for a latency, fewer if a window of a network so
/// wide would take too much memory
static uint32_t
choose_hop(const RmnModel* const model,
           const uint32_t        n_streams,
           const uint32_t        n_frames)
{
  enum { MAX_FLOATS = 1 << 26 };

  const size_t   n_floats = rmn_span_n_floats(model, n_streams);
  const size_t   most = MAX_FLOATS / (n_floats * RMN_AHEAD_HOPS * RMN_CHUNK);
  const uint32_t step = N_HOPS * RMN_CHUNK;
  const size_t   n_pieces = (n_frames + step / 2U) / step;
  const size_t   n        = n_pieces < most ? n_pieces : most;
  return RMN_CHUNK * (n ? (uint32_t)n : 1U);
}

RmnAhead*
rmn_ahead_new(const RmnModel* const model,
              RmnState* const       state,
              const uint32_t        n_frames,
              const uint32_t        n_step)
{
  const uint32_t  n_hop = choose_hop(model, state->n_streams, n_frames);
  RmnAhead* const ahead = (RmnAhead*)calloc(1, sizeof(RmnAhead));
  if (!ahead) {
    return NULL;
  }

  const uint32_t n_early  = N_HOPS * n_hop % n_step;
  ahead->model            = model;
  ahead->state            = state;
  ahead->n_hop            = n_hop;
  ahead->n_in             = state->n_streams * model->n_inputs;
  ahead->n_out            = state->n_streams * model->n_outputs;
  ahead->later.n_frames   = n_early ? n_step - n_early : 0U;
  ahead->offsets.n_frames = N_HOPS * n_hop + ahead->later.n_frames;
  if (!allocate(ahead)) {
    rmn_ahead_free(ahead);
    return NULL;
  }

  plan(ahead);
  return ahead;
}

void
rmn_ahead_free(RmnAhead* const ahead)
{
  if (ahead) {
    rmn_span_clear(&ahead->span);
    rmn_state_free(ahead->trial);
    free(ahead->rest);
    free(ahead->taken);
    free(ahead->coming);
    free(ahead->given);
    free(ahead->planes);
    free(ahead);
  }
}
