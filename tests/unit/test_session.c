// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_session.c Recordings at several settings of the knobs

#include "../training.h"

#include "../../tools/train/design.h"
#include "../../tools/train/front.h"
#include "../../tools/train/fused.h"
#include "../../tools/train/group.h"
#include "../../tools/train/score.h"

enum { N_FRAMES = 3000, N_TAKES = 3 };

static float dry[N_TAKES * N_FRAMES];
static float wet[N_TAKES * N_FRAMES];

/// Noise and what becomes of it, of several lengths, one ten times louder
static Session
make_session(Recording takes[N_TAKES])
{
  static const float gains[N_TAKES] = {0.1f, 1.0f, 0.5f};

  Session  session = {.n_takes = N_TAKES, .takes = takes, .n_knobs = 1};
  uint32_t seed    = 1;
  session.knobs[0] = (RmnInput){"Gain", 1.0f, 0.0f, 2.0f};
  for (uint32_t t = 0; t < N_TAKES; ++t) {
    const size_t first = (size_t)t * N_FRAMES;
    for (size_t i = first; i < first + N_FRAMES; ++i) {
      dry[i] = random_float(&seed);
      wet[i] = gains[t] * dry[i] * dry[i];
    }
    takes[t] = (Recording){.dry      = dry + first,
                           .wet      = wet + first,
                           .n_frames = N_FRAMES - 500U * t,
                           .rate_hz  = 8000,
                           .weight   = 1.0,
                           .knobs    = {(float)t}};
    recording_split(&takes[t]);
  }
  return session;
}

/// Every place of every take is as likely, and none leads out of its part
static void
places_are_drawn_from_all_takes(void)
{
  enum { N_DRAWS = 20000, N_LEFT = 100 };
  Recording     takes[N_TAKES];
  const Session session        = make_session(takes);
  Random        random         = {1};
  int           drawn[N_TAKES] = {0};
  size_t        n_places       = 0;
  size_t        ends[N_TAKES]  = {0};

  for (int i = 0; i < N_DRAWS; ++i) {
    const Place  place = session_place(&session, &random, N_LEFT);
    const size_t t     = (size_t)(place.take - takes);
    const Part   part  = takes[t].parts[PART_TRAIN];
    const size_t end   = place.frame + N_LEFT;
    CHECK(t < N_TAKES && place.frame >= part.first);
    CHECK(end <= part.first + part.n);
    ends[t] = end > ends[t] ? end : ends[t];
    ++drawn[t];
  }
  for (int t = 0; t < N_TAKES; ++t) {
    n_places += takes[t].parts[PART_TRAIN].n - N_LEFT + 1U;
  }
  for (int t = 0; t < N_TAKES; ++t) {
    const size_t n     = takes[t].parts[PART_TRAIN].n;
    const double share = (double)(n - N_LEFT + 1U) / (double)n_places;
    CHECK(fabs(drawn[t] / (double)N_DRAWS - share) < 0.02);
    CHECK(ends[t] > n - 10U);
  }
}

/// Silence is as wrong for a quiet take as it is for a loud one
static void
takes_weigh_as_much(void)
{
  Recording takes[N_TAKES];
  Session   session = make_session(takes);
  session_balance(&session);

  const Energy mean = session_energy(&session);
  for (int t = 0; t < N_TAKES; ++t) {
    const Energy e    = recording_energy(&takes[t], takes[t].parts[PART_TRAIN]);
    const double loss = 0.5 * takes[t].weight *
                        (e.plain / mean.plain + e.emphasised / mean.emphasised);
    CHECK(fabs(loss - 1.0) < 1e-12);
  }
  CHECK(takes[0].weight > 10.0 * takes[1].weight);
}

/// Check a lane that has gone on by `n` frames from its place
static void
check_lane(const Group* const group,
           const Session*     session,
           const size_t       l,
           const size_t       n)
{
  const size_t           t     = (size_t)(group->at[l].take - session->takes);
  const Recording* const take  = &session->takes[t];
  const size_t           first = group->at[l].frame - n;
  for (size_t i = 0; i < n; ++i) {
    const Real* const x = group->lanes->x + i * 2U * FUSED_LANES + l;
    CHECK(x[0] == take->dry[first + i]);
    CHECK(x[FUSED_LANES] == (Real)t - 1); // From -1 to 1
    CHECK(group->target[i * FUSED_LANES + l] == take->wet[first + i]);
    CHECK(group->counts[i * FUSED_LANES + l] == (Real)take->weight);
  }
}

