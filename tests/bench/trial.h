// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file trial.h A network at a rate that is not its own, beside itself at its
/// own

#ifndef RMN_BENCH_TRIAL_H
#define RMN_BENCH_TRIAL_H

#include "sinc.h"
#include "state_delay.h"

/// Mono audio
typedef struct {
  uint32_t rate_hz;
  uint32_t n_frames;
  float*   frames;
} Sound;

/// What was chosen, and how near it came
typedef struct {
  double        esr_db; ///< Not a number where the state lost all sense
  RmnRateMode   mode;
  RmnDelayOrder order;   ///< Of a delayed state, where its delay is no whole
  uint32_t      latency; ///< Frames of the host
} TrialResult;

typedef struct {
  RmnNetwork* network;
  RmnModel*   model;
  SincBand    band;      ///< Of what is played
  SincBand    whole;     ///< All that the lower rate has room for
  Sound       dry;       ///< At the rate of the host
  Sound       reference; ///< Played by the network at its own rate
} Trial;

/// Return silence, for sound_free()
Sound
sound_new(uint32_t rate_hz, uint32_t n_frames);

void
sound_free(Sound sound);

/// Make a trial of a network, whose rate is known, for trial_free()
Trial
trial_new(RmnNetwork* network, const Sound* source, uint32_t host_hz);

void
trial_free(Trial* trial);

/// Play by a player, shift what comes late back, and compare within `band`
TrialResult
trial_play(const Trial* trial, RmnRateMode mode, SincBand band);

/// Delay the state by this order, whatever comes of it, where the rate of the
/// host is above the network's; compare within the band of what is played
TrialResult
trial_delay(const Trial* trial, RmnDelayOrder order);

#endif // RMN_BENCH_TRIAL_H
