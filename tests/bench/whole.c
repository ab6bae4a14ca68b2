// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file whole.c What it is worth to project the inputs of a recording apart.

   Plays noise as a whole through bidirectional layers, by kernels alone and
   with products of OpenBLAS, in turns.  Prints the least time of each for a
   frame, their ratio and largest difference, and the memory that an hour takes.
*/

#include "../bidirectional.h"
#include "../sequences.h"

#include <cblas.h>
#include <malloc.h>
#include <time.h>

enum { N_FRAMES = 8192, N_ROUNDS = 5, HOUR = 3600 * 48000 };

static float noise[N_FRAMES];
static float exact[N_FRAMES];
static float heard[N_FRAMES];

/// Return the time that this thread has run, whatever else the machine does
static double
now_s(void)
{
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/// Return the seconds that playing the noise takes
static double
play_noise(const RmnModel* const model,
           const RmnState* const start,
           const RmnProduct      product,
           float* const          frames)
{
  const float* const in[]   = {noise};
  float* const       out[]  = {frames};
  Planes             planes = {in, 1};

  const double       before = now_s();
  RmnSequence* const sequence =
    rmn_sequence_new(model, start, N_FRAMES, product, read_planes, &planes);
  CHECK(sequence && !rmn_sequence_next(sequence, out, N_FRAMES));
  rmn_sequence_free(sequence);
  return now_s() - before;
}

/// Return the bytes that are allocated for an hour
static size_t
hour_bytes(const RmnModel* const model, const RmnState* const start)
{
  const struct mallinfo2 before = mallinfo2();
  RmnSequence* const     sequence =
    rmn_sequence_new(model, start, HOUR, rmn_batch_product, read_planes, NULL);
  CHECK(sequence);
  const struct mallinfo2 after = mallinfo2();
  rmn_sequence_free(sequence);
  return after.uordblks + after.hblkhd - before.uordblks - before.hblkhd;
}

static void
bench(const char* const name, const RmnShape cell, const uint32_t H, uint32_t n)
{
  RmnNetwork* const network = bidirectional_network(cell, 1, H, n, 1);
  RmnModel* const   model   = rmn_model_new(network);
  CHECK(model);
  RmnState* const start = rmn_state_new(model, 1);
  CHECK(start);

  double kernel_s  = INFINITY;
  double product_s = INFINITY;
  for (int r = 0; r < N_ROUNDS; ++r) {
    kernel_s = fmin(kernel_s, play_noise(model, start, NULL, exact));
    product_s =
      fmin(product_s, play_noise(model, start, rmn_batch_product, heard));
  }

  double worst = 0.0;
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    worst = fmax(worst, fabs((double)(heard[t] - exact[t])));
  }
  printf("%s %2u, %u deep  %7.0f ns %7.0f ns  %.2f x  %.1e  %6.1f MB\n",
         name,
         H,
         n,
         1e9 * kernel_s / N_FRAMES,
         1e9 * product_s / N_FRAMES,
         kernel_s / product_s,
         worst,
         1e-6 * (double)hour_bytes(model, start));
  fflush(stdout);

  rmn_state_free(start);
  rmn_model_free(model);
  rmn_network_free(network);
}

int
main(void)
{
  static const uint32_t sizes[] = {8, 16, 24, 40, 64, 96};

  uint32_t seed = 3;
  randomise(noise, N_FRAMES, 1.0f, &seed);
  openblas_set_num_threads(1);

  printf("bidirectional    kernels    OpenBLAS  ratio   differ  an hour\n");
  for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); ++i) {
    for (uint32_t n = 1; n <= 3; ++n) {
      bench("LSTM", (RmnShape){.type = RMN_LSTM}, sizes[i], n);
      bench("GRU ", (RmnShape){.type = RMN_GRU}, sizes[i], n);
    }
  }
  return 0;
}
