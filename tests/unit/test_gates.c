// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_gates.c How far gates are said to open in the next time step,
   against what the engine then makes of h and C.

   With C' = f C + i g and h' = o tanh C', or h' = z h + (1 - z) n, every gate
   is in what the next step leaves; g and n are computed here in double
   precision.
*/

#include "../networks.h"
#include "gates.h"

#include <math.h>
#include <string.h>

enum { RATE = 48000, MAX_UNITS = 64, N_FRAMES = 300 };

/// Largest error allowed, of single precision and of the tanh of
/// kernels: 1.2e-7
static const double tolerance = 1e-6;

/// A player whose memory is read before and after one more time step
typedef struct {
  RmnNetwork* network;
  RmnPlayer*  player;
  RmnGates*   gates;
  uint32_t    n;
  float       last; ///< What was heard last
  float       open[RMN_N_GATE_KINDS][MAX_UNITS];
  float       h[MAX_UNITS];
  float       c[MAX_UNITS];
  float       next_h[MAX_UNITS];
  float       next_c[MAX_UNITS];
} Trial;

static void
play(Trial* const trial, const float* const audio, const uint32_t n_frames)
{
  float              out[N_FRAMES];
  const float* const in[]     = {audio};
  float* const       played[] = {out};
  rmn_player_process(trial->player, in, played, n_frames);
  trial->last = audio[n_frames - 1U];
}

/// Return how many channels the last layer and those beside it give
static uint32_t
n_given(const RmnShape* const shapes, uint32_t n_layers)
{
  uint32_t n = 0;
  do {
    n += shapes[--n_layers].n_outputs;
  } while (shapes[n_layers].place == RMN_BESIDE);
  return n;
}

/// Play noise in blocks of `n_block`, and look
static void
begin(Trial* const    trial,
      const RmnShape* shapes,
      const uint32_t  n_layers,
      const uint32_t  n_max,
      const uint32_t  n_block)
{
  RmnError error = {RMN_OK, ""};
  float    audio[N_FRAMES];
  float    open[RMN_N_GATE_KINDS * MAX_UNITS];
  uint32_t seed = 7;
  RmnShape chain[4];
  memcpy(chain, shapes, n_layers * sizeof(RmnShape));
  chain[n_layers] = (RmnShape){
    .type = RMN_DENSE, .n_inputs = n_given(shapes, n_layers), .n_outputs = 1};
  randomise(audio, N_FRAMES, 1.0f, &seed);

  memset(trial, 0, sizeof(*trial));
  trial->network = random_network(chain, n_layers + 1U, 3);
  trial->player  = rmn_player_new(trial->network, RATE, 1, &error);
  trial->gates   = rmn_gates_new(trial->network, n_max);
  CHECK(trial->player && trial->gates);
  for (uint32_t t = 0; t < N_FRAMES; t += n_block) {
    const uint32_t left = N_FRAMES - t;
    play(trial, audio + t, left < n_block ? left : n_block);
  }

  trial->n = rmn_gates_read(trial->gates, trial->player, open);
  rmn_player_memory(trial->player, 0, trial->h, trial->c, n_max);
  for (uint32_t k = 0; k < RMN_N_GATE_KINDS; ++k) {
    memcpy(trial->open[k], open + k * trial->n, trial->n * sizeof(float));
  }
}

static void
step(Trial* const trial)
{
  const float again = trial->last;
  play(trial, &again, 1U);
  rmn_player_memory(trial->player, 0, trial->next_h, trial->next_c, MAX_UNITS);
}

static void
end(Trial* const trial)
{
  rmn_gates_free(trial->gates);
  rmn_player_free(trial->player);
  rmn_network_free(trial->network);
}

/// Return `W x + U h + b` of a row of a layer
static double
hear(const RmnLayer* const layer,
     const uint32_t        row,
     const float* const    x,
     const float* const    h)
{
  const uint32_t n_x = layer->shape.n_inputs;
  const uint32_t n_h = layer->shape.n_outputs;
  double         sum = (double)layer->b[row];
  for (uint32_t i = 0; i < n_x; ++i) {
    sum += (double)layer->W[row * n_x + i] * (double)x[i];
  }
  for (uint32_t i = 0; h && i < n_h; ++i) {
    sum += (double)layer->U[row * n_h + i] * (double)h[i];
  }
  return sum;
}

