// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file recurrent.h Recurrent layers, time step by time step and tile by tile

#ifndef RMN_KERNEL_RECURRENT_H
#define RMN_KERNEL_RECURRENT_H

#include "vector.h"

enum {
  MAX_TILES = RMN_MAX_WIDTH / 4,

  /// The least weights of a layer that two streams load once for both: sharing
  /// pays as soon as loads keep products waiting, and where registers are few
  /// it costs moves between them and memory
  MIN_SHARED = HAS_32_REGISTERS ? 6000 : 12000,
};

typedef struct StageImpl Stage;

/// One time step of a tile of one stream, or of both
typedef void (*TileFunc)(const Tile*, const Step*, uint32_t n_streams);

/// How tiles of one size run that hear the same way
typedef struct {
  void (*step)(const Tile*, const Step*); ///< One time step of one stream
  void (*pair)(const Tile*, const Step*); ///< Of both
  void (*alone)(Stage*); ///< Every frame of a layer that is just one tile
  void (*alike)(Stage*, uint32_t n); ///< Of layers of nothing but such tiles
  uint32_t n_units;
} TileKind;

/// What tiles hear.  Most layers have a single input, which no loop need count:
/// where vectors are wide, counting it would take up to a twentieth of a step
typedef enum { ANY_INPUTS, PROJECTED_INPUTS, ONE_INPUT } Hearing;

/// How tiles of one size run, by what they hear
typedef const TileKind* const* TileKinds;

/// A layer on its way through its frames
struct StageImpl {
  const RmnPackedLayer* layer;
  const RmnRun*         run;
  uint32_t              n_tiles;
  bool                  is_paired; ///< Streams share every weight they load
  Tile                  tiles[MAX_TILES]; ///< In the order of their weights
  const TileKind*       kinds[MAX_TILES];
  const TileKind*       kind; ///< Of every tile, or NULL
  Step                  steps[RMN_TOGETHER];
};

/// Return what the tiles hear of a layer on which `n` - 1 others run
static Hearing
hearing(const RmnPackedLayer* const layer, const uint32_t n)
{
  const bool is_one = WIDEST >= 16 && n == 1U && layer->shape.n_inputs == 1U;
  return layer->is_projected ? PROJECTED_INPUTS
         : is_one            ? ONE_INPUT
                             : ANY_INPUTS;
}

INLINE void
add_tile(Stage* const       stage,
         const uint32_t     u,
         const float* const w,
         const TileKinds    kinds)
{
  const RmnPackedLayer* const layer = stage->layer;
  const uint32_t              k     = stage->n_tiles++;
  const TileKind* const kind = kinds[hearing(layer, stage->run->n_layers)];

  stage->kinds[k] = kind;
  stage->kind     = !k || stage->kind == kind ? kind : NULL;
  stage->tiles[k] = (Tile){
    w, u, layer->shape.n_inputs, layer->n_units, layer->is_projected, false};
}

/// Point to the first frame; the tiles are known
static void
start_stage(Stage* const stage)
{
  const RmnRun* const run = stage->run;
  const uint32_t      n_h = stage->layer->out_stride;

  for (uint32_t s = 0; s < run->n_streams; ++s) {
    float* const h      = run->state[s];
    float* const h_next = stage->n_tiles == 1U ? h : run->scratch + s * n_h;
    stage->steps[s]     = (Step){run->in[s], h, h_next, h + n_h, run->out[s]};
  }
}

/**
   Run one time step by a function, or by those of the tiles' kinds.

   The streams take turns in every tile: one's arithmetic fills the time in
   which the other waits for its own.  Where loading weights is what takes time,
   they go as a pair instead, and each weight that is loaded serves both.
*/
INLINE void
step_stage(Stage* const stage, const bool is_backward, const TileFunc step)
{
  const uint32_t n_tiles   = stage->n_tiles;
  const uint32_t n_streams = stage->run->n_streams;

  ROLLED
  for (uint32_t k = 0; k < n_tiles; ++k) {
    const uint32_t i = is_backward ? n_tiles - 1U - k : k;
    if (stage->is_paired) {
      stage->kinds[i]->pair(&stage->tiles[i], stage->steps);
      continue;
    }
    ROLLED
    for (uint32_t s = 0; s < n_streams; ++s) {
      const Step* const of_stream = &stage->steps[s];
      if (step) {
        Tile tile        = stage->tiles[i];
        tile.is_backward = is_backward && n_tiles > 1U;
        HIDE(tile.w);
        step(&tile, of_stream, 1U);
      } else {
        stage->kinds[i]->step(&stage->tiles[i], of_stream);
      }
    }
  }

  for (uint32_t s = 0; s < n_streams; ++s) {
    Step* const  of_stream = &stage->steps[s];
    float* const h         = of_stream->h_next;

    of_stream->h_next = of_stream->h;
    of_stream->h      = h;
    of_stream->x += stage->layer->in_stride;
    of_stream->out += stage->layer->out_stride;
  }
}

