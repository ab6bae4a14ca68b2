// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "render_player.h"
#include "command.h"

#include <math.h>

static bool
set_knobs(RmnPlayer* const player, const RenderOptions* const options)
{
  const uint32_t n_knobs = rmn_player_n_knobs(player);
  if (options->n_knobs > n_knobs) {
    command_report(options->model_path,
                   "has fewer knobs (%u) than --param sets (%u)",
                   n_knobs,
                   options->n_knobs);
    return false;
  }

  for (uint32_t k = 0; k < options->n_knobs; ++k) {
    const RmnInput* const knob  = rmn_player_knob(player, k);
    const float           value = options->knobs[k];
    if (value < knob->minimum || value > knob->maximum) {
      command_report(options->model_path,
                     "warning: --param %g is outside the range from %g to %g "
                     "that parameter %u was trained in",
                     (double)value,
                     (double)knob->minimum,
                     (double)knob->maximum,
                     k + 1U);
    }
    rmn_player_set_knob(player, k, value);
  }
  return true;
}

static void
warn(const RenderOptions* const options, const char* const warning)
{
  if (*warning) {
    command_report(options->model_path, "warning: %s", warning);
  }
}

static void
set_levels(RmnPlayer* const player, const RenderOptions* const options)
{
  rmn_player_set_dc_block(player, options->is_dc_blocked);
  rmn_player_set_normalise(player, options->is_normalised);
  rmn_player_set_input_level(player, options->input_dbu);
  if (options->is_normalised) {
    warn(options, rmn_player_level_warning(player));
  }
  if (isfinite(options->input_dbu) && isnan(rmn_player_model_level(player))) {
    warn(options,
         "it does not say at which level it was made, so that --input-level "
         "changes nothing");
  }
}

RmnPlayer*
render_player_open(const RenderOptions* const options,
                   const double               rate_hz,
                   const uint32_t             n_channels)
{
  const RmnSetup setup = {
    rate_hz, n_channels, options->rate_mode, options->oversampling, 0.0};
  RmnError error = {RMN_OK, ""};

  RmnPlayer* const player =
    rmn_player_open_with(options->model_path, &setup, &error);
  if (!player) {
    command_report(options->model_path, "%s", error.message);
    return NULL;
  }

  warn(options, rmn_player_warning(player));
  if (options->rate_mode != RMN_RATE_NATIVE) {
    warn(options, rmn_player_rate_warning(player));
  }
  if (!set_knobs(player, options)) {
    rmn_player_free(player);
    return NULL;
  }
  set_levels(player, options);
  rmn_player_reset(player, options->start);
  return player;
}
