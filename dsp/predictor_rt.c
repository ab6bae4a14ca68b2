// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "denormals.h"
#include "predictor_impl.h"

#include <string.h>

static const float silence[RMN_PREDICTOR_CHUNK];

const RmnPrediction*
rmn_predictor_prediction(const RmnPredictor* const predictor)
{
  return &predictor->prediction;
}

uint32_t
rmn_predictor_n_outputs(const RmnPredictor* const predictor)
{
  return predictor->n_outputs;
}

const RmnOutput*
rmn_predictor_output(const RmnPredictor* const predictor, const uint32_t o)
{
  return &predictor->outputs[o];
}

bool
rmn_predictor_has_side(const RmnPredictor* const predictor)
{
  return predictor->has_side;
}

/// Return whether the network predicts audio
static bool
is_next_sample(const RmnPredictor* const predictor)
{
  return predictor->prediction.kind == RMN_PREDICT_NEXT_SAMPLE;
}

uint32_t
rmn_predictor_latency(const RmnPredictor* const predictor)
{
  return rmn_player_latency(predictor->player) +
         (is_next_sample(predictor) ? RMN_GAP_FRAMES : 0U);
}

bool
rmn_predictor_is_resumed(const RmnPredictor* const predictor)
{
  return predictor->resumed;
}

uint32_t
rmn_predictor_n_left(const RmnPredictor* const predictor)
{
  const RmnDecision* const decision = &predictor->decision;
  const bool is_each = is_next_sample(predictor) || decision->hop == 1.0;
  return is_each ? 1U : decision->n_left;
}

void
rmn_predictor_set(RmnPredictor* const          predictor,
                  const RmnNextControls* const controls)
{
  rmn_next_sample_set(&predictor->next, controls);
}

void
rmn_predictor_reset(RmnPredictor* const predictor, const RmnStart start)
{
  predictor->resumed = NULL;
  rmn_player_reset(predictor->player, start);
  rmn_decision_reset(&predictor->decision);
  rmn_next_sample_reset(&predictor->next);
  memset(predictor->late, 0, predictor->n_late * sizeof(float));
}

/// Play up to RMN_PREDICTOR_CHUNK frames of audio to the network, into `values`
static void
play(RmnPredictor* const predictor,
     const float* const  in,
     const float* const  side,
     const uint32_t      n)
{
  if (predictor->has_side) {
    rmn_player_set_side(predictor->player, side ? side : silence, n);
  }

  const float* const ins[] = {in};
  float*             outs[RMN_MAX_OUTPUTS];
  for (uint32_t o = 0; o < predictor->n_outputs; ++o) {
    outs[o] = predictor->values[o];
  }
  rmn_player_process_all(predictor->player, ins, outs, n);
}

/// Let the input through, as late as what is predicted of it
static void
delay(RmnPredictor* const predictor,
      const float* const  in,
      float* const        audio,
      const uint32_t      n)
{
  for (uint32_t t = 0; t < n; ++t) {
    const float  x  = rmn_is_audio(in[t]) ? in[t] : 0.0f;
    float* const at = &predictor->late[predictor->t_late];
    const float  y  = predictor->n_late ? *at : x;

    *at = x;
    predictor->t_late =
      predictor->t_late + 1U < predictor->n_late ? predictor->t_late + 1U : 0U;
    if (audio) {
      audio[t] = y;
    }
  }
}

/// Predict as many of up to `n` frames as can be at a time; return how many
static uint32_t
decide(RmnPredictor* const predictor,
       const float* const  in,
       const float* const  side,
       float* const        audio,
       const uint32_t      n)
{
  RmnDecision* const decision = &predictor->decision;
  const uint32_t     n_chunk  = rmn_decision_chunk(decision, n);

  float* outputs[RMN_MAX_OUTPUTS];
  for (uint32_t o = 0; o < predictor->n_outputs; ++o) {
    outputs[o] = predictor->values[o];
  }
  if (rmn_decision_begins(decision)) {
    rmn_player_reset(predictor->player, RMN_START_FILE);
  }
  play(predictor, in, side, n_chunk);
  delay(predictor, in, audio, n_chunk);
  rmn_decision_take(decision, outputs, predictor->winners, n_chunk);
  return n_chunk;
}

/// The same where the next sample is predicted, with what is listened to
static uint32_t
predict(RmnPredictor* const predictor,
        const float* const  in,
        const float* const  side,
        float* const        audio,
        const uint32_t      n)
{
  RmnNextSample* const next    = &predictor->next;
  float* const         fed     = predictor->fed;
  const uint32_t       n_chunk = rmn_next_sample_chunk(next, in, n);

  rmn_next_sample_hear(next, in, fed, predictor->heard, n_chunk);
  play(predictor, fed, side, n_chunk);
  rmn_next_sample_learn(
    next, fed, predictor->values[0], predictor->heard, n_chunk);
  if (audio) {
    memcpy(audio, predictor->heard, n_chunk * sizeof(float));
  }
  memset(predictor->winners, 0, n_chunk * sizeof(float));
  return n_chunk;
}

/// Hand out `n` frames, from frame `first` of the caller's on
static void
write(const RmnPredictor* const predictor,
      float* const* const       values,
      float* const              winners,
      const uint32_t            first,
      const uint32_t            n)
{
  for (uint32_t o = 0; o < predictor->n_outputs; ++o) {
    if (values[o]) {
      memcpy(values[o] + first, predictor->values[o], n * sizeof(float));
    }
  }
  if (winners) {
    memcpy(winners + first, predictor->winners, n * sizeof(float));
  }
}

void
rmn_predictor_process(RmnPredictor* const predictor,
                      const float* const  in,
                      const float* const  side,
                      float* const        audio,
                      float* const* const values,
                      float* const        winners,
                      const uint32_t      n_frames)
{
  const uint64_t mode = rmn_denormals_flush();
  if (predictor->resumed && n_frames) {
    rmn_predictor_go_on(predictor);
    predictor->resumed = NULL;
  }
  for (uint32_t t = 0; t < n_frames;) {
    const uint32_t left = n_frames - t;
    const uint32_t most =
      left < RMN_PREDICTOR_CHUNK ? left : RMN_PREDICTOR_CHUNK;
    const float* const with = side ? side + t : NULL;
    float* const       to   = audio ? audio + t : NULL;
    const uint32_t     n    = is_next_sample(predictor)
                                ? predict(predictor, in + t, with, to, most)
                                : decide(predictor, in + t, with, to, most);

    write(predictor, values, winners, t, n);
    t += n;
  }
  rmn_denormals_restore(mode);
}
