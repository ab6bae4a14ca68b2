// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file report.h What is said on standard error, by wavhost and by the plugin

#ifndef WAVHOST_REPORT_H
#define WAVHOST_REPORT_H

#include "urids.h"

#include <lv2/log/log.h>

#include <stdatomic.h>
#include <stdbool.h>

/// The log that is offered to the plugin
typedef struct {
  LV2_Log_Log log;
  LV2_URID    error_type;
  LV2_URID    warning_type;
  bool        is_quiet; ///< Only warnings and errors are printed
  atomic_bool failed;   ///< Whether the plugin has logged an error
} PluginLog;

/// Print `wavhost: MESSAGE`, from any thread
void
report(const char* format, ...);

void
plugin_log_init(PluginLog* log, Urids* urids, bool is_quiet);

#endif // WAVHOST_REPORT_H
