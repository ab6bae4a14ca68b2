// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file level.h Gains around a network, so that models are alike in level.

   The gain in front drives the network as hard as its maker did; the one behind
   brings what comes out to RMN_NORMAL_LUFS.  How loud a network plays depends
   on how hard it is driven, so the second follows the first.
*/

#ifndef RMN_LEVEL_H
#define RMN_LEVEL_H

#include "smooth.h"

enum {
  RMN_N_DRIVES          = 5,  ///< Drives that the loudness is measured at
  RMN_DRIVE_STEP_DB     = 12, ///< From one to the next; 0 dB in the middle
  RMN_MAX_DRIVE_DB      = 40, ///< Most gain, or loss, in front of a network
  RMN_MAX_LEVEL_WARNING = 256,
};

typedef struct {
  RmnLoudness loudness;
  double      model_dbu;              ///< Full scale of its maker, or NAN
  float       gains_db[RMN_N_DRIVES]; ///< That normalise, at each drive, of
                                      ///< any size
  float     input_dbu;                ///< Full scale of its player, or NAN
  bool      is_normalised;
  RmnSmooth input_gain;
  RmnSmooth output_gain;
} RmnLevel;

/**
   Measure how loud a model plays; neither gain does anything at first.

   @param[out] warning A sentence if normalising cannot make the model as loud
   as others, or "".
   @return RMN_OK or RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_level_init(RmnLevel*         level,
               const RmnModel*   model,
               const RmnNetwork* network,
               double            rate_hz,
               char              warning[RMN_MAX_LEVEL_WARNING]);

/// Glide to where the model is as loud as others, or to what it is by itself
RMN_RT
void
rmn_level_set_normalise(RmnLevel* level, bool enabled);

/// Glide to where full scale is `input_dbu` for the model too, or back if NAN
RMN_RT
void
rmn_level_set_input(RmnLevel* level, float input_dbu);

/// Jump to the gains
RMN_RT
void
rmn_level_snap(RmnLevel* level);

/// Return whether neither gain glides
RMN_RT
bool
rmn_level_is_still(const RmnLevel* level);

/// Amplify audio by a gain that glides; return the gain as it is afterwards
RMN_RT
RmnSmooth
rmn_level_amplify(RmnSmooth gain, float* audio, uint32_t n_frames);

#endif // RMN_LEVEL_H
