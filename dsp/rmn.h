// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file rmn.h The public API of the Remanence engine.

   A file becomes a network (a description), a network becomes a model (packed
   weights that never change), and a model plays with a state (what remains
   from sample to sample: h_t and C_t).  A player bundles the three with what
   audio needs around them.

       file -> RmnNetwork -> RmnModel + RmnState -> rmn_process()
                                \________ RmnPlayer ________/

   Functions marked RMN_RT may be called on an audio thread: they allocate
   nothing, lock nothing, call nothing that might, and take time that is
   bounded by their arguments.  Everything else belongs to other threads.
   No function keeps global state, so distinct objects may be used from
   distinct threads.
*/

#ifndef RMN_H
#define RMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RMN_VERSION "0.1.0"

/// Marks a function that is safe to call on an audio thread
#define RMN_RT

/// What a file may ask for; every limit is checked before anything is allocated
enum {
  RMN_MAX_FILE_BYTES = 64 << 20, ///< Size of a model file
  RMN_MAX_LAYERS     = 32,       ///< Layers of one network
  RMN_MAX_WIDTH      = 1024,     ///< Units or channels of one layer
  RMN_MAX_INPUTS     = 16,       ///< Inputs of a network: audio and knobs
  RMN_MAX_OUTPUTS    = 16,       ///< Outputs of a network
  RMN_MAX_HISTORY    = 1 << 20, ///< Floats that a network remembers of a stream
  RMN_MAX_WEIGHTS    = 1 << 24, ///< Weights of a network
  RMN_MAX_STREAMS    = 64,      ///< Streams of one state
  RMN_MAX_HOP        = 1 << 20, ///< Frames from prediction to prediction
  RMN_MAX_AHEAD      = 1 << 12, ///< Frames that a sample is predicted ahead
};

/* Status
   ====== */

typedef enum {
  RMN_OK,
  RMN_ERR_NO_MEMORY,   ///< An allocation failed
  RMN_ERR_FILE,        ///< A file could not be opened or read
  RMN_ERR_TOO_LARGE,   ///< A file is larger than RMN_MAX_FILE_BYTES
  RMN_ERR_SYNTAX,      ///< A file is not well-formed
  RMN_ERR_FORMAT,      ///< A file is of no model format known here
  RMN_ERR_UNSUPPORTED, ///< A model is of a kind that this engine cannot play
  RMN_ERR_MISSING,     ///< A required key is missing
  RMN_ERR_TYPE,        ///< A value has the wrong type
  RMN_ERR_SHAPE,       ///< Dimensions contradict each other
  RMN_ERR_VALUE,       ///< A number is not finite or out of range
  RMN_ERR_LIMIT,       ///< A size exceeds one of the limits above
  RMN_ERR_SELF_TEST,   ///< A model does not compute what its file says
  RMN_ERR_STATE,       ///< Saved state is damaged or of another model
} RmnStatus;

enum { RMN_N_STATUS = RMN_ERR_STATE + 1 };

/// Return the meaning of `status` as a sentence without a full stop
const char*
rmn_strerror(RmnStatus status);

/// A status with one sentence that names the key and the numbers that clash
typedef struct {
  RmnStatus status;
  char      message[256];
} RmnError;

/* Network: the neutral description of a network
   ============================================= */

typedef enum {
  RMN_DENSE,      ///< `y = phi(W x + b)`
  RMN_RNN,        ///< `h = phi(W x + U h' + b)`, phi is tanh or relu
  RMN_LSTM,       ///< Hochreiter and Schmidhuber 1997, Gers et al. 2000
  RMN_GRU,        ///< Cho et al. 2014
  RMN_CONV1D,     ///< Causal dilated convolution over time
  RMN_ACTIVATION, ///< `y = phi(x)`
  RMN_PRELU,      ///< `y = x < 0 ? w x : x`, one w per channel
  RMN_BATCHNORM,  ///< `y = w x + b`, the statistics folded in
} RmnLayerType;

enum { RMN_N_LAYER_TYPES = RMN_BATCHNORM + 1 };

typedef enum {
  RMN_LINEAR,
  RMN_TANH,
  RMN_SIGMOID,
  RMN_RELU,
  RMN_ELU,
  RMN_SOFTMAX,
} RmnActivation;

