// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file onnx.h What the parts of the ONNX loader share.

   A graph is not run, but walked: every value is a constant, which is computed,
   or the signal, of which is known how many layers it has passed and what its
   axes mean, or a state.  Each node that is a layer appends one to the network,
   so the layers must form a chain; each other node moves axes, or computes with
   constants.  An axis whose size the file leaves open counts as 1: what is
   played is one stream, frame by frame.
*/

#ifndef RMN_FORMATS_ONNX_H
#define RMN_FORMATS_ONNX_H

#include "network.h"
#include "onnx.pb-c.h"

enum {
  RMN_ONNX_MAX_RANK   = 8,
  RMN_ONNX_MAX_VALUES = 4096, ///< Initialisers, inputs, outputs of nodes
  RMN_ONNX_MAX_LINKS  = 4 * RMN_ONNX_MAX_VALUES, ///< Inputs of nodes
  RMN_ONNX_MAX_NAME   = 512,
  RMN_ONNX_MIN_OPSET  = 7,

  /// Numbers in memory and computed, beside one for each byte of the file
  RMN_ONNX_EXTRA_NUMBERS = 1 << 20,
};

/// What an axis of the signal means; numbers from RMN_ONNX_RAW on are axes of
/// inputs that no layer has taken yet
typedef enum {
  RMN_ONNX_ANY, ///< Inserted or merged, of no meaning
  RMN_ONNX_FEATURE,
  RMN_ONNX_TIME,
  RMN_ONNX_BATCH,
  RMN_ONNX_DIRECTION, ///< Forward, backward, until they are channels
  RMN_ONNX_RAW,
} RmnOnnxRole;

typedef struct {
  int64_t  size;
  int64_t  stride;  ///< Constants: distance of elements in data
  uint32_t role;    ///< Signals: RmnOnnxRole or more
  bool     is_open; ///< Signals: of any size, which is 1 here
  bool     is_cut;  ///< Signals: only a part of an input, from `start` on
  int64_t  start;
  int64_t  n_zeros; ///< Signals: before the first frame, for a Conv to take
} RmnOnnxAxis;

typedef enum {
  RMN_ONNX_CONSTANT,
  RMN_ONNX_SIGNAL,
  RMN_ONNX_STATE, ///< What layers remember, on its way out of the graph
} RmnOnnxKind;

typedef struct {
  const char*              name;
  RmnOnnxKind              kind;
  uint32_t                 rank;
  RmnOnnxAxis              axes[RMN_ONNX_MAX_RANK];
  const double*            data;     ///< Constants, once they are needed
  const Onnx__TensorProto* tensor;   ///< Constants of the file
  uint32_t                 version;  ///< Signals: number of layers passed
  uint32_t                 input;    ///< Signals of version 0: graph input
  bool                     is_last;  ///< Signals: the last frame of a sequence
  bool                     is_state; ///< Signals: the hidden state of a layer
  bool                     has_tail; ///< States: the last one is the signal
} RmnOnnxValue;

/// What an input of the graph turned out to be
typedef enum {
  RMN_ONNX_UNUSED,
  RMN_ONNX_AUDIO,
  RMN_ONNX_KNOB,   ///< Joined with the audio
  RMN_ONNX_MEMORY, ///< The state of a layer, or the lengths of sequences
} RmnOnnxUse;

typedef struct RmnOnnxBlockImpl RmnOnnxBlock;
typedef struct RmnOnnxCellsImpl RmnOnnxCells; ///< See cell.h

/// A graph on its way to a network
typedef struct {
  const Onnx__GraphProto* proto;
  int64_t                 opset;
  RmnNetwork*             network;
  RmnError*               error;
  const Onnx__NodeProto*  node; ///< That is read now, NULL before and after
  size_t                  index;
  RmnOnnxValue*           values;
  size_t                  n_values;
  size_t                  max_values;
  RmnOnnxBlock*           blocks;         ///< Memory of constants
  size_t                  n_numbers_left; ///< That may still be computed
  uint32_t                version; ///< Of the signal after the last layer
  uint32_t                raw[RMN_ONNX_RAW]; ///< What the roles were at first
  RmnOnnxUse*             uses;              ///< Of each input
  RmnOnnxCells*           cells;     ///< That stand as what they compute
  RmnLayer*               open;      ///< Takes a bias or activation still
  bool                    has_audio; ///< The audio has been added at the end
  bool                    is_audio_driven; ///< After a gain
  bool                    is_joined; ///< Knobs came in apart from the audio
} RmnOnnxGraph;

/* unpack.c
   ======== */

/// Unpack a model in memory that its size bounds, for rmn_onnx_free(); or NULL
Onnx__ModelProto*
rmn_onnx_unpack(const char* bytes, size_t size, RmnError* error);

