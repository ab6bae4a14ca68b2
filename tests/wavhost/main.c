// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file main.c An offline host: an audio file through an LV2 plugin

#include "../../dsp/rmn.h"
#include "host.h"
#include "state.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void
warn_about_bad_samples(const char* const path, const uint64_t n_bad)
{
  if (n_bad) {
    report("%s: warning: %" PRIu64 " samples are NaN or infinite", path, n_bad);
  }
}

static void
print_figures(const Host* const host, const Figures* const figures)
{
  const Options* const options  = host->options;
  const Port* const    latency  = host->play.instances[0]->ports.latency;
  const double         rate     = host->in.info.samplerate;
  const double         duration = (double)figures->n_frames / rate;

  warn_about_bad_samples(options->in_path, figures->n_bad_in);
  warn_about_bad_samples(options->out_path, figures->n_bad_out);
  if (wav_clips(&host->out, figures->out_peak)) {
    report("%s: warning: it is louder than 0 dBFS, where this format clips; "
           "use .wav, or a lower output gain",
           options->out_path);
  }
  if (!options->is_quiet) {
    fprintf(stderr,
            "%s: %" PRIu64 " frames, %.3f s, played in %.3f s: %.1f x real "
            "time, peak in %.2f dBFS, out %.2f dBFS, latency %g frames\n",
            options->out_path,
            figures->n_frames,
            duration,
            figures->n_seconds,
            duration / figures->n_seconds,
            20.0 * log10((double)figures->in_peak),
            20.0 * log10((double)figures->out_peak),
            latency ? (double)latency->value : 0.0);
  }
}

/// Play, then write the state and the output, in this order
static bool
play(Host* const host)
{
  const Options* const options = host->options;
  Figures              figures = {0};
  if (!play_file(&host->play, &figures) || !host_is_content(host)) {
    return false;
  }
  if (options->save_dir &&
      !(state_save(host->play.instances[0], options->save_dir) &&
        host_is_content(host))) {
    return false;
  }
  if (options->midi_path &&
      !midi_writer_commit(&host->midi, figures.n_frames)) {
    report("%s: %s", options->midi_path, host->midi.out.error);
    return false;
  }
  if (!wav_commit(&host->out)) {
    report("%s: %s", options->out_path, host->out.error);
    return false;
  }

  print_figures(host, &figures);
  return true;
}

static int
run(const Options* const options)
{
  if (options->is_help) {
    fputs(options_help, stdout);
    return EXIT_SUCCESS;
  }
  if (options->is_version) {
    puts("wavhost " RMN_VERSION);
    return EXIT_SUCCESS;
  }

  Host host;
  host_init(&host, options);
  bool is_done = options->is_list;
  if (is_done) {
    world_list(&host.world);
  } else {
    is_done = host_open(&host) && play(&host);
  }
  host_close(&host);
  return is_done ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main(const int argc, char** const argv)
{
  Options   options;
  const int error  = options_parse(&options, argc, argv);
  const int status = error ? error : run(&options);
  options_clear(&options);

  if (fflush(stdout) || ferror(stdout)) {
    perror("wavhost: standard output");
    return EXIT_FAILURE;
  }
  return status;
}
