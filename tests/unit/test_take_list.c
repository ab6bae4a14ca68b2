// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_take_list.c What the command line says of recordings and knobs

#include "../test.h"

#include "../../plugin/ports.h"
#include "../../tools/train/take_list.h"

#include <stdio.h>
#include <string.h>

static TakeList
read_list(const char* const* const words, RmnError* const error)
{
  TakeList list = {0};
  bool     ok   = true;
  for (size_t i = 0; ok && words[i]; ++i) {
    ok = strchr(words[i], '=') ? take_list_add_setting(&list, words[i], error)
                               : take_list_add_name(&list, words[i], error);
  }
  CHECK(!ok || take_list_close(&list, error) || error->status);
  return list;
}

static void
list_has_as_many_knobs_as_the_plugin(void)
{
  CHECK((int)MAX_KNOBS == (int)RMN_N_KNOBS);
}

static void
list_takes_two_names(void)
{
  const char* const words[] = {"a", "b", NULL};
  RmnError          error   = {RMN_OK, ""};
  const TakeList    list    = read_list(words, &error);

  CHECK(!error.status && list.n_takes == 1 && list.n_knobs == 0);
  CHECK(!strcmp(list.takes[0].dry_path, "a"));
  CHECK(!strcmp(list.takes[0].wet_path, "b"));
}

/// Knobs in any order, a dry file of all and one of its own
static void
list_takes_settings(void)
{
  const char* const words[] = {
    "dry", "A=0,B=-1", "w0", "B=3,A=10", "d1", "w1", "A=4,B=2", "w2", NULL};
  RmnError       error = {RMN_OK, ""};
  const TakeList list  = read_list(words, &error);

  CHECK(!error.status && list.n_takes == 3 && list.n_knobs == 2);
  CHECK(!strcmp(list.takes[0].dry_path, "dry"));
  CHECK(!strcmp(list.takes[1].dry_path, "d1"));
  CHECK(!strcmp(list.takes[1].wet_path, "w1"));
  CHECK(!strcmp(list.takes[2].dry_path, "dry"));
  CHECK(list.takes[1].knobs[0] == 10.0f && list.takes[1].knobs[1] == 3.0f);
  CHECK(list.knobs[0].minimum == 0.0f && list.knobs[0].maximum == 10.0f);
  CHECK(list.knobs[1].minimum == -1.0f && list.knobs[1].maximum == 3.0f);
}

/// The preset opens at what was recorded nearest to the middle
static void
list_defaults_to_the_most_moderate_take(void)
{
  const char* const words[] = {
    "dry", "A=0,B=0", "w0", "A=10,B=1", "w1", "A=4,B=1", "w2", NULL};
  RmnError       error = {RMN_OK, ""};
  const TakeList list  = read_list(words, &error);

  CHECK(list.default_take == 2);
  CHECK(list.knobs[0].value == 4.0f && list.knobs[1].value == 1.0f);
}

/// Beyond what fits, without a crash
static void
list_refuses_too_much(void)
{
  char       text[128];
  RmnError   error = {RMN_OK, ""};
  TakeList   list  = {0};
  const bool ok    = take_list_add_name(&list, "dry", &error);
  CHECK(ok);
  for (int i = 0; i < MAX_TAKES; ++i) {
    snprintf(text, sizeof(text), "A=%d", i);
    CHECK(take_list_add_setting(&list, text, &error));
  }
  CHECK(!take_list_add_setting(&list, "A=-1", &error));
  CHECK(strstr(error.message, "at most 128 settings"));

  memset(text, 'x', sizeof(text));
  memcpy(text + RMN_MAX_NAME, "=1", 3);
  CHECK(!take_list_add_setting(&(TakeList){0}, text, &error));
  CHECK(strstr(error.message, "takes NAME=VALUE"));
  CHECK(take_list_add_setting(&(TakeList){0}, text + 1, &error));
}

int
main(void)
{
  RUN(list_has_as_many_knobs_as_the_plugin);
  RUN(list_takes_two_names);
  RUN(list_takes_settings);
  RUN(list_defaults_to_the_most_moderate_take);
  RUN(list_refuses_too_much);
  return 0;
}
