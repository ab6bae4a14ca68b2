// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "outputs_write.h"
#include "text.h"

#include <string.h>

static bool
write_text(LV2_Atom_Forge* const forge,
           const LV2_URID        key,
           const char* const     text)
{
  char clean[RMN_MAX_NAME];
  rmn_text_copy(clean, sizeof(clean), text);

  return lv2_atom_forge_key(forge, key) &&
         lv2_atom_forge_string(forge, clean, (uint32_t)strlen(clean));
}

static bool
write_float(LV2_Atom_Forge* const forge, const LV2_URID key, const float value)
{
  return lv2_atom_forge_key(forge, key) && lv2_atom_forge_float(forge, value);
}

static bool
write_int(LV2_Atom_Forge* const forge, const LV2_URID key, const uint32_t value)
{
  return lv2_atom_forge_key(forge, key) &&
         lv2_atom_forge_int(forge, (int32_t)value);
}

/// Write what an output is: its name, its unit and its range
static bool
describe(LV2_Atom_Forge* const  forge,
         const RmnUris* const   uris,
         const RmnOutput* const output)
{
  LV2_Atom_Forge_Frame frame;
  const bool           is_whole =
    lv2_atom_forge_object(forge, &frame, 0, uris->lv2_parameter) &&
    write_text(forge, uris->rdfs_label, output->name) &&
    write_text(forge, uris->unit, output->unit) &&
    write_float(forge, uris->lv2_minimum, output->minimum) &&
    write_float(forge, uris->lv2_maximum, output->maximum);
  if (is_whole) {
    lv2_atom_forge_pop(forge, &frame);
  }
  return is_whole;
}

bool
rmn_outputs_write(LV2_Atom_Forge* const     forge,
                  const RmnUris* const      uris,
                  const RmnPredictor* const predictor)
{
  const uint32_t       n_outputs = rmn_predictor_n_outputs(predictor);
  RmnPatchSet          set;
  LV2_Atom_Forge_Frame tuple;

  bool is_whole = rmn_patch_begin(&set, forge, uris, uris->outputs) &&
                  lv2_atom_forge_tuple(forge, &tuple);
  for (uint32_t o = 0; is_whole && o < n_outputs; ++o) {
    is_whole = describe(forge, uris, rmn_predictor_output(predictor, o));
  }
  if (is_whole) {
    lv2_atom_forge_pop(forge, &tuple);
  }
  return rmn_patch_end(&set, forge, is_whole);
}

static bool
write_object(LV2_Atom_Forge* const      forge,
             const RmnUris* const       uris,
             const RmnPrediction* const p)
{
  LV2_Atom_Forge_Frame frame;
  const bool           is_whole =
    lv2_atom_forge_object(forge, &frame, 0, uris->prediction) &&
    write_text(forge, uris->kind, rmn_prediction_name(p->kind)) &&
    write_int(forge, uris->hop, p->hop) &&
    write_int(forge, uris->window, p->window) &&
    write_int(forge, uris->ahead, p->ahead) &&
    write_float(forge, uris->threshold, p->threshold) &&
    write_float(forge, uris->hysteresis, p->hysteresis) &&
    write_float(forge, uris->hold, p->hold_ms);
  if (is_whole) {
    lv2_atom_forge_pop(forge, &frame);
  }
  return is_whole;
}

bool
rmn_outputs_write_prediction(LV2_Atom_Forge* const     forge,
                             const RmnUris* const      uris,
                             const RmnPredictor* const predictor)
{
  RmnPatchSet set;
  const bool  is_whole =
    rmn_patch_begin(&set, forge, uris, uris->prediction) &&
    write_object(forge, uris, rmn_predictor_prediction(predictor));

  return rmn_patch_end(&set, forge, is_whole);
}
