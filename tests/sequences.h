// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file sequences.h Play whole sequences, [frame][channel], and compare them

#ifndef RMN_TEST_SEQUENCES_H
#define RMN_TEST_SEQUENCES_H

#include "rmn.h"
#include "test.h"

#include <math.h>
#include <stdint.h>

/// Return the bytes of a file, to be freed, or NULL
static inline void*
read_bytes(const char* const path, size_t* const size)
{
  FILE* const file = fopen(path, "rb");
  if (!file) {
    return NULL;
  }

  CHECK(!fseek(file, 0, SEEK_END));
  *size = (size_t)ftell(file);
  rewind(file);

  void* const bytes = malloc(*size + 1U);
  CHECK(bytes && fread(bytes, 1, *size, file) == *size);
  fclose(file);
  return bytes;
}

/// Return what the real-time path makes of a sequence, to be freed
static inline double*
play(const RmnNetwork* const network,
     const RmnStart          start,
     const double* const     x,
     const uint32_t          n_frames)
{
  const uint32_t n_in  = network->n_inputs;
  const uint32_t n_out = network->n_outputs;
  const size_t   n_all = (size_t)n_frames * (n_in + n_out);

  RmnModel* const model = rmn_model_new(network);
  CHECK(model);
  RmnState* const state  = rmn_state_new(model, 1);
  float* const    planes = (float*)malloc(n_all * sizeof(float));
  double* const   y = (double*)calloc((size_t)n_frames * n_out, sizeof(double));
  CHECK(state && planes && y);

  const float* in[RMN_MAX_INPUTS];
  for (uint32_t i = 0; i < n_in; ++i) {
    float* const plane = planes + (size_t)i * n_frames;
    for (uint32_t t = 0; t < n_frames; ++t) {
      plane[t] = (float)x[(size_t)t * n_in + i];
    }
    in[i] = plane;
  }

  float* out[RMN_MAX_OUTPUTS];
  for (uint32_t o = 0; o < n_out; ++o) {
    out[o] = planes + (size_t)(n_in + o) * n_frames;
  }

  rmn_state_reset(state, model, start);
  rmn_process(model, state, in, out, n_frames);
  for (uint32_t o = 0; o < n_out; ++o) {
    for (uint32_t t = 0; t < n_frames; ++t) {
      y[(size_t)t * n_out + o] = (double)out[o][t];
    }
  }

  free(planes);
  rmn_state_free(state);
  rmn_model_free(model);
  return y;
}

/// Return the largest absolute difference; every sample must be finite
static inline double
worst_error(const double* const a, const double* const b, const size_t n)
{
  double worst = 0.0;
  for (size_t i = 0; i < n; ++i) {
    CHECK(isfinite(a[i]) && isfinite(b[i]));
    worst = fmax(worst, fabs(a[i] - b[i]));
  }
  return worst;
}

#endif // RMN_TEST_SEQUENCES_H
