// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "patch.h"
#include "report.h"

#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>

#include <string.h>

void
patch_init(Patch* const patch, Urids* const urids)
{
  patch->urids          = urids;
  patch->patch_Set      = urids_map(urids, LV2_PATCH__Set);
  patch->patch_property = urids_map(urids, LV2_PATCH__property);
  patch->patch_value    = urids_map(urids, LV2_PATCH__value);
  patch->rdfs_label     = urids_map(urids, LILV_NS_RDFS "label");
  lv2_atom_forge_init(&patch->forge, &urids->map);
}

bool
patch_send_path(Patch* const      patch,
                const Port* const control,
                const char* const parameter,
                const char* const path)
{
  LV2_Atom_Forge* const forge  = &patch->forge;
  const uint32_t        length = (uint32_t)strlen(path);
  LV2_Atom_Forge_Frame  sequence;
  LV2_Atom_Forge_Frame  object;

  lv2_atom_forge_set_buffer(
    forge, (uint8_t*)control->sequence, control->n_bytes);
  lv2_atom_forge_sequence_head(forge, &sequence, 0);
  lv2_atom_forge_frame_time(forge, 0);
  lv2_atom_forge_object(forge, &object, 0, patch->patch_Set);
  lv2_atom_forge_key(forge, patch->patch_property);
  lv2_atom_forge_urid(forge, urids_map(patch->urids, parameter));
  lv2_atom_forge_key(forge, patch->patch_value);
  const bool is_whole = lv2_atom_forge_path(forge, path, length);
  lv2_atom_forge_pop(forge, &object);
  lv2_atom_forge_pop(forge, &sequence);
  return is_whole;
}

/// Print the labels of a tuple of objects
static void
print_labels(const Patch* const          patch,
             const char* const           parameter,
             const LV2_Atom_Tuple* const tuple)
{
  uint32_t n = 0;
  LV2_ATOM_TUPLE_FOREACH(tuple, item)
  {
    const LV2_Atom* label = NULL;
    if (lv2_atom_forge_is_object_type(&patch->forge, item->type)) {
      lv2_atom_object_get(
        (const LV2_Atom_Object*)item, patch->rdfs_label, &label, 0);
    }
    if (label && label->type == patch->forge.String) {
      const char* const text = (const char*)LV2_ATOM_BODY_CONST(label);
      report("%s, %u: \"%.*s\"", parameter, ++n, (int)label->size, text);
    }
  }
}

static void
print_value(const Patch* const    patch,
            const char* const     parameter,
            const LV2_Atom* const value)
{
  const LV2_Atom_Forge* const forge = &patch->forge;
  const void* const           body  = LV2_ATOM_BODY_CONST(value);

  if (value->type == forge->Path || value->type == forge->String) {
    report("%s is \"%.*s\"", parameter, (int)value->size, (const char*)body);
  } else if (value->type == forge->Float && value->size == sizeof(float)) {
    report("%s is %g", parameter, (double)((const LV2_Atom_Float*)value)->body);
  } else if (value->type == forge->Tuple) {
    print_labels(patch, parameter, (const LV2_Atom_Tuple*)value);
  } else {
    report("%s has changed", parameter);
  }
}

static void
print_event(const Patch* const patch, const LV2_Atom_Object* const object)
{
  const LV2_Atom* property = NULL;
  const LV2_Atom* value    = NULL;
  if (!lv2_atom_forge_is_object_type(&patch->forge, object->atom.type) ||
      object->body.otype != patch->patch_Set) {
    return;
  }

  lv2_atom_object_get(
    object, patch->patch_property, &property, patch->patch_value, &value, 0);
  if (property && value && property->type == patch->forge.URID) {
    const LV2_URID    urid = ((const LV2_Atom_URID*)property)->body;
    const char* const uri  = urids_unmap(patch->urids, urid);
    print_value(patch, uri ? uri : "an unknown parameter", value);
  }
}

void
patch_print(const Patch* const patch, const Ports* const ports)
{
  for (uint32_t i = 0; i < ports->n_ports; ++i) {
    const Port* const port = &ports->ports[i];
    if (port->sequence && !port->is_input &&
        port->sequence->atom.type == ports->atom_Sequence) {
      LV2_ATOM_SEQUENCE_FOREACH(port->sequence, event)
      {
        print_event(patch, (const LV2_Atom_Object*)&event->body);
      }
    }
  }
}
