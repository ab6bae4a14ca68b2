// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file idle.c Plays noise, or silence long enough to sleep and then some more
   of it, for tests/cli/idle.sh.
*/

#include "../../tools/bench_entry.h"
#include "../plugin_play.h"

enum {
  N_SECONDS    = 3,   ///< Of silence until all is asleep
  PLUGIN_BLOCK = 256, ///< Frames of a call, as from a host
};

/// Play blocks of what `host` hears through `player`, or else the plugin
static void
play(Host* const host, RmnPlayer* const player, const uint32_t n_blocks)
{
  const float* const in  = host->in[0];
  float* const       out = host->out[0];

  host_run(host, 0, PLUGIN_BLOCK);
  for (uint32_t b = 0; b < n_blocks; ++b) {
    if (player) {
      rmn_player_process(player, &in, &out, BENCH_BLOCK);
    } else {
      host->notify.sequence.atom.size = host->notify_size;
      host->descriptor->run(host->instance, PLUGIN_BLOCK);
    }
  }
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

int
main(const int argc, char** const argv)
{
  if (argc != 5) {
    fprintf(stderr,
            "Usage: bench-idle CELL SIZE noise|silence BLOCKS\n"
            "       bench-idle plugin MODEL noise|silence BLOCKS\n");
    return 2;
  }

  const bool       is_plugin = !strcmp(argv[1], "plugin");
  RmnPlayer* const player    = is_plugin ? NULL : make_player(argv[1], argv[2]);
  Host* const      host      = host_open(EFFECT, WORKER_INLINE);
  if (argv[2][0] == '/') {
    host_set_model(host, argv[2]);
    host_run(host, 0, 1);
  }

  if (!strcmp(argv[3], "noise")) {
    host_make_noise(host);
  } else {
    play(host,
         player,
         N_SECONDS * HOST_RATE / (player ? BENCH_BLOCK : PLUGIN_BLOCK));
  }
  play(host, player, (uint32_t)strtoul(argv[4], NULL, 10));

  host_close(host);
  rmn_player_free(player);
  return 0;
}
