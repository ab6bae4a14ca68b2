// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file sequence.c Whole sequences, in passes that alternate in direction

#include "denormals.h"
#include "span.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_CHUNK = 1024, MAX_CHUNK = 1 << 20 };

/// A way through all chunks
typedef struct {
  RmnDirection direction;
  uint32_t     n_layers; ///< That run, from the first on
} Pass;

struct RmnSequenceImpl {
  const RmnModel* model;
  RmnSequenceRead read;
  void*           handle;
  uint64_t        n_frames;
  uint64_t        n_chunks;
  uint32_t        n_chunk; ///< Frames of each but the last
  uint32_t        n_passes;
  Pass            passes[RMN_MAX_LAYERS + 2];
  bool            is_marked[RMN_MAX_LAYERS];
  bool            is_ready; ///< Only the last pass is left
  RmnSpan         span;
  RmnState*       state;
  RmnState*       start;
  float*          marks; ///< [n_chunks][n_streams * n_floats] where a layer
                         ///< begins a chunk in its own direction
  float**  in;           ///< [n_streams * n_inputs]
  float**  out;          ///< [n_streams * n_outputs]
  float*   planes;       ///< Of both, [n_chunk] each
  uint64_t next;         ///< Frame to be given
};

/* Which layers run in which pass
   ============================== */

/// Return whether a layer can run over a chunk by itself
static bool
can_run(const RmnModel* const model,
        const bool* const     is_marked,
        const uint32_t        l,
        const RmnDirection    direction)
{
  const RmnPackedLayer* const p = &model->layers[l];
  return p->shape.direction == direction || !p->n_state || is_marked[l];
}

/**
   Find how far a pass comes: to the first layers that need marks which no pass
   before has made, of which it runs what it can.

   @param is_marked Layers whose marks are known, those of this pass included
   afterwards.
   @param[out] is_whole Whether nothing is left out.
*/
static Pass
plan_pass(const RmnModel* const model,
          bool* const           is_marked,
          const RmnDirection    direction,
          bool* const           is_whole)
{
  Pass pass = {direction, 0};

  *is_whole = true;
  while (*is_whole && pass.n_layers < model->n_layers) {
    const uint32_t first = pass.n_layers;
    for (uint32_t l = first; l < model->n_layers; ++l) {
      const bool is_beside =
        model->layers[l].joint_offset == model->layers[first].joint_offset;
      if (!is_beside) {
        break;
      }
      *is_whole &= can_run(model, is_marked, l, direction);
      pass.n_layers = l + 1U;
    }
  }

  for (uint32_t l = 0; l < pass.n_layers; ++l) {
    is_marked[l] |= model->layers[l].shape.direction == direction;
  }
  return pass;
}

/// Plan passes until one that runs forward is whole
static uint32_t
plan_passes(const RmnModel* const model,
            RmnDirection          direction,
            Pass* const           passes)
{
  bool     is_marked[RMN_MAX_LAYERS] = {false};
  bool     is_whole                  = false;
  uint32_t n                         = 0;
  while (!is_whole || passes[n - 1U].direction != RMN_FORWARD) {
    passes[n++] = plan_pass(model, is_marked, direction, &is_whole);
    direction   = direction == RMN_FORWARD ? RMN_BACKWARD : RMN_FORWARD;
  }
  return n;
}

static void
plan(RmnSequence* const sequence)
{
  const RmnModel* const model = sequence->model;

  Pass           other[RMN_MAX_LAYERS + 2];
  const uint32_t n_other = plan_passes(model, RMN_BACKWARD, other);

  sequence->n_passes = plan_passes(model, RMN_FORWARD, sequence->passes);
  if (n_other < sequence->n_passes) {
    sequence->n_passes = n_other;
    memcpy(sequence->passes, other, sizeof(other));
  }
}

/* Memory
   ====== */

/// Choose a size of chunks for which frames and marks take least together
static uint32_t
choose_chunk(const RmnModel* const model,
             const uint32_t        n_streams,
             const uint64_t        n_frames)
{
  const double n_mark  = (double)model->n_state * n_streams;
  const double n_frame = (double)rmn_span_n_floats(model, n_streams);
  const double best    = sqrt((double)n_frames * n_mark / n_frame);

  uint32_t n = MIN_CHUNK;
  while (n < MAX_CHUNK && n < best) {
    n *= 2U;
  }
  return n < n_frames ? n : rmn_pad((uint32_t)n_frames + 1U, RMN_CHUNK);
}

