// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "about_write.h"

#include <string.h>

static bool
write_text(LV2_Atom_Forge* const forge,
           const LV2_URID        key,
           const char* const     text)
{
  return lv2_atom_forge_key(forge, key) &&
         lv2_atom_forge_string(forge, text, (uint32_t)strlen(text));
}

static bool
write_number(LV2_Atom_Forge* const forge,
             const LV2_URID        key,
             const float           number)
{
  return lv2_atom_forge_key(forge, key) && lv2_atom_forge_float(forge, number);
}

static bool
write_object(LV2_Atom_Forge* const forge,
             const RmnUris* const  uris,
             const RmnAbout* const about)
{
  LV2_Atom_Forge_Frame frame;
  const bool is_whole = lv2_atom_forge_object(forge, &frame, 0, uris->about) &&
                        write_text(forge, uris->model_name, about->name) &&
                        write_text(forge, uris->author, about->author) &&
                        write_text(forge, uris->licence, about->licence) &&
                        write_text(forge, uris->network, about->network) &&
                        lv2_atom_forge_key(forge, uris->weights) &&
                        lv2_atom_forge_int(forge, about->n_weights) &&
                        write_number(forge, uris->rate, about->rate_hz) &&
                        write_number(forge, uris->esr, about->esr) &&
                        write_number(forge, uris->loudness, about->lufs);
  if (is_whole) {
    lv2_atom_forge_pop(forge, &frame);
  }
  return is_whole;
}

bool
rmn_about_write(LV2_Atom_Forge* const forge,
                const RmnUris* const  uris,
                const RmnAbout* const about)
{
  RmnPatchSet set;
  const bool  is_whole = rmn_patch_begin(&set, forge, uris, uris->about) &&
                        write_object(forge, uris, about);

  return rmn_patch_end(&set, forge, is_whole);
}
