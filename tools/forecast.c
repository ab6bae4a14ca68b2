// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "command.h"
#include "csv.h"
#include "forecast_check.h"
#include "forecast_help.h"
#include "forecaster.h"
#include "outfile.h"
#include "progress.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_STEPS = 1000000 };

typedef struct {
  const char* model_path;
  const char* table_path;
  const char* out_path; ///< Or NULL for standard output
  size_t      n_steps;
  bool        is_check;
  bool        is_quiet;
  bool        is_help;
} ForecastOptions;

static bool
read_steps(const char* const text, size_t* const n_steps)
{
  char*      end   = NULL;
  const long value = strtol(text, &end, 10);
  if (end == text || *end || value < 1 || value > MAX_STEPS) {
    return false;
  }
  *n_steps = (size_t)value;
  return true;
}

/// Take an option; return EXIT_SUCCESS, or EXIT_USAGE after saying why
static int
set(ForecastOptions* const options, const int c, const char* const text)
{
  switch (c) {
  case 's':
    return read_steps(text, &options->n_steps)
             ? EXIT_SUCCESS
             : command_misuse(&forecast_command,
                              "--steps %s: takes a number from 1 to %d",
                              text,
                              MAX_STEPS);
  case 'o':
    options->out_path = text;
    return EXIT_SUCCESS;
  case 'c':
    options->is_check = true;
    return EXIT_SUCCESS;
  case 'q':
    options->is_quiet = true;
    return EXIT_SUCCESS;
  case 'h':
    options->is_help = true;
    return EXIT_SUCCESS;
  default:
    return command_misuse(&forecast_command, NULL);
  }
}

static int
parse(ForecastOptions* const options, const int argc, char** const argv)
{
  static const struct option long_options[] = {
    {"steps", required_argument, NULL, 's'},
    {"output", required_argument, NULL, 'o'},
    {"check", no_argument, NULL, 'c'},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
  };

  for (int c = 0;
       (c = getopt_long(argc, argv, "o:", long_options, NULL)) != -1;) {
    const int status = set(options, c, optarg);
    if (status || options->is_help) {
      return status;
    }
  }
  if (argc - optind != 2) {
    return command_misuse(&forecast_command,
                          "needs two names: MODEL and TABLE");
  }
  if (!options->n_steps) {
    return command_misuse(&forecast_command,
                          "needs --steps N, how many rows to foretell");
  }
  options->model_path = argv[optind];
  options->table_path = argv[optind + 1];
  return EXIT_SUCCESS;
}

static void
write_head(FILE* const             stream,
           const Forecaster* const forecaster,
           const CsvTable* const   table)
{
  const RmnNetwork* const network = forecaster->network;
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    const char* name = network->outputs[o].name;
    for (uint32_t i = 0; i < network->n_inputs; ++i) {
      if (forecaster->sources[i] == o) {
        name = table->columns[forecaster->columns[i]].name;
      }
    }
    if (o) {
      putc(',', stream);
    }
    csv_write_text(stream, name);
  }
  csv_end_row(stream);
}

/// Write `n_steps` rows
static bool
write_rows(FILE* const       stream,
           Forecaster* const forecaster,
           const size_t      n_steps,
           Progress* const   progress)
{
  float row[RMN_MAX_OUTPUTS];
  for (size_t step = 0; step < n_steps; ++step) {
    if (!forecaster_next(forecaster, row)) {
      command_report(forecaster->path,
                     "goes beyond all numbers at step %zu: take fewer --steps",
                     step + 1U);
      return false;
    }
    for (uint32_t o = 0; o < forecaster->network->n_outputs; ++o) {
      fprintf(stream, "%s%.9g", o ? "," : "", (double)row[o]);
    }
    csv_end_row(stream);
    progress_update(progress, step + 1U);
  }
  return true;
}

static bool
go_on(Forecaster* const            forecaster,
      const CsvTable* const        table,
      const ForecastOptions* const options,
      Progress* const              progress)
{
  if (table->n_rows < forecaster->n_window || !table->n_rows) {
    command_report(table->path,
                   "has %zu rows, but the model hears %zu at a time",
                   table->n_rows,
                   forecaster->n_window ? forecaster->n_window : 1U);
    return false;
  }

  Outfile out;
  forecaster_hear(forecaster, table, table->n_rows);
  bool ok = outfile_open(&out, options->out_path);
  if (ok) {
    write_head(out.stream, forecaster, table);
    ok = write_rows(out.stream, forecaster, options->n_steps, progress) &&
         outfile_commit(&out);
  }
  if (*out.error) {
    command_report(options->out_path, "%s", out.error);
  }
  outfile_close(&out);
  return ok;
}

static bool
forecast(const CsvTable* const table, const ForecastOptions* const options)
{
  Forecaster forecaster;
  bool       ok = forecaster_open(&forecaster, options->model_path, table);
  if (ok && forecaster.is_by_order && !options->is_quiet) {
    command_report(table->path,
                   "its columns are taken in order, as the model knows none "
                   "of their names");
  }
  if (ok) {
    Progress     progress;
    const size_t n = options->is_check ? table->n_rows / 10U : options->n_steps;
    progress_start(&progress, n, !options->is_quiet);
    ok = options->is_check
           ? forecast_check(&forecaster, table, options->n_steps, &progress)
           : go_on(&forecaster, table, options, &progress);
    progress_finish(&progress);
  }
  forecaster_close(&forecaster);
  return ok;
}

static int
run(const int argc, char** const argv)
{
  ForecastOptions options = {.model_path = NULL};
  const int       status  = parse(&options, argc, argv);
  if (status || options.is_help) {
    return status ? status : command_help(&forecast_command);
  }

  CsvTable* const table = csv_read(options.table_path);
  const bool      ok    = table && forecast(table, &options);
  csv_free(table);
  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

const Command forecast_command = {
  .name    = "forecast",
  .summary = "Go on with columns of numbers",
  .help    = forecast_help,
  .run     = run,
};