/// Return the worst error of the units of a LSTM
static double
check_lstm(const Trial* const    trial,
           const RmnLayer* const layer,
           const uint32_t        first,
           const float* const    x)
{
  const uint32_t H     = layer->shape.n_outputs;
  double         worst = 0.0;
  for (uint32_t u = first; u < first + H; ++u) {
    const double keep = (double)trial->open[RMN_GATE_KEEP][u];
    const double take = (double)trial->open[RMN_GATE_TAKE][u];
    const double give = (double)trial->open[RMN_GATE_GIVE][u];
    const double g    = hear(layer, 2U * H + u - first, x, trial->h + first);
    const double c    = keep * (double)trial->c[u] + take * tanh(g);
    const double h    = give * tanh((double)trial->next_c[u]);

    worst = fmax(worst, fabs(c - (double)trial->next_c[u]));
    worst = fmax(worst, fabs(h - (double)trial->next_h[u]));
  }
  return worst;
}

/// Return the worst error of the units of a GRU with reset after the product
static double
check_gru(const Trial* const    trial,
          const RmnLayer* const layer,
          const uint32_t        first,
          const float* const    x)
{
  const uint32_t H     = layer->shape.n_outputs;
  double         worst = 0.0;
  for (uint32_t u = first; u < first + H; ++u) {
    const uint32_t row  = 2U * H + u - first;
    const double   z    = (double)trial->open[RMN_GATE_KEEP][u];
    const double   r    = (double)trial->open[RMN_GATE_TAKE][u];
    const double   of_x = hear(layer, row, x, NULL);
    const double   of_h = hear(layer, row, x, trial->h + first) - of_x +
                        (double)layer->b_u[u - first];
    const double n = tanh(of_x + r * of_h);
    const double h = z * (double)trial->h[u] + (1.0 - z) * n;

    CHECK(trial->open[RMN_GATE_GIVE][u] == RMN_NO_GATE);
    worst = fmax(worst, fabs(h - (double)trial->next_h[u]));
  }
  return worst;
}

/// Return the worst error of a network of one layer
static double
check_one(const RmnShape shape, const uint32_t n_block)
{
  Trial trial;
  begin(&trial, &shape, 1, MAX_UNITS, n_block);
  CHECK(trial.n == shape.n_outputs);
  const float x = trial.last;
  step(&trial);
  const RmnLayer* const layer = &trial.network->layers[0];
  const double worst = shape.type == RMN_LSTM ? check_lstm(&trial, layer, 0, &x)
                                              : check_gru(&trial, layer, 0, &x);
  end(&trial);
  return worst;
}

/// Whatever block came last, of a single frame even
static void
gates_open_as_the_next_step_shows(void)
{
  static const uint32_t blocks[] = {300, 64, 37, 1};
  static const uint32_t sizes[]  = {1, 8, 40};
  for (uint32_t b = 0; b < 4; ++b) {
    for (uint32_t s = 0; s < 3; ++s) {
      const RmnShape lstm = {
        .type = RMN_LSTM, .n_inputs = 1, .n_outputs = sizes[s]};
      const RmnShape gru = {
        .type = RMN_GRU, .n_inputs = 1, .n_outputs = sizes[s]};
      CHECK(check_one(lstm, blocks[b]) < tolerance);
      CHECK(check_one(gru, blocks[b]) < tolerance);
    }
  }
}

/// Gates of other functions, which see no more than their bounds
static void
other_functions_open_gates(void)
{
  const RmnFunction hard = {RMN_HARD_SIGMOID, 0.25f, 0.5f};
  for (int i = 0; i < 2; ++i) {
    const RmnShape lstm = {
      .type = RMN_LSTM, .n_inputs = 1, .n_outputs = 9, .functions = {hard}};
    const RmnShape gru = {
      .type = RMN_GRU, .n_inputs = 1, .n_outputs = 9, .functions = {hard}};
    CHECK(check_one(i ? lstm : gru, 64) < tolerance);
  }

  const RmnShape clipped = {
    .type = RMN_LSTM, .n_inputs = 1, .n_outputs = 9, .clip = 0.125f};
  Trial trial;
  begin(&trial, &clipped, 1, MAX_UNITS, 64);
  for (uint32_t u = 0; u < trial.n; ++u) {
    CHECK(fabsf(trial.open[RMN_GATE_KEEP][u] - 0.5f) < 0.03125f);
  }
  end(&trial);
}

static void
peepholes_are_seen_through(void)
{
  static const RmnPeephole kinds[] = {RMN_PEEPHOLE_DIAGONAL, RMN_PEEPHOLE_FULL};
  for (uint32_t k = 0; k < 2; ++k) {
    const RmnShape shape = {
      .type = RMN_LSTM, .n_inputs = 1, .n_outputs = 20, .peephole = kinds[k]};
    CHECK(check_one(shape, 64) < tolerance);
  }
}

