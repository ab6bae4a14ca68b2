// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file player.h What player.c makes and player_rt.c plays

#ifndef RMN_PLAYER_H
#define RMN_PLAYER_H

#include "idle.h"
#include "smooth.h"

enum { RMN_PLAYER_CHUNK = 64 }; ///< Most frames that are buffered at a time

struct RmnPlayerImpl {
  RmnModel*     model;
  RmnState*     state;
  RmnRate*      rate; ///< What runs the state
  char          name[256];
  char          warning[256];
  char          rate_warning[RMN_MAX_RATE_WARNING];
  double        model_rate_hz;
  uint32_t      n_streams;
  uint32_t      n_knobs;
  RmnInput      knobs[RMN_MAX_INPUTS];
  RmnSmooth     smooth[RMN_MAX_INPUTS]; ///< Value of each knob
  RmnSmooth     dc_mix;                 ///< 0 for off, 1 for on
  float         dc_coefficient;
  RmnDcBlock*   dc; ///< [n_streams]
  RmnIdle       idle;
  bool          is_fresh; ///< It goes to `start` before it plays
  RmnStart      start;
  uint64_t      n_contained;
  float*        buffers; ///< Of every input and output, owned
  const float** in;      ///< [n_streams * n_inputs] pointers into buffers
  float**       out;     ///< [n_streams * n_outputs] pointers into buffers
  float*        rest;    ///< What silence gives, in buffers [RMN_PLAYER_CHUNK]
};

/// Return the audio input of stream `s`, [RMN_PLAYER_CHUNK]
RMN_RT
static inline float*
rmn_player_audio(const RmnPlayer* const player, const uint32_t s)
{
  return player->buffers + (size_t)s * RMN_PLAYER_CHUNK;
}

/// Return the values of knob `k`, [RMN_PLAYER_CHUNK], shared by every stream
RMN_RT
static inline float*
rmn_player_knob_values(const RmnPlayer* const player, const uint32_t k)
{
  return player->buffers + (size_t)(player->n_streams + k) * RMN_PLAYER_CHUNK;
}

#endif // RMN_PLAYER_H
