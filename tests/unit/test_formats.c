// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_formats.c PyTorch, NAM and Remanence files, and real ones

#include "../formats.h"

#include <glob.h>
#include <math.h>

static void
lstm_biases_add(void)
{
  RmnNetwork* const network =
    parse("{'model_data': {'model': 'SimpleRNN', 'input_size': '2',"
          "  'skip': '1', 'output_size': 1, 'unit_type': 'LSTM',"
          "  'num_layers': 1, 'hidden_size': 1, 'bias_fl': true},"
          " 'state_dict': {"
          "  'rec.weight_ih_l0': [[1, 2], [3, 4], [5, 6], [7, 8]],"
          "  'rec.weight_hh_l0': [[9], [10], [11], [12]],"
          "  'rec.bias_ih_l0': [1, 2, 3, 4],"
          "  'rec.bias_hh_l0': [10, 20, 30, 40],"
          "  'lin.weight': [[0.5]], 'lin.bias': [0.25]}}");

  const RmnLayer* const layer = &network->layers[0];
  CHECK(network->rate_hz == 44100.0);
  CHECK(network->n_inputs == 2);
  CHECK(network->n_skip == 1);
  check_floats(layer->W, 8, (const float[]){1, 2, 3, 4, 5, 6, 7, 8});
  check_floats(layer->U, 4, (const float[]){9, 10, 11, 12});
  check_floats(layer->b, 4, (const float[]){11, 22, 33, 44});
  check_floats(network->layers[1].W, 1, (const float[]){0.5f});
  check_floats(network->layers[1].b, 1, (const float[]){0.25f});
  rmn_network_free(network);
}

/// Written with sorted keys, so the linear layer comes first
static void
gru_keeps_the_bias_of_its_candidate(void)
{
  RmnNetwork* const network =
    parse("{'state_dict': {'lin.weight': [[0.5]],"
          "  'rec.bias_hh_l0': [10, 20, 30], 'rec.bias_ih_l0': [1, 2, 3],"
          "  'rec.weight_hh_l0': [[4], [5], [6]],"
          "  'rec.weight_ih_l0': [[1], [2], [3]]},"
          " 'model_data': {'unit_type': 'GRU', 'hidden_size': 1, 'skip': 0,"
          "  'sample_rate': '48000'}}");

  const RmnLayer* const layer = &network->layers[0];
  CHECK(network->rate_hz == 48000.0);
  CHECK(network->n_skip == 0);
  CHECK(layer->shape.reset == RMN_RESET_AFTER);
  check_floats(layer->b, 3, (const float[]){11, 22, 3});
  check_floats(layer->b_u, 1, (const float[]){30});
  check_floats(network->layers[1].b, 1, (const float[]){0});
  rmn_network_free(network);
}

static void
rec_net_adds_its_input(void)
{
  RmnNetwork* const network =
    parse("{'model_data': {'model': 'RecNet', 'skip': 0}, 'blocks': {'0': {"
          "  'block_type': 'RNN', 'input_size': 1, 'output_size': 1,"
          "  'hidden_size': 1}},"
          " 'state_dict': {'layers.block_1.rec.weight_ih_l0': [[1]],"
          "  'layers.block_1.rec.weight_hh_l0': [[2]],"
          "  'layers.block_1.rec.bias_ih_l0': [3],"
          "  'layers.block_1.rec.bias_hh_l0': [4],"
          "  'layers.block_1.lin.weight': [[5]]}}");

  CHECK(network->n_skip == 1);
  CHECK(network->layers[0].shape.type == RMN_RNN);
  CHECK(network->layers[0].shape.activation == RMN_TANH);
  check_floats(network->layers[0].b, 1, (const float[]){7});
  check_floats(network->layers[1].W, 1, (const float[]){5});
  rmn_network_free(network);
}

static void
bare_state_dict_is_stacked(void)
{
  RmnNetwork* const network =
    parse("{'lstm.weight_ih_l0': [[1], [2], [3], [4]],"
          " 'lstm.weight_hh_l0': [[1], [2], [3], [4]],"
          " 'gru.weight_ih_l0': [[1], [2], [3]],"
          " 'gru.weight_hh_l0': [[1], [2], [3]],"
          " 'gru.weight_ih_l1': [[4], [5], [6]],"
          " 'gru.weight_hh_l1': [[7], [8], [9]],"
          " 'dense.weight': [[1], [2]], 'dense.bias': [3, 4]}");

  CHECK(network->n_layers == 4);
  CHECK(network->rate_hz == 0.0);
  CHECK(network->n_skip == 0);
  CHECK(network->n_outputs == 2);
  CHECK(network->layers[0].shape.type == RMN_LSTM);
  CHECK(network->layers[1].shape.type == RMN_GRU);
  check_floats(network->layers[2].W, 3, (const float[]){4, 5, 6});
  check_floats(network->layers[2].U, 3, (const float[]){7, 8, 9});
  check_floats(network->layers[2].b, 3, (const float[]){0, 0, 0});
  rmn_network_free(network);
}

