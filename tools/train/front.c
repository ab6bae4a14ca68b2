// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "front.h"

#include "network.h"

#include <stdlib.h>
#include <string.h>

enum { N_BLOCK = 256 };

/// Where a lane stands
typedef struct {
  RmnState*        state;
  const Recording* take;
  size_t           next; ///< Frame that is heard next
} Ear;

struct FrontImpl {
  RmnNetwork* network;
  RmnModel*   model;
  size_t      n_lanes;
  size_t      n_reach; ///< Frames that it remembers
  Ear*        ears;    ///< [n_lanes]
};

/// Return whether a layer can be trained
static bool
is_trained(const RmnShape* const shape)
{
  return rmn_shape_n_gates(shape) ||
         (shape->type == RMN_DENSE && shape->activation <= RMN_ELU);
}

uint32_t
front_n_layers(const RmnNetwork* const network)
{
  uint32_t n         = 0;
  bool     remembers = false; // What is above it
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnShape* const shape = &network->layers[l].shape;

    n         = is_trained(shape) ? n : l + 1U;
    remembers = is_trained(shape) && (remembers || rmn_shape_n_gates(shape));
  }
  return remembers ? n : 0U;
}

uint32_t
front_period(const RmnNetwork* const network)
{
  return rmn_shape_period(&network->layers[network->n_layers - 1U].shape);
}

/// Copy an array, if the layer has it
static void
copy(float* const to, const float* const from, const size_t n)
{
  if (n) {
    memcpy(to, from, n * sizeof(float));
  }
}

/// Append the first layers of a model
static bool
add_layers(RmnNetwork* const       network,
           const RmnNetwork* const model,
           const uint32_t          n_layers,
           RmnError* const         error)
{
  for (uint32_t l = 0; l < n_layers; ++l) {
    const RmnLayer* const from = &model->layers[l];
    const RmnLayerSizes   n    = rmn_shape_sizes(&from->shape);
    RmnLayer* const to = rmn_network_add(network, &from->shape, "front", error);
    if (!to) {
      return false;
    }
    copy(to->W, from->W, n.W);
    copy(to->U, from->U, n.U);
    copy(to->b, from->b, n.b);
    copy(to->b_u, from->b_u, n.b_u);
    copy(to->P, from->P, n.P);
    copy(to->h0, from->h0, n.h0);
    copy(to->c0, from->c0, n.c0);
  }
  network->in_gain = model->in_gain;
  return true;
}

bool
front_add(RmnNetwork* const       network,
          const RmnNetwork* const model,
          RmnError* const         error)
{
  for (uint32_t l = 0; front_period(model) == 1U && l < model->n_layers; ++l) {
    if (rmn_shape_n_gates(&model->layers[l].shape)) {
      return !rmn_error_set(error,
                            RMN_ERR_UNSUPPORTED,
                            "layer %u has a memory of its own, which no front "
                            "can have whose last layer steps in every frame",
                            l + 1U);
    }
  }
  if (model->n_inputs > 1U || model->n_skip || model->out_gain != 1.0F ||
      is_trained(&model->layers[model->n_layers - 1U].shape)) {
    return !rmn_error_set(error,
                          RMN_ERR_UNSUPPORTED,
                          "a front hears audio alone, ends with a conv1d or "
                          "activation, and has neither skip nor output gain");
  }
  return add_layers(network, model, model->n_layers, error);
}

RmnNetwork*
front_network(const RmnNetwork* const network)
{
  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const front = rmn_network_new("front", &error);
  if (front && (!add_layers(front, network, front_n_layers(network), &error) ||
                rmn_network_validate(front, &error))) {
    rmn_network_free(front);
    return NULL;
  }
  return front;
}

static bool
make_model(Front* const front, const RmnNetwork* const network)
{
  front->network = front_network(network);
  for (uint32_t l = 0; front->network && l < front->network->n_layers; ++l) {
    const RmnShape* const shape = &front->network->layers[l].shape;
    front->n_reach += shape->type == RMN_CONV1D
                        ? (size_t)(shape->kernel_size - 1U) * shape->dilation
                        : 0U;
  }
  front->model = front->network ? rmn_model_new(front->network) : NULL;
  return front->model;
}

Front*
front_new(const RmnNetwork* const network, const size_t n_lanes)
{
  Front* const front = (Front*)calloc(1, sizeof(Front));
  bool         ok    = front && make_model(front, network);
  if (ok) {
    front->n_lanes = n_lanes;
    front->ears    = (Ear*)calloc(n_lanes, sizeof(Ear));
    ok             = front->ears;
  }
  for (size_t l = 0; ok && l < n_lanes; ++l) {
    front->ears[l].state = rmn_state_new(front->model, 1);
    ok                   = front->ears[l].state;
  }
  if (!ok) {
    front_free(front);
    return NULL;
  }
  return front;
}

void
front_free(Front* const front)
{
  if (!front) {
    return;
  }
  for (size_t l = 0; front->ears && l < front->n_lanes; ++l) {
    rmn_state_free(front->ears[l].state);
  }
  free(front->ears);
  rmn_model_free(front->model);
  rmn_network_free(front->network);
  free(front);
}

/// Hear up to N_BLOCK frames; `x` is where they go, or NULL
static void
hear_block(const Front* const front,
           Ear* const         ear,
           const size_t       n,
           Real* const        x)
{
  const size_t       n_out = front->network->n_outputs;
  const float* const in    = ear->take->dry + ear->next;
  float              audio[RMN_MAX_OUTPUTS][N_BLOCK];
  float*             out[RMN_MAX_OUTPUTS];
  for (size_t o = 0; o < RMN_MAX_OUTPUTS; ++o) {
    out[o] = audio[o];
  }
  rmn_process(front->model, ear->state, &in, out, (uint32_t)n);
  for (size_t i = 0; x && i < n * n_out; ++i) {
    x[i * front->n_lanes] = (Real)audio[i % n_out][i / n_out];
  }
  ear->next += n;
}

/// Hear what comes before a frame, as far as it is remembered
static void
go_to(const Front* const     front,
      Ear* const             ear,
      const Recording* const take,
      const size_t           first)
{
  rmn_state_reset(ear->state, front->model, RMN_START_ZERO);
  ear->take = take;
  ear->next = first < front->n_reach ? 0U : first - front->n_reach;
  while (ear->next < first) {
    const size_t n = first - ear->next;
    hear_block(front, ear, n < N_BLOCK ? n : N_BLOCK, NULL);
  }
}

void
front_hear(Front* const           front,
           const size_t           lane,
           const Recording* const take,
           const size_t           first,
           const size_t           n_frames,
           Real* const            x)
{
  Ear* const   ear    = &front->ears[lane];
  const size_t stride = front->network->n_outputs * front->n_lanes;
  if (ear->take != take || ear->next != first) {
    go_to(front, ear, take, first);
  }
  for (size_t t = 0; t < n_frames; t += N_BLOCK) {
    const size_t n = n_frames - t < N_BLOCK ? n_frames - t : N_BLOCK;
    hear_block(front, ear, n, x + t * stride + lane);
  }
}
