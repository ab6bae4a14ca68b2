// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "patch.h"

#include <math.h>
#include <string.h>

/// What an object has that makes a message of it, NULL where it has not
typedef struct {
  const LV2_Atom* subject;
  const LV2_Atom* property;
  const LV2_Atom* value;
} Parts;

/**
   Find the parts of a message; return false if a size in it is beyond its end.

   Hosts pass on what others send, and the iterators of lv2/atom/util.h trust
   every size: one near 2^32 would have them stand still.
*/
static bool
find_parts(const RmnUris* const         uris,
           const LV2_Atom_Object* const object,
           Parts* const                 parts)
{
  const char* at   = (const char*)(object + 1);
  size_t      left = object->atom.size - sizeof(LV2_Atom_Object_Body);

  while (left >= sizeof(LV2_Atom_Property_Body)) {
    const LV2_Atom_Property_Body* const p = (const LV2_Atom_Property_Body*)at;

    left -= sizeof(*p);
    if (p->value.size > left) {
      return false;
    }
    if (p->key == uris->patch_subject) {
      parts->subject = &p->value;
    } else if (p->key == uris->patch_property) {
      parts->property = &p->value;
    } else if (p->key == uris->patch_value) {
      parts->value = &p->value;
    }

    const size_t size = ((size_t)p->value.size + 7U) & ~(size_t)7U;
    if (size > left) {
      break;
    }
    left -= size;
    at += sizeof(*p) + size;
  }
  return true;
}

/// Return the value of an optional URID, 0 if it is absent
static LV2_URID
read_urid(const RmnUris* const uris, const LV2_Atom* const atom)
{
  return atom && atom->type == uris->atom_urid && atom->size == sizeof(LV2_URID)
           ? ((const LV2_Atom_URID*)atom)->body
           : 0U;
}

RmnPatch
rmn_patch_read(const RmnUris* const uris, const LV2_Atom* const message)
{
  const RmnPatch               other  = {RMN_PATCH_OTHER, 0U, NULL};
  const LV2_Atom_Object* const object = (const LV2_Atom_Object*)message;
  if (message->type != uris->atom_object ||
      message->size < sizeof(LV2_Atom_Object_Body)) {
    return other;
  }

  const LV2_URID     type  = object->body.otype;
  const RmnPatchType is    = type == uris->patch_get   ? RMN_PATCH_GET
                             : type == uris->patch_set ? RMN_PATCH_SET
                                                       : RMN_PATCH_OTHER;
  Parts              parts = {NULL, NULL, NULL};
  if (!find_parts(uris, object, &parts) ||
      (parts.subject && read_urid(uris, parts.subject) != uris->plugin)) {
    return other;
  }

  return (RmnPatch){is, read_urid(uris, parts.property), parts.value};
}

const char*
rmn_patch_path(const RmnUris* const  uris,
               const LV2_Atom* const value,
               const size_t          n_bytes)
{
  if (!value || value->type != uris->atom_path) {
    return NULL;
  }

  const char* const path  = (const char*)(value + 1);
  const size_t      n_max = value->size < n_bytes ? value->size : n_bytes;
  return n_max && path[0] && memchr(path, '\0', n_max) ? path : NULL;
}

bool
rmn_patch_float(const RmnUris* const  uris,
                const LV2_Atom* const value,
                float* const          number)
{
  if (!value || value->type != uris->atom_float ||
      value->size != sizeof(float)) {
    return false;
  }

  *number = ((const LV2_Atom_Float*)value)->body;
  return isfinite(*number);
}

bool
rmn_patch_int(const RmnUris* const  uris,
              const LV2_Atom* const value,
              int32_t* const        number)
{
  if (!value || value->type != uris->atom_int ||
      value->size != sizeof(int32_t)) {
    return false;
  }

  *number = ((const LV2_Atom_Int*)value)->body;
  return true;
}

bool
rmn_patch_begin(RmnPatchSet* const    set,
                LV2_Atom_Forge* const forge,
                const RmnUris* const  uris,
                const LV2_URID        property)
{
  set->before = *forge;
  set->size   = lv2_atom_forge_deref(forge, forge->stack->ref)->size;

  return lv2_atom_forge_frame_time(forge, 0) &&
         lv2_atom_forge_object(forge, &set->frame, 0, uris->patch_set) &&
         lv2_atom_forge_key(forge, uris->patch_subject) &&
         lv2_atom_forge_urid(forge, uris->plugin) &&
         lv2_atom_forge_key(forge, uris->patch_property) &&
         lv2_atom_forge_urid(forge, property) &&
         lv2_atom_forge_key(forge, uris->patch_value);
}

bool
rmn_patch_end(RmnPatchSet* const    set,
              LV2_Atom_Forge* const forge,
              const bool            is_whole)
{
  if (is_whole) {
    lv2_atom_forge_pop(forge, &set->frame);
  } else {
    *forge                                               = set->before;
    lv2_atom_forge_deref(forge, forge->stack->ref)->size = set->size;
  }
  return is_whole;
}

bool
rmn_patch_write_set(LV2_Atom_Forge* const forge,
                    const RmnUris* const  uris,
                    const LV2_URID        property,
                    const LV2_URID        type,
                    const char* const     text)
{
  RmnPatchSet set;
  const bool  is_whole =
    rmn_patch_begin(&set, forge, uris, property) &&
    lv2_atom_forge_typed_string(forge, type, text, (uint32_t)strlen(text));

  return rmn_patch_end(&set, forge, is_whole);
}

bool
rmn_patch_write_floats(LV2_Atom_Forge* const forge,
                       const RmnUris* const  uris,
                       const LV2_URID        property,
                       const float* const    values,
                       const uint32_t        n_values)
{
  RmnPatchSet set;
  const bool  is_whole =
    rmn_patch_begin(&set, forge, uris, property) &&
    lv2_atom_forge_vector(
      forge, sizeof(float), uris->atom_float, n_values, values);

  return rmn_patch_end(&set, forge, is_whole);
}
