// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "predict.h"

#include <math.h>
#include <string.h>

enum { NONE_SENT = 0xFF };

static const float floor_dbfs = -60.0f; // Of a velocity that follows audio
static const float usual      = 99.0f / 126.0f; // Velocity 100

static RmnPortIndex
place(const RmnPortIndex first, const uint32_t o)
{
  return (RmnPortIndex)((uint32_t)first + o);
}

RmnNextControls
rmn_predict_read(RmnPredict* const predict, void* const* const ports)
{
  const RmnNextControls controls = {
    (RmnListen)(rmn_ports_read(ports, RMN_PORT_LISTEN) + 0.5f),
    rmn_ports_read(ports, RMN_PORT_FREEZE) > 0.5f,
    rmn_ports_read(ports, RMN_PORT_CONCEAL) > 0.5f,
    rmn_ports_read(ports, RMN_PORT_TEMPERATURE),
    rmn_ports_read(ports, RMN_PORT_DECAY)};

  predict->is_stale = true;
  return controls;
}

/// Return how many outputs of a predictor have ports
static uint32_t
n_outputs(const RmnPredictor* const predictor)
{
  const uint32_t n = rmn_predictor_n_outputs(predictor);
  return n < RMN_N_CV ? n : RMN_N_CV;
}

static uint32_t
n_frames_of(const RmnPredict* const predict, const float ms)
{
  return (uint32_t)(predict->rate_hz * 0.001 * (double)ms + 0.5);
}

/// Choose what is an event: what the model says, where a port is at 0
static void
set_detector(RmnPredict* const         predict,
             void* const* const        ports,
             const RmnPredictor* const predictor)
{
  const RmnPrediction* const p      = rmn_predictor_prediction(predictor);
  const RmnOutput* const     output = rmn_predictor_output(predictor, 0U);
  const float                span   = output->maximum - output->minimum;

  const float at   = rmn_ports_read(ports, RMN_PORT_THRESHOLD);
  const float fall = rmn_ports_read(ports, RMN_PORT_HYSTERESIS);
  const float hold = rmn_ports_read(ports, RMN_PORT_HOLD);
  const float look = rmn_ports_read(ports, RMN_PORT_LOOK);

  rmn_detector_set(&predict->detector,
                   at > 0.0f ? output->minimum + at * span : p->threshold,
                   fall > 0.0f ? fall * span : p->hysteresis,
                   n_frames_of(predict, hold > 0.0f ? hold : p->hold_ms),
                   n_frames_of(predict, look));
}

/// Choose how an output becomes a voltage
static void
set_output(RmnPredict* const         predict,
           void* const* const        ports,
           const RmnPredictor* const predictor,
           const uint32_t            o)
{
  const float time_ms = rmn_ports_read(ports, place(RMN_PORT_SMOOTHING, o));
  const float own_ms  = rmn_predictor_output(predictor, o)->smoothing_ms;

  rmn_follow_set(
    &predict->follows[o], predict->rate_hz, time_ms > 0.0f ? time_ms : own_ms);
  predict->scales[o]  = rmn_ports_read(ports, place(RMN_PORT_SCALE, o));
  predict->offsets[o] = rmn_ports_read(ports, place(RMN_PORT_OFFSET, o));
}

/// Do as the ports and the model ask for
static void
follow(RmnPredict* const         predict,
       void* const* const        ports,
       const RmnPredictor* const predictor)
{
  predict->velocity =
    (RmnVelocity)(rmn_ports_read(ports, RMN_PORT_VELOCITY) + 0.5f);
  predict->note.channel =
    (uint8_t)(rmn_ports_read(ports, RMN_PORT_CHANNEL) - 0.5f);
  predict->note.number = (uint8_t)(rmn_ports_read(ports, RMN_PORT_NOTE) + 0.5f);
  predict->controller  = (uint8_t)(rmn_ports_read(ports, RMN_PORT_CC) + 0.5f);
  predict->is_stale    = false;

  set_detector(predict, ports, predictor);
  for (uint32_t o = 0; o < n_outputs(predictor); ++o) {
    set_output(predict, ports, predictor, o);
  }
}

/// Begin to tell of another sound, or of none
static void
change(RmnPredict* const     predict,
       const RmnSound* const sound,
       const uint32_t        frame)
{
  predict->sound    = sound;
  predict->is_stale = true;
  rmn_detector_release(&predict->detector);
  rmn_midi_out_note_off(&predict->midi, frame);
  memset(predict->sent, NONE_SENT, sizeof(predict->sent));
  memset(predict->n_wait, 0, sizeof(predict->n_wait));
}

static void
write_control(void* const* const ports, const RmnPortIndex p, const float value)
{
  float* const port = (float*)ports[p];
  if (port) {
    *port = value;
  }
}

/// Tell nothing of an output
static void
rest(void* const* const ports,
     const uint32_t     o,
     const uint32_t     first,
     const uint32_t     n)
{
  float* const cv = (float*)ports[place(RMN_PORT_CV, o)];
  if (cv) {
    memset(cv + first, 0, n * sizeof(float));
  }
  write_control(ports, place(RMN_PORT_VALUE, o), 0.0f);
}

