// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file bidirectional.h Networks that run both ways, made up for tests

#ifndef RMN_TEST_BIDIRECTIONAL_H
#define RMN_TEST_BIDIRECTIONAL_H

#include "networks.h"

enum { MAX_DEPTH = 8 };

/**
   Return `n` bidirectional layers of `H` units on each other, and a dense one.

   @param shape What both directions have in common.
*/
static inline RmnNetwork*
bidirectional_network(RmnShape       shape,
                      const uint32_t n_inputs,
                      const uint32_t H,
                      const uint32_t n,
                      const uint32_t seed)
{
  RmnShape shapes[2 * MAX_DEPTH + 1];
  for (uint32_t l = 0; l < n; ++l) {
    shape.n_inputs  = l ? 2U * H : n_inputs;
    shape.n_outputs = H;

    shapes[2U * l]                = shape;
    shapes[2U * l + 1U]           = shape;
    shapes[2U * l + 1U].direction = RMN_BACKWARD;
    shapes[2U * l + 1U].place     = RMN_BESIDE;
  }
  shapes[2U * n] =
    (RmnShape){.type = RMN_DENSE, .n_inputs = 2U * H, .n_outputs = 1};

  return random_network(shapes, 2U * n + 1U, seed);
}

#endif // RMN_TEST_BIDIRECTIONAL_H
