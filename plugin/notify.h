// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file notify.h What the host is told, kept until there is room to say it

#ifndef RMN_NOTIFY_H
#define RMN_NOTIFY_H

#include "patch.h"
#include "sound.h"

typedef struct {
  LV2_Atom_Forge forge;
  bool           has_model;   ///< The path of the model is to be told
  bool           has_message; ///< So is the message
  char           message[RMN_MAX_MESSAGE];
} RmnNotify;

/// Take over a message, or with "" clear one
RMN_RT
void
rmn_notify_say(RmnNotify* notify, const char* message);

/**
   Write what there is room for to the port.

   @param path Of the model that plays, or NULL.
   @param port Buffer whose atom holds its size.
*/
RMN_RT
void
rmn_notify_write(RmnNotify*         notify,
                 const RmnUris*     uris,
                 const char*        path,
                 LV2_Atom_Sequence* port);

#endif // RMN_NOTIFY_H
