// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "label_track.h"

#include "../command.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_LINE = 1024 };

static const double onset_seconds = 0.03; ///< Of a label without an end
static const char   separators[]  = "\t ,;";
static const char   none[]        = "none";

/// One line
typedef struct {
  double start; ///< In seconds
  double end;
  bool   is_onset;
  char   text[RMN_MAX_NAME];
} Mark;

/// A file that is being read, line by line
typedef struct {
  const char* path;
  FILE*       file;
  unsigned    n_line;
  unsigned    n_marks;
  bool        is_bad; ///< A message has been printed
} Track;

bool
label_track_is(const char* const path)
{
  static const char* const endings[] = {".txt", ".tsv", ".csv", ".lab"};
  const size_t             length    = strlen(path);
  for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); ++i) {
    if (length > 4U && !strcasecmp(path + length - 4U, endings[i])) {
      return true;
    }
  }
  return false;
}

static bool
open_track(Track* const track, const char* const path)
{
  *track = (Track){.path = path, .file = fopen(path, "r")};
  if (!track->file) {
    command_report(path, "cannot be opened: %s", strerror(errno));
  }
  return track->file;
}

/// Close it, and return whether all was well
static bool
close_track(Track* const track)
{
  const bool is_read = !ferror(track->file);
  fclose(track->file);
  if (!track->is_bad && !(is_read && track->n_marks)) {
    command_report(track->path,
                   "holds no labels: a line of START, END and TEXT is expected "
                   "for each, times being in seconds");
    return false;
  }
  return !track->is_bad;
}

/// Take what a line says after its times, without quotes
static void
take_text(Mark* const mark, const char* text)
{
  size_t n = strcspn(text, "\r\n");
  while (n && strchr("\"\t ,;", text[n - 1U])) {
    --n;
  }
  for (; n && *text == '"'; ++text, --n) {
  }
  snprintf(mark->text, sizeof(mark->text), "%.*s", (int)n, text);
}

/// Parse a line; return whether it is a label
static bool
parse(const char* const line, Mark* const mark)
{
  char* rest    = NULL;
  mark->start   = strtod(line, &rest);
  const bool ok = rest != line && (!*rest || strchr("\t ,;\r\n", *rest));
  if (!ok) {
    return false;
  }

  char* const second = rest + strspn(rest, separators);
  mark->end          = strtod(second, &rest);
  if (rest == second || (*rest && !strchr("\t ,;\r\n", *rest))) {
    mark->end = mark->start;
    rest      = second;
  }
  take_text(mark, rest + strspn(rest, separators));
  mark->is_onset = mark->end == mark->start;
  mark->end += mark->is_onset ? onset_seconds : 0.0;
  return mark->start >= 0.0 && mark->end > mark->start && isfinite(mark->end);
}

/// Find the next label; return whether there is one
static bool
next_mark(Track* const track, Mark* const mark)
{
  char line[MAX_LINE];
  while (!track->is_bad && fgets(line, sizeof(line), track->file)) {
    const char* const text = line + strspn(line, "\t \r\n\xef\xbb\xbf");
    ++track->n_line;
    if (parse(text, mark)) {
      ++track->n_marks;
      return true;
    }

    // A comment, what Audacity says of frequencies, or the head of a table
    const bool is_head = track->n_line == 1U && strtod(text, NULL) == 0.0;
    if (*text && *text != '#' && *text != '\\' && !is_head) {
      command_report(track->path,
                     "line %u: START, END and TEXT are expected, times being "
                     "seconds from 0 on: %.*s",
                     track->n_line,
                     (int)strcspn(text, "\r\n"),
                     text);
      track->is_bad = true;
    }
  }
  return false;
}

/// Return the number of a class, which is new if it has to be; or MAX with a
/// message printed
static uint32_t
find_class(Goal* const goal, const char* const text, const char* const path)
{
  uint32_t k = 0;
  while (k < goal->n_classes && strcmp(goal->classes[k], text) != 0) {
    ++k;
  }
  if (k == RMN_MAX_OUTPUTS) {
    command_report(path,
                   "has more than %d kinds of labels, \"none\" among them: "
                   "give several the same text",
                   RMN_MAX_OUTPUTS);
  } else if (k == goal->n_classes) {
    snprintf(goal->classes[goal->n_classes++], RMN_MAX_NAME, "%s", text);
  }
  return k;
}

bool
label_track_name(const char* const path, Goal* const goal)
{
  Track track;
  Mark  mark;
  if (!open_track(&track, path)) {
    return false;
  }
  while (next_mark(&track, &mark)) {
    track.is_bad   = find_class(goal, mark.text, path) == RMN_MAX_OUTPUTS;
    goal->is_onset = goal->is_onset || mark.is_onset;
  }
  goal->kind = goal->n_classes > 1U ? GOAL_CLASS : GOAL_LABEL;
  return close_track(&track);
}

/// Write a label along the audio
static bool
draw(AudioFile* const   file,
     const Mark* const  mark,
     const float        value,
     const Track* const track)
{
  const double n_frames = (double)file->n_frames;
  const double first    = rint(mark->start * file->rate_hz);
  const double end      = rint(mark->end * file->rate_hz);
  if (first >= n_frames) {
    command_report(track->path,
                   "line %u: %.3f s is past the end of the audio, %.3f s",
                   track->n_line,
                   mark->start,
                   n_frames / file->rate_hz);
    return false;
  }
  for (size_t t = (size_t)first; t < (size_t)fmin(end, n_frames); ++t) {
    file->samples[t] = value;
  }
  return true;
}

/// Put what no label covers, -1 so far, into a class of its own
static bool
name_rest(AudioFile* const file, Goal* const goal)
{
  for (size_t t = 0; t < file->n_frames; ++t) {
    if (file->samples[t] < 0.0F) {
      const uint32_t k = find_class(goal, none, file->path);
      if (k == RMN_MAX_OUTPUTS) {
        return false;
      }
      file->samples[t] = (float)k;
    }
  }
  return true;
}

const AudioFile*
label_track_read(AudioFile** const      list,
                 const char* const      path,
                 const AudioFile* const dry,
                 Goal* const            goal)
{
  Track track;
  Mark  mark;
  if (!open_track(&track, path)) {
    return NULL;
  }

  const bool       is_class = goal->kind == GOAL_CLASS;
  AudioFile* const file     = audio_file_new(list, path, dry->n_frames);
  if (file) {
    file->rate_hz = dry->rate_hz;
    for (size_t t = 0; is_class && t < file->n_frames; ++t) {
      file->samples[t] = -1.0F;
    }
  }
  track.is_bad = !file;
  while (next_mark(&track, &mark)) {
    const uint32_t k = is_class ? find_class(goal, mark.text, path) : 1U;
    track.is_bad     = !draw(file, &mark, (float)k, &track);
  }
  if (!close_track(&track) || (is_class && !name_rest(file, goal))) {
    return NULL;
  }
  audio_file_hash(file);
  return file;
}
