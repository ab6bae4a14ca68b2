// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "prepare.h"

#include "../command.h"
#include "align.h"
#include "checks.h"
#include "class_score.h"
#include "label.h"
#include "pieces.h"
#include "repeats.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/// Share of the wet audio that a filter explains, below which it is another
/// take
static const double unlike = 0.01;

/// Mean square below which a part of the wet audio is silent, -90 dBFS
static const double silent = 1e-9;

/// ESR below which noise is what a file format rounds away
static const double noiseless = 1e-8;

/// Frames that wet audio is left late: that costs little, but to be early asks
/// the network to foresee
static const long caution = 4;

/// Delays that differ by no more are one: what a device distorts moves them
static const long jitter = 4;

/// Refuse what cannot be aligned, and warn of what is hard to
static bool
check_alignment(const Recording* const take,
                const Alignment* const a,
                Warnings* const        warnings)
{
  const char* const dry = take->dry_file->path;
  const char* const wet = take->wet_file->path;
  if (a->likeness < unlike) {
    command_report(wet,
                   "has nothing in common with %s: are they of one take? If "
                   "so, give --delay",
                   dry);
    return false;
  }
  if (a->delay < -1) {
    command_report(wet,
                   "comes %ld frames before %s: are they in the wrong order? "
                   "If not, give --delay %ld",
                   -a->delay,
                   dry,
                   a->delay);
    return false;
  }
  if (a->latest - a->earliest > 2) {
    warnings_add(warnings,
                 wet,
                 "the delay drifts from %ld to %ld frames: record both on one "
                 "clock",
                 a->earliest,
                 a->latest);
  }
  return true;
}

/// Find how late the wet audio of each take is
static bool
find_delays(Session* const session, long* const delays)
{
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const Recording* const take      = &session->takes[t];
    Alignment              alignment = {0};
    if (!align_find(take, &alignment)) {
      command_report(take->wet_file->path, "out of memory");
      return false;
    }
    if (!check_alignment(take, &alignment, &session->warnings)) {
      return false;
    }
    delays[t] = alignment.delay;
  }
  return true;
}

/// Take the smallest for all, if it is one delay that turning knobs disturbs:
/// what is left would have to be learned
static void
join_delays(long* const delays, const uint32_t n)
{
  long least = delays[0];
  long most  = delays[0];
  for (uint32_t t = 1; t < n; ++t) {
    least = delays[t] < least ? delays[t] : least;
    most  = delays[t] > most ? delays[t] : most;
  }
  for (uint32_t t = 0; most - least <= jitter && t < n; ++t) {
    delays[t] = least;
  }
}

/// Show a delay that was found, and what is made of it
static void
show_delay(const Session* const session, const uint32_t t, const long delay)
{
  const Recording* const take = &session->takes[t];
  char                   setting[MAX_SETTING];
  session_setting(session, t, setting);
  printf("Delay%s%s: %ld frames (%.2f ms), of which %ld are taken out\n",
         *setting ? " at " : "",
         setting,
         delay,
         1e3 * (double)delay / take->rate_hz,
         take->delay);
  fflush(stdout);
}

/// Shift a take, unless little would be left
static bool
align_take(Recording* const take, const long delay)
{
  if ((size_t)labs(delay) > take->n_frames / 4U) {
    command_report(take->wet_file->path,
                   "lasts %.2f s, too little for a delay of %ld frames",
                   (double)take->n_frames / take->rate_hz,
                   delay);
    return false;
  }
  recording_align(take, delay);
  return true;
}

/// Take the delays out that are given or found
static bool
align_session(Session* const session, const TrainOptions* const o)
{
  const GoalKind kind = session->goal.kind;
  const bool     is_found =
    !o->is_delay_given && kind == GOAL_DEVICE && !session->teacher;
  const bool is_later          = kind == GOAL_NEXT || kind == GOAL_SERIES;
  const long given             = is_later ? (long)session->goal.ahead
                                          : o->delay - (long)session->goal.latency;
  long       delays[MAX_TAKES] = {0};
  if (is_found && !find_delays(session, delays)) {
    return false;
  }

  join_delays(delays, session->n_takes);
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const long safe = delays[t] > caution ? delays[t] - caution : 0;
    if (!align_take(&session->takes[t], is_found ? safe : given)) {
      return false;
    }
    if (is_found && !session->warnings.is_quiet) {
      show_delay(session, t, delays[t]);
    }
  }
  return true;
}

/// Refuse to train towards silence, or to be judged by it
static bool
check_parts(const Recording* const take)
{
  for (size_t i = 0; i < N_PARTS_OF; ++i) {
    const Part part = take->parts[i];
    if (recording_energy(take, part).plain < silent) {
      const double from = (double)part.first;
      const double to   = (double)(part.first + part.n);
      command_report(take->wet_file->path,
                     "is silent from %.1f to %.1f s, by which the preset would "
                     "be judged: cut the silence off",
                     from / take->rate_hz,
                     to / take->rate_hz);
      return false;
    }
  }
  return true;
}

static bool
is_same_file(const struct stat* const a, const char* const path)
{
  struct stat b;
  return !stat(path, &b) && a->st_dev == b.st_dev && a->st_ino == b.st_ino;
}

