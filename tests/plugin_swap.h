// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_swap.h A plugin that goes from an old model to a new one

#ifndef RMN_TEST_PLUGIN_SWAP_H
#define RMN_TEST_PLUGIN_SWAP_H

#include "plugin_reference.h"
#include "plugin_session.h"

enum {
  N_UNHEARD = HOST_RATE / 10,
  N_HASTY   = HOST_RATE * 35 / 1000,
  N_FADE    = HOST_RATE / 50 + 1,
  N_SWAP    = N_UNHEARD + N_FADE,
  N_BLOCK   = 100,
};

static const char* const old_model   = "lstm-3-in.json";
static const char* const new_model   = "gru-40.json";
static const char* const other_model = "lstm-40.json";

/// Return a host of a plugin that plays noise through the old model
static inline Host*
open_old(const WorkerMode mode)
{
  Host* const host    = host_open(EFFECT, mode);
  Session     session = session_new(host, host_golden(old_model), "");
  host_make_noise(host);
  CHECK(!session_restore(&session));
  return host;
}

static inline void
run_until(Host* const host, uint32_t* const now, const uint32_t end)
{
  while (*now < end) {
    const uint32_t left = end - *now;
    const uint32_t n    = left < N_BLOCK ? left : N_BLOCK;
    host_run(host, *now, n);
    *now += n;
  }
}

/// Check that `path` is what plays in the end, whatever fades are left
static inline void
check_ends_with(Host* const host, const char* const path)
{
  uint32_t now = 0;
  run_until(host, &now, 2U * N_SWAP + 2U * N_BLOCK);
  host_work(host);
  CHECK(!strcmp(host->model, path));

  host->controls[RMN_PORT_RESET] = 1.0f;
  host_run(host, 0, 2048);
  host->controls[RMN_PORT_RESET] = 0.0f;
  check_plays(host, path, 2048);
}

/// Check that the output went from old to new, taken at `begin` and unheard for
/// `n_unheard` frames
static inline void
check_fade_after(const Host* const host,
                 const uint32_t    begin,
                 const uint32_t    n_unheard,
                 const uint32_t    end)
{
  static Audio from;
  static Audio to;
  reference_play(host, host_golden(old_model), from, 0, end);
  reference_play(host, host_golden(new_model), to, begin, end - begin);

  for (uint32_t t = 0; t < end; ++t) {
    const float a        = from[0][t];
    const float b        = to[0][t];
    const float x        = (float)(t - begin - n_unheard) / (float)N_FADE;
    const float expected = t <= begin + n_unheard            ? a
                           : t >= begin + n_unheard + N_FADE ? b
                                                             : a + x * (b - a);
    CHECK(host->out[0][t] == expected);
  }
}

/// Check that the output went from old to new with a fade, taken at `begin`
static inline void
check_fade(const Host* const host, const uint32_t begin, const uint32_t end)
{
  check_fade_after(host, begin, N_UNHEARD, end);
}

#endif // RMN_TEST_PLUGIN_SWAP_H
