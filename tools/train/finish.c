// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "finish.h"

#include "lanes.h"

#include "network.h"

#include <jansson.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  N_TEST    = 1024, ///< Frames of the self-test
  N_STRETCH = 256,
  N_SECONDS = 2, ///< Of silence until rest; the engine goes on from there
};

static const double test_tolerance = 1e-5;

/// Run silence until the network rests
static bool
find_rest(RmnNetwork* const network)
{
  RmnError       error   = {RMN_OK, ""};
  Trainee* const trainee = trainee_new(network, layer_funcs, &error);
  Lanes* const   lanes   = trainee ? lanes_new(trainee, 1, N_STRETCH) : NULL;
  const size_t   n       = (size_t)(N_SECONDS * network->rate_hz);
  if (lanes) {
    free(network->rest); // Of the preset that training started from
    network->rest = (float*)calloc(rmn_network_n_state(network), sizeof(float));
    memset(lanes->x, 0, N_STRETCH * network->n_inputs * sizeof(Real));
    for (size_t t = 0; t < n; t += N_STRETCH) {
      lanes_forward(lanes, N_STRETCH);
      lanes_carry(lanes);
    }
  }
  if (network->rest) {
    lanes_state(lanes, network->rest);
  }

  lanes_free(lanes);
  trainee_free(trainee);
  return network->rest;
}

/// Return where the loudest stretch of a part begins
static size_t
find_loudest(const Recording* const recording, const Part part)
{
  size_t best = part.first;
  double most = -1.0;
  for (size_t t = part.first; t + N_TEST <= part.first + part.n; t += N_TEST) {
    double energy = 0.0;
    for (size_t i = 0; i < N_TEST; ++i) {
      energy += (double)recording->dry[t + i] * (double)recording->dry[t + i];
    }
    if (energy > most) {
      most = energy;
      best = t;
    }
  }
  return best;
}

static bool
add_self_test(RmnNetwork* const network, const Recording* const recording)
{
  RmnSelfTest* const test  = &network->self_test;
  const size_t       size  = N_TEST * sizeof(float);
  RmnModel* const    model = rmn_model_new(network);
  RmnState* const    state = model ? rmn_state_new(model, 1) : NULL;

  free(test->input);
  free(test->output);
  test->input   = (float*)malloc(size);
  test->output  = (float*)malloc(size);
  const bool ok = state && test->input && test->output;
  if (ok) {
    const float* const in[]  = {test->input};
    float* const       out[] = {test->output};
    const size_t       first = find_loudest(recording, recording->test);
    memcpy(test->input, recording->dry + first, size);
    rmn_state_reset(state, model, RMN_START_ZERO);
    rmn_process(model, state, in, out, N_TEST);
    test->n_frames  = N_TEST;
    test->tolerance = (float)test_tolerance;
  }

  rmn_state_free(state);
  rmn_model_free(model);
  return ok;
}

/// State how loud the network plays, as a player measures it
static bool
add_loudness(RmnNetwork* const network)
{
  const float     drive_db = 0.0F;
  RmnLoudness     loudness = {NAN, 0.0, 0.0};
  RmnModel* const model    = rmn_model_new(network);
  const bool      ok =
    model && !rmn_loudness_probe(model, network, &drive_db, 1U, &loudness);

  network->metadata.loudness_db = isfinite(loudness.lufs) ? loudness.lufs : NAN;
  rmn_model_free(model);
  return ok;
}

static const char*
file_of(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/// Return the name and the hash of a recording
static json_t*
file_json(const char* const path, const uint64_t hash)
{
  char text[24];
  snprintf(text, sizeof(text), "%016" PRIx64, hash);
  return json_pack("{s:s, s:s}", "file", file_of(path), "fnv1a64", text);
}

/// Return where the data came from, and how to do it again
static json_t*
provenance_json(const Story* const story)
{
  const TrainOptions* const o = story->options;
  return json_pack("{s:o, s:o, s:I, s:s, s:I, s:s, s:i, s:i, s:f}",
                   "dry",
                   file_json(o->dry_path, story->dry_hash),
                   "wet",
                   file_json(o->wet_path, story->wet_hash),
                   "delay_frames",
                   (json_int_t)story->delay,
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
                   o->settings.n_minutes);
}

/// Return how it went: figures of held-out audio, free-running
static json_t*
training_json(const Story* const story)
{
  return json_pack("{s:i, s:i, s:f, s:f, s:f, s:f, s:o*}",
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
                   story->test.emphasised,
                   "noise_esr",
                   story->noise_esr > 0.0 ? json_real(story->noise_esr) : NULL);
}

/// Write a new object as text; return whether all went well
static bool
dump(json_t* const object, char** const text)
{
  free(*text);
  *text =
    object ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;
  json_decref(object);
  return *text;
}

/// Replace a text, unless nothing is given
static bool
set_text(char** const text, const char* const given)
{
  if (given) {
    free(*text);
    *text = strdup(given);
  }
  return !given || *text;
}

/// Return the name of a file without folder and extension, for free()
static char*
stem_of(const char* const path)
{
  char* const stem = strdup(file_of(path));
  char* const dot  = stem ? strrchr(stem, '.') : NULL;
  if (dot && dot != stem) {
    *dot = '\0';
  }
  return stem;
}

bool
finish_network(RmnNetwork* const      network,
               const Recording* const recording,
               const Story* const     story)
{
  const TrainOptions* const o    = story->options;
  RmnMetadata* const        m    = &network->metadata;
  char* const               stem = stem_of(o->out_path);

  m->esr = story->test.plain;
  const bool ok =
    stem && set_text(&m->name, o->name ? o->name : stem) &&
    set_text(&m->author, o->author) && set_text(&m->licence, o->licence) &&
    dump(provenance_json(story), &m->provenance) &&
    dump(training_json(story), &m->training) && find_rest(network) &&
    add_self_test(network, recording) && add_loudness(network);
  free(stem);
  return ok;
}
