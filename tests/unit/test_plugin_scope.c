// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_scope.c What an open user interface is sent, and that
/// nothing is sent to one that is closed

#include "../../plugin/reading.h"
#include "../plugin_play.h"

#include <math.h>

#define METERS "urn:remanence#meters"
#define INSIDE "urn:remanence#inside"
#define GATES "urn:remanence#gates"
#define CURVE "urn:remanence#curve"
#define ABOUT "urn:remanence#about"

enum { N_READING = HOST_RATE / RMN_READINGS_PER_S };

/// What was told in the blocks of run()
typedef struct {
  uint32_t n_events; ///< Of any kind
  uint32_t n_readings;
  uint32_t n_abouts;
  uint32_t n_meters; ///< Values of the last reading
  uint32_t n_units;
  uint32_t n_gates;
  uint32_t n_points;
  uint32_t n_bytes; ///< Most of a block
  float    meters[RMN_N_METERS];
  float    inside[2 * RMN_MAX_UNITS];
  float    gates[RMN_N_GATES];
  float    curve[2 * RMN_CURVE_POINTS];
  int32_t  n_weights;
  float    rate_hz;
  float    lufs;
  char     network[128];
} Told;

static uint32_t
read_floats(Host* const           host,
            const LV2_Atom* const value,
            float* const          values,
            const uint32_t        n_max)
{
  const LV2_Atom_Vector* const vector = (const LV2_Atom_Vector*)value;
  CHECK(value->type == host_urid(host, LV2_ATOM__Vector));
  CHECK(vector->body.child_type == host_urid(host, LV2_ATOM__Float));

  const size_t n_bytes = value->size - sizeof(LV2_Atom_Vector_Body);
  CHECK(n_bytes <= n_max * sizeof(float));
  memcpy(values, vector + 1, n_bytes);
  for (size_t i = 0; i < n_bytes / sizeof(float); ++i) {
    CHECK(isfinite(values[i]));
  }
  return (uint32_t)(n_bytes / sizeof(float));
}

static void
read_about(Host* const host, Told* const told, const LV2_Atom* const value)
{
  const LV2_Atom_Int*   weights = NULL;
  const LV2_Atom_Float* rate    = NULL;
  const LV2_Atom_Float* lufs    = NULL;
  const LV2_Atom*       network = NULL;
  CHECK(value->type == host_urid(host, LV2_ATOM__Object));
  lv2_atom_object_get((const LV2_Atom_Object*)value,
                      host_urid(host, "urn:remanence#weights"),
                      &weights,
                      host_urid(host, "urn:remanence#rate"),
                      &rate,
                      host_urid(host, "urn:remanence#loudness"),
                      &lufs,
                      host_urid(host, "urn:remanence#network"),
                      &network,
                      0);
  CHECK(weights && rate && lufs && network);
  told->n_weights = weights->body;
  told->rate_hz   = rate->body;
  told->lufs      = lufs->body;
  snprintf(
    told->network, sizeof(told->network), "%s", (const char*)(network + 1));
  ++told->n_abouts;
}

static void
read_event(Host* const host, Told* const told, const LV2_Atom* const body)
{
  const LV2_Atom_URID* property = NULL;
  const LV2_Atom*      value    = NULL;
  lv2_atom_object_get((const LV2_Atom_Object*)body,
                      host_urid(host, LV2_PATCH__property),
                      &property,
                      host_urid(host, LV2_PATCH__value),
                      &value,
                      0);
  CHECK(property && value);

  ++told->n_events;
  if (property->body == host_urid(host, METERS)) {
    told->n_meters = read_floats(host, value, told->meters, RMN_N_METERS);
    ++told->n_readings;
  } else if (property->body == host_urid(host, INSIDE)) {
    told->n_units =
      read_floats(host, value, told->inside, 2 * RMN_MAX_UNITS) / 2U;
  } else if (property->body == host_urid(host, GATES)) {
    told->n_gates = read_floats(host, value, told->gates, RMN_N_GATES);
  } else if (property->body == host_urid(host, CURVE)) {
    told->n_points =
      read_floats(host, value, told->curve, 2 * RMN_CURVE_POINTS) / 2U;
  } else if (property->body == host_urid(host, ABOUT)) {
    read_about(host, told, value);
  }
}

/// Run a block, and note what is told
static void
run(Host* const host, Told* const told, const uint32_t n_frames)
{
  for (uint32_t c = 0; c < host->n_channels; ++c) {
    const uint32_t in = RMN_PORT_AUDIO + c;
    host->descriptor->connect_port(host->instance, in, host->in[c]);
    host->descriptor->connect_port(
      host->instance, in + host->n_channels, host->out[c]);
  }
  host->notify.sequence.atom.type = host_urid(host, LV2_ATOM__Chunk);
  host->notify.sequence.atom.size = host->notify_size;
  host->descriptor->run(host->instance, n_frames);
  host_clear_control(host);

  if (host->notify.sequence.atom.size > told->n_bytes) {
    told->n_bytes = host->notify.sequence.atom.size;
  }
  LV2_ATOM_SEQUENCE_FOREACH(&host->notify.sequence, event)
  {
    read_event(host, told, &event->body);
  }
}