static void
nam_has_an_initial_state(void)
{
  RmnNetwork* const network =
    parse("{'version': '0.5.4', 'architecture': 'LSTM', 'metadata': null,"
          " 'config': {'input_size': 1, 'hidden_size': 1, 'num_layers': 1},"
          " 'weights': [1, 2, 3, 4, 5, 6, 7, 8,"
          "  9, 10, 11, 12, 13, 14, 15, 16]}");

  const RmnLayer* const layer = &network->layers[0];
  CHECK(network->rate_hz == 48000.0);
  check_floats(layer->W, 4, (const float[]){1, 3, 5, 7});
  check_floats(layer->U, 4, (const float[]){2, 4, 6, 8});
  check_floats(layer->b, 4, (const float[]){9, 10, 11, 12});
  check_floats(layer->h0, 1, (const float[]){13});
  check_floats(layer->c0, 1, (const float[]){14});
  check_floats(network->layers[1].W, 1, (const float[]){15});
  check_floats(network->layers[1].b, 1, (const float[]){16});
  CHECK(!network->metadata.name);
  CHECK(isnan(network->metadata.loudness_db));
  rmn_network_free(network);
}

static void
nam_metadata_may_have_gaps(void)
{
  RmnNetwork* const network =
    parse("{'architecture': 'LSTM', 'weights': [1, 2], 'sample_rate': 96000,"
          " 'config': {'input_size': 1, 'hidden_size': 1, 'num_layers': 0},"
          " 'metadata': {'name': 'N', 'modeled_by': 'M', 'gear_make': 'A',"
          "  'gear_model': 'B', 'tone_type': 'clean', 'gear_type': null,"
          "  'loudness': -20.5, 'input_level_dbu': null,"
          "  'output_level_dbu': 12.5, 'training': {'validation_esr': 0.5}}}");

  const RmnMetadata* const metadata = &network->metadata;
  CHECK(network->rate_hz == 96000.0);
  CHECK(!strcmp(metadata->name, "N"));
  CHECK(!strcmp(metadata->author, "M"));
  CHECK(!strcmp(metadata->gear, "A B"));
  CHECK(!strcmp(metadata->description, "clean"));
  CHECK(!strcmp(metadata->training, "{\"validation_esr\":0.5}"));
  CHECK(metadata->loudness_db == -20.5);
  CHECK(metadata->esr == 0.5);
  CHECK(isnan(metadata->input_level_dbu));
  CHECK(metadata->output_level_dbu == 12.5);
  rmn_network_free(network);
}

static void
container_gives_its_largest_lstm(void)
{
  RmnNetwork* const network =
    parse("{'architecture': 'SlimmableContainer', 'weights': [],"
          " 'metadata': {'name': 'Container'}, 'config': {'submodels': ["
          "  {'max_value': 0.3, 'model': {'architecture': 'LSTM', 'config':"
          "   {'input_size': 1, 'hidden_size': 1, 'num_layers': 0},"
          "   'weights': [1, 2]}},"
          "  {'max_value': 0.6, 'model': {'architecture': 'LSTM', 'config':"
          "   {'input_size': 1, 'hidden_size': 1, 'num_layers': 0},"
          "   'weights': [3, 4], 'sample_rate': 44100, 'metadata': null}},"
          "  {'max_value': 1, 'model': {'architecture': 'WaveNet'}}]}}");

  check_floats(network->layers[0].W, 1, (const float[]){3});
  CHECK(network->rate_hz == 44100.0);
  CHECK(!strcmp(network->metadata.name, "Container"));
  rmn_network_free(network);
}

/// Return the block of JSON in a page of documentation, to be freed
static char*
read_example(const char* const path)
{
  FILE* const file = fopen(path, "rb");
  char* const page = (char*)calloc(1, 1 << 16);
  CHECK(file && page);
  CHECK(fread(page, 1, (1 << 16) - 1, file));
  fclose(file);

  const char* const begin = strstr(page, "```json\n");
  CHECK(begin);
  char* const end = strstr(begin + 8, "```");
  CHECK(end);
  *end = '\0';
  memmove(page, begin + 8, strlen(begin + 8) + 1);
  return page;
}

static void
documented_example_plays(void)
{
  char* const       example = read_example("dsp/formats/FORMAT.md");
  RmnNetwork* const network = parse(example);
  RmnModel* const   model   = rmn_model_new(network);
  float             worst   = 1.0f;

  CHECK(model);
  CHECK(network->self_test.n_frames == 4);
  CHECK(rmn_self_test(network, model, &worst) == RMN_OK);
  CHECK(network->layers[0].shape.peephole == RMN_PEEPHOLE_DIAGONAL);
  CHECK(!strcmp(network->inputs[1].name, "Drive"));
  CHECK(!strcmp(network->metadata.licence, "MIT"));
  CHECK(!strcmp(network->metadata.provenance, "{\"data\":\"none\"}"));
  CHECK(network->metadata.loudness_db == -18.0);
  CHECK(network->rest[3] == 0.06819629f);
  rmn_model_free(model);
  rmn_network_free(network);
  free(example);
}

