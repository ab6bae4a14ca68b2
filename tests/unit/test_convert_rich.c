// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_convert_rich.c What no file of test_convert.c has, in every
/// dialect

#include "../converting.h"

/// Return a network that has everything besides its layers
static RmnNetwork*
rich_network(const RmnShape* const shapes, const uint32_t n_layers)
{
  RmnNetwork* const n = random_network(shapes, n_layers, 11);
  n->rate_hz          = 44100.5;
  n->in_gain          = 2.5f;
  n->out_gain         = 0.3f;
  n->n_skip           = n->n_outputs;
  n->inputs[1]        = (RmnInput){"Drive \xc3\xa9", 0.25f, 0.0f, 1.0f, false};
  n->metadata         = (RmnMetadata){.name             = strdup("Name \"q\""),
                                      .author           = strdup("Somebody"),
                                      .licence          = strdup("MIT"),
                                      .description      = strdup("Two\nlines"),
                                      .gear             = strdup("A box"),
                                      .provenance       = strdup("{\"seed\":1}"),
                                      .training         = strdup("{\"n\":[1]}"),
                                      .loudness_db      = -18.25,
                                      .esr              = 0.5,
                                      .input_level_dbu  = 12.5,
                                      .output_level_dbu = 3.0};
  snprintf(n->outputs[0].name, RMN_MAX_NAME, "Left");
  snprintf(n->outputs[0].unit, RMN_MAX_NAME, "dB");

  const size_t n_state = rmn_network_n_state(n);
  uint32_t     seed    = 3;
  n->rest              = (float*)malloc((n_state + 1U) * sizeof(float));
  CHECK(n->rest);
  randomise(n->rest, n_state, 0.7f, &seed);
  return n;
}

static void
gains_skip_and_words_stay_the_same(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_DENSE, .activation = RMN_ELU, .n_inputs = 3, .n_outputs = 4},
    {.type = RMN_GRU, .n_inputs = 4, .n_outputs = 5},
    {.type = RMN_BATCHNORM, .n_inputs = 5, .n_outputs = 5},
    {.type = RMN_PRELU, .n_inputs = 5, .n_outputs = 5},
    {.type       = RMN_ACTIVATION,
     .activation = RMN_SOFTMAX,
     .n_inputs   = 5,
     .n_outputs  = 5},
    {.type = RMN_LSTM, .n_inputs = 5, .n_outputs = 2},
    {.type = RMN_DENSE, .n_inputs = 2, .n_outputs = 1}};
  RmnNetwork* const network = rich_network(shapes, 7);
  CHECK(compare(network, RMN_DIALECT_RMN));
  CHECK(compare(network, RMN_DIALECT_KERAS));
  CHECK(compare(network, RMN_DIALECT_ONNX));
  CHECK(!compare(network, RMN_DIALECT_NAM));
  network->n_skip = 0;
  CHECK(compare(network, RMN_DIALECT_KERAS));
  CHECK(compare(network, RMN_DIALECT_ONNX));
  network->rate_hz = 0.0;
  CHECK(compare(network, RMN_DIALECT_KERAS));
  CHECK(compare(network, RMN_DIALECT_ONNX));
  rmn_network_free(network);
}

static void
stacks_and_unknown_rates_stay_the_same(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 4},
    {.type = RMN_LSTM, .n_inputs = 4, .n_outputs = 4},
    {.type = RMN_DENSE, .n_inputs = 4, .n_outputs = 2}};
  RmnNetwork* const network = rich_network(shapes, 3);
  network->in_gain          = 1.0f;
  network->out_gain         = 1.0f;
  network->rate_hz          = 0.0;
  CHECK(compare(network, RMN_DIALECT_GUITARML));
  network->n_skip = 0;
  CHECK(compare(network, RMN_DIALECT_NAM));
  network->prediction.kind = RMN_PREDICT_CLASS;
  network->prediction.hop  = 4;
  network->prediction.pool = RMN_POOL_MEAN;
  CHECK(compare(network, RMN_DIALECT_GUITARML));
  CHECK(compare(network, RMN_DIALECT_NAM));
  CHECK(compare(network, RMN_DIALECT_ONNX));
  rmn_network_free(network);
}