enum { RMN_N_ACTIVATIONS = RMN_SOFTMAX + 1 };

/// How the gates of a LSTM see its cell: f and i see C_{t-1}, o sees C_t
typedef enum {
  RMN_PEEPHOLE_NONE,
  RMN_PEEPHOLE_DIAGONAL, ///< Each unit sees its own cell, `P [3][H]`
  RMN_PEEPHOLE_FULL,     ///< Each unit sees every cell, `P [3][H][H]`
} RmnPeephole;

/// Where the reset gate of a GRU acts
typedef enum {
  RMN_RESET_AFTER,  ///< `g = tanh(W x + b + r * (U h' + b_u))`: Keras, PyTorch
  RMN_RESET_BEFORE, ///< `g = tanh(W x + U (r * h') + b)`: Cho et al. 2014
} RmnReset;

/// Which way through time a recurrent layer runs
typedef enum {
  RMN_FORWARD,
  RMN_BACKWARD, ///< From the last frame to the first: it hears the future
} RmnDirection;

/// What a recurrent layer takes
typedef enum {
  RMN_AFTER,  ///< What the layers before it give
  RMN_BESIDE, ///< What the layer before it takes; its channels follow that
              ///< one's
} RmnPlacement;

/**
   The size of a layer: everything that decides the shape of its weights.

   A bidirectional layer (Schuster and Paliwal 1997) is two: one that runs
   forward, and one that runs backward beside it.  The layer after them takes
   the channels of both.

   Zero is the usual choice for every field that a type does not use.
*/
typedef struct {
  RmnLayerType  type;
  RmnActivation activation;  ///< Of dense, conv1d, activation, rnn
  uint32_t      n_inputs;    ///< Channels in
  uint32_t      n_outputs;   ///< Channels out; hidden units H if recurrent
  RmnPeephole   peephole;    ///< LSTM only
  RmnReset      reset;       ///< GRU only
  uint32_t      kernel_size; ///< Conv1d only, at least 1
  uint32_t      dilation;    ///< Conv1d only, at least 1
  uint32_t      n_groups;    ///< Conv1d only, at least 1
  RmnDirection  direction;   ///< Recurrent only
  RmnPlacement  place;       ///< Recurrent only, and after a recurrent one
} RmnShape;

/**
   One layer in canonical form.  Arrays are row-major and owned by the network;
   an array that the type does not have is NULL, every other one is complete.

   A row belongs to one gate of one unit: row `g * H + u`, gates in the order
   i, f, g, o for LSTM and r, z, n for GRU, as in PyTorch.  Biases are summed,
   except that a GRU with reset after the product keeps the recurrent bias of
   its candidate apart.  The GRU's update is `h = z * h' + (1 - z) * g`.

   | type       | W                        | U       | b    | b_u | P      |
   |------------|--------------------------|---------|------|-----|--------|
   | dense      | [out][in]                |         | out  |     |        |
   | rnn        | [H][in]                  | [H][H]  | H    |     |        |
   | lstm       | [4H][in]                 | [4H][H] | 4H   |     | i,f,o  |
   | gru        | [3H][in]                 | [3H][H] | 3H   | [H] |        |
   | conv1d     | [tap][out][in / groups]  |         | out  |     |        |
   | prelu      | [channel]                |         |      |     |        |
   | batchnorm  | [channel]                |         | out  |     |        |

   Tap 0 of a conv1d is the oldest.
*/
typedef struct {
  RmnShape shape;
  float*   W;   ///< Input weights
  float*   U;   ///< Recurrent weights
  float*   b;   ///< Bias
  float*   b_u; ///< Recurrent bias of the candidate (GRU, reset after)
  float*   P;   ///< Peephole weights
  float*   h0;  ///< [H] Initial hidden state, zero unless learned
  float*   c0;  ///< [H] Initial cell (LSTM), zero unless learned
} RmnLayer;

enum { RMN_MAX_NAME = 64 };

