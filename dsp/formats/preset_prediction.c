// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file preset_prediction.c What a network predicts, in Remanence's own format

#include "preset.h"

#include "network.h"

static bool
read_kind(const RmnJson node, RmnPredictionKind* const kind)
{
  const char* const names[] = {rmn_prediction_name(RMN_PREDICT_VALUE),
                               rmn_prediction_name(RMN_PREDICT_CLASS),
                               rmn_prediction_name(RMN_PREDICT_NEXT_SAMPLE)};

  uint32_t   index = 0;
  const bool ok =
    rmn_json_choice(node, names, sizeof(names) / sizeof(names[0]), &index);
  *kind = (RmnPredictionKind)(RMN_PREDICT_VALUE + index);
  return ok;
}

static bool
read_pool(const RmnJson node, RmnPool* const pool)
{
  const char* names[RMN_N_POOLS];
  for (uint32_t i = 0; i < RMN_N_POOLS; ++i) {
    names[i] = rmn_pool_name((RmnPool)i);
  }

  uint32_t   index = RMN_POOL_LAST;
  const bool ok =
    !node.value || rmn_json_choice(node, names, RMN_N_POOLS, &index);
  *pool = (RmnPool)index;
  return ok;
}

/// A network that begins anew gives one value for each window
static bool
read_times(const RmnJson node, RmnPrediction* const p)
{
  const bool    is_ahead = p->kind == RMN_PREDICT_NEXT_SAMPLE;
  const RmnJson window   = rmn_json_member(node, "window");
  const RmnJson hop      = rmn_json_member(node, "hop");
  const RmnJson ahead    = rmn_json_member(node, "ahead");
  const RmnJson latency  = rmn_json_member(node, "latency");

  return rmn_json_count_or(window, 0U, &p->window) &&
         rmn_json_count_or(hop, p->window ? p->window : 1U, &p->hop) &&
         rmn_json_count_or(ahead, is_ahead ? 1U : 0U, &p->ahead) &&
         rmn_json_count_or(latency, 0U, &p->latency);
}

static bool
read_events(const RmnJson node, RmnNetwork* const network)
{
  const RmnOutput* const output = &network->outputs[0];
  RmnPrediction* const   p      = &network->prediction;
  const float            span   = output->maximum - output->minimum;
  const RmnJson          fall   = rmn_json_member(node, "hysteresis");

  return rmn_json_float_or(rmn_json_member(node, "threshold"),
                           output->minimum + 0.5f * span,
                           &p->threshold) &&
         rmn_json_float_or(fall, 0.1f * span, &p->hysteresis) &&
         rmn_json_float_or(
           rmn_json_member(node, "hold_ms"), p->hold_ms, &p->hold_ms);
}

bool
rmn_preset_read_prediction(const RmnJson node, RmnNetwork* const network)
{
  static const char* const keys[] = {"kind",
                                     "hop",
                                     "window",
                                     "pool",
                                     "ahead",
                                     "latency",
                                     "threshold",
                                     "hysteresis",
                                     "hold_ms",
                                     NULL};

  return !node.value ||
         (rmn_json_expect_object(node) && rmn_json_expect_keys(node, keys) &&
          read_kind(rmn_json_member(node, "kind"), &network->prediction.kind) &&
          read_times(node, &network->prediction) &&
          read_pool(rmn_json_member(node, "pool"), &network->prediction.pool) &&
          read_events(node, network));
}
