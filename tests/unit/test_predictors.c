// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_predictors.c The factory presets that predict, at their own rates
///
/// On plucked strings made here, and on a moment of a guitar that no preset
/// learned from.

#include "../predicting.h"

#include "detector.h"
#include "rmn.h"

#include <sndfile.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FRAMES = 48000 };

static RmnNetwork*
load(const char* const name)
{
  RmnError error = {RMN_OK, ""};
  char     path[256];
  snprintf(path, sizeof(path), "presets/%s/model.json", name);
  RmnNetwork* const network = rmn_network_load(path, &error);
  CHECK(network && network->self_test.n_frames > 0);
  return network;
}

/// Play what is heard from rest on, and what else was heard before
static void
play(const RmnNetwork* const network,
     const float* const      x,
     float* const            y,
     const uint32_t          n)
{
  static const float silence[8000];
  static float       unheard[8000];
  RmnModel* const    model   = rmn_model_new(network);
  RmnState* const    state   = rmn_state_new(model, 1);
  const float* const none    = silence;
  float* const       nowhere = unheard;
  CHECK(model && state && n <= MAX_FRAMES);
  rmn_process(model, state, &none, &nowhere, 8000);
  rmn_process(model, state, &x, &y, n);
  rmn_state_free(state);
  rmn_model_free(model);
}

static void
each_says_what_it_predicts(void)
{
  static const struct {
    const char*       name;
    RmnPredictionKind kind;
    double            rate_hz;
  } presets[] = {{"onset", RMN_PREDICT_VALUE, 8000.0},
                 {"speech", RMN_PREDICT_VALUE, 8000.0},
                 {"next-sample", RMN_PREDICT_NEXT_SAMPLE, 48000.0},
                 {"next-sample-16k", RMN_PREDICT_NEXT_SAMPLE, 16000.0}};
  for (size_t i = 0; i < sizeof(presets) / sizeof(presets[0]); ++i) {
    RmnError          error   = {RMN_OK, ""};
    RmnNetwork* const network = load(presets[i].name);
    CHECK(network->prediction.kind == presets[i].kind);
    CHECK(network->rate_hz == presets[i].rate_hz);
    RmnPlayer* const player =
      rmn_player_new(network, presets[i].rate_hz, 1, &error);
    CHECK(player && !rmn_player_warning(player)[0]);
    rmn_player_free(player);
    rmn_network_free(network);
  }
}

/// Pluck a string: noise in a loop that dulls it (Karplus and Strong 1983)
static void
pluck(float* const y, const uint32_t n, const uint32_t period, uint32_t seed)
{
  float string[512];
  for (uint32_t i = 0; i < period; ++i) {
    seed      = seed * 1664525U + 1013904223U;
    string[i] = (float)(seed >> 8U) * 0x1p-24F - 0.5F;
  }
  for (uint32_t t = 0; t < n; ++t) {
    float* const sample = &string[t % period];
    y[t]                = 0.3F * *sample;
    *sample             = 0.498F * (*sample + string[(t + 1U) % period]);
  }
}

/// Look for events as a preset at 8 kHz says
static void
start_detector(RmnDetector* const detector, const RmnPrediction* const p)
{
  *detector = (RmnDetector){0};
  rmn_detector_set(detector,
                   p->threshold,
                   p->hysteresis,
                   (uint32_t)((double)p->hold_ms * 8.0),
                   0);
}

static void
onset_finds_plucked_strings(void)
{
  enum { N = 24000, N_PLUCKS = 6, N_EACH = N / N_PLUCKS, LATE = 200 };
  static const uint32_t periods[N_PLUCKS] = {97, 73, 54, 36, 82, 48};
  static float          x[N];
  static float          y[N];
  RmnNetwork* const     network = load("onset");
  const RmnPrediction*  p       = &network->prediction;
  for (uint32_t i = 0; i < N_PLUCKS; ++i) {
    pluck(x + i * N_EACH, N_EACH, periods[i], i);
  }
  play(network, x, y, N);

  RmnDetector detector;
  RmnEvent    event;
  bool        is_found[N_PLUCKS] = {false};
  uint32_t    n_found            = 0;
  uint32_t    n_more             = 0;
  start_detector(&detector, p);
  for (uint32_t t = 0; t < N; ++t) {
    const uint32_t i = t / N_EACH;
    if (!rmn_detector_hear(&detector, y[t], y[t], &event) || !event.is_on) {
      continue;
    }
    const bool is_right = t % N_EACH <= LATE && !is_found[i];
    is_found[i]         = is_found[i] || is_right;
    n_found += is_right;
    n_more += !is_right;
  }
  if (n_found < N_PLUCKS || n_more) {
    fprintf(stderr, "  %u found, %u too many\n", n_found, n_more);
  }
  CHECK(n_found >= N_PLUCKS - 1 && n_more <= 1);
  rmn_network_free(network);
}

