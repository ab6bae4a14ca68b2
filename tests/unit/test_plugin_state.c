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
  CHECK(strstr(host->log, "\"Loud Amp\" is missing: put /gone/amp.json back"));
  host_run(host, 0, 4096);
  CHECK(!strcmp(host->message,
                "Model \"Loud Amp\" is missing: put /gone/amp.json back or "
                "choose another model"));

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

  property_set(
    &session.hash, host_urid(host, LV2_ATOM__String), "0123456789abcdef");
  CHECK(!session_restore(&session));
  CHECK(strstr(host->log, "\"Amp\" has changed"));
  CHECK(strstr(host->log, "no file of hash 0123456789abcdef was found"));
  check_ends_with(host, host_golden(new_model));
  host_close(host);
}

/// Check that a session without a property that is damaged plays all the same
static void
check_leaves_aside(Session* const    session,
                   Property* const   property,
                   const char* const sentence)
{
  Host* const host = open_old(WORKER_NONE);
  session->host    = host;
  CHECK(!session_restore(session));
  CHECK(strstr(host->log, sentence));
  CHECK(!session->n_paths);
  check_ends_with(host, host_golden(new_model));
  host_close(host);
  property->size = 0;
}

static void
damaged_properties_are_left_aside(void)
{
  static const char* const hashes[] = {
    "0123", "0123456789ABCDEF", "../../../../etc/x", "0123456789abcdef0"};
  static const int64_t sizes[] = {0, -1, INT64_MAX};
  static char          text[5000];

  Host* const    host    = host_open(EFFECT, WORKER_NONE);
  Session        session = session_new(host, host_golden(new_model), "");
  const LV2_URID string  = host_urid(host, LV2_ATOM__String);
  const LV2_URID path    = host_urid(host, LV2_ATOM__Path);
  const LV2_URID number  = host_urid(host, LV2_ATOM__Long);
  host_close(host);

  for (size_t h = 0; h < sizeof(hashes) / sizeof(hashes[0]); ++h) {
    property_set(&session.hash, string, hashes[h]);
    check_leaves_aside(&session, &session.hash, "hash of the model is damaged");
  }
  for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); ++s) {
    session.size.type = number;
    session.size.size = sizeof(sizes[s]);
    memcpy(session.size.value, &sizes[s], sizeof(sizes[s]));
    check_leaves_aside(&session, &session.size, "size of the model is damaged");
  }

  property_set(&session.size, string, "12345678"); // No number
  check_leaves_aside(&session, &session.size, "size of the model is damaged");
  property_set(&session.name, path, "Amp");
  check_leaves_aside(&session, &session.name, "name of the model is damaged");
  property_set(&session.copy, string, "session:/x");
  check_leaves_aside(&session, &session.copy, "copy of the model is damaged");
  property_set(&session.copy, path, "session:/x");
  --session.copy.size; // Its end is cut off
  check_leaves_aside(&session, &session.copy, "copy of the model is damaged");
  property_set(&session.copy, path, session_prefix); // Nothing follows
  check_leaves_aside(&session, &session.copy, "copy of the model is damaged");

  snprintf(text, sizeof(text), "%s%04990d", session_prefix, 0);
  property_set(&session.copy, path, text);
  check_leaves_aside(&session, &session.copy, "copy of the model is damaged");
}

/// Where the model is missing, its origin must be a path that can be
static void
damaged_origin_is_left_aside(void)
{
  static char       text[5000];
  const char* const origins[] = {"relative/amp.json", "..", text};
  memset(text, '/', sizeof(text) - 1U);

  for (size_t o = 0; o < sizeof(origins) / sizeof(origins[0]); ++o) {
    Host* const host    = open_old(WORKER_NONE);
    Session     session = session_new(host, "/gone/amp.json", "Amp");
    property_set(
      &session.origin, host_urid(host, LV2_ATOM__String), origins[o]);
    CHECK(session_restore(&session));
    CHECK(strstr(host->log, "is missing: put /gone/amp.json"));
    property_set(&session.origin, session.model.type, "/gone/is-no-text");
    CHECK(session_restore(&session));
    CHECK(strstr(host->log, "is missing: put /gone/amp.json"));
    host_close(host);
  }
}

static void
paths_that_cannot_be(void)
{
  static char text[5000];
  memset(text, 'x', sizeof(text) - 1U);
  text[0] = '/';

  const char* const paths[] = {"", text};
  for (size_t p = 0; p < 2; ++p) {
    Host* const host    = open_old(WORKER_NONE);
    Session     session = session_new(host, paths[p], "");
    CHECK(session_restore(&session));
    CHECK(strstr(host->log, "is empty or too long"));
    CHECK(!session.n_paths);
    check_ends_with(host, host_golden(old_model));
    host_close(host);
  }
}

/// What a host does while a session is restored: it plays, and asks for a file
static int
ask_meanwhile(void* const       handle,
              const LV2_URID    type,
              const char* const format,
              va_list           args)
{
  (void)type;
  (void)format;
  (void)args;

  Host* const host = (Host*)handle;
  host_set_model(host, "/no/such.json");
  host_run(host, 0, N_BLOCK);
  return 0;
}

/// A newer request takes the place of a session only if it succeeds
static void
restore_overtaken_by_a_failure(void)
{
  Host* const host    = open_old(WORKER_LATER);
  Session     session = session_new(host, host_golden(new_model), "");
  Session     saved   = session_new(host, NULL, "");

  host->log_feature.handle  = host;
  host->log_feature.vprintf = ask_meanwhile;
  property_set(
    &session.hash, host_urid(host, LV2_ATOM__String), "0123456789abcdef");
  CHECK(!session_restore(&session)); // Its warning calls ask_meanwhile()
  CHECK(host->n_jobs == 1);
  host->log_feature = (LV2_Log_Log){host->log, host_printf, host_vprintf};
  host_work(host);

  CHECK(strstr(host->log, "is missing"));
  CHECK(!session_save(&saved));
  CHECK(!strcmp(saved.model.value, session.model.value));
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
  RUN(damaged_properties_are_left_aside);
  RUN(damaged_origin_is_left_aside);
  RUN(paths_that_cannot_be);
  RUN(restore_overtaken_by_a_failure);
  RUN(save_and_restore);
  return 0;
}
