// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file patch.h Messages that get and set parameters

#ifndef RMN_PATCH_H
#define RMN_PATCH_H

#include "rmn.h"
#include "uris.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>

typedef enum {
  RMN_PATCH_OTHER, ///< Not for this plugin
  RMN_PATCH_GET,
  RMN_PATCH_SET,
} RmnPatchType;

typedef struct {
  RmnPatchType    type;
  LV2_URID        property; ///< 0 for every one
  const LV2_Atom* value;    ///< Of a set, or NULL
} RmnPatch;

/// Understand a message
RMN_RT
RmnPatch
rmn_patch_read(const RmnUris* uris, const LV2_Atom* message);

/// Return the path in a value that is one and ends within `n_bytes`, or NULL
RMN_RT
const char*
rmn_patch_path(const RmnUris* uris, const LV2_Atom* value, size_t n_bytes);

/// Read a value that is a finite number; return false if it is none
RMN_RT
bool
rmn_patch_float(const RmnUris* uris, const LV2_Atom* value, float* number);

/// Read a value that is a whole number; return false if it is none
RMN_RT
bool
rmn_patch_int(const RmnUris* uris, const LV2_Atom* value, int32_t* number);

/// An event that is being written, and what was before it
typedef struct {
  LV2_Atom_Forge       before;
  uint32_t             size; ///< Of the sequence
  LV2_Atom_Forge_Frame frame;
} RmnPatchSet;

/**
   Begin an event of a sequence that says what a parameter is.

   The value comes next, and then rmn_patch_end(), even if this returns false
   because there is no room.
*/
RMN_RT
bool
rmn_patch_begin(RmnPatchSet*    set,
                LV2_Atom_Forge* forge,
                const RmnUris*  uris,
                LV2_URID        property);

/// End an event, or take back what did fit unless it is whole; return that
RMN_RT
bool
rmn_patch_end(RmnPatchSet* set, LV2_Atom_Forge* forge, bool is_whole);

/**
   Append an event to a sequence that says what a parameter is.

   @param type Of the value, which is text: atom:Path or atom:String.
   @return False, with nothing written, if there is no room.
*/
RMN_RT
bool
rmn_patch_write_set(LV2_Atom_Forge* forge,
                    const RmnUris*  uris,
                    LV2_URID        property,
                    LV2_URID        type,
                    const char*     text);

/// Append an event that says what a parameter is: a vector of floats; return
/// false, with nothing written, if there is no room
RMN_RT
bool
rmn_patch_write_floats(LV2_Atom_Forge* forge,
                       const RmnUris*  uris,
                       LV2_URID        property,
                       const float*    values,
                       uint32_t        n_values);

#endif // RMN_PATCH_H
