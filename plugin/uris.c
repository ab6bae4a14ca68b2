// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "uris.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/midi/midi.h>
#include <lv2/patch/patch.h>

#define RDFS_LABEL "http://www.w3.org/2000/01/rdf-schema#label"

// Hosts may keep the text of a URI that they map
static const char* const knob_uris[RMN_N_KNOBS] = {RMN_URI_KNOB "1",
                                                   RMN_URI_KNOB "2",
                                                   RMN_URI_KNOB "3",
                                                   RMN_URI_KNOB "4"};

void
rmn_uris_init(RmnUris* const      uris,
              LV2_URID_Map* const map,
              const char* const   plugin_uri)
{
  uris->plugin         = map->map(map->handle, plugin_uri);
  uris->model          = map->map(map->handle, RMN_URI_MODEL);
  uris->model_copy     = map->map(map->handle, RMN_URI_MODEL_COPY);
  uris->model_name     = map->map(map->handle, RMN_URI_MODEL_NAME);
  uris->model_hash     = map->map(map->handle, RMN_URI_MODEL_HASH);
  uris->model_origin   = map->map(map->handle, RMN_URI_MODEL_ORIGIN);
  uris->model_size     = map->map(map->handle, RMN_URI_MODEL_SIZE);
  uris->message        = map->map(map->handle, RMN_URI_MESSAGE);
  uris->severity       = map->map(map->handle, RMN_URI_SEVERITY);
  uris->frozen         = map->map(map->handle, RMN_URI_FROZEN);
  uris->atom_long      = map->map(map->handle, LV2_ATOM__Long);
  uris->knobs          = map->map(map->handle, RMN_URI_KNOBS);
  uris->knob_names     = map->map(map->handle, RMN_URI_KNOB_NAMES);
  uris->atom_float     = map->map(map->handle, LV2_ATOM__Float);
  uris->atom_object    = map->map(map->handle, LV2_ATOM__Object);
  uris->atom_path      = map->map(map->handle, LV2_ATOM__Path);
  uris->atom_sequence  = map->map(map->handle, LV2_ATOM__Sequence);
  uris->atom_chunk     = map->map(map->handle, LV2_ATOM__Chunk);
  uris->atom_string    = map->map(map->handle, LV2_ATOM__String);
  uris->atom_urid      = map->map(map->handle, LV2_ATOM__URID);
  uris->lv2_default    = map->map(map->handle, LV2_CORE__default);
  uris->lv2_maximum    = map->map(map->handle, LV2_CORE__maximum);
  uris->lv2_minimum    = map->map(map->handle, LV2_CORE__minimum);
  uris->lv2_parameter  = map->map(map->handle, LV2_CORE_PREFIX "Parameter");
  uris->midi_event     = map->map(map->handle, LV2_MIDI__MidiEvent);
  uris->patch_get      = map->map(map->handle, LV2_PATCH__Get);
  uris->patch_set      = map->map(map->handle, LV2_PATCH__Set);
  uris->patch_property = map->map(map->handle, LV2_PATCH__property);
  uris->patch_subject  = map->map(map->handle, LV2_PATCH__subject);
  uris->patch_value    = map->map(map->handle, LV2_PATCH__value);
  uris->rdfs_label     = map->map(map->handle, RDFS_LABEL);
  uris->watch          = map->map(map->handle, RMN_URI_WATCH);
  uris->meters         = map->map(map->handle, RMN_URI_METERS);
  uris->inside         = map->map(map->handle, RMN_URI_INSIDE);
  uris->gates          = map->map(map->handle, RMN_URI_GATES);
  uris->curve          = map->map(map->handle, RMN_URI_CURVE);
  uris->about          = map->map(map->handle, RMN_URI_ABOUT);
  uris->author         = map->map(map->handle, RMN_URI_AUTHOR);
  uris->licence        = map->map(map->handle, RMN_URI_LICENCE);
  uris->network        = map->map(map->handle, RMN_URI_NETWORK);
  uris->weights        = map->map(map->handle, RMN_URI_WEIGHTS);
  uris->rate           = map->map(map->handle, RMN_URI_RATE);
  uris->esr            = map->map(map->handle, RMN_URI_ESR);
  uris->loudness       = map->map(map->handle, RMN_URI_LOUDNESS);
  uris->outputs        = map->map(map->handle, RMN_URI_OUTPUTS);
  uris->unit           = map->map(map->handle, RMN_URI_UNIT);
  uris->prediction     = map->map(map->handle, RMN_URI_PREDICTION);
  uris->kind           = map->map(map->handle, RMN_URI_KIND);
  uris->hop            = map->map(map->handle, RMN_URI_HOP);
  uris->window         = map->map(map->handle, RMN_URI_WINDOW);
  uris->ahead          = map->map(map->handle, RMN_URI_AHEAD);
  uris->threshold      = map->map(map->handle, RMN_URI_THRESHOLD);
  uris->hysteresis     = map->map(map->handle, RMN_URI_HYSTERESIS);
  uris->hold           = map->map(map->handle, RMN_URI_HOLD);
  uris->atom_int       = map->map(map->handle, LV2_ATOM__Int);
  uris->atom_tuple     = map->map(map->handle, LV2_ATOM__Tuple);
  uris->atom_vector    = map->map(map->handle, LV2_ATOM__Vector);
  for (uint32_t k = 0; k < RMN_N_KNOBS; ++k) {
    uris->knob[k] = map->map(map->handle, knob_uris[k]);
  }
}
