// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file host.h Everything that is open while a file is played

#ifndef WAVHOST_HOST_H
#define WAVHOST_HOST_H

#include "../../tools/wav.h"
#include "instance.h"
#include "options.h"
#include "play.h"

typedef struct {
  const Options* options;
  Urids          urids;
  PluginLog      log;
  World          world;
  Rig            rig;
  LilvNode*      path_parameter;
  Wav            in;
  Wav            out;
  MidiWriter     midi;
  Play           play;
} Host;

/// Find out what is installed
void
host_init(Host* host, const Options* options);

/// Open the files and start the plugin; false after a report
bool
host_open(Host* host);

/// Return whether the plugin has logged no error; else report that it has
bool
host_is_content(const Host* host);

/// Close everything; an output that was not committed leaves no trace
void
host_close(Host* host);

#endif // WAVHOST_HOST_H
