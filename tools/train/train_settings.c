// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "train_settings.h"

#include "train_values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool
set_output(TrainOptions* const o, const char* const text)
{
  o->out_path = text;
  return *text;
}

static bool
set_cell(TrainOptions* const o, const char* const text)
{
  o->design.cell = text;
  return design_knows(text);
}

static bool
set_hidden(TrainOptions* const o, const char* const text)
{
  return read_count(text, 1, 256, &o->design.n_hidden);
}

static bool
set_layers(TrainOptions* const o, const char* const text)
{
  return read_count(text, 1, 8, &o->design.n_layers);
}

static bool
set_target(TrainOptions* const o, const char* const text)
{
  const bool ok = read_number(text, 1e-6, 100.0, &o->target_esr);
  o->target_esr /= 100.0;
  return ok;
}

static bool
set_minutes(TrainOptions* const o, const char* const text)
{
  return read_number(text, 0.01, 10080.0, &o->settings.n_minutes);
}

static bool
set_epochs(TrainOptions* const o, const char* const text)
{
  return read_count(text, 1, 1000000, &o->settings.n_epochs);
}

static bool
set_truncation(TrainOptions* const o, const char* const text)
{
  o->is_truncation_given = true;
  return read_count(
    text, MIN_TRUNCATION, MAX_TRUNCATION, &o->settings.truncation);
}

static bool
set_rate(TrainOptions* const o, const char* const text)
{
  return read_number(text, 1e-6, 1.0, &o->settings.rate);
}

static bool
set_seed(TrainOptions* const o, const char* const text)
{
  uint32_t   seed = 0;
  const bool ok   = read_count(text, 0, 1000000000, &seed);
  o->design.seed  = seed;
  return ok;
}

static bool
set_seeds(TrainOptions* const o, const char* const text)
{
  return read_list(text, 0, 1000000000, &o->seeds);
}

static bool
set_sizes(TrainOptions* const o, const char* const text)
{
  return read_list(text, 1, 256, &o->sizes);
}

static bool
set_jobs(TrainOptions* const o, const char* const text)
{
  return read_count(text, 1, 64, &o->n_jobs);
}

static bool
set_devices(TrainOptions* const o, const char* const text)
{
  o->devices_path = text;
  return *text;
}

static bool
set_threads(TrainOptions* const o, const char* const text)
{
  o->is_threads_given = true;
  return read_count(text, 1, 256, &o->settings.n_threads);
}

static bool
set_start(TrainOptions* const o, const char* const text)
{
  o->start_path = text;
  return *text;
}

static bool
set_delay(TrainOptions* const o, const char* const text)
{
  double delay      = 0.0;
  o->is_delay_given = strcmp(text, "auto") != 0;
  if (!o->is_delay_given) {
    return true;
  }
  const bool ok = read_number(text, -1e6, 1e6, &delay) && delay == rint(delay);
  o->delay      = (long)delay;
  return ok;
}

static bool
set_pieces(TrainOptions* const o, const char* const text)
{
  char* end         = NULL;
  o->piece_seconds  = strtod(text, &end);
  o->settle_seconds = -1.0;
  return end != text && o->piece_seconds > 0.0 && o->piece_seconds <= 3600.0 &&
         (!*end || (*end == ':' &&
                    read_number(end + 1, 0.0, 3600.0, &o->settle_seconds) &&
                    o->piece_seconds > o->settle_seconds));
}

static bool
set_loss(TrainOptions* const o, const char* const text)
{
  for (int i = 0; i < N_LOSSES; ++i) {
    if (!strcmp(text, loss_name((LossKind)i))) {
      o->is_loss_given = true;
      o->settings.loss = (LossKind)i;
      return true;
    }
  }
  return false;
}

static bool
set_name(TrainOptions* const o, const char* const text)
{
  o->name = text;
  return is_text(text);
}

static bool
set_author(TrainOptions* const o, const char* const text)
{
  o->author = text;
  return is_text(text);
}

static bool
set_licence(TrainOptions* const o, const char* const text)
{
  o->licence = text;
  return is_text(text);
}

static bool
set_report(TrainOptions* const o, const char* const text)
{
  o->report_path = text;
  return *text;
}

static bool
set_checkpoint(TrainOptions* const o, const char* const text)
{
  o->checkpoint_path = text;
  return *text;
}

static bool
set_teacher(TrainOptions* const o, const char* const text)
{
  o->takes.teacher_path = text;
  return *text;
}

static bool
set_predict(TrainOptions* const o, const char* const text)
{
  o->goal.kind      = GOAL_NEXT;
  o->takes.is_alone = true;
  return read_count(text, 1, RMN_MAX_AHEAD, &o->goal.ahead);
}

