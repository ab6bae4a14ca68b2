// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_rate_stable.c A delayed state never rings, whatever is played.

   Where the ratio of the rates is whole, every state is the network at its own
   rate; here are the ratios between.
*/

#include "../rates.h"

#include <glob.h>

enum { MAX_FRAMES = 400000 };

static const double between_hz[] =
  {48000.0, 50000.0, 60000.0, 70000.0, 88200.0, 96000.0, 192000.0};

static const double seconds = 1.6;
static const float  loud    = 10.0f; // +20 dBFS

static float audio[MAX_FRAMES];

/// What is heard of a network
typedef struct {
  float peak;
  float moves; ///< From lowest to highest at the end, in silence
} Voice;

/// Fill four parts of eight with steps, steps, noise and a sweep; then silence
static void
fill_abuse(const uint32_t n_frames, const double rate_hz)
{
  const uint32_t part = n_frames / 8U;
  uint32_t       seed = 7;
  uint32_t       next = 0;
  float          step = 0.0f;

  for (uint32_t t = 0; t < n_frames; ++t) {
    const double since = ((double)t - 3.0 * part) / rate_hz;
    if (t == next) {
      const double wait_s = 0.01 * (1.0 + (double)random_float(&seed));
      step                = loud * random_float(&seed);
      next                = t + 1U + (uint32_t)(wait_s * rate_hz);
    }

    audio[t] = t < 2U * part   ? step
               : t < 3U * part ? loud * random_float(&seed)
               : t < 4U * part ? loud * (float)sin(tau * 40e3 * since * since)
                               : 0.0f;
  }
}

/// Play a network that was made for `model_hz`, if it does not say its rate
static Voice
abuse(const char* const path, const double rate_hz, const RmnRateMode mode)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(path, &error);
  CHECK(network);
  const double   model_hz = network->rate_hz > 0.0 ? network->rate_hz : 44100;
  const RmnSetup setup = {rate_hz > 0.0 ? rate_hz : model_hz, 1, mode, 1, 0.0};
  RmnPlayer* const player = player_at(network, model_hz, setup);

  const uint32_t n_frames = (uint32_t)(seconds * setup.rate_hz);
  const uint32_t n_end    = n_frames / 32U;
  CHECK(n_frames <= MAX_FRAMES);
  fill_abuse(n_frames, setup.rate_hz);
  play_at(player, audio, n_frames, 64);
  CHECK(rmn_player_n_contained(player) == 0);
  rmn_player_free(player);

  Voice voice = {0.0f, 0.0f};
  float low   = audio[n_frames - 1U];
  float high  = low;
  for (uint32_t t = 0; t < n_frames; ++t) {
    voice.peak = fmaxf(voice.peak, fabsf(audio[t]));
    low        = t < n_frames - n_end ? low : fminf(low, audio[t]);
    high       = t < n_frames - n_end ? high : fmaxf(high, audio[t]);
  }
  voice.moves = high - low;
  return voice;
}

/// Check that a network is as calm as at its own rate; return whether the file
/// is of a network
static bool
check_calm(const char* const path)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(path, &error);
  if (!network) {
    return false;
  }
  const RmnPredictionKind kind = network->prediction.kind;
  rmn_network_free(network);
  if (kind == RMN_PREDICT_VALUE || kind == RMN_PREDICT_CLASS) {
    return true; // Nobody hears what is no sound
  }

  const Voice own = abuse(path, 0.0, RMN_RATE_NATIVE);
  for (size_t r = 0; r < sizeof(between_hz) / sizeof(between_hz[0]); ++r) {
    const Voice voice   = abuse(path, between_hz[r], RMN_RATE_DELAY);
    const bool  is_calm = voice.peak < 1.5f * own.peak + 0.1f &&
                         voice.moves <= 2.0f * own.moves + 1e-4f;
    if (!is_calm) {
      fprintf(stderr,
              "  %s at %g Hz: peak %g, not %g; moves by %g, not %g\n",
              path,
              between_hz[r],
              (double)voice.peak,
              (double)own.peak,
              (double)voice.moves,
              (double)own.moves);
    }
    CHECK(is_calm);
  }
  return true;
}

/// Check every network that a pattern finds, and return how many there are
static uint32_t
check_all(const char* const pattern)
{
  glob_t   found = {0};
  uint32_t n     = 0;
  if (!glob(pattern, 0, NULL, &found)) {
    for (size_t i = 0; i < found.gl_pathc; ++i) {
      n += check_calm(found.gl_pathv[i]) ? 1U : 0U;
    }
  }
  globfree(&found);
  return n;
}

static void
presets_are_as_calm_as_at_their_own_rate(void)
{
  CHECK(check_all("presets/*/model.json") > 0);
}

static void
real_networks_are_as_calm_as_at_their_own_rate(void)
{
  char pattern[1024];
  snprintf(pattern, sizeof(pattern), "%s/models/*/*", test_data_dir());
  const uint32_t n = check_all(pattern);
  if (!n) {
    test_skip("no real networks, set RMN_DATA to their folder");
    return;
  }
  printf("  %u networks\n", n);
}

int
main(void)
{
  RUN(presets_are_as_calm_as_at_their_own_rate);
  RUN(real_networks_are_as_calm_as_at_their_own_rate);
  return 0;
}
