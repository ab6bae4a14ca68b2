// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_keras.c Keras-style files: every weight lands in its place

#include "../formats.h"

#include <math.h>

static void
lstm_is_transposed(void)
{
  RmnNetwork* const network =
    parse("{'in_shape': [null, null, 2], 'layers': [{"
          " 'type': 'lstm', 'activation': '', 'shape': [null, null, 1],"
          " 'weights': [[[1, 2, 3, 4], [5, 6, 7, 8]], [[9, 10, 11, 12]],"
          "  [13, 14, 15, 16]]}]}");

  const RmnLayer* const layer = &network->layers[0];
  CHECK(network->n_inputs == 2);
  CHECK(layer->shape.type == RMN_LSTM);
  CHECK(layer->shape.peephole == RMN_PEEPHOLE_NONE);
  check_floats(layer->W, 8, (const float[]){1, 5, 2, 6, 3, 7, 4, 8});
  check_floats(layer->U, 4, (const float[]){9, 10, 11, 12});
  check_floats(layer->b, 4, (const float[]){13, 14, 15, 16});
  rmn_network_free(network);
}

static void
gru_gates_are_reordered(void)
{
  RmnNetwork* const network =
    parse("{'in_shape': [null, 1], 'layers': [{"
          " 'type': 'gru', 'activation': 'tanh', 'shape': [null, null, 2],"
          " 'weights': [[[1, 2, 3, 4, 5, 6]],"
          "  [[11, 12, 13, 14, 15, 16], [21, 22, 23, 24, 25, 26]],"
          "  [[1, 2, 3, 4, 5, 6], [10, 20, 30, 40, 50, 60]]]}]}");

  const RmnLayer* const layer = &network->layers[0];
  CHECK(layer->shape.reset == RMN_RESET_AFTER);
  check_floats(layer->W, 6, (const float[]){3, 4, 1, 2, 5, 6});
  check_floats(layer->U,
               12,
               (const float[]){13, 23, 14, 24, 11, 21, 12, 22, 15, 25, 16, 26});
  check_floats(layer->b, 6, (const float[]){33, 44, 11, 22, 5, 6});
  check_floats(layer->b_u, 2, (const float[]){50, 60});
  rmn_network_free(network);
}

static void
gru_with_one_bias_resets_before(void)
{
  RmnNetwork* const network =
    parse("{'in_shape': [null, null, 1], 'layers': [{"
          " 'type': 'gru', 'shape': [null, null, 1],"
          " 'weights': [[[1, 2, 3]], [[4, 5, 6]], [7, 8, 9]]}]}");

  const RmnLayer* const layer = &network->layers[0];
  CHECK(layer->shape.reset == RMN_RESET_BEFORE);
  CHECK(!layer->b_u);
  check_floats(layer->W, 3, (const float[]){2, 1, 3});
  check_floats(layer->U, 3, (const float[]){5, 4, 6});
  check_floats(layer->b, 3, (const float[]){8, 7, 9});
  rmn_network_free(network);
}

static void
conv1d_has_groups(void)
{
  RmnNetwork* const network =
    parse("{'in_shape': [null, null, 4], 'layers': [{"
          " 'type': 'conv1d', 'activation': 'tanh', 'shape': [null, null, 2],"
          " 'kernel_size': [2], 'dilation': [3], 'groups': 2, 'weights': ["
          "  [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], [9, 10]]}]}");

  const RmnLayer* const layer = &network->layers[0];
  CHECK(layer->shape.activation == RMN_TANH);
  CHECK(layer->shape.kernel_size == 2);
  CHECK(layer->shape.dilation == 3);
  CHECK(layer->shape.n_groups == 2);
  check_floats(layer->W, 8, (const float[]){1, 3, 2, 4, 5, 7, 6, 8});
  check_floats(layer->b, 2, (const float[]){9, 10});
  rmn_network_free(network);
}

static void
batchnorm_is_folded(void)
{
  RmnNetwork* const network =
    parse("{'in_shape': [null, null, 2], 'layers': [{"
          " 'type': 'batchnorm', 'shape': [null, null, 2], 'epsilon': 1,"
          " 'weights': [[4, 6], [1, 2], [3, 5], [3, 8]]}, {"
          " 'type': 'batchnorm', 'activation': 'relu',"
          " 'shape': [null, null, 2], 'epsilon': 0,"
          " 'weights': [[1, 2], [4, 16]]}]}");

  CHECK(network->n_layers == 3);
  check_floats(network->layers[0].W, 2, (const float[]){2, 2});
  check_floats(network->layers[0].b, 2, (const float[]){-5, -8});
  check_floats(network->layers[1].W, 2, (const float[]){0.5f, 0.25f});
  check_floats(network->layers[1].b, 2, (const float[]){-0.5f, -0.5f});
  CHECK(network->layers[2].shape.type == RMN_ACTIVATION);
  CHECK(network->layers[2].shape.activation == RMN_RELU);
  rmn_network_free(network);
}

static void
prelu_is_shared_or_not(void)
{
  RmnNetwork* const network =
    parse("{'in_shape': [null, null, 2], 'layers': ["
          " {'type': 'prelu', 'shape': [null, null, 2], 'weights': [[[1, 2]]]},"
          " {'type': 'prelu', 'shape': [null, null, 2], 'weights': [[[3]]]},"
          " {'type': 'prelu', 'shape': [null, null, 2], 'weights': [[4, 5]]}"
          "]}");

  check_floats(network->layers[0].W, 2, (const float[]){1, 2});
  check_floats(network->layers[1].W, 2, (const float[]){3, 3});
  check_floats(network->layers[2].W, 2, (const float[]){4, 5});
  rmn_network_free(network);
}

