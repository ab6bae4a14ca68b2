// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file rmn_player.h Players, and what makes them alike, of rmn.h

#ifndef RMN_RMN_PLAYER_H
#define RMN_RMN_PLAYER_H

#include "rmn_model.h"

/* Loudness: what makes models alike
   ================================= */

enum {
  RMN_PHRASE_LUFS      = -26, ///< What models are measured with
  RMN_NORMAL_LUFS      = -20, ///< What normalising brings that to
  RMN_MAX_NORMALISE_DB = 36,  ///< Most gain, or loss, that it takes
};

/// How loud a model is
typedef struct {
  double lufs;    ///< -INFINITY if it is silent, NAN if it plays no numbers
  double gain_db; ///< That normalises; 0 if it has no loudness
  double most_db; ///< Most gain with which it can still be played hard
} RmnLoudness;

/**
   Measure how loud a model plays a guitar, its knobs at their defaults.

   What is played is 0.6 s of plucked strings, at RMN_PHRASE_LUFS, which is
   about what guitars are that go straight into an interface; a large network
   plays less of it.  Loudness is that of ITU-R BS.1770, integrated.

   Some models are quiet until they are played hard, and then far louder than
   what comes in.  So the gain is never more than lets the same notes, 12 dB
   harder, peak 1 dB above what a wire would make of them.

   @param drives_db Gains of the guitar to measure at, one after the other; 0
   for one as it usually is.
   @param[out] loudness [n_drives]
   @return RMN_OK or RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_loudness_probe(const RmnModel*   model,
                   const RmnNetwork* network,
                   const float*      drives_db,
                   uint32_t          n_drives,
                   RmnLoudness*      loudness);

/**
   Measure what is lost by looking ahead instead of hearing the whole, where a
   layer runs backward, on the phrase that loudness is measured with, or on the
   same as loud as full scale: what is worse.

   @param ms Look-aheads to measure, in order.
   @param[out] esr_db [n] Energy of what differs over that of the sound; NAN
   where the network is too large to be measured, or nothing is to be.
   @return RMN_OK or RMN_ERR_NO_MEMORY.
*/
RmnStatus
rmn_look_ahead_probe(const RmnModel*   model,
                     const RmnNetwork* network,
                     const double*     ms,
                     uint32_t          n,
                     double*           esr_db);

/* Player: a model as an audio effect
   ================================== */

typedef struct RmnPlayerImpl RmnPlayer;

/// What to do if a model was trained at another rate than it plays at
typedef enum {
  RMN_RATE_AUTO,     ///< Delay if it sounds right, or else resample
  RMN_RATE_NATIVE,   ///< Play sample for sample: it sounds different
  RMN_RATE_DELAY,    ///< Feed back the state later: no latency
  RMN_RATE_RESAMPLE, ///< Resample the audio both ways: some latency
} RmnRateMode;

enum { RMN_N_RATE_MODES = RMN_RATE_RESAMPLE + 1 };

/// Return the lower-case name of a mode, such as "delay"
const char*
rmn_rate_mode_name(RmnRateMode mode);

/// What a player is to play
typedef struct {
  double      rate_hz;      ///< Of the audio
  uint32_t    n_streams;    ///< Channels, each with a state of its own
  RmnRateMode rate_mode;    ///< A model of unknown rate plays as natively
  uint32_t    oversampling; ///< 1, 2 or 4 times, against aliasing
  double
    look_ahead_ms; ///< Of layers that run backward; 0 for RMN_LOOK_AHEAD_MS
} RmnSetup;

enum {
  RMN_LOOK_AHEAD_MS     = 20, ///< That is usual
  RMN_MIN_LOOK_AHEAD_MS = 1,
  RMN_MAX_LOOK_AHEAD_MS = 100,
};

/**
   Load a model file and make it ready to play at rest.

   Runs the self-test that the file may carry; see rmn_player_warning().

   It plays at any rate, by the strategy of RMN_RATE_AUTO.

   @param rate_hz Sample rate of the audio.
   @param n_streams Channels of audio, each with a state of its own.
   @return A player for rmn_player_free(), or NULL with `error` filled.
*/
RmnPlayer*
rmn_player_open(const char* path,
                double      rate_hz,
                uint32_t    n_streams,
                RmnError*   error);

/// Like rmn_player_open(), for a network that was read before
RmnPlayer*
rmn_player_new(const RmnNetwork* network,
               double            rate_hz,
               uint32_t          n_streams,
               RmnError*         error);

/// Like rmn_player_open(), with a choice of strategy and oversampling
RmnPlayer*
rmn_player_open_with(const char* path, const RmnSetup* setup, RmnError* error);

/// Like rmn_player_new(), with a choice of strategy and oversampling
RmnPlayer*
rmn_player_new_with(const RmnNetwork* network,
                    const RmnSetup*   setup,
                    RmnError*         error);

void
rmn_player_free(RmnPlayer* player);

/// Return what plays, to make a sequence of
const RmnModel*
rmn_player_model(const RmnPlayer* player);

/// Return the states that play, which a reset leaves where sequences start
const RmnState*
rmn_player_state(const RmnPlayer* player);

/// What runs a network in place of rmn_process(), with its arguments
typedef void (*RmnStandIn)(void*               handle,
                           const float* const* in,
                           float* const*       out,
                           uint32_t            n_frames);

/**
   Have another function run the network, at the rate of the network: for whole
   sequences, which are no matter for an audio thread.

   A look-ahead then adds no latency.  Of use only where a layer runs backward:
   such a player never sleeps.
*/
void
rmn_player_set_stand_in(RmnPlayer* player, RmnStandIn run, void* handle);

