// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_clicks.c What is heard of a swap: no click.
/// The reference is either sound by itself.

#include "../plugin_swap.h"

#include <sndfile.h>

#include <math.h>

enum { BEGIN = 2000, N_PLACES = 8, N_SECONDS = 15 };

/// Models below the data folder, each of which swaps to the next
static const char* const real_models[] = {
  "klon/centaur_0.json",
  "klon/centaur_100.json",
  "guitarml_neuralseed/gru8_ts9_pytorch.json",
  "nam/lstm_2x24.nam",
  "rtneural_variant/LSTM_16_2.json",
  "rtneural_variant/GRU_32_1.json",
  "guitarml_4000db_in2/model.json",
  "nam/lstm.nam"};

static const char* const golden_models[] = {"gru-40.json",
                                            "lstm-40.json",
                                            "keras-gru.json",
                                            "guitarml-lstm.json",
                                            "keras-lstm.json",
                                            "nam-lstm.json"};

/// Fill the input with guitar from second `second` on; false without any
static bool
make_guitar(Host* const host, const uint32_t second)
{
  char    path[4096];
  SF_INFO info = {0};
  snprintf(
    path, sizeof(path), "%s/audio/di/guitar_di_nam.flac", test_data_dir());
  SNDFILE* const file = sf_open(path, SFM_READ, &info);
  if (!file) {
    return false;
  }

  CHECK(info.channels == 1);
  CHECK(sf_seek(file, (sf_count_t)second * info.samplerate, SEEK_SET) >= 0);
  CHECK(sf_readf_float(file, host->in[0], HOST_MAX_FRAMES) == HOST_MAX_FRAMES);
  CHECK(!sf_close(file));
  return true;
}

/// Fill the input with strings that were plucked some time ago
static void
make_strings(Host* const host, const uint32_t turn)
{
  for (uint32_t t = 0; t < HOST_MAX_FRAMES; ++t) {
    const double pitch = 0.01 + 0.004 * turn;
    host->in[0][t] = (float)(0.5 * exp(-(double)t / 20000.0) * sin(pitch * t) +
                             0.2 * sin(3.01 * pitch * t + 1.0));
  }
}

static float
largest_step(const float* const audio, const uint32_t first, const uint32_t n)
{
  float largest = 0.0f;
  for (uint32_t t = first; t < first + n; ++t) {
    largest = fmaxf(largest, fabsf(audio[t] - audio[t - 1U]));
  }
  return largest;
}

/// Swap, with `n_unheard` frames before it is heard, and check that it was, and
/// that no sample is further from the one before than in either sound during
/// that time
static void
check_swap_after(const Host* const source,
                 const char* const from,
                 const char* const to,
                 const uint32_t    n_unheard)
{
  static Audio a;
  static Audio b;
  Host* const  host    = host_open(EFFECT, WORKER_INLINE);
  Session      session = session_new(host, from, "");
  uint32_t     now     = 0;

  memcpy(host->in, source->in, sizeof(host->in));
  CHECK(!session_restore(&session));
  run_until(host, &now, BEGIN);
  host_set_model(host, to);
  run_until(host, &now, BEGIN + 1);
  const uint32_t n =
    n_unheard + N_FADE + (uint32_t)host->controls[RMN_PORT_LATENCY];
  if (n_unheard < N_UNHEARD) { // Another sound waits, of the same model
    host_set_model(host, to);
  }
  run_until(host, &now, BEGIN + n);
  CHECK(!strcmp(host->model, to));
  CHECK(host->n_models == 2);
  host_run(host, now, N_FADE);

  reference_play(host, from, a, 0, HOST_MAX_FRAMES);
  reference_play(host, to, b, 0, HOST_MAX_FRAMES);
  const float alone =
    fmaxf(largest_step(a[0], BEGIN, n), largest_step(b[0], BEGIN, n));
  CHECK(largest_step(host->out[0], BEGIN, n) <= alone);

  reference_play(host, to, b, BEGIN, HOST_MAX_FRAMES - BEGIN);
  CHECK(!memcmp(host->out[0], a[0], (BEGIN + n - N_FADE) * sizeof(float)));
  CHECK(!memcmp(
    host->out[0] + BEGIN + n, b[0] + BEGIN + n, N_FADE * sizeof(float)));
  host_close(host);
}

static void
check_swap(const Host* const source,
           const char* const from,
           const char* const to)
{
  check_swap_after(source, from, to, N_UNHEARD);
  check_swap_after(source, from, to, N_HASTY);
}

static void
golden_models_swap_without_a_click(void)
{
  Host* const    host = host_open(EFFECT, WORKER_NONE);
  const uint32_t n    = sizeof(golden_models) / sizeof(golden_models[0]);
  for (uint32_t i = 0; i < n; ++i) {
    char from[4096];
    snprintf(from, sizeof(from), "%s", host_golden(golden_models[i]));
    make_strings(host, i);
    check_swap(host, from, host_golden(golden_models[(i + 1U) % n]));
  }
  host_close(host);
}

static void
real_models_swap_without_a_click(void)
{
  Host* const    host = host_open(EFFECT, WORKER_NONE);
  const uint32_t n    = sizeof(real_models) / sizeof(real_models[0]);
  if (!make_guitar(host, 0)) {
    host_close(host);
    test_skip("no real networks, set RMN_DATA to their folder");
    return;
  }

  for (uint32_t i = 0; i < n * N_PLACES; ++i) {
    char from[4096];
    char to[4096];
    snprintf(
      from, sizeof(from), "%s/models/%s", test_data_dir(), real_models[i % n]);
    snprintf(to,
             sizeof(to),
             "%s/models/%s",
             test_data_dir(),
             real_models[(i + 1U) % n]);
    CHECK(make_guitar(host, i % N_SECONDS));
    check_swap(host, from, to);
  }
  host_close(host);
}

int
main(void)
{
  RUN(golden_models_swap_without_a_click);
  RUN(real_models_swap_without_a_click);
  return 0;
}
