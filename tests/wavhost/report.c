// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MAX_LINE = 1024 };

/// Print one line at once, in place of a progress bar that may be there
static void
print_line(const char* const prefix, const char* const line)
{
  const char* const clear = isatty(STDERR_FILENO) ? "\r\033[K" : "";
  fprintf(stderr, "%swavhost: %s%s\n", clear, prefix, line);
}

void
report(const char* const format, ...)
{
  char    line[MAX_LINE];
  va_list args;
  va_start(args, format);
  vsnprintf(line, sizeof(line), format, args);
  va_end(args);
  print_line("", line);
}

static int
log_vprintf(LV2_Log_Handle    handle,
            const LV2_URID    type,
            const char* const format,
            va_list           args)
{
  PluginLog* const log      = (PluginLog*)handle;
  const bool       is_error = type == log->error_type;
  char             line[MAX_LINE];

  const int length = vsnprintf(line, sizeof(line), format, args);
  if (is_error) {
    atomic_store(&log->failed, true);
  }
  if (is_error || type == log->warning_type || !log->is_quiet) {
    line[strcspn(line, "\n")] = '\0';
    print_line(is_error ? "plugin error: " : "plugin: ", line);
  }
  return length;
}

static int
log_printf(LV2_Log_Handle    handle,
           const LV2_URID    type,
           const char* const format,
           ...)
{
  va_list args;
  va_start(args, format);
  const int length = log_vprintf(handle, type, format, args);
  va_end(args);
  return length;
}

void
plugin_log_init(PluginLog* const log, Urids* const urids, const bool is_quiet)
{
  log->log          = (LV2_Log_Log){log, log_printf, log_vprintf};
  log->error_type   = urids_map(urids, LV2_LOG__Error);
  log->warning_type = urids_map(urids, LV2_LOG__Warning);
  log->is_quiet     = is_quiet;
  atomic_init(&log->failed, false);
}
