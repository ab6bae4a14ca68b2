// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "decisions.h"
#include "command.h"
#include "value_table.h"

/// Turn knobs before the first frame
static void
set_knobs(const Listener* const listener, const DecisionSetup* const setup)
{
  for (uint32_t k = 0; k < setup->n_knobs; ++k) {
    rmn_player_set_knob(listener->player, k, setup->knobs[k]);
  }
  rmn_player_set_input_level(listener->player, setup->input_dbu);
  rmn_predictor_reset(listener->predictor, RMN_START_REST);
}

bool
decisions_open(Decisions* const decisions, const DecisionSetup* const setup)
{
  Listener* const listener = &decisions->listener;

  decisions->n_channels = setup->n_channels;
  if (!listener_read(listener, setup->model_path) ||
      !listener_open(listener, &setup->setup, setup->n_channels) ||
      !listener_fits(listener, setup->n_frames)) {
    return false;
  }
  if (!listener_predicts(listener)) {
    command_report(setup->model_path,
                   "warning: it does not say that it predicts anything, so "
                   "every frame that comes out is taken for a value");
  }
  set_knobs(listener, setup);

  decisions->has_table = setup->csv_path;
  decisions->has_midi  = setup->midi_path;
  return (!decisions->has_table ||
          value_table_open(&decisions->table, setup->csv_path, listener)) &&
         (!decisions->has_midi ||
          midi_file_open(&decisions->midi, setup->midi_path, listener));
}

static void
tell(void* const           handle,
     const Listener* const listener,
     const Stretch* const  stretch)
{
  Decisions* const decisions = (Decisions*)handle;
  if (decisions->has_table) {
    value_table_write(&decisions->table, listener, stretch);
  }
  if (decisions->has_midi) {
    midi_file_play(&decisions->midi, listener, stretch);
  }
}

void
decisions_hear(Decisions* const   decisions,
               const float* const frames,
               const uint32_t     n)
{
  if (decisions->listener.predictor) {
    decisions->n_frames += n;
    listener_hear(
      &decisions->listener, frames, decisions->n_channels, n, tell, decisions);
  }
}

bool
decisions_commit(Decisions* const decisions)
{
  if (decisions->listener.predictor) {
    listener_finish(&decisions->listener, tell, decisions);
  }
  if (decisions->has_table && !outfile_commit(&decisions->table)) {
    command_report(decisions->table.path, "%s", decisions->table.error);
    return false;
  }
  return !decisions->has_midi ||
         midi_file_commit(&decisions->midi, decisions->n_frames);
}

void
decisions_close(Decisions* const decisions)
{
  outfile_close(&decisions->table);
  midi_file_close(&decisions->midi);
  listener_close(&decisions->listener);
}
