// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_presets.c The factory presets, beside what their circuits play
///
/// tests/presets has what went into the circuits, a moment of a guitar or a
/// bass that no preset learned from, and what came out of each.

#include "../networks.h"

#include "rmn.h"

#include <sndfile.h>

#include <math.h>
#include <string.h>

enum { N_FRAMES = 8640, RATE_HZ = 48000 };

typedef struct {
  const char* folder;
  const char* knob;       ///< Its name, or NULL
  const char* instrument; ///< What went into the circuit
  double      most_esr;   ///< In percent
} Preset;

static const Preset presets[] = {
  {"bass-drive", "Drive", "bass", 0.5},
  {"diode-clipper", "Drive", "guitar", 0.1},
  {"distortion", "Drive", "guitar", 0.2},
  {"four-transistor-fuzz", "Sustain", "guitar", 1.0},
  {"germanium-fuzz", "Fuzz", "guitar", 1.0},
  {"optical-compressor", "Peak Reduction", "guitar", 2.0},
  {"overdrive", "Drive", "guitar", 0.1},
  {"tape", "Drive", "guitar", 0.5},
  {"triode-clean", NULL, "guitar", 0.5},
  {"triode-hot", NULL, "guitar", 1.0},
};

enum { N_PRESETS = sizeof(presets) / sizeof(presets[0]) };

static const char*
model_path(const Preset* const preset)
{
  static char path[256];
  snprintf(path, sizeof(path), "presets/%s/model.json", preset->folder);
  return path;
}

/// Return a player of a preset that is loaded without a doubt
static RmnPlayer*
open_preset(const Preset* const preset)
{
  RmnError         error = {RMN_OK, ""};
  RmnPlayer* const player =
    rmn_player_open(model_path(preset), RATE_HZ, 1, &error);
  if (!player) {
    fprintf(stderr, "  %s: %s\n", preset->folder, error.message);
  }
  CHECK(player);
  CHECK(!rmn_player_warning(player)[0]);
  CHECK(!rmn_player_rate_warning(player)[0]);
  return player;
}

static void
each_loads_and_passes_its_self_test(void)
{
  for (size_t i = 0; i < N_PRESETS; ++i) {
    RmnError          error = {RMN_OK, ""};
    RmnNetwork* const network =
      rmn_network_load(model_path(&presets[i]), &error);
    CHECK(network && network->self_test.n_frames > 0);
    rmn_network_free(network);
    rmn_player_free(open_preset(&presets[i]));
  }
}

static void
knobs_are_those_of_the_devices(void)
{
  for (size_t i = 0; i < N_PRESETS; ++i) {
    RmnPlayer* const  player = open_preset(&presets[i]);
    const char* const name   = presets[i].knob;
    CHECK(rmn_player_n_knobs(player) == (name ? 1U : 0U));
    if (name) {
      const RmnInput* const knob = rmn_player_knob(player, 0);
      CHECK(!strcmp(knob->name, name));
      CHECK(knob->minimum == 0.0f && knob->maximum == 1.0f);
      CHECK(knob->value == 0.5f);
    }
    rmn_player_free(player);
  }
}

/// Silence leads to one rest, which is silent too
static void
rest_is_quiet(void)
{
  for (size_t i = 0; i < N_PRESETS; ++i) {
    RmnError          error = {RMN_OK, ""};
    RmnNetwork* const network =
      rmn_network_load(model_path(&presets[i]), &error);
    CHECK(network);
    RmnModel* const model = rmn_model_new(network);
    CHECK(model);
    const RmnSilence silence = explore_silence(network);
    CHECK(silence.n_rests == 1 && !silence.is_restless);
    CHECK(fabsf(rmn_model_rest(model).output) < 3e-3f);
    rmn_model_free(model);
    rmn_network_free(network);
  }
}

