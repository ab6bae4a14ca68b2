// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char* misused_place; ///< NULL for the command line

void
command_set_place(const char* const place)
{
  misused_place = place;
}

void
command_report(const char* const file, const char* const format, ...)
{
  va_list args;
  va_start(args, format);
  fprintf(stderr, "remanence: %s: ", file);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  va_end(args);
}

int
command_help(const Command* const command)
{
  fputs(command->help, stdout);
  if (command->more) {
    fputs(command->more, stdout);
  }
  if (command->end) {
    fputs(command->end, stdout);
  }
  return EXIT_SUCCESS;
}

int
command_misuse(const Command* const command, const char* const format, ...)
{
  if (format) {
    va_list args;
    va_start(args, format);
    fprintf(stderr,
            "remanence %s: %s%s",
            command->name,
            misused_place ? misused_place : "",
            misused_place ? ": " : "");
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
  }

  fprintf(stderr, "Try 'remanence %s --help'.\n", command->name);
  return EXIT_USAGE;
}
