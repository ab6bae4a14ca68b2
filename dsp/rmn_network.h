// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file rmn_network.h Networks, the neutral description, of rmn.h

#ifndef RMN_RMN_NETWORK_H
#define RMN_RMN_NETWORK_H

#include "rmn_base.h"

/* Network: the neutral description of a network
   ============================================= */

typedef enum {
  RMN_DENSE,      ///< `y = phi(W x + b)`
  RMN_RNN,        ///< `h = phi(W x + U h' + b)`
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
  RMN_ELU, ///< `x < 0 ? e^x - 1 : x`
  RMN_SOFTMAX,
  RMN_AFFINE,           ///< `alpha x + beta`
  RMN_LEAKY_RELU,       ///< `x < 0 ? alpha x : x`
  RMN_THRESHOLDED_RELU, ///< `x < alpha ? 0 : x`
  RMN_SCALED_TANH,      ///< `alpha tanh(beta x)`
  RMN_HARD_SIGMOID,     ///< `alpha x + beta` within 0 and 1
  RMN_SCALED_ELU,       ///< `x < 0 ? alpha (e^x - 1) : x`
  RMN_SOFTSIGN,         ///< `x / (1 + |x|)`
  RMN_SOFTPLUS,         ///< `ln(1 + e^x)`
} RmnActivation;

enum { RMN_N_ACTIVATIONS = RMN_SOFTPLUS + 1 };

/// An activation with its parameters, zero where it has none
typedef struct {
  RmnActivation activation;
  float         alpha;
  float         beta;
} RmnFunction;

/// What the functions of a LSTM or GRU act on
typedef enum {
  RMN_OF_GATES,     ///< i, f and o, or r and z: usually sigmoid
  RMN_OF_CANDIDATE, ///< g, or n: usually tanh
  RMN_OF_CELL,      ///< C of a LSTM, before o opens: usually tanh
} RmnCellFunction;

enum { RMN_N_CELL_FUNCTIONS = RMN_OF_CELL + 1 };

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

   A layer of period P steps in frames 0, P, 2P and so on after a reset, hears
   them alone, and holds what it gave until its next step, as the modules of a
   clockwork RNN do (Koutnik et al. 2014).  P is a power of two up to
   RMN_MAX_PERIOD; a dilation counts steps.  Layers beside each other step
   together, and where one runs backward, all step in every frame.

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
  float         alpha;       ///< Parameters of the activation
  float         beta;
  RmnFunction functions[RMN_N_CELL_FUNCTIONS]; ///< LSTM and GRU only; where it
                                               ///< is RMN_LINEAR, the usual one
  float clip; ///< Recurrent only: functions act on what is within -clip and
              ///< clip; 0 for no bounds
  uint32_t period; ///< Frames from step to step; 0 or 1: in every frame
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
   did if there are windows.  Outputs are of `latency` frames before, as a
   network may wait for what follows; players are as late.  An event is on from
   where output 0 reaches `threshold` until it is below `threshold -
   hysteresis`, and for `hold_ms` at least.
*/
typedef struct {
  RmnPredictionKind kind;
  uint32_t          hop;    ///< Frames from value to value, 1 to RMN_MAX_HOP
  uint32_t          window; ///< Frames from start to start of the state, as for
                            ///< RMN_START_FILE; 0 if it goes on for ever
  uint32_t ahead;    ///< Frames that output 0 is ahead of the input, if next
                     ///< sample: 1 to RMN_MAX_AHEAD; else 0
  uint32_t latency;  ///< Frames that outputs are late, up to RMN_MAX_LATE and
                     ///< RMN_MAX_LATE_MS; 0 if next sample, where there is a
                     ///< window or where a layer runs backward
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

#endif // RMN_RMN_NETWORK_H
