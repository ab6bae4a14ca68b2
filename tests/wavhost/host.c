// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#define _XOPEN_SOURCE 700 // realpath()

#include "host.h"
#include "changes.h"
#include "state.h"

#include <stdlib.h>

static bool
open_input(Host* const host)
{
  const char* const path = host->options->in_path;
  if (!wav_open(&host->in, path)) {
    report("%s: %s", path, host->in.error);
    return false;
  }
  return true;
}

static bool
find_plugin(Host* const host)
{
  const Options* const options = host->options;

  const LilvPlugin* const plugin =
    world_find_plugin(&host->world, options->uri);
  if (!plugin) {
    return false;
  }

  LilvNode* const parameter = world_find_path_parameter(&host->world, plugin);
  host->path_parameter      = parameter;

  Rig* const rig      = &host->rig;
  rig->world          = &host->world;
  rig->plugin         = plugin;
  rig->path_parameter = parameter ? lilv_node_as_uri(parameter) : NULL;
  rig->urids          = &host->urids;
  rig->log            = &host->log;
  rig->worker         = options->worker;
  rig->midi           = options->midi_path ? &host->midi : NULL;
  rig->max_block      = options->max_block;
  rig->rate_hz        = host->in.info.samplerate;
  rig->is_quiet       = options->is_quiet;
  return true;
}

/// Return how many instances play all channels of the input, 0 after a report
static uint32_t
count_instances(const Host* const host)
{
  const World* const      world  = &host->world;
  const LilvPlugin* const plugin = host->rig.plugin;

  const uint32_t n_channels = (uint32_t)host->in.info.channels;
  const uint32_t n_inputs   = lilv_plugin_get_num_ports_of_class(
    plugin, world->nodes[AUDIO_PORT], world->nodes[INPUT_PORT], NULL);
  const uint32_t n_ports =
    lilv_plugin_get_num_ports_of_class(plugin, world->nodes[AUDIO_PORT], NULL);

  if (!n_inputs || n_ports == n_inputs) {
    report("%s: has no audio input and output", host->options->uri);
    return 0;
  }
  if (n_channels == 1) {
    return 1;
  }
  if (n_channels % n_inputs) {
    report("%s: has %u channels, and the plugin %u inputs",
           host->options->in_path,
           n_channels,
           n_inputs);
    return 0;
  }
  return n_channels / n_inputs;
}

/// Restore what the options ask for, as a host restores a session
static bool
restore(const Options* const options, Instance* const instance)
{
  char* const model    = options->model ? realpath(options->model, NULL) : NULL;
  bool        is_ready = true;
  if (options->model && !model) {
    report("%s: cannot be found", options->model);
    is_ready = false;
  }

  is_ready =
    is_ready &&
    (!options->preset || state_load_preset(instance, options->preset)) &&
    (!options->load_dir || state_load(instance, options->load_dir)) &&
    (!model || state_load_path(instance, model));
  free(model);
  return is_ready;
}

bool
host_is_content(const Host* const host)
{
  if (atomic_load(&host->log.failed)) {
    report("the plugin has reported an error, so nothing is written");
    return false;
  }
  return true;
}

static bool
open_instances(Host* const host)
{
  Play* const    play = &host->play;
  const uint32_t n    = count_instances(host);

  play->instances = (Instance**)calloc(n ? n : 1U, sizeof(Instance*));
  for (uint32_t i = 0; play->instances && i < n; ++i) {
    Instance* const instance = instance_new(&host->rig);
    if (!instance) {
      return false;
    }
    play->instances[play->n_instances++] = instance;
    if (!restore(host->options, instance) || !host_is_content(host)) {
      return false;
    }
  }
  return n && play->instances;
}

static bool
open_output(Host* const host)
{
  const Options* const options = host->options;
  Play* const          play    = &host->play;
  const int            rate    = host->in.info.samplerate;
  const uint32_t       n_outputs =
    play->n_instances * play->instances[0]->ports.n_outputs;

  const size_t n_in  = (size_t)host->in.info.channels * options->max_block;
  const size_t n_out = (size_t)n_outputs * options->max_block;
  play->in_frames    = (float*)calloc(n_in, sizeof(float));
  play->out_frames   = (float*)calloc(n_out, sizeof(float));
  if (!play->in_frames || !play->out_frames) {
    report("out of memory");
    return false;
  }

  if (!wav_create(&host->out, options->out_path, (int)n_outputs, rate)) {
    report("%s: %s", options->out_path, host->out.error);
    return false;
  }
  if (options->midi_path &&
      !midi_writer_open(&host->midi, options->midi_path, rate)) {
    report("%s: %s", options->midi_path, host->midi.out.error);
    return false;
  }
  return true;
}

void
host_init(Host* const host, const Options* const options)
{
  *host      = (Host){.options = options};
  host->play = (Play){.options = options, .in = &host->in, .out = &host->out};
  urids_init(&host->urids);
  plugin_log_init(&host->log, &host->urids, options->is_quiet);
  world_load(&host->world);
}

bool
host_open(Host* const host)
{
  return open_input(host) && find_plugin(host) && open_instances(host) &&
         changes_check(&host->play) && open_output(host);
}

void
host_close(Host* const host)
{
  Play* const play = &host->play;

  midi_writer_close(&host->midi);
  wav_close(&host->out);
  wav_close(&host->in);
  for (uint32_t i = 0; i < play->n_instances; ++i) {
    instance_free(play->instances[i]);
  }
  free(play->instances);
  free(play->in_frames);
  free(play->out_frames);
  lilv_node_free(host->path_parameter);
  world_free(&host->world);
  urids_clear(&host->urids);
}
