// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file batch_recurrent.c Recurrent layers over whole sequences

#include "batch.h"
#include "network.h"

#include <stdlib.h>
#include <string.h>

/// What a time step of a recurrent layer works on
typedef struct {
  int     m; ///< Streams
  int     H;
  double* z; ///< [m][gates * H] projected inputs of this step
  double* h; ///< [m][H] hidden state, updated
  double* c; ///< [m][H] cell of a LSTM, updated
  double* v; ///< [m][H] for products
} Step;

/// Apply a function of the layer to `n` numbers, within its bounds
static void
apply(const RmnShape* const s,
      const RmnCellFunction which,
      double* const         x,
      const int             n)
{
  const double clip = (double)s->clip;
  for (int i = 0; clip > 0.0 && i < n; ++i) {
    x[i] = fmin(fmax(x[i], -clip), clip);
  }
  rmn_batch_activate(rmn_shape_function(s, which), x, n);
}

static void
step_rnn(const RmnShape* const   s,
         const RmnWeights* const w,
         const Step* const       p)
{
  rmn_batch_multiply(p->h, w->U, p->z, p->m, p->H, p->H);
  for (int r = 0; r < p->m; ++r) {
    apply(s, RMN_OF_GATES, p->z + (size_t)r * p->H, p->H);
  }
  memcpy(p->h, p->z, sizeof(double) * (size_t)(p->m * p->H));
}

/// Add what gate `gate` of z sees of the cells through peephole `peephole`
static void
add_peephole(const RmnShape* const   s,
             const RmnWeights* const w,
             const Step* const       p,
             const int               gate,
             const int               peephole)
{
  const int H = p->H;
  if (s->peephole == RMN_PEEPHOLE_NONE) {
    return;
  }

  rmn_batch_fill(p->v, NULL, p->m, H);
  if (s->peephole == RMN_PEEPHOLE_FULL) {
    const double* const P = w->P + (size_t)peephole * H * H;
    rmn_batch_multiply(p->c, P, p->v, p->m, H, H);
  }

  for (int r = 0; r < p->m; ++r) {
    for (int u = 0; u < H; ++u) {
      const double seen = s->peephole == RMN_PEEPHOLE_FULL
                            ? p->v[r * H + u]
                            : w->P[peephole * H + u] * p->c[r * H + u];

      p->z[(r * 4 + gate) * H + u] += seen;
    }
  }
}

static void
step_lstm(const RmnShape* const   s,
          const RmnWeights* const w,
          const Step* const       p)
{
  const int H = p->H;

  rmn_batch_multiply(p->h, w->U, p->z, p->m, H, 4 * H);
  add_peephole(s, w, p, 0, 0);
  add_peephole(s, w, p, 1, 1);
  for (int r = 0; r < p->m; ++r) {
    double* const z = p->z + (size_t)r * 4 * H;
    double* const c = p->c + (size_t)r * H;
    apply(s, RMN_OF_GATES, z, 2 * H);
    apply(s, RMN_OF_CANDIDATE, z + 2 * H, H);
    for (int u = 0; u < H; ++u) {
      c[u] = z[H + u] * c[u] + z[u] * z[2 * H + u];
    }
  }

  add_peephole(s, w, p, 3, 2);
  for (int r = 0; r < p->m; ++r) {
    double* const o = p->z + ((size_t)r * 4 + 3) * H;
    double* const h = p->h + (size_t)r * H;
    memcpy(h, p->c + (size_t)r * H, sizeof(double) * (size_t)H);
    apply(s, RMN_OF_GATES, o, H);
    apply(s, RMN_OF_CELL, h, H);
    for (int u = 0; u < H; ++u) {
      h[u] *= o[u];
    }
  }
}

/// v = U_n h' + b_u, to be reset, or U_n (r * h'), reset already
static void
project_candidate(const RmnShape* const   s,
                  const RmnWeights* const w,
                  const Step* const       p,
                  double* const           reset)
{
  const int           H   = p->H;
  const double* const U_n = w->U + (size_t)2 * H * H;

  rmn_batch_fill(p->v, w->b_u, p->m, H);
  if (s->reset == RMN_RESET_AFTER) {
    rmn_batch_multiply(p->h, U_n, p->v, p->m, H, H);
    for (int i = 0; i < p->m * H; ++i) {
      p->v[i] *= reset[i];
    }
  } else {
    for (int i = 0; i < p->m * H; ++i) {
      reset[i] *= p->h[i];
    }
    rmn_batch_multiply(reset, U_n, p->v, p->m, H, H);
  }
}

static void
step_gru(const RmnShape* const   s,
         const RmnWeights* const w,
         const Step* const       p)
{
  const int     H     = p->H;
  double* const gates = p->c; // [m][2H] of r and z: a GRU has no cell
  double* const reset = gates + (size_t)p->m * 2 * H;

  rmn_batch_fill(gates, NULL, p->m, 2 * H);
  rmn_batch_multiply(p->h, w->U, gates, p->m, H, 2 * H);
  for (int i = 0; i < p->m * 2 * H; ++i) {
    gates[i] += p->z[i / (2 * H) * 3 * H + i % (2 * H)];
  }
  apply(s, RMN_OF_GATES, gates, p->m * 2 * H);
  for (int i = 0; i < p->m * H; ++i) {
    reset[i] = gates[i / H * 2 * H + i % H];
  }

  project_candidate(s, w, p, reset);
  for (int i = 0; i < p->m * H; ++i) {
    p->v[i] += p->z[(i / H * 3 + 2) * H + i % H];
  }
  apply(s, RMN_OF_CANDIDATE, p->v, p->m * H);
  for (int i = 0; i < p->m * H; ++i) {
    const double z = gates[(i / H * 2 + 1) * H + i % H];

    p->h[i] = z * p->h[i] + (1.0 - z) * p->v[i];
  }
}

RmnStatus
rmn_batch_recurrent(const RmnShape* const   s,
                    const RmnWeights* const w,
                    const RmnExtent         extent,
                    const RmnStart          start,
                    const double* const     x,
                    double* const           y)
{
  const int    T       = extent.n_frames;
  const int    m       = extent.n_streams;
  const int    H       = (int)s->n_outputs;
  const int    n_rows  = (int)rmn_shape_n_gates(s) * H;
  const size_t n_state = (size_t)m * H;

  double* const z =
    (double*)calloc((size_t)T * m + 1U, n_rows * sizeof(double));
  double* const memory = (double*)calloc(5U * n_state, sizeof(double));
  Step          step   = {m, H, z, memory, NULL, NULL};
  if (!z || !memory) {
    free(z);
    free(memory);
    return RMN_ERR_NO_MEMORY;
  }

  step.v = memory + n_state;
  step.c = memory + 2U * n_state;
  if (start == RMN_START_FILE) {
    rmn_batch_fill(step.h, w->h0, m, H);
    rmn_batch_fill(step.c, w->c0, m, H);
  }

  rmn_batch_fill(z, w->b, T * m, n_rows);
  rmn_batch_multiply(x, w->W, z, T * m, (int)s->n_inputs, n_rows);
  for (int i = 0; i < T; ++i) {
    const int t = s->direction == RMN_BACKWARD ? T - 1 - i : i;

    step.z = z + (size_t)t * m * n_rows;
    if (s->type == RMN_LSTM) {
      step_lstm(s, w, &step);
    } else if (s->type == RMN_GRU) {
      step_gru(s, w, &step);
    } else {
      step_rnn(s, w, &step);
    }
    memcpy(y + (size_t)t * n_state, step.h, n_state * sizeof(double));
  }

  free(z);
  free(memory);
  return RMN_OK;
}