/// Play noise and then silence, into which nothing goes on or stays, whether or
/// not the device was heard with the knob there
static void
check_silence_after_noise(RmnPlayer* const player)
{
  enum { N_LOUD = 4800, N_SILENT = 48000, N_LAST = 4800 };
  static float       frames[N_LOUD + N_SILENT];
  const float* const in[]  = {frames};
  float* const       out[] = {frames};

  uint32_t seed = 1U;
  randomise(frames, N_LOUD, 1.0f, &seed);
  memset(frames + N_LOUD, 0, N_SILENT * sizeof(float));
  rmn_player_process(player, in, out, N_LOUD + N_SILENT);

  const float* const last  = frames + N_LOUD + N_SILENT - N_LAST;
  float              least = last[0];
  float              most  = last[0];
  for (uint32_t t = 1; t < N_LAST; ++t) {
    least = fminf(least, last[t]);
    most  = fmaxf(most, last[t]);
  }
  CHECK(most - least < 1e-3f);
  CHECK(fmaxf(most, -least) < 1e-2f);
}

static void
noise_dies_away_wherever_the_knob_stands(void)
{
  enum { N_POSITIONS = 33 };
  for (size_t i = 0; i < N_PRESETS; ++i) {
    RmnPlayer* const player = open_preset(&presets[i]);
    for (uint32_t p = 0; p < (presets[i].knob ? N_POSITIONS : 1U); ++p) {
      rmn_player_set_knob(player, 0, (float)p / (float)(N_POSITIONS - 1));
      check_silence_after_noise(player);
    }
    rmn_player_free(player);
  }
}

static void
read_sound(const char* const name, float frames[N_FRAMES])
{
  char    path[256];
  SF_INFO info = {0};
  snprintf(path, sizeof(path), "tests/presets/%s.wav", name);
  SNDFILE* const file = sf_open(path, SFM_READ, &info);
  CHECK(file && info.channels == 1 && info.samplerate == RATE_HZ);
  CHECK(sf_readf_float(file, frames, N_FRAMES) == N_FRAMES);
  sf_close(file);
}

/// Play what an instrument plays, with the knob, if any, at a value
static void
play(const Preset* const preset, const float knob, float frames[N_FRAMES])
{
  read_sound(preset->instrument, frames);
  RmnPlayer* const player = open_preset(preset);
  if (preset->knob) {
    rmn_player_set_knob(player, 0, knob);
    rmn_player_reset(player, RMN_START_REST);
  }
  const float* const in[]  = {frames};
  float* const       out[] = {frames};
  rmn_player_process(player, in, out, N_FRAMES);
  rmn_player_free(player);
}

/// Return the error-to-signal ratio of a sound to another, in percent
static double
measure(const float made[N_FRAMES], const float wanted[N_FRAMES])
{
  double error  = 0.0;
  double energy = 0.0;
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    const double e = (double)made[t] - (double)wanted[t];
    error += e * e;
    energy += (double)wanted[t] * (double)wanted[t];
  }
  CHECK(energy > 0.1); // Silence would prove nothing
  return 100.0 * error / energy;
}

static void
each_plays_what_its_circuit_plays(void)
{
  static float made[N_FRAMES];
  static float wet[N_FRAMES];
  for (size_t i = 0; i < N_PRESETS; ++i) {
    play(&presets[i], 0.5f, made);
    read_sound(presets[i].folder, wet);
    const double esr = measure(made, wet);
    printf("  %s: %.3g%%\n", presets[i].folder, esr);
    CHECK(esr < presets[i].most_esr);
  }
}

/// Either end of a knob is another sound than the middle
static void
knobs_are_heard(void)
{
  static float middle[N_FRAMES];
  static float made[N_FRAMES];
  for (size_t i = 0; i < N_PRESETS; ++i) {
    if (presets[i].knob) {
      play(&presets[i], 0.5f, middle);
      for (int end = 0; end <= 1; ++end) {
        play(&presets[i], (float)end, made);
        const double esr = measure(made, middle);
        printf("  %s, %d: %.3g%%\n", presets[i].folder, end, esr);
        CHECK(esr > 2.0 * presets[i].most_esr);
      }
    }
  }
}

int
main(void)
{
  RUN(each_loads_and_passes_its_self_test);
  RUN(knobs_are_those_of_the_devices);
  RUN(rest_is_quiet);
  RUN(noise_dies_away_wherever_the_knob_stands);
  RUN(each_plays_what_its_circuit_plays);
  RUN(knobs_are_heard);
  return 0;
}
