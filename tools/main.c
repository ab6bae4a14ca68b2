// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "command.h"
#include "kernel/kernel.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Command* const commands[] = {&info_command,
                                          &render_command,
                                          &predict_command,
                                          &forecast_command,
                                          &convert_command,
                                          &train_command,
                                          &bench_command};

enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const char* const help_before =
  "NAME\n"
  "  remanence - recurrent neural networks as audio effects\n"
  "\n"
  "SYNOPSIS\n"
  "  remanence COMMAND [OPTION]... [FILE]...\n"
  "  remanence help [COMMAND]\n"
  "  remanence --help | --version\n"
  "\n"
  "DESCRIPTION\n"
  "  Looks into model files of amplifiers, pedals and other gear, and plays\n"
  "  them: the same engine as in the Remanence plugin, on a command line.\n"
  "\n"
  "COMMANDS\n";

static const char* const help_after =
  "\n"
  "OPTIONS\n"
  "  --help     Print this page and exit.\n"
  "  --version  Print the version and exit.\n"
  "\n"
  "EXIT STATUS\n"
  "  0  All went well.\n"
  "  1  A file could not be read, understood or written: the message on\n"
  "     standard error is \"remanence: FILE: WHAT IS WRONG\".\n"
  "  2  Wrong usage.\n"
  "\n"
  "SEE ALSO\n"
  "  \"remanence help COMMAND\" explains a command.\n";

static const Command*
find_command(const char* const name)
{
  for (size_t i = 0; i < N_COMMANDS; ++i) {
    if (!strcmp(commands[i]->name, name)) {
      return commands[i];
    }
  }
  return NULL;
}

static int
print_help(void)
{
  fputs(help_before, stdout);
  for (size_t i = 0; i < N_COMMANDS; ++i) {
    printf("  %-8s %s\n", commands[i]->name, commands[i]->summary);
  }
  fputs(help_after, stdout);
  return EXIT_SUCCESS;
}

static int
misuse(const char* const what, const char* const argument)
{
  fprintf(stderr, "remanence: %s%s\n", what, argument);
  fputs("Try 'remanence --help'.\n", stderr);
  return EXIT_USAGE;
}

/// -h alone is what many type before they know of --help
static bool
is_plea(const char* const argument)
{
  return !strcmp(argument, "-h") || !strcmp(argument, "--help");
}

/// Run a command; its name becomes what getopt_long() calls it in messages
static int
run_command(const Command* const command, const int argc, char** const argv)
{
  if (argc == 2 && is_plea(argv[1])) {
    return command_help(command);
  }

  char title[64];
  snprintf(title, sizeof(title), "remanence %s", command->name);
  argv[0] = title;
  return command->run(argc, argv);
}

static int
run(const int argc, char** const argv)
{
  if (argc < 2) {
    return misuse("a command is missing", "");
  }

  const char* const    name    = argv[1];
  const Command* const command = find_command(name);
  if (command) {
    return run_command(command, argc - 1, argv + 1);
  }
  if (!strcmp(name, "--version")) {
    puts("remanence " RMN_VERSION);
    return EXIT_SUCCESS;
  }
  if (is_plea(name) || (!strcmp(name, "help") && argc == 2)) {
    return print_help();
  }
  if (!strcmp(name, "help")) {
    const Command* const topic = find_command(argv[2]);
    return topic ? command_help(topic) : misuse("no such command: ", argv[2]);
  }
  return misuse("no such command or option: ", name);
}

/// Let RMN_ISA say which kernel plays, for tests and comparisons
static bool
choose_kernel(void)
{
  const char* const isa = getenv("RMN_ISA");
  if (!isa || rmn_kernel_override(isa)) {
    return true;
  }

  fprintf(stderr, "remanence: RMN_ISA: no kernel %s; this machine has", isa);
  for (uint32_t i = 0; rmn_kernel_at(i); ++i) {
    fprintf(stderr, "%s %s", i ? "," : "", rmn_kernel_at(i)->isa);
  }
  fputc('\n', stderr);
  return false;
}

int
main(const int argc, char** const argv)
{
  const int status = choose_kernel() ? run(argc, argv) : 2;
  if (fflush(stdout) || ferror(stdout)) {
    perror("remanence: standard output");
    return EXIT_FAILURE;
  }
  return status;
}
