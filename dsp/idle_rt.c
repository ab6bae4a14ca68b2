// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file idle_rt.c What sleeps and wakes on the audio thread

#include "idle.h"

#include <math.h>
#include <string.h>

/// Nobody hears an output jump by this, -120 dBFS
static const float inaudible = 1e-6f;

/// Nor stop to move by this, -80 dBFS
static const float hardly_audible = 1e-4f;

/// Return whether `a` is as near to `b` as `bound`, or as this part of it
static inline bool
is_near(const float a, const float b, const float bound)
{
  const float distance = fabsf(a - b);
  return (distance <= bound) | (distance <= bound * fabsf(b));
}

void
rmn_idle_hear(RmnIdle* const            idle,
              const float* const* const audio,
              const uint32_t            n_frames)
{
  if (idle->is_stirred) {
    return;
  }

  const float bound = fminf(rmn_still_bound(&idle->still), hardly_audible);
  bool        near  = true;
  for (uint32_t c = 0; c < idle->n_channels; ++c) {
    for (uint32_t t = 0; t < n_frames; ++t) {
      near &= is_near(audio[c][t], idle->held[c], bound);
    }
  }
  idle->has_strayed |= !near;
  for (uint32_t c = 0; c < idle->n_channels; ++c) {
    idle->last[c] = audio[c][n_frames - 1U];
  }
}

/// Hold the last frame of each output, or the silence that DC blockers lead to
static void
hold(RmnIdle* const idle, const bool is_blocked)
{
  const uint32_t n_outputs = idle->n_channels / idle->n_streams;
  for (uint32_t c = 0; c < idle->n_channels; ++c) {
    const bool is_silent = is_blocked && c % n_outputs == 0U;
    idle->held[c]        = is_silent ? 0.0f : idle->last[c];
  }
}

/// Keep what is remembered now, and what is heard
static void
drop_anchor(RmnIdle* const idle, const bool is_blocked)
{
  const size_t n    = rmn_rate_n_memory(idle->rate);
  float*       next = idle->anchor;

  for (uint32_t i = 0; i < rmn_rate_n_memories(idle->rate); ++i, next += n) {
    memcpy(next, rmn_rate_memory(idle->rate, i), n * sizeof(float));
  }
  hold(idle, is_blocked);
  idle->is_anchored = true;
}

/// Return whether what is remembered is next to the anchor
static bool
is_at_anchor(const RmnIdle* const idle)
{
  const size_t n     = rmn_rate_n_memory(idle->rate);
  const float  bound = rmn_still_bound(&idle->still);
  const float* then  = idle->anchor;
  bool         near  = true;
  for (uint32_t s = 0; s < idle->n_streams; ++s) {
    near &= is_near(idle->dc[s].y, 0.0f, bound);
  }
  for (uint32_t m = 0; near && m < rmn_rate_n_memories(idle->rate); ++m) {
    const float* const now = rmn_rate_memory(idle->rate, m);
    for (size_t i = 0; i < n; ++i) {
      near &= is_near(now[i], then[i], bound);
    }
    then += n;
  }
  return near;
}

/// Move the anchor on, unless all has stayed next to it
static void
look(RmnIdle* const idle, const bool is_blocked)
{
  const bool has_stayed =
    idle->is_anchored && !idle->has_strayed && is_at_anchor(idle);
  if (!has_stayed) {
    drop_anchor(idle, is_blocked);
  }
  rmn_still_pass(&idle->still, has_stayed, idle->n_look);
  idle->has_strayed = false;
  idle->n_calm      = 0;
}

/// Return whether all stands still, and nobody would hear it stop
static bool
may_sleep(const RmnIdle* const idle, const bool is_blocked)
{
  const uint32_t n_outputs = idle->n_channels / idle->n_streams;

  bool may = rmn_still_is_at_rest(&idle->still, idle->n_least);
  for (uint32_t s = 0; may && is_blocked && s < idle->n_streams; ++s) {
    may = is_near(idle->last[(size_t)s * n_outputs], 0.0f, inaudible);
  }
  return may;
}

static void
fall_asleep(RmnIdle* const idle, const bool is_blocked)
{
  hold(idle, is_blocked);
  idle->is_asleep   = true;
  idle->is_anchored = false;
  for (uint32_t s = 0; s < idle->n_streams; ++s) {
    idle->dc[s].y = 0.0f;
  }
}

void
rmn_idle_mark(RmnIdle* const idle,
              const bool     is_blocked,
              const uint32_t n_frames)
{
  if (idle->is_stirred) {
    idle->is_stirred  = false;
    idle->is_anchored = false;
    idle->n_calm      = 0;
    rmn_still_disturb(&idle->still);
    return;
  }

  idle->n_calm += n_frames;
  if (idle->n_calm >= idle->n_look) {
    look(idle, is_blocked);
  }
  if (may_sleep(idle, is_blocked)) {
    fall_asleep(idle, is_blocked);
  }
}

void
rmn_idle_hold(const RmnIdle* const idle,
              float* const* const  out,
              const uint32_t       first,
              const uint32_t       n_frames)
{
  for (uint32_t c = 0; c < idle->n_channels; ++c) {
    const float held = idle->held[c];
    if (out[c] && held == 0.0f) { // As good as always
      memset(out[c] + first, 0, n_frames * sizeof(float));
    } else if (out[c]) {
      for (uint32_t t = first; t < first + n_frames; ++t) {
        out[c][t] = held;
      }
    }
  }
}
