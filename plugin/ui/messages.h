// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file messages.h What the window and the plugin say to each other

#ifndef RMN_MESSAGES_H
#define RMN_MESSAGES_H

#include "../patch.h"
#include "panel.h"

/// Room for a message to the plugin
typedef union {
  LV2_Atom atom;
  int64_t  alignment;
  uint8_t  bytes[RMN_MAX_LOCATED + 256];
} RmnMessage;

/// Ask for a parameter, or with 0 for every one that is told without being
/// asked for
const LV2_Atom*
rmn_message_get(RmnMessage*     message,
                LV2_Atom_Forge* forge,
                const RmnUris*  uris,
                LV2_URID        property);

/// Say what is wanted to be shown: a RmnScopeInterest
const LV2_Atom*
rmn_message_watch(RmnMessage*     message,
                  LV2_Atom_Forge* forge,
                  const RmnUris*  uris,
                  int32_t         interest);

/// Load a model; return NULL if its path is too long
const LV2_Atom*
rmn_message_load(RmnMessage*     message,
                 LV2_Atom_Forge* forge,
                 const RmnUris*  uris,
                 const char*     path);

/// Tell a panel what a message of `size` bytes from the plugin says, if it is
/// whole and makes sense
void
rmn_message_read(RmnPanel*       panel,
                 const RmnUris*  uris,
                 const LV2_Atom* message,
                 uint32_t        size);

#endif // RMN_MESSAGES_H
