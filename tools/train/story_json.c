// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file story_json.c How a network came to be, as JSON for its preset

#include "story.h"

#include <jansson.h>

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/// Return what is known of one take, or NULL
typedef json_t*
TakeJson(const Story* story, const Session* session, uint32_t take);

/// Return the name of a file, with ? for what may be of another encoding
static json_t*
name_json(const char* const path)
{
  const char* const given = story_file_name(path);
  json_t*           name  = json_string(given);
  if (!name) {
    char* const text = strdup(given);
    for (char* c = text; c && *c; ++c) {
      *c = *c & '\x80' ? '?' : *c;
    }
    name = text ? json_string(text) : NULL;
    free(text);
  }
  return name;
}

/// Return the name and the hash of a file
static json_t*
file_json(const AudioFile* const file)
{
  char text[24];
  snprintf(text, sizeof(text), "%016" PRIx64, file->hash);
  return json_pack(
    "{s:o, s:s}", "file", name_json(file->path), "fnv1a64", text);
}

static json_t*
files_json(const Story* const   story,
           const Session* const session,
           const uint32_t       take)
{
  (void)story;
  const Recording* const recording = &session->takes[take];
  return json_pack("{s:o, s:o, s:I}",
                   "dry",
                   file_json(recording->dry_file),
                   "wet",
                   file_json(recording->wet_file),
                   "delay_frames",
                   (json_int_t)recording->delay);
}

static json_t*
scores_json(const Story* const   story,
            const Session* const session,
            const uint32_t       take)
{
  (void)session;
  const Score* const score = &story->test_takes[take];
  return json_pack("{s:f, s:f}",
                   "test_esr",
                   score->plain,
                   "test_esr_pre_emphasised",
                   score->emphasised);
}

/// Return how the knobs of a take stood
static json_t*
knobs_json(const Session* const session, const uint32_t take)
{
  json_t* const object = json_object();
  for (uint32_t k = 0; k < session->n_knobs; ++k) {
    json_object_set_new(object,
                        session->knobs[k].name,
                        json_real((double)session->takes[take].knobs[k]));
  }
  return object;
}

/// Return what is known of each take, and how its knobs stood
static json_t*
takes_json(TakeJson* const      tell,
           const Story* const   story,
           const Session* const session)
{
  json_t* const takes = json_array();
  for (uint32_t t = 0; t < session->n_takes; ++t) {
    json_t* const take = json_pack("{s:o}", "knobs", knobs_json(session, t));
    json_object_update_new(take, tell(story, session, t));
    json_array_append_new(takes, take);
  }
  return takes;
}

/// Set a text that may be unknown
static void
set_text(json_t* const object, const char* const key, const char* const text)
{
  if (text) {
    json_object_set_new(object, key, json_string(text));
  }
}

/// Return who taught, and how its knobs stood that were not turned
static json_t*
teacher_json(const Teacher* const teacher)
{
  const TakeList* const    list  = teacher->list;
  const RmnMetadata* const m     = &teacher->network->metadata;
  json_t* const            json  = json_object();
  json_t* const            still = json_object();
  char                     hash[24];
  snprintf(
    hash, sizeof(hash), "%016" PRIx64, rmn_network_hash(teacher->network));
  set_text(json, "file", story_file_name(list->teacher_path));
  set_text(json, "model", hash);
  set_text(json, "name", m->name);
  set_text(json, "author", m->author);
  set_text(json, "licence", m->licence);
  for (uint32_t k = list->n_knobs; k < list->n_set; ++k) {
    json_object_set_new(
      still, list->knobs[k].name, json_real((double)list->knobs[k].value));
  }
  json_object_set_new(json, "knobs", still);
  return json;
}

/// Turn a new object into text
static char*
dump(json_t* const object)
{
  char* const text =
    object ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;
  json_decref(object);
  return text;
}

char*
story_provenance(const Story* const story, const Session* const session)
{
  const TrainOptions* const o = story->options;
  json_t* const             object =
    session->n_knobs
                  ? json_pack("{s:o}", "takes", takes_json(files_json, story, session))
                  : files_json(story, session, 0);
  json_object_update_new(object,
                         json_pack("{s:s, s:I, s:s, s:i, s:i, s:f}",
                                   "trainer",
                                   "remanence " RMN_VERSION,
                                   "seed",
                                   (json_int_t)o->settings.seed,
                                   "loss",
                                   loss_name(o->settings.loss),
                                   "truncation",
                                   (int)o->settings.truncation,
                                   "epochs",
                                   (int)o->settings.n_epochs,
                                   "minutes",
                                   o->settings.n_minutes));
  if (o->settings.from_anywhere) {
    json_object_set_new(object, "from_anywhere", json_true());
  }
  if (isfinite(story->ahead.mean)) {
    json_object_set_new(
      object, "look_ahead", json_integer((json_int_t)o->settings.look_ahead));
  }
  if (session->teacher) {
    json_object_set_new(object, "teacher", teacher_json(session->teacher));
  }
  return dump(object);
}

