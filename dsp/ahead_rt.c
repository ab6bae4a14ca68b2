// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ahead_rt.c Taking hops, and running windows meanwhile

#include "ahead_impl.h"
#include "denormals.h"

#include <string.h>

uint32_t
rmn_ahead_latency(const RmnAhead* const ahead)
{
  return ahead->offsets.n_frames;
}

uint32_t
rmn_ahead_next(const RmnAhead* const ahead)
{
  return ahead->n_hop - ahead->phase;
}

/* The window
   ========== */

/// Copy the memory of one layer, of every stream
static void
copy_memory(const RmnAhead* const ahead,
            const uint32_t        l,
            const RmnState* const from,
            const RmnState* const to)
{
  const RmnPackedLayer* const p = &ahead->model->layers[l];
  for (uint32_t s = 0; s < from->n_streams; ++s) {
    memcpy(rmn_state_stream(to, s) + p->state_offset,
           rmn_state_stream(from, s) + p->state_offset,
           p->n_state * sizeof(float));
  }
}

/// Put the memory of one layer, of every stream, to rest
static void
rest_memory(const RmnAhead* const ahead, const uint32_t l)
{
  const RmnPackedLayer* const p = &ahead->model->layers[l];
  for (uint32_t s = 0; s < ahead->state->n_streams; ++s) {
    memcpy(rmn_state_stream(ahead->state, s) + p->state_offset,
           ahead->rest + p->state_offset,
           p->n_state * sizeof(float));
  }
}

/// Run the next piece of the window
static void
run_piece(RmnAhead* const ahead)
{
  const uint32_t l           = ahead->layer;
  const uint32_t n_pieces    = ahead->n_needed[l] / RMN_CHUNK;
  const bool     is_backward = ahead->model->layers[l].shape.direction;
  const uint32_t piece =
    is_backward ? n_pieces - 1U - ahead->piece : ahead->piece;
  const uint32_t at       = piece * RMN_CHUNK;
  const bool     is_trial = !is_backward && at >= ahead->n_hop;

  if (is_backward && !ahead->piece) {
    rest_memory(ahead, l);
  }
  if (is_trial && at == ahead->n_hop) {
    copy_memory(ahead, l, ahead->state, ahead->trial);
  }
  if (at >= ahead->n_before) {
    const RmnState* const state = is_trial ? ahead->trial : ahead->state;
    rmn_span_run(&ahead->span, state, l, at, RMN_CHUNK, ahead->frame + at);
  }

  ahead->done += ahead->costs[l];
  if (++ahead->piece == n_pieces) {
    ahead->piece = 0;
    ++ahead->layer;
  }
}

/// Run the window as far as the present hop is taken
static void
work(RmnAhead* const ahead)
{
  while (ahead->layer < ahead->model->n_layers &&
         ahead->done * ahead->n_hop < ahead->cost * ahead->phase) {
    run_piece(ahead);
  }
}

/// Write `n` frames of what silence gave at first
static void
write_rest(const RmnAhead* const ahead, float* const* const out, uint32_t n)
{
  const uint32_t n_outputs = ahead->model->n_outputs;
  for (uint32_t c = 0; c < ahead->n_out; ++c) {
    const float value = c % n_outputs ? 0.0f : ahead->output;
    for (uint32_t t = 0; t < n; ++t) {
      out[c][t] = value;
    }
  }
}

/// Move the inputs of the window by a hop, and append what was taken
static void
move_window(RmnAhead* const ahead)
{
  RmnSpan* const span     = &ahead->span;
  const uint32_t n_inputs = ahead->model->n_inputs;
  const uint32_t n_kept   = span->n_frames - ahead->n_hop;
  for (uint32_t s = 0; s < span->n_streams; ++s) {
    float* const inputs = span->inputs + (size_t)s * span->n_frames * n_inputs;
    memmove(inputs,
            inputs + (size_t)ahead->n_hop * n_inputs,
            (size_t)n_kept * n_inputs * sizeof(float));
  }
  rmn_span_read(span, (const float* const*)ahead->taken, n_kept, ahead->n_hop);
}

/// A hop is taken: give what its window came to, and begin with the next one
static void
turn(RmnAhead* const ahead, const RmnState* const rest)
{
  if (ahead->n_before >= ahead->n_hop) {
    write_rest(ahead, ahead->coming, ahead->n_hop);
    ahead->n_before -= ahead->n_hop;
  } else {
    rmn_span_write(&ahead->span, ahead->coming, 0, ahead->n_hop);
  }

  float** const coming = ahead->coming;
  ahead->coming        = ahead->given;
  ahead->given         = coming;

  move_window(ahead);
  memcpy(ahead->rest,
         rmn_state_stream(rest, 0),
         ahead->state->n_floats * sizeof(float));
  ahead->frame += ahead->n_hop;
  ahead->done  = 0;
  ahead->layer = 0;
  ahead->piece = 0;
  ahead->phase = 0;
}

/* Frames
   ====== */

static void
clear_later(RmnLater* const later, const uint32_t c, const float value)
{
  for (uint32_t t = 0; t < later->n_frames; ++t) {
    later->frames[(size_t)c * later->n_frames + t] = value;
  }
}

/// Exchange `n` frames of channel `c` for older ones
static void
delay(const RmnLater* const later,
      const uint32_t        c,
      float* const          x,
      const uint32_t        n)
{
  float* const ring = later->frames + (size_t)c * later->n_frames;
  uint32_t     at   = later->at;
  for (uint32_t t = 0; later->n_frames && t < n; ++t) {
    const float before = ring[at];

    ring[at] = x[t];
    x[t]     = before;
    at       = at + 1U < later->n_frames ? at + 1U : 0U;
  }
}

static void
advance(RmnLater* const later, const uint32_t n)
{
  later->at = later->n_frames ? (later->at + n) % later->n_frames : 0U;
}

void
rmn_ahead_reset(RmnAhead* const ahead, const float output)
{
  const uint32_t n_outputs = ahead->model->n_outputs;

  ahead->output   = output;
  ahead->phase    = 0;
  ahead->layer    = ahead->model->n_layers; // There is no window yet
  ahead->n_before = ahead->span.n_frames;
  ahead->frame    = ahead->state->frame - ahead->span.n_frames;
  write_rest(ahead, ahead->given, ahead->n_hop);
  for (uint32_t c = 0; c < ahead->n_out; ++c) {
    clear_later(&ahead->later, c, c % n_outputs ? 0.0f : output);
  }
  clear_later(&ahead->offsets, 0, output);
}

void
rmn_ahead_process(RmnAhead* const           ahead,
                  const float* const* const in,
                  float* const* const       out,
                  const uint32_t            n_frames,
                  const RmnState* const     rest,
                  float* const              offset)
{
  const uint64_t mode = rmn_denormals_flush();
  const size_t   size = n_frames * sizeof(float);

  for (uint32_t i = 0; i < ahead->n_in; ++i) {
    memcpy(ahead->taken[i] + ahead->phase, in[i], size);
  }
  for (uint32_t o = 0; o < ahead->n_out; ++o) {
    memcpy(out[o], ahead->given[o] + ahead->phase, size);
    delay(&ahead->later, o, out[o], n_frames);
  }
  delay(&ahead->offsets, 0, offset, n_frames);
  advance(&ahead->later, n_frames);
  advance(&ahead->offsets, n_frames);

  ahead->phase += n_frames;
  work(ahead);
  if (ahead->phase == ahead->n_hop) {
    turn(ahead, rest);
  }
  rmn_denormals_restore(mode);
}
