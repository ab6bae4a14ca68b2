// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file train.c Samples of audio per second that training goes through:

       train CELL HIDDEN N_THREADS TRUNCATION

   prints thousands of samples a second by the clock, and by the time that
   processors spent, which other work on the machine changes less.  A sample
   goes forward, back, and into an update.
*/

#include "../../tools/train/design.h"
#include "../../tools/train/trainer.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N_SECONDS = 30, RATE_HZ = 48000 };

static volatile sig_atomic_t stop;

static double
now(const clockid_t clock)
{
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/// Noise, through a soft clipper
static void
fill(float* const dry, float* const wet)
{
  uint32_t seed = 1;
  for (size_t t = 0; t < N_SECONDS * RATE_HZ; ++t) {
    seed          = seed * 1664525U + 1013904223U;
    const float x = (float)seed / 4294967296.0f - 0.5f;
    dry[t]        = x;
    wet[t]        = 2.0f * x / (1.0f + 3.0f * x * x);
  }
}

static double
note(void* const data, const uint64_t n_updates)
{
  (void)data;
  (void)n_updates;
  return 0.0;
}

int
main(const int argc, char** const argv)
{
  static float  dry[N_SECONDS * RATE_HZ];
  static float  wet[N_SECONDS * RATE_HZ];
  Recording     recording = {.dry      = dry,
                             .wet      = wet,
                             .n_frames = N_SECONDS * RATE_HZ,
                             .rate_hz  = RATE_HZ,
                             .weight   = 1.0};
  const Session session   = {.n_takes = 1, .takes = &recording};
  RmnError      error     = {RMN_OK, ""};
  if (argc != 5 || !design_knows(argv[1])) {
    fputs("Usage: train CELL HIDDEN N_THREADS TRUNCATION\n", stderr);
    return 2;
  }

  const Design        design   = {.cell     = argv[1],
                                  .n_hidden = (uint32_t)strtoul(argv[2], NULL, 10),
                                  .n_layers = 1,
                                  .skip     = true,
                                  .seed     = 1};
  const TrainSettings settings = {
    .truncation = (uint32_t)strtoul(argv[4], NULL, 10),
    .n_epochs   = 100,
    .seed       = 1,
    .n_threads  = (uint32_t)strtoul(argv[3], NULL, 10),
    .stop       = &stop};
  RmnNetwork* const network = design_network(&design, RATE_HZ, &error);
  fill(dry, wet);
  recording_split(&recording);
  Trainer* const trainer =
    network ? trainer_new(network, &session, &settings, &error) : NULL;
  if (!trainer) {
    fprintf(stderr, "train: %s\n", error.message);
    return 1;
  }

  const double n_frames =
    (double)(trainer_n_updates(trainer) * trainer_n_frames(trainer));
  double best     = 0.0;
  double best_cpu = 0.0;
  for (int i = 0; i < 5; ++i) {
    const double wall = now(CLOCK_MONOTONIC);
    const double cpu  = now(CLOCK_PROCESS_CPUTIME_ID);
    trainer_epoch(trainer, note, NULL);
    const double rate     = n_frames / (now(CLOCK_MONOTONIC) - wall);
    const double rate_cpu = n_frames / (now(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    best                  = rate > best ? rate : best;
    best_cpu              = rate_cpu > best_cpu ? rate_cpu : best_cpu;
  }
  printf("%s %s threads %s steps %s: %.0f ksamples/s, %.0f a processor\n",
         argv[1],
         argv[2],
         argv[3],
         argv[4],
         1e-3 * best,
         1e-3 * best_cpu);

  trainer_free(trainer);
  rmn_network_free(network);
  return 0;
}
