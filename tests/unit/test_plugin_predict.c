// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_predict.c What the predictor tells is what the engine
/// predicts, frame by frame

#include "../predict_reference.h"
#include "follow.h"

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

/// What is no audio is for a model to bridge; before there is one it is zero,
/// and it does not last while one fades in
static void
without_a_model_what_is_no_audio_is_silent(void)
{
  static const float bad[]   = {NAN, INFINITY, -INFINITY, 1e30f};
  RmnNetwork* const  network = energy_network(levels, 1, 0.01f);
  PredictHost* const host    = predict_open();
  make_bursts(host);
  for (uint32_t t = 0; t < 12000U; t += 100U) {
    host->in[t] = bad[t / 100U % 4U];
  }
  predict_run_blocks(host, 0, 6000, 333);
  for (uint32_t t = 0; t < 6000U; ++t) {
    CHECK(host->out[t] == (t % 100U ? host->in[t] : 0.0f));
  }

  predict_restore_network(host, network);
  predict_run_blocks(host, 6000, N, 333);
  for (uint32_t t = 6000U; t < N; ++t) {
    CHECK(fabsf(host->out[t]) <= 1.0f);
  }
  predict_close(host);
  rmn_network_free(network);
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

/// A network that says that it is late is believed, in blocks of any length:
/// values and notes come when they did, and the sound with them
static void
the_sound_waits_for_what_is_stated(void)
{
  enum { LATE = 1000 };
  const uint32_t    n_blocks[] = {1, 512, 4096};
  RmnNetwork* const network    = energy_network(levels, 1, 0.01f);
  for (uint32_t i = 0; i < 3U; ++i) {
    network->prediction.latency = LATE;
    PredictHost* const host     = open_network(network);
    network->prediction.latency = 0U;
    refer(host, network);
    predict_run_blocks(host, 0, N, n_blocks[i]);
    CHECK(host->controls[RMN_PORT_LATENCY] == (float)LATE);
    CHECK(!memcmp(host->out + LATE, host->in, (N - LATE) * sizeof(float)));
    CHECK(!memcmp(host->cv[0], values[0], sizeof(values[0])));
    CHECK(check_notes(host, &network->prediction, 0U) >= 5U);
    predict_close(host);
  }
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

int
main(void)
{
  RUN(without_a_model_it_is_harmless);
  RUN(without_a_model_what_is_no_audio_is_silent);
  RUN(voltages_and_notes_are_the_engines);
  RUN(the_sound_waits_for_predictions);
  RUN(the_sound_waits_for_what_is_stated);
  RUN(voltages_are_smoothed_and_scaled);
  RUN(the_second_input_is_heard);
  RUN(classes_have_a_winner);
  RUN(the_host_is_told_of_outputs);
  RUN(too_many_outputs_are_refused);
  RUN(blocks_decide_nothing);
  return 0;
}
