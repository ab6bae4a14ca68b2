// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_events.c Events that are none of the plugin's business,
/// or malformed

#include "../plugin_knobs.h"

#include <math.h>

static void
other_midi_is_ignored(void)
{
  static const uint8_t others[][4] = {{0xB0, 19, 0},
                                      {0xB0, 24, 0},
                                      {0xB0, 20, 0x80},
                                      {0xB0, 0x94, 0},
                                      {0x90, 20, 0},
                                      {0xA0, 20, 0},
                                      {0xF0, 20, 0},
                                      {0x30, 20, 0}};
  Host* const          host        = open_model(host_golden(knobs_model));
  Host* const          same        = open_model(host_golden(knobs_model));

  for (uint32_t i = 0; i < sizeof(others) / sizeof(others[0]); ++i) {
    host_send_midi(host, i * 100U, others[i], 3);
  }
  for (uint32_t n = 0; n < 5; ++n) { // Cut short, or too long
    static const uint8_t turn_1[] = {0xB0, 20, 0, 0};
    if (n != 3) {
      host_send_midi(host, 1000, turn_1, n);
    }
  }
  host_run(host, 0, N_FRAMES);
  host_run(same, 0, N_FRAMES);
  CHECK(is_output_same(host, same));
  host_close(host);
  host_close(same);
}

/// Bytes of any kind, in events whose frames and sizes may lie
static void
nonsense_is_survived(void)
{
  Host* const host = open_model(host_golden(knobs_model));
  uint32_t    seed = 1;

  for (uint32_t i = 0; i < 2000; ++i) {
    uint8_t bytes[64];
    for (uint32_t j = 0; j < sizeof(bytes); ++j) {
      seed     = seed * 1664525U + 1013904223U; // Numerical Recipes
      bytes[j] = (uint8_t)(seed >> 24U);
    }
    bytes[0] = i % 3U ? bytes[0] : (uint8_t)(0xB0U | bytes[0] % 16U);
    host_send_midi(host, bytes[1], bytes, bytes[2] % 64U);
    host_send_midi(host, seed, bytes + 8, bytes[3] % 8U);
    if (i % 2U) { // Its second event lies about its size, or the whole does
      uint32_t size = seed >> i % 32U;
      memcpy(host->control.bytes + sizeof(LV2_Atom_Sequence) +
               offsetof(LV2_Atom_Event, body),
             &size,
             sizeof(size));
    }
    host_run(host, 0, 64);
    for (uint32_t t = 0; t < 64; ++t) {
      CHECK(isfinite(host->out[0][t]));
    }
  }
  host_close(host);
}

/// Frames that go back, or beyond the block, count as the nearest possible
static void
frames_out_of_order(void)
{
  Host* const host = open_model(host_golden(knobs_model));
  Host* const same = open_model(host_golden(knobs_model));

  turn(host, BY_PATCH, 1000, 0, 127);
  turn(host, BY_PATCH, 10, 1, 0);
  turn(host, BY_PATCH, 1U << 31U, 0, 0);
  host_run(host, 0, 2000);
  host_run(host, 2000, N_FRAMES - 2000);

  turn(same, BY_PATCH, 1000, 0, 127);
  turn(same, BY_PATCH, 1000, 1, 0);
  host_run(same, 0, 2000);
  turn(same, BY_PATCH, 0, 0, 0);
  host_run(same, 2000, N_FRAMES - 2000);
  CHECK(is_output_same(host, same));
  host_close(host);
  host_close(same);
}

int
main(void)
{
  RUN(other_midi_is_ignored);
  RUN(nonsense_is_survived);
  RUN(frames_out_of_order);
  return 0;
}
