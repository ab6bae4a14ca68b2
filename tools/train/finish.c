// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "finish.h"

#include "front.h"
#include "lanes.h"
#include "play.h"

#include "network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  N_TEST    = 1024, ///< Frames of the self-test
  N_STRETCH = 256,
  N_SECONDS = 2, ///< Of silence until rest; the engine goes on from there
};

static const double test_tolerance = 1e-5;

/// Fill lane 0 with silence, every knob at its default
static void
fill_silence(const Lanes* const lanes, const RmnNetwork* const network)
{
  Real* x = lanes->x;
  for (size_t t = 0; t < N_STRETCH; ++t) {
    *x++ = 0;
    for (uint32_t i = 1; i < network->n_inputs; ++i) {
      *x++ = (Real)network->inputs[i].value;
    }
  }
}

/// Run silence until the network rests
static bool
find_rest(RmnNetwork* const network)
{
  RmnError error = {RMN_OK, ""};
  if (front_n_layers(network)) { // A player searches, when it is made
    free(network->rest);
    network->rest = NULL;
    return true;
  }
  Trainee* const trainee = trainee_new(network, layer_funcs, &error);
  for (uint32_t l = 0; trainee && l < trainee->n_layers; ++l) {
    trainee->layers[l].shape.direction = RMN_FORWARD; // Silence is alike
  }
  Lanes* const lanes = trainee ? lanes_new(trainee, 1, N_STRETCH) : NULL;
  const size_t n     = (size_t)(N_SECONDS * network->rate_hz);
  if (lanes) {
    free(network->rest); // Of the preset that training started from
    network->rest = (float*)calloc(rmn_network_n_state(network), sizeof(float));
    fill_silence(lanes, network);
    for (size_t t = 0; t < n; t += N_STRETCH) {
      lanes_forward(lanes, N_STRETCH);
      lanes_carry(lanes, N_STRETCH);
    }
  }
  const bool ok = lanes && network->rest;
  if (ok) {
    lanes_state(lanes, network->rest);
  }

  lanes_free(lanes);
  trainee_free(trainee);
  return ok;
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

/// Play a self-test, whose outputs stand frame by frame; return false without
/// memory
static bool
play_frames(const RmnModel* const  model,
            RmnState* const        state,
            const Recording* const take,
            const float* const     dry,
            RmnSelfTest* const     test)
{
  const size_t n_out = rmn_model_n_outputs(model);
  float        audio[RMN_MAX_OUTPUTS][N_TEST];
  float*       out[RMN_MAX_OUTPUTS];
  for (size_t o = 0; o < RMN_MAX_OUTPUTS; ++o) {
    out[o] = audio[o];
  }
  const bool ok = play_whole(model, state, take->knobs, dry, out, N_TEST);
  for (size_t t = 0; ok && t < N_TEST; ++t) {
    for (size_t o = 0; o < n_out; ++o) {
      test->output[t * n_out + o] = audio[o][t];
    }
  }
  return ok;
}

static bool
add_self_test(RmnNetwork* const network, const Recording* const take)
{
  RmnSelfTest* const test  = &network->self_test;
  const size_t       n_in  = network->n_inputs;
  const size_t       n_out = network->n_outputs;
  RmnModel* const    model = rmn_model_new(network);
  RmnState* const    state = model ? rmn_state_new(model, 1) : NULL;

  free(test->input);
  free(test->output);
  test->input  = (float*)malloc(N_TEST * n_in * sizeof(float));
  test->output = (float*)malloc(N_TEST * n_out * sizeof(float));
  bool ok      = state && test->input && test->output;
  if (ok) {
    const float* const dry =
      take->dry + find_loudest(take, take->parts[PART_TEST]);
    for (size_t t = 0; t < N_TEST; ++t) {
      float* const frame = test->input + t * n_in;
      frame[0]           = dry[t];
      memcpy(frame + 1, take->knobs, (n_in - 1U) * sizeof(float));
    }
    rmn_state_reset(state, model, RMN_START_ZERO);
    ok              = play_frames(model, state, take, dry, test);
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

/// Replace a text by a new one; return whether there is one
static bool
take_text(char** const text, char* const given)
{
  free(*text);
  *text = given;
  return given;
}

/// Replace a text, unless nothing is given
static bool
set_text(char** const text, const char* const given)
{
  return !given || take_text(text, strdup(given));
}

/// Return the name of a file without folder and extension, for free()
static char*
stem_of(const char* const path)
{
  char* const stem = strdup(story_file_name(path));
  char* const dot  = stem ? strrchr(stem, '.') : NULL;
  if (dot && dot != stem) {
    *dot = '\0';
  }
  return stem;
}

/// Take over what is true of what a teacher plays, whoever plays it
static bool
take_after(RmnMetadata* const m, const Teacher* const teacher)
{
  if (!teacher) {
    return true;
  }
  const RmnMetadata* const of = &teacher->network->metadata;
  m->input_level_dbu          = of->input_level_dbu;
  m->output_level_dbu         = of->output_level_dbu;
  return set_text(&m->gear, of->gear) && set_text(&m->licence, of->licence);
}

/// Name the outputs after what they tell
static void
name_outputs(RmnNetwork* const network, const Goal* const goal)
{
  const char* const what =
    goal->n_classes && *goal->classes[0] ? goal->classes[0] : "Probability";
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    RmnOutput* const output   = &network->outputs[o];
    const bool       is_class = goal->kind == GOAL_CLASS;
    snprintf(
      output->name, RMN_MAX_NAME, "%s", is_class ? goal->classes[o] : what);
    snprintf(output->unit, RMN_MAX_NAME, "probability");
    output->minimum = 0.0F;
    output->maximum = 1.0F;
  }
}

/// Say what a network predicts, and from where on that is an event
static void
say_prediction(RmnNetwork* const      network,
               const Goal* const      goal,
               const Threshold* const threshold)
{
  static const RmnPredictionKind kinds[] = {
    [GOAL_DEVICE] = RMN_PREDICT_NOTHING,
    [GOAL_LABEL]  = RMN_PREDICT_VALUE,
    [GOAL_CLASS]  = RMN_PREDICT_CLASS,
    [GOAL_NEXT]   = RMN_PREDICT_NEXT_SAMPLE,
    [GOAL_SERIES] = RMN_PREDICT_VALUE,
  };
  RmnPrediction* const p = &network->prediction;
  if (goal->kind == GOAL_DEVICE) {
    return;
  }

  *p = (RmnPrediction){.kind       = kinds[goal->kind],
                       .hop        = goal->hop ? goal->hop : 1U,
                       .window     = goal->window,
                       .pool       = goal->pool,
                       .ahead      = goal->kind == GOAL_NEXT ? goal->ahead : 0U,
                       .latency    = goal->latency,
                       .threshold  = 0.5F,
                       .hysteresis = 0.1F,
                       .hold_ms    = 50.0F};
  if (goal_is_told(goal)) {
    name_outputs(network, goal);
  }
  if (goal->kind == GOAL_SERIES) { // The middle, which is no event
    const RmnOutput* const output = &network->outputs[0];
    p->threshold                  = 0.5F * (output->minimum + output->maximum);
    p->hysteresis                 = 0.1F * (output->maximum - output->minimum);
  }
  if (goal->kind == GOAL_LABEL) {
    p->threshold  = (float)threshold->value;
    p->hysteresis = (float)threshold->hysteresis;
    p->hold_ms    = (float)threshold->hold_ms;
  }
}

bool
finish_network(RmnNetwork* const    network,
               const Session* const session,
               const Story* const   story)
{
  const TrainOptions* const o    = story->options;
  RmnMetadata* const        m    = &network->metadata;
  char* const               stem = stem_of(o->out_path);

  m->esr         = session->series ? (double)NAN : story->test.plain;
  m->loudness_db = NAN;
  if (session->series) {
    series_fold(session->series, network);
  }
  say_prediction(network, &session->goal, &story->threshold);
  const bool ok =
    stem && take_after(m, session->teacher) &&
    set_text(&m->name, o->name ? o->name : stem) &&
    set_text(&m->author, o->author) && set_text(&m->licence, o->licence) &&
    take_text(&m->provenance, story_provenance(story, session)) &&
    take_text(&m->training, story_figures(story, session)) &&
    find_rest(network) &&
    (session->series ||
     add_self_test(network, &session->takes[session->default_take])) &&
    (session->series || goal_is_told(&session->goal) || add_loudness(network));
  free(stem);
  return ok;
}