/// Layers hear what the one below gave last, and units without gates have none
static void
stacks_hear_one_another(void)
{
  static const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 12},
    {.type = RMN_RNN, .activation = RMN_TANH, .n_inputs = 12, .n_outputs = 5},
    {.type = RMN_GRU, .n_inputs = 5, .n_outputs = 9}};
  Trial trial;
  begin(&trial, shapes, 3, MAX_UNITS, 50);
  CHECK(trial.n == 26);
  for (uint32_t u = 12; u < 17; ++u) {
    CHECK(trial.open[RMN_GATE_KEEP][u] == RMN_NO_GATE);
    CHECK(trial.open[RMN_GATE_TAKE][u] == RMN_NO_GATE);
  }

  // In the next step the second layer hears what the first one gives then
  const RmnLayer* const gru = &trial.network->layers[2];
  for (uint32_t u = 0; u < 9; ++u) {
    const double z = hear(gru, 9U + u, trial.h + 12, trial.h + 17);
    const double r = hear(gru, u, trial.h + 12, trial.h + 17);
    CHECK(fabs((double)trial.open[RMN_GATE_KEEP][17U + u] -
               1.0 / (1.0 + exp(-z))) < tolerance);
    CHECK(fabs((double)trial.open[RMN_GATE_TAKE][17U + u] -
               1.0 / (1.0 + exp(-r))) < tolerance);
  }
  end(&trial);
}

/// Layers that stand side by side hear the same
static void
neighbours_hear_the_same(void)
{
  static const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 7},
    {.type = RMN_GRU, .n_inputs = 1, .n_outputs = 5, .place = RMN_BESIDE}};
  Trial trial;
  begin(&trial, shapes, 2, MAX_UNITS, 64);
  CHECK(trial.n == 12);
  const float x = trial.last;
  step(&trial);
  CHECK(check_lstm(&trial, &trial.network->layers[0], 0, &x) < tolerance);
  CHECK(check_gru(&trial, &trial.network->layers[1], 7, &x) < tolerance);
  end(&trial);
}

/// What hears the future is played in windows, and shows no gates
static void
backward_layers_show_none(void)
{
  static const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 4},
    {.type      = RMN_LSTM,
     .n_inputs  = 1,
     .n_outputs = 4,
     .direction = RMN_BACKWARD,
     .place     = RMN_BESIDE}};
  Trial trial;
  begin(&trial, shapes, 2, MAX_UNITS, 64);
  CHECK(trial.n == 0);
  end(&trial);
}

/// The first units of a large network have the gates that they have anyway
static void
as_many_are_shown_as_are_wanted(void)
{
  static const RmnPeephole kinds[] = {
    RMN_PEEPHOLE_NONE, RMN_PEEPHOLE_DIAGONAL, RMN_PEEPHOLE_FULL};
  for (uint32_t k = 0; k < 3; ++k) {
    const RmnShape shape = {
      .type = RMN_LSTM, .n_inputs = 1, .n_outputs = 40, .peephole = kinds[k]};
    Trial all;
    Trial some;
    begin(&all, &shape, 1, MAX_UNITS, 64);
    begin(&some, &shape, 1, 10, 64);
    CHECK(all.n == 40 && some.n == 10);
    for (uint32_t kind = 0; kind < RMN_N_GATE_KINDS; ++kind) {
      CHECK(!memcmp(all.open[kind], some.open[kind], 10 * sizeof(float)));
    }
    end(&all);
    end(&some);
  }
}

/// Looking changes nothing that plays
static void
looking_is_not_remembered(void)
{
  const RmnShape shape = {.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 16};
  Trial          seen;
  Trial          unseen;
  begin(&seen, &shape, 1, MAX_UNITS, 64);
  begin(&unseen, &shape, 1, MAX_UNITS, 64);
  float open[RMN_N_GATE_KINDS * MAX_UNITS];
  for (uint32_t i = 0; i < 3; ++i) {
    rmn_gates_read(seen.gates, seen.player, open);
  }
  step(&seen);
  step(&unseen);
  CHECK(!memcmp(seen.next_h, unseen.next_h, sizeof(seen.next_h)));
  CHECK(!memcmp(seen.next_c, unseen.next_c, sizeof(seen.next_c)));
  end(&seen);
  end(&unseen);
}

int
main(void)
{
  RUN(gates_open_as_the_next_step_shows);
  RUN(other_functions_open_gates);
  RUN(peepholes_are_seen_through);
  RUN(stacks_hear_one_another);
  RUN(neighbours_hear_the_same);
  RUN(backward_layers_show_none);
  RUN(as_many_are_shown_as_are_wanted);
  RUN(looking_is_not_remembered);
  return 0;
}
