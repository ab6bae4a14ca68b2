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

/// Planes of a sequence, to be read as a whole
typedef struct {
  const float* const* in;
  uint32_t            n_inputs;
} Planes;

static inline bool
read_planes(void* const         handle,
            const uint64_t      first,
            float* const* const in,
            const uint32_t      n_frames)
{
  const Planes* const planes = (const Planes*)handle;
  for (uint32_t i = 0; i < planes->n_inputs; ++i) {
    for (uint32_t t = 0; t < n_frames; ++t) {
      in[i][t] = planes->in[i][first + t];
    }
  }
  return true;
}

/// Run a whole sequence of as many streams as the state has
static inline void
play_whole(const RmnModel* const     model,
           const RmnState* const     start,
           const uint32_t            n_channels,
           const float* const* const in,
           float* const* const       out,
           const uint32_t            n_frames)
{
  Planes             planes = {in, n_channels};
  RmnSequence* const sequence =
    rmn_sequence_new(model, start, n_frames, NULL, read_planes, &planes);
  CHECK(sequence);
  CHECK(!rmn_sequence_next(sequence, out, n_frames));
  rmn_sequence_free(sequence);
}

/// Return what the real-time path makes of a sequence, or what plays it as a
/// whole if a layer runs backward; to be freed
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
  if (rmn_model_is_backward(model)) {
    play_whole(model, state, n_in, in, out, n_frames);
  } else {
    rmn_process(model, state, in, out, n_frames);
  }
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
