// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_save.c What is written is read back as it was

#define _XOPEN_SOURCE 700 // mkdtemp(), realpath()

#include "../networks.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/rmn-save-XXXXXX";
static char target[64];

/// Return how many files are in the folder
static int
n_files(void)
{
  int        n   = 0;
  DIR* const dir = opendir(folder);
  CHECK(dir);
  for (const struct dirent* entry = NULL; (entry = readdir(dir));) {
    n += entry->d_name[0] != '.';
  }
  closedir(dir);
  return n;
}

static bool
is_same_text(const char* const a, const char* const b)
{
  return a && b ? !strcmp(a, b) : !a && !b;
}

static bool
is_same_number(const double a, const double b)
{
  return isnan(a) ? isnan(b) : fabs(a - b) <= 1e-8 * fabs(a);
}

static void
check_metadata(const RmnMetadata* const a, const RmnMetadata* const b)
{
  CHECK(is_same_text(a->name, b->name));
  CHECK(is_same_text(a->author, b->author));
  CHECK(is_same_text(a->licence, b->licence));
  CHECK(is_same_text(a->description, b->description));
  CHECK(is_same_text(a->gear, b->gear));
  CHECK(is_same_text(a->provenance, b->provenance));
  CHECK(is_same_text(a->training, b->training));
  CHECK(is_same_number(a->loudness_db, b->loudness_db));
  CHECK(is_same_number(a->esr, b->esr));
}

/// Write a network, read it, and compare all that there is
static void
check_round_trip(RmnNetwork* const a)
{
  RmnError error = {RMN_OK, ""};
  CHECK(!rmn_network_save(a, target, &error));
  RmnNetwork* const b = rmn_network_load(target, &error);
  CHECK(b);

  const size_t n_state = rmn_network_n_state(a);
  CHECK(is_same_text(b->format, "Remanence"));
  CHECK(rmn_network_hash(a) == rmn_network_hash(b));
  CHECK(a->rate_hz == b->rate_hz);
  CHECK(!a->rest == !b->rest);
  CHECK(!a->rest || !b->rest ||
        !memcmp(a->rest, b->rest, n_state * sizeof(float)));
  CHECK(a->self_test.n_frames == b->self_test.n_frames);
  check_metadata(&a->metadata, &b->metadata);
  rmn_network_free(b);
}

static void
every_golden_network_comes_back(void)
{
  const char* const golden = test_golden_dir();
  DIR* const        dir    = opendir(golden);
  int               n      = 0;
  CHECK(dir);

  for (const struct dirent* entry = NULL; (entry = readdir(dir));) {
    char        path[512];
    RmnError    error   = {RMN_OK, ""};
    RmnNetwork* network = NULL;
    if (strstr(entry->d_name, ".json")) {
      snprintf(path, sizeof(path), "%s/%s", golden, entry->d_name);
      network = rmn_network_load(path, &error);
      CHECK(network);
      check_round_trip(network);
      rmn_network_free(network);
      ++n;
    }
  }
  closedir(dir);
  CHECK(n > 30);
  CHECK(n_files() == 1);
}

/// Return a network that says all that a preset can
static RmnNetwork*
say_all(void)
{
  const RmnShape shapes[] = {
    {.type      = RMN_LSTM,
     .peephole  = RMN_PEEPHOLE_FULL,
     .n_inputs  = 2,
     .n_outputs = 3},
    {.type = RMN_DENSE, .n_inputs = 3, .n_outputs = 2}};
  RmnNetwork* const a = random_network(shapes, 2, 9);

  a->rate_hz              = 44100.0;
  a->in_gain              = 2.5f;
  a->n_skip               = 1;
  a->inputs[1]            = (RmnInput){"Drive", 2.0f, 1.0f, 3.0f, true};
  a->outputs[1]           = (RmnOutput){"Gain", "dB", -60.0f, 6.0f, 12.5f};
  a->prediction           = (RmnPrediction){.kind       = RMN_PREDICT_VALUE,
                                            .hop        = 64U,
                                            .window     = 256U,
                                            .threshold  = 0.625f,
                                            .hysteresis = 0.1f,
                                            .hold_ms    = 80.0f,
                                            .pool       = RMN_POOL_MAX};
  a->metadata.name        = strdup("Name \"quoted\" \xc3\xa9");
  a->metadata.author      = strdup("Somebody");
  a->metadata.licence     = strdup("MIT");
  a->metadata.provenance  = strdup("{\"seed\":1}");
  a->metadata.training    = strdup("{\"epochs\":[1,2]}");
  a->metadata.loudness_db = -18.25;
  a->metadata.esr         = 0.00123;
  a->rest                 = (float*)malloc(6 * sizeof(float));
  CHECK(a->rest);
  uint32_t seed = 1;
  randomise(a->rest, 6, 0.7f, &seed);
  return a;
}

