// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "bench_entry.h"
#include "bench_report.h"
#include "command.h"
#include "kernel/kernel.h"
#include "progress.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
  "NAME\n"
  "  remanence-bench - time the engine on this machine\n"
  "\n"
  "SYNOPSIS\n"
  "  remanence bench [OPTION]...\n"
  "\n"
  "DESCRIPTION\n"
  "  Times networks of usual sizes, mono and stereo, with every kernel that\n"
  "  this machine runs, one for each instruction set.  Weights are random, in\n"
  "  +-1 / sqrt(H) for H hidden units; audio comes in blocks of 64 frames.\n"
  "\n"
  "  Every round times everything once, so that what else the machine does\n"
  "  hits all alike: compare within a run, by the least times.  A frame is a\n"
  "  sample of every stream.\n"
  "\n"
  "OPTIONS\n"
  "  --model FILE    Time the network of a model file instead.\n"
  "  --cell NAME     Only networks of this cell: lstm or gru.\n"
  "  --hidden N      Only networks of N hidden units; another number than the\n"
  "                  usual ones adds it.\n"
  "  --isa NAME      Only this kernel.  x86-64-v4 has AVX-512, x86-64-v3 AVX2\n"
  "                  with FMA, x86-64-v2 SSE4, x86-64 SSE2.\n"
  "  --against blas  Beside it, time the textbook: OpenBLAS for the products\n"
  "                  of each time step, on one thread, and the C library for\n"
  "                  the gates.  Both must agree to 1e-4 first.\n"
  "  --rounds N      Number of rounds, 200 unless told.\n"
  "  --json          Print a JSON list of objects with the keys cell, hidden,\n"
  "                  layers, streams, isa, engine (remanence or blas), ns_min\n"
  "                  and ns_median.  The isa of blas is OpenBLAS's own name "
  "of\n"
  "                  its kernel.\n"
  "  --help          Print this page and exit.\n"
  "\n"
  "EXIT STATUS\n"
  "  0  All went well.\n"
  "  1  The model could not be loaded, or the engines do not agree.\n"
  "  2  Wrong usage.\n"
  "\n"
  "EXAMPLES\n"
  "  remanence bench --cell lstm --hidden 16\n"
  "  remanence bench --model amp.json --against blas\n";

enum { MAX_NETWORKS = 32, MAX_ENTRIES = 512, MAX_ROUNDS = 100000 };

typedef struct {
  const char* model_path;
  const char* cell;
  const char* isa;
  uint32_t    n_hidden; ///< 0 for the usual ones
  uint32_t    n_rounds;
  bool        has_blas;
  bool        is_json;
  bool        is_help;
} Options;

typedef struct {
  BenchNetwork networks[MAX_NETWORKS];
  BenchEntry   entries[MAX_ENTRIES];
  uint32_t     n_networks;
  uint32_t     n_entries;
} Bench;

static const struct option long_options[] = {
  {"model", required_argument, NULL, 'm'},
  {"cell", required_argument, NULL, 'c'},
  {"hidden", required_argument, NULL, 'n'},
  {"isa", required_argument, NULL, 'i'},
  {"against", required_argument, NULL, 'a'},
  {"rounds", required_argument, NULL, 'r'},
  {"json", no_argument, NULL, 'j'},
  {"help", no_argument, NULL, 'h'},
  {NULL, 0, NULL, 0},
};

static bool
parse_count(const char* const text, const uint32_t most, uint32_t* const value)
{
  char*      end    = NULL;
  const long number = strtol(text, &end, 10);
  if (end == text || *end || number < 1 || number > (long)most) {
    return false;
  }

  *value = (uint32_t)number;
  return true;
}

static bool
has_kernel(const char* const isa)
{
  for (uint32_t i = 0; rmn_kernel_at(i); ++i) {
    if (!strcmp(rmn_kernel_at(i)->isa, isa)) {
      return true;
    }
  }
  return false;
}

/// Set what an option with an argument says; return what it takes if it is not
/// that, else NULL
static const char*
set_option(Options* const options, const int c, const char* const text)
{
  switch (c) {
  case 'm':
    options->model_path = text;
    return NULL;
  case 'c':
    options->cell = text;
    return !strcmp(text, "lstm") || !strcmp(text, "gru") ? NULL : "lstm or gru";
  case 'n':
    return parse_count(text, RMN_MAX_WIDTH, &options->n_hidden)
             ? NULL
             : "a number from 1 to 1024";
  case 'i':
    options->isa = text;
    return has_kernel(text) ? NULL : "a kernel that this machine runs";
  case 'a':
    options->has_blas = true;
    return !strcmp(text, "blas") ? NULL : "blas";
  default:
    return parse_count(text, MAX_ROUNDS, &options->n_rounds)
             ? NULL
             : "a number from 1 to 100000";
  }
}

static int
parse(Options* const options, const int argc, char** const argv)
{
  *options = (Options){.n_rounds = 200};

  int index = 0;
  for (int c = 0;
       (c = getopt_long(argc, argv, "", long_options, &index)) != -1;) {
    if (c == '?') {
      return command_misuse(&bench_command, NULL);
    }
    options->is_help = options->is_help || c == 'h';
    options->is_json = options->is_json || c == 'j';
    if (c == 'h' || c == 'j') {
      continue;
    }

    const char* const takes = set_option(options, c, optarg);
    if (takes) {
      return command_misuse(&bench_command,
                            "--%s %s: takes %s",
                            long_options[index].name,
                            optarg,
                            takes);
    }
  }

  if (optind < argc) {
    return command_misuse(
      &bench_command, "%s: takes no names but by --model", argv[optind]);
  }
  if (options->model_path && (options->cell || options->n_hidden)) {
    return command_misuse(&bench_command,
                          "--model leaves nothing to --cell and --hidden");
  }
  return EXIT_SUCCESS;
}