static void
preset_has_every_layer(void)
{
  RmnNetwork* const network =
    parse("{'remanence': '1', 'inputs': [{'name': 'In'},"
          "  {'default': -1, 'minimum': -2, 'maximum': 3}], 'layers': ["
          " {'type': 'dense', 'units': 1, 'W': [[1, 2]], 'b': [3]},"
          " {'type': 'rnn', 'W': [[1]], 'U': [[2]], 'b': [3], 'h0': [4]},"
          " {'type': 'rnn', 'activation': 'relu', 'W': [[1]], 'U': [[2]],"
          "  'b': [3]},"
          " {'type': 'lstm', 'peephole': 'full', 'W': [[1], [2], [3], [4]],"
          "  'U': [[1], [2], [3], [4]], 'b': [1, 2, 3, 4],"
          "  'P': [[[5]], [[6]], [[7]]], 'h0': [8], 'c0': [9]},"
          " {'type': 'gru', 'reset': 'before', 'W': [[1], [2], [3]],"
          "  'U': [[1], [2], [3]], 'b': [1, 2, 3]},"
          " {'type': 'gru', 'W': [[1], [2], [3]], 'U': [[1], [2], [3]],"
          "  'b': [1, 2, 3], 'b_u': [4]},"
          " {'type': 'conv1d', 'kernel_size': 2, 'dilation': 4,"
          "  'W': [[[1]], [[2]]], 'b': [3]},"
          " {'type': 'activation', 'activation': 'softmax'},"
          " {'type': 'prelu', 'W': [5]},"
          " {'type': 'batchnorm', 'W': [6], 'b': [7]}]}");

  CHECK(network->n_layers == 10);
  CHECK(network->inputs[1].value == -1.0f);
  CHECK(network->inputs[1].minimum == -2.0f);
  CHECK(network->inputs[1].maximum == 3.0f);
  CHECK(network->layers[1].shape.activation == RMN_TANH);
  CHECK(network->layers[2].shape.activation == RMN_RELU);
  check_floats(network->layers[1].h0, 1, (const float[]){4});
  check_floats(network->layers[3].P, 3, (const float[]){5, 6, 7});
  check_floats(network->layers[3].c0, 1, (const float[]){9});
  CHECK(network->layers[4].shape.reset == RMN_RESET_BEFORE);
  check_floats(network->layers[5].b_u, 1, (const float[]){4});
  check_floats(network->layers[6].W, 2, (const float[]){1, 2});
  check_floats(network->layers[9].b, 1, (const float[]){7});
  rmn_network_free(network);
}

static void
byte_order_mark_is_skipped(void)
{
  rmn_network_free(
    parse("\xEF\xBB\xBF{'remanence': 1, 'layers': [{'type': 'activation'}]}"));
}

/// Load every file of a pattern, and return how many there are
static size_t
load_files(const char* const pattern)
{
  char   path[1024];
  glob_t found = {0};
  snprintf(path, sizeof(path), "%s/models/%s", test_data_dir(), pattern);
  if (glob(path, 0, NULL, &found)) {
    return 0;
  }

  for (size_t f = 0; f < found.gl_pathc; ++f) {
    RmnError          error   = {RMN_OK, ""};
    RmnNetwork* const network = rmn_network_load(found.gl_pathv[f], &error);
    if (!network) {
      fprintf(stderr, "%s: %s\n", found.gl_pathv[f], error.message);
    }
    CHECK(network);
    rmn_network_free(network);
  }

  const size_t n_files = found.gl_pathc;
  globfree(&found);
  return n_files;
}

static void
real_files_load(void)
{
  static const char* const patterns[] = {
    "guitarml*/*.json",
    "klon/*.json",
    "nam/*.nam",
    "rtneural/*.json",
    "rtneural_variant/*.json",
    "rtneural_negative/[cdf]*.json",
    "negative/slimmable_container.nam",
  };

  size_t n_files = 0;
  for (size_t p = 0; p < sizeof(patterns) / sizeof(patterns[0]); ++p) {
    n_files += load_files(patterns[p]);
  }
  if (!n_files) {
    test_skip("no real networks, set RMN_DATA to their folder");
  }
}

int
main(void)
{
  RUN(lstm_biases_add);
  RUN(gru_keeps_the_bias_of_its_candidate);
  RUN(rec_net_adds_its_input);
  RUN(bare_state_dict_is_stacked);
  RUN(nam_has_an_initial_state);
  RUN(nam_metadata_may_have_gaps);
  RUN(container_gives_its_largest_lstm);
  RUN(documented_example_plays);
  RUN(preset_has_every_layer);
  RUN(byte_order_mark_is_skipped);
  RUN(real_files_load);
  return 0;
}
