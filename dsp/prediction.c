// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file prediction.c What a network may say that it predicts

#include "network.h"

#include <math.h>

enum { MAX_MS = 10000 }; ///< Longest hold, and time constant of smoothing

const char*
rmn_prediction_name(const RmnPredictionKind kind)
{
  switch (kind) {
  case RMN_PREDICT_NOTHING:
    return "nothing";
  case RMN_PREDICT_VALUE:
    return "value";
  case RMN_PREDICT_CLASS:
    return "class";
  case RMN_PREDICT_NEXT_SAMPLE:
    return "next-sample";
  }
  return "unknown";
}

const char*
rmn_pool_name(const RmnPool pool)
{
  switch (pool) {
  case RMN_POOL_LAST:
    return "last";
  case RMN_POOL_MEAN:
    return "mean";
  case RMN_POOL_MAX:
    return "max";
  }
  return "unknown";
}

static RmnStatus
check_output(const RmnOutput* const output,
             const uint32_t         o,
             RmnError* const        error)
{
  const float span = output->maximum - output->minimum;
  if (!(span > 0.0f) || !isfinite(span)) { // Nor are its ends
    return rmn_error_set(error,
                         RMN_ERR_VALUE,
                         "output %u: its range, %g to %g, is empty or endless",
                         o,
                         (double)output->minimum,
                         (double)output->maximum);
  }
  if (!(output->smoothing_ms >= 0.0f &&
        output->smoothing_ms <= (float)MAX_MS)) {
    return rmn_error_set(error,
                         RMN_ERR_VALUE,
                         "output %u: smoothing of %g ms is not from 0 to %d",
                         o,
                         (double)output->smoothing_ms,
                         MAX_MS);
  }
  return RMN_OK;
}

/// Check when values come
static RmnStatus
check_times(const RmnPrediction* const p, RmnError* const error)
{
  if (p->hop < 1U || p->hop > RMN_MAX_HOP || p->window > RMN_MAX_HOP) {
    return rmn_error_set(error,
                         RMN_ERR_LIMIT,
                         "prediction: a hop of %u and a window of %u frames, 1 "
                         "to %d and 0 to %d can be played",
                         p->hop,
                         p->window,
                         RMN_MAX_HOP,
                         RMN_MAX_HOP);
  }
  if (p->window % p->hop) {
    return rmn_error_set(error,
                         RMN_ERR_SHAPE,
                         "prediction: a window of %u frames is no multiple of "
                         "its hop, %u",
                         p->window,
                         p->hop);
  }
  return RMN_OK;
}

/// Check how late values come: no later than what hears the future may be, and
/// not where nothing could wait for them
static RmnStatus
check_latency(const RmnNetwork* const network, RmnError* const error)
{
  const RmnPrediction* const p    = &network->prediction;
  const double               most = network->rate_hz > 0.0
                                      ? 0.001 * RMN_MAX_LATE_MS * network->rate_hz
                                      : RMN_MAX_LATE;
  if (p->latency > RMN_MAX_LATE || (double)p->latency > most) {
    return rmn_error_set(error,
                         RMN_ERR_LIMIT,
                         "prediction: a latency of %u frames, up to %d frames "
                         "and %d ms can be played",
                         p->latency,
                         RMN_MAX_LATE,
                         RMN_MAX_LATE_MS);
  }

  const bool is_future = rmn_network_is_backward(network);
  const bool is_next   = p->kind == RMN_PREDICT_NEXT_SAMPLE;
  return p->latency && (p->window || is_future || is_next)
           ? rmn_error_set(error,
                           RMN_ERR_UNSUPPORTED,
                           "prediction: a latency of %u frames, but %s cannot "
                           "be late",
                           p->latency,
                           p->window   ? "a window"
                           : is_future ? "what hears the future"
                                       : "the next sample")
           : RMN_OK;
}

