// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#define _XOPEN_SOURCE 700 // realpath()

#include "state.h"

#include <lv2/state/state.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char* const file_name = "state.ttl";

/// A state that holds one path and nothing else
typedef struct {
  LV2_URID    key;
  LV2_URID    type;
  const char* path;
} PathState;

static void
set_port(const char* const symbol,
         void* const       data,
         const void* const value,
         const uint32_t    size,
         const uint32_t    type)
{
  const Instance* const       instance = (const Instance*)data;
  const LV2_Atom_Forge* const forge    = &instance->patch.forge;
  Port* const port = ports_find_control(&instance->ports, symbol);

  if (port && type == forge->Float && size == sizeof(float)) {
    port->value = *(const float*)value;
  } else if (port && type == forge->Double && size == sizeof(double)) {
    port->value = (float)*(const double*)value;
  } else if (port && (type == forge->Int || type == forge->Bool) &&
             size == sizeof(int32_t)) {
    port->value = (float)*(const int32_t*)value;
  }
}

static const void*
get_port(const char* const symbol,
         void* const       data,
         uint32_t* const   size,
         uint32_t* const   type)
{
  const Instance* const instance = (const Instance*)data;
  const Port* const     port     = ports_find_control(&instance->ports, symbol);

  *size = port ? sizeof(float) : 0U;
  *type = port ? instance->patch.forge.Float : 0U;
  return port ? &port->value : NULL;
}

/// Restore a state without the worker, so that it is done on return
static bool
restore(Instance* const instance, const LilvState* const state)
{
  const LilvNode* const uri = lilv_plugin_get_uri(instance->rig->plugin);
  if (!lilv_node_equals(lilv_state_get_plugin_uri(state), uri)) {
    report("the state is one of another plugin, %s",
           lilv_node_as_string(lilv_state_get_plugin_uri(state)));
    return false;
  }

  lilv_state_restore(
    state, instance->lilv, set_port, instance, 0, instance->state_features);
  return true;
}

bool
state_load_preset(Instance* const instance, const char* const name)
{
  const Rig* const rig    = instance->rig;
  LilvNode* const  preset = world_find_preset(rig->world, rig->plugin, name);
  if (!preset) {
    return false;
  }

  LilvState* const state =
    lilv_state_new_from_world(rig->world->lilv, &rig->urids->map, preset);
  lilv_node_free(preset);
  if (!state) {
    report("%s: the preset cannot be read", name);
    return false;
  }

  const bool is_restored = restore(instance, state);
  lilv_state_free(state);
  return is_restored;
}

static LilvState*
read_state(const Rig* const rig, const char* const dir)
{
  char path[PATH_MAX];
  snprintf(path, sizeof(path), "%s/%s", dir, file_name);
  return access(path, R_OK) ? NULL
                            : lilv_state_new_from_file(
                                rig->world->lilv, &rig->urids->map, NULL, path);
}

bool
state_load(Instance* const instance, const char* const dir)
{
  LilvState* const state = read_state(instance->rig, dir);
  if (!state) {
    report("%s: holds no %s that can be read", dir, file_name);
    return false;
  }

  const bool is_restored = restore(instance, state);
  lilv_state_free(state);
  return is_restored;
}

static const void*
retrieve_path(LV2_State_Handle handle,
              const uint32_t   key,
              size_t* const    size,
              uint32_t* const  type,
              uint32_t* const  flags)
{
  const PathState* const state = (const PathState*)handle;
  if (key != state->key) {
    return NULL;
  }

  *size  = strlen(state->path) + 1U;
  *type  = state->type;
  *flags = LV2_STATE_IS_POD;
  return state->path;
}

static char*
copy_path(LV2_State_Map_Path_Handle handle, const char* const path)
{
  (void)handle;
  return strdup(path);
}

static void
free_path(LV2_State_Free_Path_Handle handle, char* const path)
{
  (void)handle;
  free(path);
}

bool
state_load_path(Instance* const instance, const char* const path)
{
  const char* const                parameter = instance->rig->path_parameter;
  const LV2_State_Interface* const state =
    (const LV2_State_Interface*)lilv_instance_get_extension_data(
      instance->lilv, LV2_STATE__interface);
  if (!parameter || !state) {
    report("the plugin takes no file");
    return false;
  }

  LV2_State_Map_Path  mapping = {NULL, copy_path, copy_path};
  LV2_State_Free_Path freeing = {NULL, free_path};
  const LV2_Feature   mapper  = {LV2_STATE__mapPath, &mapping};
  const LV2_Feature   freer   = {LV2_STATE__freePath, &freeing};
  const LV2_Feature*  features[N_FEATURES + 2] = {&mapper, &freer, NULL};
  memcpy(
    features + 2, instance->state_features, sizeof(instance->state_features));

  PathState content = {urids_map(instance->rig->urids, parameter),
                       instance->patch.forge.Path,
                       path};
  if (state->restore(lilv_instance_get_handle(instance->lilv),
                     retrieve_path,
                     &content,
                     0,
                     features)) {
    report("%s: the plugin does not take it", path);
    return false;
  }
  return true;
}

/// Take a snapshot whose files are named relative to `dir`
static LilvState*
take_snapshot(Instance* const instance, const char* const dir)
{
  const Rig* const rig = instance->rig;
  return lilv_state_new_from_instance(rig->plugin,
                                      instance->lilv,
                                      &rig->urids->map,
                                      NULL,
                                      dir,
                                      dir,
                                      dir,
                                      get_port,
                                      instance,
                                      LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE,
                                      instance->state_features);
}

bool
state_save(Instance* const instance, const char* const dir)
{
  const Rig* const rig            = instance->rig;
  char             path[PATH_MAX] = "";
  if ((mkdir(dir, 0777) && errno != EEXIST) || !realpath(dir, path)) {
    report("%s: cannot be made: %s", dir, strerror(errno));
    return false;
  }

  LilvState* const state    = take_snapshot(instance, path);
  const bool       is_saved = state && !lilv_state_save(rig->world->lilv,
                                                  &rig->urids->map,
                                                  &rig->urids->unmap,
                                                  state,
                                                  NULL,
                                                  path,
                                                  file_name);

  // Properties come last: they are there only if there was room for them
  LilvState* const saved    = is_saved ? read_state(rig, path) : NULL;
  const bool       is_whole = saved && lilv_state_get_num_properties(saved) ==
                                   lilv_state_get_num_properties(state);
  if (!is_whole) {
    report("%s: the state cannot be written", dir);
  }
  lilv_state_free(saved);
  lilv_state_free(state);
  return is_whole;
}