/// Somebody says something in the middle of three seconds of hiss
static void
speech_is_heard(void)
{
  static float   frames[MAX_FRAMES];
  static float   y[MAX_FRAMES];
  SF_INFO        info = {0};
  SNDFILE* const file = sf_open("tests/presets/speech.wav", SFM_READ, &info);
  CHECK(file && info.channels == 1 && info.frames == 24000);
  CHECK(sf_readf_float(file, frames, info.frames) == info.frames);
  sf_close(file);

  RmnNetwork* const network = load("speech");
  RmnDetector       detector;
  RmnEvent          event;
  uint32_t          n_before = 0;
  uint32_t          n_within = 0;
  play(network, frames, y, 24000);
  start_detector(&detector, &network->prediction);
  for (uint32_t t = 0; t < 24000; ++t) {
    if (rmn_detector_hear(&detector, y[t], y[t], &event) && event.is_on) {
      n_before += t < 8000;
      n_within += t >= 8000 && t < 16000;
    }
  }
  CHECK(n_before == 0 && n_within >= 1);
  rmn_network_free(network);
}

/// Read a moment of a guitar, one frame of `stride`; return how many there are
static uint32_t
read_guitar(float frames[MAX_FRAMES], const uint32_t stride)
{
  SF_INFO        info = {0};
  SNDFILE* const file = sf_open("tests/presets/guitar.wav", SFM_READ, &info);
  CHECK(file && info.channels == 1 && info.frames <= MAX_FRAMES);
  const uint32_t n = (uint32_t)info.frames / stride;
  CHECK(sf_readf_float(file, frames, info.frames) == info.frames);
  sf_close(file);
  for (uint32_t t = 0; t < n; ++t) { // It has little above 8 kHz
    frames[t] = frames[t * stride];
  }
  return n;
}

/// Return the prediction gain in dB for a moment of a guitar
static double
gain_db(const RmnNetwork* const network, const uint32_t stride)
{
  static float   frames[MAX_FRAMES];
  static float   y[MAX_FRAMES];
  const uint32_t n      = read_guitar(frames, stride);
  double         energy = 0.0;
  double         error  = 0.0;
  play(network, frames, y, n);
  for (uint32_t t = 1; t < n; ++t) {
    const double e = (double)frames[t] - (double)y[t - 1U];
    energy += (double)frames[t] * (double)frames[t];
    error += e * e;
  }
  return 10.0 * log10(energy / error);
}

/// The whole network foresees more than its linear prediction alone
static void
foresees(const char* const name, const uint32_t stride, const double least_db)
{
  RmnNetwork* const network = load(name);
  const double      gain    = gain_db(network, stride);

  RmnLayer* const head = &network->layers[network->n_layers - 1U];
  head->b[0]           = 0.0f;
  memset(head->W, 0, (head->shape.n_inputs - 1U) * sizeof(float));
  const double linear = gain_db(network, stride);
  printf("# %s: %.1f dB, linear prediction %.1f\n", name, gain, linear);
  CHECK(gain >= least_db && gain > linear);
  rmn_network_free(network);
}

static void
next_sample_is_foreseen(void)
{
  foresees("next-sample", 1, 40.0);
  foresees("next-sample-16k", 3, 22.0);
}

/// What stands in for 5 ms of a note that sounds is much nearer to it than
/// silence is
static void
drop_outs_are_filled(void)
{
  enum { GAP = 240, EVERY = 960, FIRST = 4000, END = 6300 }; // Of the note

  static float          frames[MAX_FRAMES];
  static float          lost[MAX_FRAMES];
  static float          heard[MAX_FRAMES];
  const uint32_t        n        = END;
  const RmnNextControls controls = {.conceals = true};
  RmnNetwork* const     network  = load("next-sample");
  const Predicting      p = predicting(network, 48000.0, RMN_RATE_NATIVE);
  float*                values[] = {NULL};
  rmn_network_free(network);
  CHECK(read_guitar(frames, 1) >= n);
  for (uint32_t t = 0; t < n; ++t) {
    lost[t] = t >= FIRST && t % EVERY < GAP ? 0.0f : frames[t];
  }
  rmn_predictor_set(p.predictor, &controls);
  rmn_predictor_process(p.predictor, lost, NULL, heard, values, NULL, n);
  predicting_end(p);

  double energy = 0.0;
  double error  = 0.0;
  for (uint32_t t = 0; t < n - RMN_GAP_FRAMES; ++t) {
    if (t >= FIRST && t % EVERY < GAP) {
      const double e = (double)(frames[t] - heard[t + RMN_GAP_FRAMES]);
      energy += (double)(frames[t] * frames[t]);
      error += e * e;
    }
  }
  const double snr_db = 10.0 * log10(energy / error);
  printf("# %.1f dB\n", snr_db);
  CHECK(snr_db > 6.0);
}

int
main(void)
{
  RUN(each_says_what_it_predicts);
  RUN(onset_finds_plucked_strings);
  RUN(speech_is_heard);
  RUN(next_sample_is_foreseen);
  RUN(drop_outs_are_filled);
  return 0;
}
