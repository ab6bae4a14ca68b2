// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file functions.c Activations, as ONNX calls them and with its defaults

#include "recurrent.h"

#include <string.h>

/// A function by its name, with the parameters that it has unless said
/// otherwise
typedef struct {
  const char* name;
  RmnFunction function;
} Known;

static const Known known[] = {
  {"Tanh", {RMN_TANH, 0.0f, 0.0f}},
  {"Sigmoid", {RMN_SIGMOID, 0.0f, 0.0f}},
  {"Relu", {RMN_RELU, 0.0f, 0.0f}},
  {"Affine", {RMN_AFFINE, 1.0f, 0.0f}},
  {"LeakyRelu", {RMN_LEAKY_RELU, 0.01f, 0.0f}},
  {"ThresholdedRelu", {RMN_THRESHOLDED_RELU, 1.0f, 0.0f}},
  {"ScaledTanh", {RMN_SCALED_TANH, 1.0f, 1.0f}},
  {"HardSigmoid", {RMN_HARD_SIGMOID, 0.2f, 0.5f}},
  {"Elu", {RMN_SCALED_ELU, 1.0f, 0.0f}},
  {"Softsign", {RMN_SOFTSIGN, 0.0f, 0.0f}},
  {"Softplus", {RMN_SOFTPLUS, 0.0f, 0.0f}},
};

/// Return a function by its name in the file, or NULL
static const RmnFunction*
find(const ProtobufCBinaryData name)
{
  for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); ++i) {
    if (rmn_onnx_is(name, known[i].name)) {
      return &known[i].function;
    }
  }
  return NULL;
}

/// Return what has a shorter name if these are its parameters
static RmnFunction
simplify(const RmnFunction f)
{
  if (f.activation == RMN_SCALED_ELU && f.alpha == 1.0f) {
    return (RmnFunction){.activation = RMN_ELU};
  }
  return f;
}

const char*
rmn_onnx_function(RmnFunction* const f)
{
  if (f->activation == RMN_LINEAR) {
    *f = (RmnFunction){.activation = RMN_AFFINE, .alpha = 1.0f};
  } else if (f->activation == RMN_ELU) {
    *f = (RmnFunction){.activation = RMN_SCALED_ELU, .alpha = 1.0f};
  }

  const Known* k = known;
  while (k->function.activation != f->activation) {
    ++k; // All are there but softmax, which no cell has
  }
  return k->name;
}

RmnFunction
rmn_onnx_read_function(const RmnOnnxGraph* const graph)
{
  char* const               op    = graph->node->op_type;
  const ProtobufCBinaryData name  = {strlen(op), (uint8_t*)op};
  const RmnFunction* const  found = find(name);
  if (!found) { // It is the other operator of operators.c
    return (RmnFunction){.activation = RMN_SOFTMAX};
  }

  const uint32_t n = rmn_activation_n_parameters(found->activation);
  RmnFunction    f = *found;
  if (n > 0U) {
    f.alpha = (float)rmn_onnx_float(graph, "alpha", (double)f.alpha);
  }
  if (n > 1U) {
    f.beta = (float)rmn_onnx_float(graph, "beta", (double)f.beta);
  }
  return simplify(f);
}

/* Of cells
   ======== */

/// Parameters that the functions of a cell take one after the other
typedef struct {
  const float* next;
  size_t       n_left;
} Parameters;

static Parameters
find_parameters(const RmnOnnxGraph* const graph, const char* const name)
{
  const Onnx__AttributeProto* const found = rmn_onnx_attribute(graph, name);
  return found ? (Parameters){found->floats, found->n_floats}
               : (Parameters){NULL, 0};
}

static void
take(Parameters* const from, float* const parameter)
{
  if (from->n_left) {
    *parameter = *from->next++;
    --from->n_left;
  }
}

bool
rmn_onnx_read_functions(RmnOnnxGraph* const graph,
                        const size_t        n,
                        RmnFunction* const  functions)
{
  const Onnx__AttributeProto* const names =
    rmn_onnx_attribute(graph, "activations");
  Parameters alphas = find_parameters(graph, "activation_alpha");
  Parameters betas  = find_parameters(graph, "activation_beta");
  if (!names || !names->n_strings) {
    return true;
  }
  if (names->n_strings != n) {
    return rmn_onnx_fail(graph,
                         RMN_ERR_SHAPE,
                         "%zu activations, %zu expected",
                         names->n_strings,
                         n);
  }

  for (size_t i = 0; i < n; ++i) {
    const ProtobufCBinaryData name  = names->strings[i];
    const RmnFunction* const  found = find(name);
    if (!found) {
      return rmn_onnx_fail(graph,
                           RMN_ERR_UNSUPPORTED,
                           "\"%.*s\" is no activation of ONNX that a cell has",
                           name.len < 32 ? (int)name.len : 32,
                           (const char*)name.data);
    }

    const uint32_t n_taken = rmn_activation_n_parameters(found->activation);
    RmnFunction    f       = *found;
    if (n_taken > 0U) {
      take(&alphas, &f.alpha);
    }
    if (n_taken > 1U) {
      take(&betas, &f.beta);
    }
    functions[i] = simplify(f);
  }
  return (!alphas.n_left && !betas.n_left) ||
         rmn_onnx_fail(graph,
                       RMN_ERR_UNSUPPORTED,
                       "activation_alpha or activation_beta has more numbers "
                       "than its activations take, so that it is not clear "
                       "whose they are");
}