static void
all_that_a_preset_says_comes_back(void)
{
  RmnNetwork* const a = say_all();
  check_round_trip(a);

  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const b     = rmn_network_load(target, &error);
  CHECK(b && !strcmp(b->inputs[1].name, "Drive") && b->inputs[1].is_side);
  CHECK(b->inputs[1].value == 2.0f && b->inputs[1].maximum == 3.0f);
  CHECK(!strcmp(b->outputs[1].unit, "dB"));
  CHECK(b->outputs[1].minimum == -60.0f && b->outputs[1].maximum == 6.0f);
  CHECK(b->outputs[1].smoothing_ms == 12.5f);
  CHECK(b->prediction.kind == RMN_PREDICT_VALUE && b->prediction.hop == 64U);
  CHECK(b->prediction.window == 256U && b->prediction.threshold == 0.625f);
  CHECK(b->prediction.hysteresis == 0.1f && b->prediction.hold_ms == 80.0f);
  CHECK(b->prediction.pool == RMN_POOL_MAX);
  rmn_network_free(a);
  rmn_network_free(b);
}

/// What is late has no window, so no preset says all of it at once
static void
a_latency_comes_back(void)
{
  RmnNetwork* const a   = say_all();
  a->prediction.window  = 0U;
  a->prediction.latency = 480U;
  check_round_trip(a);

  RmnError          error = {RMN_OK, ""};
  RmnNetwork* const b     = rmn_network_load(target, &error);
  CHECK(b && b->prediction.latency == 480U && b->prediction.hop == 64U);
  rmn_network_free(a);
  rmn_network_free(b);
}

/// Return a network that can be written
static RmnNetwork*
small_network(void)
{
  return unit_network(RMN_TANH, 0.5f, 0.25f, 0.125f);
}

static void
refuse_to_replace_a_folder(void)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = small_network();
  CHECK(rmn_network_save(network, folder, &error) == RMN_ERR_FILE);
  CHECK(strstr(error.message, "is not a regular file"));
  rmn_network_free(network);
}

static void
failure_leaves_the_older_file(void)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = small_network();
  CHECK(!rmn_network_save(network, target, &error));
  const int n = n_files();

  network->metadata.name = strdup("no UTF-8: \xff");
  CHECK(rmn_network_save(network, target, &error) == RMN_ERR_VALUE);
  RmnNetwork* const older = rmn_network_load(target, &error);
  CHECK(older && n_files() == n);
  rmn_network_free(older);

  char missing[96];
  snprintf(missing, sizeof(missing), "%s/none/a.json", folder);
  free(network->metadata.name);
  network->metadata.name = NULL;
  CHECK(rmn_network_save(network, missing, &error) == RMN_ERR_FILE);
  CHECK(strstr(error.message, "No such file"));
  rmn_network_free(network);
}

int
main(void)
{
  CHECK(mkdtemp(folder));
  snprintf(target, sizeof(target), "%s/network.json", folder);
  RUN(every_golden_network_comes_back);
  RUN(all_that_a_preset_says_comes_back);
  RUN(a_latency_comes_back);
  RUN(refuse_to_replace_a_folder);
  RUN(failure_leaves_the_older_file);
  unlink(target);
  return rmdir(folder);
}