void
rmn_onnx_free(Onnx__ModelProto* model);

/* node.c
   ====== */

/// Write how messages call the node that is read
void
rmn_onnx_label(const RmnOnnxGraph* graph, char* label, size_t size);

/// Fill the error, naming the node that is read; returns false
bool
rmn_onnx_fail(const RmnOnnxGraph* graph,
              RmnStatus           status,
              const char*         format,
              ...) __attribute__((format(printf, 3, 4)));

/// Return a value by its name, or NULL
RmnOnnxValue*
rmn_onnx_find(const RmnOnnxGraph* graph, const char* name);

/// Return input `i` of the node, NULL where it has none
const RmnOnnxValue*
rmn_onnx_input(const RmnOnnxGraph* graph, size_t i);

/// Give a value the name of output `i` of the node, unless it has none
bool
rmn_onnx_output(RmnOnnxGraph* graph, size_t i, const RmnOnnxValue* value);

/// Add a value by its name, which must be new
bool
rmn_onnx_define(RmnOnnxGraph* graph, const char* name, RmnOnnxValue value);

const Onnx__AttributeProto*
rmn_onnx_attribute(const RmnOnnxGraph* graph, const char* name);

int64_t
rmn_onnx_int(const RmnOnnxGraph* graph, const char* name, int64_t fallback);

double
rmn_onnx_float(const RmnOnnxGraph* graph, const char* name, double fallback);

/// Whether a string of an attribute is this, be it in capitals or not
bool
rmn_onnx_is(ProtobufCBinaryData string, const char* word);

typedef struct {
  bool    is_given;
  size_t  n;
  int64_t values[RMN_ONNX_MAX_RANK];
} RmnOnnxInts;

/// Read a few integers from an input, or if that is NULL from an attribute
bool
rmn_onnx_ints(const RmnOnnxGraph* graph,
              const RmnOnnxValue* input,
              const char*         attribute,
              RmnOnnxInts*        ints);

/// Bring an axis, which may count from the end, to 0 to `rank` - 1
bool
rmn_onnx_axis(const RmnOnnxGraph* graph,
              int64_t             axis,
              uint32_t            rank,
              uint32_t*           result);

/* tensor.c
   ======== */

/// Multiply sizes; false if one is negative, or what is not 0 exceeds `most`
bool
rmn_onnx_multiply(const int64_t* sizes,
                  uint32_t       rank,
                  size_t         most,
                  size_t*        product);

/// Make the numbers of a constant accessible
bool
rmn_onnx_decode(RmnOnnxGraph* graph, RmnOnnxValue* value);

/// Make a constant with room for its numbers, in order; NULL is no success
double*
rmn_onnx_new(RmnOnnxGraph*  graph,
             uint32_t       rank,
             const int64_t* sizes,
             RmnOnnxValue*  value);

void
rmn_onnx_free_numbers(RmnOnnxGraph* graph);

/// Return the number of elements of a constant
size_t
rmn_onnx_n_elements(const RmnOnnxValue* value);

/// Return element `index` of a constant, counted in order
double
rmn_onnx_element(const RmnOnnxValue* value, size_t index);

/// Return the integer in an element of a constant, or the nearest there is
int64_t
rmn_onnx_element_int(const RmnOnnxValue* value, size_t index);

/* What nodes do: each reads graph->node
   ===================================== */

typedef bool (*RmnOnnxRead)(RmnOnnxGraph* graph);

/// Remove an axis of size 1 from a value
void
rmn_onnx_drop_axis(RmnOnnxValue* value, uint32_t axis);

bool
rmn_onnx_read_identity(RmnOnnxGraph* graph);
bool
rmn_onnx_read_transpose(RmnOnnxGraph* graph);
bool
rmn_onnx_read_squeeze(RmnOnnxGraph* graph);
bool
rmn_onnx_read_unsqueeze(RmnOnnxGraph* graph);
bool
rmn_onnx_read_reshape(RmnOnnxGraph* graph);
bool
rmn_onnx_read_slice(RmnOnnxGraph* graph);
bool
rmn_onnx_read_gather(RmnOnnxGraph* graph);
bool
rmn_onnx_read_split(RmnOnnxGraph* graph);

bool
rmn_onnx_read_constant(RmnOnnxGraph* graph);
bool
rmn_onnx_read_constant_of_shape(RmnOnnxGraph* graph);
bool
rmn_onnx_read_shape(RmnOnnxGraph* graph);
bool
rmn_onnx_read_expand(RmnOnnxGraph* graph);
bool
rmn_onnx_read_concat(RmnOnnxGraph* graph);
bool
rmn_onnx_read_cast(RmnOnnxGraph* graph);
bool
rmn_onnx_read_equal(RmnOnnxGraph* graph);
bool
rmn_onnx_read_where(RmnOnnxGraph* graph);

