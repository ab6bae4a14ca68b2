// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_ttl.c The Turtle says of every port what the code says.
/// Linked with plugin/ports.c

#include "../../plugin/ports.h"
#include "../test.h"

#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/midi/midi.h>
#include <lv2/patch/patch.h>
#include <lv2/presets/presets.h>
#include <lv2/ui/ui.h>

#include <string.h>

/// What a kind of port is called, in the order of RmnPortKind
static const char* const kinds[][2] = {
  {LV2_CORE__InputPort, LV2_ATOM__AtomPort},
  {LV2_CORE__OutputPort, LV2_ATOM__AtomPort},
  {LV2_CORE__InputPort, LV2_CORE__ControlPort},
  {LV2_CORE__OutputPort, LV2_CORE__ControlPort},
  {LV2_CORE__InputPort, LV2_CORE__AudioPort},
  {LV2_CORE__OutputPort, LV2_CORE__AudioPort},
  {LV2_CORE__OutputPort, LV2_CORE__CVPort},
};

static LilvWorld*        world;
static const LilvPlugin* plugins[2];    ///< Mono and stereo effect
static const LilvPlugin* predictors[2]; ///< Without control voltages, and with

static void
load_bundle(void)
{
  const char* const bundle = getenv("BUNDLE");
  char              path[4096];
  snprintf(path, sizeof(path), "%s/", bundle ? bundle : "build/remanence.lv2");

  world                = lilv_world_new();
  LilvNode* const uri  = lilv_new_file_uri(world, NULL, path);
  LilvNode* const mono = lilv_new_uri(world, "urn:remanence:effect");
  LilvNode* const two  = lilv_new_uri(world, "urn:remanence:effect-stereo");
  LilvNode* const midi = lilv_new_uri(world, "urn:remanence:predict-midi");
  LilvNode* const cv   = lilv_new_uri(world, "urn:remanence:predict");

  lilv_world_load_specifications(world);
  lilv_world_load_bundle(world, uri);
  plugins[0] = lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), mono);
  plugins[1] = lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), two);
  predictors[0] =
    lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), midi);
  predictors[1] =
    lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), cv);
  CHECK(plugins[0] && plugins[1] && predictors[0] && predictors[1]);

  lilv_node_free(cv);
  lilv_node_free(midi);
  lilv_node_free(two);
  lilv_node_free(mono);
  lilv_node_free(uri);
}

static bool
is_a(const LilvPlugin* const plugin,
     const LilvPort* const   port,
     const char* const       class_uri)
{
  LilvNode* const node = lilv_new_uri(world, class_uri);
  const bool      is   = lilv_port_is_a(plugin, port, node);
  lilv_node_free(node);
  return is;
}

static void
check_range(const LilvPlugin* const plugin,
            const LilvPort* const   port,
            const RmnPort* const    expected)
{
  LilvNode* value   = NULL;
  LilvNode* minimum = NULL;
  LilvNode* maximum = NULL;
  lilv_port_get_range(plugin, port, &value, &minimum, &maximum);

  // A string would pass for 0
  CHECK(lilv_node_is_float(value) || lilv_node_is_int(value));
  CHECK(lilv_node_as_float(value) == expected->value);
  CHECK(lilv_node_as_float(minimum) == expected->minimum);
  CHECK(lilv_node_as_float(maximum) == expected->maximum);
  CHECK(expected->minimum < expected->maximum);

  lilv_node_free(value);
  lilv_node_free(minimum);
  lilv_node_free(maximum);
}

static void
check_port(const LilvPlugin* const plugin,
           const uint32_t          index,
           const RmnPort* const    expected)
{
  const LilvPort* const port = lilv_plugin_get_port_by_index(plugin, index);
  CHECK(port);

  const char* const symbol =
    lilv_node_as_string(lilv_port_get_symbol(plugin, port));
  CHECK(!strcmp(symbol, expected->symbol));
  CHECK(is_a(plugin, port, kinds[expected->kind][0]));
  CHECK(is_a(plugin, port, kinds[expected->kind][1]));
  if (expected->kind == RMN_PORT_CONTROL_IN ||
      expected->kind == RMN_PORT_CONTROL_OUT) {
    check_range(plugin, port, expected);
  }
}

static void
check_ports(const LilvPlugin* const plugin, const uint32_t n_channels)
{
  CHECK(lilv_plugin_get_num_ports(plugin) == rmn_ports_count(n_channels));
  for (uint32_t i = 0; i < rmn_ports_count(n_channels); ++i) {
    check_port(plugin, i, rmn_ports_get(n_channels, i));
  }
}

static void
ports(void)
{
  check_ports(plugins[0], 1);
  check_ports(plugins[1], 2);
}

/// Every port of the predictors has a place of its own
static void
ports_of_predictors(void)
{
  for (uint32_t has_cv = 0; has_cv < 2U; ++has_cv) {
    const LilvPlugin* const plugin  = predictors[has_cv];
    const uint32_t          n_ports = rmn_ports_predict_count(has_cv);
    CHECK(lilv_plugin_get_num_ports(plugin) == n_ports);
    for (uint32_t i = 0; i < n_ports; ++i) {
      check_port(plugin, i, rmn_ports_predict_get(i));
      CHECK(has_cv || rmn_ports_predict_get(i)->kind != RMN_PORT_CV_OUT);
      for (uint32_t j = 0; j < i; ++j) {
        CHECK(rmn_ports_predict_place(i) != rmn_ports_predict_place(j));
      }
    }

    const uint32_t latency = lilv_plugin_get_latency_port_index(plugin);
    CHECK(rmn_ports_predict_place(latency) == RMN_PORT_LATENCY);
  }
}

