// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "midi_file.h"
#include "command.h"

static bool
refuse(const char* const path, const Listener* const listener)
{
  const uint32_t n = listener->network->n_outputs;
  if (rmn_predictor_prediction(listener->predictor)->kind ==
      RMN_PREDICT_NEXT_SAMPLE) {
    command_report(listener->path,
                   "predicts the next sample, which plays no notes");
    return true;
  }
  if (n > RMN_N_PLAYED) {
    command_report(path,
                   "warning: the model has %u outputs, of which the first %d "
                   "play notes and controllers",
                   n,
                   RMN_N_PLAYED);
  }
  return false;
}

bool
midi_file_open(MidiFile* const       file,
               const char* const     path,
               const Listener* const listener)
{
  const RmnPredictor* const  predictor = listener->predictor;
  const RmnNetwork* const    network   = listener->network;
  const RmnPrediction* const p         = rmn_predictor_prediction(predictor);

  *file = (MidiFile){.setting = rmn_notes_usual(p)};
  if (refuse(path, listener)) {
    return false;
  }
  if (!midi_writer_open(&file->writer, path, listener->rate_hz)) {
    command_report(path, "%s", file->writer.out.error);
    return false;
  }

  rmn_notes_init(&file->notes, listener->rate_hz);
  rmn_notes_set(&file->notes, &file->setting);
  for (uint32_t o = 0; o < network->n_outputs && o < RMN_N_PLAYED; ++o) {
    rmn_follow_set(
      &file->follows[o], listener->rate_hz, network->outputs[o].smoothing_ms);
  }
  return true;
}

static bool
take(void* const handle, const uint32_t frame, const RmnMidiMessage message)
{
  MidiFile* const file    = (MidiFile*)handle;
  const uint8_t   bytes[] = {
      (uint8_t)(message.status | message.channel), message.number, message.value};

  midi_writer_add(&file->writer, file->first + frame, bytes);
  return true;
}

void
midi_file_play(MidiFile* const       file,
               const Listener* const listener,
               const Stretch* const  stretch)
{
  float         positions[RMN_N_PLAYED][RMN_PREDICTOR_CHUNK];
  RmnNoteSource source = {&listener->network->outputs[0],
                          listener->values[0],
                          listener->network->n_outputs,
                          {NULL},
                          listener->audio};
  for (uint32_t o = 1; o < source.n_outputs && o < RMN_N_PLAYED; ++o) {
    const RmnOutput* const output = &listener->network->outputs[o];
    for (uint32_t t = 0; t < stretch->n_frames; ++t) {
      positions[o][t] = rmn_follow_next(
        &file->follows[o], rmn_follow_position(output, listener->values[o][t]));
    }
    source.positions[o] = positions[o];
  }

  file->first = stretch->first;
  rmn_notes_play(&file->notes, &source, 0U, stretch->n_frames, take, file);
}

bool
midi_file_commit(MidiFile* const file, const uint64_t n_frames)
{
  const bool ok = midi_writer_commit(&file->writer, n_frames);
  if (!ok) {
    command_report(file->writer.out.path, "%s", file->writer.out.error);
  }
  return ok;
}

void
midi_file_close(MidiFile* const file)
{
  midi_writer_close(&file->writer);
}
