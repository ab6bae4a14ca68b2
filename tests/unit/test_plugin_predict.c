// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_predict.c What the predictor tells is what the engine
/// predicts, frame by frame

#define _GNU_SOURCE // For counted.h

#include "../counted.h"
#include "../predict_host.h"
#include "detector.h"
#include "follow.h"

enum { N = HOST_FRAMES, ON = 0x90, OFF = 0x80, CC = 0xB0 };

static const float levels[6] = {0.2f, 0.1f, 0.3f, 0.05f, 0.02f, 0.4f};

static float values[RMN_MAX_OUTPUTS][N];
static float heard[N];
static float winners[N];

/// Bursts of a tone, louder and louder
static void
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
static PredictHost*
open_network(const RmnNetwork* const network)
{
  PredictHost* const host = predict_open();
  make_bursts(host);
  predict_restore_network(host, network);
  CHECK(!host->message[0]);
  return host;
}

/// Have the engine predict what the host plays
static void
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
static const Midi*
next_note(const PredictHost* const host, uint32_t* const e)
{
  while (*e < host->n_events && host->events[*e].bytes[0] >= CC) {
    ++*e;
  }
  return *e < host->n_events ? &host->events[(*e)++] : NULL;
}

/// Check notes by a detector of the values that the engine predicts
static uint32_t
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

static void
without_a_model_it_is_harmless(void)
{
  PredictHost* const host = predict_open();
  make_bursts(host);
  for (uint32_t o = 0; o < RMN_N_CV; ++o) {
    host->cv[o][N - 1] = 1.0f;
  }
  host->controls[RMN_PORT_FREEZE]  = 1.0f;
  host->controls[RMN_PORT_CONCEAL] = 1.0f;
  predict_run_blocks(host, 0, N, 333);
  CHECK(!memcmp(host->in, host->out, sizeof(host->in)));
  CHECK(!host->n_events && !host->message[0]);
  for (uint32_t o = 0; o < RMN_N_CV; ++o) {
    CHECK(host->cv[o][N - 1] == 0.0f && host->cv[o][0] == 0.0f);
    CHECK(host->controls[RMN_PORT_VALUE + o] == 0.0f);
  }
  predict_close(host);
}

static void
voltages_and_notes_are_the_engines(void)
{
  for (uint32_t hop = 1; hop < 300U; hop += 239U) {
    RmnNetwork* const network   = energy_network(levels, 3, 0.01f);
    network->prediction.hop     = hop;
    network->prediction.hold_ms = 20.0f;
    PredictHost* const host     = open_network(network);
    refer(host, network);
    predict_run_blocks(host, 0, N, 512);

    for (uint32_t o = 0; o < 3U; ++o) {
      CHECK(!memcmp(host->cv[o], values[o], sizeof(values[o])));
      CHECK(host->controls[RMN_PORT_VALUE + o] == values[o][N - 1]);
    }
    CHECK(host->cv[3][N - 1] == 0.0f);
    CHECK(host->controls[RMN_PORT_WINNER] == 0.0f);
    CHECK(!memcmp(host->in, host->out, sizeof(host->in)));
    CHECK(check_notes(host, &network->prediction, 0U) >= 5U);
    predict_close(host);
    rmn_network_free(network);
  }
}

/// A network at another rate is late, and so is all that is told
static void
the_sound_waits_for_predictions(void)
{
  RmnNetwork* const network = energy_network(levels, 1, 0.01f);
  network->rate_hz          = 96000.0;
  PredictHost* const host   = open_network(network);
  predict_run_blocks(host, 0, N, 512);
  refer(host, network);
  const uint32_t late = (uint32_t)host->controls[RMN_PORT_LATENCY];
  CHECK(late > 0U);
  CHECK(!memcmp(host->out + late, host->in, (N - late) * sizeof(float)));
  CHECK(!memcmp(host->cv[0], values[0], sizeof(values[0])));
  CHECK(check_notes(host, &network->prediction, 0U) >= 5U);
  predict_close(host);
  rmn_network_free(network);
}

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

