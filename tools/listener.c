// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "listener.h"
#include "command.h"
#include "decision.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
listener_read(Listener* const listener, const char* const path)
{
  RmnError error = {RMN_OK, ""};

  listener->path    = path;
  listener->network = rmn_network_load(path, &error);
  if (!listener->network) {
    command_report(path, "%s", error.message);
  }
  return listener->network;
}

bool
listener_predicts(const Listener* const listener)
{
  const RmnPredictionKind said = listener->network->prediction.kind;
  return said ||
         rmn_decision_guess(listener->network).kind == RMN_PREDICT_CLASS;
}

/// Begin anew, as the plugin does
static void
begin(Listener* const listener)
{
  listener->frame = -(int64_t)rmn_predictor_latency(listener->predictor);
  rmn_predictor_reset(listener->predictor, RMN_START_REST);
}

bool
listener_open(Listener* const       listener,
              const RmnSetup* const setup,
              const uint32_t        n_channels)
{
  const RmnNetwork* const network = listener->network;
  const RmnSetup          own     = rmn_predictor_setup(network, setup);
  RmnError                error   = {RMN_OK, ""};

  rmn_player_free(listener->player);
  rmn_predictor_free(listener->predictor);
  listener->rate_hz   = setup->rate_hz;
  listener->predictor = NULL;
  listener->player    = rmn_player_new_with(network, &own, &error);
  if (!listener->player) {
    command_report(listener->path, "%s", error.message);
    return false;
  }
  listener->predictor =
    rmn_predictor_new(network, listener->player, setup->rate_hz);
  if (!listener->predictor) {
    command_report(listener->path, "out of memory");
    return false;
  }
  if (rmn_predictor_has_side(listener->predictor) && n_channels < 2U) {
    command_report(listener->path,
                   "hears a second audio, which is channel 2 of a file: this "
                   "one has 1 channel");
    return false;
  }
  begin(listener);
  return true;
}

/// Predict of up to RMN_PREDICTOR_CHUNK frames that are in the buffers
static void
hear(Listener* const    listener,
     const uint32_t     n_frames,
     const ListenerTell tell,
     void* const        handle)
{
  RmnPredictor* const predictor = listener->predictor;
  const bool          is_each = rmn_predictor_prediction(predictor)->hop == 1U;
  float*              values[RMN_MAX_OUTPUTS];
  for (uint32_t o = 0; o < RMN_MAX_OUTPUTS; ++o) {
    values[o] = listener->values[o];
  }

  for (uint32_t t = 0, n = 0; t < n_frames; t += n) {
    const uint32_t n_due  = rmn_predictor_n_left(predictor);
    const uint32_t n_left = n_frames - t;

    n = is_each || n_left < n_due ? n_left : n_due;
    rmn_predictor_process(predictor,
                          listener->mixed + t,
                          listener->side + t,
                          listener->audio,
                          values,
                          listener->winners,
                          n);
    const Stretch stretch = {
      listener->frame, n, is_each, is_each || n == n_due};
    tell(handle, listener, &stretch);
    listener->frame += n;
  }
}

/// Mix frames of several channels for the network to hear
static void
mix(Listener* const    listener,
    const float* const frames,
    const uint32_t     n_channels,
    const uint32_t     n)
{
  const bool     has_side = rmn_predictor_has_side(listener->predictor);
  const uint32_t n_mixed  = has_side ? 1U : n_channels;

  for (uint32_t t = 0; t < n; ++t) {
    const float* const frame = frames + (size_t)t * n_channels;
    double             sum   = 0.0;
    for (uint32_t c = 0; c < n_mixed; ++c) {
      sum += (double)frame[c];
    }
    listener->mixed[t] = (float)(sum / n_mixed);
    listener->side[t]  = has_side ? frame[1] : 0.0f;
  }
}

void
listener_hear(Listener* const    listener,
              const float* const frames,
              const uint32_t     n_channels,
              const uint32_t     n,
              const ListenerTell tell,
              void* const        handle)
{
  for (uint32_t t = 0, n_chunk = 0; t < n; t += n_chunk) {
    n_chunk = n - t < RMN_PREDICTOR_CHUNK ? n - t : RMN_PREDICTOR_CHUNK;
    mix(listener, frames + (size_t)t * n_channels, n_channels, n_chunk);
    hear(listener, n_chunk, tell, handle);
  }
}

void
listener_finish(Listener* const    listener,
                const ListenerTell tell,
                void* const        handle)
{
  uint32_t n_left = rmn_predictor_latency(listener->predictor);
  for (uint32_t n = 0; n_left; n_left -= n) {
    n = n_left < RMN_PREDICTOR_CHUNK ? n_left : RMN_PREDICTOR_CHUNK;
    memset(listener->mixed, 0, sizeof(listener->mixed));
    memset(listener->side, 0, sizeof(listener->side));
    hear(listener, n, tell, handle);
  }
}

const char*
listener_output_name(const Listener* const listener,
                     const uint32_t        o,
                     char                  text[16])
{
  const char* const name = listener->network->outputs[o].name;
  snprintf(text, 16, "output %u", o + 1U);
  return *name ? name : text;
}

bool
listener_tells_classes(const Listener* const listener)
{
  return rmn_predictor_prediction(listener->predictor)->kind ==
         RMN_PREDICT_CLASS;
}

/// Return how many frames of the file there are from value to value
static double
find_hop(const Listener* const listener)
{
  const bool is_native =
    rmn_player_rate_mode(listener->player) == RMN_RATE_NATIVE;
  const double ratio =
    is_native ? 1.0 : listener->rate_hz / listener->network->rate_hz;

  return ratio * rmn_predictor_prediction(listener->predictor)->hop;
}

bool
listener_fits(const Listener* const listener, const uint64_t n_frames)
{
  const double hop = find_hop(listener);
  if (hop < (double)n_frames + 1.0) {
    return true;
  }

  command_report(listener->path,
                 "says something every %.0f frames, %.3f s, but the file lasts "
                 "%" PRIu64 " frames: give it a longer one",
                 hop,
                 hop / listener->rate_hz,
                 n_frames);
  return false;
}

void
listener_close(Listener* const listener)
{
  rmn_predictor_free(listener->predictor);
  rmn_player_free(listener->player);
  rmn_network_free(listener->network);
  listener->predictor = NULL;
  listener->player    = NULL;
  listener->network   = NULL;
}
