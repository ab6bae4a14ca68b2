// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file block.h Layers of LANES units, whose state stays in registers; part of
   lanes.h.

   What such a small layer costs is the way from one time step to the next, and
   memory would be a detour.
*/

#undef Block
#undef lstm_block_step
#undef gru_block_step
#undef load_block
#undef store_block
#undef run_block
#define Block RMN_JOIN(Block, LANES)
#define lstm_block_step RMN_JOIN(lstm_block_step, LANES)
#define gru_block_step RMN_JOIN(gru_block_step, LANES)
#define load_block RMN_JOIN(load_block, LANES)
#define store_block RMN_JOIN(store_block, LANES)
#define run_block RMN_JOIN(run_block, LANES)

/// The state of a stream
typedef struct {
  Vec h;
  Vec c; ///< See Step
} Block;

/// Run a time step, and return the output; the layout is that of lstm_tile()
INLINE Vec
lstm_block_step(const float* const w,
                const float* const x,
                const uint32_t     n_x,
                Block* const       b)
{
  enum { HEIGHT = 4 * LANES, LAST = 3 * LANES };

  const float* const of_h = w + (size_t)(1U + n_x) * HEIGHT;

  Sums z, o;
  start_sums(&z, w, HEIGHT, x, n_x, 3U, 2U);
  add_block(&z, of_h, HEIGHT, b->h, 3U);
  start_sums(&o, w + LAST, HEIGHT, x, n_x, 1U, 2U);
  add_block(&o, of_h + LAST, HEIGHT, b->h, 1U);

  const Vec sums[] = {total(&z, 0), total(&z, 1), total(&z, 2), total(&o, 0)};
  Ratio     g[4];
  tanh_gates(g, sums, 4U);
  b->h = lstm_cell(g[0], g[1], g[2], g[3], &b->c);
  return splat(0.5f) * b->h;
}

/// Run a time step, and return the output; see gru_tile(), whose layout it is
INLINE Vec
gru_block_step(const float* const w,
               const float* const x,
               const uint32_t     n_x,
               Block* const       b)
{
  enum { HEIGHT = 2 * LANES };

  const float* const of_h = w + (size_t)(1U + n_x) * LANES;
  const float* const rest = of_h + LANES * LANES;
  const float* const b_u  = rest + (size_t)(1U + n_x) * HEIGHT;

  Sums r, sums;
  start_sums(&r, w, LANES, x, n_x, 1U, 4U);
  add_block(&r, of_h, LANES, b->h, 1U);
  Vec reset = tanh_lanes(total(&r, 0));
  HOLD(reset); // The candidate waits for it

  start_sums(&sums, rest, HEIGHT, x, n_x, 2U, 2U);
  const Vec product = total(&sums, 1);
  sums.chains[0][1] = load(b_u);
  sums.chains[1][1] = splat(0.0f);
  add_block(&sums, b_u + LANES, HEIGHT, b->h, 2U);

  b->h =
    gru_cell(reset, total(&sums, 0), total(&sums, 1), product, b->h, &b->c);
  return b->h;
}

INLINE Block
load_block(const float* const state)
{
  return (Block){load(state), load(state + RMN_BLOCK)};
}

INLINE void
store_block(float* const state, const Block* const b)
{
  store(state, b->h);
  store(state + RMN_BLOCK, b->c);
}

/// Run every frame of one stream, or of two, of `n_x` inputs each
INLINE void
run_block(const RmnPackedLayer* const layer,
          const RmnRun* const         run,
          const uint32_t              n_x,
          Vec (*const step)(const float*, const float*, uint32_t, Block*),
          const bool is_stereo)
{
  const uint32_t second = is_stereo ? 1U : 0U;

  Block a = load_block(run->state[0]);
  Block b = load_block(run->state[second]);
  for (uint32_t t = 0; t < run->n_frames; ++t) {
    const size_t x = (size_t)t * layer->in_stride;
    const size_t y = (size_t)t * layer->out_stride;
    const float* w = layer->matrices[0].weights;
    HIDE(w);

    store(run->out[0] + y, step(w, run->in[0] + x, n_x, &a));
    if (is_stereo) {
      store(run->out[1] + y, step(w, run->in[1] + x, n_x, &b));
    }
  }

  store_block(run->state[0], &a);
  if (is_stereo) {
    store_block(run->state[1], &b);
  }
}
