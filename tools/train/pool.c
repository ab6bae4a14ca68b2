// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "pool.h"

#include <stdlib.h>

bool
pool_init(Pool* const pool)
{
  pool->most = pool->kind == RMN_POOL_MAX
                 ? (uint32_t*)calloc(pool->n_frames * pool->n, sizeof(uint32_t))
                 : NULL;
  return pool->kind != RMN_POOL_MAX || pool->most;
}

void
pool_free(Pool* const pool)
{
  free(pool->most);
  pool->most = NULL;
}

/// Replace number `i` of the last frame of each hop
static void
pool_number(const Pool* const pool, Real* const y, const size_t i)
{
  const bool is_mean = pool->kind == RMN_POOL_MEAN;
  Real       pooled  = 0;
  size_t     best    = 0;
  for (size_t t = 0; t < pool->n_frames; ++t) {
    const size_t at       = t * pool->n + i;
    const size_t n_before = t % pool->window;
    if (is_mean) {
      pooled = n_before ? pooled + y[at] : y[at];
    } else if (!n_before || y[at] > pooled) {
      pooled = y[at];
      best   = t;
    }
    if ((t + 1U) % pool->hop == 0U) {
      y[at] = is_mean ? pooled / (Real)(n_before + 1U) : pooled;
      if (!is_mean) {
        pool->most[at] = (uint32_t)best;
      }
    }
  }
}

void
pool_forward(const Pool* const pool, Real* const y)
{
  for (size_t i = 0; pool->kind != RMN_POOL_LAST && i < pool->n; ++i) {
    pool_number(pool, y, i);
  }
}

/// Hand the gradient of the value of frame `t` back to what it is of
static void
share_back(const Pool* const pool,
           Real* const       dy,
           const size_t      i,
           const size_t      t)
{
  const size_t n_before = t % pool->window;
  const Real   share    = dy[t * pool->n + i] / (Real)(n_before + 1U);
  dy[t * pool->n + i]   = 0;
  for (size_t s = t - n_before; s <= t; ++s) {
    dy[s * pool->n + i] += share;
  }
}

void
pool_backward(const Pool* const pool, Real* const dy)
{
  if (pool->kind == RMN_POOL_LAST) {
    return;
  }

  // In the order of time, so that no value has a share of a later one as yet
  for (size_t t = pool->hop - 1U; t < pool->n_frames; t += pool->hop) {
    for (size_t i = 0; i < pool->n; ++i) {
      if (pool->kind == RMN_POOL_MEAN) {
        share_back(pool, dy, i, t);
      } else {
        const Real d        = dy[t * pool->n + i];
        dy[t * pool->n + i] = 0;
        dy[pool->most[t * pool->n + i] * pool->n + i] += d;
      }
    }
  }
}
