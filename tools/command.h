// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file command.h What the commands of `remanence` have in common

#ifndef REMANENCE_COMMAND_H
#define REMANENCE_COMMAND_H

/// Exit status of wrong usage
enum { EXIT_USAGE = 2 };

/// One of `remanence COMMAND`
typedef struct {
  const char* name;
  const char* summary; ///< What it does, in a few words
  const char* help;    ///< Its manual page, which tools/man.awk formats too
  const char* more;    ///< The rest of a long page, or NULL
  const char* end;     ///< And of a longer one, likewise

  /// Run with the options and operands after argv[0]; return the exit status
  int (*run)(int argc, char** argv);
} Command;

extern const Command bench_command;
extern const Command convert_command;
extern const Command forecast_command;
extern const Command info_command;
extern const Command predict_command;
extern const Command render_command;
extern const Command train_command;

/// Print `remanence: FILE: MESSAGE` on standard error
void
command_report(const char* file, const char* format, ...);

/// Print the help of a command, return EXIT_SUCCESS
int
command_help(const Command* command);

/**
   Point to the help of a command on standard error, return EXIT_USAGE.

   What is wrong was said before: by getopt_long(), or in `format` if not NULL.
*/
int
command_misuse(const Command* command, const char* format, ...);

/// Let misuse be of a place in a file, such as "FILE:LINE", until this is NULL
void
command_set_place(const char* place);

#endif // REMANENCE_COMMAND_H
