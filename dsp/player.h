// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file player.h What player.c makes and player_rt.c plays

#ifndef RMN_PLAYER_H
#define RMN_PLAYER_H

#include "idle.h"
#include "level.h"
#include "smooth.h"

/// Most frames that are buffered at a time, and those from one mark to the next
enum { RMN_PLAYER_CHUNK = 64 };

struct RmnPlayerImpl {
  RmnModel*     model;
  RmnState*     state;
  RmnRate*      rate; ///< What runs the state
  char          name[256];
  char          warning[256];
  char          rate_warning[RMN_MAX_RATE_WARNING];
  char          level_warning[RMN_MAX_LEVEL_WARNING];
  double        model_rate_hz;
  uint32_t      n_streams;
  uint32_t      n_knobs;
  RmnInput      knobs[RMN_MAX_INPUTS];
  RmnSmooth     smooth[RMN_MAX_INPUTS]; ///< Value of each knob
  RmnSmooth     dc_mix;                 ///< 0 for off, 1 for on
  float         dc_coefficient;
  RmnDcBlock*   dc;    ///< [n_streams]
  RmnLevel      level; ///< Gains in front of all this and behind it
  RmnIdle       idle;
  const float*  side;     ///< What knob 0 is in the frames to come, or NULL
  uint32_t      n_side;   ///< So many of them
  uint32_t      frame;    ///< Since the last mark
  bool          is_lost;  ///< Silent until the next mark, where it is fresh
  bool          is_fresh; ///< It goes to `start` before it plays
  RmnStart      start;
  uint64_t      n_contained;
  float*        buffers; ///< Of every input and output, owned
  const float** in;      ///< [n_streams * n_inputs] pointers into buffers
  float**       out;     ///< [n_streams * n_outputs] pointers into buffers
  float**       heard;   ///< [n_streams * n_outputs] NULL for what nobody hears
  float*        rest;    ///< What silence gives, in buffers [RMN_PLAYER_CHUNK]
};

/// Return the audio input of stream `s`, [RMN_PLAYER_CHUNK]
RMN_RT
static inline float*
rmn_player_audio(const RmnPlayer* const player, const uint32_t s)
{
  return player->buffers + (size_t)s * RMN_PLAYER_CHUNK;
}

/// Return the number of outputs of all streams together
RMN_RT
static inline uint32_t
rmn_player_n_channels(const RmnPlayer* const player)
{
  return player->n_streams * rmn_model_n_outputs(player->model);
}

/// Return the values of knob `k`, [RMN_PLAYER_CHUNK], shared by every stream
RMN_RT
static inline float*
rmn_player_knob_values(const RmnPlayer* const player, const uint32_t k)
{
  return player->buffers + (size_t)(player->n_streams + k) * RMN_PLAYER_CHUNK;
}

/// Turn `n` frames of buffered audio into buffered output, which is silent from
/// the first frame on that is no audio
RMN_RT
void
rmn_player_run(RmnPlayer* player, uint32_t n);

/// Begin with a state that rmn_state_save() wrote, or at rest if it does not
/// fit
RMN_RT
void
rmn_player_resume(RmnPlayer* player, const void* bytes, size_t size);

/// Pass a mark, and maybe fall asleep
RMN_RT
void
rmn_player_doze(RmnPlayer* player);

/// Sleep from frame `first` on as long as nothing is heard, which is all along
/// if `in` is NULL; return the frame that wakes
RMN_RT
uint32_t
rmn_player_sleep_through(RmnPlayer*          player,
                         const float* const* in,
                         float* const*       out,
                         uint32_t            first,
                         uint32_t            n_frames);

#endif // RMN_PLAYER_H