/// One input of a network; input 0 is audio, the others are knobs, but input 1
/// may be audio too
typedef struct {
  char  name[RMN_MAX_NAME];
  float value;   ///< Default
  float minimum; ///< The network was trained in [minimum, maximum]
  float maximum;
  bool  is_side; ///< Input 1 is a second audio, such as a side chain
} RmnInput;

/// One output of a network
typedef struct {
  char  name[RMN_MAX_NAME];
  char  unit[RMN_MAX_NAME]; ///< Free text such as "dB", may be empty
  float minimum;            ///< What it predicts is in [minimum, maximum]
  float maximum;
  float smoothing_ms; ///< Time constant that it is best shown with, 0 for none
} RmnOutput;

typedef enum {
  RMN_PREDICT_NOTHING, ///< The file says of no prediction: an effect
  RMN_PREDICT_VALUE,   ///< Each output is a quantity, or a probability
  RMN_PREDICT_CLASS,   ///< Each output is the score of a class, one is right
  RMN_PREDICT_NEXT_SAMPLE, ///< Output 0 is the audio to come
} RmnPredictionKind;

enum { RMN_N_PREDICTION_KINDS = RMN_PREDICT_NEXT_SAMPLE + 1 };

/// What a value is of the outputs over several frames
typedef enum {
  RMN_POOL_LAST, ///< That of the last frame
  RMN_POOL_MEAN,
  RMN_POOL_MAX,
} RmnPool;

enum { RMN_N_POOLS = RMN_POOL_MAX + 1 };

/**
   What a network predicts, and when.  Frames are at the network's own rate.

   | network                            | hop | window        |
   |------------------------------------|-----|---------------|
   | many to many, a value each frame   | 1   | 0             |
   | many to many, a value now and then | N   | 0             |
   | many to one                        | N   | N             |
   | begins anew, a value now and then  | N   | multiple of N |
   | one to many, the next sample       | 1   | 0             |

   A value comes with the last frame of a hop and holds until the next one.  It
   is what `pool` makes of the outputs since the hop began, or since the window
   did if there are windows.  An event is on from where output 0 reaches
   `threshold` until it is below `threshold - hysteresis`, and for `hold_ms` at
   least.
*/
typedef struct {
  RmnPredictionKind kind;
  uint32_t          hop;    ///< Frames from value to value, 1 to RMN_MAX_HOP
  uint32_t          window; ///< Frames from start to start of the state, as for
                            ///< RMN_START_FILE; 0 if it goes on for ever
  uint32_t ahead;    ///< Frames that output 0 is ahead of the input, if next
                     ///< sample: 1 to RMN_MAX_AHEAD; else 0
  float   threshold; ///< In the unit of output 0
  float   hysteresis;
  float   hold_ms;
  RmnPool pool; ///< RMN_POOL_LAST if next sample
} RmnPrediction;

/// What a file says about itself; strings are owned, NULL where it is silent
typedef struct {
  char*  name;
  char*  author;
  char*  licence;
  char*  description; ///< Free text: what was modelled, which settings
  char*  gear;        ///< Maker and model of the gear
  char*  provenance;  ///< JSON object in text: data, seed, recipe
  char*  training;    ///< JSON object in text: figures of the training
  double loudness_db; ///< NAN where unknown, as are the next three
  double esr;         ///< Error-to-signal ratio that the trainer stated
  double input_level_dbu;
  double output_level_dbu;
} RmnMetadata;

/// Sequences that a network must reproduce, so a file can be trusted
typedef struct {
  uint32_t n_frames;  ///< 0 where the file carries no test
  float*   input;     ///< [n_frames][network.n_inputs]
  float*   output;    ///< [n_frames][network.n_outputs]
  float    tolerance; ///< Largest absolute error that passes
} RmnSelfTest;

typedef struct {
  const char* format;          ///< Dialect it was read from, a static string
  double      rate_hz;         ///< Rate of its time step, 0 where unknown
  bool        is_rate_assumed; ///< The usual rate of its format: none is given
  uint32_t    n_inputs;
  uint32_t    n_outputs;
  uint32_t    n_layers;
  uint32_t    n_skip;   ///< Audio is added to the first n_skip outputs
  float       in_gain;  ///< Linear gain of the audio, skipped or not
  float       out_gain; ///< Linear gain of every output after skip
  float*      rest;     ///< [rmn_network_n_state()] if the file gives it
  RmnInput    inputs[RMN_MAX_INPUTS];
  RmnOutput   outputs[RMN_MAX_OUTPUTS];
  RmnPrediction prediction;
  RmnLayer      layers[RMN_MAX_LAYERS];
  RmnMetadata   metadata;
  RmnSelfTest   self_test;
} RmnNetwork;