/// What the lanes hear is where they stand: audio, knobs, target and weight
static void
lanes_hear_their_take(void)
{
  enum { N_STEP = 8 };
  const RmnShape shapes[] = {
    {.type = RMN_LSTM, .n_inputs = 2, .n_outputs = 3},
    {.type = RMN_DENSE, .n_inputs = 3, .n_outputs = 1}};
  Recording         takes[N_TAKES];
  Session           session = make_session(takes);
  RmnNetwork* const network = random_network(shapes, 2, 1);
  RmnError          error   = {RMN_OK, ""};
  Random            random  = {2};
  Group             group;

  session_balance(&session);
  network->inputs[1]     = session.knobs[0];
  Trainee* const trainee = trainee_new(network, layer_funcs, &error);
  CHECK(trainee);
  trainee_centre_knobs(trainee, network);
  CHECK(group_init(
    &group, trainee, network, &session, NULL, FUSED_LANES, N_STEP, 0));
  group_place(&group, &random, 2U * N_STEP);
  group_warm_up(&group, N_STEP);
  for (size_t l = 0; l < FUSED_LANES; ++l) {
    check_lane(&group, &session, l, N_STEP);
  }
  group_free(&group);
  trainee_free(trainee);
  rmn_network_free(network);
}

/// A front hears the same wherever it takes a recording up, as if from its
/// start
static void
front_takes_up_a_recording_anywhere(void)
{
  enum { N_STEP = 300, N_CHANNELS = 3, N_LANES = 2 };
  const RmnShape shapes[] = {
    {.type        = RMN_CONV1D,
     .activation  = RMN_TANH,
     .n_inputs    = 1,
     .n_outputs   = N_CHANNELS,
     .kernel_size = 7,
     .dilation    = 9,
     .n_groups    = 1},
    {.type = RMN_GRU, .n_inputs = 3, .n_outputs = 2},
    {.type = RMN_DENSE, .n_inputs = 2, .n_outputs = 1}};
  static const size_t places[] = {0, 300, 20, 1000, 1300, 2000};
  static Real         x[N_STEP * N_CHANNELS * N_LANES];
  static float        whole[RMN_MAX_OUTPUTS][N_FRAMES];
  Recording           takes[N_TAKES];
  make_session(takes);

  RmnNetwork* const network = random_network(shapes, 3, 1);
  RmnNetwork* const alone   = random_network(shapes, 1, 1);
  RmnModel* const   model   = rmn_model_new(alone);
  RmnState* const   state   = rmn_state_new(model, 1);
  float*            out[]   = {whole[0], whole[1], whole[2]};
  CHECK(front_n_layers(network) == 1 && front_n_layers(alone) == 0);
  rmn_state_reset(state, model, RMN_START_ZERO);
  rmn_process(model, state, &takes[0].dry, out, N_FRAMES);

  Front* const front = front_new(network, N_LANES);
  CHECK(front);
  for (size_t p = 0; p < sizeof(places) / sizeof(places[0]); ++p) {
    front_hear(front, 1, &takes[0], places[p], N_STEP, x);
    for (size_t i = 0; i < N_STEP * N_CHANNELS; ++i) {
      const size_t t = places[p] + i / N_CHANNELS;
      CHECK((float)x[i * N_LANES + 1U] == whole[i % N_CHANNELS][t]);
    }
  }
  front_free(front);
  rmn_state_free(state);
  rmn_model_free(model);
  rmn_network_free(alone);
  rmn_network_free(network);
}

enum { STEP = 16, N_STEPS = 10, N_CHANNELS = 3 };

/// A front that may remember for ever, and layers that step once in a while
static const RmnShape stepping[] = {
  {.type = RMN_RNN, .activation = RMN_RELU, .n_inputs = 1, .n_outputs = 2},
  {.type        = RMN_CONV1D,
   .n_inputs    = 2,
   .n_outputs   = N_CHANNELS,
   .kernel_size = 1,
   .dilation    = 1,
   .n_groups    = 1,
   .period      = STEP},
  {.type = RMN_GRU, .n_inputs = N_CHANNELS, .n_outputs = 2, .period = STEP},
  {.type = RMN_DENSE, .n_inputs = 2, .n_outputs = 1, .period = STEP}};