/// Return a host of a plugin that has told all it has to tell by itself
static Host*
open_quiet(const char* const uri)
{
  Host* const host = host_open(uri, WORKER_INLINE);
  Told        told = {0};
  run(host, &told, 64);
  return host;
}

static void
nothing_is_sent_unasked(void)
{
  Host* const host = open_quiet(EFFECT);
  Told        told = {0};
  host_make_noise(host);
  for (uint32_t i = 0; i < 20; ++i) {
    run(host, &told, 4096);
  }
  CHECK(!told.n_events);
  host_close(host);
}

static void
readings_come_25_times_a_second(void)
{
  Host* const host = open_quiet(EFFECT);
  Told        told = {0};
  host_watch(host, RMN_SCOPE_METERS);
  for (uint32_t t = 0; t < HOST_RATE; t += 64) {
    run(host, &told, 64);
  }
  CHECK(told.n_readings == RMN_READINGS_PER_S);
  CHECK(told.n_events == told.n_readings && told.n_bytes < 256);
  host_close(host);
}

static void
readings_stop_by_themselves(void)
{
  Host* const host = open_quiet(EFFECT);
  Told        told = {0};
  host_watch(host, RMN_SCOPE_METERS);
  for (uint32_t i = 0; i < 5 * RMN_READINGS_PER_S; ++i) {
    run(host, &told, N_READING);
  }
  CHECK(told.n_readings > 2 * RMN_READINGS_PER_S);
  CHECK(told.n_readings < 4 * RMN_READINGS_PER_S);
  host_close(host);
}

static void
readings_stop_when_told(void)
{
  Host* const host = open_quiet(EFFECT);
  Told        told = {0};
  host_watch(host, RMN_SCOPE_INSIDE);
  run(host, &told, N_READING);
  CHECK(told.n_readings == 1);
  host_watch(host, RMN_SCOPE_CLOSED);
  run(host, &told, N_READING);
  host_watch(host, 3); // No interest known here
  host_watch(host, -1);
  run(host, &told, N_READING);
  CHECK(told.n_readings == 1);
  host_close(host);
}

static void
levels_are_those_of_the_audio(void)
{
  Host* const host = open_quiet(STEREO);
  Told        told = {0};
  for (uint32_t t = 0; t < HOST_MAX_FRAMES; ++t) {
    host->in[0][t] = t % 2U ? 0.5f : -0.5f;
    host->in[1][t] = t % 100U ? 0.0f : 0.25f;
  }
  host->controls[RMN_PORT_ENABLED] = 0.0f;
  for (uint32_t i = 0; i < 3; ++i) { // The last of them all in bypass
    host_watch(host, RMN_SCOPE_METERS);
    run(host, &told, N_READING);
  }

  CHECK(told.n_meters == RMN_METER_LEVELS + 8);
  CHECK(told.meters[RMN_METER_RATE] == HOST_RATE);
  CHECK(told.meters[RMN_METER_LATENCY] == host->controls[RMN_PORT_LATENCY]);
  CHECK(told.meters[RMN_METER_LOAD] > 0.0f);
  for (uint32_t way = 0; way < 2; ++way) { // In and out
    const float* const level = told.meters + RMN_METER_LEVELS + 4U * way;
    CHECK(level[0] == 0.5f && fabsf(level[1] - 0.5f) < 1e-4f);
    CHECK(level[2] == 0.25f && fabsf(level[3] - 0.025f) < 1e-3f);
  }
  host_close(host);
}

static void
faults_are_counted(void)
{
  Host* const host = open_quiet(EFFECT);
  Told        told = {0};
  host_watch(host, RMN_SCOPE_METERS);
  run(host, &told, N_READING);
  CHECK(told.meters[RMN_METER_FAULTS] == 0.0f);
  host->in[0][100] = NAN;
  run(host, &told, N_READING);
  host->in[0][100] = 0.0f;
  run(host, &told, N_READING);
  CHECK(told.meters[RMN_METER_FAULTS] == 1.0f);
  host_close(host);
}

static void
memory_and_curve_are_shown(void)
{
  Host* const host = open_quiet(EFFECT);
  Told        told = {0};
  host_make_noise(host);
  host_set_model(host, host_golden("lstm-40.json"));
  host_watch(host, RMN_SCOPE_INSIDE);
  run(host, &told, HOST_MAX_FRAMES);
  told.n_bytes = 0;
  run(host, &told, HOST_MAX_FRAMES);
  CHECK(told.n_units == 40 && told.n_points == RMN_CURVE_POINTS);

  uint32_t n_moved = 0;
  for (uint32_t u = 0; u < 40; ++u) {
    const float h = told.inside[u];
    const float c = told.inside[40 + u];
    CHECK(fabsf(h) <= 1.0f && fabsf(h) <= fabsf(tanhf(c)) + 1e-5f);
    n_moved += h != 0.0f;
  }
  CHECK(n_moved == 40);
  for (uint32_t p = 0; p < RMN_CURVE_POINTS; ++p) { // Every 21st frame
    CHECK(told.curve[2U * p] == host->in[0][21U * p]);
    CHECK(told.curve[2U * p + 1U] == host->out[0][21U * p]);
  }
  CHECK(told.n_bytes < 2560);
  host_close(host);
}

