// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "midi_file.h"
#include "command.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <string.h>

enum {
  MAX_PPQN  = 32767, ///< Ticks of a quarter note that the format has room for
  SECOND_US = 1000000,
  N_SPANS   = 7,
};

/// Quarter notes a second, the usual tempo first, that are whole microseconds
static const int quarters[N_SPANS] = {2, 4, 5, 8, 10, 16, 1};

/// Begin with a tempo at which a tick is a frame, or else about 30 us
static int
add_tempo(MidiFile* const file, const double rate_hz)
{
  const int rate    = (int)rate_hz;
  int       per_s   = 1;
  int       per_one = 32000;
  for (int i = N_SPANS - 1; i >= 0; --i) {
    if (rate == rate_hz && !(rate % quarters[i]) &&
        rate / quarters[i] <= MAX_PPQN) {
      per_s   = quarters[i];
      per_one = rate / per_s;
    }
  }
  file->ticks = (double)per_s * per_one / rate_hz;

  const int          us      = SECOND_US / per_s;
  unsigned char      bytes[] = {0xFF,
                                0x51,
                                3,
                                (unsigned char)(us >> 16),
                                (unsigned char)(us >> 8 & 0xFF),
                                (unsigned char)(us & 0xFF)};
  smf_event_t* const tempo   = smf_event_new_from_pointer(bytes, sizeof(bytes));
  if (!tempo || smf_set_ppqn(file->smf, per_one)) {
    return -1;
  }
  smf_track_add_event_pulses(file->track, tempo, 0);
  return 0;
}

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
  if (refuse(path, listener) || !outfile_open(&file->out, path)) {
    return false;
  }

  file->smf   = smf_new();
  file->track = smf_track_new();
  if (!file->smf || !file->track) {
    command_report(path, "out of memory");
    return false;
  }

  smf_add_track(file->smf, file->track);
  if (add_tempo(file, listener->rate_hz)) {
    command_report(path, "out of memory");
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

/// Return the tick of a frame of the file
static int
tick(MidiFile* const file, const int64_t frame)
{
  const double at = (frame > 0 ? (double)frame : 0.0) * file->ticks + 0.5;
  file->is_short |= at >= (double)INT_MAX;
  return at < (double)INT_MAX ? (int)at : INT_MAX - 1;
}

static bool
take(void* const handle, const uint32_t frame, const RmnMidiMessage message)
{
  MidiFile* const    file  = (MidiFile*)handle;
  smf_event_t* const event = smf_event_new_from_bytes(
    (int)message.status | message.channel, message.number, message.value);

  file->is_short |= !event;
  if (event) {
    smf_track_add_event_pulses(
      file->track, event, tick(file, file->first + frame));
  }
  file->is_on = message.status == RMN_MIDI_CONTROLLER
                  ? file->is_on
                  : message.status == RMN_MIDI_NOTE_ON;
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
  const RmnMidiMessage off = {RMN_MIDI_NOTE_OFF, 0, file->setting.note, 0};
  file->first              = (int64_t)n_frames;
  if (file->is_on) {
    take(file, 0U, off);
  }
  if (smf_track_add_eot_pulses(file->track, tick(file, file->first)) ||
      file->is_short) {
    command_report(file->out.path,
                   "cannot be written: there are too many events");
    return false;
  }
  errno = EIO;
  if (smf_save(file->smf, file->out.part)) { // Which opens it anew
    command_report(file->out.path, "cannot be written: %s", strerror(errno));
    return false;
  }
  return outfile_commit(&file->out);
}

void
midi_file_close(MidiFile* const file)
{
  if (file->smf) {
    smf_delete(file->smf); // With its track
  }
  outfile_close(&file->out);
  *file = (MidiFile){0};
}
