// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file notify.h What the host is told, kept until there is room to say it

#ifndef RMN_NOTIFY_H
#define RMN_NOTIFY_H

#include "knobs.h"
#include "patch.h"
#include "scope.h"
#include "sound.h"

typedef struct {
  LV2_Atom_Forge forge;
  bool           has_model;      ///< The path of the model is to be told
  bool           has_message;    ///< So is the message
  bool           has_knobs;      ///< So is what the model's knobs are
  bool           has_about;      ///< So is what its file says
  bool           has_outputs;    ///< So is what it puts out, of a predictor
  bool           has_prediction; ///< So is what that predicts
  uint32_t       has_knob;       ///< So are values of knobs: a bit for each
  char           message[RMN_MAX_MESSAGE];
  RmnSeverity    severity; ///< Of the message
  RmnScope       scope;    ///< What is told while somebody looks
} RmnNotify;

/// Take over a message, or with "" clear one
/// Have a message told, or "" that there is none
RMN_RT
void
rmn_notify_say(RmnNotify* notify, const char* message, RmnSeverity severity);

/// Tell what `property` is, or with 0 what every one is
RMN_RT
void
rmn_notify_get(RmnNotify* notify, const RmnUris* uris, LV2_URID property);

/// Tell all about a model that begins to play
RMN_RT
void
rmn_notify_model(RmnNotify* notify);

/**
   Write what there is room for to the port.

   @param sound What plays, or NULL.
   @param positions Of the knobs.
   @param n_channels Of the audio.
   @param port Buffer whose atom holds its size.
*/
RMN_RT
void
rmn_notify_write(RmnNotify*         notify,
                 const RmnUris*     uris,
                 const RmnSound*    sound,
                 const double*      positions,
                 uint32_t           n_channels,
                 LV2_Atom_Sequence* port);

#endif // RMN_NOTIFY_H
