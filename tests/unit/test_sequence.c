// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_sequence.c Whole sequences, in chunks and passes

#include "../bidirectional.h"
#include "../sequences.h"
#include "span.h"

#include <string.h>

enum { N_STREAMS = 3, N_FRAMES = 5003 }; ///< Chunks are of 1024 to 4096 frames

static float noise[N_STREAMS][N_FRAMES];
static float first[N_STREAMS][N_FRAMES];
static float other[N_STREAMS][N_FRAMES];

static const RmnShape lstm = {.type = RMN_LSTM};
static const RmnShape gru  = {.type = RMN_GRU};

static void
point(const float* in[N_STREAMS],
      float*       out[N_STREAMS],
      float        frames[N_STREAMS][N_FRAMES],
      const size_t at)
{
  for (uint32_t s = 0; s < N_STREAMS; ++s) {
    in[s]  = noise[s] + at;
    out[s] = frames[s] + at;
  }
}

/// What plays, from the state that the file gives
typedef struct {
  RmnNetwork* network;
  RmnModel*   model;
  RmnState*   state;
} Rig;

static Rig
open_rig(RmnNetwork* const network)
{
  Rig rig   = {network, rmn_model_new(network), NULL};
  rig.state = rmn_state_new(rig.model, N_STREAMS);
  CHECK(rig.state);
  rmn_state_reset(rig.state, rig.model, RMN_START_FILE);

  uint32_t seed = 5;
  randomise(noise[0], (size_t)N_STREAMS * N_FRAMES, 1.0f, &seed);
  return rig;
}

static void
close_rig(const Rig* const rig)
{
  rmn_state_free(rig->state);
  rmn_model_free(rig->model);
  rmn_network_free(rig->network);
}

/// Play the noise as a sequence of `n_frames`, `n_block` frames at a time
static void
play_sequence(const Rig* const rig,
              float            frames[N_STREAMS][N_FRAMES],
              const uint32_t   n_frames,
              const uint32_t   n_block)
{
  const float* in[N_STREAMS];
  float*       out[N_STREAMS];
  point(in, out, frames, 0);

  Planes             planes   = {in, N_STREAMS};
  RmnSequence* const sequence = rmn_sequence_new(
    rig->model, rig->state, n_frames, NULL, read_planes, &planes);
  CHECK(sequence);
  for (uint32_t t = 0; t < N_FRAMES; t += n_block) {
    const uint32_t left = N_FRAMES - t;
    const float*   unused[N_STREAMS];
    point(unused, out, frames, t);
    CHECK(!rmn_sequence_next(sequence, out, left < n_block ? left : n_block));
  }
  rmn_sequence_free(sequence);
}

/// Play the noise with each layer going through all of it before the next
static void
play_at_once(const Rig* const rig, float frames[N_STREAMS][N_FRAMES])
{
  const float* in[N_STREAMS];
  float*       out[N_STREAMS];
  RmnSpan      span;
  point(in, out, frames, 0);
  CHECK(rmn_span_init(&span, rig->model, NULL, N_STREAMS, N_FRAMES));

  rmn_span_read(&span, in, 0, N_FRAMES);
  for (uint32_t l = 0; l < rig->model->n_layers; ++l) {
    rmn_span_run(&span, rig->state, l, 0, N_FRAMES, 0);
  }
  rmn_span_write(&span, out, 0, N_FRAMES);
  rmn_span_clear(&span);
  rmn_state_reset(rig->state, rig->model, RMN_START_FILE);
}

static RmnNetwork*
forward_network(void)
{
  const RmnShape shapes[] = {
    {.type        = RMN_CONV1D,
     .activation  = RMN_TANH,
     .n_inputs    = 1,
     .n_outputs   = 3,
     .kernel_size = 3,
     .dilation    = 5,
     .n_groups    = 1},
    {.type = RMN_LSTM, .n_inputs = 3, .n_outputs = 6},
    {.type = RMN_GRU, .n_inputs = 3, .n_outputs = 5, .place = RMN_BESIDE},
    {.type = RMN_LSTM, .n_inputs = 11, .n_outputs = 8},
    {.type = RMN_GRU, .n_inputs = 8, .n_outputs = 7, .period = 64},
    {.type = RMN_DENSE, .n_inputs = 7, .n_outputs = 1, .period = 4}};
  return random_network(shapes, 6, 3);
}

/// A stack that runs as a wavefront in real time
static RmnNetwork*
stacked_network(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 6},
    {.type = RMN_LSTM, .n_inputs = 6, .n_outputs = 4},
    {.type = RMN_DENSE, .n_inputs = 4, .n_outputs = 1}};
  return random_network(shapes, 3, 3);
}

static void
compare_with_real_time(RmnNetwork* const network)
{
  const Rig    rig = open_rig(network);
  const float* in[N_STREAMS];
  float*       out[N_STREAMS];

  play_sequence(&rig, first, N_FRAMES, N_FRAMES);
  point(in, out, other, 0);
  rmn_process(rig.model, rig.state, in, out, N_FRAMES);
  CHECK(!memcmp(first, other, sizeof(first)));
  close_rig(&rig);
}

