// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ui_sample.h A panel as it looks while a model plays strings: what the
/// plugin would tell it is made by the engine

#ifndef RMN_TEST_UI_SAMPLE_H
#define RMN_TEST_UI_SAMPLE_H

#include "../plugin/ui/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  SAMPLE_RATE     = 48000,
  SAMPLE_BLOCK    = SAMPLE_RATE / RMN_READINGS_PER_S,
  SAMPLE_READINGS = RMN_N_COLUMNS,
};

static inline void
sample_set(void* handle, const RmnPortIndex port, const float value)
{
  (void)handle;
  (void)port;
  (void)value;
}

static inline void
sample_touch(void* handle, const RmnPortIndex port, const bool is_held)
{
  (void)handle;
  (void)port;
  (void)is_held;
}

static inline void
sample_load(void* handle, const char* const path)
{
  (void)handle;
  (void)path;
}

static inline bool
sample_browse(void* handle)
{
  (void)handle;
  return false;
}

static const RmnPanelHost sample_host = {NULL,
                                         sample_set,
                                         sample_touch,
                                         sample_load,
                                         sample_browse};

/// Fill a block with a string that is plucked every 0.8 s, a note higher each
static inline void
sample_pluck(float* const audio, const uint32_t first)
{
  static const double notes_hz[] = {82.4, 123.5, 164.8, 246.9, 329.6};

  for (uint32_t t = 0; t < SAMPLE_BLOCK; ++t) {
    const uint32_t now     = first + t;
    const uint32_t n_note  = SAMPLE_RATE * 4U / 5U;
    const double   time_s  = (double)(now % n_note) / SAMPLE_RATE;
    const double   note_hz = notes_hz[now / n_note % 5U];
    const double   phase   = 6.283185307179586 * note_hz * time_s;

    audio[t] = (float)(0.6 * exp(-3.5 * time_s) *
                       (sin(phase) + 0.4 * sin(2.0 * phase + 0.3) +
                        0.2 * sin(3.0 * phase)));
  }
}

static inline void
sample_measure(const float* const audio, float* const level)
{
  double sum = 0.0;
  level[0]   = 0.0f;
  for (uint32_t t = 0; t < SAMPLE_BLOCK; ++t) {
    level[0] = fmaxf(level[0], fabsf(audio[t]));
    sum += (double)audio[t] * (double)audio[t];
  }
  level[1] = (float)sqrt(sum / SAMPLE_BLOCK);
}

/// Play a block, and tell the panel as the plugin does
static inline void
sample_play(RmnPanel* const  panel,
            RmnPlayer* const player,
            RmnGates* const  gates,
            const uint32_t   reading)
{
  float        in[SAMPLE_BLOCK];
  float        out[SAMPLE_BLOCK];
  const float* heard[]  = {in};
  float*       played[] = {out};
  float        curve[2 * RMN_CURVE_POINTS];
  float        units[2 * RMN_MAX_UNITS];
  float        cells[RMN_MAX_UNITS];
  float        open[RMN_N_GATES];
  float        meters[] = {SAMPLE_RATE, 0.0f, 0.06f, 0.0f, 0, 0, 0, 0};

  sample_pluck(in, (reading + 4U) * SAMPLE_BLOCK); // Ends with a pluck
  rmn_player_process(player, heard, played, SAMPLE_BLOCK);
  sample_measure(in, meters + RMN_METER_LEVELS);
  sample_measure(out, meters + RMN_METER_LEVELS + 2);
  for (uint32_t p = 0; p < RMN_CURVE_POINTS; ++p) {
    curve[2U * p]      = in[20U * p];
    curve[2U * p + 1U] = out[20U * p];
  }
  const uint32_t n = rmn_player_memory(player, 0, units, cells, RMN_MAX_UNITS);
  memcpy(units + n, cells, n * sizeof(float));

  rmn_panel_tick(panel, 40U * reading);
  rmn_panel_told_meters(panel, meters, 8);
  rmn_panel_told_inside(panel, units, 2U * n);
  rmn_panel_told_gates(
    panel, open, RMN_N_GATE_KINDS * rmn_gates_read(gates, player, open));
  rmn_panel_told_curve(panel, curve, 2 * RMN_CURVE_POINTS);
}

/// Tell of the model at `path`, and play it for a while; return false if it
/// cannot be played
static inline bool
sample_fill(RmnPanel* const panel, const char* const path)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(path, &error);
  RmnPlayer* const  player =
    network ? rmn_player_new(network, SAMPLE_RATE, 1, &error) : NULL;
  RmnGates* const gates = player ? rmn_gates_new(network, RMN_MAX_UNITS) : NULL;
  if (!gates) {
    rmn_player_free(player);
    rmn_network_free(network);
    return false;
  }

  RmnAbout about;
  rmn_about_init(&about, network);
  about.lufs = (float)rmn_player_loudness(player).lufs;
  rmn_panel_told_path(panel, path);
  rmn_panel_told_about(panel, &about);
  rmn_panel_told_knobs(panel, network->inputs + 1, network->n_inputs - 1U);
  rmn_player_set_normalise(player, true);
  rmn_player_set_dc_block(player, true);
  for (uint32_t r = 0; r < SAMPLE_READINGS; ++r) {
    sample_play(panel, player, gates, r);
  }
  rmn_panel_lay_out(panel);
  rmn_gates_free(gates);
  rmn_player_free(player);
  rmn_network_free(network);
  return true;
}

#endif // RMN_TEST_UI_SAMPLE_H
