// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "command.h"
#include "csv.h"
#include "event_list.h"
#include "listener.h"
#include "predict_help.h"
#include "progress.h"
#include "wav.h"

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { N_BLOCK = 4096 }; ///< Frames that are read at a time

typedef enum { FORM_TEXT, FORM_JSON, FORM_CSV } Form;

typedef struct {
  const char* model_path;
  Form        form;
  bool        has_several; ///< Files
  bool        is_quiet;
  bool        is_help;
} PredictOptions;

/// What is open while a file is heard
typedef struct {
  Wav       in;
  Listener* listener;
  EventList list;
  float*    frames; ///< [N_BLOCK][channels]
} Hearing;

static bool
open_model(Listener* const listener, const char* const path)
{
  if (!listener_read(listener, path)) {
    return false;
  }
  if (!listener_predicts(listener)) {
    command_report(path, "predicts nothing: it is an effect, for render");
    return false;
  }
  if (listener->network->prediction.kind == RMN_PREDICT_NEXT_SAMPLE) {
    command_report(path,
                   "predicts the next sample, which is no event: use render, "
                   "or forecast for numbers");
    return false;
  }
  return true;
}

static bool
open_file(Hearing* const hearing, const char* const path)
{
  Wav* const in = &hearing->in;
  if (!wav_open(in, path)) {
    command_report(path, "%s", in->error);
    return false;
  }

  const uint32_t n_channels = (uint32_t)in->info.channels;
  const RmnSetup setup      = {in->info.samplerate, 1U, RMN_RATE_AUTO, 1U, 0.0};
  hearing->frames = (float*)calloc((size_t)n_channels * N_BLOCK, sizeof(float));
  if (!hearing->frames) {
    command_report(path, "out of memory");
    return false;
  }
  if (!listener_open(hearing->listener, &setup, n_channels) ||
      !listener_fits(hearing->listener, (uint64_t)in->info.frames)) {
    return false;
  }
  event_list_open(&hearing->list, hearing->listener);
  return true;
}

static void
tell(void* const           handle,
     const Listener* const listener,
     const Stretch* const  stretch)
{
  event_list_take((EventList*)handle, listener, stretch);
}

/// Hear a file that is open to its end
static bool
hear(Hearing* const hearing, const char* const path, const bool is_quiet)
{
  Wav* const     in     = &hearing->in;
  int64_t        n_read = 0;
  bool           ok     = true;
  Progress       progress;
  const uint32_t n_channels = (uint32_t)in->info.channels;

  progress_start(&progress, (uint64_t)in->info.frames, !is_quiet);
  for (uint32_t n = N_BLOCK; ok && n == N_BLOCK;) {
    ok = wav_read(in, hearing->frames, N_BLOCK, &n);
    if (ok) {
      listener_hear(hearing->listener,
                    hearing->frames,
                    n_channels,
                    n,
                    tell,
                    &hearing->list);
      n_read += n;
      progress_update(&progress, (uint64_t)n_read);
    }
  }
  progress_finish(&progress);
  if (!ok) {
    command_report(path, "%s", in->error);
    return false;
  }

  listener_finish(hearing->listener, tell, &hearing->list);
  if (!event_list_finish(&hearing->list, hearing->listener, n_read)) {
    command_report(path, "out of memory");
    return false;
  }
  return true;
}

static void
print_json(const char* const path,
           const double      start_s,
           const double      end_s,
           const char* const name,
           const float       value)
{
  json_t* const object = json_pack("{s:s, s:f, s:f, s:s, s:f}",
                                   "file",
                                   path,
                                   "start_s",
                                   start_s,
                                   "end_s",
                                   end_s,
                                   "name",
                                   name,
                                   "value",
                                   (double)value);
  if (object) {
    json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(9));
    putchar('\n');
  } else {
    command_report(path, "its name or an output's is not UTF-8");
  }
  json_decref(object);
}

static void
print_csv(const char* const path,
          const double      start_s,
          const double      end_s,
          const char* const name,
          const float       value)
{
  csv_write_text(stdout, path);
  printf(",%.6f,%.6f,", start_s, end_s);
  csv_write_text(stdout, name);
  csv_write_number(stdout, value);
  csv_end_row(stdout);
}

static void
print_events(const Hearing* const        hearing,
             const PredictOptions* const options,
             const char* const           path)
{
  const Listener* const listener = hearing->listener;
  for (size_t i = 0; i < hearing->list.n_events; ++i) {
    const FoundEvent* const event   = &hearing->list.events[i];
    const double            start_s = (double)event->start / listener->rate_hz;
    const double            end_s   = (double)event->end / listener->rate_hz;
    char                    text[16];
    const char* const       name =
      listener_output_name(listener, event->output, text);

    if (options->form == FORM_JSON) {
      print_json(path, start_s, end_s, name, event->value);
    } else if (options->form == FORM_CSV) {
      print_csv(path, start_s, end_s, name, event->value);
    } else {
      printf("%s%s%.6f\t%.6f\t%s\t%.4g\n",
             options->has_several ? path : "",
             options->has_several ? "\t" : "",
             start_s,
             end_s,
             name,
             (double)event->value);
    }
  }
}

static bool
predict_file(Listener* const             listener,
             const PredictOptions* const options,
             const char* const           path)
{
  Hearing    hearing = {.listener = listener};
  const bool ok =
    open_file(&hearing, path) && hear(&hearing, path, options->is_quiet);
  if (ok) {
    print_events(&hearing, options, path);
  }

  event_list_close(&hearing.list);
  free(hearing.frames);
  wav_close(&hearing.in);
  return ok;
}

/// Return EXIT_SUCCESS, or EXIT_USAGE after saying why
static int
parse(PredictOptions* const options, const int argc, char** const argv)
{
  static const struct option long_options[] = {
    {"json", no_argument, NULL, 'j'},
    {"csv", no_argument, NULL, 'c'},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
  };

  for (int c = 0;
       (c = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
    if (c == '?') {
      return command_misuse(&predict_command, NULL);
    }
    options->is_help |= c == 'h';
    options->is_quiet |= c == 'q';
    options->form = c == 'j' ? FORM_JSON : c == 'c' ? FORM_CSV : options->form;
  }
  if (!options->is_help && argc - optind < 2) {
    return command_misuse(&predict_command,
                          "needs two names or more: MODEL and FILE");
  }
  options->model_path  = argv[optind];
  options->has_several = argc - optind > 2;
  return EXIT_SUCCESS;
}

static int
run(const int argc, char** const argv)
{
  PredictOptions options = {.form = FORM_TEXT};
  int            status  = parse(&options, argc, argv);
  if (status || options.is_help) {
    return status ? status : command_help(&predict_command);
  }

  Listener listener = {.path = NULL};
  status =
    open_model(&listener, options.model_path) ? EXIT_SUCCESS : EXIT_FAILURE;
  if (!status && options.form == FORM_CSV) {
    fputs("file,start_s,end_s,name,value\r\n", stdout);
  }
  const int n_files = status ? 0 : argc - optind - 1;
  for (int i = 0; i < n_files; ++i) {
    if (!predict_file(&listener, &options, argv[optind + 1 + i])) {
      status = EXIT_FAILURE;
    }
  }
  listener_close(&listener);
  return status;
}

const Command predict_command = {
  .name    = "predict",
  .summary = "List what a model finds in audio files",
  .help    = predict_help,
  .run     = run,
};