static bool
set_front(TrainOptions* const o, const char* const text)
{
  o->front_path = text;
  return *text;
}

static bool
set_csv(TrainOptions* const o, const char* const text)
{
  o->takes.csv_path = text;
  o->goal.kind      = GOAL_SERIES;
  return *text;
}

static bool
set_column(TrainOptions* const o, const char* const text)
{
  o->takes.csv_target = text;
  return *text;
}

static bool
set_hop(TrainOptions* const o, const char* const text)
{
  return read_count(text, 1, RMN_MAX_HOP, &o->goal.hop);
}

static bool
set_latency(TrainOptions* const o, const char* const text)
{
  return read_count(text, 0, RMN_MAX_LATE, &o->goal.latency);
}

static bool
set_window(TrainOptions* const o, const char* const text)
{
  return read_count(text, 8, RMN_MAX_HOP, &o->goal.window);
}

static bool
set_pool(TrainOptions* const o, const char* const text)
{
  for (int i = 0; i < RMN_N_POOLS; ++i) {
    if (!strcmp(text, rmn_pool_name((RmnPool)i))) {
      o->goal.pool = (RmnPool)i;
      return true;
    }
  }
  return false;
}

static bool
set_look_ahead(TrainOptions* const o, const char* const text)
{
  o->is_look_ahead_given = true;
  return read_count(text, 1, MAX_LOOK_AHEAD, &o->settings.look_ahead);
}

static bool
set_bidirectional(TrainOptions* const o, const char* const text)
{
  (void)text;
  o->design.is_bidirectional = true;
  return true;
}

static bool
set_from_anywhere(TrainOptions* const o, const char* const text)
{
  (void)text;
  o->settings.from_anywhere = true;
  return true;
}

static bool
set_no_skip(TrainOptions* const o, const char* const text)
{
  (void)text;
  o->design.skip = false;
  return true;
}

static bool
set_labels(TrainOptions* const o, const char* const text)
{
  (void)text;
  o->is_told = true;
  return true;
}

static bool
set_quiet(TrainOptions* const o, const char* const text)
{
  (void)text;
  o->is_quiet = true;
  return true;
}

static bool
set_help(TrainOptions* const o, const char* const text)
{
  (void)text;
  o->is_help = true;
  return true;
}

/// Those without values take no argument
const TrainSetting train_settings[] = {
  {"output", set_output, "the name of a file"},
  {"cell", set_cell, "lstm, gru, rnn or lstm-peephole"},
  {"hidden", set_hidden, "a number from 1 to 256"},
  {"layers", set_layers, "a number from 1 to 8"},
  {"target-esr", set_target, "a number of percent"},
  {"minutes", set_minutes, "a number of minutes"},
  {"epochs", set_epochs, "a number from 1 to 1000000"},
  {"truncation", set_truncation, "a number from 8 to 8192"},
  {"rate", set_rate, "a number up to 1"},
  {"seed", set_seed, "a number from 0 to 1000000000"},
  {"threads", set_threads, "a number from 1 to 256"},
  {"start-from", set_start, "the name of a model file"},
  {"delay", set_delay, "a whole number of frames, or auto"},
  {"pieces", set_pieces, "seconds, or two numbers of them, such as 0.5:0.25"},
  {"loss", set_loss, "esr, mse, bce or cross-entropy"},
  {"name", set_name, "a text in UTF-8"},
  {"author", set_author, "a text in UTF-8"},
  {"licence", set_licence, "a text in UTF-8"},
  {"report", set_report, "the name of a folder"},
  {"checkpoint", set_checkpoint, "the name of a file"},
  {"seeds", set_seeds, "different numbers, such as 1,2,3"},
  {"sizes", set_sizes, "different numbers from 1 to 256, such as 8,16"},
  {"jobs", set_jobs, "a number from 1 to 64"},
  {"devices", set_devices, "the name of a file"},
  {"teacher", set_teacher, "the name of a model file"},
  {"predict", set_predict, "a number of frames from 1 to 4096"},
  {"front", set_front, "the name of a model file"},
  {"csv", set_csv, "the name of a file"},
  {"target", set_column, "the name of a column"},
  {"hop", set_hop, "a number of frames from 1 to 1048576"},
  {"latency", set_latency, "a number of frames from 0 to 4096"},
  {"window", set_window, "a number of frames from 8 to 1048576"},
  {"look-ahead", set_look_ahead, "a number of frames from 1 to 8192"},
  {"pool", set_pool, "last, mean or max"},
  {"bidirectional", set_bidirectional, NULL},
  {"from-anywhere", set_from_anywhere, NULL},
  {"no-skip", set_no_skip, NULL},
  {"labels", set_labels, NULL},
  {"quiet", set_quiet, NULL},
  {"help", set_help, NULL},
};
