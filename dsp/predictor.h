// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file predictor.h A player whose network predicts: decisions in time, or a
   sound that may go on by itself.

       file -> RmnNetwork -> rmn_predictor_setup() -> RmnPlayer
                   \____________ RmnPredictor ___________/

   The player is still the one to turn knobs of, and to ask for warnings; but
   it is the predictor that plays it and resets it.
*/

#ifndef RMN_PREDICTOR_H
#define RMN_PREDICTOR_H

#include "next_sample.h"

enum { RMN_PREDICTOR_CHUNK = 256 }; ///< Frames that are buffered at a time

typedef struct RmnPredictorImpl RmnPredictor;

/**
   Return the setup of a player that can predict.

   A network that begins anew plays without latency, so that a window ends where
   its value is; so does one that hears a second audio; and one that predicts
   the next sample plays sample for sample, as it is fed what it puts out.
*/
RmnSetup
rmn_predictor_setup(const RmnNetwork* network, const RmnSetup* setup);

/**
   Have `player` predict what `network` says.

   @param player Of one stream, made with rmn_predictor_setup(); not owned.
   @param rate_hz Of the audio.
   @return For rmn_predictor_free(), before the player is freed, or NULL without
   memory.
*/
RmnPredictor*
rmn_predictor_new(const RmnNetwork* network, RmnPlayer* player, double rate_hz);

void
rmn_predictor_free(RmnPredictor* predictor);

/// Return what is predicted; its kind is never RMN_PREDICT_NOTHING
RMN_RT
const RmnPrediction*
rmn_predictor_prediction(const RmnPredictor* predictor);

RMN_RT
uint32_t
rmn_predictor_n_outputs(const RmnPredictor* predictor);

/// Return how output `o`, from 0, is described by the network
RMN_RT
const RmnOutput*
rmn_predictor_output(const RmnPredictor* predictor, uint32_t o);

/// Return how late predictions and audio are, in frames
RMN_RT
uint32_t
rmn_predictor_latency(const RmnPredictor* predictor);

/// Return how many frames there are to the next value, its own included: 1
/// where every frame has one
RMN_RT
uint32_t
rmn_predictor_n_left(const RmnPredictor* predictor);

/// Ask for what only matters where the next sample is predicted
RMN_RT
void
rmn_predictor_set(RmnPredictor* predictor, const RmnNextControls* controls);

/// Return whether the network hears a second audio
RMN_RT
bool
rmn_predictor_has_side(const RmnPredictor* predictor);

/// Begin again from `start`, or as windows do, with no value as yet
RMN_RT
void
rmn_predictor_reset(RmnPredictor* predictor, RmnStart start);

/// Return how many bytes save a frozen sound as it now is, 0 if none is frozen
RMN_RT
size_t
rmn_predictor_frozen_size(const RmnPredictor* predictor);

/// Write so many bytes, without regard to their alignment
RMN_RT
void
rmn_predictor_save_frozen(const RmnPredictor* predictor, void* bytes);

/**
   Have a predictor that has not played yet go on from a frozen sound that was
   saved of the same model, bit for bit, in place of rmn_predictor_reset().

   @return RMN_ERR_STATE if the bytes are damaged, of another model or of a
   machine of another byte order, or RMN_ERR_NO_MEMORY: it starts at rest then.
*/
RmnStatus
rmn_predictor_resume(RmnPredictor* predictor, const void* bytes, size_t size);

/// Return whether it will go on from a saved sound when it plays
RMN_RT
bool
rmn_predictor_is_resumed(const RmnPredictor* predictor);

/**
   Hear `n_frames`, and predict.  Any split into calls gives the same bits.

   @param in [n_frames] The audio; a sample that is none is a drop-out.
   @param side [n_frames] The second audio, or NULL for silence.
   @param[out] audio [n_frames] The input, as late as the predictions; where the
   next sample is predicted what is listened to.  May be `in`, or NULL.
   @param[out] values `values[o]` is output `o`, [n_frames], or NULL; of a
   next-sample network the prediction of this very frame.
   @param[out] winners [n_frames] See rmn_decision_take(); or NULL.
*/
RMN_RT
void
rmn_predictor_process(RmnPredictor* predictor,
                      const float*  in,
                      const float*  side,
                      float*        audio,
                      float* const* values,
                      float*        winners,
                      uint32_t      n_frames);

#endif // RMN_PREDICTOR_H
