// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "report.h"

#include "../command.h"
#include "../wav.h"
#include "play.h"
#include "report_chart.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_PATH = 4096 };

bool
report_open_folder(const char* const folder)
{
  struct stat status;
  if (mkdir(folder, 0777) && errno != EEXIST) {
    command_report(folder, "cannot be made: %s", strerror(errno));
  } else if (stat(folder, &status) || !S_ISDIR(status.st_mode)) {
    command_report(folder, "is not a folder: give --report another name");
  } else if (access(folder, W_OK | X_OK)) {
    command_report(folder, "cannot be written into: %s", strerror(errno));
  } else if (strlen(folder) > MAX_PATH - 32) {
    command_report(folder, "is too long a name");
  } else {
    return true;
  }
  return false;
}

static const char*
join(char path[MAX_PATH], const Report* const report, const char* const name)
{
  snprintf(path, MAX_PATH, "%s/%s", report->folder, name);
  return path;
}

/// Play the test part, after up to a second of what comes before it
static bool
play_test(const RmnNetwork* const network,
          const Recording* const  recording,
          float* const            audio)
{
  const Part      part     = recording->parts[PART_TEST];
  const size_t    second   = recording->rate_hz;
  const size_t    n_before = part.first < second ? part.first : second;
  RmnModel* const model    = rmn_model_new(network);
  RmnState* const state    = model ? rmn_state_new(model, 1) : NULL;
  float* const    unheard  = (float*)malloc((n_before + 1U) * sizeof(float));
  const bool      ok       = state && unheard;
  if (ok) {
    const float* const dry = recording->dry + part.first;
    play(model, state, recording->knobs, dry - n_before, unheard, n_before);
    play(model, state, recording->knobs, dry, audio, part.n);
  }

  free(unheard);
  rmn_state_free(state);
  rmn_model_free(model);
  return ok;
}

static bool
write_take(const Report* const report,
           const Takes* const  takes,
           const char* const   name,
           const float* const  audio)
{
  char       path[MAX_PATH];
  Wav        wav = {0};
  const bool ok =
    wav_create(&wav, join(path, report, name), 1, (int)takes->rate_hz) &&
    wav_write(&wav, audio, takes->n_frames) && wav_commit(&wav);
  if (!ok) {
    command_report(path, "%s", wav.error);
  }
  wav_close(&wav);
  return ok;
}

static bool
write_text(const Report* const     report,
           const RmnNetwork* const network,
           const Session* const    session)
{
  const Story* const story = report->story;
  const uint32_t     worst = story_worst(story, session);
  const double       lufs  = network->metadata.loudness_db;
  char               path[MAX_PATH];
  char               loudness[24] = "none: it is silent";
  if (isfinite(lufs)) {
    snprintf(loudness, sizeof(loudness), "%.1f LUFS", lufs);
  }

  FILE* const file = fopen(join(path, report, "report.txt"), "w");
  bool        ok   = file;
  if (file) {
    fprintf(file,
            "%s\n\n"
            "ESR on audio it never heard   %.4f %%\n"
            "  pre-emphasised              %.4f %%\n",
            report->sentence,
            100.0 * story->test.plain,
            100.0 * story->test.emphasised);
    story_print_takes(story, session, file);
    fprintf(file,
            "ESR of the validation part    %.4f %%\n"
            "Loudness of the model         %s\n"
            "Delay taken out of WET        %ld frames\n"
            "Epochs                        %u, of which %u was the best\n\n"
            "To hear%s: dry.wav, wet.wav, model.wav, difference.wav (wet - "
            "model)\n"
            "To see: waveforms.png, transfer.png, spectra.png, loss.png\n",
            100.0 * story->valid.plain,
            loudness,
            session->takes[worst].delay,
            story->n_epochs,
            story->best_epoch,
            session->n_knobs ? " the worst" : "");
    ok = !ferror(file);
    ok = !fclose(file) && ok;
  }
  if (!ok) {
    command_report(path, "cannot be written: %s", strerror(errno));
  }
  return ok;
}

static bool
write_pictures(const Report* const report, const Takes* const takes)
{
  char path[MAX_PATH];
  return report_draw_waveforms(takes, join(path, report, "waveforms.png")) &&
         report_draw_transfer(takes, join(path, report, "transfer.png")) &&
         report_draw_spectra(takes, join(path, report, "spectra.png")) &&
         report_draw_loss(report->train,
                          report->valid,
                          report->story->n_epochs,
                          join(path, report, "loss.png"));
}

static bool
write_all(const Report* const     report,
          const RmnNetwork* const network,
          const Session* const    session,
          const Takes* const      takes)
{
  return write_take(report, takes, "dry.wav", takes->dry) &&
         write_take(report, takes, "wet.wav", takes->wet) &&
         write_take(report, takes, "model.wav", takes->model) &&
         write_take(report, takes, "difference.wav", takes->difference) &&
         write_pictures(report, takes) && write_text(report, network, session);
}

bool
report_write(const Report* const     report,
             const RmnNetwork* const network,
             const Session* const    session)
{
  const uint32_t         worst      = story_worst(report->story, session);
  const Recording* const recording  = &session->takes[worst];
  const Part             part       = recording->parts[PART_TEST];
  const float* const     wet        = recording->wet + part.first;
  float* const           model      = (float*)calloc(part.n, sizeof(float));
  float* const           difference = (float*)calloc(part.n, sizeof(float));
  bool ok = model && difference && play_test(network, recording, model);
  if (ok) {
    for (size_t t = 0; t < part.n; ++t) {
      difference[t] = wet[t] - model[t];
    }
    const Takes takes = {recording->dry + part.first,
                         wet,
                         model,
                         difference,
                         (uint32_t)part.n,
                         recording->rate_hz};
    ok                = write_all(report, network, session, &takes);
  } else {
    command_report(report->folder, "out of memory");
  }
  free(difference);
  free(model);
  return ok;
}
