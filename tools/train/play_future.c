// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file play_future.c Playing what hears the future: layers that run backward

#include "play.h"

#include "ahead.h"

#include <math.h>
#include <string.h>

enum { N_BLOCK = 256 };

/// What a sequence is of
typedef struct {
  const float* knobs;
  const float* dry;
  uint32_t     n_inputs;
} Source;

/// Outputs of a network, a block at a time
typedef struct {
  float  frames[RMN_MAX_OUTPUTS][N_BLOCK];
  float* out[RMN_MAX_OUTPUTS];
} Block;

static void
open_block(Block* const block)
{
  for (uint32_t o = 0; o < RMN_MAX_OUTPUTS; ++o) {
    // cppcheck-suppress uninitvar ; Only its place is taken
    block->out[o] = block->frames[o];
  }
}

/// Copy `n` frames of a block, from `from` on, to where they are wanted
static void
keep_block(const Block* const  block,
           const uint32_t      from,
           float* const* const wet,
           const size_t        at,
           const uint32_t      n_outputs,
           const uint32_t      n)
{
  for (uint32_t o = 0; o < n_outputs; ++o) {
    if (wet[o]) {
      memcpy(wet[o] + at, block->frames[o] + from, n * sizeof(float));
    }
  }
}

static bool
read(void* const         handle,
     const uint64_t      first,
     float* const* const in,
     const uint32_t      n_frames)
{
  const Source* const source = (const Source*)handle;
  memcpy(in[0], source->dry + first, n_frames * sizeof(float));
  for (uint32_t i = 1; i < source->n_inputs; ++i) {
    for (uint32_t t = 0; t < n_frames; ++t) {
      in[i][t] = source->knobs[i - 1U];
    }
  }
  return true;
}

bool
play_whole(const RmnModel* const model,
           RmnState* const       state,
           const float* const    knobs,
           const float* const    dry,
           float* const* const   wet,
           const size_t          n_frames)
{
  Source             source = {knobs, dry, rmn_model_n_inputs(model)};
  RmnSequence* const sequence =
    rmn_sequence_new(model, state, n_frames, NULL, read, &source);
  Block block;
  bool  ok = sequence;
  open_block(&block);
  for (size_t t = 0; ok && t < n_frames; t += N_BLOCK) {
    const size_t   n_left = n_frames - t;
    const uint32_t n      = n_left < N_BLOCK ? (uint32_t)n_left : N_BLOCK;
    ok                    = !rmn_sequence_next(sequence, block.out, n);
    keep_block(&block, 0, wet, t, rmn_model_n_outputs(model), n);
  }
  rmn_sequence_free(sequence);
  return ok;
}

/// Hear `n` frames from frame `t` on, silence after the end
static void
hear(const Source* const source,
     const size_t        t,
     const size_t        n_frames,
     const uint32_t      n,
     float               in[RMN_MAX_INPUTS][N_BLOCK])
{
  for (uint32_t j = 0; j < n; ++j) {
    in[0][j] = t + j < n_frames ? source->dry[t + j] : 0.0F;
    for (uint32_t i = 1; i < source->n_inputs; ++i) {
      in[i][j] = source->knobs[i - 1U];
    }
  }
}

/// Play until all has come out
static void
run_ahead(RmnAhead* const       ahead,
          const Source* const   source,
          const RmnState* const rest,
          float* const* const   wet,
          const uint32_t        n_outputs,
          const size_t          n_frames)
{
  const size_t late = rmn_ahead_latency(ahead);
  float        heard[RMN_MAX_INPUTS][N_BLOCK];
  float        offset[N_BLOCK] = {0.0F};
  const float* in[RMN_MAX_INPUTS];
  Block        block;
  for (uint32_t i = 0; i < RMN_MAX_INPUTS; ++i) {
    in[i] = heard[i];
  }

  open_block(&block);
  for (size_t t = 0; t < n_frames + late;) {
    const size_t   n_left = n_frames + late - t;
    const uint32_t n_next = rmn_ahead_next(ahead);
    const uint32_t n_most = n_next < N_BLOCK ? n_next : N_BLOCK;
    const uint32_t n      = n_left < n_most ? (uint32_t)n_left : n_most;

    hear(source, t, n_frames, n, heard);
    rmn_ahead_process(ahead, in, block.out, n, rest, offset);
    t += n;
    const size_t   n_due  = t > late ? t - late : 0U;
    const uint32_t n_kept = n_due < n ? (uint32_t)n_due : n;
    keep_block(&block, n - n_kept, wet, n_due - n_kept, n_outputs, n_kept);
  }
}

bool
play_ahead(const RmnModel* const model,
           RmnState* const       state,
           const uint32_t        n_ahead,
           const float* const    knobs,
           const float* const    dry,
           float* const* const   wet,
           const size_t          n_frames)
{
  const Source    source = {knobs, dry, rmn_model_n_inputs(model)};
  RmnState* const rest   = rmn_state_new(model, 1);
  RmnAhead* const ahead =
    rest ? rmn_ahead_new(model, state, n_ahead, 1U) : NULL;
  if (ahead) {
    rmn_state_copy(rest, state);
    rmn_ahead_reset(ahead, rmn_model_rest(model).output);
    run_ahead(ahead, &source, rest, wet, rmn_model_n_outputs(model), n_frames);
  }
  rmn_ahead_free(ahead);
  rmn_state_free(rest);
  return ahead;
}
