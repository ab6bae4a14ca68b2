// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file model_rt.c What the audio thread asks of a model

#include "model.h"

uint32_t
rmn_model_n_inputs(const RmnModel* const model)
{
  return model->n_inputs;
}

uint32_t
rmn_model_n_outputs(const RmnModel* const model)
{
  return model->n_outputs;
}

bool
rmn_model_is_backward(const RmnModel* const model)
{
  return model->is_backward;
}

RmnRest
rmn_model_rest(const RmnModel* const model)
{
  return model->rest;
}