/**
   Read a model file of any known dialect, told apart by content.

   @param[out] error Filled with one clear sentence on failure; never NULL.
   @return A valid network for rmn_network_free(), or NULL.
*/
RmnNetwork*
rmn_network_load(const char* path, RmnError* error);

/**
   Read the text of a model file, for rmn_network_parse() and free().

   @param[out] size Bytes of text, at most RMN_MAX_FILE_BYTES.
   @return Text that ends with no zero, or NULL with `error` filled.
*/
char*
rmn_network_read(const char* path, size_t* size, RmnError* error);

/// Like rmn_network_load(), from `size` bytes of text in memory
RmnNetwork*
rmn_network_parse(const char* text, size_t size, RmnError* error);

/// Dialects of model files, which networks are read and written in
typedef enum {
  RMN_DIALECT_RMN, ///< Remanence's own, dsp/formats/FORMAT.md
  RMN_DIALECT_KERAS,
  RMN_DIALECT_GUITARML,
  RMN_DIALECT_NAM,
  RMN_DIALECT_ONNX,
} RmnDialect;

enum { RMN_N_DIALECTS = RMN_DIALECT_ONNX + 1 };

/// Return the short name of a dialect, such as "keras"
const char*
rmn_dialect_name(RmnDialect dialect);

/// Return the name of a dialect for people, such as "GuitarML"
const char*
rmn_dialect_title(RmnDialect dialect);

/**
   Write a network in a dialect.

   The file appears when it is complete, so that an older one is not lost if
   something goes wrong.  Read again, it plays the very same bits (gains of 100
   dB and more, within a rounding of a float), and says the same.

   @param[out] error Filled with one clear sentence on failure; never NULL.
   @return RMN_OK; RMN_ERR_UNSUPPORTED if the dialect cannot express the
   network, RMN_ERR_TOO_LARGE, RMN_ERR_VALUE or RMN_ERR_FILE if it could not be
   written.
*/
RmnStatus
rmn_network_write(const RmnNetwork* network,
                  RmnDialect        dialect,
                  const char*       path,
                  RmnError*         error);

/**
   Let every knob go from 0 to 1, as dialects without ranges have it.

   The ranges go into the weights of the first layer, so that the network plays
   what it did, within rounding, for a knob at the same place in its range.

   @return RMN_OK, or RMN_ERR_UNSUPPORTED if the first layer is neither
   recurrent nor dense or a range is empty.
*/
RmnStatus
rmn_network_rescale_knobs(RmnNetwork* network, RmnError* error);

/// Like rmn_network_write(), to `size` bytes in memory for free(), or NULL
char*
rmn_network_print(const RmnNetwork* network,
                  RmnDialect        dialect,
                  size_t*           size,
                  RmnError*         error);

/**
   List what is written of a network that only Remanence reads in a dialect.

   @param[out] text [size] Such as "loudness, self-test", "" if there is none.
*/
void
rmn_network_unseen(const RmnNetwork* network,
                   RmnDialect        dialect,
                   char*             text,
                   size_t            size);

/// Like rmn_network_write(), in Remanence's own dialect
RmnStatus
rmn_network_save(const RmnNetwork* network, const char* path, RmnError* error);

void
rmn_network_free(RmnNetwork* network);

/// Return the number of weights and biases
size_t
rmn_network_n_weights(const RmnNetwork* network);

/**
   Return the number of floats in the memory of one stream.

   In layer order: h [H] of a rnn or gru; h [H], C [H] of a lstm; the last
   `(kernel_size - 1) * dilation` input frames of a conv1d, oldest first.
*/
size_t
rmn_network_n_state(const RmnNetwork* network);

