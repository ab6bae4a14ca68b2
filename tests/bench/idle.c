// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file idle.c Plays noise, silence after it, and silence once all is asleep,
   for tests/cli/idle.sh, which has callgrind count what measure() takes; and
   tells how long it is until models sleep.
*/

#include "../../tools/bench_entry.h"
#include "../networks.h"
#include "../plugin_play.h"
#include "player.h"

#if __has_include(<valgrind/callgrind.h>)
#  include <valgrind/callgrind.h>
#else // Nothing to count with
#  define CALLGRIND_START_INSTRUMENTATION
#  define CALLGRIND_STOP_INSTRUMENTATION
#endif

enum {
  WARM_UP_BLOCK = 256,
  N_WARM_UP     = 8192,          ///< Frames of noise before it is measured
  N_ASLEEP      = 8 * HOST_RATE, ///< Frames of silence, until all is asleep
  N_FRAMES      = 2560,          ///< Frames that are measured
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

  Host* const host = strcmp(which, "default") != 0
                       ? host_open_model(EFFECT, which)
                       : host_open(EFFECT, WORKER_INLINE);
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

/// Measure `n` sizes of blocks
static void
measure_all(Idle* const idle, char** const sizes, const int n)
{
  CALLGRIND_START_INSTRUMENTATION;
  for (int i = 0; i < n; ++i) {
    measure(idle, (uint32_t)strtoul(sizes[i], NULL, 10));
  }
  CALLGRIND_STOP_INSTRUMENTATION;
}

/// Measure noise, silence while it is awake, and silence while it sleeps
static void
measure_what(char** const args, const int n_args)
{
  Idle* const idle = idle_new(args[0], args[1]);
  uint32_t    seed = 1;
  randomise(idle->in, HOST_MAX_FRAMES, 0.5f, &seed);
  play(idle, WARM_UP_BLOCK, N_WARM_UP);
  measure_all(idle, args + 2, n_args - 2);

  memset(idle->in, 0, sizeof(idle->in));
  measure_all(idle, args + 2, n_args - 2);
  play(idle, WARM_UP_BLOCK, N_ASLEEP);
  measure_all(idle, args + 2, n_args - 2);
  idle_free(idle);
}

/// Return the seconds of silence that a player takes to fall asleep, or
/// INFINITY
static double
lull(Idle* const idle)
{
  memset(idle->in, 0, sizeof(idle->in));
  for (uint32_t n = 0; n <= N_ASLEEP; n += RMN_PLAYER_CHUNK) {
    if (rmn_idle_is_asleep(&idle->player->idle)) {
      return (double)n / HOST_RATE;
    }
    play(idle, RMN_PLAYER_CHUNK, RMN_PLAYER_CHUNK);
  }
  return INFINITY;
}

/// Print how long a model is awake, from rest and after noise
static void
print_sleep(const char* const path)
{
  RmnError error = {RMN_OK, ""};
  Idle     idle  = {.player = rmn_player_open(path, HOST_RATE, 1, &error)};
  if (!idle.player) {
    return;
  }

  rmn_player_set_dc_block(idle.player, true);
  rmn_player_set_normalise(idle.player, true);
  const double from_rest = lull(&idle);
  uint32_t     seed      = 1;
  for (uint32_t n = 0; n < N_WARM_UP; n += WARM_UP_BLOCK) {
    randomise(idle.in, WARM_UP_BLOCK, 0.5f, &seed);
    play(&idle, WARM_UP_BLOCK, WARM_UP_BLOCK);
  }
  printf("%.2f %.2f %s\n", from_rest, lull(&idle), path);
  rmn_player_free(idle.player);
}

int
main(const int argc, char** const argv)
{
  const bool is_sleep = argc > 2 && !strcmp(argv[1], "sleep");
  if (!is_sleep && argc < 4) {
    fprintf(stderr,
            "Usage: bench-idle CELL SIZE BLOCK...\n"
            "       bench-idle plugin default|MODEL BLOCK...\n"
            "       bench-idle sleep MODEL...\n");
    return 2;
  }

  for (int i = 2; is_sleep && i < argc; ++i) {
    print_sleep(argv[i]);
  }
  if (!is_sleep) {
    measure_what(argv + 1, argc - 1);
  }
  return 0;
}
