// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#define _XOPEN_SOURCE 700 // realpath()

#include "changes.h"
#include "scale.h"

#include <inttypes.h>
#include <stdlib.h>

/// Read the value of a control of the first instance
static bool
read_value(const Play* const   play,
           const Port* const   port,
           const Change* const change,
           float* const        value)
{
  const Instance* const instance = play->instances[0];
  const Ports* const    ports    = &instance->ports;
  return scale_read(instance->rig->plugin,
                    ports,
                    (uint32_t)(port - ports->ports),
                    change->text,
                    value);
}

static bool
check_control(const Play* const play, const Change* const change)
{
  const Ports* const ports = &play->instances[0]->ports;
  const Port* const  port  = ports_find_control(ports, change->target);
  float              value = 0.0f;
  if (!port) {
    report("%s: is no control input of the plugin; there are:", change->target);
    ports_report_controls(ports);
    return false;
  }
  if (!read_value(play, port, change, &value)) {
    return false;
  }

  if (port->is_trigger && !change->frame && value != port->value_default) {
    report("%s=%s: a trigger acts while the plugin plays: set it --at a frame "
           "after 0",
           change->target,
           change->text);
    return false;
  }
  if (!(value >= port->minimum && value <= port->maximum)) { // Or NaN
    report("warning: %s=%g is outside its range, %g to %g",
           change->target,
           (double)value,
           (double)port->minimum,
           (double)port->maximum);
  }
  return true;
}

bool
changes_check(const Play* const play)
{
  const Options* const options  = play->options;
  const uint64_t       n_frames = play_length(play);

  for (uint32_t i = 0; i < options->n_changes; ++i) {
    const Change* const change = &options->changes[i];
    if (change->frame >= n_frames) {
      report("--at %" PRIu64 ": is after the last frame, %" PRIu64,
             change->frame,
             n_frames - 1U);
      return false;
    }
    if (change->type == CHANGE_CONTROL && !check_control(play, change)) {
      return false;
    }
  }
  return true;
}

/// Set a control of every instance to what was found to be a value
static void
set_control(const Play* const play, const Change* const change)
{
  const Ports* const first = &play->instances[0]->ports;
  float              value = 0.0f;
  read_value(play, ports_find_control(first, change->target), change, &value);

  for (uint32_t i = 0; i < play->n_instances; ++i) {
    const Ports* const ports = &play->instances[i]->ports;
    ports_find_control(ports, change->target)->value = value;
  }
}

/// Send a file to every instance
static bool
send_path(const Play* const play, const Change* const change)
{
  char* const path    = realpath(change->target, NULL);
  bool        is_sent = path;
  if (!path) {
    report("%s: cannot be found", change->target);
  }
  for (uint32_t i = 0; is_sent && i < play->n_instances; ++i) {
    is_sent = instance_send_path(play->instances[i], path);
  }
  free(path);
  return is_sent;
}

bool
changes_apply(const Play* const play,
              const uint64_t    frame,
              uint32_t* const   next)
{
  const Options* const options = play->options;

  for (; *next < options->n_changes; ++*next) {
    const Change* const change = &options->changes[*next];
    if (change->frame > frame) {
      return true;
    }
    if (change->type == CHANGE_CONTROL) {
      set_control(play, change);
    } else if (!send_path(play, change)) {
      return false;
    }
  }
  return true;
}
