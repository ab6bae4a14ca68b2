// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file batch_product.c What projects the inputs of a whole recording

#include "rmn.h"

#include <cblas.h>

void
rmn_batch_product(const float* const x,
                  const uint32_t     x_stride,
                  const float* const W,
                  float* const       y,
                  const uint32_t     m,
                  const uint32_t     k,
                  const uint32_t     n)
{
  cblas_sgemm(CblasRowMajor,
              CblasNoTrans,
              CblasNoTrans,
              (int)m,
              (int)n,
              (int)k,
              1.0f,
              x,
              (int)x_stride,
              W,
              (int)n,
              0.0f,
              y,
              (int)n);
}
