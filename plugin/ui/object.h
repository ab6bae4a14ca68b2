// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file object.h Reading of atoms that a host passes on, which may be anything

#ifndef RMN_OBJECT_H
#define RMN_OBJECT_H

#include "../patch.h"

/// Return the atom after one in a body, or the first after NULL, if all of it
/// is within `n_bytes`; `n_head` bytes come before each
const LV2_Atom*
rmn_next_atom(const void*     body,
              size_t          n_bytes,
              const LV2_Atom* atom,
              size_t          n_head);

/// Return the value of a key in an object, or NULL
const LV2_Atom*
rmn_object_find(const LV2_Atom_Object* object, LV2_URID key);

/// Copy a text that ends, cut off where it is longer than that, or ""
void
rmn_object_text(const RmnUris*  uris,
                const LV2_Atom* value,
                char*           text,
                size_t          size);

/// Return a number, or NAN
float
rmn_object_float(const RmnUris* uris, const LV2_Atom* value);

#endif // RMN_OBJECT_H
