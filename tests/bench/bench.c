// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file bench.c What opening a model costs; `remanence bench` times playing.

   Prints the least and the median of many rounds.  Times depend on the machine
   and on what else it does; no test looks at them.
*/

#include "../networks.h"

#include <malloc.h>
#include <time.h>

enum { N_ROUNDS = 15 };

static const double rate_hz = 48000.0;

static double
now_s(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int
compare(const void* const a, const void* const b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

/// Print `[rows][cols]` of random numbers as pretty-printers write them
static void
print_matrix(FILE* const f, const uint32_t rows, const uint32_t cols)
{
  static uint32_t seed = 1;

  for (uint32_t r = 0; r < rows; ++r) {
    fprintf(f, "%s[", r ? ",\n" : "");
    for (uint32_t c = 0; c < cols; ++c) {
      fprintf(f,
              "%s\n          %.17g",
              c ? "," : "",
              0.1 * (double)random_float(&seed));
    }
    fprintf(f, "]");
  }
}

/// Write a Keras-style LSTM of `H` units with a dense head
static void
write_model(const char* const path, const uint32_t H)
{
  FILE* const f = fopen(path, "w");
  CHECK(f);
  fprintf(f, "{\"in_shape\": [null, null, 1], \"layers\": [\n");
  fprintf(f, "{\"type\": \"lstm\", \"shape\": [null, null, %u],", H);
  fprintf(f, " \"activation\": \"tanh\", \"weights\": [[");
  print_matrix(f, 1, 4 * H);
  fprintf(f, "], [");
  print_matrix(f, H, 4 * H);
  fprintf(f, "], ");
  print_matrix(f, 1, 4 * H);
  fprintf(f, "]},\n{\"type\": \"dense\", \"shape\": [null, null, 1],");
  fprintf(f, " \"activation\": \"\", \"weights\": [[");
  print_matrix(f, H, 1);
  fprintf(f, "], ");
  print_matrix(f, 1, 1);
  fprintf(f, "]}]}\n");
  fclose(f);
}

static long
file_size(const char* const path)
{
  FILE* const f = fopen(path, "r");
  CHECK(f && !fseek(f, 0, SEEK_END));
  const long size = ftell(f);
  fclose(f);
  return size;
}

static void
bench_open(const char* const path, const uint32_t H)
{
  double   times[N_ROUNDS];
  RmnError error = {RMN_OK, ""};

  write_model(path, H);
  for (int r = 0; r < N_ROUNDS; ++r) {
    const double     start  = now_s();
    RmnPlayer* const player = rmn_player_open(path, rate_hz, 1, &error);
    times[r]                = 1e3 * (now_s() - start);
    if (!player) {
      fprintf(stderr, "%s\n", error.message);
    }
    CHECK(player);
    rmn_player_free(player);
  }

  qsort(times, N_ROUNDS, sizeof(times[0]), compare);
  printf("open    LSTM %-4u %8.2f MB JSON   least %7.2f ms   median %7.2f ms\n",
         H,
         1e-6 * (double)file_size(path),
         times[0],
         times[N_ROUNDS / 2]);
}

static void
bench_memory(const char* const path, const uint32_t H)
{
  RmnError error = {RMN_OK, ""};

  write_model(path, H);
  const size_t     before = mallinfo2().uordblks + mallinfo2().hblkhd;
  RmnPlayer* const player = rmn_player_open(path, rate_hz, 2, &error);
  const size_t     after  = mallinfo2().uordblks + mallinfo2().hblkhd;
  CHECK(player);
  printf("memory  LSTM %-4u %8.2f MB for a stereo player\n",
         H,
         1e-6 * (double)(after - before));
  rmn_player_free(player);
}

int
main(const int argc, char** const argv)
{
  if (argc != 2) {
    fprintf(stderr, "Usage: bench SCRATCH_FILE\n");
    return 2;
  }

  bench_open(argv[1], 40);
  bench_open(argv[1], 108); // 1.5 MB
  bench_memory(argv[1], 40);
  remove(argv[1]);
  return 0;
}