static bool
allocate(RmnSequence* const sequence,
         const RmnProduct   product,
         const uint32_t     n_streams)
{
  const RmnModel* const model  = sequence->model;
  const uint32_t        n      = sequence->n_chunk;
  const size_t          n_in   = (size_t)n_streams * model->n_inputs;
  const size_t          n_out  = (size_t)n_streams * model->n_outputs;
  const size_t          n_mark = (size_t)n_streams * model->n_state + 1U;

  sequence->state = rmn_state_new(model, n_streams);
  sequence->start = rmn_state_new(model, n_streams);
  sequence->marks =
    (float*)calloc(sequence->n_chunks + 1U, n_mark * sizeof(float));
  sequence->in     = (float**)calloc(n_in, sizeof(float*));
  sequence->out    = (float**)calloc(n_out, sizeof(float*));
  sequence->planes = (float*)calloc((n_in + n_out) * n, sizeof(float));
  if (!rmn_span_init(&sequence->span, model, product, n_streams, n) ||
      !sequence->state || !sequence->start || !sequence->marks ||
      !sequence->in || !sequence->out || !sequence->planes) {
    return false;
  }

  for (size_t i = 0; i < n_in; ++i) {
    sequence->in[i] = sequence->planes + i * n;
  }
  for (size_t o = 0; o < n_out; ++o) {
    sequence->out[o] = sequence->planes + (n_in + o) * n;
  }
  return true;
}

RmnSequence*
rmn_sequence_new(const RmnModel* const model,
                 const RmnState* const start,
                 const uint64_t        n_frames,
                 const RmnProduct      product,
                 const RmnSequenceRead read,
                 void* const           handle)
{
  RmnSequence* const sequence = (RmnSequence*)calloc(1, sizeof(RmnSequence));
  if (!sequence) {
    return NULL;
  }

  sequence->model    = model;
  sequence->read     = read;
  sequence->handle   = handle;
  sequence->n_frames = n_frames;
  sequence->n_chunk  = choose_chunk(model, start->n_streams, n_frames);
  sequence->n_chunks = (n_frames + sequence->n_chunk - 1U) / sequence->n_chunk;
  plan(sequence);
  if (!allocate(sequence, product, start->n_streams)) {
    rmn_sequence_free(sequence);
    return NULL;
  }

  rmn_state_copy(sequence->start, start);
  return sequence;
}

void
rmn_sequence_free(RmnSequence* const sequence)
{
  if (sequence) {
    rmn_span_clear(&sequence->span);
    rmn_state_free(sequence->state);
    rmn_state_free(sequence->start);
    free(sequence->marks);
    free(sequence->in);
    free(sequence->out);
    free(sequence->planes);
    free(sequence);
  }
}

uint32_t
rmn_sequence_n_passes(const RmnSequence* const sequence)
{
  return sequence->n_passes;
}

/* Running
   ======= */

/// Copy the memory of one layer, of every stream
static void
copy_memory(const RmnSequence* const sequence,
            const uint32_t           l,
            const float* const       from,
            float* const             to)
{
  const RmnPackedLayer* const p     = &sequence->model->layers[l];
  const RmnState* const       state = sequence->state;
  for (uint32_t s = 0; s < state->n_streams; ++s) {
    const size_t at = (size_t)s * state->n_floats + p->state_offset;
    memcpy(to + at, from + at, p->n_state * sizeof(float));
  }
}