static bool
add_network(Bench* const bench, RmnNetwork* const network)
{
  BenchNetwork* const of = &bench->networks[bench->n_networks];
  if (!network) {
    command_report("bench", "%s", rmn_strerror(RMN_ERR_NO_MEMORY));
    return false;
  }

  ++bench->n_networks;
  return bench_network_init(of, network);
}

static bool
add_model(Bench* const bench, const Options* const options)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(options->model_path, &error);
  if (!network) {
    command_report(options->model_path, "%s", error.message);
    return false;
  }

  if (rmn_network_is_backward(network)) {
    command_report(options->model_path,
                   "runs backward, and only what runs forward is timed");
    rmn_network_free(network);
    return false;
  }
  if (!add_network(bench, network)) {
    command_report(options->model_path, "has no recurrent layer to time");
    return false;
  }
  if (options->has_blas && !blas_supports(network)) {
    command_report(options->model_path,
                   "--against blas knows LSTM, GRU and linear dense layers "
                   "only");
    return false;
  }
  return true;
}

/// Add the networks of a cell that the options leave
static bool
add_cell(Bench* const         bench,
         const Options* const options,
         const RmnLayerType   cell)
{
  static const uint32_t usual[] = {8, 16, 20, 24, 32, 40, 64, 96, 128};

  if (options->cell && strcmp(options->cell, rmn_layer_type_name(cell)) != 0) {
    return true;
  }
  if (options->n_hidden) {
    return add_network(bench, bench_network_new(cell, options->n_hidden, 1));
  }

  for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); ++i) {
    if (!add_network(bench, bench_network_new(cell, usual[i], 1))) {
      return false;
    }
  }
  return cell != RMN_LSTM || add_network(bench, bench_network_new(cell, 16, 2));
}

static bool
add_entry(Bench* const              bench,
          const BenchNetwork* const of,
          const uint32_t            n_streams,
          const char* const         isa,
          const uint32_t            n_rounds)
{
  BenchEntry* const entry = &bench->entries[bench->n_entries];
  if (!bench_entry_init(entry, of, n_streams, isa, n_rounds)) {
    command_report("bench", "%s", rmn_strerror(RMN_ERR_NO_MEMORY));
    return false;
  }

  ++bench->n_entries;
  return true;
}

/// Add every engine that plays a network, and check that they agree
static bool
add_entries(Bench* const              bench,
            const Options* const      options,
            const BenchNetwork* const of,
            const uint32_t            n_streams)
{
  const uint32_t first = bench->n_entries;

  for (uint32_t i = 0; rmn_kernel_at(i); ++i) {
    const char* const isa = rmn_kernel_at(i)->isa;
    if ((!options->isa || !strcmp(options->isa, isa)) &&
        !add_entry(bench, of, n_streams, isa, options->n_rounds)) {
      return false;
    }
  }

  if (!options->has_blas) {
    return true;
  }
  if (!add_entry(bench, of, n_streams, NULL, options->n_rounds)) {
    return false;
  }

  const float difference = bench_entry_difference(
    &bench->entries[first], &bench->entries[bench->n_entries - 1U]);
  if (!(difference <= 1e-4f)) {
    command_report("bench",
                   "%s %u: the engines differ by %g, 0.0001 at most",
                   of->cell,
                   of->n_hidden,
                   (double)difference);
    return false;
  }
  return true;
}

static bool
prepare(Bench* const bench, const Options* const options)
{
  bool ok = options->model_path ? add_model(bench, options)
                                : add_cell(bench, options, RMN_LSTM) &&
                                    add_cell(bench, options, RMN_GRU);

  for (uint32_t i = 0; ok && i < bench->n_networks; ++i) {
    for (uint32_t n = 1; ok && n <= BENCH_MAX_STREAMS; ++n) {
      ok = add_entries(bench, options, &bench->networks[i], n);
    }
  }
  return ok;
}

static void
time_rounds(Bench* const bench, const uint32_t n_rounds)
{
  Progress progress;
  progress_start(&progress, n_rounds, true);
  for (uint32_t r = 0; r < n_rounds; ++r) {
    for (uint32_t e = 0; e < bench->n_entries; ++e) {
      bench_entry_time(&bench->entries[e]);
    }
    progress_update(&progress, r + 1U);
  }
  progress_finish(&progress);
}

static bool
report(Bench* const bench, const Options* const options)
{
  const uint32_t n = bench->n_entries;

  bench_report_sort(bench->entries, n);
  if (bench_report_is_noisy(bench->entries, n)) {
    command_report("bench",
                   "the machine is busy with other work: trust the least times "
                   "only, or run it again");
  }
  if (options->is_json) {
    return bench_report_json(bench->entries, n);
  }
  bench_report_table(bench->entries, n);
  return true;
}

static void
clear(Bench* const bench)
{
  for (uint32_t e = 0; e < bench->n_entries; ++e) {
    bench_entry_clear(&bench->entries[e]);
  }
  for (uint32_t i = 0; i < bench->n_networks; ++i) {
    rmn_network_free(bench->networks[i].network);
  }
}

static int
run(const int argc, char** const argv)
{
  static Bench bench;

  Options   options;
  const int status = parse(&options, argc, argv);
  if (status) {
    return status;
  }
  if (options.is_help) {
    return command_help(&bench_command);
  }

  bool ok = prepare(&bench, &options);
  if (ok) {
    time_rounds(&bench, options.n_rounds);
    ok = report(&bench, &options);
  }
  clear(&bench);
  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

const Command bench_command = {
  .name    = "bench",
  .summary = "Time the engine on this machine",
  .help    = help,
  .run     = run,
};