/// Return the name that the file gives to the model, or ""
const char*
rmn_player_name(const RmnPlayer* player);

/// Return a sentence if the model fails its own self-test, else ""
const char*
rmn_player_warning(const RmnPlayer* player);

/// Return a sentence if the model's rate leaves doubt how it sounds, else ""
const char*
rmn_player_rate_warning(const RmnPlayer* player);

/// Return a sentence if normalising leaves the model louder or quieter than
/// others, else ""
const char*
rmn_player_level_warning(const RmnPlayer* player);

/// Return how loud the model is, driven as it comes
RMN_RT
RmnLoudness
rmn_player_loudness(const RmnPlayer* player);

/// Return the level that full scale was when the model was made, in dBu; NAN
/// where unknown
RMN_RT
double
rmn_player_model_level(const RmnPlayer* player);

/// Return the rate that the model was trained at, 0 where unknown
RMN_RT
double
rmn_player_model_rate(const RmnPlayer* player);

/// Return the strategy that is used, never RMN_RATE_AUTO; RMN_RATE_NATIVE if
/// the rates are equal
RMN_RT
RmnRateMode
rmn_player_rate_mode(const RmnPlayer* player);

/// Return the number of knobs: inputs of the network besides audio
RMN_RT
uint32_t
rmn_player_n_knobs(const RmnPlayer* player);

/// Return how knob `k`, from 0, is described by the network
RMN_RT
const RmnInput*
rmn_player_knob(const RmnPlayer* player, uint32_t k);

/// Turn knob `k` to `value`, best in its own range; glides while playing.  What
/// is no value of a knob is ignored
RMN_RT
void
rmn_player_set_knob(RmnPlayer* player, uint32_t k, float value);

/// Switch the DC blocker; off at first.  It takes off what the network makes of
/// silence, so that turning a knob is no thump, and then what is below 5 Hz
RMN_RT
void
rmn_player_set_dc_block(RmnPlayer* player, bool enabled);

/// Switch the gain that brings every model to the same loudness; off at first
RMN_RT
void
rmn_player_set_normalise(RmnPlayer* player, bool enabled);

/**
   Drive the model as hard as its maker did, if it says at which level that was.

   @param input_dbu The level that full scale of the audio stands for, or NAN
   to leave the audio as it is, as at first.
*/
RMN_RT
void
rmn_player_set_input_level(RmnPlayer* player, float input_dbu);

/**
   Return to `start` and jump to the present knob values, before the next frame.

   Rest is that of these knob values, found from where silence leads to at their
   defaults, so it is always the same.  Where that takes more than some tenths
   of a millisecond, the state goes on to it while it plays.
*/
RMN_RT
void
rmn_player_reset(RmnPlayer* player, RmnStart start);

/// Return the delay from input to output in frames, what the network states of
/// it included; it never changes
RMN_RT
uint32_t
rmn_player_latency(const RmnPlayer* player);

/// Return whether a sample is audio, or a value that of a knob: a number within
/// +120 dBFS
RMN_RT
static inline bool
rmn_is_audio(const float x)
{
  return x * x < 1e12f; // False for NaN
}

/// Return how many samples and values of knobs were none, and how often the
/// state was lost
RMN_RT
uint64_t
rmn_player_n_contained(const RmnPlayer* player);

/**
   Copy what a stream remembers now: h and C of every recurrent unit, layer by
   layer.

   @param[out] h [n_max]
   @param[out] c [n_max], 0 for units without a cell
   @return The number of units that were copied, at most `n_max`.
*/
RMN_RT
uint32_t
rmn_player_memory(const RmnPlayer* player,
                  uint32_t         stream,
                  float*           h,
                  float*           c,
                  uint32_t         n_max);

/**
   Have knob 0 follow a second audio in the next `n_frames` to be played, frame
   by frame; for networks whose input 1 is_side.

   @param side [n_frames] Kept until they are played.
*/
RMN_RT
void
rmn_player_set_side(RmnPlayer* player, const float* side, uint32_t n_frames);

/**
   Play `n_frames` of every stream, in place or not.

   An input sample that rmn_is_audio() denies is played as zero.  If state or
   output go beyond sense all the same, the player is silent for at most 64
   frames, wherever the block ends, and the state returns to rest.

   Once silence has led to where nothing moves, time stands still for the
   player, which costs next to nothing, until it hears or is told something.

   @param in `in[s]` is the audio of stream s, [n_frames], or NULL for silence,
   of which the player need not look at every sample.
   @param out `out[s]` is output 0 of the network for stream s.
*/
RMN_RT
void
rmn_player_process(RmnPlayer*          player,
                   const float* const* in,
                   float* const*       out,
                   uint32_t            n_frames);

/// Return whether the player sleeps, and gives silence for silence until it
/// hears or is told something
RMN_RT
bool
rmn_player_is_mute(const RmnPlayer* player);

/// Let `n_frames` of silence pass a player that is mute, as
/// rmn_player_process() does, without writing what it gives for them
RMN_RT
void
rmn_player_pass(RmnPlayer* player, uint32_t n_frames);

/// Return the number of outputs of the network
RMN_RT
uint32_t
rmn_player_n_outputs(const RmnPlayer* player);

/**
   Play as rmn_player_process() does, and hear every output.

   DC blocker and normalising act on output 0 alone, which is audio.

   @param out `out[s * n_outputs + o]` is output o for stream s, or NULL.
*/
RMN_RT
void
rmn_player_process_all(RmnPlayer*          player,
                       const float* const* in,
                       float* const*       out,
                       uint32_t            n_frames);

#endif // RMN_RMN_PLAYER_H
