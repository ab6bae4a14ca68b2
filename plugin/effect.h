// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file effect.h An instance of a plugin, grouped by who may touch what

#ifndef RMN_EFFECT_H
#define RMN_EFFECT_H

#include "burst.h"
#include "levels.h"
#include "loader.h"
#include "mailbox.h"
#include "notify.h"
#include "ports.h"
#include "predict.h"
#include "swap.h"
#include "uris.h"

#include <lv2/core/lv2.h>
#include <lv2/worker/worker.h>

typedef struct {
  // Never changes
  RmnUris              uris;
  uint32_t             n_channels;
  uint32_t             n_ports;
  LV2_Worker_Schedule* schedule; ///< NULL in hosts without workers

  // Shared by all
  RmnMailbox mailbox;

  // Loaders: instantiate(), work() and restore()
  RmnLoader loader;

  // The audio thread
  void*       ports[RMN_MAX_PORTS];
  RmnSwap     swap;
  RmnLevels   levels;
  RmnNotify   notify;
  RmnBurst    burst;
  RmnChunk    dry;
  RmnChunk    wet;
  uint32_t    n_refused; ///< Samples of this block that are no audio
  uint32_t    n_silent;  ///< Frames of silence up to now, or RMN_MAX_LATENCY
  RmnPredict* predict;   ///< NULL unless this is the predictor
  float       defaults[RMN_MAX_PORTS]; ///< Of controls not connected
  uint32_t    seen[RMN_MAX_PORTS];     ///< What the ports held last, as bits
  float       knob_ports[RMN_N_KNOBS]; ///< Where the knobs among them were
  bool        is_silent;               ///< Nothing was heard up to now
  bool        is_mute;                 ///< Silence makes silence, until told
  bool        is_started;              ///< Has played since it was activated
  bool        is_reset;                ///< The reset trigger is held
  bool        is_previous;             ///< So is the one of the previous model
  bool        is_next;                 ///< So is the one of the next
  bool        is_remake_due; ///< The worker is to be told to remake the model
  bool        has_retired;   ///< The worker is to be told to free sounds
} RmnEffect;

/// Play a block: LV2_Descriptor::run
RMN_RT
void
rmn_effect_run(LV2_Handle instance, uint32_t n_frames);

#endif // RMN_EFFECT_H
