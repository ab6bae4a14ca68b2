// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_plugin_hammer.c A thousand models in a minute of audio.

   The worker is a thread, and what it loads is heard, every one of them, while
   the next is loaded.  This program's own versions of the functions for memory
   count blocks, so that a sound that is lost is found; a build with SAN=address
   has these functions to itself, and finds what nobody points to.
*/

#include "../plugin_swap.h"
#include "../plugin_worker.h"

#include <math.h>

enum {
  N_REQUESTS   = 1000,
  N_PIECE      = 64,
  N_PIECES     = 60 * HOST_RATE / N_PIECE,
  PIECES_APART = N_PIECES / N_REQUESTS - 1, ///< The last fades within a minute
  PIECES_LATE  = 8,   ///< Most that are played before a model is loaded
  N_PERIODS    = 341, ///< Of the sine in the input, of about 1 kHz
};

/// Of several kinds, and the first of another rate
static const char* const models[] = {"guitarml-lstm.json",
                                     "gru-40.json",
                                     "keras-lstm.json",
                                     "lstm-3-in.json",
                                     "nam-lstm.json"};

enum { N_MODELS = sizeof(models) / sizeof(models[0]) };

static atomic_int n_allocated; ///< Blocks that are not freed yet

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const bool is_counting = false;
#else
static const bool is_counting = true;

void*
__libc_malloc(size_t size);
void*
__libc_calloc(size_t n, size_t size);
void*
__libc_memalign(size_t alignment, size_t size);
void*
__libc_realloc(void* p, size_t size);
void
__libc_free(void* p);

#  pragma GCC visibility push(default) // For the plugin to find these

void*
malloc(const size_t size)
{
  ++n_allocated;
  return __libc_malloc(size);
}

void*
calloc(const size_t nmemb, const size_t size)
{
  ++n_allocated;
  return __libc_calloc(nmemb, size);
}

void*
aligned_alloc(const size_t alignment, const size_t size)
{
  ++n_allocated;
  return __libc_memalign(alignment, size);
}

void*
realloc(void* const ptr, const size_t size)
{
  n_allocated += !ptr;
  return __libc_realloc(ptr, size);
}

void
free(void* const ptr)
{
  n_allocated -= ptr != NULL;
  __libc_free(ptr);
}

#  pragma GCC visibility pop
#endif

/// Fill the input with a sine that goes on where it began
static void
make_sine(Host* const host)
{
  const double pitch = 6.283185307179586 * N_PERIODS / HOST_MAX_FRAMES;
  for (uint32_t t = 0; t < HOST_MAX_FRAMES; ++t) {
    host->in[0][t] = 0.5f * (float)sin(pitch * t);
  }
}

/// Return the largest step of any model by itself
static float
find_largest_step(const Host* const host)
{
  static Audio audio;
  float        largest = 0.0f;
  for (uint32_t m = 0; m < N_MODELS; ++m) {
    reference_play(host, host_golden(models[m]), audio, 0, HOST_MAX_FRAMES);
    for (uint32_t t = HOST_MAX_FRAMES / 2; t < HOST_MAX_FRAMES; ++t) {
      largest = fmaxf(largest, fabsf(audio[0][t] - audio[0][t - 1]));
    }
  }
  return largest;
}

/// Play a piece: all of it is written, it is no silence, and nothing clicks
static void
play_piece(Host* const    host,
           const uint32_t piece,
           float* const   last,
           const float    largest_step)
{
  const uint32_t first = piece * N_PIECE % HOST_MAX_FRAMES;
  float* const   out   = host->out[0] + first;
  float          peak  = 0.0f;

  for (uint32_t t = 0; t < N_PIECE; ++t) {
    out[t] = NAN;
  }
  host_run(host, first, N_PIECE);
  for (uint32_t t = 0; t < N_PIECE; ++t) {
    CHECK(fabsf(out[t] - *last) <= largest_step); // False for NaN
    *last = out[t];
    peak  = fmaxf(peak, fabsf(out[t]));
  }
  CHECK(peak > 0.0f);
}

/// Play until nothing swaps any more and everything is freed
static void
settle(Host* const host, Worker* const worker, const float largest_step)
{
  const uint32_t end  = N_PIECES * N_PIECE % HOST_MAX_FRAMES;
  float          last = host->out[0][end - 1U];
  for (uint32_t b = N_PIECES; b < N_PIECES + HOST_MAX_FRAMES / N_PIECE; ++b) {
    play_piece(host, b, &last, largest_step);
    if (b % 16U == 0) {
      worker_wait(worker);
    }
  }
  worker_wait(worker);
}

/// Play every model, so that whatever is kept for ever is there
static void
warm_up(Host* const host, Worker* const worker)
{
  for (uint32_t m = 0; m < 2U * N_MODELS + 4U; ++m) {
    if (m < 2U * N_MODELS) {
      host_set_model(host, host_golden(models[m % N_MODELS]));
    }
    host_run(host, 0, HOST_MAX_FRAMES);
    worker_wait(worker);
  }
}

/// Play a minute, a request now and then, each of which is loaded in time
static void
hammer(Host* const host, Worker* const worker, const float largest_step)
{
  float last = host->out[0][HOST_MAX_FRAMES - 1U];
  for (uint32_t b = 0; b < N_PIECES; ++b) {
    const uint32_t r = b / PIECES_APART;
    if (b % PIECES_APART == 0 && r < N_REQUESTS) {
      host_set_model(host, host_golden(models[r % N_MODELS]));
    }
    if (b % PIECES_APART == PIECES_LATE) {
      worker_wait(worker);
    }
    play_piece(host, b, &last, largest_step);
  }
}

static void
thousand_swaps_in_a_minute(void)
{
  static Worker worker;
  Host* const   host = host_open(EFFECT, WORKER_LATER);
  make_sine(host);
  const float largest_step = 1.01f * find_largest_step(host);

  worker_start(&worker, host);
  warm_up(host, &worker);
  const int      n_before = n_allocated;
  const uint32_t n_models = host->n_models;
  hammer(host, &worker, largest_step);

  // One begins once the one before it is heard, and the last had a second left
  CHECK(host->n_models - n_models == N_REQUESTS);
  settle(host, &worker, largest_step);
  CHECK(!worker.n_refused);
  CHECK(!strcmp(host->model, host_golden(models[(N_REQUESTS - 1) % N_MODELS])));
  CHECK(!is_counting || n_allocated == n_before);
  worker_stop(&worker);
  host_close(host);
}

int
main(void)
{
  RUN(thousand_swaps_in_a_minute);
  return 0;
}
