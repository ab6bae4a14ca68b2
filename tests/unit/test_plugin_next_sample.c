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

/// Play bursts to a plugin that freezes them after 2000 frames, for `n_frames`
/// in all; its model is written to the file at `path`
static PredictHost*
open_frozen(const RmnNetwork* const network,
            const char* const       path,
            const uint32_t          n_frames)
{
  RmnError           error = {RMN_OK, ""};
  PredictHost* const host  = predict_open();
  CHECK(!rmn_network_save(network, path, &error));
  make_bursts(host);
  host->controls[RMN_PORT_TEMPERATURE] = 0.5f;
  host->controls[RMN_PORT_DECAY]       = 2.0f;
  predict_restore(host, path);
  predict_run_blocks(host, 0, 2000, 100);
  host->controls[RMN_PORT_FREEZE] = 1.0f;
  predict_run_blocks(host, 2000, n_frames, 77);
  return host;
}

/// Save a session; return what it is as text, for free()
static char*
save_text(PredictHost* const host)
{
  LV2_URID_Unmap   unmap = {NULL, uri_unmap};
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
  CHECK(state);
  char* const text = lilv_state_to_string(
    host->world, &predict_map, &unmap, state, "urn:test", NULL);
  CHECK(text);
  lilv_state_free(state);
  return text;
}

/// Restore a session from text in a new plugin, with the ports of another
static PredictHost*
open_text(const char* const text, const PredictHost* const other)
{
  PredictHost* const host = predict_open();
  LilvState* const   state =
    lilv_state_new_from_string(host->world, &predict_map, text);
  CHECK(state);
  memcpy(host->controls, other->controls, sizeof(host->controls));
  memcpy(host->in, other->in, sizeof(host->in));
  lilv_state_restore(state, host->instance, NULL, NULL, 0, NULL);
  lilv_state_free(state);
  return host;
}

/// Return whether a session has a frozen sound
static bool
has_frozen(const char* const text)
{
  return strstr(text, "remanence#frozen");
}

/// A folder of its own, where no other model is found for one that is gone
typedef struct {
  char folder[32];
  char path[48];
} Place;

static Place
make_place(void)
{
  Place place = {"/tmp/rmn-frozen-XXXXXX", ""};
  CHECK(mkdtemp(place.folder));
  snprintf(place.path, sizeof(place.path), "%s/model.json", place.folder);
  return place;
}

static void
remove_place(const Place* const place)
{
  unlink(place->path);
  rmdir(place->folder);
}

/// Save a session `n` frames in, frozen; open it, and hear both go on alike
static void
check_session(RmnNetwork* const  network,
              const Place* const place,
              const uint32_t     n)
{
  PredictHost* const host  = open_frozen(network, place->path, n);
  char* const        text  = save_text(host);
  PredictHost* const again = open_text(text, host);
  CHECK(has_frozen(text));

  // What was saved but never played is saved again
  char* const same = save_text(again);
  CHECK(has_frozen(same));
  free(same);

  float most = 0.0f;
  predict_run_blocks(host, n, N, 100);
  predict_run_blocks(again, n, N, 333);
  for (uint32_t t = n + 400U; t < N; ++t) {
    most = fmaxf(most, fabsf(host->out[t]));
  }
  CHECK(most > 0.1f && most <= 1.0f);
  CHECK(!memcmp(again->out + n, host->out + n, (N - n) * sizeof(float)));
  CHECK(!again->message[0]);

  // Let go, it plays on
  again->controls[RMN_PORT_FREEZE] = 0.0f;
  predict_run_blocks(again, 0, 4000, 100);
  CHECK(!memcmp(again->out + 1016, again->in + 1000, 2984 * sizeof(float)));
  free(text);
  predict_close(again);
  predict_close(host);
}

/// A session that was saved while the sound was frozen goes on from there, to
/// the bit, also if the switch was thrown a moment ago
static void
a_frozen_session_goes_on(void)
{
  for (uint32_t ahead = 1; ahead <= 3U; ahead += 2U) {
    const Place       place   = make_place();
    RmnNetwork* const network = sine_network(0.06, ahead);
    check_session(network, &place, 2100);
    check_session(network, &place, 6003);
    rmn_network_free(network);
    remove_place(&place);
  }
}

/// Return a copy of a session whose frozen sound is cut in its middle, or whose
/// bytes there are others
static char*
spoil(const char* const text, const bool is_cut)
{
  char* const bad   = strdup(text);
  char* const key   = strstr(bad, "remanence#frozen");
  char* const first = key ? strchr(key, '"') : NULL;
  CHECK(first);
  char* const last   = strstr(first + 3, "\"");
  char* const middle = first + (last - first) / 8 * 4;
  CHECK(last > first + 64);
  if (is_cut) {
    memmove(middle, middle + 8, strlen(middle + 8) + 1U);
  } else {
    memset(middle, *middle == 'A' ? 'Q' : 'A', 4);
  }
  return bad;
}

/// What is frozen comes from a file: damaged, or of another model, it is left
/// out, and what is frozen is rest
static void
a_damaged_frozen_sound_is_left_out(void)
{
  const Place       place   = make_place();
  RmnNetwork* const network = sine_network(0.06, 1);
  RmnNetwork* const other   = sine_network(0.07, 1);

  PredictHost* const host = open_frozen(network, place.path, 6000);
  char* const        text = save_text(host);
  for (int flaw = 0; flaw < 3; ++flaw) {
    char* const bad   = flaw < 2 ? spoil(text, flaw == 0) : strdup(text);
    RmnError    error = {RMN_OK, ""};
    CHECK(!rmn_network_save(flaw < 2 ? network : other, place.path, &error));
    PredictHost* const again = open_text(bad, host);
    refer(again, flaw < 2 ? network : other);
    predict_run_blocks(again, 0, N, 100);
    CHECK(!memcmp(again->out, heard, sizeof(heard)));
    predict_close(again);
    free(bad);
  }

  // Nothing frozen, nothing saved
  host->controls[RMN_PORT_FREEZE] = 0.0f;
  predict_run_blocks(host, 0, 1000, 100);
  char* const thawed = save_text(host);
  CHECK(!has_frozen(thawed));
  free(thawed);
  free(text);
  predict_close(host);
  rmn_network_free(network);
  rmn_network_free(other);
  remove_place(&place);
}

int
main(void)
{
  RUN(the_sound_of_predictions_is_the_engines);
  RUN(what_feeds_itself_is_not_driven);
  RUN(a_frozen_session_goes_on);
  RUN(a_damaged_frozen_sound_is_left_out);
  return 0;
}