/// Refuse an output that cannot be written or that would cost a recording
static bool
check_output(const TrainOptions* const o)
{
  struct stat       file;
  const char* const slash  = strrchr(o->out_path, '/');
  const int         length = slash ? (int)(slash - o->out_path) + 1 : 1;
  char* const       folder = (char*)calloc((size_t)length + 1U, 1);
  if (!folder) {
    command_report(o->out_path, "out of memory");
    return false;
  }

  memcpy(folder, slash ? o->out_path : ".", (size_t)length);
  const int reason = access(folder, W_OK | X_OK) ? errno : 0;
  free(folder);
  if (reason) {
    command_report(o->out_path, "cannot be written: %s", strerror(reason));
    return false;
  }

  const bool is_there = !stat(o->out_path, &file);
  if (is_there && !S_ISREG(file.st_mode)) {
    command_report(o->out_path, "is not a regular file, choose another name");
    return false;
  }
  for (uint32_t t = 0; t < o->takes.n_takes; ++t) {
    const ListedTake* const take = &o->takes.takes[t];
    if (is_there && (is_same_file(&file, take->dry_path) ||
                     is_same_file(&file, take->wet_path))) {
      command_report(o->out_path,
                     "is a recording or a teacher: give the preset another "
                     "name");
      return false;
    }
  }
  return true;
}

/// Find what no network can learn of a take, and say it before time is spent
static bool
find_noise(const Session* const session, const uint32_t t)
{
  Recording* const take    = &session->takes[t];
  const Energy     energy  = recording_energy(take, take->parts[PART_TEST]);
  Repeats          repeats = {0, 0.0};
  char             setting[MAX_SETTING];

  if (!repeats_find(
        take->dry, take->wet, take->n_frames, take->rate_hz, &repeats)) {
    command_report(take->wet_file->path, "out of memory");
    return false;
  }
  const double esr = repeats.square / energy.plain;
  take->noise_esr  = esr > noiseless ? esr : 0.0;
  if (take->noise_esr > 0.0 && !session->warnings.is_quiet) {
    session_setting(session, t, setting);
    printf("Noise%s%s: %.1f s stand twice in the dry audio and differ in the "
           "wet: the recording's own noise limits the ESR to about %.2g%%\n",
           *setting ? " at " : "",
           setting,
           (double)repeats.n_frames / take->rate_hz,
           100.0 * esr);
    fflush(stdout);
  }
  return true;
}

/// Divide a take, and refuse one that has too little in a part
static bool
divide_take(Recording* const          take,
            const Goal* const         goal,
            const TrainOptions* const o,
            Warnings* const           warnings)
{
  if (!pieces_cut(take, o, warnings)) {
    return false;
  }

  recording_split(take);
  if (take->parts[PART_TRAIN].n < trainer_least_frames(&o->settings) ||
      take->parts[PART_TEST].n < goal->hop + 1U) {
    command_report(take->dry_file->path,
                   "is too short for --truncation %u, --hop, --window or "
                   "--pieces: take less "
                   "of them, or more audio",
                   o->settings.truncation);
    return false;
  }
  return goal->kind == GOAL_LABEL    ? label_check_parts(take)
         : goal->kind == GOAL_CLASS  ? true // All takes together have them
         : goal->kind == GOAL_SERIES ? true // Every column varies
                                     : check_parts(take);
}

/// Refuse to be later than a preset may say
static bool
check_latency(const Session* const session)
{
  const Recording* const take = &session->takes[0];
  const double           ms   = 1e3 * session->goal.latency / take->rate_hz;
  if (ms > RMN_MAX_LATE_MS) {
    command_report(take->dry_file->path,
                   "has %u frames a second, of which --latency %u is %.3g ms, "
                   "but %d ms can be played",
                   take->rate_hz,
                   session->goal.latency,
                   ms,
                   RMN_MAX_LATE_MS);
  }
  return ms <= RMN_MAX_LATE_MS;
}

/// Refuse a loss that is for labels of another kind
static bool
check_loss(const Goal* const goal, const TrainOptions* const o)
{
  const bool is_class = goal->kind == GOAL_CLASS;
  if (o->is_loss_given && goal_is_told(goal) &&
      is_class != (o->settings.loss == LOSS_CE)) {
    command_report(o->takes.takes[0].wet_path,
                   is_class ? "tells %u classes, which --loss %s cannot learn: "
                              "leave it out"
                            : "tells %u class, too few for --loss %s: give "
                              "labels of two texts or more",
                   goal->n_classes,
                   loss_name(o->settings.loss));
    return false;
  }
  return true;
}

/// Refuse a teacher that hears a future which its pupil does not
static bool
check_teacher(const Teacher* const teacher, const TrainOptions* const o)
{
  if (teacher && rmn_network_is_backward(teacher->network) &&
      !o->design.is_bidirectional && !o->start_path) {
    command_report(o->takes.teacher_path,
                   "runs backward, and only what does can learn it: add "
                   "--bidirectional");
    return false;
  }
  return true;
}

bool
prepare_session(Session* const session, const TrainOptions* const o)
{
  session->goal = o->goal;
  if (!check_output(o) || !session_read(session, &o->takes) ||
      !check_loss(&session->goal, o) || !check_teacher(session->teacher, o) ||
      !check_latency(session)) {
    return false;
  }
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    const Recording* const take = &session->takes[t];
    if (session->goal.kind == GOAL_SERIES) {
      continue; // What is wrong with a table was said when it was read
    }
    if (!check_recording(take,
                         take->dry_file->path,
                         take->wet_file->path,
                         &session->goal,
                         &session->warnings) ||
        (session->goal.kind == GOAL_LABEL && !label_check(take))) {
      return false;
    }
  }
  if (!align_session(session, o)) {
    return false;
  }
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    if (!divide_take(
          &session->takes[t], &session->goal, o, &session->warnings) ||
        (session->goal.kind == GOAL_DEVICE && !session->teacher &&
         !find_noise(session, t))) {
      return false;
    }
  }
  if (o->settings.loss == LOSS_ESR) {
    session_balance(session);
  }
  return session->goal.kind != GOAL_CLASS || class_check_parts(session);
}
