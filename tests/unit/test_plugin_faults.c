// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_faults.c What no audio does to the plugin, and is told

#include "../plugin_play.h"

#include <math.h>

enum { N_BLOCK = 256 };

static const float bad[] = {NAN, INFINITY, -INFINITY, 1e10f, 3e38f};

enum { N_BAD = sizeof(bad) / sizeof(bad[0]) };

/// Run blocks whose audio is `x` throughout, and check what comes out
static void
run_blocks(Host* const host, const float x, const uint32_t n_blocks)
{
  for (uint32_t b = 0; b < n_blocks; ++b) {
    for (uint32_t c = 0; c < host->n_channels; ++c) {
      for (uint32_t t = 0; t < N_BLOCK; ++t) {
        host->in[c][t] = x;
      }
    }

    host_run(host, 0, N_BLOCK);
    for (uint32_t c = 0; c < host->n_channels; ++c) {
      for (uint32_t t = 0; t < N_BLOCK; ++t) {
        CHECK(isfinite(host->out[c][t]));
      }
    }
  }
}

static void
bad_audio_is_told_once_a_burst(void)
{
  for (uint32_t i = 0; i < N_BAD; ++i) {
    Host* const host = host_open(EFFECT, WORKER_NONE);
    run_blocks(host, 0.0f, 1);
    CHECK(!host->n_messages);
    run_blocks(host, bad[i], 100);
    run_blocks(host, 0.0f, 10); // Shorter than what ends a burst
    run_blocks(host, bad[i], 100);
    CHECK(host->n_messages == 1);
    CHECK(strstr(host->message, "is no audio") &&
          strstr(host->log, "no audio"));

    run_blocks(host, 0.0f, 2 * HOST_RATE / N_BLOCK);
    run_blocks(host, bad[i], 1);
    CHECK(host->n_messages == 2);
    host_close(host);
  }
}

static void
bad_audio_leaves_no_trace(void)
{
  for (uint32_t i = 0; i < N_BAD; ++i) {
    Host* const host = host_open(STEREO, WORKER_NONE);
    run_blocks(host, bad[i], 10);
    run_blocks(host, 0.0f, 1);
    for (uint32_t t = 0; t < N_BLOCK; ++t) {
      CHECK(fabsf(host->out[0][t]) < 1e-4f && fabsf(host->out[1][t]) < 1e-4f);
    }
    host_close(host);
  }
}

/// However loud the dry signal is, and whatever is done to it
static void
no_control_makes_output_overflow(void)
{
  for (uint32_t i = 0; i < N_BAD; ++i) {
    Host* const host                     = host_open(EFFECT, WORKER_NONE);
    host->controls[RMN_PORT_INPUT_GAIN]  = INFINITY;
    host->controls[RMN_PORT_OUTPUT_GAIN] = 1e10f;
    host->controls[RMN_PORT_MIX]         = 50.0f;
    host->controls[RMN_PORT_KNOB_1]      = bad[i];
    run_blocks(host, bad[i], 10);
    host->controls[RMN_PORT_ENABLED] = 0.0f;
    run_blocks(host, bad[i], 10);
    host_close(host);
  }
}

/// The default model drawn from silence by a knob
static void
turned_knobs_and_bypass_do_not_pop(void)
{
  Host* const host = host_open(EFFECT, WORKER_NONE);
  run_blocks(host, 0.5f, 10);
  for (uint32_t i = 0; i < 4; ++i) {
    host->controls[RMN_PORT_ENABLED] = 0.0f;
    run_blocks(host, 0.0f, 100);
    host->controls[RMN_PORT_KNOB_1]  = i % 2U ? 0.0f : 1.0f;
    host->controls[RMN_PORT_ENABLED] = 1.0f;
    for (uint32_t b = 0; b < 100; ++b) {
      run_blocks(host, 0.0f, 1);
      host->controls[RMN_PORT_KNOB_1] = b < 50 ? 0.5f : 0.1f;
      for (uint32_t t = 0; t < N_BLOCK; ++t) {
        CHECK(fabsf(host->out[0][t]) < 1e-4f); // -80 dBFS
      }
    }
  }
  host_close(host);
}

int
main(void)
{
  RUN(bad_audio_is_told_once_a_burst);
  RUN(bad_audio_leaves_no_trace);
  RUN(no_control_makes_output_overflow);
  RUN(turned_knobs_and_bypass_do_not_pop);
  return 0;
}
