// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "warnings.h"

#include "../command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
warnings_add(Warnings* const   warnings,
             const char* const file,
             const char* const format,
             ...)
{
  const size_t n = strlen(warnings->text);
  char         message[256];
  va_list      args;
  va_start(args, format);
  vsnprintf(message, sizeof(message), format, args);
  va_end(args);

  snprintf(
    warnings->text + n, sizeof(warnings->text) - n, "%s: %s\n", file, message);
  if (!warnings->is_quiet) {
    command_report(file, "warning: %s", message);
  }
}
