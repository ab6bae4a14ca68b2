// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_models.c Real networks against what their makers computed

#include "../data.h"
#include "../sequences.h"

#include <jansson.h>

#include <string.h>

/// Most that a sample may differ from the vectors that belong to a model
static const double tolerance = 1e-5;

/// A sequence of one or more channels
typedef struct {
  double*  samples;
  uint32_t n_frames;
} Sequence;

static RmnNetwork*
load(const char* const folder, const char* const name)
{
  const char* const path    = data_path(folder, name);
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(path, &error);
  if (!network) {
    fprintf(stderr, "  %s: %s\n", path, error.message);
  }

  CHECK(network);
  return network;
}

/// Return `n_frames` of audio, with every knob at `knob`
static double*
with_knobs(const double* const audio,
           const uint32_t      n_frames,
           const uint32_t      n_inputs,
           const double        knob)
{
  const size_t  n = (size_t)n_frames * n_inputs;
  double* const x = (double*)calloc(n, sizeof(double));

  CHECK(x);
  for (size_t i = 0; i < n; ++i) {
    x[i] = (i % n_inputs) ? knob : audio[i / n_inputs];
  }
  return x;
}

/// Compare output 0 of a network with what it must be
static void
compare(const char* const       name,
        const RmnNetwork* const network,
        const RmnStart          start,
        const double* const     audio,
        const double* const     wanted,
        const uint32_t          n_frames)
{
  double* const x = with_knobs(audio, n_frames, network->n_inputs, 0.5);
  double* const y = play(network, start, x, n_frames);
  for (uint32_t t = 0; t < n_frames; ++t) {
    y[t] = y[(size_t)t * network->n_outputs];
  }

  const double worst = worst_error(y, wanted, n_frames);
  fprintf(stderr, "  %-52s worst error %.1e\n", name, worst);
  CHECK(worst <= tolerance);
  free(x);
  free(y);
}

/// Read what a file holds after `header`, numbers of `width` bytes
static Sequence
read_binary(const char* const path, const size_t header, const size_t width)
{
  size_t      size  = 0;
  char* const bytes = (char*)read_bytes(path, &size);
  CHECK(bytes && size > header);

  const size_t n = (size - header) / width;
  Sequence     s = {(double*)malloc(n * sizeof(double)), (uint32_t)n};
  CHECK(s.samples);
  for (size_t i = 0; i < n; ++i) {
    float single = 0.0f;
    if (width == sizeof(double)) {
      memcpy(&s.samples[i], bytes + header + i * width, width);
    } else {
      memcpy(&single, bytes + header + i * width, width);
      s.samples[i] = (double)single;
    }
  }

  free(bytes);
  return s;
}

/// Read one number a line
static Sequence
read_csv(const char* const path)
{
  enum { MAX_FRAMES = 1000 };

  FILE* const file = fopen(path, "r");
  Sequence    s    = {(double*)calloc(MAX_FRAMES, sizeof(double)), 0};
  CHECK(file && s.samples);
  while (s.n_frames < MAX_FRAMES &&
         fscanf(file, "%lf", &s.samples[s.n_frames]) == 1) {
    ++s.n_frames;
  }

  fclose(file);
  return s;
}

/// Compare one entry of the index of goldens
static void
compare_indexed(const json_t* const entry, const Sequence input)
{
  const char* const file = json_string_value(json_object_get(entry, "file"));
  const char* const sha  = json_string_value(json_object_get(entry, "sha"));
  CHECK(file && sha);
  if (strstr(file, "/bad_lstm.json")) {
    return; // Contradicts its own shape, and is refused
  }

  char name[64];
  snprintf(name, sizeof(name), "%s.f32", sha);
  const Sequence    wanted  = read_binary(data_path("golden", name), 0, 4);
  RmnNetwork* const network = load(".", file);
  const RmnStart start = strstr(file, ".nam") ? RMN_START_FILE : RMN_START_ZERO;

  CHECK(wanted.n_frames == input.n_frames);
  compare(file, network, start, input.samples, wanted.samples, input.n_frames);
  free(wanted.samples);
  rmn_network_free(network);
}

static void
every_model_matches_its_golden(void)
{
  if (!have_data()) {
    return;
  }

  json_t* const index =
    json_load_file(data_path("golden", "index.json"), 0, NULL);
  const Sequence input =
    read_binary(data_path("golden", "input_12000.f32"), 0, 4);

  CHECK(json_array_size(index));
  for (size_t i = 0; i < json_array_size(index); ++i) {
    compare_indexed(json_array_get(index, i), input);
  }
  free(input.samples);
  json_decref(index);
}

static void
keras_models_match_the_vectors_of_their_authors(void)
{
  static const char* const names[] = {
    "gru", "gru_1d", "gru_torch", "lstm", "lstm_1d", "lstm_torch"};
  static const char folder[] = "models/rtneural";

  if (!have_data()) {
    return;
  }

  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    char file[64];
    snprintf(file, sizeof(file), "%s_x_python.csv", names[i]);
    const Sequence x = read_csv(data_path(folder, file));
    snprintf(file, sizeof(file), "%s_y_python.csv", names[i]);
    const Sequence y = read_csv(data_path(folder, file));
    snprintf(file, sizeof(file), "%s.json", names[i]);
    RmnNetwork* const network = load(folder, file);

    CHECK(x.n_frames && x.n_frames == y.n_frames);
    compare(file, network, RMN_START_ZERO, x.samples, y.samples, x.n_frames);
    rmn_network_free(network);
    free(x.samples);
    free(y.samples);
  }
}

static void
nam_models_match_another_player_from_rest(void)
{
  static const char* const names[][2] = {
    {"lstm.nam", "golden_lstm_official.bin"},
    {"lstm_1x10.nam", "golden_lstm_1x10.bin"},
    {"lstm_2x24.nam", "golden_lstm_2x24.bin"},
    {"lstm_3x8.nam", "golden_lstm_3x8.bin"},
    {"lstm_dyn_test.nam", "golden_lstm_dyn_test.bin"}};

  if (!have_data()) {
    return;
  }

  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    // A count, then that many frames in and as many out
    const Sequence s =
      read_binary(data_path("models/nam_golden", names[i][1]), 4, 4);
    const uint32_t    n       = s.n_frames / 2U;
    RmnNetwork* const network = load("models/nam", names[i][0]);

    compare(names[i][1], network, RMN_START_REST, s.samples, s.samples + n, n);
    rmn_network_free(network);
    free(s.samples);
  }
}

static void
nam_model_matches_float64_from_the_state_of_its_file(void)
{
  if (!have_data()) {
    return;
  }

  static const char folder[] = "models/nam_golden";
  const Sequence x = read_binary(data_path(folder, "sweep_256_48k.bin"), 4, 8);
  const Sequence y = read_binary(data_path(folder, "lstm_256_f64.bin"), 4, 8);
  RmnNetwork* const network = load("models/nam", "lstm.nam");

  compare("lstm_256_f64.bin",
          network,
          RMN_START_FILE,
          x.samples,
          y.samples,
          x.n_frames);
  rmn_network_free(network);
  free(x.samples);
  free(y.samples);
}

int
main(void)
{
  RUN(every_model_matches_its_golden);
  RUN(keras_models_match_the_vectors_of_their_authors);
  RUN(nam_models_match_another_player_from_rest);
  RUN(nam_model_matches_float64_from_the_state_of_its_file);
  return 0;
}