/// Check when events come
static RmnStatus
check_events(const RmnPrediction* const p,
             const RmnOutput* const     output,
             RmnError* const            error)
{
  if (!(p->threshold >= output->minimum && p->threshold <= output->maximum)) {
    return rmn_error_set(error,
                         RMN_ERR_VALUE,
                         "prediction: threshold %g is not in the range of "
                         "output 0, %g to %g",
                         (double)p->threshold,
                         (double)output->minimum,
                         (double)output->maximum);
  }

  const float most = output->maximum - output->minimum;
  if (!(p->hysteresis >= 0.0f && p->hysteresis <= most)) {
    return rmn_error_set(error,
                         RMN_ERR_VALUE,
                         "prediction: hysteresis %g is not from 0 to %g",
                         (double)p->hysteresis,
                         (double)most);
  }
  if (!(p->hold_ms >= 0.0f && p->hold_ms <= (float)MAX_MS)) {
    return rmn_error_set(error,
                         RMN_ERR_VALUE,
                         "prediction: a hold of %g ms is not from 0 to %d",
                         (double)p->hold_ms,
                         MAX_MS);
  }
  return RMN_OK;
}

/// Refuse to hear the future of what has to be ready at once
static RmnStatus
check_future(const RmnNetwork* const network, RmnError* const error)
{
  const RmnPrediction* const p       = &network->prediction;
  const bool                 is_next = p->kind == RMN_PREDICT_NEXT_SAMPLE;

  return (is_next || p->window) && rmn_network_is_backward(network)
           ? rmn_error_set(error,
                           RMN_ERR_UNSUPPORTED,
                           "prediction: a layer runs backward, so %s cannot be "
                           "played",
                           is_next ? "the next sample" : "a window")
           : RMN_OK;
}

static RmnStatus
check_next_sample(const RmnNetwork* const network, RmnError* const error)
{
  const RmnPrediction* const p = &network->prediction;
  if (p->ahead < 1U || p->ahead > RMN_MAX_AHEAD) {
    return rmn_error_set(error,
                         RMN_ERR_LIMIT,
                         "prediction: %u frames ahead, 1 to %d can be played",
                         p->ahead,
                         RMN_MAX_AHEAD);
  }
  if (p->pool) {
    return rmn_error_set(error,
                         RMN_ERR_VALUE,
                         "prediction: the pool of a next sample is last, not "
                         "%s",
                         rmn_pool_name(p->pool));
  }
  return p->hop == 1U && !p->window && network->n_outputs == 1U
           ? RMN_OK
           : rmn_error_set(error,
                           RMN_ERR_SHAPE,
                           "prediction: the next sample has a hop of 1, no "
                           "window and 1 output, not %u, %u and %u",
                           p->hop,
                           p->window,
                           network->n_outputs);
}

/// Check what only one kind can have
static RmnStatus
check_kind(const RmnNetwork* const network, RmnError* const error)
{
  const RmnPrediction* const p = &network->prediction;
  if (p->kind == RMN_PREDICT_NEXT_SAMPLE) {
    return check_next_sample(network, error);
  }
  if (p->kind == RMN_PREDICT_CLASS && network->n_outputs < 2U) {
    return rmn_error_set(error,
                         RMN_ERR_SHAPE,
                         "prediction: 1 output tells no classes apart, at "
                         "least 2 are expected");
  }
  return p->ahead ? rmn_error_set(error,
                                  RMN_ERR_VALUE,
                                  "prediction: only the next sample can be "
                                  "ahead, by %u frames",
                                  p->ahead)
                  : RMN_OK;
}

RmnStatus
rmn_prediction_check(const RmnNetwork* const network, RmnError* const error)
{
  const RmnPrediction* const p = &network->prediction;

  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    if (check_output(&network->outputs[o], o, error)) {
      return error->status;
    }
  }
  if ((uint32_t)p->kind >= RMN_N_PREDICTION_KINDS) {
    return rmn_error_set(
      error, RMN_ERR_UNSUPPORTED, "prediction: unknown kind %d", (int)p->kind);
  }
  if ((uint32_t)p->pool >= RMN_N_POOLS) {
    return rmn_error_set(
      error, RMN_ERR_UNSUPPORTED, "prediction: unknown pool %d", (int)p->pool);
  }
  if (check_times(p, error) || check_future(network, error) ||
      check_latency(network, error) || check_kind(network, error)) {
    return error->status;
  }
  return p->kind == RMN_PREDICT_VALUE || p->kind == RMN_PREDICT_CLASS
           ? check_events(p, &network->outputs[0], error)
           : RMN_OK;
}
