// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_state.c From model to model, by session

#include "../plugin_swap.h"

static void
restore_before_the_first_run(void)
{
  Host* const host = open_old(WORKER_NONE);
  host_run(host, 0, 4096);
  check_plays(host, host_golden(old_model), 4096);
  host_close(host);
}

static void
restore_while_playing(void)
{
  Host* const host    = open_old(WORKER_NONE);
  Session     session = session_new(host, host_golden(new_model), "");
  uint32_t    now     = 0;

  run_until(host, &now, 1000);
  CHECK(!session_restore(&session));
  run_until(host, &now, 10000);
  check_fade(host, 1000, 10000);
  host_close(host);
}

static void
restore_twice(void)
{
  Host* const host  = open_old(WORKER_NONE);
  Session     first = session_new(host, host_golden(other_model), "");
  Session     last  = session_new(host, host_golden(new_model), "");

  CHECK(!session_restore(&first));
  CHECK(!session_restore(&last));
  host_run(host, 0, 4096);
  check_plays(host, host_golden(new_model), 4096);
  host_close(host);
}

static void
restore_nothing(void)
{
  Host* const host    = open_old(WORKER_NONE);
  Session     session = session_new(host, NULL, "");

  CHECK(!session_restore(&session));
  host_run(host, 0, 4096);
  check_plays(host, host_golden(old_model), 4096);
  host_close(host);
}

static void
restore_what_is_no_path(void)
{
  Host* const host    = open_old(WORKER_NONE);
  Session     session = session_new(host, host_golden(new_model), "");

  session.model.type = host_urid(host, LV2_ATOM__String);
  CHECK(session_restore(&session) == LV2_STATE_ERR_BAD_TYPE);
  session.model.type = host_urid(host, LV2_ATOM__Path);
  --session.model.size; // Its end is cut off
  CHECK(session_restore(&session) == LV2_STATE_ERR_BAD_TYPE);
  CHECK(strstr(host->log, "is no path"));
  host_run(host, 0, 4096);
  check_plays(host, host_golden(old_model), 4096);
  CHECK(strstr(host->message, "is no path"));
  host_close(host);
}

/// A session whose model is gone keeps its path and name until it is found
static void
missing_file_keeps_its_path(void)
{
  Host* const host    = open_old(WORKER_NONE);
  Session     session = session_new(host, "/gone/amp.json", "Loud Amp");
  Session     saved   = session_new(host, NULL, "");

  host_run(host, 0, N_BLOCK);
  CHECK(session_restore(&session));
  CHECK(strstr(host->log, "\"Loud Amp\" is missing: /gone/amp.json"));
  host_run(host, 0, 4096);
  CHECK(strstr(host->message, "\"Loud Amp\" is missing: /gone/amp.json"));

  CHECK(!session_save(&saved));
  CHECK(!strcmp(saved.model.value, session.model.value));
  CHECK(!strcmp(saved.name.value, "Loud Amp"));
  CHECK(!saved.n_paths && !session.n_paths);
  check_ends_with(host, host_golden(old_model));
  host_close(host);
}

/// The file is there, but no longer what the session was made with
static void
changed_file_plays_with_a_warning(void)
{
  Host* const host    = open_old(WORKER_NONE);
  Session     session = session_new(host, host_golden(new_model), "Amp");

  property_set(&session.hash, host_urid(host, LV2_ATOM__String), "0123");
  CHECK(!session_restore(&session));
  CHECK(strstr(host->log, "\"Amp\" has changed"));
  check_ends_with(host, host_golden(new_model));
  host_close(host);
}

static void
save_and_restore(void)
{
  Host* const host    = open_old(WORKER_INLINE);
  Host* const other   = host_open(EFFECT, WORKER_NONE);
  Session     session = session_new(host, NULL, "");

  host_set_model(host, host_golden(new_model));
  host_run(host, 0, N_BLOCK);
  CHECK(!session_save(&session));
  CHECK(session.model.flags & LV2_STATE_IS_PORTABLE);
  CHECK(!strncmp(session.model.value, session_prefix, strlen(session_prefix)));
  CHECK(!strcmp(session.name.value, new_model));
  CHECK(strlen(session.hash.value) == 16);

  session.host = other;
  host_make_noise(other);
  CHECK(!session_restore(&session));
  CHECK(!strstr(other->log, "has changed"));
  CHECK(!session.n_paths);
  host_run(other, 0, 4096);
  check_plays(other, host_golden(new_model), 4096);
  host_close(other);
  host_close(host);
}

int
main(void)
{
  RUN(restore_before_the_first_run);
  RUN(restore_while_playing);
  RUN(restore_twice);
  RUN(restore_nothing);
  RUN(restore_what_is_no_path);
  RUN(missing_file_keeps_its_path);
  RUN(changed_file_plays_with_a_warning);
  RUN(save_and_restore);
  return 0;
}
