// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file idle.c Plays noise, and silence once all is asleep, for
   tests/cli/idle.sh, which has callgrind count what measure() takes.
*/

#include "../../tools/bench_entry.h"
#include "../networks.h"
#include "../plugin_play.h"

enum {
  WARM_UP_BLOCK = 256,
  N_WARM_UP     = 1024,  ///< Frames of noise before it is measured
  N_ASLEEP      = 40960, ///< Frames of silence, until all is asleep
  N_FRAMES      = 2560,  ///< Frames that are measured
};

/// What plays: a player, or else the plugin in a host
typedef struct {
  RmnPlayer* player;
  Host*      host;
  float      in[HOST_MAX_FRAMES];
  float      out[HOST_MAX_FRAMES];
} Idle;

/// Play `n_frames` in blocks of `n_block`, the same again and again
static void
play(Idle* const idle, const uint32_t n_block, const uint32_t n_frames)
{
  const float* const in  = idle->in;
  float* const       out = idle->out;

  for (uint32_t t = 0; t < n_frames; t += n_block) {
    if (idle->player) {
      rmn_player_process(idle->player, &in, &out, n_block);
    } else {
      idle->host->notify.sequence.atom.size = idle->host->notify_size;
      idle->host->descriptor->run(idle->host->instance, n_block);
    }
  }
}

__attribute__((noinline)) static void
measure(Idle* const idle, const uint32_t n_block)
{
  play(idle, n_block, N_FRAMES);
}

/// Return a player of a network such as "lstm 16", as the plugin has it
static RmnPlayer*
make_player(const char* const cell, const char* const n_hidden)
{
  const RmnLayerType type  = strcmp(cell, "gru") ? RMN_LSTM : RMN_GRU;
  RmnError           error = {RMN_OK, ""};
  RmnNetwork* const  network =
    bench_network_new(type, (uint32_t)strtoul(n_hidden, NULL, 10), 1U);
  CHECK(network);
  RmnPlayer* const player = rmn_player_new(network, HOST_RATE, 1, &error);
  CHECK(player);

  rmn_player_set_dc_block(player, true);
  rmn_network_free(network);
  return player;
}

static Idle*
idle_new(const char* const what, const char* const which)
{
  Idle* const idle = (Idle*)calloc(1, sizeof(Idle));
  CHECK(idle);
  if (strcmp(what, "plugin") != 0) {
    idle->player = make_player(what, which);
    return idle;
  }

  Host* const host = host_open_model(EFFECT, which);
  host->descriptor->connect_port(host->instance, RMN_PORT_AUDIO, idle->in);
  host->descriptor->connect_port(
    host->instance, RMN_PORT_AUDIO + host->n_channels, idle->out);
  idle->host = host;
  return idle;
}

static void
idle_free(Idle* const idle)
{
  if (idle->host) {
    host_close(idle->host);
  }
  rmn_player_free(idle->player);
  free(idle);
}

int
main(const int argc, char** const argv)
{
  if (argc < 4) {
    fprintf(stderr,
            "Usage: bench-idle CELL SIZE BLOCK...\n"
            "       bench-idle plugin MODEL BLOCK...\n");
    return 2;
  }

  Idle* const idle = idle_new(argv[1], argv[2]);
  play(idle, WARM_UP_BLOCK, N_ASLEEP); // From rest, where it takes no time
  for (int i = 3; i < argc; ++i) {
    measure(idle, (uint32_t)strtoul(argv[i], NULL, 10));
  }

  uint32_t seed = 1;
  randomise(idle->in, HOST_MAX_FRAMES, 0.5f, &seed);
  play(idle, WARM_UP_BLOCK, N_WARM_UP);
  for (int i = 3; i < argc; ++i) {
    measure(idle, (uint32_t)strtoul(argv[i], NULL, 10));
  }

  idle_free(idle);
  return 0;
}
