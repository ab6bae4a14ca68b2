// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_finish.c What makes a trained network a preset.

   The program is linked so that its allocations come here (ld --wrap).
*/

#include "../networks.h"

#include "../../tools/train/finish.h"

#include <jansson.h>
#include <string.h>

enum { N_FRAMES = 20000 };

static size_t    n_calls; ///< Allocations so far
static size_t    fail_at; ///< The one that fails, counted from 1; 0 for none
static float     dry[N_FRAMES];
static float     wet[N_FRAMES];
static AudioFile dry_file  = {.path = "/somewhere/dry \xE9.wav"};
static AudioFile wet_file  = {.path = "wet.wav"};
static Recording recording = {.dry_file = &dry_file,
                              .wet_file = &wet_file,
                              .dry      = dry,
                              .wet      = wet,
                              .n_frames = N_FRAMES,
                              .rate_hz  = 8000};
static Session   session   = {.n_takes = 1, .takes = &recording};

void*
__real_calloc(size_t n, size_t size);
void*
__real_aligned_alloc(size_t alignment, size_t size);
void*
__wrap_calloc(size_t n, size_t size);
void*
__wrap_aligned_alloc(size_t alignment, size_t size);

void*
__wrap_calloc(const size_t n, const size_t size)
{
  return ++n_calls == fail_at ? NULL : __real_calloc(n, size);
}

void*
__wrap_aligned_alloc(const size_t alignment, const size_t size)
{
  return ++n_calls == fail_at ? NULL : __real_aligned_alloc(alignment, size);
}

/// Return a network as of a preset that training went on from
static RmnNetwork*
new_network(void)
{
  const RmnShape shapes[] = {{.type = RMN_LSTM, .n_inputs = 1, .n_outputs = 3},
                             {.type       = RMN_DENSE,
                              .activation = RMN_SIGMOID,
                              .n_inputs   = 3,
                              .n_outputs  = 1}};
  RmnNetwork* const network = random_network(shapes, 2, 1);

  network->rate_hz = recording.rate_hz;
  network->rest    = (float*)__real_calloc(6, sizeof(float));
  return network;
}

static const TrainOptions options = {.out_path = "folder/preset.json"};

static Story
story_of(void)
{
  Story story = {.options = &options};
  story.valid = score_none;
  story.test  = (Score){0.1, 0.2, {0.3, 0.4, 0.5, 0.6}, 0.15};
  story.valid = story.test;
  return story;
}

static void
each_failed_allocation_is_told(void)
{
  const Story story   = story_of();
  bool        is_told = true;

  for (fail_at = 1; is_told; ++fail_at) {
    const size_t n_failures   = fail_at;
    fail_at                   = 0;
    RmnNetwork* const network = new_network();
    fail_at                   = n_failures;
    n_calls                   = 0;
    is_told                   = !finish_network(network, &session, &story);
    CHECK(is_told == (n_calls >= fail_at));
    rmn_network_free(network);
  }
  CHECK(fail_at > 20); // Or nothing was counted
  fail_at = 0;
}

/// Names of files are bytes, names in presets are UTF-8
static void
other_encodings_of_names_are_replaced(void)
{
  const Story       story   = story_of();
  RmnNetwork* const network = new_network();

  CHECK(finish_network(network, &session, &story));
  CHECK(strstr(network->metadata.provenance, "\"dry ?.wav\""));
  CHECK(!strcmp(network->metadata.name, "preset"));
  rmn_network_free(network);
}

static void
labels_have_no_loudness(void)
{
  const Story       story   = story_of();
  RmnNetwork* const network = new_network();

  session.goal.kind = GOAL_LABEL;
  CHECK(finish_network(network, &session, &story));
  session.goal.kind = GOAL_DEVICE;
  CHECK(isnan(network->metadata.loudness_db));
  CHECK(!strcmp(network->outputs[0].name, "Probability"));
  rmn_network_free(network);
}

int
main(void)
{
  uint32_t seed = 1;
  randomise(dry, N_FRAMES, 0.5f, &seed);
  randomise(wet, N_FRAMES, 0.5f, &seed);
  recording_split(&recording);
  RUN(each_failed_allocation_is_told);
  RUN(other_encodings_of_names_are_replaced);
  RUN(labels_have_no_loudness);
  return 0;
}
