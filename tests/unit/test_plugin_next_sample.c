// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_next_sample.c Predictions as sound, and frozen ones

#include "../predict_reference.h"

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

/// Calibrate would have a network that is fed its own predictions hear them
/// louder each time
static void
what_feeds_itself_is_not_driven(void)
{
  RmnNetwork* const network         = sine_network(0.06, 1);
  network->metadata.input_level_dbu = 6.0;
  for (uint32_t frozen = 0; frozen < 2U; ++frozen) {
    PredictHost* const host              = open_network(network);
    host->controls[RMN_PORT_CALIBRATE]   = 1.0f;
    host->controls[RMN_PORT_INPUT_LEVEL] = 18.0f;
    host->controls[RMN_PORT_LISTEN]      = RMN_LISTEN_PREDICTION;
    host->controls[RMN_PORT_FREEZE]      = (float)frozen;
    refer(host, network);
    predict_run_blocks(host, 0, N, 333);
    CHECK(!memcmp(host->out, heard, sizeof(heard)));
    predict_close(host);
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

int
main(void)
{
  RUN(the_sound_of_predictions_is_the_engines);
  RUN(what_feeds_itself_is_not_driven);
  RUN(a_frozen_session_comes_back);
  return 0;
}
