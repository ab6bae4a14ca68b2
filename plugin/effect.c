// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file effect.c The plugins' descriptors, and the life of an instance

#include "effect.h"
#include "session.h"
#include "worker.h"

#include <lv2/core/lv2_util.h>
#include <lv2/log/log.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// The factory preset that plays until another model is chosen
static const char default_preset[] = "overdrive";

static void
load_default(RmnEffect* const effect, const char* const bundle_path)
{
  char path[RMN_MAX_PATH] = "";
  snprintf(
    path, sizeof(path), "%spresets/%s/model.json", bundle_path, default_preset);
  rmn_loader_load(
    &effect->loader, path, rmn_mailbox_draw_ticket(&effect->mailbox));
}

/// Return what a port holds that is not connected: a control, its default
static void*
unconnected(RmnEffect* const effect, const RmnPortIndex place)
{
  const bool is_audio = place >= RMN_PORT_AUDIO && place < RMN_PORT_MIDI;
  if (is_audio || rmn_ports_at(place)->kind != RMN_PORT_CONTROL_IN) {
    return NULL;
  }

  effect->defaults[place] = rmn_ports_at(place)->value;
  return &effect->defaults[place];
}

static LV2_Handle
instantiate(const LV2_Descriptor* const     descriptor,
            const double                    rate_hz,
            const char* const               bundle_path,
            const LV2_Feature* const* const features)
{
  LV2_URID_Map*        map      = NULL;
  LV2_Log_Log*         log      = NULL;
  LV2_Worker_Schedule* schedule = NULL;
  // clang-format off
  const char* const missing = lv2_features_query(
    features,
    LV2_URID__map,        &map,      true,
    LV2_LOG__log,         &log,      false,
    LV2_WORKER__schedule, &schedule, false,
    NULL);
  // clang-format on

  LV2_Log_Logger logger;
  lv2_log_logger_init(&logger, map, log);
  if (missing) {
    lv2_log_error(&logger, "remanence: The host lacks <%s>\n", missing);
    return NULL;
  }

  RmnEffect* const effect = (RmnEffect*)calloc(1, sizeof(RmnEffect));
  if (!effect) {
    lv2_log_error(&logger, "remanence: No memory for a plugin\n");
    return NULL;
  }

  const bool has_cv = !strcmp(descriptor->URI, RMN_URI_PREDICT);
  const bool predicts =
    has_cv || !strcmp(descriptor->URI, RMN_URI_PREDICT_MIDI);
  effect->n_channels = strcmp(descriptor->URI, RMN_URI_EFFECT_STEREO) ? 1U : 2U;
  effect->n_ports    = predicts ? rmn_ports_predict_count(has_cv)
                                : rmn_ports_count(effect->n_channels);
  effect->schedule   = schedule;
  for (uint32_t p = 0; p < RMN_MAX_PORTS; ++p) {
    effect->seen[p]  = UINT32_MAX;
    effect->ports[p] = unconnected(effect, (RmnPortIndex)p);
  }
  rmn_uris_init(&effect->uris, map, descriptor->URI);
  effect->predict =
    predicts ? rmn_predict_new(rate_hz, map, &effect->uris) : NULL;
  if (predicts && !effect->predict) {
    lv2_log_error(&logger, "remanence: No memory for a plugin\n");
    free(effect);
    return NULL;
  }

  lv2_atom_forge_init(&effect->notify.forge, map);
  rmn_mailbox_init(&effect->mailbox);
  rmn_levels_init(&effect->levels, rate_hz);
  rmn_burst_init(&effect->burst, rate_hz);
  rmn_scope_init(&effect->notify.scope, rate_hz);
  rmn_swap_init(&effect->swap, rate_hz, effect->n_channels);
  rmn_loader_init(&effect->loader,
                  &effect->mailbox,
                  &logger,
                  bundle_path,
                  rate_hz,
                  effect->n_channels,
                  predicts ? effect->predict->shelf : NULL,
                  predicts);
  if (!predicts) { // No effect is anything to predict with
    load_default(effect, bundle_path);
  }
  return effect;
}

static void
connect_port(LV2_Handle instance, const uint32_t index, void* const buffer)
{
  RmnEffect* const effect = (RmnEffect*)instance;
  if (index < effect->n_ports) {
    const uint32_t place =
      effect->predict ? rmn_ports_predict_place(index) : index;
    effect->ports[place] =
      buffer ? buffer : unconnected(effect, (RmnPortIndex)place);
  }
}

/// Make the model as the ports want it before it plays: without a worker this
/// is the last chance, and with one it is not heard to change
static void
activate(LV2_Handle instance)
{
  RmnEffect* const effect = (RmnEffect*)instance;

  effect->is_started = false;
  rmn_swap_clear(&effect->swap);
  if (effect->predict) {
    rmn_predict_clear(effect->predict);
  }
  rmn_loader_collect(&effect->loader);
  rmn_mailbox_want(&effect->mailbox, rmn_setting_read(effect->ports));
  rmn_loader_remake(&effect->loader);
}

static void
cleanup(LV2_Handle instance)
{
  RmnEffect* const effect = (RmnEffect*)instance;

  rmn_loader_collect(&effect->loader);
  rmn_sound_free(rmn_mailbox_take(&effect->mailbox));
  rmn_sound_free(effect->swap.arriving);
  rmn_sound_free(effect->swap.playing);
  rmn_loader_destroy(&effect->loader);
  rmn_predict_free(effect->predict);
  free(effect);
}

static const LV2_State_Interface state_interface = {rmn_session_save,
                                                    rmn_session_restore};

static const void*
extension_data(const char* const uri)
{
  if (!strcmp(uri, LV2_STATE__interface)) {
    return &state_interface;
  }
  if (!strcmp(uri, LV2_WORKER__interface)) {
    return &rmn_worker_interface;
  }
  return NULL;
}

static const LV2_Descriptor descriptors[] = {
  {RMN_URI_EFFECT,
   instantiate,
   connect_port,
   activate,
   rmn_effect_run,
   NULL,
   cleanup,
   extension_data},
  {RMN_URI_EFFECT_STEREO,
   instantiate,
   connect_port,
   activate,
   rmn_effect_run,
   NULL,
   cleanup,
   extension_data},
  {RMN_URI_PREDICT,
   instantiate,
   connect_port,
   activate,
   rmn_effect_run,
   NULL,
   cleanup,
   extension_data},
  {RMN_URI_PREDICT_MIDI,
   instantiate,
   connect_port,
   activate,
   rmn_effect_run,
   NULL,
   cleanup,
   extension_data},
};

LV2_SYMBOL_EXPORT
const LV2_Descriptor*
lv2_descriptor(const uint32_t index)
{
  return index < sizeof(descriptors) / sizeof(descriptors[0])
           ? &descriptors[index]
           : NULL;
}