/**
   Run layers on top of one another as a wavefront, each one frame behind the
   one below it, so that none waits for another within a step.

   Every other step goes through the tiles backwards: where the weights exceed
   the nearest cache, it finds there what the step before read last.
*/
INLINE void
run_wavefront(Stage* const   stages,
              const uint32_t n_frames,
              const uint32_t n,
              const TileFunc step)
{
  for (uint32_t t = 0; t < n_frames + n - 1U; ++t) {
    ROLLED
    for (uint32_t k = 0; k < n; ++k) {
      if (t - k < n_frames) { // Beyond it, modulo 2^32, where t < k
        step_stage(&stages[k], t % 2U, step);
      }
    }
  }
}

/// Run every frame of a stage whose only tile has all `n_units` units
INLINE void
run_alone(Stage* const stage, const uint32_t n_units, const TileFunc step)
{
  const RmnRun* const run = stage->run;

  Tile tile = stage->tiles[0];
  tile.n_h  = n_units;
  for (uint32_t t = 0; t < run->n_frames; ++t) {
    ROLLED
    for (uint32_t s = 0; s < run->n_streams; ++s) {
      Step* const of_stream = &stage->steps[s];

      HIDE(tile.w);
      step(&tile, of_stream, 1U);
      of_stream->x += stage->layer->in_stride;
      of_stream->out += stage->layer->out_stride;
    }
  }
}

/// Leave h where the next run looks for it
static void
end_stage(const Stage* const stage)
{
  for (uint32_t s = 0; s < stage->run->n_streams; ++s) {
    float* const state = stage->run->state[s];
    if (stage->steps[s].h != state) {
      memcpy(state, stage->steps[s].h, stage->layer->n_units * sizeof(float));
    }
  }
}

/// Return whether two streams go through a layer as a pair, see step_stage().
/// Of a GRU, the sums of a pair fit into many registers, and small tiles, only
static bool
goes_in_pairs(const Stage* const stage)
{
  const RmnPackedLayer* const layer = stage->layer;
  const bool                  fits =
    layer->shape.type == RMN_LSTM || (HAS_32_REGISTERS && stage->n_tiles > 1U);

  return fits && stage->run->n_streams == 2U &&
         layer->matrices[0].n_floats >= MIN_SHARED;
}

/// Run layers on top of one another
static void
run_stages(const RmnPackedLayer* const layers,
           const RmnRun* const         runs,
           void (*const list_tiles)(Stage*))
{
  const uint32_t n = runs->n_layers;

  Stage           stages[RMN_MAX_WAVE];
  const TileKind* kind = NULL; // Of every tile of every layer, or NULL
  for (uint32_t k = 0; k < n; ++k) {
    stages[k].layer   = &layers[k];
    stages[k].run     = &runs[k];
    stages[k].n_tiles = 0;
    stages[k].kind    = NULL;
    list_tiles(&stages[k]);
    stages[k].is_paired = goes_in_pairs(&stages[k]);
    start_stage(&stages[k]);
    kind = !k || stages[k].kind == kind ? stages[k].kind : NULL;
  }

  if (kind && n == 1U && kind->n_units == layers->n_units &&
      !stages[0].is_paired) {
    kind->alone(stages);
    return; // Its h stands where it stood
  }

  if (kind) {
    kind->alike(stages, n);
  } else {
    run_wavefront(stages, runs->n_frames, n, NULL);
  }

  for (uint32_t k = 0; k < n; ++k) {
    end_stage(&stages[k]);
  }
}

