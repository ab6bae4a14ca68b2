// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file state_rt.c What can be done to a state while it plays

#include "hash.h"
#include "model.h"
#include "state.h"

#include <math.h>
#include <string.h>

/// What saved bytes begin with; the streams follow
typedef struct {
  char     magic[4];
  uint32_t n_streams;
  uint32_t n_floats;
  uint32_t frame;
  uint64_t model_hash;
  uint64_t content_hash; ///< Of frame and floats
} Header;

static const char magic[4] = {'R', 'M', 'N', '1'};

static size_t
n_floats(const RmnState* const state)
{
  return (size_t)state->n_streams * state->n_floats;
}

static size_t
streams_size(const RmnState* const state)
{
  return n_floats(state) * sizeof(float);
}

void
rmn_state_reset(RmnState* const       state,
                const RmnModel* const model,
                const RmnStart        start)
{
  const size_t       n_bytes = state->n_floats * sizeof(float);
  const float* const source =
    start == RMN_START_REST ? model->rest_state : model->initial_state;

  state->frame = start == RMN_START_REST ? model->rest_frame : 0U;
  for (uint32_t s = 0; s < state->n_streams; ++s) {
    if (start == RMN_START_ZERO) {
      memset(rmn_state_stream(state, s), 0, n_bytes);
    } else {
      memcpy(rmn_state_stream(state, s), source, n_bytes);
    }
  }
}

void
rmn_state_copy(RmnState* const dst, const RmnState* const src)
{
  dst->frame = src->frame;
  memcpy(dst->streams, src->streams, streams_size(src));
}

float
rmn_state_distance(const float* const before,
                   const float* const after,
                   const size_t       n)
{
  float largest = 0.0f;
  for (size_t i = 0; i < n; ++i) {
    const float scale = fmaxf(1.0f, fabsf(after[i]));
    largest           = fmaxf(largest, fabsf(after[i] - before[i]) / scale);
  }
  return largest;
}

void
rmn_state_spread(RmnState* const dst, const RmnState* const src)
{
  dst->frame = src->frame;
  for (uint32_t s = 0; s < dst->n_streams; ++s) {
    memcpy(
      rmn_state_stream(dst, s), src->streams, src->n_floats * sizeof(float));
  }
}

size_t
rmn_state_n_bytes(const RmnState* const state)
{
  return sizeof(Header) + streams_size(state);
}

/// Hash what a header does not compare
static uint64_t
hash_content(const uint32_t frame, const void* const floats, const size_t size)
{
  const uint64_t hash = rmn_hash_bytes(rmn_hash_seed, &frame, sizeof(frame));
  return rmn_hash_bytes(hash, floats, size);
}

void
rmn_state_save(const RmnState* const state, void* const bytes)
{
  Header header = {
    {0},
    state->n_streams,
    state->n_floats,
    state->frame,
    state->model_hash,
    hash_content(state->frame, state->streams, streams_size(state))};

  memcpy(header.magic, magic, sizeof(magic));
  memcpy(bytes, &header, sizeof(header));
  memcpy((char*)bytes + sizeof(header), state->streams, streams_size(state));
}

/// Bytes are of any alignment and any content
static bool
are_sane(const char* const bytes, const size_t n)
{
  bool sane = true;
  for (size_t i = 0; i < n; ++i) {
    float value = 0.0f;
    memcpy(&value, bytes + i * sizeof(value), sizeof(value));
    sane &= fabsf(value) < RMN_STATE_LIMIT; // False for NaN
  }
  return sane;
}

bool
rmn_state_is_sane(const RmnState* const state)
{
  return are_sane((const char*)state->streams, n_floats(state));
}

RmnStatus
rmn_state_restore(RmnState* const   state,
                  const void* const bytes,
                  const size_t      size)
{
  if (size != rmn_state_n_bytes(state)) {
    return RMN_ERR_STATE;
  }

  Header header;
  memcpy(&header, bytes, sizeof(header));
  const char* const floats = (const char*)bytes + sizeof(header);
  if (memcmp(header.magic, magic, sizeof(magic)) != 0 ||
      header.n_streams != state->n_streams ||
      header.n_floats != state->n_floats ||
      header.model_hash != state->model_hash ||
      header.content_hash !=
        hash_content(header.frame, floats, streams_size(state)) ||
      !are_sane(floats, n_floats(state))) {
    return RMN_ERR_STATE;
  }

  state->frame = header.frame;
  memcpy(state->streams, floats, streams_size(state));
  return RMN_OK;
}
