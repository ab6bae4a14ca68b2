// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "report.h"

#include "../command.h"
#include "../wav.h"
#include "report_chart.h"
#include "report_label.h"

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

/// The test part, as it is played
typedef struct {
  Part   part;
  float* audio;
} Played;

static void
keep_block(void* const               data,
           const size_t              first,
           const float* const* const y,
           const size_t              n)
{
  const Played* const played = (const Played*)data;
  for (size_t t = first; t < first + n; ++t) {
    if (t >= played->part.first) {
      played->audio[t - played->part.first] = y[0][t - first];
    }
  }
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

static void
print_device(FILE* const             file,
             const Story* const      story,
             const Session* const    session,
             const RmnNetwork* const network)
{
  const uint32_t worst        = story_worst(story, session);
  const double   lufs         = network->metadata.loudness_db;
  char           loudness[24] = "none: it is silent";
  if (isfinite(lufs)) {
    snprintf(loudness, sizeof(loudness), "%.1f LUFS", lufs);
  }
  fprintf(file,
          "ESR on audio it never heard   %.4f %%\n"
          "  pre-emphasised              %.4f %%\n",
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
}

static void
print_label(FILE* const          file,
            const Story* const   story,
            const Session* const session)
{
  const LabelScore* const label = &story->test.label;
  fprintf(file,
          "Cross-entropy on audio it never heard  %.4f nats\n"
          "  of the validation part               %.4f nats\n"
          "Area under the ROC curve               %.4f\n"
          "Accuracy above %.3f                   %.2f %%\n"
          "Delay taken out of WET                 %ld frames\n"
          "Epochs                                 %u, of which %u was the "
          "best\n\n"
          "To hear: dry.wav, label.wav, model.wav\n"
          "To see: label.png, roc.png, loss.png\n",
          label->bce,
          story->valid.label.bce,
          label->area,
          label->threshold,
          100.0 * label->accuracy,
          session->takes[0].delay,
          story->n_epochs,
          story->best_epoch);
}

static void
print_classes(FILE* const          file,
              const Story* const   story,
              const Session* const session)
{
  const ClassScore* const test = &story->test.classes;
  fprintf(file,
          "Cross-entropy on audio it never heard  %.4f nats\n"
          "  of the validation part               %.4f nats\n"
          "Accuracy                               %.2f %%\n"
          "F-measure, the mean over classes       %.3f\n"
          "Epochs                                 %u, of which %u was the "
          "best\n"
          "Classes                                ",
          test->entropy,
          story->valid.classes.entropy,
          100.0 * test->accuracy,
          test->f,
          story->n_epochs,
          story->best_epoch);
  for (uint32_t k = 0; k < session->goal.n_classes; ++k) {
    fprintf(file, "%s%s", k ? ", " : "", session->goal.classes[k]);
  }
  fputs("\n\nTo hear: dry.wav\nTo see: loss.png\n", file);
}

static void
print_next(FILE* const file, const Story* const story)
{
  fprintf(file,
          "Prediction gain on audio it never heard  %.2f dB\n"
          "  pre-emphasised                         %.2f dB\n"
          "  of the validation part                 %.2f dB\n"
          "  of linear prediction of order 16       %.2f dB\n"
          "  and of order 32                        %.2f dB\n"
          "Epochs                                   %u, of which %u was the "
          "best\n\n"
          "To hear: dry.wav, wet.wav (what came), model.wav, difference.wav\n"
          "To see: waveforms.png, transfer.png, spectra.png, loss.png\n",
          -10.0 * log10(story->test.plain),
          -10.0 * log10(story->test.emphasised),
          -10.0 * log10(story->valid.plain),
          -10.0 * log10(story->linear_esr[0]),
          -10.0 * log10(story->linear_esr[1]),
          story->n_epochs,
          story->best_epoch);
}

static bool
write_text(const Report* const     report,
           const RmnNetwork* const network,
           const Session* const    session)
{
  const Story* const story = report->story;
  char               path[MAX_PATH];
  FILE* const        file = fopen(join(path, report, "report.txt"), "w");
  bool               ok   = file;
  if (file) {
    fprintf(file, "%s\n\n", report->sentence);
    if (session->goal.kind == GOAL_CLASS) {
      print_classes(file, story, session);
    } else if (session->goal.kind == GOAL_NEXT) {
      print_next(file, story);
    } else if (session->goal.kind == GOAL_LABEL) {
      print_label(file, story, session);
    } else {
      print_device(file, story, session, network);
    }
    story_print_ahead(story, session, file);
    if (*story->warnings.text) {
      fprintf(file, "\nWarnings\n%s", story->warnings.text);
    }
    ok = !ferror(file);
    ok = !fclose(file) && ok;
  }
  if (!ok) {
    command_report(path, "cannot be written: %s", strerror(errno));
  }
  return ok;
}

static bool
write_pictures(const Report* const report,
               const Goal* const   goal,
               const Takes* const  takes)
{
  char path[MAX_PATH];
  return report_draw_waveforms(takes, join(path, report, "waveforms.png")) &&
         report_draw_transfer(takes, join(path, report, "transfer.png")) &&
         report_draw_spectra(takes, join(path, report, "spectra.png")) &&
         report_draw_loss(report->train,
                          report->valid,
                          report->story->n_epochs,
                          goal,
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
         write_pictures(report, &session->goal, takes) &&
         write_text(report, network, session);
}

static bool
draw_roc(const Report* const     report,
         const RmnNetwork* const network,
         const Session* const    session)
{
  char         path[MAX_PATH];
  double       bce     = 0.0;
  size_t       n       = 0;
  Guess* const guesses = label_guess(network, session, PART_TEST, &n, &bce);
  const bool   ok =
    guesses && report_draw_roc(guesses, n, join(path, report, "roc.png"));
  if (!guesses) {
    command_report(report->folder, "out of memory");
  }
  free(guesses);
  return ok;
}

/// Write what there is to see of a network that tells classes apart
static bool
write_classes(const Report* const     report,
              const RmnNetwork* const network,
              const Session* const    session,
              const Takes* const      takes)
{
  char path[MAX_PATH];
  return write_take(report, takes, "dry.wav", takes->dry) &&
         report_draw_loss(report->train,
                          report->valid,
                          report->story->n_epochs,
                          &session->goal,
                          join(path, report, "loss.png")) &&
         write_text(report, network, session);
}

/// Write what there is to hear and see of a predictor
static bool
write_label(const Report* const     report,
            const RmnNetwork* const network,
            const Session* const    session,
            const Takes* const      takes)
{
  char path[MAX_PATH];
  return write_take(report, takes, "dry.wav", takes->dry) &&
         write_take(report, takes, "label.wav", takes->wet) &&
         write_take(report, takes, "model.wav", takes->model) &&
         report_draw_label(takes, join(path, report, "label.png")) &&
         draw_roc(report, network, session) &&
         report_draw_loss(report->train,
                          report->valid,
                          report->story->n_epochs,
                          &session->goal,
                          join(path, report, "loss.png")) &&
         write_text(report, network, session);
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
  Played                 played     = {part, model};
  bool                   ok         = model && difference &&
            score_play(network, recording, part, keep_block, &played);
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
    ok                = session->goal.kind == GOAL_LABEL
                          ? write_label(report, network, session, &takes)
                        : session->goal.kind == GOAL_CLASS
                          ? write_classes(report, network, session, &takes)
                          : write_all(report, network, session, &takes);
  } else {
    command_report(report->folder, "out of memory");
  }
  free(difference);
  free(model);
  return ok;
}