/// Reference: a one-pole low-pass in double precision
static void
voltages_are_smoothed_and_scaled(void)
{
  RmnNetwork* const network   = energy_network(levels, 2, 0.01f);
  network->outputs[0]         = (RmnOutput){"Level", "", -1.0f, 3.0f, 5.0f};
  network->outputs[1]         = (RmnOutput){"Other", "", 0.0f, 1.0f, 5.0f};
  PredictHost* const host     = open_network(network);
  float* const       controls = host->controls;
  controls[RMN_PORT_SMOOTHING + 1] = 20.0f;
  controls[RMN_PORT_SCALE]         = 5.0f;
  controls[RMN_PORT_OFFSET]        = -1.5f;
  refer(host, network);
  predict_run_blocks(host, 0, N, 512);

  double worst = 0.0;
  double y[2]  = {0.0, 0.0};
  for (uint32_t t = 0; t < N; ++t) {
    const double x[2] = {((double)values[0][t] + 1.0) / 4.0, values[1][t]};
    y[0] += (1.0 - exp(-1.0 / 240.0)) * (x[0] - y[0]);
    y[1] += (1.0 - exp(-1.0 / 960.0)) * (x[1] - y[1]);
    worst = fmax(worst, fabs(5.0 * y[0] - 1.5 - (double)host->cv[0][t]));
    worst = fmax(worst, fabs(y[1] - (double)host->cv[1][t]));
  }
  printf("# worst error of a voltage %.2g\n", worst);
  CHECK(worst < 1e-6);
  CHECK(fabs((double)controls[RMN_PORT_VALUE] - y[0]) < 1e-6);
  predict_close(host);
  rmn_network_free(network);
}

static void
the_second_input_is_heard(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_GRU, .n_inputs = 2, .n_outputs = 6},
    {.type = RMN_DENSE, .n_inputs = 6, .n_outputs = 4}};
  RmnNetwork* const network = random_network(shapes, 2, 12);
  uint32_t          seed    = 5;
  network->rate_hz          = 48000.0;
  network->inputs[1]        = (RmnInput){"Side", 0.0f, -1.0f, 1.0f, true};
  for (uint32_t o = 0; o < 4U; ++o) {
    network->outputs[o].minimum = -2.0f;
    network->outputs[o].maximum = 2.0f;
  }
  PredictHost* const host = open_network(network);
  randomise(host->side, N, 0.5f, &seed);
  refer(host, network);
  predict_run_blocks(host, 0, N, 333);
  for (uint32_t o = 0; o < 4U; ++o) {
    for (uint32_t t = 0; t < N; ++t) {
      CHECK(host->cv[o][t] == (values[o][t] + 2.0f) / 4.0f);
    }
  }

  // It is something else that is heard without
  memset(host->side, 0, sizeof(host->side));
  refer(host, network);
  CHECK(host->cv[0][N - 1] != (values[0][N - 1] + 2.0f) / 4.0f);
  predict_close(host);
  rmn_network_free(network);
}

static void
classes_have_a_winner(void)
{
  RmnNetwork* const network = several_outputs(6, RMN_LINEAR);
  network->prediction.kind  = RMN_PREDICT_CLASS;
  network->prediction.hop   = 100U;
  PredictHost* const host   = predict_open();
  make_bursts(host);
  predict_restore_network(host, network);
  refer(host, network);
  for (uint32_t t = 0; t < N; t += 500U) {
    predict_run(host, t, 500U);
    CHECK(host->controls[RMN_PORT_WINNER] == winners[t + 499U]);
  }
  CHECK(!memcmp(host->cv, values, sizeof(host->cv)));
  CHECK(!strcmp(host->kind, "class") && host->n_outputs == 6U);
  CHECK(
    strstr(host->message, "has 6 outputs, but only the first 4 have ports"));
  CHECK(strstr(host->message, "Class tells all of them apart"));
  predict_close(host);
  rmn_network_free(network);
}

static void
the_host_is_told_of_outputs(void)
{
  RmnNetwork* const network = energy_network(levels, 2, 0.01f);
  network->outputs[0]       = (RmnOutput){"Speech", "probability", 0, 1, 0};
  network->outputs[1]       = (RmnOutput){"Level", "dB", -60, 6, 0};
  PredictHost* const host   = open_network(network);
  predict_run(host, 0, 64);
  CHECK(host->n_outputs == 2U && !strcmp(host->kind, "value"));
  for (uint32_t o = 0; o < 2U; ++o) {
    CHECK(!strcmp(host->outputs[o].name, network->outputs[o].name));
    CHECK(!strcmp(host->outputs[o].unit, network->outputs[o].unit));
    CHECK(host->outputs[o].minimum == network->outputs[o].minimum);
    CHECK(host->outputs[o].maximum == network->outputs[o].maximum);
  }
  predict_close(host);
  rmn_network_free(network);
}

