// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "world.h"
#include "report.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/patch/patch.h>
#include <lv2/port-props/port-props.h>
#include <lv2/presets/presets.h>
#include <lv2/resize-port/resize-port.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char* const uris[N_NODES] = {
  [ATOM_PATH]           = LV2_ATOM__Path,
  [ATOM_PORT]           = LV2_ATOM__AtomPort,
  [AUDIO_PORT]          = LV2_CORE__AudioPort,
  [CONTROL_PORT]        = LV2_CORE__ControlPort,
  [INPUT_PORT]          = LV2_CORE__InputPort,
  [CONNECTION_OPTIONAL] = LV2_CORE__connectionOptional,
  [TRIGGER]             = LV2_PORT_PROPS__trigger,
  [ENUMERATION]         = LV2_CORE__enumeration,
  [MINIMUM_SIZE]        = LV2_RESIZE_PORT__minimumSize,
  [WRITABLE]            = LV2_PATCH__writable,
  [PRESET]              = LV2_PRESETS__Preset,
  [LABEL]               = LILV_NS_RDFS "label",
  [RANGE]               = LILV_NS_RDFS "range",
};

/// Load the bundle in the folder of this program, if there is one
static void
load_own_bundle(LilvWorld* const lilv)
{
  static const char manifest[] = "remanence.lv2/manifest.ttl";

  char          path[PATH_MAX + sizeof(manifest)] = "";
  const ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1U);
  char* const   slash  = length > 0 ? strrchr(path, '/') : NULL;
  if (!slash) {
    return;
  }

  memcpy(slash + 1, manifest, sizeof(manifest));
  if (!access(path, R_OK)) {
    *(strrchr(path, '/') + 1) = '\0'; // A bundle is a folder
    LilvNode* const bundle    = lilv_new_file_uri(lilv, NULL, path);
    lilv_world_load_bundle(lilv, bundle);
    lilv_node_free(bundle);
  }
}

void
world_load(World* const world)
{
  world->lilv = lilv_world_new();
  for (unsigned i = 0; i < N_NODES; ++i) {
    world->nodes[i] = lilv_new_uri(world->lilv, uris[i]);
  }

  if (!getenv("LV2_PATH")) {
    load_own_bundle(world->lilv);
  }
  lilv_world_load_all(world->lilv);
}

void
world_free(World* const world)
{
  for (unsigned i = 0; i < N_NODES; ++i) {
    lilv_node_free(world->nodes[i]);
  }
  lilv_world_free(world->lilv);
}

const LilvPlugin*
world_find_plugin(const World* const world, const char* const uri)
{
  const LilvPlugins* const plugins = lilv_world_get_all_plugins(world->lilv);
  LilvNode* const          node    = lilv_new_uri(world->lilv, uri);
  const LilvPlugin* const  plugin =
    node ? lilv_plugins_get_by_uri(plugins, node) : NULL;

  lilv_node_free(node);
  if (!plugin) {
    report("%s: is no plugin that was found; there are:", uri);
    LILV_FOREACH(plugins, i, plugins)
    {
      const LilvPlugin* const other = lilv_plugins_get(plugins, i);
      report("  %s", lilv_node_as_uri(lilv_plugin_get_uri(other)));
    }
  }
  return plugin;
}

/// Return the label of a preset, "" if it has none
static LilvNode*
get_label(const World* const world, const LilvNode* const preset)
{
  lilv_world_load_resource(world->lilv, preset);
  LilvNode* const label =
    lilv_world_get(world->lilv, preset, world->nodes[LABEL], NULL);
  return label ? label : lilv_new_string(world->lilv, "");
}

LilvNode*
world_find_preset(const World* const      world,
                  const LilvPlugin* const plugin,
                  const char* const       name)
{
  LilvNodes* const presets =
    lilv_plugin_get_related(plugin, world->nodes[PRESET]);
  LilvNode* found = NULL;

  LILV_FOREACH(nodes, i, presets)
  {
    const LilvNode* const preset = lilv_nodes_get(presets, i);
    LilvNode* const       label  = get_label(world, preset);
    if (!found && (!strcmp(name, lilv_node_as_string(label)) ||
                   !strcmp(name, lilv_node_as_uri(preset)))) {
      found = lilv_node_duplicate(preset);
    }
    lilv_node_free(label);
  }

  if (!found) {
    report("%s: is no preset of this plugin%s",
           name,
           lilv_nodes_size(presets) ? "; there are:" : ", which has none");
    LILV_FOREACH(nodes, i, presets)
    {
      LilvNode* const label = get_label(world, lilv_nodes_get(presets, i));
      report("  %s", lilv_node_as_string(label));
      lilv_node_free(label);
    }
  }
  lilv_nodes_free(presets);
  return found;
}

LilvNode*
world_find_path_parameter(const World* const      world,
                          const LilvPlugin* const plugin)
{
  LilvNodes* const parameters =
    lilv_plugin_get_value(plugin, world->nodes[WRITABLE]);
  LilvNode* found = NULL;

  LILV_FOREACH(nodes, i, parameters)
  {
    const LilvNode* const parameter = lilv_nodes_get(parameters, i);
    if (!found && lilv_world_ask(world->lilv,
                                 parameter,
                                 world->nodes[RANGE],
                                 world->nodes[ATOM_PATH])) {
      found = lilv_node_duplicate(parameter);
    }
  }
  lilv_nodes_free(parameters);
  return found;
}

static void
list_presets(const World* const world, const LilvPlugin* const plugin)
{
  LilvNodes* const presets =
    lilv_plugin_get_related(plugin, world->nodes[PRESET]);

  LILV_FOREACH(nodes, i, presets)
  {
    const LilvNode* const preset = lilv_nodes_get(presets, i);
    LilvNode* const       label  = get_label(world, preset);
    printf("  %s  %s\n", lilv_node_as_string(label), lilv_node_as_uri(preset));
    lilv_node_free(label);
  }
  lilv_nodes_free(presets);
}

void
world_list(const World* const world)
{
  const LilvPlugins* const plugins = lilv_world_get_all_plugins(world->lilv);

  LILV_FOREACH(plugins, i, plugins)
  {
    const LilvPlugin* const plugin = lilv_plugins_get(plugins, i);
    LilvNode* const         name   = lilv_plugin_get_name(plugin);
    printf("%s  %s\n",
           lilv_node_as_uri(lilv_plugin_get_uri(plugin)),
           name ? lilv_node_as_string(name) : "");
    list_presets(world, plugin);
    lilv_node_free(name);
  }
}
