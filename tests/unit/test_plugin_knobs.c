// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_knobs.c Knobs by port, message and MIDI

#include "../plugin_folder.h"
#include "../plugin_knobs.h"

#include <math.h>

/// One whose knobs have names and ranges
static const char named_model[] =
  "{\"remanence\": 1, \"inputs\": [{\"name\": \"Audio\"},"
  "{\"name\": \"Gain\", \"default\": 3, \"minimum\": -5, \"maximum\": 12},"
  "{\"name\": \"T\u00f6ne\", \"default\": 0.25, \"minimum\": 0,"
  "\"maximum\": 10}], \"layers\": [{\"type\": \"dense\", \"units\": 1,"
  "\"W\": [[1, 0.01, 0.02]], \"b\": [0]}]}";

/// Turns that one host hears in one block and the other between blocks
static void
turns_act_at_their_frames(void)
{
  for (Way way = BY_PATCH; way < N_WAYS; ++way) {
    Host* const whole = open_model(host_golden(knobs_model));
    Host* const cut   = open_model(host_golden(knobs_model));

    turn(whole, way, 0, 0, 100);
    turn(whole, way, 1000, 1, 0);
    turn(whole, way, 1001, 0, 20);
    turn(whole, way, 1001, 1, 127);
    turn(whole, way, 4095, 0, 0);
    host_run(whole, 0, N_FRAMES);

    turn(cut, BY_PORT, 0, 0, 100);
    host_run(cut, 0, 1000);
    turn(cut, BY_PORT, 0, 1, 0);
    host_run(cut, 1000, 1);
    turn(cut, BY_PORT, 0, 0, 20);
    turn(cut, BY_PORT, 0, 1, 127);
    host_run(cut, 1001, 3094);
    turn(cut, BY_PORT, 0, 0, 0);
    host_run(cut, 4095, 1);

    CHECK(is_output_same(whole, cut));
    host_close(whole);
    host_close(cut);
  }
}

/// The same events in blocks of any length
static void
blocks_make_no_difference(void)
{
  static const uint32_t n_blocks[] = {1, 7, 64, 1000, N_FRAMES};
  Host* const           whole      = open_model(host_golden(knobs_model));
  for (uint32_t t = 100; t < N_FRAMES; t += 333) {
    turn(whole, t % 2U ? BY_MIDI : BY_PATCH, t, t / 2U % 2U, t % 128U);
  }
  host_run(whole, 0, N_FRAMES);

  for (uint32_t i = 0; i < sizeof(n_blocks) / sizeof(n_blocks[0]); ++i) {
    Host* const host = open_model(host_golden(knobs_model));
    for (uint32_t first = 0; first < N_FRAMES;) {
      const uint32_t left = N_FRAMES - first;
      const uint32_t n    = left < n_blocks[i] ? left : n_blocks[i];
      for (uint32_t t = 100; t < N_FRAMES; t += 333) {
        if (t >= first && t < first + n) {
          turn(host,
               t % 2U ? BY_MIDI : BY_PATCH,
               t - first,
               t / 2U % 2U,
               t % 128U);
        }
      }
      host_run(host, first, n);
      first += n;
    }
    CHECK(is_output_same(host, whole));
    host_close(host);
  }
  host_close(whole);
}

/// A knob that jumps is heard to glide: no step of the output is larger than
/// those of a knob that rests
static void
turns_are_smooth(void)
{
  Files       files = files_new();
  Host* const host  = open_model(files_add(&files, "a.json", named_model));

  memset(host->in, 0, sizeof(host->in));
  host->controls[RMN_PORT_DC_BLOCK]  = 0.0f;
  host->controls[RMN_PORT_NORMALISE] = 0.0f;
  host->controls[RMN_PORT_KNOB_1]    = 0.0f;
  host_set_knob(host, 1000, 0, 12.0f);
  host_run(host, 0, HOST_MAX_FRAMES);
  const float first = host->out[0][0];
  const float last  = host->out[0][HOST_MAX_FRAMES - 1];
  CHECK(fabsf(first - (-0.05f + 0.1f)) < 1e-6f);
  CHECK(fabsf(last - (0.12f + 0.1f)) < 1e-6f);
  for (uint32_t t = 1; t < HOST_MAX_FRAMES; ++t) {
    CHECK(fabsf(host->out[0][t] - host->out[0][t - 1]) < 0.17f / 900.0f);
  }
  host_close(host);
  files_remove(&files);
}

static void
last_change_wins(void)
{
  Host* const host = open_model(host_golden(knobs_model));
  Host* const port = open_model(host_golden(knobs_model));

  turn(host, BY_PORT, 0, 0, 10);
  turn(host, BY_PATCH, 0, 0, 127);
  turn(port, BY_PORT, 0, 0, 127);
  host_run(host, 0, 1000);
  host_run(port, 0, 1000);
  host_run(host, 1000, 1000); // The port has not moved
  host_run(port, 1000, 1000);
  turn(host, BY_PORT, 0, 0, 11);
  turn(port, BY_PORT, 0, 0, 11);
  host_run(host, 2000, 1000);
  host_run(port, 2000, 1000);
  turn(host, BY_MIDI, 0, 0, 0);
  turn(port, BY_PORT, 0, 0, 0);
  host_run(host, 3000, 1096);
  host_run(port, 3000, 1096);
  CHECK(is_output_same(host, port));
  host_close(host);
  host_close(port);
}

