// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "start.h"

#include "../command.h"
#include "label.h"

#include <stdio.h>
#include <string.h>

enum { MAX_NAMES = 320 };

/// What is told of by labels lasts longer than what a device remembers
static const double memory_seconds = 0.2;

/// Write the names of knobs with commas between, or "none"
static const char*
list_names(char names[MAX_NAMES], const RmnInput* const knobs, const uint32_t n)
{
  size_t length = 0;
  snprintf(names, MAX_NAMES, "none");
  for (uint32_t k = 0; k < n && length < MAX_NAMES; ++k) {
    length += (size_t)snprintf(
      names + length, MAX_NAMES - length, "%s%s", k ? "," : "", knobs[k].name);
  }
  return names;
}

/// Give a network the ranges that were recorded; refuse one that has other
/// knobs
static bool
take_knobs(RmnNetwork* const     network,
           const TakeList* const list,
           const char*           file)
{
  const uint32_t n_knobs = network->n_inputs - 1U;
  char           names[2][MAX_NAMES];
  list_names(names[0], network->inputs + 1, n_knobs);
  list_names(names[1], list->knobs, list->n_knobs);
  if (n_knobs != list->n_knobs || strcmp(names[0], names[1]) != 0) {
    command_report(file,
                   "its knobs are %s, but those of --knobs are %s: give the "
                   "same in the same order",
                   names[0],
                   names[1]);
    return false;
  }
  memcpy(network->inputs + 1, list->knobs, n_knobs * sizeof(RmnInput));
  return true;
}

/// Refuse a model that cannot be learned from recordings of this rate
static bool
check_ends(const RmnNetwork* const network,
           const Session* const    session,
           const char* const       file)
{
  const uint32_t rate_hz   = session->takes[0].rate_hz;
  const uint32_t n_outputs = goal_n_outputs(&session->goal);
  if (network->n_outputs != n_outputs) {
    command_report(file,
                   "has %u outputs, but what it is to learn from has %u",
                   network->n_outputs,
                   n_outputs);
    return false;
  }
  if (network->rate_hz > 0.0 && network->rate_hz != (double)rate_hz) {
    command_report(file,
                   "was trained at %g Hz, but the recording has %u Hz",
                   network->rate_hz,
                   rate_hz);
    return false;
  }
  return true;
}

/// Refuse a model that hears a future which is not there
static bool
check_future(const RmnNetwork* const   network,
             const TrainOptions* const o,
             const char* const         file)
{
  if (rmn_network_is_backward(network) &&
      (!goal_has_future(&o->goal) || o->piece_seconds > 0.0)) {
    command_report(file,
                   "runs backward, which goes without --predict, --csv, "
                   "--window, --latency and --pieces");
    return false;
  }
  return true;
}

/// Refuse a model that is not what --cell, --hidden, --layers and --no-skip say
static bool
check_design(const RmnNetwork* const   network,
             const TrainOptions* const o,
             const char* const         file)
{
  char reason[96];
  if (design_describes(&o->asked, network, reason, sizeof(reason))) {
    return true;
  }
  command_report(file,
                 "%s: --start-from goes on with the network that it names, so "
                 "leave that option out",
                 reason);
  return false;
}

static RmnNetwork*
load_start(const TrainOptions* const o,
           const Session* const      session,
           RmnError* const           error)
{
  RmnNetwork* const network = rmn_network_load(o->start_path, error);
  if (!network) {
    command_report(o->start_path, "%s", error->message);
  } else if (check_design(network, o, o->start_path) &&
             check_ends(network, session, o->start_path) &&
             check_future(network, o, o->start_path) &&
             take_knobs(network, &o->takes, o->start_path) &&
             (session->goal.kind != GOAL_LABEL ||
              label_check_network(network, o->start_path))) {
    network->rate_hz = session->takes[0].rate_hz;
    return network;
  }
  rmn_network_free(network);
  return NULL;
}

/// Return a new network for a goal
static RmnNetwork*
make_start(const TrainOptions* const o,
           const Session* const      session,
           const RmnNetwork* const   front,
           RmnError* const           error)
{
  const Goal* const goal    = &session->goal;
  const uint32_t    rate_hz = session->takes[0].rate_hz;
  Design            design  = o->design;
  RmnInput          units[MAX_OTHERS];
  if (goal->kind == GOAL_SERIES) {
    const uint32_t n_columns = session->series->n_columns;
    design.n_knobs = n_columns - (goal->ahead ? 1U : 1U + goal->n_series);
    for (uint32_t i = 0; i < MAX_OTHERS; ++i) {
      units[i] = (RmnInput){.minimum = -1.0F, .maximum = 1.0F};
    }
    design.knobs = units;
    design.skip  = false;
  }
  design.front     = front;
  design.is_label  = goal->kind == GOAL_LABEL;
  design.n_outputs = goal_n_outputs(goal);
  design.skip      = design.skip && !goal_is_told(goal) && !front;
  design.memory    = goal_is_told(goal) ? memory_seconds * rate_hz : 0.0;

  RmnNetwork* const network = design_network(&design, rate_hz, error);
  if (network && (goal_is_told(goal) || goal->kind == GOAL_NEXT)) {
    const float level = (float)session_level(session);
    network->in_gain /= level;
    network->out_gain = goal->kind == GOAL_NEXT ? level : 1.0F;
  }
  return network;
}

RmnNetwork*
start_network(const TrainOptions* const o, const Session* const session)
{
  RmnError error = {RMN_OK, ""};
  if (o->start_path) {
    return load_start(o, session, &error);
  }

  const char* const path = o->front_path ? o->front_path : o->out_path;
  RmnNetwork* const front =
    o->front_path ? rmn_network_load(path, &error) : NULL;
  RmnNetwork* const network =
    o->front_path && !front ? NULL : make_start(o, session, front, &error);
  rmn_network_free(front);
  if (!network) {
    command_report(path, "%s", error.message);
  }
  return network;
}
