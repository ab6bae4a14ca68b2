// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "sound.h"

#include <stdio.h>
#include <stdlib.h>

RmnSound*
rmn_sound_new(const char* const path)
{
  RmnSound* const sound = (RmnSound*)calloc(1, sizeof(RmnSound));
  if (sound) {
    snprintf(sound->path, sizeof(sound->path), "%s", path);
  }
  return sound;
}

void
rmn_sound_free(RmnSound* const sound)
{
  if (sound) {
    rmn_predicted_free(sound->predicted);
    rmn_player_free(sound->player);
    rmn_gates_free(sound->gates);
    free(sound);
  }
}

void
rmn_sound_free_all(RmnSound* first)
{
  while (first) {
    RmnSound* const next = first->next;
    rmn_sound_free(first);
    first = next;
  }
}