/// Check that the knobs are those of the model with names, in the middle
static void
check_named(const Knobs* const knobs)
{
  const RmnInput* const gain = &knobs->inputs[0];
  const RmnInput* const tone = &knobs->inputs[1];

  CHECK(!strcmp(gain->name, "Gain") && !strcmp(tone->name, "T\u00f6ne"));
  CHECK(gain->value == 3.0f && gain->minimum == -5.0f);
  CHECK(gain->maximum == 12.0f);
  CHECK(tone->value == 0.25f && tone->minimum == 0.0f);
  CHECK(tone->maximum == 10.0f);
  CHECK(knobs->values[0] == 3.5f && knobs->values[1] == 5.0f);
}

static void
model_tells_its_knobs(void)
{
  Files             files = files_new();
  Host* const       host  = host_open(EFFECT, WORKER_INLINE);
  const Knobs*      knobs = &host->knobs;
  const char* const path  = files_add(&files, "a.json", named_model);

  host_run(host, 0, 64);
  CHECK(knobs->n_told == 1 && knobs->n_inputs == 1);
  CHECK(!strcmp(knobs->inputs[0].name, "Drive"));
  CHECK(!strcmp(knobs->names, "Drive"));

  host_set_model(host, path);
  host_run(host, 0, 64);
  CHECK(knobs->n_told == 2 && knobs->n_inputs == 2);
  check_named(knobs);
  CHECK(!strncmp(
    knobs->names, knobs->inputs[0].name, strlen(knobs->inputs[0].name)));
  CHECK(!strcmp(strchr(knobs->names, '\n') + 1, knobs->inputs[1].name));
  CHECK(knobs->n_values[0] == 2 && knobs->n_values[1] == 1);

  host_set_model(host, host_golden("lstm-40.json"));
  for (uint32_t i = 0; i < 2; ++i) { // The swap before must end
    host_run(host, 0, HOST_MAX_FRAMES);
  }
  CHECK(knobs->n_told == 3 && knobs->n_inputs == 0 && !knobs->names[0]);
  host_close(host);
  files_remove(&files);
}

static void
get_is_answered(void)
{
  Files        files = files_new();
  Host* const  host  = open_model(files_add(&files, "a.json", named_model));
  const Knobs* knobs = &host->knobs;

  host_run(host, 0, 64);
  CHECK(knobs->n_told == 1 && knobs->n_values[1] == 1);
  host_set_knob(host, 10, 1, 3.3f);
  host_run(host, 0, 64);
  CHECK(knobs->n_values[1] == 1);
  host_send(host, LV2_PATCH__Get, host_knob(1), NULL, NULL);
  host_run(host, 0, 64);
  CHECK(knobs->n_values[1] == 2 && knobs->values[1] == 3.3f);
  CHECK(knobs->n_values[0] == 1 && knobs->n_told == 1);
  host_send(host, LV2_PATCH__Get, KNOBS, NULL, NULL);
  host_run(host, 0, 64);
  CHECK(knobs->n_values[0] == 1 && knobs->n_told == 2);
  host_send(host, LV2_PATCH__Get, NULL, NULL, NULL);
  host_run(host, 0, 64);
  CHECK(knobs->n_values[0] == 2 && knobs->n_told == 3);

  turn(host, BY_MIDI, 0, 1, 127); // Nobody else knows of this
  host_run(host, 0, 64);
  CHECK(knobs->n_values[1] == 4 && knobs->values[1] == 10.0f);
  host_close(host);
  files_remove(&files);
}

static void
values_beyond_the_range(void)
{
  Files        files = files_new();
  Host* const  host  = open_model(files_add(&files, "a.json", named_model));
  const Knobs* knobs = &host->knobs;
  const float  nan   = NAN;

  host_set_knob(host, 0, 0, 1e30f);
  host_set_knob(host, 0, 1, -1e30f);
  host_send(host, LV2_PATCH__Get, NULL, NULL, NULL);
  host_run(host, 0, 64);
  CHECK(knobs->values[0] == 12.0f && knobs->values[1] == 0.0f);
  host_set_knob(host, 0, 0, nan);
  host_set_knob(host, 0, 0, INFINITY);
  host_set_knob(host, 0, 3, 0.5f); // Not a knob of this model
  host_send(host, LV2_PATCH__Set, host_knob(0), LV2_ATOM__String, "1");
  host_send(host, LV2_PATCH__Set, host_knob(0), NULL, NULL);
  host_send(host, LV2_PATCH__Get, NULL, NULL, NULL);
  host_run(host, 0, 64);
  CHECK(knobs->values[0] == 12.0f && knobs->values[1] == 0.0f);
  host_close(host);
  files_remove(&files);
}

/// A knob stays where it is when the model under it changes
static void
position_is_kept(void)
{
  Files             files = files_new();
  const char* const path  = files_add(&files, "a.json", named_model);
  Host* const       host  = open_model(host_golden(knobs_model));

  host_run(host, 0, 64);
  host_set_knob(host, 0, 0, 1.0f);
  host_run(host, 0, 64);
  host_set_model(host, path);
  host_run(host, 0, 64);
  CHECK(host->knobs.values[0] == 12.0f && host->knobs.values[1] == 5.0f);
  host_close(host);
  files_remove(&files);
}

int
main(void)
{
  RUN(turns_act_at_their_frames);
  RUN(blocks_make_no_difference);
  RUN(turns_are_smooth);
  RUN(last_change_wins);
  RUN(model_tells_its_knobs);
  RUN(get_is_answered);
  RUN(values_beyond_the_range);
  RUN(position_is_kept);
  return 0;
}
