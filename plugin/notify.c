// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "notify.h"

#include <string.h>

void
rmn_notify_say(RmnNotify* const notify, const char* const message)
{
  const size_t length = strnlen(message, sizeof(notify->message) - 1U);

  notify->has_message |= length || notify->message[0];
  memcpy(notify->message, message, length);
  notify->message[length] = '\0';
}

/// Leave an empty sequence where there is hardly room for one
static void
write_empty(const LV2_Atom_Forge* const forge, LV2_Atom_Sequence* const port)
{
  const bool fits = port->atom.size >= sizeof(LV2_Atom_Sequence_Body);

  port->atom.type = fits ? forge->Sequence : 0U;
  port->atom.size = fits ? sizeof(LV2_Atom_Sequence_Body) : 0U;
  if (fits) {
    port->body.unit = 0U;
    port->body.pad  = 0U;
  }
}

void
rmn_notify_write(RmnNotify* const         notify,
                 const RmnUris* const     uris,
                 const char* const        path,
                 LV2_Atom_Sequence* const port)
{
  LV2_Atom_Forge* const forge = &notify->forge;
  LV2_Atom_Forge_Frame  frame;

  lv2_atom_forge_set_buffer(forge, (uint8_t*)port, port->atom.size);
  if (port->atom.size < sizeof(LV2_Atom_Sequence)) {
    write_empty(forge, port);
    return;
  }

  lv2_atom_forge_sequence_head(forge, &frame, 0);
  if (notify->has_model) {
    notify->has_model =
      path &&
      !rmn_patch_write_set(forge, uris, uris->model, uris->atom_path, path);
  }
  if (notify->has_message) {
    notify->has_message = !rmn_patch_write_set(
      forge, uris, uris->message, uris->atom_string, notify->message);
  }
  lv2_atom_forge_pop(forge, &frame);
}
