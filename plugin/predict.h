// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file predict.h What the predictor makes of predictions: voltages, meters,
   notes and controllers.

   Output 1 plays a note by its threshold, the others turn a controller each.
   What is told belongs to the sound that plays; with none, or in bypass, all is
   at zero and no note sounds.
*/

#ifndef RMN_PREDICT_H
#define RMN_PREDICT_H

#include "follow.h"
#include "midi_out.h"
#include "notes.h"
#include "shelf.h"
#include "sound.h"

typedef struct {
  double          rate_hz;
  const RmnSound* sound;    ///< What is told of, NULL for nothing
  bool            is_stale; ///< What the ports ask for is to be read
  RmnNotes        notes;
  RmnFollow       follows[RMN_N_CV];
  float           scales[RMN_N_CV];
  float           offsets[RMN_N_CV];
  RmnMidiOut      midi;
  RmnShelf*       shelf;     ///< Of what is frozen, owned
  bool            is_frozen; ///< What was left there last is
  const RmnSound* kept;      ///< Of which it was
} RmnPredict;

/// Return a new one that tells nothing, or NULL
RmnPredict*
rmn_predict_new(double rate_hz, LV2_URID_Map* map, const RmnUris* uris);

void
rmn_predict_free(RmnPredict* predict);

/// Forget everything, and end a note as soon as there is a block
void
rmn_predict_clear(RmnPredict* predict);

/// Read what the ports ask of a sound that may go on by itself, and take the
/// rest of them into account from now on
RMN_RT
RmnNextControls
rmn_predict_read(RmnPredict* predict, void* const* ports);

/**
   Tell what a sound predicted of `n_frames`, from frame `first` of the block.

   @param sound What played them, or NULL.
   @param audio What they sounded like, as late as the predictions.
*/
RMN_RT
void
rmn_predict_tell(RmnPredict*     predict,
                 void* const*    ports,
                 const RmnSound* sound,
                 const float*    audio,
                 uint32_t        first,
                 uint32_t        n_frames);

/// Leave on the shelf what is frozen of a sound, or of none if NULL, at the end
/// of a block
RMN_RT
void
rmn_predict_keep(RmnPredict* predict, const RmnSound* sound);

#endif // RMN_PREDICT_H
