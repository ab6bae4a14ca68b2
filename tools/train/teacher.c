// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "teacher.h"

#include "../command.h"
#include "play.h"

#include <stdlib.h>
#include <string.h>

/// Return which knob of the teacher has a name, or their number
static uint32_t
find_knob(const RmnNetwork* const network, const char* const name)
{
  uint32_t k = 0;
  while (k + 1U < network->n_inputs &&
         strcmp(network->inputs[k + 1U].name, name) != 0) {
    ++k;
  }
  return k;
}

/// Refuse a knob that the teacher has not, or not in this range
static bool
check_knob(const Teacher* const teacher, const RmnInput* const asked)
{
  const RmnNetwork* const network = teacher->network;
  const uint32_t          k       = find_knob(network, asked->name);
  const char* const       path    = teacher->list->teacher_path;
  if (k + 1U == network->n_inputs) {
    command_report(path,
                   "has no knob %s, which --knobs turns: 'remanence info' "
                   "lists its parameters",
                   asked->name);
    return false;
  }

  const RmnInput* const knob = &network->inputs[k + 1U];
  if (asked->minimum < knob->minimum || asked->maximum > knob->maximum) {
    command_report(path,
                   "knows %s from %g to %g, but --knobs turns it from %g to %g",
                   asked->name,
                   (double)knob->minimum,
                   (double)knob->maximum,
                   (double)asked->minimum,
                   (double)asked->maximum);
    return false;
  }
  return true;
}

/// Say what its licence means for the preset
static void
warn_of_licence(const Teacher* const teacher, Warnings* const warnings)
{
  const char* const licence = teacher->network->metadata.licence;
  const char* const path    = teacher->list->teacher_path;
  if (licence) {
    warnings_add(
      warnings, path, "its licence, %s, goes for the preset as well", licence);
  } else {
    warnings_add(warnings,
                 path,
                 "it states no licence: ask its author before you share the "
                 "preset");
  }
}

/// Warn of a teacher that does not play what its author heard
static void
warn_of_damage(const Teacher* const teacher, Warnings* const warnings)
{
  float      worst  = 0.0f;
  const bool passed = !teacher->network->self_test.n_frames ||
                      !rmn_self_test(teacher->network, teacher->model, &worst);
  if (!passed) {
    warnings_add(warnings,
                 teacher->list->teacher_path,
                 "it fails its own self-test by %g, and so will the preset",
                 (double)worst);
  }
}

static bool
make_ready(Teacher* const teacher, Warnings* const warnings)
{
  const TakeList* const list  = teacher->list;
  RmnError              error = {RMN_OK, ""};
  teacher->network            = rmn_network_load(list->teacher_path, &error);
  if (!teacher->network) {
    command_report(list->teacher_path, "%s", error.message);
    return false;
  }
  for (uint32_t k = 0; k < list->n_set; ++k) {
    if (!check_knob(teacher, &list->knobs[k])) {
      return false;
    }
  }

  teacher->model = rmn_model_new(teacher->network);
  teacher->state = teacher->model ? rmn_state_new(teacher->model, 1) : NULL;
  if (!teacher->state) {
    command_report(list->teacher_path, "out of memory");
    return false;
  }
  warn_of_damage(teacher, warnings);
  warn_of_licence(teacher, warnings);
  return true;
}

Teacher*
teacher_open(const TakeList* const list, Warnings* const warnings)
{
  Teacher* const teacher = (Teacher*)calloc(1, sizeof(Teacher));
  if (!teacher) {
    command_report(list->teacher_path, "out of memory");
    return NULL;
  }
  teacher->list = list;
  if (!make_ready(teacher, warnings)) {
    teacher_free(teacher);
    return NULL;
  }
  return teacher;
}

void
teacher_free(Teacher* const teacher)
{
  if (teacher) {
    rmn_state_free(teacher->state);
    rmn_model_free(teacher->model);
    rmn_network_free(teacher->network);
    free(teacher);
  }
}

/// Fill the values of all knobs of the teacher
static void
turn_knobs(const Teacher* const    teacher,
           const ListedTake* const take,
           float                   knobs[RMN_MAX_INPUTS])
{
  const TakeList* const list = teacher->list;
  for (uint32_t i = 1; i < teacher->network->n_inputs; ++i) {
    knobs[i - 1U] = teacher->network->inputs[i].value;
  }
  for (uint32_t k = 0; k < list->n_set; ++k) {
    knobs[find_knob(teacher->network, list->knobs[k].name)] = take->knobs[k];
  }
}

/// Play from where silence leads with these knobs; return false without memory
static bool
perform(const Teacher* const teacher,
        const float* const   knobs,
        const float* const   dry,
        AudioFile* const     wet)
{
  rmn_state_reset(teacher->state, teacher->model, RMN_START_REST);
  play_silence(teacher->model, teacher->state, knobs, wet->rate_hz);
  return play_whole(teacher->model,
                    teacher->state,
                    knobs,
                    dry,
                    (float* [RMN_MAX_OUTPUTS]){wet->samples},
                    wet->n_frames);
}

const AudioFile*
teacher_play(const Teacher* const    teacher,
             const ListedTake* const take,
             const AudioFile* const  dry,
             AudioFile** const       files)
{
  const char* const path = teacher->list->teacher_path;
  const double      rate = teacher->network->rate_hz;
  float             knobs[RMN_MAX_INPUTS];
  if (rate > 0.0 && rate != (double)dry->rate_hz) {
    command_report(path,
                   "was trained at %g Hz, but %s has %u Hz: export that at its "
                   "rate",
                   rate,
                   dry->path,
                   dry->rate_hz);
    return NULL;
  }

  AudioFile* const wet = audio_file_new(files, path, dry->n_frames);
  if (!wet) {
    return NULL;
  }
  wet->rate_hz = dry->rate_hz;
  turn_knobs(teacher, take, knobs);
  if (!perform(teacher, knobs, dry->samples, wet)) {
    command_report(path, "out of memory");
    return NULL;
  }
  audio_file_hash(wet);
  return wet;
}