/// An operation on the elements of up to three constants
typedef double (*RmnOnnxOperation)(double a, double b, double c);

/// Compute the output of the node from its inputs, all of them constants
bool
rmn_onnx_compute(RmnOnnxGraph* graph, RmnOnnxOperation operation);

bool
rmn_onnx_read_matmul(RmnOnnxGraph* graph);
bool
rmn_onnx_read_gemm(RmnOnnxGraph* graph);
bool
rmn_onnx_read_activation(RmnOnnxGraph* graph);
bool
rmn_onnx_read_prelu(RmnOnnxGraph* graph);
bool
rmn_onnx_read_arithmetic(RmnOnnxGraph* graph);

/// Return the function that a node is
RmnFunction
rmn_onnx_read_function(const RmnOnnxGraph* graph);

bool
rmn_onnx_read_batchnorm(RmnOnnxGraph* graph);
bool
rmn_onnx_read_conv(RmnOnnxGraph* graph);
bool
rmn_onnx_read_pad(RmnOnnxGraph* graph);

bool
rmn_onnx_read_recurrent(RmnOnnxGraph* graph);

/// Read the node with what its operator does
bool
rmn_onnx_read_node(RmnOnnxGraph* graph);

/* signal.c
   ======== */

/// Return what an axis of this role means, for all that is known by now
uint32_t
rmn_onnx_role(const RmnOnnxGraph* graph, uint32_t role);

/// Take an axis for what a layer needs; false if it means something else
bool
rmn_onnx_settle(RmnOnnxGraph* graph, uint32_t role, RmnOnnxRole wanted);

/// Return the axis of the features, or the rank if there is none: width 1
uint32_t
rmn_onnx_feature_axis(const RmnOnnxGraph* graph, const RmnOnnxValue* signal);

/// Whether zeros before the first frame wait for a convolution
bool
rmn_onnx_is_padded(const RmnOnnxValue* value);

/// Check that a value may go on through a layer: the latest of the signal
bool
rmn_onnx_expect_latest(RmnOnnxGraph* graph, const RmnOnnxValue* value);

/// Take the input that is behind a value for this use, and for no other
bool
rmn_onnx_use(RmnOnnxGraph* graph, const RmnOnnxValue* value, RmnOnnxUse use);

/// Check that an axis holds the channels, and as many as weights take
bool
rmn_onnx_expect_width(RmnOnnxGraph* graph, const RmnOnnxAxis* axis, int64_t n);

/// Find the number of channels of a signal
bool
rmn_onnx_width(RmnOnnxGraph* graph, const RmnOnnxValue* signal, uint32_t* n);

/// Append a layer that takes the signal, which so has passed one more
RmnLayer*
rmn_onnx_add(RmnOnnxGraph* graph, const RmnShape* shape);

/// Give what a layer makes of a signal, `n` channels in `axis`, its name
bool
rmn_onnx_output_latest(RmnOnnxGraph* graph,
                       RmnOnnxValue  signal,
                       uint32_t      axis,
                       int64_t       n);

/// Read one number for each of `n` channels of a signal from a constant
bool
rmn_onnx_read_channels(const RmnOnnxGraph* graph,
                       const RmnOnnxValue* constant,
                       const RmnOnnxValue* signal,
                       uint32_t            n,
                       float*              channels);

/// Append a layer that takes channels one by one, as many as there are
RmnLayer*
rmn_onnx_add_pointwise(RmnOnnxGraph*       graph,
                       const RmnOnnxValue* signal,
                       RmnShape            shape);

bool
rmn_onnx_output_pointwise(RmnOnnxGraph* graph, const RmnOnnxValue* signal);

/* join.c
   ====== */

/// Whether a value is an input as it came, and all of it
bool
rmn_onnx_is_raw(const RmnOnnxValue* value);

/// Join inputs of the graph, the first of which is the audio, in axis `a`
bool
rmn_onnx_join_inputs(RmnOnnxGraph* graph, uint32_t a);

/// Read an Expand of an input of the graph
bool
rmn_onnx_expand_input(RmnOnnxGraph* graph);

/* gain.c
   ====== */

/// Whether a value is the input, multiplied by the first layer as by a gain
bool
rmn_onnx_is_driven(const RmnOnnxGraph* graph, const RmnOnnxValue* value);

/// Multiply what there is with the audio added by a constant
bool
rmn_onnx_read_out_gain(RmnOnnxGraph*       graph,
                       const RmnOnnxValue* signal,
                       const RmnOnnxValue* constant);

/// Make gains of the first and last layer, if they are, once all are read
bool
rmn_onnx_fold_gains(RmnOnnxGraph* graph);

#endif // RMN_FORMATS_ONNX_H
