// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file idle_rt.c What sleeps and wakes on the audio thread

#include "idle.h"

#include <string.h>

static bool
is_watching(const RmnIdle* const idle)
{
  return idle->n_longest && idle->n_quiet >= idle->n_before &&
         idle->n_quiet < idle->n_patience;
}

uint32_t
rmn_idle_next(const RmnIdle* const idle, const uint32_t n_frames)
{
  const uint32_t due =
    is_watching(idle) ? idle->n_step - idle->distance % idle->n_step : n_frames;
  return due < n_frames ? due : n_frames;
}

void
rmn_idle_stir(RmnIdle* const idle)
{
  idle->n_quiet = 0;
  idle->n_cycle = 0;
}

/// Keep what is remembered now
static void
move_anchor(RmnIdle* const idle)
{
  const size_t n    = rmn_rate_n_memory(idle->rate);
  float*       next = idle->anchor;

  for (uint32_t i = 0; i < rmn_rate_n_memories(idle->rate); ++i, next += n) {
    memcpy(next, rmn_rate_memory(idle->rate, i), n * sizeof(float));
  }
  memcpy(next, idle->dc, idle->n_streams * sizeof(RmnDcBlock));
  idle->distance = 0;
  idle->n_steady = 0;
}

/// Return whether what is remembered is that of the anchor, bit for bit
static bool
is_at_anchor(const RmnIdle* const idle)
{
  const size_t n    = rmn_rate_n_memory(idle->rate);
  const float* next = idle->anchor;

  for (uint32_t i = 0; i < rmn_rate_n_memories(idle->rate); ++i, next += n) {
    if (memcmp(next, rmn_rate_memory(idle->rate, i), n * sizeof(float)) != 0) {
      return false;
    }
  }
  return !memcmp(next, idle->dc, idle->n_streams * sizeof(RmnDcBlock));
}

/// Repeat the cycle as often as the record has room for it
static void
fall_asleep(RmnIdle* const idle)
{
  const uint32_t n = idle->distance;

  idle->n_cycle  = n;
  idle->n_record = RMN_IDLE_FRAMES / n * n;
  idle->phase    = 0;
  for (uint32_t c = 0; c < idle->n_channels; ++c) {
    float* const record = idle->record + (size_t)c * RMN_IDLE_FRAMES;
    for (uint32_t t = n; t < idle->n_record; ++t) {
      record[t] = record[t - n];
    }
  }
}

/// Compare with the anchor, or move it on
static void
look(RmnIdle* const idle)
{
  if (is_at_anchor(idle)) {
    if (idle->n_steady >= rmn_rate_reach(idle->rate)) {
      fall_asleep(idle);
    } else { // What surrounds the network still hears what was before
      idle->n_steady += idle->distance;
      idle->distance = 0;
    }
  } else if (idle->distance + idle->n_step > idle->n_reach) {
    const uint32_t next = 2U * idle->n_reach;
    idle->n_reach       = next < idle->n_longest ? next : idle->n_longest;
    move_anchor(idle);
  }
}

void
rmn_idle_hear(RmnIdle* const            idle,
              const float* const* const audio,
              const uint32_t            n_frames)
{
  if (is_watching(idle)) {
    for (uint32_t c = 0; c < idle->n_channels; ++c) {
      float* const record = idle->record + (size_t)c * RMN_IDLE_FRAMES;
      memcpy(record + idle->distance, audio[c], n_frames * sizeof(float));
    }
    idle->distance += n_frames;
    if (idle->distance % idle->n_step == 0U) {
      look(idle);
    }
  }

  const bool was_watching = is_watching(idle);
  idle->n_quiet += idle->n_quiet < idle->n_patience ? n_frames : 0U;
  if (!was_watching && is_watching(idle)) {
    idle->n_reach = idle->n_step;
    move_anchor(idle);
  }
}

void
rmn_idle_replay(RmnIdle* const      idle,
                float* const* const out,
                const uint32_t      first,
                const uint32_t      n_frames)
{
  for (uint32_t t = 0; t < n_frames;) {
    const uint32_t left = n_frames - t;
    const uint32_t room = idle->n_record - idle->phase;
    const uint32_t n    = left < room ? left : room;

    for (uint32_t c = 0; c < idle->n_channels; ++c) {
      const size_t at = (size_t)c * RMN_IDLE_FRAMES + idle->phase;
      if (out[c]) {
        memcpy(out[c] + first + t, idle->record + at, n * sizeof(float));
      }
    }
    t += n;
    idle->phase = n == room ? 0U : idle->phase + n;
  }
}

uint32_t
rmn_idle_wake(RmnIdle* const idle)
{
  const uint32_t n = idle->n_cycle ? idle->phase % idle->n_cycle : 0U;

  rmn_idle_stir(idle);
  return n;
}