/// Cells with functions of their own, and all that ONNX calls by a name
static void
functions_and_clips_stay_the_same(void)
{
  const RmnFunction hard     = {RMN_HARD_SIGMOID, 0.1875f, 0.5f};
  const RmnFunction line     = {RMN_AFFINE, 0.7f, 0.1f};
  const RmnFunction tanh     = {RMN_SCALED_TANH, 1.7159f, 0.6667f};
  const RmnShape    shapes[] = {
       {.type      = RMN_LSTM,
        .peephole  = RMN_PEEPHOLE_DIAGONAL,
        .n_inputs  = 2,
        .n_outputs = 5,
        .functions = {hard, {RMN_LINEAR}, tanh}},
       {.type      = RMN_GRU,
        .n_inputs  = 5,
        .n_outputs = 3,
        .functions = {{RMN_LINEAR}, {RMN_ELU}},
        .clip      = 0.3f},
       {.type       = RMN_RNN,
        .activation = RMN_LINEAR,
        .n_inputs   = 3,
        .n_outputs  = 4,
        .clip       = 0.7f},
       {.type      = RMN_GRU,
        .reset     = RMN_RESET_BEFORE,
        .n_inputs  = 4,
        .n_outputs = 6,
        .functions = {line, {RMN_SOFTPLUS}},
        .clip      = 0.5f},
       {.type      = RMN_GRU,
        .reset     = RMN_RESET_BEFORE,
        .n_inputs  = 4,
        .n_outputs = 6,
        .functions = {hard, {RMN_LEAKY_RELU, 0.25f, 0.0f}},
        .clip      = 0.5f,
        .direction = RMN_BACKWARD,
        .place     = RMN_BESIDE},
       {.type       = RMN_DENSE,
        .activation = RMN_SOFTSIGN,
        .n_inputs   = 12,
        .n_outputs  = 3},
       {.type       = RMN_DENSE,
        .activation = RMN_HARD_SIGMOID,
        .alpha      = 0.3f,
        .beta       = 0.4f,
        .n_inputs   = 3,
        .n_outputs  = 3},
       {.type       = RMN_DENSE,
        .activation = RMN_SCALED_ELU,
        .alpha      = 0.3f,
        .n_inputs   = 3,
        .n_outputs  = 1}};
  RmnNetwork* const network = random_network(shapes, 8, 3);
  CHECK(compare(network, RMN_DIALECT_RMN));
  CHECK(compare(network, RMN_DIALECT_ONNX));
  CHECK(!compare(network, RMN_DIALECT_KERAS));
  network->layers[4].shape.clip = 0.25f; // ONNX has one for both directions
  CHECK(compare(network, RMN_DIALECT_RMN));
  CHECK(!compare(network, RMN_DIALECT_ONNX));
  rmn_network_free(network);
}

/// Convolutions hear zeros before the first frame, in a graph as in a stream
static void
convolutions_stay_the_same(void)
{
  const RmnShape    shapes[] = {{.type        = RMN_CONV1D,
                                 .activation  = RMN_RELU,
                                 .n_inputs    = 2,
                                 .n_outputs   = 6,
                                 .kernel_size = 3,
                                 .dilation    = 5,
                                 .n_groups    = 2},
                                {.type        = RMN_CONV1D,
                                 .n_inputs    = 6,
                                 .n_outputs   = 4,
                                 .kernel_size = 1,
                                 .dilation    = 1,
                                 .n_groups    = 1},
                                {.type = RMN_GRU, .n_inputs = 4, .n_outputs = 3},
                                {.type        = RMN_CONV1D,
                                 .activation  = RMN_SOFTMAX,
                                 .n_inputs    = 3,
                                 .n_outputs   = 2,
                                 .kernel_size = 7,
                                 .dilation    = 1,
                                 .n_groups    = 1}};
  RmnNetwork* const network  = random_network(shapes, 4, 3);
  network->in_gain           = 2.5f;
  network->n_skip            = 2;
  CHECK(compare(network, RMN_DIALECT_RMN));
  CHECK(compare(network, RMN_DIALECT_ONNX));
  rmn_network_free(network);
}

/// An activation by itself has no weights, be it the last or the only layer
static void
activations_alone_stay_the_same(void)
{
  const RmnShape shapes[] = {{.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 4},
                             {.type       = RMN_ACTIVATION,
                              .activation = RMN_TANH,
                              .n_inputs   = 4,
                              .n_outputs  = 4}};
  RmnNetwork* const network = random_network(shapes, 2, 3);
  CHECK(compare(network, RMN_DIALECT_ONNX));
  rmn_network_free(network);

  const RmnShape    alone  = {.type       = RMN_ACTIVATION,
                              .activation = RMN_TANH,
                              .n_inputs   = 1,
                              .n_outputs  = 1};
  RmnNetwork* const shaper = random_network(&alone, 1, 3);
  CHECK(compare(shaper, RMN_DIALECT_ONNX));
  rmn_network_free(shaper);
}

/// Check that a dialect refuses a network, with this in the sentence
static void
check_refused(const RmnNetwork* const network,
              const RmnDialect        dialect,
              const char* const       text)
{
  RmnError error = {RMN_OK, ""};
  size_t   size  = 0;
  CHECK(!rmn_network_print(network, dialect, &size, &error));
  CHECK(error.status == RMN_ERR_UNSUPPORTED);
  if (!strstr(error.message, text)) {
    fprintf(stderr, "%s\n", error.message);
  }
  CHECK(strstr(error.message, text));
}

