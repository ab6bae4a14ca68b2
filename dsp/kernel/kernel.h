// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file kernel.h What a kernel is given: packed layers, and one function each.

   A kernel is a const table of functions, compiled for one instruction set
   from the one body in body.c.  It knows neither files nor networks: model.c
   packs the weights as described here.
*/

#ifndef RMN_KERNEL_H
#define RMN_KERNEL_H

#include "rmn.h"

#ifdef __FAST_MATH__
#  error "NaN must be seen to be contained: build without -ffast-math"
#endif

enum {
  RMN_CHUNK = 32, ///< Most frames that a layer runs before the next one does
  RMN_LANES = 4,  ///< Units of a layer are padded to a multiple of this
  RMN_BLOCK = 16, ///< Rows of a matrix that are summed together
  RMN_ALIGN = 64, ///< Bytes that every array is aligned to
};

/// Return the least multiple of `step`, a power of two, that holds `n`
static inline uint32_t
rmn_pad(const uint32_t n, const uint32_t step)
{
  return (n + step - 1U) & ~(step - 1U);
}

/// Return the floats from one frame of `n` channels to the next
static inline uint32_t
rmn_stride(const uint32_t n_channels)
{
  return rmn_pad(n_channels, RMN_BLOCK);
}

/**
   A bias and a matrix with its rows in lanes.

   Rows come in blocks of RMN_BLOCK, the last ones in blocks of RMN_LANES; a
   block is stored column by column.  The product with a vector then reads the
   weights once, front to back, and needs no sum across lanes.
*/
typedef struct {
  uint32_t n_rows; ///< A multiple of RMN_LANES
  uint32_t n_cols;
  float*   bias;    ///< [n_rows]
  float*   weights; ///< [n_rows * n_cols], see rmn_matrix_index()
} RmnMatrix;

/// Return where the weight of `row` and `col` is stored
static inline size_t
rmn_matrix_index(const RmnMatrix* const m,
                 const uint32_t         row,
                 const uint32_t         col)
{
  const uint32_t n_blocked = m->n_rows & ~(RMN_BLOCK - 1U);
  const uint32_t height    = row < n_blocked ? RMN_BLOCK : RMN_LANES;
  const uint32_t first     = row & ~(height - 1U);

  return (size_t)first * m->n_cols + (size_t)col * height + (row - first);
}

enum { RMN_MAX_MATRICES = 3 };

/**
   A layer ready to run, n standing for the padded number of units.

   Gates that pass a sigmoid are scaled by 1/2 (exactly), because
   `sigmoid(x) = 1/2 + 1/2 tanh(x / 2)` then needs but one function.

   | type             | matrix | rows          | columns                     |
   |------------------|--------|---------------|-----------------------------|
   | dense            | 0      | out           | in                          |
   | rnn              | 0      | n             | x, h                        |
   | lstm             | 0      | i, f, g, o    | x, h                        |
   | peephole, diag.  | 1      | i, f, o       | 1                           |
   | peephole, full   | 1      | i, f          | C_{t-1}                     |
   |                  | 2      | o             | C_t                         |
   | gru, after       | 0      | r, z, U_n h   | x, h                        |
   |                  | 1      | W_n x         | x                           |
   | gru, before      | 0      | r, z          | x, h                        |
   |                  | 1      | n             | x, r * h                    |
   | conv1d           | 0      | out           | taps, oldest first, of x    |
   | prelu, batchnorm | 0      | channels      | 1                           |
*/
typedef struct {
  RmnShape  shape;
  RmnMatrix matrices[RMN_MAX_MATRICES];
  uint32_t  n_units;      ///< Outputs padded to RMN_LANES
  uint32_t  n_ring;       ///< Frames in the ring of a conv1d, a power of two
  uint32_t  n_scratch;    ///< Floats that a run needs besides the state
  uint32_t  n_state;      ///< Floats of memory: h then C, or the ring
  uint32_t  state_offset; ///< Where these stand in the memory of a stream
} RmnPackedLayer;

/// What a layer of one stream runs with, besides its weights
typedef struct {
  float*   state;    ///< Its memory, [layer->n_state]
  float*   scratch;  ///< [layer->n_scratch] floats of any content
  uint32_t frame;    ///< Number of the first frame since the stream's reset
  uint32_t n_frames; ///< At most RMN_CHUNK
} RmnRun;

/**
   Run one layer of one stream.

   @param in [n_frames][rmn_stride(n_inputs)]
   @param out [n_frames][rmn_stride(n_outputs)], padded up to n_units.
*/
typedef void (*RmnLayerFunc)(const RmnPackedLayer* layer,
                             const RmnRun*         run,
                             const float*          in,
                             float*                out);

typedef struct {
  const char*  isa; ///< Instruction set that it was compiled for
  RmnLayerFunc run[RMN_N_LAYER_TYPES];
} RmnKernel;

/// Return kernel `i` of those that this machine runs, fastest first, or NULL
const RmnKernel*
rmn_kernel_at(uint32_t i);

/// Return the kernel that models are made with from now on
const RmnKernel*
rmn_kernel_choose(void);

/**
   Have models made with the kernel for `isa` from now on, or the fastest for
   NULL: for tests and benchmarks, before other threads make any.

   @return False if this machine has no such kernel.
*/
bool
rmn_kernel_override(const char* isa);

#endif // RMN_KERNEL_H
