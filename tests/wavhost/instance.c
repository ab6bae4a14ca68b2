// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "instance.h"

#include <lv2/atom/util.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/parameters/parameters.h>

#include <stdlib.h>
#include <string.h>

static void
init_options(Instance* const instance)
{
  Urids* const urids = instance->rig->urids;

  const LV2_URID atom_Float = urids_map(urids, LV2_ATOM__Float);
  const LV2_URID atom_Int   = urids_map(urids, LV2_ATOM__Int);
  const LV2_URID rate       = urids_map(urids, LV2_PARAMETERS__sampleRate);
  const LV2_URID min_block  = urids_map(urids, LV2_BUF_SIZE__minBlockLength);
  const LV2_URID max_block  = urids_map(urids, LV2_BUF_SIZE__maxBlockLength);
  const LV2_URID nominal = urids_map(urids, LV2_BUF_SIZE__nominalBlockLength);

  instance->rate      = (float)instance->rig->rate_hz;
  instance->max_block = (int32_t)instance->rig->max_block;

  const LV2_Options_Option options[N_OPTIONS + 1] = {
    {0, 0, rate, sizeof(float), atom_Float, &instance->rate},
    {0, 0, min_block, sizeof(int32_t), atom_Int, &instance->min_block},
    {0, 0, max_block, sizeof(int32_t), atom_Int, &instance->max_block},
    {0, 0, nominal, sizeof(int32_t), atom_Int, &instance->max_block},
    {0, 0, 0, 0, 0, NULL},
  };
  memcpy(instance->options, options, sizeof(options));
}

static void
init_features(Instance* const instance)
{
  const Rig* const rig = instance->rig;

  const LV2_Feature features[N_FEATURES] = {
    {LV2_URID__map, &rig->urids->map},
    {LV2_URID__unmap, &rig->urids->unmap},
    {LV2_LOG__log, &rig->log->log},
    {LV2_OPTIONS__options, instance->options},
    {LV2_BUF_SIZE__boundedBlockLength, NULL},
    {LV2_WORKER__schedule, &instance->worker.schedule},
  };
  memcpy(instance->features, features, sizeof(features));
  for (unsigned i = 0; i + 1U < N_FEATURES; ++i) {
    instance->feature_list[i]   = &instance->features[i];
    instance->state_features[i] = &instance->features[i];
  }
  if (rig->worker != WORKER_NONE) {
    instance->feature_list[N_FEATURES - 1] =
      &instance->features[N_FEATURES - 1];
  }
}

static bool
offers(const Instance* const instance, const char* const uri)
{
  for (unsigned i = 0; instance->feature_list[i]; ++i) {
    if (!strcmp(uri, instance->feature_list[i]->URI)) {
      return true;
    }
  }
  return false;
}

static bool
check_required_features(const Instance* const instance)
{
  LilvNodes* const nodes =
    lilv_plugin_get_required_features(instance->rig->plugin);
  bool is_met = true;

  LILV_FOREACH(nodes, i, nodes)
  {
    const char* const uri = lilv_node_as_string(lilv_nodes_get(nodes, i));
    if (!offers(instance, uri)) {
      report("the plugin needs %s, which is not offered", uri);
      is_met = false;
    }
  }
  lilv_nodes_free(nodes);
  return is_met;
}

static bool
start(Instance* const instance)
{
  const Rig* const rig = instance->rig;
  if (!ports_init(&instance->ports,
                  rig->world,
                  rig->plugin,
                  rig->urids,
                  rig->max_block) ||
      !check_required_features(instance)) {
    return false;
  }

  instance->lilv =
    lilv_plugin_instantiate(rig->plugin, rig->rate_hz, instance->feature_list);
  if (!instance->lilv) {
    report("the plugin cannot be instantiated");
    return false;
  }
  if (!worker_start(&instance->worker, instance->lilv)) {
    report("no thread can be started for the worker");
    return false;
  }
  ports_connect(&instance->ports, instance->lilv);
  ports_prepare(&instance->ports);
  return true;
}

Instance*
instance_new(const Rig* const rig)
{
  Instance* const instance = (Instance*)calloc(1, sizeof(Instance));
  if (!instance) {
    report("out of memory");
    return NULL;
  }

  instance->rig = rig;
  worker_init(&instance->worker, rig->worker);
  patch_init(&instance->patch, rig->urids);
  init_options(instance);
  init_features(instance);
  if (!start(instance)) {
    instance_free(instance);
    return NULL;
  }
  return instance;
}

void
instance_free(Instance* const instance)
{
  if (instance) {
    worker_clear(&instance->worker); // No work while the plugin goes away
    if (instance->is_active) {
      lilv_instance_deactivate(instance->lilv);
    }
    lilv_instance_free(instance->lilv);
    ports_clear(&instance->ports);
    free(instance);
  }
}

void
instance_activate(Instance* const instance)
{
  lilv_instance_activate(instance->lilv);
  instance->is_active = true;
}

/// Pass MIDI on that was sent while frames were run
static void
take_midi(const Instance* const instance)
{
  const Ports* const ports = &instance->ports;
  for (uint32_t p = 0; p < ports->n_ports; ++p) {
    const Port* const port = &ports->ports[p];
    if (port->type != PORT_ATOM || port->is_input ||
        port->sequence->atom.type != ports->atom_Sequence) {
      continue;
    }
    LV2_ATOM_SEQUENCE_FOREACH(port->sequence, event)
    {
      if (event->body.type == ports->midi_Event && event->body.size == 3U) {
        midi_writer_add(instance->rig->midi,
                        (int64_t)instance->n_frames + event->time.frames,
                        (const uint8_t*)(event + 1));
      }
    }
  }
}

void
instance_run(Instance* const instance, const uint32_t n)
{
  Ports* const ports = &instance->ports;

  lilv_instance_run(instance->lilv, n);
  worker_deliver(&instance->worker);
  if (instance->rig->midi && n) {
    take_midi(instance);
  }
  instance->n_frames += n;
  if (!instance->rig->is_quiet) {
    patch_print(&instance->patch, ports);
  }
  if (n) {
    ports_release_triggers(ports);
  }
  ports_prepare(ports);
}

void
instance_settle(Instance* const instance)
{
  worker_wait(&instance->worker);
  worker_deliver(&instance->worker);
  instance_run(instance, 0);
}

bool
instance_send_path(Instance* const instance, const char* const path)
{
  const Port* const control   = instance->ports.control;
  const char* const parameter = instance->rig->path_parameter;
  if (!control || !parameter) {
    report("the plugin takes no file");
    return false;
  }
  if (!patch_send_path(&instance->patch, control, parameter, path)) {
    report("%s: the path is too long for the plugin", path);
    return false;
  }
  return true;
}
