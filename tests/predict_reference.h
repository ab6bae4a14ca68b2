// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file predict_reference.h A plugin that predicts, beside the engine

#ifndef RMN_TEST_PREDICT_REFERENCE_H
#define RMN_TEST_PREDICT_REFERENCE_H

#include "detector.h"
#include "predict_host.h"

enum { N = HOST_FRAMES, ON = 0x90, OFF = 0x80, CC = 0xB0 };

static const float levels[6] = {0.2f, 0.1f, 0.3f, 0.05f, 0.02f, 0.4f};

static float values[RMN_MAX_OUTPUTS][N];
static float heard[N];
static float winners[N];

/// Bursts of a tone, louder and louder
static inline void
make_bursts(PredictHost* const host)
{
  for (uint32_t t = 0; t < N; ++t) {
    const uint32_t burst = t / 4000U;
    const bool     is_on = t % 4000U > 1000U && t % 4000U < 2500U;
    host->in[t] = is_on ? (0.3f + 0.1f * (float)burst) * sinf(0.06f * (float)t)
                        : 0.001f * sinf(0.3f * (float)t);
  }
}

/// Return a host whose plugin is to predict bursts by `network`
static inline PredictHost*
open_network(const RmnNetwork* const network)
{
  PredictHost* const host = predict_open();
  make_bursts(host);
  predict_restore_network(host, network);
  CHECK(!host->message[0]);
  return host;
}

/// Have the engine predict what the host plays
static inline void
refer(const PredictHost* const host, const RmnNetwork* const network)
{
  const Predicting p = predicting(network, HOST_RATE, RMN_RATE_AUTO);
  float*           out[RMN_MAX_OUTPUTS];
  for (uint32_t o = 0; o < RMN_MAX_OUTPUTS; ++o) {
    out[o] = values[o];
  }
  const RmnNextControls controls = {(RmnListen)host->controls[RMN_PORT_LISTEN],
                                    host->controls[RMN_PORT_FREEZE] > 0.5f,
                                    host->controls[RMN_PORT_CONCEAL] > 0.5f,
                                    host->controls[RMN_PORT_TEMPERATURE],
                                    host->controls[RMN_PORT_DECAY]};
  rmn_predictor_set(p.predictor, &controls);
  rmn_predictor_reset(p.predictor, RMN_START_REST);
  rmn_predictor_process(
    p.predictor, host->in, host->side, heard, out, winners, N);
  predicting_end(p);
}

/// Return the next note at or after event `*e`, or NULL
static inline const Midi*
next_note(const PredictHost* const host, uint32_t* const e)
{
  while (*e < host->n_events && host->events[*e].bytes[0] >= CC) {
    ++*e;
  }
  return *e < host->n_events ? &host->events[(*e)++] : NULL;
}

/// Check notes by a detector of the values that the engine predicts
static inline uint32_t
check_notes(const PredictHost* const   host,
            const RmnPrediction* const p,
            const uint32_t             n_look)
{
  RmnDetector detector = {.is_high = false};
  uint32_t    e        = 0;
  uint32_t    n        = 0;
  rmn_detector_set(&detector,
                   p->threshold,
                   p->hysteresis,
                   (uint32_t)(p->hold_ms * 48.0f + 0.5f),
                   n_look);
  for (uint32_t t = 0; t < N; ++t) {
    RmnEvent    event;
    const float value = values[0][t];
    if (rmn_detector_hear(&detector, value, value, &event)) {
      const Midi* const note     = next_note(host, &e);
      const uint8_t     velocity = (uint8_t)(1.5f + 126.0f * event.strength);
      CHECK(note && note->frame == t);
      CHECK(note->bytes[0] == (event.is_on ? ON : OFF) && note->bytes[1] == 60);
      CHECK(note->bytes[2] == (event.is_on ? velocity : 0));
      n += event.is_on;
    }
  }
  CHECK(!next_note(host, &e));
  return n;
}

#endif // RMN_TEST_PREDICT_REFERENCE_H
