// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_ui_list.c The list of models, numbers as people type them, and
/// files that are dropped

#include "../../plugin/ui/list.h"
#include "../../plugin/ui/number.h"
#include "../../plugin/ui/uri.h"
#include "../plugin_folder.h"

#include <math.h>
#include <string.h>

/// Return a list of a folder of a file of each kind
static RmnList
open_list(Files* const files)
{
  RmnList list;
  *files = files_new();
  files_add(files, "Amp 10.nam", "");
  files_add(files, "amp 9.json", "");
  files_add(files, "notes.txt", "");
  files_add(files, "clean.aidax", "");
  rmn_list_init(&list, "presets/");
  CHECK(rmn_list_show(&list, files->folder, ""));
  return list;
}

static void
models_are_listed_in_order(void)
{
  Files   files;
  RmnList list = open_list(&files);
  CHECK(list.n_found == 3);
  CHECK(!strcmp(list.listing.entries[list.found[0]].name, "amp 9.json"));
  CHECK(!strcmp(list.listing.entries[list.found[1]].name, "Amp 10.nam"));
  CHECK(!strcmp(list.listing.entries[list.found[2]].name, "clean.aidax"));
  rmn_list_clear(&list);
  files_remove(&files);
}

/// A folder with a model.json is a model, and any other leads further
static void
presets_are_models(void)
{
  RmnList list;
  rmn_list_init(&list, "");
  CHECK(rmn_list_show(&list, "presets", "presets/diode-clipper/model.json"));
  const RmnListEntry* const preset = rmn_list_selected(&list);
  CHECK(preset && !preset->is_folder);
  CHECK(!strcmp(preset->name, "diode-clipper"));
  CHECK(!strcmp(preset->path, "presets/diode-clipper/model.json"));
  CHECK(rmn_list_show(&list, "tests/", ""));
  CHECK(rmn_list_selected(&list)->is_folder);
  CHECK(!strcmp(rmn_list_selected(&list)->path, "tests/bad/"));
  rmn_list_clear(&list);
}

static void
folder_above_selects_where_one_was(void)
{
  RmnList list;
  rmn_list_init(&list, "");
  CHECK(rmn_list_show(&list, "tests/unit/", ""));
  rmn_list_go_up(&list);
  CHECK(!strcmp(list.listing.folder, "tests/"));
  CHECK(!strcmp(rmn_list_selected(&list)->path, "tests/unit/"));
  CHECK(rmn_list_show(&list, "/", ""));
  rmn_list_go_up(&list);
  CHECK(!strcmp(list.listing.folder, "/"));
  rmn_list_clear(&list);
}

static void
search_and_selection_stay_within(void)
{
  Files   files;
  RmnList list = open_list(&files);
  list.n_rows  = 2;
  rmn_list_search(&list, "AMP");
  CHECK(list.n_found == 2);
  rmn_list_move(&list, 100);
  CHECK(list.selected == 1);
  rmn_list_move(&list, -100);
  CHECK(list.selected == 0);
  rmn_list_search(&list, "nothing like it");
  CHECK(!list.n_found && !rmn_list_selected(&list));
  rmn_list_move(&list, 1);
  rmn_list_scroll(&list, 5);
  CHECK(!list.first && !rmn_list_selected(&list));

  rmn_list_search(&list, "");
  rmn_list_move(&list, 2);
  CHECK(list.first == 1); // The last is in the window
  rmn_list_scroll(&list, -10);
  CHECK(list.first == 0);
  rmn_list_scroll(&list, 10);
  CHECK(list.first == 1);
  rmn_list_clear(&list);
  files_remove(&files);
}

static void
unreadable_folders_change_nothing(void)
{
  Files   files;
  RmnList list = open_list(&files);
  CHECK(!rmn_list_show(&list, "/no/such/folder", ""));
  CHECK(list.n_found == 3);
  rmn_list_clear(&list);
  files_remove(&files);
}

static void
numbers_are_read(void)
{
  static const struct {
    const char* text;
    double      value;
  } cases[]                       = {{"12", 12.0},
                                     {"-3.5 dB", -3.5},
                                     {"+0,25", 0.25},
                                     {"\u22126", -6.0},
                                     {" .5", 0.5},
                                     {"7.", 7.0}};
  static const char* const none[] = {"", "-", "x1", ".", "--1"};

  double value = 0.0;
  for (uint32_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    CHECK(rmn_number_read(cases[i].text, &value));
    CHECK(fabs(value - cases[i].value) < 1e-12);
  }
  for (uint32_t i = 0; i < sizeof(none) / sizeof(none[0]); ++i) {
    CHECK(!rmn_number_read(none[i], &value));
  }
}

static void
numbers_are_written(void)
{
  char text[32];
  rmn_number_write(text, sizeof(text), -6.04, 1);
  CHECK(!strcmp(text, "\u22126.0"));
  rmn_number_write(text, sizeof(text), -0.04, 1);
  CHECK(!strcmp(text, "0.0"));
  rmn_number_write(text, sizeof(text), 0.996, 2);
  CHECK(!strcmp(text, "1.00"));
  rmn_number_write(text, sizeof(text), 1e300, 0);
  CHECK(strlen(text) < sizeof(text));
  rmn_number_write_count(text, sizeof(text), 1233);
  CHECK(!strcmp(text, "1233"));
  rmn_number_write_count(text, sizeof(text), 1234567);
  CHECK(!strcmp(text, "1,234,567"));
}

static bool
find(const char* const list, char* const path)
{
  return rmn_uri_path(list, strlen(list), path, 32);
}

static void
dropped_files_are_found(void)
{
  char path[32];
  CHECK(find("file:///a/b%20c.nam\r\n", path) && !strcmp(path, "/a/b c.nam"));
  CHECK(find("# a comment\r\nfile://host/x\r\nfile:///y", path));
  CHECK(!strcmp(path, "/x"));
  CHECK(find("file:///100%", path) && !strcmp(path, "/100%"));
  CHECK(!find("", path) && !find("http://x/y", path));
  CHECK(!find("file://", path) && !find("file://host", path));
  CHECK(!find("file:///a%00b", path)); // Would end there
  CHECK(!find("file:///longer/than/there/is/any/room/for", path));
}

int
main(void)
{
  RUN(models_are_listed_in_order);
  RUN(presets_are_models);
  RUN(folder_above_selects_where_one_was);
  RUN(search_and_selection_stay_within);
  RUN(unreadable_folders_change_nothing);
  RUN(numbers_are_read);
  RUN(numbers_are_written);
  RUN(dropped_files_are_found);
  return 0;
}
