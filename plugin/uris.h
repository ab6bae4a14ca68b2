// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file uris.h URIs, and the numbers that the host maps them to

#ifndef RMN_URIS_H
#define RMN_URIS_H

#include "ports.h"

#include <lv2/urid/urid.h>

#define RMN_URI_EFFECT "urn:remanence:effect"
#define RMN_URI_EFFECT_STEREO "urn:remanence:effect-stereo"
#define RMN_URI_PREDICT "urn:remanence:predict"
#define RMN_URI_PREDICT_MIDI "urn:remanence:predict-midi"
#define RMN_URI_MODEL "urn:remanence#model"
#define RMN_URI_MODEL_COPY "urn:remanence#modelCopy"
#define RMN_URI_MODEL_NAME "urn:remanence#modelName"
#define RMN_URI_MODEL_HASH "urn:remanence#modelHash"
#define RMN_URI_MODEL_ORIGIN "urn:remanence#modelOrigin"
#define RMN_URI_MODEL_SIZE "urn:remanence#modelSize"
#define RMN_URI_FROZEN "urn:remanence#frozen"
#define RMN_URI_MESSAGE "urn:remanence#message"
#define RMN_URI_SEVERITY "urn:remanence#severity"
#define RMN_URI_KNOBS "urn:remanence#knobs"
#define RMN_URI_KNOB_NAMES "urn:remanence#knobNames"
#define RMN_URI_WATCH "urn:remanence#watch"
#define RMN_URI_METERS "urn:remanence#meters"
#define RMN_URI_INSIDE "urn:remanence#inside"
#define RMN_URI_GATES "urn:remanence#gates"
#define RMN_URI_CURVE "urn:remanence#curve"
#define RMN_URI_ABOUT "urn:remanence#about"
#define RMN_URI_AUTHOR "urn:remanence#author"
#define RMN_URI_LICENCE "urn:remanence#licence"
#define RMN_URI_NETWORK "urn:remanence#network"
#define RMN_URI_WEIGHTS "urn:remanence#weights"
#define RMN_URI_RATE "urn:remanence#rate"
#define RMN_URI_ESR "urn:remanence#esr"
#define RMN_URI_LOUDNESS "urn:remanence#loudness"
#define RMN_URI_OUTPUTS "urn:remanence#outputs"
#define RMN_URI_UNIT "urn:remanence#unit"
#define RMN_URI_PREDICTION "urn:remanence#prediction"
#define RMN_URI_KIND "urn:remanence#kind"
#define RMN_URI_HOP "urn:remanence#hop"
#define RMN_URI_WINDOW "urn:remanence#window"
#define RMN_URI_AHEAD "urn:remanence#ahead"
#define RMN_URI_THRESHOLD "urn:remanence#threshold"
#define RMN_URI_HYSTERESIS "urn:remanence#hysteresis"
#define RMN_URI_HOLD "urn:remanence#hold"
#define RMN_URI_KNOB "urn:remanence#knob" // And its number, from 1

typedef struct {
  LV2_URID plugin; ///< The plugin that is instantiated
  LV2_URID model;
  LV2_URID model_copy;
  LV2_URID model_name;
  LV2_URID model_hash;
  LV2_URID model_origin;
  LV2_URID model_size;
  LV2_URID frozen;
  LV2_URID message;
  LV2_URID severity;
  LV2_URID atom_long;
  LV2_URID knobs;
  LV2_URID knob_names;
  LV2_URID watch;
  LV2_URID meters;
  LV2_URID inside;
  LV2_URID gates;
  LV2_URID curve;
  LV2_URID about;
  LV2_URID author;
  LV2_URID licence;
  LV2_URID network;
  LV2_URID weights;
  LV2_URID rate;
  LV2_URID esr;
  LV2_URID loudness;
  LV2_URID outputs;
  LV2_URID unit;
  LV2_URID prediction;
  LV2_URID kind;
  LV2_URID hop;
  LV2_URID window;
  LV2_URID ahead;
  LV2_URID threshold;
  LV2_URID hysteresis;
  LV2_URID hold;
  LV2_URID knob[RMN_N_KNOBS];
  LV2_URID atom_float;
  LV2_URID atom_int;
  LV2_URID atom_object;
  LV2_URID atom_path;
  LV2_URID atom_sequence;
  LV2_URID atom_chunk;
  LV2_URID atom_string;
  LV2_URID atom_tuple;
  LV2_URID atom_urid;
  LV2_URID atom_vector;
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