static void
predictors_play_midi(void)
{
  LilvNode* const midi   = lilv_new_uri(world, LV2_MIDI__MidiEvent);
  LilvNode* const symbol = lilv_new_string(world, "midi_out");
  for (uint32_t p = 0; p < 2U; ++p) {
    const LilvPort* const port =
      lilv_plugin_get_port_by_symbol(predictors[p], symbol);
    CHECK(lilv_port_supports_event(predictors[p], port, midi));
  }
  lilv_node_free(symbol);
  lilv_node_free(midi);
}

static void
check_designation(const char* const designation, const RmnPortIndex expected)
{
  LilvNode* const node = lilv_new_uri(world, designation);
  for (uint32_t p = 0; p < 2; ++p) {
    const LilvPort* const port =
      lilv_plugin_get_port_by_designation(plugins[p], NULL, node);
    CHECK(port);
    CHECK(lilv_port_get_index(plugins[p], port) == expected);
  }
  lilv_node_free(node);
}

static void
designations(void)
{
  check_designation(LV2_CORE__enabled, RMN_PORT_ENABLED);
  check_designation(LV2_CORE__latency, RMN_PORT_LATENCY);
  for (uint32_t p = 0; p < 2; ++p) {
    CHECK(lilv_plugin_has_latency(plugins[p]));
    CHECK(lilv_plugin_get_latency_port_index(plugins[p]) == RMN_PORT_LATENCY);
  }
}

static void
check_related(const char* const predicate, const char* const object)
{
  LilvNode* const relation = lilv_new_uri(world, predicate);
  LilvNode* const node     = lilv_new_uri(world, object);
  for (uint32_t p = 0; p < 2; ++p) {
    const LilvNode* const uri = lilv_plugin_get_uri(plugins[p]);
    CHECK(lilv_world_ask(world, uri, relation, node));
  }
  lilv_node_free(node);
  lilv_node_free(relation);
}

static void
parameters_are_writable(void)
{
  check_related(LV2_PATCH__writable, "urn:remanence#model");
  check_related(LV2_PATCH__writable, "urn:remanence#knob1");
  check_related(LV2_PATCH__writable, "urn:remanence#knob2");
  check_related(LV2_PATCH__writable, "urn:remanence#knob3");
  check_related(LV2_PATCH__writable, "urn:remanence#knob4");
  check_related(LV2_PATCH__readable, "urn:remanence#message");
  check_related(LV2_PATCH__readable, "urn:remanence#knobs");
}

static void
control_takes_midi(void)
{
  LilvNode* const midi = lilv_new_uri(world, LV2_MIDI__MidiEvent);
  for (uint32_t p = 0; p < 2; ++p) {
    const LilvPort* const port =
      lilv_plugin_get_port_by_index(plugins[p], RMN_PORT_CONTROL);
    CHECK(lilv_port_supports_event(plugins[p], port, midi));
  }
  lilv_node_free(midi);
}

static void
each_plugin_has_presets(void)
{
  LilvNode* const preset     = lilv_new_uri(world, LV2_PRESETS__Preset);
  uint32_t        n_found[2] = {0, 0};
  for (uint32_t p = 0; p < 2; ++p) {
    LilvNodes* const presets = lilv_plugin_get_related(plugins[p], preset);
    n_found[p]               = lilv_nodes_size(presets);
    lilv_nodes_free(presets);
  }
  CHECK(n_found[0] && n_found[0] == n_found[1]);
  lilv_node_free(preset);
}

/// Both plugins have the window, which asks for what the code does
static void
each_plugin_has_the_window(void)
{
  LilvNode* const x11      = lilv_new_uri(world, LV2_UI__X11UI);
  LilvNode* const required = lilv_new_uri(world, LV2_CORE__requiredFeature);
  LilvNode* const optional = lilv_new_uri(world, LV2_CORE__optionalFeature);
  LilvNode* const idle     = lilv_new_uri(world, LV2_UI__idleInterface);
  LilvNode* const value    = lilv_new_uri(world, LV2_UI__requestValue);
  LilvNode* const data     = lilv_new_uri(world, LV2_CORE__extensionData);
  for (uint32_t p = 0; p < 2; ++p) {
    LilvUIs* const uis = lilv_plugin_get_uis(plugins[p]);
    CHECK(lilv_uis_size(uis) == 1);
    const LilvUI* const ui = lilv_uis_get(uis, lilv_uis_begin(uis));
    CHECK(lilv_ui_is_a(ui, x11));

    const LilvNode* const uri = lilv_ui_get_uri(ui);
    CHECK(!strcmp(lilv_node_as_uri(uri), "urn:remanence:ui"));
    lilv_world_load_resource(world, uri);
    CHECK(lilv_world_ask(world, uri, required, idle));
    CHECK(lilv_world_ask(world, uri, data, idle));
    CHECK(lilv_world_ask(world, uri, optional, value));
    lilv_uis_free(uis);
  }
  lilv_node_free(data);
  lilv_node_free(value);
  lilv_node_free(idle);
  lilv_node_free(optional);
  lilv_node_free(required);
  lilv_node_free(x11);
}

int
main(void)
{
  load_bundle();
  RUN(ports);
  RUN(ports_of_predictors);
  RUN(predictors_play_midi);
  RUN(designations);
  RUN(parameters_are_writable);
  RUN(control_takes_midi);
  RUN(each_plugin_has_presets);
  RUN(each_plugin_has_the_window);
  lilv_world_free(world);
  return 0;
}
