// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_convert.c Networks in every dialect that can express them.

   Each network of the presets, the golden ones and the data folder is written
   in each dialect, read, and written in Remanence's own again: it must play the
   same bits as before, from zero, from the state of the file and from rest, and
   say the same.  Standard error gets a table of what can express what.
*/

#include "../networks.h"
#include "../sequences.h"

#include <glob.h>
#include <string.h>

enum { N_FRAMES = 2048 };

/// How many networks each dialect has expressed, of each dialect
static unsigned n_files = 0;
static unsigned n_expressed[RMN_N_DIALECTS];

/* Comparing
   ========= */

/// Return noise as audio and knobs at other places than their defaults
static double*
new_sequence(const RmnNetwork* const network)
{
  const uint32_t n    = network->n_inputs;
  double* const  x    = (double*)malloc((size_t)N_FRAMES * n * sizeof(double));
  uint32_t       seed = 7;
  CHECK(x);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    for (uint32_t i = 0; i < n; ++i) {
      x[(size_t)t * n + i] = i ? 0.25 * i : 0.5 * (double)random_float(&seed);
    }
  }
  return x;
}

static void
check_same_bits(const RmnNetwork* const a, const RmnNetwork* const b)
{
  double* const x = new_sequence(a);
  CHECK(a->n_inputs == b->n_inputs && a->n_outputs == b->n_outputs);
  for (unsigned start = RMN_START_ZERO; start <= RMN_START_REST; ++start) {
    double* const y = play(a, (RmnStart)start, x, N_FRAMES);
    double* const z = play(b, (RmnStart)start, x, N_FRAMES);
    CHECK(!memcmp(y, z, (size_t)N_FRAMES * a->n_outputs * sizeof(double)));
    free(y);
    free(z);
  }
  free(x);
}

/// Return a network in Remanence's own dialect, which says all that there is
static char*
text_of(const RmnNetwork* const network, size_t* const size)
{
  RmnError    error = {RMN_OK, ""};
  char* const text  = rmn_network_print(network, RMN_DIALECT_RMN, size, &error);
  CHECK(text);
  return text;
}

/// Check that all but the layers is the same, in the file's own words
static void
check_same_facts(const RmnNetwork* const a, const RmnNetwork* const b)
{
  RmnNetwork bare_a  = *a;
  RmnNetwork bare_b  = *b;
  size_t     size_a  = 0;
  size_t     size_b  = 0;
  bare_a.n_layers    = 1; // What comes last is the same for all
  bare_b.n_layers    = 1;
  bare_a.layers[0]   = a->layers[a->n_layers - 1U];
  bare_b.layers[0]   = a->layers[a->n_layers - 1U];
  bare_a.rest        = NULL;
  bare_b.rest        = NULL;
  char* const text_a = text_of(&bare_a, &size_a);
  char* const text_b = text_of(&bare_b, &size_b);
  if (size_a != size_b || memcmp(text_a, text_b, size_a) != 0) {
    fprintf(stderr, "%.*s%.*s", (int)size_a, text_a, (int)size_b, text_b);
  }
  CHECK(size_a == size_b && !memcmp(text_a, text_b, size_a));
  free(text_a);
  free(text_b);
}

/// Return a network after it was written in a dialect, or NULL if it cannot be
static RmnNetwork*
by_way_of(const RmnNetwork* const network,
          const RmnDialect        dialect,
          RmnError* const         error)
{
  size_t      size  = 0;
  char* const bytes = rmn_network_print(network, dialect, &size, error);
  if (!bytes) {
    CHECK(error->status == RMN_ERR_UNSUPPORTED);
    return NULL;
  }

  RmnNetwork* const read = rmn_network_parse(bytes, size, error);
  if (!read) {
    fprintf(stderr, "  %s: %s\n", rmn_dialect_name(dialect), error->message);
  }
  CHECK(read);
  free(bytes);
  return read;
}

static bool
compare(const RmnNetwork* const network, const RmnDialect dialect)
{
  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const there = by_way_of(network, dialect, &error);
  if (!there) {
    fprintf(stderr, "    %s\n", error.message);
    return false;
  }

  RmnNetwork* const back = by_way_of(there, RMN_DIALECT_RMN, &error);
  CHECK(back);
  check_same_bits(network, back);
  check_same_facts(network, back);
  CHECK(rmn_network_n_state(network) == rmn_network_n_state(back));
  rmn_network_free(there);
  rmn_network_free(back);
  return true;
}

/// Write a network in every dialect, and a line of the table
static void
convert_file(const char* const path)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(path, &error);
  if (!network) {
    return;
  }

  fprintf(stderr, "  %s (%s)\n", path, network->format);
  ++n_files;
  for (unsigned d = 0; d < RMN_N_DIALECTS; ++d) {
    n_expressed[d] += compare(network, (RmnDialect)d);
  }
  rmn_network_free(network);
}

static unsigned
convert_files(const char* const pattern)
{
  glob_t files = {0};
  if (glob(pattern, 0, NULL, &files)) {
    return 0;
  }
  n_files = 0;
  memset(n_expressed, 0, sizeof(n_expressed));
  for (size_t i = 0; i < files.gl_pathc; ++i) {
    convert_file(files.gl_pathv[i]);
  }
  globfree(&files);

  fprintf(stderr, "  %s: %u networks", pattern, n_files);
  for (unsigned d = 0; d < RMN_N_DIALECTS; ++d) {
    fprintf(stderr, ", %s %u", rmn_dialect_name((RmnDialect)d), n_expressed[d]);
  }
  fputc('\n', stderr);
  CHECK(n_expressed[RMN_DIALECT_RMN] == n_files);
  return n_files;
}

