// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "predict.h"

#include <string.h>

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

/// Choose what is an event, by what the model says where a port is at 0, and
/// what it plays
static void
set_notes(RmnPredict* const         predict,
          void* const* const        ports,
          const RmnPredictor* const predictor)
{
  const RmnPrediction* const p      = rmn_predictor_prediction(predictor);
  const RmnOutput* const     output = rmn_predictor_output(predictor, 0U);
  const float                span   = output->maximum - output->minimum;

  const float at   = rmn_ports_read(ports, RMN_PORT_THRESHOLD);
  const float fall = rmn_ports_read(ports, RMN_PORT_HYSTERESIS);
  const float hold = rmn_ports_read(ports, RMN_PORT_HOLD);

  const RmnNoteSetting setting = {
    .threshold  = at > 0.0f ? output->minimum + at * span : p->threshold,
    .hysteresis = fall > 0.0f ? fall * span : p->hysteresis,
    .hold_ms    = hold > 0.0f ? hold : p->hold_ms,
    .look_ms    = rmn_ports_read(ports, RMN_PORT_LOOK),
    .velocity = (RmnVelocity)(rmn_ports_read(ports, RMN_PORT_VELOCITY) + 0.5f),
    .channel  = (uint8_t)(rmn_ports_read(ports, RMN_PORT_CHANNEL) - 0.5f),
    .note     = (uint8_t)(rmn_ports_read(ports, RMN_PORT_NOTE) + 0.5f),
    .controller = (uint8_t)(rmn_ports_read(ports, RMN_PORT_CC) + 0.5f)};
  rmn_notes_set(&predict->notes, &setting);
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
  predict->is_stale = false;
  set_notes(predict, ports, predictor);
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
  rmn_notes_release(&predict->notes);
  rmn_midi_out_note_off(&predict->midi, frame);
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

/// Have a message played, which may be late for the end of a note
static bool
take(void* const handle, const uint32_t frame, const RmnMidiMessage message)
{
  RmnMidiOut* const   midi   = (RmnMidiOut*)handle;
  const RmnMidiTarget target = {message.channel, message.number};

  switch (message.status) {
  case RMN_MIDI_NOTE_ON:
    rmn_midi_out_note_on(midi, frame, target, message.value);
    break;
  case RMN_MIDI_NOTE_OFF:
    rmn_midi_out_note_off(midi, frame);
    break;
  case RMN_MIDI_CONTROLLER:
    return rmn_midi_out_controller(midi, frame, target, message.value);
  }
  return true;
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

  RmnNoteSource source = {rmn_predictor_output(predictor, 0U),
                          predicted->values[0],
                          n_outputs(predictor),
                          {NULL},
                          audio};
  for (uint32_t o = 1; o < source.n_outputs; ++o) {
    source.positions[o] = positions[o];
  }
  rmn_notes_play(
    &predict->notes, &source, first, n_frames, take, &predict->midi);
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

void
rmn_predict_keep(RmnPredict* const predict, const RmnSound* const sound)
{
  const RmnPredictor* const predictor =
    sound && sound->predicted ? sound->predicted->predictor : NULL;
  RmnTray* const tray = rmn_shelf_tray(predict->shelf);
  const size_t   size = predictor ? rmn_predictor_frozen_size(predictor) : 0U;
  const bool     fits = size && size <= sizeof(tray->bytes);
  if (predictor && rmn_predictor_is_resumed(predictor)) {
    return; // It has not played, and what it goes on from is there
  }
  if (!fits && !predict->is_frozen && sound == predict->kept) {
    return;
  }

  tray->size = fits ? size : 0U;
  if (fits) {
    rmn_predictor_save_frozen(predictor, tray->bytes);
  }
  predict->is_frozen = fits;
  predict->kept      = sound;
  rmn_shelf_leave(predict->shelf);
}