static void
forward_layers_play_as_in_real_time(void)
{
  compare_with_real_time(forward_network());
  compare_with_real_time(stacked_network());
}

/// Chunks, passes and marks change no bit of what layers make at once
static void
compare_with_at_once(RmnNetwork* const network)
{
  const Rig rig = open_rig(network);

  play_at_once(&rig, first);
  play_sequence(&rig, other, N_FRAMES, N_FRAMES);
  CHECK(!memcmp(first, other, sizeof(first)));
  close_rig(&rig);
}

static void
chunks_play_as_all_at_once(void)
{
  for (uint32_t n = 1; n <= 4; ++n) {
    compare_with_at_once(bidirectional_network(lstm, 1, 6, n, n));
    compare_with_at_once(bidirectional_network(gru, 1, 20, n, n));
  }

  const RmnShape shapes[] = {
    {.type = RMN_RNN, .n_inputs = 1, .n_outputs = 4, .direction = RMN_BACKWARD},
    {.type        = RMN_CONV1D,
     .n_inputs    = 4,
     .n_outputs   = 4,
     .kernel_size = 2,
     .dilation    = 9,
     .n_groups    = 2},
    {.type      = RMN_LSTM,
     .peephole  = RMN_PEEPHOLE_FULL,
     .n_inputs  = 4,
     .n_outputs = 5,
     .direction = RMN_BACKWARD},
    {.type = RMN_GRU, .n_inputs = 5, .n_outputs = 1}};
  compare_with_at_once(random_network(shapes, 4, 9));
}

static void
any_split_gives_the_same_bits(void)
{
  static const uint32_t blocks[] = {1, 7, 64, 1024, 4096};

  const Rig rig = open_rig(bidirectional_network(lstm, 1, 5, 2, 1));
  play_sequence(&rig, first, N_FRAMES, N_FRAMES);
  for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); ++i) {
    play_sequence(&rig, other, N_FRAMES, blocks[i]);
    CHECK(!memcmp(first, other, sizeof(first)));
  }
  close_rig(&rig);
}

static void
ends_are_silent(void)
{
  const Rig rig = open_rig(bidirectional_network(gru, 1, 3, 1, 1));

  for (uint32_t n = 0; n < 3; ++n) {
    play_sequence(&rig, first, n, 1);
    CHECK(!n || first[0][n - 1U] != 0.0f);
    CHECK(first[0][n] == 0.0f && first[N_STREAMS - 1][N_FRAMES - 1] == 0.0f);
  }
  close_rig(&rig);
}

/// Return how often a network has its input read
static uint32_t
count_passes(RmnNetwork* const network)
{
  const Rig          rig = open_rig(network);
  RmnSequence* const sequence =
    rmn_sequence_new(rig.model, rig.state, N_FRAMES, NULL, read_planes, NULL);
  CHECK(sequence);

  const uint32_t n_passes = rmn_sequence_n_passes(sequence);
  rmn_sequence_free(sequence);
  close_rig(&rig);
  return n_passes;
}

static void
passes_are_one_more_than_turns(void)
{
  RmnShape back  = {.type = RMN_GRU, .n_inputs = 1, .n_outputs = 1};
  back.direction = RMN_BACKWARD;

  CHECK(count_passes(forward_network()) == 1U);
  CHECK(count_passes(random_network(&back, 1, 1)) == 2U);
  for (uint32_t n = 1; n <= MAX_DEPTH; ++n) {
    CHECK(count_passes(bidirectional_network(lstm, 1, 2, n, 1)) == n + 1U);
  }
}

/// Fail after some chunks
static bool
read_less_and_less(void* const         handle,
                   const uint64_t      frame,
                   float* const* const in,
                   const uint32_t      n_frames)
{
  int* const n_left = (int*)handle;
  (void)frame;
  for (uint32_t s = 0; s < N_STREAMS; ++s) {
    memset(in[s], 0, n_frames * sizeof(float));
  }
  return (*n_left)-- > 0;
}

static void
what_cannot_be_read_is_told(void)
{
  const Rig rig = open_rig(bidirectional_network(lstm, 1, 2, 2, 1));

  for (int n_chunks = 0; n_chunks < 4; ++n_chunks) {
    int                n_left = n_chunks;
    const float*       in[N_STREAMS];
    float*             out[N_STREAMS];
    RmnSequence* const sequence = rmn_sequence_new(
      rig.model, rig.state, N_FRAMES, NULL, read_less_and_less, &n_left);
    CHECK(sequence);
    point(in, out, first, 0);
    CHECK(rmn_sequence_next(sequence, out, 1) == RMN_ERR_FILE);
    rmn_sequence_free(sequence);
  }
  close_rig(&rig);
}

int
main(void)
{
  RUN(forward_layers_play_as_in_real_time);
  RUN(chunks_play_as_all_at_once);
  RUN(any_split_gives_the_same_bits);
  RUN(ends_are_silent);
  RUN(passes_are_one_more_than_turns);
  RUN(what_cannot_be_read_is_told);
  return 0;
}