/// Play what the front of a network gives of a recording
static void
play_front(const RmnNetwork* const network,
           const Recording* const  take,
           float                   whole[N_CHANNELS][N_FRAMES])
{
  RmnNetwork* const front = front_network(network);
  CHECK(front);
  float*          out[] = {whole[0], whole[1], whole[2]};
  RmnModel* const model = rmn_model_new(front);
  RmnState* const state = rmn_state_new(model, 1);
  rmn_process(model, state, &take->dry, out, N_FRAMES);
  rmn_state_free(state);
  rmn_model_free(model);
  rmn_network_free(front);
}

/// Check that lane `l` heard a step, and was told what is wanted there
static void
check_step(const Group* const     group,
           const size_t           l,
           const size_t           t,
           const Recording* const take,
           float                  whole[N_CHANNELS][N_FRAMES])
{
  const size_t frame = group->at[l].frame - (N_STEPS - t) * STEP;
  for (size_t c = 0; c < N_CHANNELS; ++c) {
    const size_t at = (t * N_CHANNELS + c) * FUSED_LANES + l;
    CHECK((float)group->lanes->x[at] == whole[c][frame]);
  }
  CHECK((float)group->target[t * FUSED_LANES + l] == take->wet[frame]);
}

/// Layers of a period learn from every Pth frame of what the front gives, and
/// of what is wanted
static void
steps_are_every_pth_frame(void)
{
  static float      whole[N_CHANNELS][N_FRAMES];
  Recording         takes[N_TAKES];
  Session           session = make_session(takes);
  RmnNetwork* const network = random_network(stepping, 4, 1);
  RmnError          error   = {RMN_OK, ""};
  Random            random  = {3};
  Group             group;
  CHECK(front_n_layers(network) == 2 && front_period(network) == STEP);
  play_front(network, &takes[1], whole);

  Trainee* const trainee = trainee_new(network, layer_funcs, &error);
  Steps* const   steps   = steps_new(network, &session, STEP);
  CHECK(trainee && steps && trainee->n_inputs == N_CHANNELS);
  CHECK(group_init(
    &group, trainee, network, &session, steps, FUSED_LANES, N_STEPS, 0));
  group_place(&group, &random, N_STEPS);
  for (size_t l = 0; l < FUSED_LANES; ++l) {
    CHECK(group.at[l].frame % STEP == 0U);
    group.at[l] =
      (Place){&takes[1], 5U * STEP * l % (N_FRAMES / 2U / STEP * STEP)};
  }
  group_warm_up(&group, N_STEPS);
  for (size_t i = 0; i < FUSED_LANES * N_STEPS; ++i) {
    check_step(&group, i / N_STEPS, i % N_STEPS, &takes[1], whole);
  }

  group_free(&group);
  steps_free(steps);
  trainee_free(trainee);
  rmn_network_free(network);
}

/// Play a network from zero
static void
play_from_zero(const RmnNetwork* const   network,
               const float* const* const in,
               float* const* const       out)
{
  RmnModel* const model = rmn_model_new(network);
  RmnState* const state = rmn_state_new(model, 1);
  rmn_state_reset(state, model, RMN_START_ZERO);
  rmn_process(model, state, in, out, N_FRAMES);
  rmn_state_free(state);
  rmn_model_free(model);
}

/// What was trained on columns as they are normalised takes and gives them raw
static void
series_are_folded_into_the_network(void)
{
  const RmnShape shapes[] = {
    {.type = RMN_GRU, .n_inputs = 2, .n_outputs = 4},
    {.type = RMN_DENSE, .n_inputs = 4, .n_outputs = 2}};
  static Series series = {
    .n_columns = 2,
    .n_rows    = N_FRAMES,
    .target    = 2,
    .columns   = {{"a", dry, 3.0, 0.5, -9.0, 9.0},
                  {"b", dry + N_FRAMES, -20.0, 8.0, -99.0, 99.0}}};
  static float raw[2][N_FRAMES];
  static float y[2][N_FRAMES];
  static float y_raw[2][N_FRAMES];
  double       worst = 0.0;
  Recording    takes[N_TAKES];
  make_session(takes);
  for (int c = 0; c < 2; ++c) {
    const Column* const column = &series.columns[c];
    for (size_t t = 0; t < N_FRAMES; ++t) {
      raw[c][t] =
        (float)((double)column->values[t] * column->deviation + column->mean);
    }
  }

  RmnNetwork* const  network   = random_network(shapes, 2, 1);
  const float* const in[]      = {dry, dry + N_FRAMES};
  const float* const in_raw[]  = {raw[0], raw[1]};
  float* const       out[]     = {y[0], y[1]};
  float* const       out_raw[] = {y_raw[0], y_raw[1]};
  play_from_zero(network, in, out);
  series_fold(&series, network);
  play_from_zero(network, in_raw, out_raw);
  for (int c = 0; c < 2; ++c) {
    const Column* const column = &series.columns[c];
    for (size_t t = 0; t < N_FRAMES; ++t) {
      const double back =
        ((double)y_raw[c][t] - column->mean) / column->deviation;
      worst = fmax(worst, fabs(back - (double)y[c][t]));
    }
  }
  CHECK(worst < 2e-5);
  CHECK(!strcmp(network->inputs[1].name, "b"));
  CHECK(!strcmp(network->outputs[0].name, "a"));
  rmn_network_free(network);
}

