// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_notes.c Predictions as notes and controllers

#include "../predict_reference.h"

static void
velocity_is_of_the_peak(void)
{
  RmnNetwork* const  network    = energy_network(levels, 1, 0.01f);
  PredictHost* const host       = open_network(network);
  host->controls[RMN_PORT_LOOK] = 10.0f;
  host->controls[RMN_PORT_NOTE] = 60.0f;
  refer(host, network);
  predict_run_blocks(host, 0, N, 512);
  CHECK(check_notes(host, &network->prediction, 480U) >= 5U);
  predict_close(host);

  // Of the input: each burst is louder than the one before
  PredictHost* const louder           = open_network(network);
  louder->controls[RMN_PORT_LOOK]     = 10.0f;
  louder->controls[RMN_PORT_VELOCITY] = 1.0f;
  predict_run_blocks(louder, 0, N, 512);
  const Midi* before = NULL;
  for (uint32_t e = 0; e < louder->n_events; ++e) {
    const Midi* const midi = &louder->events[e];
    if (midi->bytes[0] == ON) {
      const uint32_t burst = midi->frame / 4000U;
      const float    dbfs  = 20.0f * log10f(0.3f + 0.1f * (float)burst);
      const float    ideal = 1.0f + 126.0f * (1.0f + dbfs / 60.0f);
      CHECK(fabsf((float)midi->bytes[2] - ideal) <= 1.0f);
      CHECK(!before || midi->bytes[2] > before->bytes[2]);
      before = midi;
    }
  }
  CHECK(before);
  predict_close(louder);
  rmn_network_free(network);
}

/// The ports say when notes come, and which
static void
ports_choose_the_note(void)
{
  RmnNetwork* const  network          = energy_network(levels, 1, 0.01f);
  PredictHost* const host             = open_network(network);
  host->controls[RMN_PORT_THRESHOLD]  = 0.25f;
  host->controls[RMN_PORT_HYSTERESIS] = 0.125f;
  host->controls[RMN_PORT_HOLD]       = 10.0f;
  host->controls[RMN_PORT_NOTE]       = 36.0f;
  host->controls[RMN_PORT_CHANNEL]    = 10.0f;
  host->controls[RMN_PORT_VELOCITY]   = 2.0f;
  refer(host, network);
  predict_run_blocks(host, 0, N, 512);

  RmnDetector detector = {.is_high = false};
  RmnEvent    event;
  uint32_t    e = 0;
  rmn_detector_set(&detector, 0.25f, 0.125f, 480U, 0U);
  for (uint32_t t = 0; t < N; ++t) {
    if (rmn_detector_hear(&detector, values[0][t], 0.0f, &event)) {
      const Midi* const midi = &host->events[e++];
      CHECK(midi->frame == t && midi->bytes[1] == 36);
      CHECK(midi->bytes[0] == (event.is_on ? ON : OFF) + 9);
      CHECK(midi->bytes[2] == (event.is_on ? 100 : 0));
    }
  }
  CHECK(e == host->n_events && e > 8U);
  predict_close(host);
  rmn_network_free(network);
}

/// Controllers follow the outputs from the second on, so often at most
static void
controllers_follow_the_others(void)
{
  RmnNetwork* const  network  = energy_network(levels, 3, 0.01f);
  PredictHost* const host     = open_network(network);
  host->controls[RMN_PORT_CC] = 50.0f;
  refer(host, network);
  predict_run_blocks(host, 0, N, 512);

  uint32_t n[3]    = {0, 0, 0};
  uint32_t last[3] = {0, 0, 0};
  for (uint32_t e = 0; e < host->n_events; ++e) {
    const Midi* const midi = &host->events[e];
    if (midi->bytes[0] == CC) {
      const uint32_t o = midi->bytes[1] - 50U + 1U;
      CHECK(o == 1U || o == 2U);
      CHECK(midi->bytes[2] ==
            (uint8_t)lroundf(127.0f * values[o][midi->frame]));
      CHECK(!n[o] || midi->frame - last[o] > 240U);
      last[o] = midi->frame;
      ++n[o];
    }
    CHECK(!e || midi->frame >= host->events[e - 1U].frame);
  }
  CHECK(n[1] > 20U && n[2] > 20U);

  // None, if that is wanted
  host->controls[RMN_PORT_CC] = 0.0f;
  host->n_events              = 0U;
  predict_run_blocks(host, 0, N, 512);
  for (uint32_t e = 0; e < host->n_events; ++e) {
    CHECK(host->events[e].bytes[0] < CC);
  }
  predict_close(host);
  rmn_network_free(network);
}

