// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "object.h"
#include "../text.h"

#include <math.h>
#include <string.h>

const LV2_Atom*
rmn_next_atom(const void* const     body,
              const size_t          n_bytes,
              const LV2_Atom* const atom,
              const size_t          n_head)
{
  const char* const start = (const char*)body;
  const char*       at    = start;
  if (atom) {
    at = (const char*)(atom + 1) + (((size_t)atom->size + 7U) & ~(size_t)7U);
  }

  const size_t    offset = (size_t)(at - start);
  const LV2_Atom* next   = (const LV2_Atom*)(const void*)(at + n_head);
  return offset <= n_bytes && n_bytes - offset >= n_head + sizeof(LV2_Atom) &&
             next->size <= n_bytes - offset - n_head - sizeof(LV2_Atom)
           ? next
           : NULL;
}

const LV2_Atom*
rmn_object_find(const LV2_Atom_Object* const object, const LV2_URID key)
{
  const size_t n_head  = offsetof(LV2_Atom_Property_Body, value);
  const size_t n_bytes = object->atom.size - sizeof(LV2_Atom_Object_Body);
  for (const LV2_Atom* value = rmn_next_atom(object + 1, n_bytes, NULL, n_head);
       value;
       value = rmn_next_atom(object + 1, n_bytes, value, n_head)) {
    LV2_URID found = 0U;
    memcpy(&found, (const char*)value - n_head, sizeof(found));
    if (found == key) {
      return value;
    }
  }
  return NULL;
}

void
rmn_object_text(const RmnUris* const  uris,
                const LV2_Atom* const value,
                char* const           text,
                const size_t          size)
{
  text[0] = '\0';
  if (value && value->type == uris->atom_string && value->size) {
    const char* const body = (const char*)(value + 1);
    if (memchr(body, '\0', value->size)) {
      rmn_text_copy(text, size, body);
    }
  }
}

float
rmn_object_float(const RmnUris* const uris, const LV2_Atom* const value)
{
  float number = (float)NAN;
  return rmn_patch_float(uris, value, &number) ? number : (float)NAN;
}