/// Return whether a layer runs backward, so that playing needs a look-ahead
bool
rmn_network_is_backward(const RmnNetwork* network);

/// Return a hash of everything that decides the sound, to know a model again
uint64_t
rmn_network_hash(const RmnNetwork* network);

/// Return the lower-case name of a layer type of RmnLayerType, such as "lstm"
const char*
rmn_layer_type_name(RmnLayerType type);

/// Return the lower-case name of an activation of RmnActivation, such as "tanh"
const char*
rmn_activation_name(RmnActivation activation);

/// Return the lower-case name of a kind of prediction, such as "next-sample"
const char*
rmn_prediction_name(RmnPredictionKind kind);

/// Return the lower-case name of a pooling, such as "mean"
const char*
rmn_pool_name(RmnPool pool);

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
   Prepare to play a whole sequence, exactly, also through layers that run
   backward, and stacks of them.

   Layers that run forward and backward alternate in passes over the sequence,
   one more than there are changes of direction on the way through the network.
   Each pass marks the states between chunks, from which the next one runs a
   layer again against its direction; Chen et al., "Training deep nets with
   sublinear memory cost", 2016.  So memory grows with the square root of the
   number of frames: some 12 MB for an hour of two bidirectional LSTM of 16.

   @param model Must outlive the sequence, as must `handle`.
   @param start What each stream starts from: where it begins for layers that
   run forward, where it ends for those that run backward.
   @return A sequence for rmn_sequence_free(), or NULL without memory.
