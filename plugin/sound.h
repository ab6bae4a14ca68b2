// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file sound.h What plays: a player and the file that it came from

#ifndef RMN_SOUND_H
#define RMN_SOUND_H

#include "about.h"
#include "gates.h"
#include "predicted.h"
#include "setting.h"

enum {
  RMN_MAX_PATH    = 4096, ///< Bytes of a path, with its end
  RMN_MAX_MESSAGE = 9216, ///< Bytes of a message, with two paths in it
};

typedef struct RmnSoundImpl RmnSound;

/// The outcome of a load
struct RmnSoundImpl {
  RmnSound*     next;        ///< In a list of retired sounds
  RmnPlayer*    player;      ///< NULL if the load failed
  RmnPredicted* predicted;   ///< Plays it in the predictor, NULL in an effect
  RmnGates*     gates;       ///< Of its network, for those who look, or NULL
  RmnSetting    setting;     ///< That the player was made with
  uint64_t      n_contained; ///< Of the player, when it was last asked
  RmnAbout      about;
  char          path[RMN_MAX_PATH];
  char          message[RMN_MAX_MESSAGE]; ///< What went wrong, or ""
  bool          is_note;                  ///< It is no more than a note
  bool          is_level_told; ///< That it has no level, while that matters
};

/// Return a new sound that plays nothing, for rmn_sound_free(), or NULL
RmnSound*
rmn_sound_new(const char* path);

/// Free a sound, with its player and gates
void
rmn_sound_free(RmnSound* sound);

/// Free a list of sounds
void
rmn_sound_free_all(RmnSound* first);

#endif // RMN_SOUND_H
