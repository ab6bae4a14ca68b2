// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_golden.c Both paths against PyTorch, see golden/README.md.
/// Arguments are other files to compare

#include "../sequences.h"

#include <glob.h>
#include <string.h>

/// Most that a sample may differ from float64
static const double real_time_tolerance = 1e-6;
static const double batch_tolerance     = 1e-12;

/// Return the sequences beside a model file: input, then output
static double*
read_sequences(const char* const       path,
               const RmnNetwork* const network,
               uint32_t* const         n_frames)
{
  char      name[256];
  const int stem = (int)(strrchr(path, '.') - path);
  snprintf(name, sizeof(name), "%.*s.f64", stem, path);

  size_t        size      = 0;
  double* const sequences = (double*)read_bytes(name, &size);
  const size_t  frame =
    (network->n_inputs + network->n_outputs) * sizeof(double);

  CHECK(sequences);
  CHECK(size && size % frame == 0);
  *n_frames = (uint32_t)(size / frame);
  return sequences;
}

static void
compare_file(const char* const path)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(path, &error);
  if (!network) {
    fprintf(stderr, "  %s: %s\n", path, error.message);
  }
  CHECK(network);

  uint32_t            n_frames = 0;
  double* const       x        = read_sequences(path, network, &n_frames);
  const double* const wanted   = x + (size_t)n_frames * network->n_inputs;
  const size_t        n_y      = (size_t)n_frames * network->n_outputs;
  double* const       batch    = (double*)malloc(n_y * sizeof(double));

  CHECK(batch);
  CHECK(!rmn_batch_process(network, RMN_START_FILE, x, batch, n_frames, 1));
  double* const real_time = play(network, RMN_START_FILE, x, n_frames);

  const double rt_error    = worst_error(real_time, wanted, n_y);
  const double batch_error = worst_error(batch, wanted, n_y);
  fprintf(stderr,
          "  %-36s real time %.1e, batch %.1e\n",
          path,
          rt_error,
          batch_error);
  CHECK(rt_error <= real_time_tolerance);
  CHECK(batch_error <= batch_tolerance);

  free(real_time);
  free(batch);
  free(x);
  rmn_network_free(network);
}

/// Compare every file of tests/golden that matches a pattern
static void
compare_files(const char* const pattern)
{
  glob_t files = {0};
  CHECK(!glob(pattern, 0, NULL, &files));
  for (size_t i = 0; i < files.gl_pathc; ++i) {
    compare_file(files.gl_pathv[i]);
  }
  globfree(&files);
}

static void
simple_rnns_match_pytorch(void)
{
  compare_files("tests/golden/rnn-*.json");
}

static void
lstms_match_pytorch_and_formulas(void)
{
  compare_files("tests/golden/lstm-*.json");
}

static void
grus_match_pytorch_and_formulas(void)
{
  compare_files("tests/golden/gru-*.json");
}

static void
cells_of_any_function_match_formulas(void)
{
  compare_files("tests/golden/functions-*.json");
}

static void
layers_that_run_backward_match_pytorch(void)
{
  compare_files("tests/golden/bidirectional-*.json");
}

static void
dense_layers_match_pytorch(void)
{
  compare_files("tests/golden/dense-*.json");
}

static void
pointwise_layers_match_pytorch(void)
{
  compare_files("tests/golden/prelu.json");
  compare_files("tests/golden/batchnorm.json");
}

static void
convolutions_match_pytorch(void)
{
  compare_files("tests/golden/conv1d-*.json");
}

static void
whole_networks_match_pytorch(void)
{
  compare_files("tests/golden/network-*.json");
}

static void
guitarml_files_match_pytorch(void)
{
  compare_files("tests/golden/guitarml-*.json");
}

static void
keras_files_match_pytorch(void)
{
  compare_files("tests/golden/keras-*.json");
}

static void
nam_files_match_pytorch(void)
{
  compare_files("tests/golden/nam-*.json");
}

static void
onnx_files_match_pytorch_and_formulas(void)
{
  compare_files("tests/golden/onnx-*.onnx");
}

static char** other_files = NULL;

static void
other_files_match(void)
{
  for (char** path = other_files; path && *path; ++path) {
    compare_file(*path);
  }
}

int
main(const int argc, char** const argv)
{
  if (argc > 1) {
    other_files = argv + 1;
    RUN(other_files_match);
    return 0;
  }

  RUN(simple_rnns_match_pytorch);
  RUN(lstms_match_pytorch_and_formulas);
  RUN(grus_match_pytorch_and_formulas);
  RUN(cells_of_any_function_match_formulas);
  RUN(layers_that_run_backward_match_pytorch);
  RUN(dense_layers_match_pytorch);
  RUN(pointwise_layers_match_pytorch);
  RUN(convolutions_match_pytorch);
  RUN(whole_networks_match_pytorch);
  RUN(guitarml_files_match_pytorch);
  RUN(keras_files_match_pytorch);
  RUN(nam_files_match_pytorch);
  RUN(onnx_files_match_pytorch_and_formulas);
  return 0;
}
