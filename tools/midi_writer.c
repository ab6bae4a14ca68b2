// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "midi_writer.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

enum { NOTE_OFF = 0x80, NOTE_ON = 0x90 };

enum {
  MAX_PPQN  = 32767, ///< Ticks of a quarter note that the format has room for
  SECOND_US = 1000000,
  N_SPANS   = 7,
};

/// Quarter notes a second, the usual tempo first, that are whole microseconds
static const int quarters[N_SPANS] = {2, 4, 5, 8, 10, 16, 1};

/// Begin with a tempo at which a tick is a frame, or else about 30 us
static int
add_tempo(MidiWriter* const writer, const double rate_hz)
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
  writer->ticks = (double)per_s * per_one / rate_hz;

  const int          us      = SECOND_US / per_s;
  unsigned char      bytes[] = {0xFF,
                                0x51,
                                3,
                                (unsigned char)(us >> 16),
                                (unsigned char)(us >> 8 & 0xFF),
                                (unsigned char)(us & 0xFF)};
  smf_event_t* const tempo   = smf_event_new_from_pointer(bytes, sizeof(bytes));
  if (!tempo || smf_set_ppqn(writer->smf, per_one)) {
    return -1;
  }
  smf_track_add_event_pulses(writer->track, tempo, 0);
  return 0;
}

static bool
fail(MidiWriter* const writer, const char* const reason)
{
  snprintf(writer->out.error,
           sizeof(writer->out.error),
           "cannot be written: %s",
           reason);
  return false;
}

bool
midi_writer_open(MidiWriter* const writer,
                 const char* const path,
                 const double      rate_hz)
{
  *writer = (MidiWriter){.ticks = 0.0};
  if (!outfile_open(&writer->out, path)) {
    return false;
  }

  writer->smf   = smf_new();
  writer->track = smf_track_new();
  if (!writer->smf || !writer->track) {
    return fail(writer, strerror(ENOMEM));
  }
  smf_add_track(writer->smf, writer->track);
  return !add_tempo(writer, rate_hz) || fail(writer, strerror(ENOMEM));
}

/// Return the tick of a frame of the file
static int
tick(MidiWriter* const writer, const int64_t frame)
{
  const double at = (frame > 0 ? (double)frame : 0.0) * writer->ticks + 0.5;
  writer->is_short |= at >= (double)INT_MAX;
  return at < (double)INT_MAX ? (int)at : INT_MAX - 1;
}

void
midi_writer_add(MidiWriter* const writer,
                const int64_t     frame,
                const uint8_t     bytes[3])
{
  smf_event_t* const event =
    smf_event_new_from_bytes(bytes[0], bytes[1], bytes[2]);
  const uint8_t status  = bytes[0] & 0xF0U;
  const uint8_t channel = bytes[0] & 0x0FU;

  writer->is_short |= !event;
  if (event) {
    smf_track_add_event_pulses(writer->track, event, tick(writer, frame));
  }
  if (status == NOTE_ON || status == NOTE_OFF) {
    writer->is_on[channel][bytes[1] & 0x7FU] = status == NOTE_ON && bytes[2];
  }
}

/// End what sounds at the end
static void
end_notes(MidiWriter* const writer, const int64_t frame)
{
  for (unsigned channel = 0; channel < N_CHANNELS; ++channel) {
    for (unsigned note = 0; note < N_NOTES; ++note) {
      const uint8_t bytes[] = {(uint8_t)(NOTE_OFF | channel), (uint8_t)note, 0};
      if (writer->is_on[channel][note]) {
        midi_writer_add(writer, frame, bytes);
      }
    }
  }
}

bool
midi_writer_commit(MidiWriter* const writer, const uint64_t n_frames)
{
  end_notes(writer, (int64_t)n_frames);
  if (smf_track_add_eot_pulses(writer->track,
                               tick(writer, (int64_t)n_frames)) ||
      writer->is_short) {
    return fail(writer, "there are too many events");
  }
  errno = EIO;
  if (smf_save(writer->smf, writer->out.part)) { // Which opens it anew
    return fail(writer, strerror(errno));
  }
  return outfile_commit(&writer->out);
}

void
midi_writer_close(MidiWriter* const writer)
{
  if (writer->smf) {
    smf_delete(writer->smf); // With its track
  }
  outfile_close(&writer->out);
  *writer = (MidiWriter){.ticks = 0.0};
}
