// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file rmn_model.h Models, their states, and how they run, of rmn.h

#ifndef RMN_RMN_MODEL_H
#define RMN_RMN_MODEL_H

#include "rmn_network.h"

/* Model: immutable packed weights, shareable between states and threads
   ===================================================================== */

typedef struct RmnModelImpl RmnModel;

/// Where silence leads
typedef struct {
  bool     settled;  ///< False if the search ended before the state converged
  uint32_t n_frames; ///< Frames of silence that were searched
  float    output;   ///< Output 0 at rest: the DC offset of silence
} RmnRest;

/**
   Pack a network for playing and find its rest state.

   The model keeps no reference to `network`.  Rest is found by running silence
   with the knobs at their defaults until the state converges; the search is
   bounded in frames and in arithmetic.

   @return A model for rmn_model_free(), or NULL without memory.
*/
RmnModel*
rmn_model_new(const RmnNetwork* network);

void
rmn_model_free(RmnModel* model);

RMN_RT
uint32_t
rmn_model_n_inputs(const RmnModel* model);

RMN_RT
uint32_t
rmn_model_n_outputs(const RmnModel* model);

/// Return whether a layer runs backward
RMN_RT
bool
rmn_model_is_backward(const RmnModel* model);

RMN_RT
RmnRest
rmn_model_rest(const RmnModel* model);

enum {
  RMN_MAX_RESTS      = 8,       ///< That are told apart
  RMN_SILENCE_FRAMES = 1 << 16, ///< How long it may take to come to one
};

/// Where silence leads from anywhere, knobs being turned together
typedef struct {
  uint32_t n_rests; ///< Most rests at one position of the knobs; more than 1
                    ///< if what was played decides which silence leads to
  float outputs[RMN_MAX_RESTS]; ///< At each; first where a reset leads
  float position;               ///< In the knobs' ranges, < 0 for the defaults
  bool  is_restless;            ///< From somewhere, it still moves after
                                ///< RMN_SILENCE_FRAMES of silence
  float restless_position;      ///< As for `position`
} RmnSilence;

/**
   Explore where silence leads, from zero, from the file's state, after full
   scale, after noise and from random states.

   Slow, but bounded in arithmetic.

   @return RMN_OK or RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_silence_explore(const RmnModel*   model,
                    const RmnNetwork* network,
                    RmnSilence*       silence);

/// Return the size of the model in memory
size_t
rmn_model_n_bytes(const RmnModel* model);

/* State: the memory of one or more streams
   ======================================== */

typedef struct RmnStateImpl RmnState;

typedef enum {
  RMN_START_ZERO, ///< h = C = 0
  RMN_START_FILE, ///< The initial state that the file gives, else zero
  RMN_START_REST, ///< Where silence leads: no pop
} RmnStart;

/// Return a new state at rest, or NULL; 1 to RMN_MAX_STREAMS streams
RmnState*
rmn_state_new(const RmnModel* model, uint32_t n_streams);

void
rmn_state_free(RmnState* state);

/// Put every stream back to `start`
RMN_RT
void
rmn_state_reset(RmnState* state, const RmnModel* model, RmnStart start);

/// Copy every stream; both states must be of one model and number of streams
RMN_RT
void
rmn_state_copy(RmnState* dst, const RmnState* src);

/// Return the number of bytes that rmn_state_save() writes
size_t
rmn_state_n_bytes(const RmnState* state);

/// Write every stream to `bytes`, in the byte order of this machine
RMN_RT
void
rmn_state_save(const RmnState* state, void* bytes);

/**
   Restore what rmn_state_save() wrote for the same model.

   @return RMN_ERR_STATE, with the state untouched, if the bytes are damaged
   or were saved by another model or number of streams.
*/
RMN_RT
RmnStatus
rmn_state_restore(RmnState* state, const void* bytes, size_t size);

/**
   Run `n_frames` time steps of every stream: the real-time path.

   It does not hear the future: a layer that runs backward runs forward here,
   which comes to the same at rest, and to something else in sound.  See
   rmn_sequence_new() and players.

   Any number of frames, 0 included, and any split into calls give the same
   bits.  The buffer of an output may be the buffer of an input, but may not
   overlap one otherwise.  Denormals are
   flushed inside, and the caller's floating-point mode is kept.

   @param in `in[s * n_inputs + i]` is input i of stream s, [n_frames] each.
   @param out `out[s * n_outputs + o]` is output o of stream s.
*/
RMN_RT
void
rmn_process(const RmnModel*     model,
            RmnState*           state,
            const float* const* in,
            float* const*       out,
            uint32_t            n_frames);