static void
dense_needs_no_bias(void)
{
  RmnNetwork* const network =
    parse("{'in_shape': [null, 100, 1], 'layers': ["
          " {'type': 'unknown', 'weights': []},"
          " {'type': 'time-distributed-dense', 'activation': null,"
          "  'shape': [null, 2], 'weights': [[[1, 2]]]},"
          " {'type': 'activation', 'activation': 'elu', 'shape': [null, 2],"
          "  'weights': []},"
          " {'type': 'dense', 'activation': 'sigmoid', 'shape': [null, 1],"
          "  'weights': [[[3], [4]], [5]]}]}");

  CHECK(network->n_layers == 3);
  CHECK(network->layers[0].shape.activation == RMN_LINEAR);
  check_floats(network->layers[0].W, 2, (const float[]){1, 2});
  check_floats(network->layers[0].b, 2, (const float[]){0, 0});
  CHECK(network->layers[1].shape.activation == RMN_ELU);
  CHECK(network->layers[2].shape.activation == RMN_SIGMOID);
  check_floats(network->layers[2].W, 2, (const float[]){3, 4});
  check_floats(network->layers[2].b, 1, (const float[]){5});
  rmn_network_free(network);
}

/// Keras has one activation for candidate and cell, and one for gates
static void
cells_have_other_activations(void)
{
  RmnNetwork* const network =
    parse("{'in_shape': [null, null, 1], 'layers': ["
          " {'type': 'lstm', 'activation': 'relu', 'shape': [null, 1],"
          "  'weights': [[[1, 2, 3, 4]], [[5, 6, 7, 8]], [0, 0, 0, 0]]},"
          " {'type': 'gru', 'activation': 'linear', 'shape': [null, 1],"
          "  'recurrent_activation': 'softsign',"
          "  'weights': [[[1, 2, 3]], [[4, 5, 6]], [0, 0, 0]]}]}");
  const RmnFunction* const lstm = network->layers[0].shape.functions;
  const RmnFunction* const gru  = network->layers[1].shape.functions;

  CHECK(lstm[RMN_OF_GATES].activation == RMN_LINEAR);
  CHECK(lstm[RMN_OF_CANDIDATE].activation == RMN_RELU);
  CHECK(lstm[RMN_OF_CELL].activation == RMN_RELU);
  CHECK(gru[RMN_OF_GATES].activation == RMN_SOFTSIGN);
  CHECK(gru[RMN_OF_CANDIDATE].activation == RMN_AFFINE);
  CHECK(gru[RMN_OF_CANDIDATE].alpha == 1.0f);
  CHECK(gru[RMN_OF_CELL].activation == RMN_LINEAR);
  rmn_network_free(network);
}

static void
strings_serve_as_numbers(void)
{
  RmnNetwork* const network =
    parse("{'in_shape': [null, null, 1], 'in_skip': '1', 'in_gain': '20',"
          " 'out_gain': -40.0, 'samplerate': '48000', 'name': 'Beside',"
          " 'metadata': {'name': null, 'author': 'A', 'esr': '0.25',"
          "  'samplerate': '96000', 'based': 'An amplifier', 'license': 4},"
          " 'layers': [{'type': 'dense', 'shape': [null, null, 1],"
          "  'weights': [[['0.5']]]}]}");

  CHECK(network->rate_hz == 96000.0);
  CHECK(network->n_skip == 1);
  CHECK(fabsf(network->in_gain - 10.0f) < 1e-5f);
  CHECK(fabsf(network->out_gain - 0.01f) < 1e-7f);
  CHECK(!strcmp(network->metadata.name, "Beside"));
  CHECK(!strcmp(network->metadata.author, "A"));
  CHECK(!strcmp(network->metadata.gear, "An amplifier"));
  CHECK(!network->metadata.licence);
  CHECK(network->metadata.esr == 0.25);
  CHECK(isnan(network->metadata.loudness_db));
  check_floats(network->layers[0].W, 1, (const float[]){0.5f});
  rmn_network_free(network);
}

static void
self_test_holds_with_gains_and_skip(void)
{
  RmnNetwork* const network =
    parse("{'in_shape': [null, null, 2], 'in_skip': 1, 'in_gain': 6,"
          " 'out_gain': -3, 'metadata': null,"
          " 'layers': [{'type': 'dense', 'shape': [null, null, 1],"
          "  'weights': [[[0.5], [100]], [0.25]]}],"
          " 'input_batch': [0, 1, -1, 0.5],"
          " 'output_batch': [0.25, 1.75, -1.25, 1]}");
  RmnModel* const model = rmn_model_new(network);
  float           worst = 1.0f;

  CHECK(model);
  CHECK(network->self_test.n_frames == 4);
  CHECK(rmn_self_test(network, model, &worst) == RMN_OK);
  CHECK(worst < 1e-6f);
  rmn_model_free(model);
  rmn_network_free(network);
}

int
main(void)
{
  RUN(lstm_is_transposed);
  RUN(gru_gates_are_reordered);
  RUN(gru_with_one_bias_resets_before);
  RUN(conv1d_has_groups);
  RUN(batchnorm_is_folded);
  RUN(prelu_is_shared_or_not);
  RUN(dense_needs_no_bias);
  RUN(cells_have_other_activations);
  RUN(strings_serve_as_numbers);
  RUN(self_test_holds_with_gains_and_skip);
  return 0;
}
