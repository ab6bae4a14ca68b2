// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_model_levels.c How far real networks on real guitars are apart

#include "../data.h"
#include "loudness.h"

#include <jansson.h>
#include <math.h>
#include <sndfile.h>
#include <string.h>

enum { MAX_MODELS = 64, RATE_HZ = 48000, N_FRAMES = 4 * RATE_HZ };

/// Most that models are apart with one guitar
static const double most_spread_lu = 6.0;

/// Four seconds of a guitar without effects
typedef struct {
  const char* file;
  int         start_s;
  float*      audio;
} Guitar;

static Guitar guitars[] = {
  {"guitar_di_nam.flac", 9, NULL},
  {"t3k_fear_guitar.flac", 4, NULL},
  {"t3k_jazz_hop_guitar.flac", 4, NULL},
  {"toob_guitar-b4.flac", 0, NULL},
  {"toob_guitar-e2.flac", 0, NULL},
};

enum { N_GUITARS = sizeof(guitars) / sizeof(guitars[0]) };

/// The loudness of each model with one guitar
typedef struct {
  double   lufs[MAX_MODELS];
  uint32_t n;
} Range;

/// Read a guitar and bring it to the loudness that models are measured at
static void
read_guitar(Guitar* const guitar)
{
  SF_INFO        info = {0};
  SNDFILE* const file =
    sf_open(data_path("audio/di", guitar->file), SFM_READ, &info);
  CHECK(file && info.channels == 1 && info.samplerate == RATE_HZ);
  guitar->audio = (float*)calloc(N_FRAMES, sizeof(float));
  CHECK(guitar->audio);
  CHECK(sf_seek(file, (sf_count_t)guitar->start_s * RATE_HZ, SEEK_SET) >= 0);
  CHECK(sf_readf_float(file, guitar->audio, N_FRAMES) == N_FRAMES);
  sf_close(file);

  const double lufs = rmn_loudness_integrated(guitar->audio, N_FRAMES, RATE_HZ);
  const double gain = pow(10.0, (RMN_PHRASE_LUFS - lufs) / 20.0);
  CHECK(lufs > -50.0);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    guitar->audio[t] *= (float)gain;
  }
}

/// Return how loud a player plays a guitar
static double
listen(RmnPlayer* const player, const Guitar* const guitar)
{
  static float y[N_FRAMES];
  const float* in[]  = {guitar->audio};
  float*       out[] = {y};
  rmn_player_reset(player, RMN_START_REST);
  rmn_player_process(player, in, out, N_FRAMES);
  return rmn_loudness_integrated(y, N_FRAMES, RATE_HZ);
}

static double
spread(const Range* const range)
{
  double lowest  = range->lufs[0];
  double highest = range->lufs[0];
  for (uint32_t i = 1; i < range->n; ++i) {
    lowest  = fmin(lowest, range->lufs[i]);
    highest = fmax(highest, range->lufs[i]);
  }
  return highest - lowest;
}

/// Add the loudness of a model to ranges, with every guitar
static void
add_model(const char* const file,
          Range             before[N_GUITARS],
          Range             after[N_GUITARS])
{
  RmnError         error = {RMN_OK, ""};
  RmnPlayer* const player =
    rmn_player_open(data_path(".", file), RATE_HZ, 1, &error);
  CHECK(player);
  if (rmn_player_level_warning(player)[0]) { // No sound, or hardly any
    rmn_player_free(player);
    return;
  }

  rmn_player_set_dc_block(player, true);
  fprintf(
    stderr, "  %-52s %+6.1f dB:", file, rmn_player_loudness(player).gain_db);
  for (uint32_t g = 0; g < N_GUITARS; ++g) {
    CHECK(before[g].n < MAX_MODELS);
    rmn_player_set_normalise(player, false);
    before[g].lufs[before[g].n++] = listen(player, &guitars[g]);
    rmn_player_set_normalise(player, true);
    const double lufs           = listen(player, &guitars[g]);
    after[g].lufs[after[g].n++] = lufs;
    fprintf(stderr, " %5.1f", lufs);
  }
  fprintf(stderr, "\n");
  rmn_player_free(player);
}

static void
every_model_is_as_loud_as_another(void)
{
  if (!have_data()) {
    return;
  }

  for (uint32_t g = 0; g < N_GUITARS; ++g) {
    read_guitar(&guitars[g]);
  }
  json_t* const index =
    json_load_file(data_path("golden", "index.json"), 0, NULL);
  Range before[N_GUITARS] = {{{0.0}, 0}};
  Range after[N_GUITARS]  = {{{0.0}, 0}};
  for (size_t i = 0; i < json_array_size(index); ++i) {
    const char* const file =
      json_string_value(json_object_get(json_array_get(index, i), "file"));
    CHECK(file);
    if (!strstr(file, "/bad_lstm.json")) { // Which is refused
      add_model(file, before, after);
    }
  }
  json_decref(index);

  for (uint32_t g = 0; g < N_GUITARS; ++g) {
    fprintf(stderr,
            "  %s: %u models, %.1f dB apart, normalised %.1f dB\n",
            guitars[g].file,
            after[g].n,
            spread(&before[g]),
            spread(&after[g]));
    CHECK(after[g].n > 15 && spread(&before[g]) > 40.0);
    CHECK(spread(&after[g]) <= most_spread_lu);
  }
}

int
main(void)
{
  RUN(every_model_is_as_loud_as_another);
  for (uint32_t g = 0; g < N_GUITARS; ++g) {
    free(guitars[g].audio);
  }
  return 0;
}
