// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "trial.h"

#include "../test.h"
#include "player.h"
#include "rate_strategy.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 64 };

/// Where bands end, in the lower of both rates
static const SincBand played = {0.40, 0.45};
static const SincBand all    = {0.49, 0.50};

static SincBand
scaled(const SincBand band, const double factor)
{
  const SincBand to = {factor * band.pass_hz, factor * band.stop_hz};
  return to;
}

Sound
sound_new(const uint32_t rate_hz, const uint32_t n_frames)
{
  const Sound sound = {
    rate_hz, n_frames, (float*)calloc(n_frames, sizeof(float))};
  CHECK(sound.frames);
  return sound;
}

void
sound_free(const Sound sound)
{
  free(sound.frames);
}

static Sound
resample(const Sound* const sound, const uint32_t rate_hz, const SincBand band)
{
  const uint64_t n_frames = (uint64_t)sound->n_frames * rate_hz;
  const Sound    to = sound_new(rate_hz, (uint32_t)(n_frames / sound->rate_hz));
  sinc_resample(sound->frames,
                sound->n_frames,
                sound->rate_hz,
                to.frames,
                to.n_frames,
                rate_hz,
                band);
  return to;
}

/// Play a sound, and then as much silence as the player is late
static Sound
play(RmnPlayer* const player, const Sound* const dry)
{
  const uint32_t latency = rmn_player_latency(player);
  const Sound    wet     = sound_new(dry->rate_hz, dry->n_frames + latency);

  memcpy(wet.frames, dry->frames, dry->n_frames * sizeof(float));
  for (uint32_t t = 0; t < wet.n_frames; t += BLOCK) {
    const uint32_t     left = wet.n_frames - t;
    const float* const in   = wet.frames + t;
    float* const       out  = wet.frames + t;
    rmn_player_process(player, &in, &out, left < BLOCK ? left : BLOCK);
  }

  memmove(wet.frames, wet.frames + latency, dry->n_frames * sizeof(float));
  const Sound in_time = {wet.rate_hz, dry->n_frames, wet.frames};
  return in_time;
}

static Sound
play_natively(const Trial* const trial, const Sound* const dry)
{
  RmnError         error  = {RMN_OK, ""};
  const RmnSetup   setup  = {dry->rate_hz, 1, RMN_RATE_NATIVE, 1, 0.0};
  RmnPlayer* const player = rmn_player_new_with(trial->network, &setup, &error);
  CHECK(player);

  const Sound wet = play(player, dry);
  rmn_player_free(player);
  return wet;
}

Trial
trial_new(RmnNetwork* const  network,
          const Sound* const source,
          const uint32_t     host_hz)
{
  const uint32_t model_hz = (uint32_t)network->rate_hz;
  const double   lower_hz = fmin(host_hz, model_hz);
  Trial          trial    = {.network = network,
                             .model   = rmn_model_new(network),
                             .band    = scaled(played, lower_hz),
                             .whole   = scaled(all, lower_hz)};
  CHECK(trial.model);

  const Sound own = resample(source, model_hz, trial.band);
  trial.dry       = resample(source, host_hz, trial.band);
  trial.reference = play_natively(&trial, &own);
  sound_free(own);
  return trial;
}

void
trial_free(Trial* const trial)
{
  rmn_model_free(trial->model);
  sound_free(trial->dry);
  sound_free(trial->reference);
}

static double
mean_of(const Sound* const sound)
{
  double sum = 0.0;
  for (uint32_t t = 0; t < sound->n_frames; ++t) {
    sum += (double)sound->frames[t] / sound->n_frames;
  }
  return sum;
}

/// Return the energy of what differs over that of the reference without its
/// offset, both at the rate of the network and within the band
static double
compare(const Trial* const trial, const Sound* const wet, const SincBand band)
{
  const uint32_t rate_hz  = trial->reference.rate_hz;
  const Sound    expected = resample(&trial->reference, rate_hz, band);
  const Sound    heard    = resample(wet, rate_hz, band);
  const double   offset   = mean_of(&expected);
  const uint32_t margin   = rate_hz / 100U; // Around which is silence

  double signal = 0.0;
  double error  = 0.0;
  for (uint32_t t = margin; t + margin < heard.n_frames; ++t) {
    const double e = (double)expected.frames[t];
    const double h = (double)heard.frames[t];
    signal += (e - offset) * (e - offset);
    error += (h - e) * (h - e);
  }
  sound_free(expected);
  sound_free(heard);
  return 10.0 * log10(error / signal + 1e-30);
}

TrialResult
trial_play(const Trial* const trial,
           const RmnRateMode  mode,
           const SincBand     band)
{
  RmnError         error  = {RMN_OK, ""};
  const RmnSetup   setup  = {trial->dry.rate_hz, 1, mode, 1, 0.0};
  RmnPlayer* const player = rmn_player_new_with(trial->network, &setup, &error);
  CHECK(player);

  const RmnStateDelay* const delay = player->rate->delay;
  const Sound                wet   = play(player, &trial->dry);
  TrialResult                result;
  result.esr_db  = compare(trial, &wet, band);
  result.mode    = rmn_player_rate_mode(player);
  result.latency = rmn_player_latency(player);
  result.order =
    delay ? rmn_state_delay_present_order(delay) : RMN_DELAY_NEAREST;
  sound_free(wet);
  rmn_player_free(player);
  return result;
}

/// Play with every knob at its default, as a player does
static void
run(RmnStateDelay* const    delay,
    const RmnNetwork* const network,
    const Sound* const      dry,
    const Sound* const      wet)
{
  static float knobs[RMN_MAX_INPUTS][BLOCK];
  static float others[RMN_MAX_OUTPUTS][BLOCK];
  const float* in[RMN_MAX_INPUTS];
  float*       out[RMN_MAX_OUTPUTS];
  for (uint32_t i = 1; i < network->n_inputs; ++i) {
    in[i] = knobs[i];
    for (uint32_t t = 0; t < BLOCK; ++t) {
      knobs[i][t] = network->inputs[i].value;
    }
  }
  for (uint32_t o = 1; o < network->n_outputs; ++o) {
    out[o] = others[o];
  }

  for (uint32_t t = 0; t < wet->n_frames; t += BLOCK) {
    const uint32_t left = wet->n_frames - t;
    in[0]               = dry->frames + t;
    out[0]              = wet->frames + t;
    rmn_state_delay_process(delay, in, out, left < BLOCK ? left : BLOCK);
  }
}

TrialResult
trial_delay(const Trial* const trial, const RmnDelayOrder order)
{
  const uint32_t  model_hz = trial->reference.rate_hz;
  const Sound     wet      = sound_new(trial->dry.rate_hz, trial->dry.n_frames);
  RmnState* const state    = rmn_state_new(trial->model, 1);
  CHECK(state);
  rmn_state_reset(state, trial->model, RMN_START_REST);
  RmnStateDelay* const delay =
    rmn_state_delay_new(trial->model, state, wet.rate_hz, model_hz, order);
  CHECK(delay);

  run(delay, trial->network, &trial->dry, &wet);
  const TrialResult result = {.esr_db = compare(trial, &wet, trial->band),
                              .mode   = RMN_RATE_DELAY,
                              .order  = rmn_state_delay_present_order(delay)};
  rmn_state_delay_free(delay);
  rmn_state_free(state);
  sound_free(wet);
  return result;
}
