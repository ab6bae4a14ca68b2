// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_folder.c The models of a folder, in order.
/// Linked with plugin/folder.c

#include "../../plugin/folder.h"
#include "../plugin_folder.h"

static void
names_are_in_the_order_of_people(void)
{
  static const char* const names[] = {"",
                                      "2",
                                      "007",
                                      "7",
                                      "10",
                                      "Amp 1.json",
                                      "amp 1.json",
                                      "amp 2.json",
                                      "amp 10 b.json",
                                      "Amp 10.json",
                                      "amp 99999999999999999999999.json",
                                      "amp 100000000000000000000000.json",
                                      "amp.json",
                                      "b",
                                      "ba",
                                      "\xc3\xa4"};

  const uint32_t n = sizeof(names) / sizeof(names[0]);
  for (uint32_t i = 0; i < n; ++i) {
    for (uint32_t j = 0; j < n; ++j) {
      const int order = rmn_folder_compare(names[i], names[j]);
      CHECK((order > 0) - (order < 0) == (i > j) - (i < j));
    }
  }
}

static void
only_models_are_listed(void)
{
  Files             files = files_new();
  const char* const two   = files_add(&files, "2.NAM", "");
  const char* const ten   = files_add(&files, "10.json", "");
  const char* const three = files_add(&files, "3.aidax", "");
  char              sub[64];
  char              link[64];
  files_add(&files, ".1.json", "");
  files_add(&files, "1.wav", "");
  files_add(&files, "json", "");
  snprintf(sub, sizeof(sub), "%s/5.json", files.folder);
  CHECK(!mkdir(sub, 0700));
  snprintf(link, sizeof(link), "%s/11.json", files.folder);
  CHECK(!symlink(ten, link));

  RmnFolder folder;
  rmn_folder_init(&folder, ten);
  CHECK(folder.n_paths == 4);
  CHECK(!strcmp(folder.paths[0], two));
  CHECK(!strcmp(folder.paths[1], three));
  CHECK(!strcmp(folder.paths[2], ten));
  CHECK(!strcmp(folder.paths[3], link));

  rmn_folder_clear(&folder);

  CHECK(!unlink(link));
  CHECK(!rmdir(sub));
  files_remove(&files);
}

static void
steps_go_around(void)
{
  Files             files = files_new();
  const char* const a     = files_add(&files, "a.json", "");
  const char* const b     = files_add(&files, "b.json", "");
  const char* const c     = files_add(&files, "c.json", "");
  const char* const none  = files_add(&files, "b.txt", ""); // After b.json

  RmnFolder folder;
  rmn_folder_init(&folder, a);
  CHECK(rmn_folder_step(&folder, a, 1) == 1);
  CHECK(rmn_folder_step(&folder, b, -1) == 0);
  CHECK(rmn_folder_step(&folder, c, 1) == 0);
  CHECK(rmn_folder_step(&folder, a, -1) == 2);
  CHECK(rmn_folder_step(&folder, none, 1) == 2);
  CHECK(rmn_folder_step(&folder, none, -1) == 1);
  rmn_folder_clear(&folder);
  files_remove(&files);
}

static void
no_folder_is_empty(void)
{
  static const char* const paths[] = {"/no/such/folder/a.json", "a.json", ""};
  for (uint32_t i = 0; i < sizeof(paths) / sizeof(paths[0]); ++i) {
    RmnFolder folder;
    rmn_folder_init(&folder, paths[i]);
    CHECK(!folder.n_paths);
    rmn_folder_clear(&folder);
  }
}

int
main(void)
{
  RUN(names_are_in_the_order_of_people);
  RUN(only_models_are_listed);
  RUN(steps_go_around);
  RUN(no_folder_is_empty);
  return 0;
}
