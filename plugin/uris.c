// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "uris.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/midi/midi.h>
#include <lv2/patch/patch.h>

#include <stddef.h>
#include <string.h>

#define RDFS_LABEL "http://www.w3.org/2000/01/rdf-schema#label"

// Hosts may keep the text of a URI that they map
static const char* const knob_uris[RMN_N_KNOBS] = {RMN_URI_KNOB "1",
                                                   RMN_URI_KNOB "2",
                                                   RMN_URI_KNOB "3",
                                                   RMN_URI_KNOB "4"};

static const struct {
  size_t      place; ///< Where its number goes in RmnUris
  const char* uri;
} known[] = {
  {offsetof(RmnUris, model), RMN_URI_MODEL},
  {offsetof(RmnUris, model_copy), RMN_URI_MODEL_COPY},
  {offsetof(RmnUris, model_name), RMN_URI_MODEL_NAME},
  {offsetof(RmnUris, model_hash), RMN_URI_MODEL_HASH},
  {offsetof(RmnUris, model_origin), RMN_URI_MODEL_ORIGIN},
  {offsetof(RmnUris, model_size), RMN_URI_MODEL_SIZE},
  {offsetof(RmnUris, message), RMN_URI_MESSAGE},
  {offsetof(RmnUris, severity), RMN_URI_SEVERITY},
  {offsetof(RmnUris, frozen), RMN_URI_FROZEN},
  {offsetof(RmnUris, atom_long), LV2_ATOM__Long},
  {offsetof(RmnUris, knobs), RMN_URI_KNOBS},
  {offsetof(RmnUris, knob_names), RMN_URI_KNOB_NAMES},
  {offsetof(RmnUris, atom_float), LV2_ATOM__Float},
  {offsetof(RmnUris, atom_object), LV2_ATOM__Object},
  {offsetof(RmnUris, atom_path), LV2_ATOM__Path},
  {offsetof(RmnUris, atom_sequence), LV2_ATOM__Sequence},
  {offsetof(RmnUris, atom_chunk), LV2_ATOM__Chunk},
  {offsetof(RmnUris, atom_string), LV2_ATOM__String},
  {offsetof(RmnUris, atom_urid), LV2_ATOM__URID},
  {offsetof(RmnUris, lv2_default), LV2_CORE__default},
  {offsetof(RmnUris, lv2_maximum), LV2_CORE__maximum},
  {offsetof(RmnUris, lv2_minimum), LV2_CORE__minimum},
  {offsetof(RmnUris, lv2_parameter), LV2_CORE_PREFIX "Parameter"},
  {offsetof(RmnUris, midi_event), LV2_MIDI__MidiEvent},
  {offsetof(RmnUris, patch_get), LV2_PATCH__Get},
  {offsetof(RmnUris, patch_set), LV2_PATCH__Set},
  {offsetof(RmnUris, patch_property), LV2_PATCH__property},
  {offsetof(RmnUris, patch_subject), LV2_PATCH__subject},
  {offsetof(RmnUris, patch_value), LV2_PATCH__value},
  {offsetof(RmnUris, rdfs_label), RDFS_LABEL},
  {offsetof(RmnUris, watch), RMN_URI_WATCH},
  {offsetof(RmnUris, meters), RMN_URI_METERS},
  {offsetof(RmnUris, inside), RMN_URI_INSIDE},
  {offsetof(RmnUris, gates), RMN_URI_GATES},
  {offsetof(RmnUris, curve), RMN_URI_CURVE},
  {offsetof(RmnUris, about), RMN_URI_ABOUT},
  {offsetof(RmnUris, author), RMN_URI_AUTHOR},
  {offsetof(RmnUris, licence), RMN_URI_LICENCE},
  {offsetof(RmnUris, network), RMN_URI_NETWORK},
  {offsetof(RmnUris, weights), RMN_URI_WEIGHTS},
  {offsetof(RmnUris, rate), RMN_URI_RATE},
  {offsetof(RmnUris, esr), RMN_URI_ESR},
  {offsetof(RmnUris, loudness), RMN_URI_LOUDNESS},
  {offsetof(RmnUris, outputs), RMN_URI_OUTPUTS},
  {offsetof(RmnUris, unit), RMN_URI_UNIT},
  {offsetof(RmnUris, prediction), RMN_URI_PREDICTION},
  {offsetof(RmnUris, kind), RMN_URI_KIND},
  {offsetof(RmnUris, hop), RMN_URI_HOP},
  {offsetof(RmnUris, window), RMN_URI_WINDOW},
  {offsetof(RmnUris, ahead), RMN_URI_AHEAD},
  {offsetof(RmnUris, threshold), RMN_URI_THRESHOLD},
  {offsetof(RmnUris, hysteresis), RMN_URI_HYSTERESIS},
  {offsetof(RmnUris, hold), RMN_URI_HOLD},
  {offsetof(RmnUris, atom_int), LV2_ATOM__Int},
  {offsetof(RmnUris, atom_tuple), LV2_ATOM__Tuple},
  {offsetof(RmnUris, atom_vector), LV2_ATOM__Vector},
};

void
rmn_uris_init(RmnUris* const      uris,
              LV2_URID_Map* const map,
              const char* const   plugin_uri)
{
  for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); ++i) {
    const LV2_URID urid = map->map(map->handle, known[i].uri);
    memcpy((char*)uris + known[i].place, &urid, sizeof(urid));
  }
  for (uint32_t k = 0; k < RMN_N_KNOBS; ++k) {
    uris->knob[k] = map->map(map->handle, knob_uris[k]);
  }
  uris->plugin = map->map(map->handle, plugin_uri);
}
