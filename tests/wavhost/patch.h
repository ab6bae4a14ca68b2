// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file patch.h Parameters that travel as messages: patch:Set in and out

#ifndef WAVHOST_PATCH_H
#define WAVHOST_PATCH_H

#include "ports.h"
#include "urids.h"

#include <lv2/atom/forge.h>

typedef struct {
  Urids*         urids;
  LV2_Atom_Forge forge;
  LV2_URID       patch_Set;
  LV2_URID       patch_property;
  LV2_URID       patch_value;
  LV2_URID       rdfs_label;
} Patch;

void
patch_init(Patch* patch, Urids* urids);

/// Replace what is in the control port by: set `parameter` to a file
bool
patch_send_path(Patch*      patch,
                const Port* control,
                const char* parameter,
                const char* path);

/// Print what the plugin says about its parameters
void
patch_print(const Patch* patch, const Ports* ports);

#endif // WAVHOST_PATCH_H
