// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_rate_rt.c Playing at any rate asks for no memory.

   This program's own versions of the functions count, for the library of
   resampling too, and pass everything on to the C library.
*/

#include "../rates.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

static void
playing_asks_for_no_memory(void)
{
  test_skip("sanitizers have these functions to themselves");
}

static void
making_a_player_is_counted(void)
{
  test_skip("sanitizers have these functions to themselves");
}

#else

static uint32_t n_calls;

void*
__libc_malloc(size_t size);
void*
__libc_calloc(size_t n, size_t size);
void*
__libc_realloc(void* p, size_t size);
void
__libc_free(void* p);

#  pragma GCC visibility push(default) // For libraries to find these

void*
malloc(const size_t size)
{
  ++n_calls;
  return __libc_malloc(size);
}

void*
calloc(const size_t nmemb, const size_t size)
{
  ++n_calls;
  return __libc_calloc(nmemb, size);
}

void*
realloc(void* const ptr, const size_t size)
{
  ++n_calls;
  return __libc_realloc(ptr, size);
}

void
free(void* const ptr)
{
  ++n_calls;
  __libc_free(ptr);
}

#  pragma GCC visibility pop

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

  for (int i = 0; i < N_HOST_RATES; ++i) {
    for (int m = RMN_RATE_AUTO; m < RMN_N_RATE_MODES; ++m) {
      RmnPlayer* const player =
        make_player(host_rates_hz[i], m, i % 2 ? 2U : 1U);
      const uint32_t before = n_calls;
      uint32_t       seed   = 2;
      randomise(audio, 2000, 1.0f, &seed);
      play_at(player, audio, 2000, 500);
      rmn_player_reset(player, RMN_START_ZERO);
      play_at(player, audio, 2000, 1);
      audio[100] = NAN; // And containment
      play_at(player, audio, 2000, 64);
      CHECK(n_calls == before);
      rmn_player_free(player);
    }
  }
}

static void
making_a_player_is_counted(void)
{
  const uint32_t   before   = n_calls;
  RmnPlayer* const native   = make_player(96000.0, RMN_RATE_NATIVE, 1);
  const uint32_t   n_native = n_calls - before;
  RmnPlayer* const resample = make_player(96000.0, RMN_RATE_RESAMPLE, 1);
  CHECK(n_native > 10 && n_calls - before - n_native > n_native + 10);
  rmn_player_free(native);
  rmn_player_free(resample);
}

#endif

int
main(void)
{
  RUN(making_a_player_is_counted);
  RUN(playing_asks_for_no_memory);
  return 0;
}
