// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_rate_rt.c Playing at any rate asks for no memory.

   counted.h counts, in the library of resampling too.
*/

#define _GNU_SOURCE // For RTLD_NEXT

#include "../counted.h"
#include "../rates.h"

static RmnPlayer*
make_player(const double rate_hz, const int mode, const uint32_t times)
{
  const RmnSetup setup = {rate_hz, 1, (RmnRateMode)mode, times, 0.0};
  return player_at(make_lstm(1), 44100.0, setup);
}

static void
playing_asks_for_no_memory(void)
{
  static float audio[2000];
  if (!COUNTED) {
    test_skip("sanitizers have these functions to themselves");
    return;
  }

  for (int i = 0; i < N_HOST_RATES; ++i) {
    for (int m = RMN_RATE_AUTO; m < RMN_N_RATE_MODES; ++m) {
      RmnPlayer* const player =
        make_player(host_rates_hz[i], m, i % 2 ? 2U : 1U);
      uint32_t seed = 2;
      counted_begin();
      randomise(audio, 2000, 1.0f, &seed);
      play_at(player, audio, 2000, 500);
      rmn_player_reset(player, RMN_START_ZERO);
      play_at(player, audio, 2000, 1);
      audio[100] = NAN; // And containment
      play_at(player, audio, 2000, 64);
      CHECK(!counted_end());
      rmn_player_free(player);
    }
  }
}

static void
making_a_player_is_counted(void)
{
  if (!COUNTED) {
    test_skip("sanitizers have these functions to themselves");
    return;
  }

  counted_begin();
  RmnPlayer* const native   = make_player(96000.0, RMN_RATE_NATIVE, 1);
  const uint32_t   n_native = counted_end();
  counted_begin();
  RmnPlayer* const resample   = make_player(96000.0, RMN_RATE_RESAMPLE, 1);
  const uint32_t   n_resample = counted_end();
  CHECK(n_native > 10 && n_resample > n_native + 10);
  rmn_player_free(native);
  rmn_player_free(resample);
}

int
main(void)
{
  counted_init();
  RUN(making_a_player_is_counted);
  RUN(playing_asks_for_no_memory);
  return 0;
}