static void
presets_stay_the_same(void)
{
  CHECK(convert_files("presets/*/model.json") >= 10);
  CHECK(n_expressed[RMN_DIALECT_KERAS] == n_files);
  CHECK(n_expressed[RMN_DIALECT_GUITARML] >= 10); // Those that are no predictors
  CHECK(n_expressed[RMN_DIALECT_ONNX] == n_files);
}

static void
golden_networks_stay_the_same(void)
{
  CHECK(convert_files("tests/golden/*.json") > 30);
  CHECK(convert_files("tests/golden/bidirectional-*.json") >= 5);
  CHECK(n_expressed[RMN_DIALECT_ONNX] >= 3);
  CHECK(n_expressed[RMN_DIALECT_KERAS] == 0);
  CHECK(convert_files("tests/golden/*.onnx") > 10);
  CHECK(n_expressed[RMN_DIALECT_ONNX] == n_files);
}

static void
real_networks_stay_the_same(void)
{
  char pattern[1024];
  snprintf(pattern, sizeof(pattern), "%s/models/*/*", test_data_dir());
  if (!convert_files(pattern)) {
    test_skip("no real networks, set RMN_DATA to their folder");
  }
}

/* What no file of those has
   ========================= */

/// Return a network that has everything besides its layers
static RmnNetwork*
rich_network(const RmnShape* const shapes, const uint32_t n_layers)
{
  RmnNetwork* const n = random_network(shapes, n_layers, 11);
  n->rate_hz          = 44100.5;
  n->in_gain          = 2.5f;
  n->out_gain         = 0.3f;
  n->n_skip           = n->n_outputs;
  n->inputs[1]        = (RmnInput){"Drive \xc3\xa9", 0.25f, 0.0f, 1.0f};
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
  CHECK(compare(network, RMN_DIALECT_GUITARML));
  CHECK(compare(network, RMN_DIALECT_NAM));
  CHECK(compare(network, RMN_DIALECT_ONNX));
  rmn_network_free(network);
}

/// A knob at the same place of another range makes the same sound
static void
check_rescaled(const RmnShape* const shapes, const uint32_t n_layers)
{
  const float       span  = 7.0f;
  const float       least = -2.0f;
  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const a     = random_network(shapes, n_layers, 5);
  RmnNetwork* const b     = random_network(shapes, n_layers, 5);
  double* const     x     = new_sequence(a);
  b->inputs[1]            = (RmnInput){"Wide", 1.5f, least, least + span};
  CHECK(!rmn_network_rescale_knobs(b, &error));
  CHECK(b->inputs[1].value == 0.5f && b->inputs[1].maximum == 1.0f);

  double* const y = play(a, RMN_START_FILE, x, N_FRAMES);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    double* const knob = &x[(size_t)t * a->n_inputs + 1U];
    *knob              = (*knob - (double)least) / (double)span;
  }
  double* const z     = play(b, RMN_START_FILE, x, N_FRAMES);
  const double  worst = worst_error(y, z, (size_t)N_FRAMES * a->n_outputs);
  fprintf(stderr, "  rescaled, worst error %.1e\n", worst);
  CHECK(worst < 2e-6);
  free(x);
  free(y);
  free(z);
  rmn_network_free(a);
  rmn_network_free(b);
}

static void
rescaled_knobs_sound_the_same(void)
{
  const RmnShape shapes[][2] = {
    {{.type = RMN_LSTM, .n_inputs = 3, .n_outputs = 8},
     {.type = RMN_DENSE, .n_inputs = 8, .n_outputs = 1}},
    {{.type = RMN_GRU, .n_inputs = 3, .n_outputs = 8},
     {.type = RMN_DENSE, .n_inputs = 8, .n_outputs = 1}},
    {{.type      = RMN_GRU,
      .reset     = RMN_RESET_BEFORE,
      .n_inputs  = 3,
      .n_outputs = 8},
     {.type = RMN_DENSE, .n_inputs = 8, .n_outputs = 1}},
    {{.type = RMN_DENSE, .activation = RMN_TANH, .n_inputs = 3, .n_outputs = 8},
     {.type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 8, .n_outputs = 2}},
    {{.type = RMN_LSTM, .n_inputs = 3, .n_outputs = 4},
     {.type      = RMN_GRU,
      .direction = RMN_BACKWARD,
      .place     = RMN_BESIDE,
      .n_inputs  = 3,
      .n_outputs = 4}}};
  for (size_t s = 0; s < sizeof(shapes) / sizeof(shapes[0]); ++s) {
    check_rescaled(shapes[s], 2);
  }

  const RmnShape    prelu = {.type = RMN_PRELU, .n_inputs = 2, .n_outputs = 2};
  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const n     = random_network(&prelu, 1, 5);
  CHECK(!rmn_network_rescale_knobs(n, &error));
  n->inputs[1].maximum = 2.0f;
  CHECK(rmn_network_rescale_knobs(n, &error) == RMN_ERR_UNSUPPORTED);
  CHECK(strstr(error.message, "the first layer is a prelu"));
  rmn_network_free(n);
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
  RmnNetwork* const m = random_network(shapes, 2, 1);
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
  RUN(presets_stay_the_same);
  RUN(golden_networks_stay_the_same);
  RUN(gains_skip_and_words_stay_the_same);
  RUN(stacks_and_unknown_rates_stay_the_same);
  RUN(rescaled_knobs_sound_the_same);
  RUN(what_would_sound_otherwise_is_refused);
  RUN(what_others_pass_over_is_told);
  RUN(real_networks_stay_the_same);
  return 0;
}
