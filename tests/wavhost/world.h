// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file world.h What is installed: plugins, their presets and parameters

#ifndef WAVHOST_WORLD_H
#define WAVHOST_WORLD_H

#include <lilv/lilv.h>

/// What lilv is asked about
typedef enum {
  ATOM_PATH,
  ATOM_PORT,
  AUDIO_PORT,
  CONTROL_PORT,
  INPUT_PORT,
  CONNECTION_OPTIONAL,
  TRIGGER,
  ENUMERATION,
  MINIMUM_SIZE,
  WRITABLE,
  PRESET,
  LABEL,
  RANGE,
  N_NODES
} NodeId;

typedef struct {
  LilvWorld* lilv;
  LilvNode*  nodes[N_NODES];
} World;

/**
   Load every bundle on LV2_PATH.

   Where that is not set, these are the bundle that was built with this
   program, and everything in the usual places.
*/
void
world_load(World* world);

void
world_free(World* world);

/// Return the plugin of a URI; NULL after a report of what there is
const LilvPlugin*
world_find_plugin(const World* world, const char* uri);

/// Return the preset of a label or URI; NULL after a report of what there is
LilvNode*
world_find_preset(const World*      world,
                  const LilvPlugin* plugin,
                  const char*       name);

/// Return the parameter of a plugin that is the path of a file, NULL if none
LilvNode*
world_find_path_parameter(const World* world, const LilvPlugin* plugin);

/// Print every plugin and its presets on standard output
void
world_list(const World* world);

#endif // WAVHOST_WORLD_H
