// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_knobs.h A plugin whose knobs are turned in several ways

#ifndef RMN_TEST_PLUGIN_KNOBS_H
#define RMN_TEST_PLUGIN_KNOBS_H

#include "plugin_play.h"
#include "plugin_session.h"

enum { N_FRAMES = 4096 };

/// A model with two knobs
static const char* const knobs_model = "lstm-3-in.json";

/// Return a host of a plugin that plays noise through the model at `path`
static inline Host*
open_model(const char* const path)
{
  Host* const host    = host_open(EFFECT, WORKER_INLINE);
  Session     session = session_new(host, path, "");
  host_make_noise(host);
  CHECK(!session_restore(&session));
  return host;
}

/// What turns a knob
typedef enum { BY_PORT, BY_PATCH, BY_MIDI, N_WAYS } Way;

/// Turn knob `k`, of 0 to 1, to n / 127, at a frame of the next block
static inline void
turn(Host* const    host,
     const Way      way,
     const uint32_t frame,
     const uint32_t k,
     const uint8_t  n)
{
  const float   value  = (float)((double)n / 127.0);
  const uint8_t midi[] = {(uint8_t)(0xB0U | k), (uint8_t)(20U + k), n};

  if (way == BY_PATCH) {
    host_set_knob(host, frame, k, value);
  } else if (way == BY_MIDI) {
    host_send_midi(host, frame, midi, sizeof(midi));
  } else {
    CHECK(!frame);
    host->controls[RMN_PORT_KNOB_1 + k] = value;
  }
}

static inline bool
is_output_same(const Host* const a, const Host* const b)
{
  return !memcmp(a->out[0], b->out[0], N_FRAMES * sizeof(float));
}

#endif // RMN_TEST_PLUGIN_KNOBS_H