/* Sequence: a whole recording at once, whichever way the layers run
   ================================================================= */

typedef struct RmnSequenceImpl RmnSequence;

/**
   Read frames of the inputs of every stream, in any order and several times.

   @param in `in[s * n_inputs + i]` is input i of stream s, [n_frames].
   @return False if that fails, which ends the sequence.
*/
typedef bool (*RmnSequenceRead)(void*         handle,
                                uint64_t      first,
                                float* const* in,
                                uint32_t      n_frames);

/**
   Multiply matrices: y = x W, row by row.

   @param x [m][k], one row `x_stride` floats after the other.
   @param W [k][n]
   @param[out] y [m][n]
*/
typedef void (*RmnProduct)(const float* x,
                           uint32_t     x_stride,
                           const float* W,
                           float*       y,
                           uint32_t     m,
                           uint32_t     k,
                           uint32_t     n);

/// The same by OpenBLAS, with which this needs linking: a RmnProduct
void
rmn_batch_product(const float* x,
                  uint32_t     x_stride,
                  const float* W,
                  float*       y,
                  uint32_t     m,
                  uint32_t     k,
                  uint32_t     n);

/**
   Prepare to play a whole sequence, exactly, also through layers that run
   backward, and stacks of them.

   Layers that run forward and backward alternate in passes over the sequence,
   one more than there are changes of direction on the way through the network.
   Each pass marks the states between chunks, from which the next one runs a
   layer again against its direction; Chen et al., "Training deep nets with
   sublinear memory cost", 2016.  So memory grows with the square root of the
   number of frames: some 12 MB for an hour of two bidirectional LSTM of 16.
   A product is asked for 128 frames of one layer at a time.

   @param model Must outlive the sequence, as must `handle`.
   @param start What each stream starts from: where it begins for layers that
   run forward, where it ends for those that run backward.
   @param product Multiplies the inputs of layers of more than 16 units and 15
   inputs, if any layer runs backward: faster, but its bits are those of this
   machine.  NULL for the bits of every machine.
   @return A sequence for rmn_sequence_free(), or NULL without memory.
*/
RmnSequence*
rmn_sequence_new(const RmnModel* model,
                 const RmnState* start,
                 uint64_t        n_frames,
                 RmnProduct      product,
                 RmnSequenceRead read,
                 void*           handle);

void
rmn_sequence_free(RmnSequence* sequence);

/// Return how often the sequence is read
uint32_t
rmn_sequence_n_passes(const RmnSequence* sequence);

/**
   Give the next `n_frames` of the outputs: the first call takes longest.

   Any split into calls gives the same bits, and those of rmn_process() where no
   layer runs backward.

   @param out `out[s * n_outputs + o]` is output o of stream s, [n_frames];
   silent beyond the end of the sequence.
   @return RMN_OK, or RMN_ERR_FILE if reading failed.
*/
RmnStatus
rmn_sequence_next(RmnSequence* sequence, float* const* out, uint32_t n_frames);

/**
   Run whole sequences of many streams through the batch form of the layers,
   `phi([X_t h_{t-1}] [W; U] + b)`, in double precision with OpenBLAS: the
   reference that the real-time path is held to.  Slow, and not for an audio
   thread; needs linking with OpenBLAS.

   @param start Zero or file.
   @param in [n_frames][n_streams][n_inputs]
   @param out [n_frames][n_streams][n_outputs]
   @return RMN_OK, RMN_ERR_NO_MEMORY, or RMN_ERR_LIMIT beyond 2 GB of sequence.
*/
RmnStatus
rmn_batch_process(const RmnNetwork* network,
                  RmnStart          start,
                  const double*     in,
                  double*           out,
                  uint32_t          n_frames,
                  uint32_t          n_streams);

/**
   Run the self-test of a network through the real-time path, from zero.

   @param[out] worst The largest absolute error.
   @return RMN_OK if it passes or there is none, RMN_ERR_SELF_TEST, or
   RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_self_test(const RmnNetwork* network, const RmnModel* model, float* worst);

#endif // RMN_RMN_MODEL_H
