// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_reference.h What a plugin should sound like

#ifndef RMN_TEST_PLUGIN_REFERENCE_H
#define RMN_TEST_PLUGIN_REFERENCE_H

#include "plugin_play.h"

typedef float Audio[RMN_MAX_PORT_CHANNELS][HOST_MAX_FRAMES];

/// Play the input from frame `first` through a player of its own, from rest
static inline void
reference_play(const Host* const host,
               const char* const path,
               Audio             out,
               const uint32_t    first,
               const uint32_t    n_frames)
{
  RmnError           error  = {RMN_OK, ""};
  const float* const in[]   = {host->in[0] + first, host->in[1] + first};
  float* const       outs[] = {out[0] + first, out[1] + first};
  const RmnSetup     setup  = {HOST_RATE,
                               host->n_channels,
                               (RmnRateMode)host->controls[RMN_PORT_RATE_MODE],
                               (uint32_t)host->controls[RMN_PORT_OVERSAMPLING],
                               (double)host->controls[RMN_PORT_LOOK_AHEAD]};
  RmnPlayer* const   player = rmn_player_open_with(path, &setup, &error);
  CHECK(player);

  for (uint32_t k = 0; k < rmn_player_n_knobs(player); ++k) {
    const RmnInput* const knob     = rmn_player_knob(player, k);
    const float           position = host->controls[RMN_PORT_KNOB_1 + k];

    rmn_player_set_knob(
      player, k, knob->minimum + position * (knob->maximum - knob->minimum));
  }
  rmn_player_set_dc_block(player, host->controls[RMN_PORT_DC_BLOCK] > 0.5f);
  rmn_player_set_normalise(player, host->controls[RMN_PORT_NORMALISE] > 0.5f);
  if (host->controls[RMN_PORT_CALIBRATE] > 0.5f) {
    rmn_player_set_input_level(player, host->controls[RMN_PORT_INPUT_LEVEL]);
  }
  rmn_player_reset(player, RMN_START_REST);
  rmn_player_process(player, in, outs, n_frames);
  rmn_player_free(player);
}

/// Check that the first `n_frames` of the output are those of the reference
static inline void
check_plays(const Host* const host,
            const char* const path,
            const uint32_t    n_frames)
{
  static Audio expected;

  reference_play(host, path, expected, 0, n_frames);
  for (uint32_t c = 0; c < host->n_channels; ++c) {
    CHECK(!memcmp(expected[c], host->out[c], n_frames * sizeof(float)));
  }
}

#endif // RMN_TEST_PLUGIN_REFERENCE_H
