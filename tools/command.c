// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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
  return EXIT_SUCCESS;
}

int
command_misuse(const Command* const command, const char* const format, ...)
{
  if (format) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "remanence %s: ", command->name);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
  }

  fprintf(stderr, "Try 'remanence %s --help'.\n", command->name);
  return EXIT_USAGE;
}