/// Run a chunk of a pass: its layers go on, or begin where their mark says
static bool
run_chunk(RmnSequence* const sequence, const Pass* const pass, const uint64_t c)
{
  const RmnModel* const model = sequence->model;
  const uint64_t        first = c * sequence->n_chunk;
  const uint32_t        frame = sequence->start->frame + (uint32_t)first;
  const uint64_t        left  = sequence->n_frames - first;
  const uint32_t        n =
    left < sequence->n_chunk ? (uint32_t)left : sequence->n_chunk;
  float* const memory = sequence->state->streams;
  float* const mark   = sequence->marks + c * sequence->state->n_streams *
                                          (size_t)sequence->state->n_floats;
  if (!sequence->read(sequence->handle, first, sequence->in, n)) {
    return false;
  }

  rmn_span_read(&sequence->span, (const float* const*)sequence->in, 0, n);
  for (uint32_t l = 0; l < pass->n_layers; ++l) {
    const bool goes_on = model->layers[l].shape.direction == pass->direction;
    if (!goes_on && !can_run(model, sequence->is_marked, l, pass->direction)) {
      continue;
    }
    if (goes_on) {
      copy_memory(sequence, l, memory, mark);
    } else {
      copy_memory(sequence, l, mark, memory);
    }
    rmn_span_run(&sequence->span, sequence->state, l, 0, n, frame);
  }
  return true;
}

/// Run a whole pass, which gives nothing but marks
static bool
run_pass(RmnSequence* const sequence, const Pass* const pass)
{
  const bool is_backward = pass->direction == RMN_BACKWARD;

  rmn_state_copy(sequence->state, sequence->start);
  for (uint64_t k = 0; k < sequence->n_chunks; ++k) {
    const uint64_t c = is_backward ? sequence->n_chunks - 1U - k : k;
    if (!run_chunk(sequence, pass, c)) {
      return false;
    }
  }

  for (uint32_t l = 0; l < pass->n_layers; ++l) {
    sequence->is_marked[l] |=
      sequence->model->layers[l].shape.direction == pass->direction;
  }
  return true;
}

/// Run every pass but the last
static bool
prepare(RmnSequence* const sequence)
{
  for (uint32_t p = 0; p + 1U < sequence->n_passes; ++p) {
    if (!run_pass(sequence, &sequence->passes[p])) {
      return false;
    }
  }

  rmn_state_copy(sequence->state, sequence->start);
  sequence->is_ready = true;
  return true;
}

/// Copy `n` frames of every output, or silence if there are none
static void
give(const RmnSequence* const sequence,
     float* const* const      out,
     const uint32_t           at,
     const uint32_t           first,
     const uint32_t           n,
     const bool               is_silent)
{
  const size_t n_out =
    (size_t)sequence->state->n_streams * sequence->model->n_outputs;
  for (size_t o = 0; o < n_out; ++o) {
    if (is_silent) {
      memset(out[o] + first, 0, n * sizeof(float));
    } else {
      memcpy(out[o] + first, sequence->out[o] + at, n * sizeof(float));
    }
  }
}

/// Run the chunk that the next frame is in, if that is its first
static bool
go_on(RmnSequence* const sequence, const uint32_t at)
{
  const Pass* const last  = &sequence->passes[sequence->n_passes - 1U];
  const uint64_t    chunk = sequence->next / sequence->n_chunk;
  if (at) {
    return true;
  }
  if (!run_chunk(sequence, last, chunk)) {
    return false;
  }

  rmn_span_write(&sequence->span, sequence->out, 0, sequence->n_chunk);
  return true;
}

static RmnStatus
next(RmnSequence* const  sequence,
     float* const* const out,
     const uint32_t      n_frames)
{
  if (!sequence->is_ready && !prepare(sequence)) {
    return RMN_ERR_FILE;
  }

  for (uint32_t t = 0, n = 0; t < n_frames; t += n) {
    const uint32_t at     = (uint32_t)(sequence->next % sequence->n_chunk);
    const uint64_t n_left = sequence->n_frames - sequence->next;
    const uint32_t n_here = sequence->n_chunk - at;

    n = n_frames - t < n_here ? n_frames - t : n_here;
    n = n_left && n_left < n ? (uint32_t)n_left : n;
    if (n_left && !go_on(sequence, at)) {
      return RMN_ERR_FILE;
    }
    give(sequence, out, at, t, n, !n_left);
    sequence->next += n_left ? n : 0U;
  }
  return RMN_OK;
}

RmnStatus
rmn_sequence_next(RmnSequence* const  sequence,
                  float* const* const out,
                  const uint32_t      n_frames)
{
  const uint64_t  mode = rmn_denormals_flush();
  const RmnStatus st   = next(sequence, out, n_frames);

  rmn_denormals_restore(mode);
  return st;
}