*/
RmnSequence*
rmn_sequence_new(const RmnModel* model,
                 const RmnState* start,
                 uint64_t        n_frames,
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

/* Loudness: what makes models alike
   ================================= */

enum {
  RMN_PHRASE_LUFS      = -26, ///< What models are measured with
  RMN_NORMAL_LUFS      = -20, ///< What normalising brings that to
  RMN_MAX_NORMALISE_DB = 36,  ///< Most gain, or loss, that it takes
};

/// How loud a model is
typedef struct {
  double lufs;    ///< -INFINITY if it is silent, NAN if it plays no numbers
  double gain_db; ///< That normalises; 0 if it has no loudness
  double most_db; ///< Most gain with which it can still be played hard
} RmnLoudness;

/**
   Measure how loud a model plays a guitar, its knobs at their defaults.

   What is played is 0.6 s of plucked strings, at RMN_PHRASE_LUFS, which is
   about what guitars are that go straight into an interface; a large network
   plays less of it.  Loudness is that of ITU-R BS.1770, integrated.

   Some models are quiet until they are played hard, and then far louder than
   what comes in.  So the gain is never more than lets the same notes, 12 dB
   harder, peak 1 dB above what a wire would make of them.

   @param drives_db Gains of the guitar to measure at, one after the other; 0
   for one as it usually is.
   @param[out] loudness [n_drives]
   @return RMN_OK or RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_loudness_probe(const RmnModel*   model,
                   const RmnNetwork* network,
                   const float*      drives_db,
                   uint32_t          n_drives,
                   RmnLoudness*      loudness);

/**
   Measure what is lost by looking ahead instead of hearing the whole, where a
   layer runs backward, on the phrase that loudness is measured with.

   @param ms Look-aheads to measure, in order.
   @param[out] esr_db [n] Energy of what differs over that of the sound; NAN
   where the network is too large to be measured, or nothing is to be.
   @return RMN_OK or RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_look_ahead_probe(const RmnModel*   model,
                     const RmnNetwork* network,
                     const double*     ms,
                     uint32_t          n,
                     double*           esr_db);

/* Player: a model as an audio effect
   ================================== */

typedef struct RmnPlayerImpl RmnPlayer;

/// What to do if a model was trained at another rate than it plays at
typedef enum {
  RMN_RATE_AUTO,     ///< Delay if it sounds right, or else resample
  RMN_RATE_NATIVE,   ///< Play sample for sample: it sounds different
  RMN_RATE_DELAY,    ///< Feed back the state later: no latency
  RMN_RATE_RESAMPLE, ///< Resample the audio both ways: some latency
} RmnRateMode;

enum { RMN_N_RATE_MODES = RMN_RATE_RESAMPLE + 1 };

/// Return the lower-case name of a mode, such as "delay"
const char*
rmn_rate_mode_name(RmnRateMode mode);

/// What a player is to play
typedef struct {
  double      rate_hz;      ///< Of the audio
  uint32_t    n_streams;    ///< Channels, each with a state of its own
  RmnRateMode rate_mode;    ///< A model of unknown rate plays as natively
  uint32_t    oversampling; ///< 1, 2 or 4 times, against aliasing
  double
    look_ahead_ms; ///< Of layers that run backward; 0 for RMN_LOOK_AHEAD_MS
} RmnSetup;

enum {
  RMN_LOOK_AHEAD_MS     = 20, ///< That is usual
  RMN_MIN_LOOK_AHEAD_MS = 1,
  RMN_MAX_LOOK_AHEAD_MS = 100,
};

/**
   Load a model file and make it ready to play at rest.

   Runs the self-test that the file may carry; see rmn_player_warning().

   It plays at any rate, by the strategy of RMN_RATE_AUTO.

   @param rate_hz Sample rate of the audio.
   @param n_streams Channels of audio, each with a state of its own.
   @return A player for rmn_player_free(), or NULL with `error` filled.
*/
RmnPlayer*
rmn_player_open(const char* path,
                double      rate_hz,
                uint32_t    n_streams,
                RmnError*   error);

/// Like rmn_player_open(), for a network that was read before
RmnPlayer*
rmn_player_new(const RmnNetwork* network,
               double            rate_hz,
               uint32_t          n_streams,
               RmnError*         error);

/// Like rmn_player_open(), with a choice of strategy and oversampling
RmnPlayer*
rmn_player_open_with(const char* path, const RmnSetup* setup, RmnError* error);

/// Like rmn_player_new(), with a choice of strategy and oversampling
RmnPlayer*
rmn_player_new_with(const RmnNetwork* network,
                    const RmnSetup*   setup,
                    RmnError*         error);

void
rmn_player_free(RmnPlayer* player);

/// Return what plays, to make a sequence of
const RmnModel*
rmn_player_model(const RmnPlayer* player);

/// Return the states that play, which a reset leaves where sequences start
const RmnState*
rmn_player_state(const RmnPlayer* player);

/// What runs a network in place of rmn_process(), with its arguments
typedef void (*RmnStandIn)(void*               handle,
                           const float* const* in,
                           float* const*       out,
                           uint32_t            n_frames);

/**
   Have another function run the network, at the rate of the network: for whole
   sequences, which are no matter for an audio thread.

   A look-ahead then adds no latency.  Of use only where a layer runs backward:
   such a player never sleeps.
*/
void
rmn_player_set_stand_in(RmnPlayer* player, RmnStandIn run, void* handle);

/// Return the name that the file gives to the model, or ""
const char*
rmn_player_name(const RmnPlayer* player);

/// Return a sentence if the model fails its own self-test, else ""
const char*
rmn_player_warning(const RmnPlayer* player);

/// Return a sentence if the model's rate leaves doubt how it sounds, else ""
const char*
rmn_player_rate_warning(const RmnPlayer* player);

/// Return a sentence if normalising leaves the model louder or quieter than
/// others, else ""
const char*
rmn_player_level_warning(const RmnPlayer* player);

/// Return how loud the model is, driven as it comes
RMN_RT
RmnLoudness
rmn_player_loudness(const RmnPlayer* player);

/// Return the level that full scale was when the model was made, in dBu; NAN
/// where unknown
RMN_RT
double
rmn_player_model_level(const RmnPlayer* player);

/// Return the rate that the model was trained at, 0 where unknown
RMN_RT
double
rmn_player_model_rate(const RmnPlayer* player);

/// Return the strategy that is used, never RMN_RATE_AUTO; RMN_RATE_NATIVE if
/// the rates are equal
RMN_RT
RmnRateMode
rmn_player_rate_mode(const RmnPlayer* player);

/// Return the number of knobs: inputs of the network besides audio
RMN_RT
uint32_t
rmn_player_n_knobs(const RmnPlayer* player);

/// Return how knob `k`, from 0, is described by the network
RMN_RT
const RmnInput*
rmn_player_knob(const RmnPlayer* player, uint32_t k);

/// Turn knob `k` to `value`, best in its own range; glides while playing.  What
/// is no value of a knob is ignored
RMN_RT
void
rmn_player_set_knob(RmnPlayer* player, uint32_t k, float value);

/// Switch the DC blocker; off at first.  It takes off what the network makes of
/// silence, so that turning a knob is no thump, and then what is below 5 Hz
RMN_RT
void
rmn_player_set_dc_block(RmnPlayer* player, bool enabled);

/// Switch the gain that brings every model to the same loudness; off at first
RMN_RT
void
rmn_player_set_normalise(RmnPlayer* player, bool enabled);

/**
   Drive the model as hard as its maker did, if it says at which level that was.

   @param input_dbu The level that full scale of the audio stands for, or NAN
   to leave the audio as it is, as at first.
*/
RMN_RT
void
rmn_player_set_input_level(RmnPlayer* player, float input_dbu);

/**
   Return to `start` and jump to the present knob values, before the next frame.

   Rest is that of these knob values, found from where silence leads to at their
   defaults, so it is always the same.  Where that takes more than some tenths
   of a millisecond, the state goes on to it while it plays.
*/
RMN_RT
void
rmn_player_reset(RmnPlayer* player, RmnStart start);

/// Return the delay from input to output in frames; it never changes
RMN_RT
uint32_t
rmn_player_latency(const RmnPlayer* player);

/// Return whether a sample is audio, or a value that of a knob: a number within
/// +120 dBFS
RMN_RT
static inline bool
rmn_is_audio(const float x)
{
  return x * x < 1e12f; // False for NaN
}

/// Return how many samples and values of knobs were none, and how often the
/// state was lost
RMN_RT
uint64_t
rmn_player_n_contained(const RmnPlayer* player);

/**
   Copy what a stream remembers now: h and C of every recurrent unit, layer by
   layer.

   @param[out] h [n_max]
   @param[out] c [n_max], 0 for units without a cell
   @return The number of units that were copied, at most `n_max`.
*/
RMN_RT
uint32_t
rmn_player_memory(const RmnPlayer* player,
                  uint32_t         stream,
                  float*           h,
                  float*           c,
                  uint32_t         n_max);

/**
   Have knob 0 follow a second audio in the next `n_frames` to be played, frame
   by frame; for networks whose input 1 is_side.

   @param side [n_frames] Kept until they are played.
*/
RMN_RT
void
rmn_player_set_side(RmnPlayer* player, const float* side, uint32_t n_frames);

/**
   Play `n_frames` of every stream, in place or not.

   An input sample that rmn_is_audio() denies is played as zero.  If state or
   output go beyond sense all the same, the player is silent for at most 64
   frames, wherever the block ends, and the state returns to rest.

   Once silence has led to where nothing moves, time stands still for the
   player, which costs next to nothing, until it hears or is told something.

   @param in `in[s]` is the audio of stream s, [n_frames], or NULL for silence,
   of which the player need not look at every sample.
   @param out `out[s]` is output 0 of the network for stream s.
*/
RMN_RT
void
rmn_player_process(RmnPlayer*          player,
                   const float* const* in,
                   float* const*       out,
                   uint32_t            n_frames);

/// Return whether the player sleeps, and gives silence for silence until it
/// hears or is told something
RMN_RT
bool
rmn_player_is_mute(const RmnPlayer* player);

/// Let `n_frames` of silence pass a player that is mute, as
/// rmn_player_process() does, without writing what it gives for them
RMN_RT
void
rmn_player_pass(RmnPlayer* player, uint32_t n_frames);

/// Return the number of outputs of the network
RMN_RT
uint32_t
rmn_player_n_outputs(const RmnPlayer* player);

/**
   Play as rmn_player_process() does, and hear every output.

   DC blocker and normalising act on output 0 alone, which is audio.

   @param out `out[s * n_outputs + o]` is output o for stream s, or NULL.
*/
RMN_RT
void
rmn_player_process_all(RmnPlayer*          player,
                       const float* const* in,
                       float* const*       out,
                       uint32_t            n_frames);

#endif // RMN_H
