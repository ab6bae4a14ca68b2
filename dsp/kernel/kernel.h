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
  RMN_CHUNK    = 32, ///< Most frames that a layer runs before the next one does
  RMN_TOGETHER = 2,  ///< Most streams that go through the weights together
  RMN_MAX_WAVE = 4,  ///< Most layers that go through the frames together
  RMN_LANES    = 4,  ///< Units of a layer are padded to a multiple of this
  RMN_BLOCK    = 16, ///< Floats that frames are padded to
  RMN_ALIGN    = 64, ///< Bytes that every array is aligned to
};

/// Return the least multiple of `step`, a power of two, that holds `n`
static inline uint32_t
rmn_pad(const uint32_t n, const uint32_t step)
{
  return (n + step - 1U) & ~(step - 1U);
}

/**
   A bias and a matrix, packed for one kernel; see layout.h.

   Rows are in lanes: they come in tiles, and a tile is stored column by column,
   the first one being the bias.  The product with a vector then reads the
   weights once, front to back, and needs no sum across lanes.  Where that would
   leave lanes idle, a matrix of a few rows is stored row by row instead.
*/
typedef struct {
  uint32_t n_rows; ///< A multiple of RMN_LANES unless by row
  uint32_t n_cols; ///< Besides the bias
  size_t   n_floats;
  float*   weights; ///< [n_floats]
  bool     is_by_row;
} RmnMatrix;

enum { RMN_MAX_MATRICES = 3 };

/**
   A layer ready to run, n standing for the padded number of units.

   Gates that pass a sigmoid are scaled by 1/2 (exactly), because
   `sigmoid(x) = 1/2 + 1/2 tanh(x / 2)` then needs but one function.  So is
   U_n of a GRU with reset after the product, and U of a LSTM: its state is 2h.
   Of a cell with a clip or other functions than sigmoid and tanh, no gate is
   scaled.

   | type             | matrix | rows          | columns                     |
   |------------------|--------|---------------|-----------------------------|
   | dense            | 0      | out           | in                          |
   | rnn              | 0      | n             | x, h                        |
   | lstm             | 0      | i, f, g, o    | x, 2h                       |
   | peephole, diag.  | 1      | i, f, o       | 1                           |
   | peephole, full   | 1      | i, f          | C_{t-1}                     |
   |                  | 2      | o             | C_t                         |
   | gru, after       | 0      | r, z, n       | x, h; see layout.h          |
   | gru, before      | 0      | r, z          | x, h                        |
   |                  | 1      | n             | x, r * h                    |
   | gru, after,      | 0      | r, z          | x, h                        |
   | other functions  | 1      | n             | x                           |
   |                  | 2      | n             | h                           |
   | conv1d           | 0      | out           | taps, oldest first, of x    |
   | prelu, batchnorm | 0      | channels      | 1                           |

   A recurrent layer whose inputs are projected takes W x instead of x, a number
   for each row, in the order in which rows are stored; see projection.h.
*/
typedef struct {
  RmnShape    shape;
  RmnMatrix   matrices[RMN_MAX_MATRICES];
  uint32_t    n_units;                         ///< Outputs padded to RMN_LANES
  RmnFunction functions[RMN_N_CELL_FUNCTIONS]; ///< The first if it has one
  uint32_t    n_lanes;      ///< That its tiles are packed for
  bool        is_usual;     ///< Its functions are: see rmn_shape_is_usual()
  bool        is_block;     ///< All units are one block that runs alone
  bool        is_projected; ///< W x is known: `in` has that, row by row
  uint32_t    in_stride;    ///< Floats from one frame to the next
  uint32_t    out_stride;
  uint32_t    n_ring;       ///< Frames in the ring of a conv1d, a power of two
  uint32_t    n_scratch;    ///< Floats that a run needs besides the state
  uint32_t    n_state;      ///< Floats of memory: h and more, or the ring
  uint32_t    held_offset;  ///< Where in them it holds what it gave, if seldom
  uint32_t    heard_offset; ///< And in scratch gathers what it hears
  uint32_t    state_offset; ///< Where these stand in the memory of a stream
  size_t      out_offset; ///< Where its output stands among those of all layers
  bool        takes_input; ///< That of the network, and not what stands at:
  size_t      in_offset;   ///< Among the outputs
  bool        is_alone;    ///< No layer stands beside it
  size_t   joint_offset; ///< What it gives with those beside it, or its output
  uint32_t joint_stride;
  uint32_t joint_channel; ///< The first of its channels there
  size_t   scratch_offset;
  uint32_t n_wave; ///< Layers from here on that may run as a wavefront, or 1
} RmnPackedLayer;

/// What a layer runs with, besides its weights
typedef struct {
  uint32_t     n_layers;  ///< From this on that run as a wavefront, or 1
  uint32_t     n_streams; ///< At most RMN_TOGETHER
  uint32_t     n_frames;  ///< At most RMN_CHUNK
  uint32_t     frame;     ///< Number of the first frame since the reset
  float*       scratch;   ///< [layer->n_scratch] floats of any content
  float*       state[RMN_TOGETHER]; ///< Of each stream, [layer->n_state]
  const float* in[RMN_TOGETHER];    ///< [n_frames][layer->in_stride]
  float*       out[RMN_TOGETHER];   ///< [n_frames][layer->out_stride]
} RmnRun;

/**
   Run `runs->n_layers` layers on top of one another, each with a run of its
   own.  What is beyond the padded channels of a frame stays zero.
*/
typedef void (*RmnLayerFunc)(const RmnPackedLayer* layers, const RmnRun* runs);

typedef struct {
  const char*  isa;     ///< Instruction set that it was compiled for
  uint32_t     n_lanes; ///< Floats of its widest register
  uint32_t     n_sums;  ///< Rows that it sums at once; see layout.h
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
