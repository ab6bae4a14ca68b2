// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file instance.h One running plugin, with everything a host does for it

#ifndef WAVHOST_INSTANCE_H
#define WAVHOST_INSTANCE_H

#include "../../tools/midi_writer.h"
#include "patch.h"
#include "ports.h"
#include "report.h"
#include "urids.h"
#include "worker.h"
#include "world.h"

#include <lv2/options/options.h>

/// What every instance of a plugin has in common
typedef struct {
  const World*      world;
  const LilvPlugin* plugin;
  const char*       path_parameter; ///< URI, NULL if there is none
  Urids*            urids;
  PluginLog*        log;
  WorkerMode        worker;
  MidiWriter*       midi; ///< Takes what is sent, NULL if nothing does
  uint32_t          max_block;
  double            rate_hz;
  bool              is_quiet; ///< Messages of the plugin are not printed
} Rig;

enum { N_OPTIONS = 4, N_FEATURES = 6 };

typedef struct {
  const Rig*         rig;
  LilvInstance*      lilv;
  bool               is_active;
  uint64_t           n_frames; ///< That were run
  Ports              ports;
  Patch              patch;
  Worker             worker;
  float              rate;
  int32_t            max_block;
  int32_t            min_block;
  LV2_Options_Option options[N_OPTIONS + 1];
  LV2_Feature        features[N_FEATURES];
  const LV2_Feature* feature_list[N_FEATURES + 1];
  const LV2_Feature* state_features[N_FEATURES]; ///< The same, less the worker
} Instance;

/// Make an instance that is not active yet; NULL after a report
Instance*
instance_new(const Rig* rig);

void
instance_free(Instance* instance);

void
instance_activate(Instance* instance);

/// Run `n` frames of what is in the input buffers, and do what follows a run
void
instance_run(Instance* instance, uint32_t n);

/// Let work end that is under way, and the plugin say how it went
void
instance_settle(Instance* instance);

/// Set the path parameter from the next run() on; false after a report
bool
instance_send_path(Instance* instance, const char* path);

#endif // WAVHOST_INSTANCE_H
