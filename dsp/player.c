// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "player.h"
#include "model.h"
#include "network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double knob_time_s = 0.02;
static const double dc_time_s   = 0.02;
static const double dc_cut_hz   = 5.0;

static bool
allocate(RmnPlayer* const player, const RmnNetwork* const network)
{
  const size_t n_streams = player->n_streams;
  const size_t n_in      = n_streams * network->n_inputs;
  const size_t n_out     = n_streams * network->n_outputs;
  const size_t n_buffers = n_streams + player->n_knobs + n_out + 1U;

  player->model = rmn_model_new(network);
  player->state =
    player->model ? rmn_state_new(player->model, (uint32_t)n_streams) : NULL;
  player->buffers = (float*)calloc(n_buffers * RMN_PLAYER_CHUNK, sizeof(float));
  player->in      = (const float**)calloc(n_in, sizeof(float*));
  player->out     = (float**)calloc(n_out, sizeof(float*));
  player->heard   = (float**)calloc(n_out, sizeof(float*));
  player->dc      = (RmnDcBlock*)calloc(n_streams, sizeof(RmnDcBlock));
  return player->state && player->buffers && player->in && player->out &&
         player->heard && player->dc;
}

/// Have the state run at the rate of the audio, and sleep when there is none
static bool
adapt(RmnPlayer* const        player,
      const RmnNetwork* const network,
      const RmnSetup* const   setup)
{
  player->rate = rmn_rate_new(player->model,
                              network,
                              player->state,
                              setup,
                              RMN_PLAYER_CHUNK,
                              player->rate_warning);
  return player->rate && rmn_idle_init(&player->idle,
                                       player->rate,
                                       player->dc,
                                       player->n_streams,
                                       player->n_streams * network->n_outputs,
                                       setup->rate_hz);
}

static RmnStatus
measure(RmnPlayer* const        player,
        const RmnNetwork* const network,
        const RmnSetup* const   setup)
{
  return rmn_level_init(&player->level,
                        player->model,
                        network,
                        setup->rate_hz,
                        player->level_warning);
}

/// Point the inputs and outputs of the network at the buffers
static void
connect(RmnPlayer* const player, const RmnNetwork* const network)
{
  const uint32_t n_in      = network->n_inputs;
  const uint32_t n_out     = network->n_outputs;
  float* const   first_out = rmn_player_knob_values(player, player->n_knobs);

  for (uint32_t s = 0; s < player->n_streams; ++s) {
    player->in[s * n_in] = rmn_player_audio(player, s);
    for (uint32_t k = 0; k < player->n_knobs; ++k) {
      player->in[s * n_in + 1U + k] = rmn_player_knob_values(player, k);
    }
    for (uint32_t o = 0; o < n_out; ++o) {
      const uint32_t i = s * n_out + o;
      player->out[i]   = first_out + (size_t)i * RMN_PLAYER_CHUNK;
    }
  }

  player->rest =
    first_out + (size_t)player->n_streams * n_out * RMN_PLAYER_CHUNK;
}

static void
describe(RmnPlayer* const player, const RmnNetwork* const network)
{
  const char* const name = network->metadata.name;

  snprintf(player->name, sizeof(player->name), "%s", name ? name : "");
  player->model_rate_hz = network->rate_hz;
  for (uint32_t k = 0; k < player->n_knobs; ++k) {
    player->knobs[k] = network->inputs[k + 1U];
  }
}

static RmnStatus
run_self_test(RmnPlayer* const player, const RmnNetwork* const network)
{
  float           worst = 0.0f;
  const RmnStatus st    = rmn_self_test(network, player->model, &worst);
  if (st != RMN_ERR_SELF_TEST) {
    return st;
  }

  snprintf(player->warning,
           sizeof(player->warning),
           "The output differs by %.2g from what the file says it should be "
           "(at most %.2g is normal): it may be damaged, or sound different",
           (double)worst,
           (double)network->self_test.tolerance);
  return RMN_OK;
}

RmnPlayer*
rmn_player_new_with(const RmnNetwork* const network,
                    const RmnSetup* const   setup,
                    RmnError* const         error)
{
  const double     rate_hz = setup->rate_hz;
  RmnPlayer* const player  = (RmnPlayer*)calloc(1, sizeof(RmnPlayer));
  if (player) {
    player->n_streams = setup->n_streams;
    player->n_knobs   = network->n_inputs - 1U;
  }
  if (!player || !allocate(player, network) || !adapt(player, network, setup) ||
      measure(player, network, setup) || run_self_test(player, network)) {
    rmn_error_set(error, RMN_ERR_NO_MEMORY, "no memory for a model");
    rmn_player_free(player);
    return NULL;
  }

  connect(player, network);
  describe(player, network);
  for (uint32_t k = 0; k < player->n_knobs; ++k) {
    const float value = player->knobs[k].value;
    rmn_smooth_init(&player->smooth[k], value, rate_hz, knob_time_s);
  }
  rmn_smooth_init(&player->dc_mix, 0.0f, rate_hz, dc_time_s);
  player->dc_coefficient = (float)exp(-6.283185307179586 * dc_cut_hz / rate_hz);
  rmn_player_reset(player, RMN_START_REST);
  return player;
}

RmnPlayer*
rmn_player_new(const RmnNetwork* const network,
               const double            rate_hz,
               const uint32_t          n_streams,
               RmnError* const         error)
{
  const RmnSetup setup = {rate_hz, n_streams, RMN_RATE_AUTO, 1U, 0.0};
  return rmn_player_new_with(network, &setup, error);
}

RmnPlayer*
rmn_player_open_with(const char* const     path,
                     const RmnSetup* const setup,
                     RmnError* const       error)
{
  RmnNetwork* const network = rmn_network_load(path, error);
  RmnPlayer* const  player =
    network ? rmn_player_new_with(network, setup, error) : NULL;

  rmn_network_free(network);
  return player;
}

RmnPlayer*
rmn_player_open(const char* const path,
                const double      rate_hz,
                const uint32_t    n_streams,
                RmnError* const   error)
{
  const RmnSetup setup = {rate_hz, n_streams, RMN_RATE_AUTO, 1U, 0.0};
  return rmn_player_open_with(path, &setup, error);
}

void
rmn_player_free(RmnPlayer* const player)
{
  if (player) {
    rmn_idle_clear(&player->idle);
    rmn_rate_free(player->rate);
    rmn_state_free(player->state);
    rmn_model_free(player->model);
    free(player->buffers);
    free(player->in);
    free(player->out);
    free(player->heard);
    free(player->dc);
    free(player);
  }
}

const RmnModel*
rmn_player_model(const RmnPlayer* const player)
{
  return player->model;
}

const RmnState*
rmn_player_state(const RmnPlayer* const player)
{
  return player->state;
}

void
rmn_player_set_stand_in(RmnPlayer* const player,
                        const RmnStandIn run,
                        void* const      handle)
{
  rmn_rate_set_stand_in(player->rate, run, handle);
}

const char*
rmn_player_name(const RmnPlayer* const player)
{
  return player->name;
}

const char*
rmn_player_warning(const RmnPlayer* const player)
{
  return player->warning;
}

const char*
rmn_player_rate_warning(const RmnPlayer* const player)
{
  return player->rate_warning;
}

const char*
rmn_player_level_warning(const RmnPlayer* const player)
{
  return player->level_warning;
}