/// Layers that step once in a while
static void
periods_stay_the_same(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_DENSE, .n_inputs = 1, .n_outputs = 3},
    {.type = RMN_GRU, .n_inputs = 3, .n_outputs = 5, .period = 4},
    {.type = RMN_DENSE, .n_inputs = 5, .n_outputs = 1, .period = 64}};
  RmnNetwork* const network = rich_network(shapes, 3);
  network->n_skip           = 0;
  CHECK(compare(network, RMN_DIALECT_RMN));
  check_refused(
    network, RMN_DIALECT_KERAS, "layer 2 of this network does every 4 frames");
  check_refused(network, RMN_DIALECT_GUITARML, "step in every frame");
  check_refused(network, RMN_DIALECT_NAM, "step in every frame");
  check_refused(network, RMN_DIALECT_ONNX, "step in every frame");
  rmn_network_free(network);
}

static void
what_would_sound_otherwise_is_refused(void)
{
  const RmnShape rnn = {
    .type = RMN_RNN, .activation = RMN_RELU, .n_inputs = 2, .n_outputs = 2};
  RmnNetwork* const n = random_network(&rnn, 1, 1);
  check_refused(n, RMN_DIALECT_KERAS, "has no simple RNN, which layer 1");
  check_refused(n, RMN_DIALECT_GUITARML, "layer 1 of this network is rnn 2");
  check_refused(n, RMN_DIALECT_NAM, "NAM has no simple RNN");
  n->n_skip = 1;
  check_refused(n, RMN_DIALECT_ONNX, "to every output or to none");
  rmn_network_free(n);

  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 2, .n_outputs = 3},
    {.type = RMN_DENSE, .n_inputs = 3, .n_outputs = 1}};
  RmnNetwork* const m     = random_network(shapes, 2, 1);
  m->layers[0].shape.clip = 1.0f;
  check_refused(
    m, RMN_DIALECT_KERAS, "no cell with a clip or other activations");
  check_refused(
    m, RMN_DIALECT_GUITARML, "lstm 3 with a clip or other activations");
  m->layers[0].shape.clip       = 0.0f;
  m->layers[1].shape.activation = RMN_SCALED_TANH;
  check_refused(m, RMN_DIALECT_KERAS, "no layer with such an activation");
  check_refused(
    m, RMN_DIALECT_ONNX, "without such an activation outside a cell");
  m->layers[1].shape.activation = RMN_LINEAR;
  check_refused(m, RMN_DIALECT_NAM, "NAM has no knobs, and this network has 1");
  m->inputs[1].maximum = 10.0f;
  check_refused(m, RMN_DIALECT_KERAS, "\"Knob 1\" goes from 0 to 10");
  check_refused(m, RMN_DIALECT_GUITARML, "\"Knob 1\" goes from 0 to 10");
  m->inputs[1].is_side = true;
  check_refused(m, RMN_DIALECT_KERAS, "has no second audio, and \"Knob 1\"");
  CHECK(compare(m, RMN_DIALECT_ONNX));
  m->inputs[1].is_side = false;
  m->inputs[1].maximum = 1.0f;
  m->out_gain          = 0.5f;
  check_refused(m, RMN_DIALECT_GUITARML, "has no gains");
  CHECK(compare(m, RMN_DIALECT_ONNX));
  rmn_network_free(m);
}

static void
what_others_pass_over_is_told(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 2, .n_outputs = 3},
    {.type = RMN_DENSE, .n_inputs = 3, .n_outputs = 1}};
  RmnNetwork* const network = rich_network(shapes, 2);
  char              text[512];
  rmn_network_unseen(network, RMN_DIALECT_RMN, text, sizeof(text));
  CHECK(!text[0]);
  rmn_network_unseen(network, RMN_DIALECT_GUITARML, text, sizeof(text));
  CHECK(strstr(text, "name, author, licence, description, gear, names and"));
  CHECK(strstr(text, "initial state, rest state, loudness"));
  rmn_network_unseen(network, RMN_DIALECT_NAM, text, sizeof(text));
  CHECK(!strstr(text, "loudness") && strstr(text, "licence, description"));
  char few[12];
  rmn_network_unseen(network, RMN_DIALECT_GUITARML, few, sizeof(few));
  CHECK(!strcmp(few, "name, autho"));
  rmn_network_free(network);
}

int
main(void)
{
  RUN(gains_skip_and_words_stay_the_same);
  RUN(stacks_and_unknown_rates_stay_the_same);
  RUN(functions_and_clips_stay_the_same);
  RUN(convolutions_stay_the_same);
  RUN(activations_alone_stay_the_same);
  RUN(periods_stay_the_same);
  RUN(what_would_sound_otherwise_is_refused);
  RUN(what_others_pass_over_is_told);
  return 0;
}