/// Tell an output; `positions` becomes where it is in its range, smoothed
static void
tell_output(RmnPredict* const  predict,
            void* const* const ports,
            const uint32_t     o,
            const uint32_t     first,
            float* const       positions,
            const uint32_t     n)
{
  const RmnPredicted* const predicted = predict->sound->predicted;
  const RmnOutput* const output = rmn_predictor_output(predicted->predictor, o);

  float* const cv = (float*)ports[place(RMN_PORT_CV, o)];
  for (uint32_t t = 0; t < n; ++t) {
    const float position = rmn_follow_position(output, predicted->values[o][t]);

    positions[t] = rmn_follow_next(&predict->follows[o], position);
    if (cv) {
      cv[first + t] = predict->offsets[o] + predict->scales[o] * positions[t];
    }
  }
  if (n) {
    write_control(ports, place(RMN_PORT_VALUE, o), positions[n - 1U]);
  }
}

/// Return how strong an event would be that peaks in this frame
static float
strength(const RmnPredict* const predict,
         const RmnOutput* const  output,
         const float             value)
{
  return predict->velocity == RMN_VELOCITY_INPUT
           ? predict->peak
           : rmn_follow_position(output, value);
}

/// Return the velocity of a strength, from 0 to 1
static float
velocity(const RmnPredict* const predict, const float how_strong)
{
  switch (predict->velocity) {
  case RMN_VELOCITY_PREDICTION:
    return how_strong;
  case RMN_VELOCITY_INPUT: {
    const float dbfs = 20.0f * log10f(how_strong + 1e-9f);
    return dbfs > floor_dbfs ? 1.0f - dbfs / floor_dbfs : 0.0f;
  }
  case RMN_VELOCITY_FIXED:
    break;
  }
  return usual;
}

/// Play the note that output 1 stands for
static void
tell_note(RmnPredict* const      predict,
          const RmnOutput* const output,
          const float            value,
          const uint32_t         frame)
{
  RmnEvent    event;
  const float how_strong = strength(predict, output, value);
  if (!rmn_detector_hear(&predict->detector, value, how_strong, &event)) {
    return;
  }

  if (event.is_on) {
    const float loudness = velocity(predict, event.strength);
    rmn_midi_out_note_on(&predict->midi, frame, predict->note, loudness);
  } else {
    rmn_midi_out_note_off(&predict->midi, frame);
  }
}

/// Turn the controller of an output if it has moved, so often a second at most
static void
tell_controller(RmnPredict* const predict,
                const uint32_t    o,
                const float       position,
                const uint32_t    frame)
{
  const uint8_t       value  = (uint8_t)lroundf(127.0f * position);
  const RmnMidiTarget target = {predict->note.channel,
                                (uint8_t)(predict->controller + o - 1U)};

  if (predict->n_wait[o]) {
    --predict->n_wait[o];
  } else if (value != predict->sent[o] &&
             rmn_midi_out_controller(&predict->midi, frame, target, value)) {
    predict->sent[o]   = value;
    predict->n_wait[o] = predict->n_gap;
  }
}

/// Play what the outputs stand for, in the order of frames
static void
tell_events(RmnPredict* const predict,
            float (*const positions)[RMN_PREDICTOR_CHUNK],
            const float* const audio,
            const uint32_t     first,
            const uint32_t     n_frames)
{
  const RmnPredicted* const predicted = predict->sound->predicted;
  const RmnPredictor* const predictor = predicted->predictor;
  const RmnOutput* const    output    = rmn_predictor_output(predictor, 0U);
  const uint32_t n_moved = predict->controller ? n_outputs(predictor) : 0U;

  for (uint32_t t = 0; t < n_frames; ++t) {
    predict->peak = fmaxf(fabsf(audio[t]), predict->peak * predict->decay);
    tell_note(predict, output, predicted->values[0][t], first + t);
    for (uint32_t o = 1; o < n_moved; ++o) {
      tell_controller(predict, o, positions[o][t], first + t);
    }
  }
}

/// Tell nothing, as nothing is predicted
static void
tell_nothing(RmnPredict* const  predict,
             void* const* const ports,
             const uint32_t     first,
             const uint32_t     n)
{
  for (uint32_t o = 0; o < RMN_N_CV; ++o) {
    rest(ports, o, first, n);
    predict->follows[o].value = 0.0;
  }
  write_control(ports, RMN_PORT_WINNER, 0.0f);
}

/// Tell what was predicted
static void
tell(RmnPredict* const  predict,
     void* const* const ports,
     const float* const audio,
     const uint32_t     first,
     const uint32_t     n)
{
  const RmnPredicted* const predicted = predict->sound->predicted;
  const RmnPredictor* const predictor = predicted->predictor;
  const RmnPredictionKind   kind = rmn_predictor_prediction(predictor)->kind;

  float positions[RMN_N_CV][RMN_PREDICTOR_CHUNK];
  for (uint32_t o = 0; o < RMN_N_CV; ++o) {
    if (o < n_outputs(predictor)) {
      tell_output(predict, ports, o, first, positions[o], n);
    } else {
      rest(ports, o, first, n);
    }
  }
  if (n) {
    write_control(ports, RMN_PORT_WINNER, predicted->winners[n - 1U]);
  }
  if (kind != RMN_PREDICT_NEXT_SAMPLE) {
    tell_events(predict, positions, audio, first, n);
  }
}

void
rmn_predict_tell(RmnPredict* const     predict,
                 void* const* const    ports,
                 const RmnSound* const sound,
                 const float* const    audio,
                 const uint32_t        first,
                 const uint32_t        n_frames)
{
  if (sound != predict->sound) {
    change(predict, sound, first);
  }
  if (!sound) {
    tell_nothing(predict, ports, first, n_frames);
    return;
  }

  if (predict->is_stale) {
    follow(predict, ports, sound->predicted->predictor);
  }
  tell(predict, ports, audio, first, n_frames);
}