/// Check that every note that began has ended
static void
check_balance(const PredictHost* const host, const uint32_t n_least)
{
  uint32_t n       = 0;
  bool     is_on   = false;
  uint8_t  channel = 0;
  for (uint32_t e = 0; e < host->n_events; ++e) {
    const Midi* const midi = &host->events[e];
    if (midi->bytes[0] < CC) {
      CHECK(is_on != (midi->bytes[0] >= ON));
      CHECK(!is_on || (midi->bytes[0] & 0xF) == channel);
      is_on   = midi->bytes[0] >= ON;
      channel = midi->bytes[0] & 0xF;
      n += is_on;
    }
  }
  CHECK(!is_on && n >= n_least);
}

/// No note hangs when it is switched off, is given another model, is moved to
/// another channel or begins anew
static void
notes_end(void)
{
  RmnNetwork* const  network  = energy_network(levels, 1, 0.01f);
  PredictHost* const host     = open_network(network);
  host->controls[RMN_PORT_CC] = 0.0f;
  predict_run_blocks(host, 0, 2000, 100);
  host->controls[RMN_PORT_CHANNEL] = 5.0f;
  host->controls[RMN_PORT_ENABLED] = 0.0f;
  predict_run_blocks(host, 2000, 4000, 100);
  CHECK(host->cv[0][1999] > 0.0f && host->cv[0][2000] == 0.0f);
  CHECK(host->cv[0][3999] == 0.0f && host->controls[RMN_PORT_VALUE] == 0.0f);
  check_balance(host, 1);

  host->controls[RMN_PORT_ENABLED] = 1.0f;
  predict_run_blocks(host, 4000, 6000, 100);
  lilv_instance_deactivate(host->instance);
  lilv_instance_activate(host->instance);
  predict_run_blocks(host, 7000, 8000, 100); // Silence
  check_balance(host, 2);

  predict_run_blocks(host, 8000, 10000, 100);
  predict_restore_network(host, network); // In a burst
  make_bursts(host);
  memset(host->in + 10000, 0, 10000 * sizeof(float));
  predict_run_blocks(host, 10000, N, 100);
  check_balance(host, 3);
  predict_close(host);
  rmn_network_free(network);
}

/// A host with little room loses what begins, never what ends
static void
a_note_ends_as_soon_as_there_is_room(void)
{
  RmnNetwork* const  network  = energy_network(levels, 1, 0.01f);
  PredictHost* const host     = open_network(network);
  host->controls[RMN_PORT_CC] = 0.0f;
  predict_run_blocks(host, 0, 2000, 100);
  CHECK(host->n_events == 1U);
  for (uint32_t size = 0; size < 40U; ++size) {
    host->midi_size = size;
    predict_run_blocks(host, 2000, 4000, 100);
    CHECK(host->n_events == 1U);
  }
  host->midi_size = sizeof(host->midi);
  predict_run_blocks(host, 3500, 4000, 100);
  CHECK(host->n_events == 2U && host->events[1].frame == 3500U);
  predict_close(host);
  rmn_network_free(network);
}

int
main(void)
{
  RUN(velocity_is_of_the_peak);
  RUN(ports_choose_the_note);
  RUN(controllers_follow_the_others);
  RUN(notes_end);
  RUN(a_note_ends_as_soon_as_there_is_room);
  return 0;
}