/// Return how many of the gates of a kind are open somewhat
static uint32_t
count_open(const Told* const told, const RmnGateKind kind)
{
  const uint32_t n      = told->n_gates / RMN_N_GATE_KINDS;
  uint32_t       n_open = 0;
  for (uint32_t u = 0; u < n; ++u) {
    const float open = told->gates[kind * n + u];
    CHECK(open <= 1.0f && (open >= 0.0f || open == RMN_NO_GATE));
    n_open += open > 0.0f;
  }
  return n_open;
}

/// Those of a LSTM, and of a GRU that takes its place
static void
gates_are_shown(void)
{
  Host* const host = open_quiet(EFFECT);
  Told        told = {0};
  host_make_noise(host);
  host_set_model(host, host_golden("lstm-40.json"));
  host_watch(host, RMN_SCOPE_METERS);
  run(host, &told, HOST_MAX_FRAMES);
  CHECK(!told.n_gates); // Nobody looks inside
  host_watch(host, RMN_SCOPE_INSIDE);
  run(host, &told, HOST_MAX_FRAMES);
  CHECK(told.n_gates == 3 * 40);
  CHECK(count_open(&told, RMN_GATE_KEEP) == 40);
  CHECK(count_open(&told, RMN_GATE_TAKE) == 40);
  CHECK(count_open(&told, RMN_GATE_GIVE) == 40);

  host_set_model(host, host_golden("gru-3.json"));
  for (uint32_t i = 0; i < 2; ++i) { // The swap must end
    run(host, &told, HOST_MAX_FRAMES);
  }
  CHECK(told.n_gates == 3 * 3);
  CHECK(count_open(&told, RMN_GATE_KEEP) == 3);
  CHECK(count_open(&told, RMN_GATE_TAKE) == 3);
  CHECK(count_open(&told, RMN_GATE_GIVE) == 0);
  host_close(host);
}

static void
model_is_described_when_asked(void)
{
  Host* const host = open_quiet(EFFECT);
  Told        told = {0};
  host_send(host, LV2_PATCH__Get, ABOUT, NULL, NULL);
  run(host, &told, 64);
  CHECK(told.n_abouts == 1 && told.n_events == 1);
  CHECK(told.n_weights > 100 && told.rate_hz == 48000.0f);
  CHECK(told.lufs > -60.0f && told.lufs < 0.0f);
  CHECK(!strncmp(told.network, "LSTM ", 5));

  host_set_model(host, host_golden("gru-3.json"));
  run(host, &told, 64);
  CHECK(told.n_abouts == 1); // Nobody looks
  host_watch(host, RMN_SCOPE_METERS);
  host_set_model(host, host_golden("gru-40.json"));
  for (uint32_t i = 0; i < 2; ++i) { // The swap before must end
    run(host, &told, HOST_MAX_FRAMES);
  }
  CHECK(told.n_abouts == 2 && !strncmp(told.network, "GRU 40", 6));
  host_close(host);
}

/// A reading that does not fit is sent later, whole
static void
small_buffers_are_survived(void)
{
  Host* const host  = open_quiet(EFFECT);
  Told        told  = {0};
  host->notify_size = 64;
  host_watch(host, RMN_SCOPE_INSIDE);
  run(host, &told, N_READING);
  CHECK(!told.n_events);
  host->notify_size = sizeof(host->notify);
  run(host, &told, 64);
  CHECK(told.n_readings == 1 && told.n_meters && told.n_points);
  host_close(host);
}

/// Looking changes no sample
static void
looking_is_not_heard(void)
{
  Host* const a    = open_quiet(EFFECT);
  Host* const b    = open_quiet(EFFECT);
  Told        told = {0};
  host_make_noise(a);
  host_make_noise(b);
  host_watch(b, RMN_SCOPE_INSIDE);
  run(a, &told, HOST_MAX_FRAMES);
  run(b, &told, HOST_MAX_FRAMES);
  CHECK(!memcmp(a->out[0], b->out[0], sizeof(a->out[0])));
  host_close(a);
  host_close(b);
}

int
main(void)
{
  RUN(nothing_is_sent_unasked);
  RUN(readings_come_25_times_a_second);
  RUN(readings_stop_by_themselves);
  RUN(readings_stop_when_told);
  RUN(levels_are_those_of_the_audio);
  RUN(faults_are_counted);
  RUN(memory_and_curve_are_shown);
  RUN(gates_are_shown);
  RUN(model_is_described_when_asked);
  RUN(small_buffers_are_survived);
  RUN(looking_is_not_heard);
  return 0;
}