/// Define how tiles of `n` units run that hear one of these
#define DEFINE_KIND(kind, body, n, hears)                                      \
  INLINE void kind##_tile(                                                     \
    const Tile* const tile, const Step* const steps, const uint32_t n_streams) \
  {                                                                            \
    Tile known         = *tile;                                                \
    known.is_projected = (hears) == PROJECTED_INPUTS;                          \
    known.n_x          = (hears) == ONE_INPUT ? 1U : tile->n_x;                \
    body(&known, steps, n_streams);                                            \
  }                                                                            \
  static void kind##_step(const Tile* const tile, const Step* const step)      \
  {                                                                            \
    kind##_tile(tile, step, 1U);                                               \
  }                                                                            \
  static void kind##_pair(const Tile* const tile, const Step* const steps)     \
  {                                                                            \
    kind##_tile(tile, steps, 2U);                                              \
  }                                                                            \
  static void kind##_alone(Stage* const stage)                                 \
  {                                                                            \
    run_alone(stage, n, kind##_tile);                                          \
  }                                                                            \
  static void kind##_alike(Stage* const stages, const uint32_t n_stages)       \
  {                                                                            \
    run_wavefront(stages, stages->run->n_frames, n_stages, kind##_tile);       \
  }                                                                            \
  static const TileKind kind##_kind = {                                        \
    kind##_step, kind##_pair, kind##_alone, kind##_alike, n};

#if WIDEST >= 16
#  define DEFINE_KINDS(name, n)                              \
    DEFINE_KIND(name##_any, name, n, ANY_INPUTS)             \
    DEFINE_KIND(name##_projected, name, n, PROJECTED_INPUTS) \
    DEFINE_KIND(name##_one, name, n, ONE_INPUT)              \
    static const TileKind* const name##_kinds[] = {          \
      &name##_any_kind, &name##_projected_kind, &name##_one_kind};
#else
#  define DEFINE_KINDS(name, n)                                      \
    DEFINE_KIND(name##_any, name, n, ANY_INPUTS)                     \
    DEFINE_KIND(name##_projected, name, n, PROJECTED_INPUTS)         \
    static const TileKind* const name##_kinds[] = {&name##_any_kind, \
                                                   &name##_projected_kind};
#endif

/// Define how tiles of `n` units run, from what one step of `n_streams` is
#define DEFINE_TILE(name, n, body)                                             \
  INLINE void name(                                                            \
    const Tile* const tile, const Step* const steps, const uint32_t n_streams) \
  {                                                                            \
    body;                                                                      \
  }                                                                            \
  DEFINE_KINDS(name, n)

#define DEFINE_BLOCK_RUN(name, step, n, n_x, is_stereo)                        \
  static void name(const RmnPackedLayer* const layer, const RmnRun* const run) \
  {                                                                            \
    run_block##n(layer, run, n_x, step, is_stereo);                            \
  }

/// Define a function that runs layers of `n` units, all in one block.  Most
/// have a single input, which no loop need count, and each way of running has
/// a function of its own, so that none keeps another's constants
#define DEFINE_BLOCK(cell, n)                                                \
  DEFINE_BLOCK_RUN(                                                          \
    cell##_mono_##n, cell##_block_step##n, n, layer->shape.n_inputs, false)  \
  DEFINE_BLOCK_RUN(                                                          \
    cell##_stereo_##n, cell##_block_step##n, n, layer->shape.n_inputs, true) \
  DEFINE_BLOCK_RUN(cell##_mono_1_##n, cell##_block_step##n, n, 1U, false)    \
  DEFINE_BLOCK_RUN(cell##_stereo_1_##n, cell##_block_step##n, n, 1U, true)   \
  static void cell##_block_##n(const RmnPackedLayer* const layer,            \
                               const RmnRun* const         run)              \
  {                                                                          \
    static const RmnLayerFunc ways[2][2] = {                                 \
      {cell##_mono_##n, cell##_stereo_##n},                                  \
      {cell##_mono_1_##n, cell##_stereo_1_##n}};                             \
    ways[layer->shape.n_inputs == 1U][run->n_streams == 2U](layer, run);     \
  }

#endif // RMN_KERNEL_RECURRENT_H