/// A network that plays its knob: the error of each take is known
static void
each_take_is_scored_with_its_knobs(void)
{
  const RmnShape    shape = {.type = RMN_DENSE, .n_inputs = 2, .n_outputs = 1};
  RmnNetwork* const network   = random_network(&shape, 1, 1);
  Recording         takes[2]  = {{0}, {0}};
  Session           session   = {.n_takes = 2, .takes = takes, .n_knobs = 1};
  float             ones[500] = {0};
  Score             mean;
  Score             scores[2];

  for (int i = 0; i < 500; ++i) {
    ones[i] = 1.0f;
  }
  for (int t = 0; t < 2; ++t) {
    takes[t] = (Recording){.dry      = dry,
                           .wet      = ones,
                           .n_frames = 500,
                           .rate_hz  = 8000,
                           .knobs    = {t ? 1.5f : 0.8f}};
    recording_split(&takes[t]);
  }
  network->layers[0].W[0] = 0.0f;
  network->layers[0].W[1] = 1.0f;
  network->layers[0].b[0] = 0.0f;
  CHECK(score_network(network, &session, PART_TEST, &mean, scores));
  CHECK(fabs(scores[0].plain - 0.04) < 1e-6);
  CHECK(fabs(scores[1].plain - 0.25) < 1e-6);
  CHECK(fabs(mean.plain - 0.145) < 1e-6);

  // Networks that learn by the plain error are chosen by that
  network->layers[0].W[0] = 0.5f;
  CHECK(score_network(network, &session, PART_TEST, &mean, NULL));
  CHECK(fabs(mean.plain - mean.emphasised) > 1e-3);
  CHECK(score_mean(&mean) == 0.5 * (mean.plain + mean.emphasised));
  session.goal.is_plain = true;
  CHECK(score_network(network, &session, PART_TEST, &mean, NULL));
  CHECK(score_mean(&mean) == mean.plain);
  rmn_network_free(network);
}

/// A new network starts the same whatever a knob is counted in
static void
unit_of_a_knob_changes_nothing(void)
{
  const RmnInput small  = {"Cutoff", 0.0f, -1.0f, 1.0f};
  const RmnInput large  = {"Cutoff", 500.0f, 100.0f, 5100.0f};
  Design         design = {.cell = "gru", .skip = true, .n_knobs = 1};
  RmnError       error  = {RMN_OK, ""};
  Trainee*       trainees[2];

  design_complete(&design);
  for (int i = 0; i < 2; ++i) {
    design.knobs              = i ? &large : &small;
    RmnNetwork* const network = design_network(&design, 48000.0, &error);
    CHECK(network && network->n_inputs == 2);
    CHECK(network->inputs[1].maximum == design.knobs->maximum);
    trainees[i] = trainee_new(network, layer_funcs, &error);
    CHECK(trainees[i]);
    trainee_centre_knobs(trainees[i], network);
    rmn_network_free(network);
  }
  CHECK(trainee_knob(trainees[1], 1, 2600.0) == 0);
  CHECK(trainee_knob(trainees[1], 1, 5100.0) == 1);
  for (size_t i = 0; i < trainees[0]->n_weights; ++i) {
    CHECK(fabs(trainees[0]->weights[i] - trainees[1]->weights[i]) < 1e-6);
  }
  trainee_free(trainees[0]);
  trainee_free(trainees[1]);
}

int
main(void)
{
  RUN(places_are_drawn_from_all_takes);
  RUN(takes_weigh_as_much);
  RUN(lanes_hear_their_take);
  RUN(front_takes_up_a_recording_anywhere);
  RUN(steps_are_every_pth_frame);
  RUN(series_are_folded_into_the_network);
  RUN(each_take_is_scored_with_its_knobs);
  RUN(unit_of_a_knob_changes_nothing);
  return 0;
}
