// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "scope.h"

#include <math.h>
#include <string.h>
#include <time.h>

static const double patience_s = 3.0;

void
rmn_scope_init(RmnScope* const scope, const double rate_hz)
{
  scope->rate_hz = rate_hz;
}

/// Begin a new reading
static void
clear(RmnScope* const scope)
{
  scope->n_since  = 0U;
  scope->load     = 0.0f;
  scope->n_points = 0U;
  memset(scope->peaks, 0, sizeof(scope->peaks));
  memset(scope->squares, 0, sizeof(scope->squares));
}

void
rmn_scope_watch(RmnScope* const scope, const int32_t interest)
{
  if (interest < RMN_SCOPE_CLOSED || interest > RMN_SCOPE_INSIDE) {
    return;
  }

  if (!rmn_scope_is_open(scope)) {
    clear(scope);
    scope->began_ns = 0;
  }
  scope->is_inside = interest == RMN_SCOPE_INSIDE;
  scope->n_left    = interest ? (uint32_t)(scope->rate_hz * patience_s) : 0U;
}

/// Return a time in nanoseconds; the C library reads it without a system call
static int64_t
now_ns(void)
{
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void
rmn_scope_begin(RmnScope* const scope)
{
  scope->began_ns = now_ns();
}

void
rmn_scope_end(RmnScope* const scope, const uint32_t n_frames)
{
  if (scope->began_ns && n_frames) {
    const double took_s  = (double)(now_ns() - scope->began_ns) * 1e-9;
    const double block_s = (double)n_frames / scope->rate_hz;
    scope->load          = fmaxf(scope->load, (float)(took_s / block_s));
  }
  scope->n_left -= n_frames < scope->n_left ? n_frames : scope->n_left;
}

static void
measure(RmnScope* const    scope,
        const uint32_t     i,
        const float* const audio,
        const uint32_t     n_frames)
{
  float peak = scope->peaks[i];
  float sum  = 0.0f;
  for (uint32_t t = 0; t < n_frames; ++t) {
    peak = fmaxf(peak, fabsf(audio[t]));
    sum += audio[t] * audio[t];
  }
  scope->peaks[i] = peak;
  scope->squares[i] += sum;
}

/// Note every so many frames what came out for what went in
static void
trace(RmnScope* const    scope,
      const float* const in,
      const float* const out,
      const uint32_t     n_frames)
{
  const uint32_t n_reading = (uint32_t)scope->rate_hz / RMN_READINGS_PER_S;
  const uint32_t n_step    = n_reading / RMN_CURVE_POINTS + 1U;

  for (uint32_t t = 0; t < n_frames; ++t) {
    if (++scope->n_skipped >= n_step && scope->n_points < RMN_CURVE_POINTS) {
      const uint32_t p          = scope->n_points++;
      scope->curve[2U * p]      = in[t];
      scope->curve[2U * p + 1U] = out[t];
      scope->n_skipped          = 0U;
    }
  }
}

void
rmn_scope_hear(RmnScope* const           scope,
               const float* const* const in,
               const float* const* const out,
               const uint32_t            n_channels,
               const uint32_t            n_frames)
{
  for (uint32_t c = 0; c < n_channels; ++c) {
    measure(scope, c, in[c], n_frames);
    measure(scope, n_channels + c, out[c], n_frames);
  }
  if (scope->is_inside) {
    trace(scope, in[0], out[0], n_frames);
  }
  scope->n_since += n_frames;
}

static bool
write_meters(const RmnScope* const scope,
             LV2_Atom_Forge* const forge,
             const RmnUris* const  uris,
             const uint32_t        latency,
             const uint32_t        n_channels)
{
  float          values[RMN_N_METERS];
  const uint32_t n_levels = 2U * n_channels;

  values[RMN_METER_RATE]    = (float)scope->rate_hz;
  values[RMN_METER_LATENCY] = (float)latency;
  values[RMN_METER_LOAD]    = scope->load;
  values[RMN_METER_FAULTS]  = (float)scope->n_faults;
  for (uint32_t i = 0; i < n_levels; ++i) {
    float* const level = values + RMN_METER_LEVELS + 2U * (size_t)i;
    level[0]           = scope->peaks[i];
    level[1]           = sqrtf(scope->squares[i] / (float)scope->n_since);
  }
  return rmn_patch_write_floats(
    forge, uris, uris->meters, values, RMN_METER_LEVELS + 2U * n_levels);
}

static void
write_gates(LV2_Atom_Forge* const forge,
            const RmnUris* const  uris,
            const RmnSound* const sound)
{
  float open[RMN_N_GATES];
  if (sound->gates) {
    const uint32_t n = rmn_gates_read(sound->gates, sound->player, open);
    rmn_patch_write_floats(
      forge, uris, uris->gates, open, RMN_N_GATE_KINDS * n);
  }
}

static void
write_inside(const RmnScope* const scope,
             LV2_Atom_Forge* const forge,
             const RmnUris* const  uris,
             const RmnSound* const sound)
{
  float          units[2 * RMN_MAX_UNITS];
  float          cells[RMN_MAX_UNITS];
  const uint32_t n =
    rmn_player_memory(sound->player, 0, units, cells, RMN_MAX_UNITS);

  memcpy(units + n, cells, n * sizeof(float));
  rmn_patch_write_floats(forge, uris, uris->inside, units, 2U * n);
  write_gates(forge, uris, sound);
  rmn_patch_write_floats(
    forge, uris, uris->curve, scope->curve, 2U * scope->n_points);
}

void
rmn_scope_write(RmnScope* const       scope,
                LV2_Atom_Forge* const forge,
                const RmnUris* const  uris,
                const RmnSound* const sound,
                const uint32_t        n_channels)
{
  const uint32_t n_reading = (uint32_t)scope->rate_hz / RMN_READINGS_PER_S;
  if (scope->n_since < n_reading) {
    return;
  }

  const uint32_t latency = sound ? rmn_player_latency(sound->player) : 0U;
  if (!write_meters(scope, forge, uris, latency, n_channels)) {
    return;
  }
  if (scope->is_inside && sound) {
    write_inside(scope, forge, uris, sound);
  }
  clear(scope);
}
