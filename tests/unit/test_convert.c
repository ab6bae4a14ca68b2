// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_convert.c Networks in every dialect that can express them.

   Each network of the presets, the golden ones and the data folder is written
   in each dialect, read, and written in Remanence's own again: it must play the
   same bits as before, from zero, from the state of the file and from rest, and
   say the same.  Standard error gets a table of what can express what.
*/

#include "../converting.h"

#include <glob.h>

/// How many networks each dialect has expressed, of each dialect
static unsigned n_files = 0;
static unsigned n_expressed[RMN_N_DIALECTS];

/// Write a network in every dialect, and a line of the table
static void
convert_file(const char* const path)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(path, &error);
  if (!network) {
    return;
  }

  fprintf(stderr, "  %s (%s)\n", path, network->format);
  ++n_files;
  for (unsigned d = 0; d < RMN_N_DIALECTS; ++d) {
    n_expressed[d] += compare(network, (RmnDialect)d);
  }
  rmn_network_free(network);
}

static unsigned
convert_files(const char* const pattern)
{
  glob_t files = {0};
  if (glob(pattern, 0, NULL, &files)) {
    return 0;
  }
  n_files = 0;
  memset(n_expressed, 0, sizeof(n_expressed));
  for (size_t i = 0; i < files.gl_pathc; ++i) {
    convert_file(files.gl_pathv[i]);
  }
  globfree(&files);

  fprintf(stderr, "  %s: %u networks", pattern, n_files);
  for (unsigned d = 0; d < RMN_N_DIALECTS; ++d) {
    fprintf(stderr, ", %s %u", rmn_dialect_name((RmnDialect)d), n_expressed[d]);
  }
  fputc('\n', stderr);
  CHECK(n_expressed[RMN_DIALECT_RMN] == n_files);
  return n_files;
}

static void
presets_stay_the_same(void)
{
  // Predictors may have gains, a sigmoid, convolutions or layers that step once
  // in several frames, and effects have none
  enum { N_EFFECTS = 10 };
  CHECK(convert_files("presets/*/model.json") >= N_EFFECTS);
  CHECK(n_expressed[RMN_DIALECT_KERAS] >= N_EFFECTS);
  CHECK(n_expressed[RMN_DIALECT_GUITARML] >= N_EFFECTS);
  CHECK(n_expressed[RMN_DIALECT_ONNX] >= N_EFFECTS);
}

static void
golden_networks_stay_the_same(void)
{
  CHECK(convert_files("tests/golden/*.json") > 30);
  CHECK(convert_files("tests/golden/bidirectional-*.json") >= 5);
  CHECK(n_expressed[RMN_DIALECT_ONNX] >= 3);
  CHECK(n_expressed[RMN_DIALECT_KERAS] == 0);
  CHECK(convert_files("tests/golden/*.onnx") > 10);
  CHECK(n_expressed[RMN_DIALECT_ONNX] == n_files);
}

static void
real_networks_stay_the_same(void)
{
  char pattern[1024];
  snprintf(pattern, sizeof(pattern), "%s/models/*/*", test_data_dir());
  if (!convert_files(pattern)) {
    test_skip("no real networks, set RMN_DATA to their folder");
  }
}

int
main(void)
{
  RUN(presets_stay_the_same);
  RUN(golden_networks_stay_the_same);
  RUN(real_networks_stay_the_same);
  return 0;
}