static void
too_many_outputs_are_refused(void)
{
  PredictHost* const host = predict_open();
  char               cwd[4000];
  char               path[4096];
  CHECK(getcwd(cwd, sizeof(cwd)));
  snprintf(
    path, sizeof(path), "%s/tests/bad/limit/keras-too-many-outputs.json", cwd);
  make_bursts(host);
  predict_restore(host, path);
  predict_run_blocks(host, 0, N, 512);
  printf("# %s\n", host->message);
  CHECK(strstr(host->message, "outputs, at most 16 can be played"));
  CHECK(!memcmp(host->in, host->out, sizeof(host->in)) && !host->n_events);
  predict_close(host);
}

/// Every event, voltage and sample, whatever the length of blocks
static void
blocks_decide_nothing(void)
{
  const uint32_t    lengths[] = {N, 1, 7, 256, 1000};
  RmnNetwork* const network   = energy_network(levels, 4, 0.01f);
  network->prediction.hop     = 48U;
  PredictHost* whole          = NULL;
  for (uint32_t i = 0; i < 5U; ++i) {
    PredictHost* const host       = open_network(network);
    host->controls[RMN_PORT_LOOK] = 3.0f;
    predict_run_blocks(host, 0, N, lengths[i]);
    whole = whole ? whole : host;
    CHECK(host->n_events == whole->n_events && host->n_events > 50U);
    for (uint32_t e = 0; e < host->n_events; ++e) {
      CHECK(host->events[e].frame == whole->events[e].frame);
      CHECK(!memcmp(host->events[e].bytes, whole->events[e].bytes, 3));
    }
    CHECK(!memcmp(host->cv, whole->cv, sizeof(host->cv)));
    CHECK(!memcmp(host->out, whole->out, sizeof(host->out)));
    if (host != whole) {
      predict_close(host);
    }
  }
  predict_close(whole);
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

/// What a model that predicts the next sample sounds like is the engine's
static void
the_sound_of_predictions_is_the_engines(void)
{
  RmnNetwork* const network = sine_network(0.06, 1);
  for (uint32_t listen = 0; listen < RMN_N_LISTEN; ++listen) {
    for (uint32_t frozen = 0; frozen < 2U; ++frozen) {
      PredictHost* const host     = open_network(network);
      float* const       controls = host->controls;
      memset(host->in + 1500, 0, 200 * sizeof(float));
      host->in[6000]                 = NAN;
      controls[RMN_PORT_LISTEN]      = (float)listen;
      controls[RMN_PORT_CONCEAL]     = 1.0f;
      controls[RMN_PORT_FREEZE]      = (float)frozen;
      controls[RMN_PORT_TEMPERATURE] = 0.5f;
      controls[RMN_PORT_DECAY]       = 2.0f;
      refer(host, network);
      predict_run_blocks(host, 0, N, 333);
      CHECK(controls[RMN_PORT_LATENCY] == (float)RMN_GAP_FRAMES);
      CHECK(!memcmp(host->out, heard, sizeof(heard)));
      CHECK(!host->n_events);
      predict_close(host);
    }
  }
  rmn_network_free(network);
}

/// Return the state of a plugin that was saved while the sound was frozen; its
/// model is written to the file at `path`
static LilvState*
save_frozen(PredictHost* const      host,
            const RmnNetwork* const network,
            const char* const       path)
{
  RmnError error = {RMN_OK, ""};
  CHECK(!rmn_network_save(network, path, &error));
  make_bursts(host);
  predict_restore(host, path);
  predict_run_blocks(host, 0, 2000, 100);
  host->controls[RMN_PORT_FREEZE] = 1.0f;
  predict_run_blocks(host, 2000, N, 100);

  float most = 0.0f;
  for (uint32_t t = 4000; t < N; ++t) {
    most = fmaxf(most, fabsf(host->out[t]));
  }
  CHECK(most > 0.1f && most <= 1.0f);

  LilvState* const state =
    lilv_state_new_from_instance(host->plugin,
                                 host->instance,
                                 &predict_map,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL,
                                 LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE,
                                 NULL);
  CHECK(state && lilv_state_get_num_properties(state) >= 3U);
  return state;
}

/// A session that was saved while the sound was frozen has the model, and the
/// switch; the sound itself is gone, and what is frozen is rest
static void
a_frozen_session_comes_back(void)
{
  char              path[]  = "/tmp/rmn-predict-XXXXXX";
  RmnNetwork* const network = sine_network(0.06, 1);
  const int         fd      = mkstemp(path);
  CHECK(fd >= 0);
  close(fd);

  PredictHost* const host  = predict_open();
  LilvState* const   state = save_frozen(host, network, path);
  PredictHost* const again = predict_open();
  make_bursts(again);
  again->controls[RMN_PORT_FREEZE] = 1.0f;
  lilv_state_restore(state, again->instance, NULL, NULL, 0, NULL);
  refer(again, network);
  predict_run_blocks(again, 0, N, 100);
  CHECK(!strcmp(again->kind, "next-sample") && !again->message[0]);
  CHECK(!memcmp(again->out, heard, sizeof(heard)));
  for (uint32_t t = 1000; t < N; ++t) {
    CHECK(fabsf(again->out[t]) <= 1.0f);
  }

  // Let go, it plays on
  again->controls[RMN_PORT_FREEZE] = 0.0f;
  predict_run_blocks(again, 0, 4000, 100);
  CHECK(!memcmp(again->out + 1016, again->in + 1000, 2984 * sizeof(float)));
  lilv_state_free(state);
  predict_close(again);
  predict_close(host);
  rmn_network_free(network);
  unlink(path);
}

/// Notes, controllers, classes, freezing, and a swap
static void
nothing_slow_is_called(void)
{
  if (!COUNTED) {
    test_skip("sanitizers have these functions to themselves");
    return;
  }

  RmnNetwork* const networks[] = {energy_network(levels, 4, 0.01f),
                                  several_outputs(6, RMN_LINEAR),
                                  sine_network(0.06, 1)};
  networks[1]->prediction.kind = RMN_PREDICT_CLASS;
  PredictHost* const host      = predict_open();
  make_bursts(host);
  host->controls[RMN_PORT_CONCEAL] = 1.0f;
  for (uint32_t i = 0; i < 6U; ++i) {
    predict_restore_network(host, networks[i % 3U]);
    for (uint32_t t = 0; t < N; t += 1000U) {
      host->controls[RMN_PORT_FREEZE] = t > N / 2U ? 1.0f : 0.0f;
      predict_prepare(host, t);
      counted_begin();
      lilv_instance_run(host->instance, 1000U);
      CHECK(!counted_end());
    }
  }
  predict_close(host);
  for (uint32_t i = 0; i < 3U; ++i) {
    rmn_network_free(networks[i]);
  }
}

/// The count does count: a session is loaded with memory and a lock
static void
loading_is_counted(void)
{
  if (!COUNTED) {
    test_skip("sanitizers have these functions to themselves");
    return;
  }

  RmnNetwork* const  network = energy_network(levels, 1, 0.01f);
  PredictHost* const host    = predict_open();
  counted_begin();
  predict_restore_network(host, network);
  CHECK(counted_end() > 10U);
  predict_close(host);
  rmn_network_free(network);
}

int
main(void)
{
  counted_init();
  RUN(without_a_model_it_is_harmless);
  RUN(voltages_and_notes_are_the_engines);
  RUN(the_sound_waits_for_predictions);
  RUN(velocity_is_of_the_peak);
  RUN(ports_choose_the_note);
  RUN(controllers_follow_the_others);
  RUN(voltages_are_smoothed_and_scaled);
  RUN(the_second_input_is_heard);
  RUN(classes_have_a_winner);
  RUN(the_host_is_told_of_outputs);
  RUN(too_many_outputs_are_refused);
  RUN(blocks_decide_nothing);
  RUN(notes_end);
  RUN(a_note_ends_as_soon_as_there_is_room);
  RUN(the_sound_of_predictions_is_the_engines);
  RUN(a_frozen_session_comes_back);
  RUN(nothing_slow_is_called);
  RUN(loading_is_counted);
  return 0;
}