/// Return how it went if it is a predictor
static json_t*
label_json(const Story* const story)
{
  const LabelScore* const valid = &story->valid.label;
  const LabelScore* const test  = &story->test.label;
  return json_pack("{s:i, s:i, s:f, s:f, s:f, s:f, s:f, s:f, s:f}",
                   "epochs",
                   (int)story->n_epochs,
                   "best_epoch",
                   (int)story->best_epoch,
                   "validation_bce",
                   valid->bce,
                   "validation_roc_area",
                   valid->area,
                   "test_bce",
                   test->bce,
                   "test_roc_area",
                   test->area,
                   "test_accuracy",
                   test->accuracy,
                   "threshold",
                   test->threshold,
                   story->threshold.is_onset ? "test_onset_f_measure"
                                             : "test_f_measure",
                   story->threshold.f);
}

/// Return how it went if it tells classes apart
static json_t*
class_json(const Story* const story)
{
  const ClassScore* const valid = &story->valid.classes;
  const ClassScore* const test  = &story->test.classes;
  return json_pack("{s:i, s:i, s:f, s:f, s:f, s:f}",
                   "epochs",
                   (int)story->n_epochs,
                   "best_epoch",
                   (int)story->best_epoch,
                   "validation_cross_entropy",
                   valid->entropy,
                   "test_cross_entropy",
                   test->entropy,
                   "test_accuracy",
                   test->accuracy,
                   "test_f_measure",
                   test->f);
}

/// Return how it went with columns of a table
static json_t*
series_json(const Story* const story, const Goal* const goal)
{
  json_t* const object = json_pack("{s:i, s:i, s:f, s:f}",
                                   "epochs",
                                   (int)story->n_epochs,
                                   "best_epoch",
                                   (int)story->best_epoch,
                                   "validation_relative_error",
                                   sqrt(story->valid.plain),
                                   "test_relative_error",
                                   sqrt(story->test.plain));
  if (goal->ahead) { // Only what comes can be foreseen by simpler means
    json_object_set_new(object,
                        "persistence_relative_error",
                        json_real(sqrt(story->linear_esr[0])));
    json_object_set_new(object,
                        "linear_16_relative_error",
                        json_real(sqrt(story->linear_esr[1])));
  }
  return object;
}

/// Return how it went if it tells what comes next, as gains in dB
static json_t*
next_json(const Story* const story)
{
  return json_pack("{s:i, s:i, s:f, s:f, s:f, s:f}",
                   "epochs",
                   (int)story->n_epochs,
                   "best_epoch",
                   (int)story->best_epoch,
                   "validation_gain_db",
                   -10.0 * log10(story->valid.plain),
                   "test_gain_db",
                   -10.0 * log10(story->test.plain),
                   "linear_16_gain_db",
                   -10.0 * log10(story->linear_esr[0]),
                   "linear_32_gain_db",
                   -10.0 * log10(story->linear_esr[1]));
}

/// Add how it goes with the look-ahead of a plugin, if it hears the future
static void
set_ahead(json_t* const object, const Score* const ahead, const GoalKind kind)
{
  if (!isfinite(ahead->mean)) {
    return;
  }
  json_object_set_new(object, "look_ahead_ms", json_integer(RMN_LOOK_AHEAD_MS));
  if (kind == GOAL_LABEL) {
    json_object_set_new(object, "look_ahead_bce", json_real(ahead->label.bce));
    json_object_set_new(
      object, "look_ahead_roc_area", json_real(ahead->label.area));
  } else if (kind == GOAL_CLASS) {
    json_object_set_new(
      object, "look_ahead_accuracy", json_real(ahead->classes.accuracy));
  } else {
    json_object_set_new(object, "look_ahead_esr", json_real(ahead->plain));
  }
}

/// Return how it went if it is a device
static json_t*
device_json(const Story* const story, const Session* const session)
{
  json_t* const object = json_pack("{s:i, s:i, s:f, s:f, s:f, s:f}",
                                   "epochs",
                                   (int)story->n_epochs,
                                   "best_epoch",
                                   (int)story->best_epoch,
                                   "validation_esr",
                                   story->valid.plain,
                                   "validation_esr_pre_emphasised",
                                   story->valid.emphasised,
                                   "test_esr",
                                   story->test.plain,
                                   "test_esr_pre_emphasised",
                                   story->test.emphasised);
  if (isfinite(story->whole.plain)) {
    json_object_set_new(object, "whole_esr", json_real(story->whole.plain));
  }
  const double noise_esr = session_noise_esr(session);
  if (noise_esr > 0.0) {
    json_object_set_new(object, "noise_esr", json_real(noise_esr));
  }
  if (session->n_knobs) {
    json_object_set_new(
      object, "takes", takes_json(scores_json, story, session));
  }
  return object;
}

char*
story_figures(const Story* const story, const Session* const session)
{
  const Goal* const goal   = &session->goal;
  json_t* const     object = goal->kind == GOAL_LABEL   ? label_json(story)
                             : goal->kind == GOAL_CLASS ? class_json(story)
                             : goal->kind == GOAL_SERIES ? series_json(story, goal)
                             : goal->kind == GOAL_NEXT
                               ? next_json(story)
                               : device_json(story, session);
  set_ahead(object, &story->ahead, goal->kind);
  return dump(object);
}
