// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_pieces.c What the pieces of a recording begin with

#include "../networks.h"
#include "../test.h"

#include "../../tools/train/pieces.h"

#include <math.h>

enum { RATE_HZ = 8000, N_PIECE = 4000, N_PIECES = 40 };

static float wet[N_PIECE * N_PIECES];

static const double decay_frames = 100.0;

/// Record noise through a low-pass, around a mean, in pieces each of which
/// begins with `start`, which dies away
static Recording
record(const double mean, const double start)
{
  uint32_t seed = 1;
  double   y    = 0.0;
  for (int t = 0; t < N_PIECE * N_PIECES; ++t) {
    y += 0.1 * ((double)random_float(&seed) - y);
    wet[t] = (float)(y + mean + start * exp(-(t % N_PIECE) / decay_frames));
  }
  return (Recording){.wet      = wet,
                     .n_frames = N_PIECE * N_PIECES,
                     .rate_hz  = RATE_HZ,
                     .n_piece  = N_PIECE};
}

static void
pieces_that_only_go_on_have_nothing_in_common(void)
{
  for (int i = 0; i < 2; ++i) {
    const Recording take = record(0.3 * i, 0.0);
    CHECK(pieces_common(&take, 0) < 1e-3);
    CHECK(pieces_settle(&take) < N_PIECE / 8);
  }
}

/// The share is what was put in, and is next to nothing once it is skipped
static void
start_is_found_and_measured(void)
{
  const Recording still  = record(0.2, 0.0);
  double          square = 0.0;
  for (int t = 0; t < N_PIECE * N_PIECES; ++t) {
    square += (double)still.wet[t] * (double)still.wet[t];
  }
  square /= N_PIECE * N_PIECES;

  const Recording take   = record(0.2, 2.0);
  const double    start  = 4.0 * decay_frames / 2.0 / N_PIECE;
  const double    slope  = 2.0 * 0.2 * 2.0 * decay_frames / N_PIECE;
  const double    share  = start / (square + start + slope);
  const double    common = pieces_common(&take, 0);
  const size_t    settle = pieces_settle(&take);
  CHECK(fabs(common - share) < 0.05 * share);
  CHECK(pieces_common(&take, 200) < 0.1 * common);
  CHECK(settle > 300 && settle < 900);
  CHECK(pieces_common(&take, settle) < 1e-3);
}

/// Chance makes a few pieces alike
static void
few_pieces_tell_nothing(void)
{
  Recording take = record(0.0, 2.0);
  take.n_frames  = 7U * N_PIECE;
  CHECK(pieces_common(&take, 0) == 0.0 && pieces_settle(&take) == 0);
}

int
main(void)
{
  RUN(pieces_that_only_go_on_have_nothing_in_common);
  RUN(start_is_found_and_measured);
  RUN(few_pieces_tell_nothing);
  return 0;
}
