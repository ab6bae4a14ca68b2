// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file uris.h URIs, and the numbers that the host maps them to

#ifndef RMN_URIS_H
#define RMN_URIS_H

#include "ports.h"

#include <lv2/urid/urid.h>

#define RMN_URI_EFFECT "urn:remanence:effect"
#define RMN_URI_EFFECT_STEREO "urn:remanence:effect-stereo"
#define RMN_URI_MODEL "urn:remanence#model"
#define RMN_URI_MODEL_COPY "urn:remanence#modelCopy"
#define RMN_URI_MODEL_NAME "urn:remanence#modelName"
#define RMN_URI_MODEL_HASH "urn:remanence#modelHash"
#define RMN_URI_MODEL_ORIGIN "urn:remanence#modelOrigin"
#define RMN_URI_MODEL_SIZE "urn:remanence#modelSize"
#define RMN_URI_MESSAGE "urn:remanence#message"
#define RMN_URI_KNOBS "urn:remanence#knobs"
#define RMN_URI_KNOB "urn:remanence#knob" // And its number, from 1

typedef struct {
  LV2_URID plugin; ///< The plugin that is instantiated
  LV2_URID model;
  LV2_URID model_copy;
  LV2_URID model_name;
  LV2_URID model_hash;
  LV2_URID model_origin;
  LV2_URID model_size;
  LV2_URID message;
  LV2_URID atom_long;
  LV2_URID knobs;
  LV2_URID knob[RMN_N_KNOBS];
  LV2_URID atom_float;
  LV2_URID atom_object;
  LV2_URID atom_path;
  LV2_URID atom_sequence;
  LV2_URID atom_string;
  LV2_URID atom_urid;
  LV2_URID lv2_default;
  LV2_URID lv2_maximum;
  LV2_URID lv2_minimum;
  LV2_URID lv2_parameter;
  LV2_URID midi_event;
  LV2_URID patch_get;
  LV2_URID patch_set;
  LV2_URID patch_property;
  LV2_URID patch_subject;
  LV2_URID patch_value;
  LV2_URID rdfs_label;
} RmnUris;

void
rmn_uris_init(RmnUris* uris, LV2_URID_Map* map, const char* plugin_uri);

#endif // RMN_URIS_H
