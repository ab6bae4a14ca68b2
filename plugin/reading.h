// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file reading.h How readings are laid out that a user interface is sent

#ifndef RMN_READING_H
#define RMN_READING_H

#include "gates.h"
#include "ports.h"

/// What a user interface wants to be sent: values of rmn:watch
typedef enum {
  RMN_SCOPE_CLOSED,
  RMN_SCOPE_METERS, ///< rmn:meters
  RMN_SCOPE_INSIDE, ///< rmn:inside, rmn:gates and rmn:curve too
} RmnScopeInterest;

/// How bad it is what rmn:message says: values of rmn:severity
typedef enum {
  RMN_SEVERITY_NONE, ///< Nothing is said
  RMN_SEVERITY_NOTE, ///< All is well, and something is worth knowing
  RMN_SEVERITY_ERROR,
} RmnSeverity;

/// Values of rmn:meters
typedef enum {
  RMN_METER_RATE,    ///< Sample rate in Hz
  RMN_METER_LATENCY, ///< In frames
  RMN_METER_LOAD,    ///< Worst share of a block's time that it took
  RMN_METER_FAULTS,  ///< Blocks up to now with what was no audio
  RMN_METER_LEVELS,  ///< Peak and RMS of each input, then of each output
} RmnMeter;

enum {
  RMN_READINGS_PER_S = 25,
  RMN_N_METERS       = RMN_METER_LEVELS + 4 * RMN_MAX_PORT_CHANNELS,
  RMN_MAX_UNITS      = 64, ///< Of rmn:inside: h of each, then C of each
  RMN_N_GATES        = RMN_N_GATE_KINDS * RMN_MAX_UNITS, ///< Of rmn:gates
  RMN_CURVE_POINTS   = 96, ///< Of rmn:curve: input and output in turn
};

#endif // RMN_READING_H
