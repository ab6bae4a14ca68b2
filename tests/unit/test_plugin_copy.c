// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_copy.c A session has a copy of its model, and plays it

#include "../plugin_files.h"

/// Return an empty session that can hold files in the folder of the test
static Session
new_session(Host* const host)
{
  Session session = session_new(host, NULL, "");
  session.paths   = PATHS_MADE;
  snprintf(session.dir, sizeof(session.dir), "%s", files_dir);
  return session;
}

/// Return where the copy is, "" if there is none
static const char*
copy_path(const Session* const session)
{
  return session->copy.size ? session->copy.value + strlen(session_prefix) : "";
}

/// Return a host that plays a model
static Host*
open_with(const char* const path)
{
  Host* const host    = host_open(EFFECT, WORKER_INLINE);
  Session     session = session_new(host, path, "");
  host_make_noise(host);
  CHECK(!session_restore(&session));
  return host;
}

/// Save what plays `path`, as a host that has a folder for files
static Session
save_with(const char* const path)
{
  Host* const host    = open_with(path);
  Session     session = new_session(host);
  CHECK(!session_save(&session));
  CHECK(!session.n_paths);
  host_close(host);
  return session;
}

/// Restore a session in a new host, and check that it plays `golden`
static void
check_restores(Session* const session, const char* const golden)
{
  Host* const host = host_open(EFFECT, WORKER_NONE);
  host_make_noise(host);
  session->host = host;
  CHECK(!session_restore(session));
  CHECK(!session->n_paths);
  host_run(host, 0, 4096);
  check_plays(host, host_golden(golden), 4096);
  host_close(host);
}

static void
copy_is_the_file(void)
{
  files_begin();
  const char* const path    = files_copy(new_model, "amp.json");
  const char* const begin   = files_path("amp-");
  const Session     session = save_with(path);

  CHECK(files_are_equal(copy_path(&session), path));
  CHECK(!strncmp(copy_path(&session), begin, strlen(begin)));
  CHECK(strstr(copy_path(&session), session.hash.value));
  CHECK(session.copy.flags & LV2_STATE_IS_PORTABLE);
  files_end();
}

/// What is copied is what plays, whatever became of the file
static void
copy_is_what_plays(void)
{
  files_begin();
  char* const path    = files_copy(new_model, "amp.json");
  Host* const host    = open_with(path);
  Session     session = new_session(host);

  files_copy(other_model, "amp.json");
  CHECK(!session_save(&session));
  CHECK(files_are_equal(copy_path(&session), host_golden(new_model)));
  CHECK(!remove(path));
  CHECK(!session_save(&session));
  CHECK(files_are_equal(copy_path(&session), host_golden(new_model)));
  host_close(host);
  files_end();
}

static void
copy_is_written_once(void)
{
  files_begin();
  Host* const host    = open_with(host_golden(new_model));
  Session     session = new_session(host);
  struct stat first   = {0};
  struct stat second  = {0};

  CHECK(!session_save(&session));
  CHECK(!stat(copy_path(&session), &first));
  CHECK(!session_save(&session));
  CHECK(!stat(copy_path(&session), &second));
  CHECK(first.st_ino == second.st_ino);

  CHECK(!truncate(copy_path(&session), 100)); // One that is damaged is replaced
  CHECK(!session_save(&session));
  CHECK(files_are_equal(copy_path(&session), host_golden(new_model)));
  host_close(host);
  files_end();
}

/// A link in the place of the copy is replaced, and not what it leads to
static void
copy_spares_what_links_lead_to(void)
{
  files_begin();
  Host* const host    = open_with(host_golden(new_model));
  Session     session = new_session(host);
  char* const other   = files_copy(other_model, "other.json");
  char        part[512];

  CHECK(!session_save(&session));
  snprintf(part, sizeof(part), "%.500s.part", copy_path(&session));
  CHECK(!remove(copy_path(&session)));
  CHECK(!symlink(other, copy_path(&session)) && !symlink(other, part));
  CHECK(!session_save(&session));
  CHECK(files_are_equal(copy_path(&session), host_golden(new_model)));
  CHECK(files_are_equal(other, host_golden(other_model)));
  CHECK(access(part, F_OK));
  host_close(host);
  files_end();
}

static void
copy_has_a_plain_name(void)
{
  files_begin();
  const Session session =
    save_with(files_copy(new_model, "B\xC3\xB6se 1.json"));
  char name[64];
  snprintf(name, sizeof(name), "B__se_1-%.16s.json", session.hash.value);

  CHECK(!strcmp(copy_path(&session), files_path(name)));

  // A copy of a copy has the same name, so that it is the same file
  const Session again = save_with(copy_path(&session));
  CHECK(!strcmp(copy_path(&session), copy_path(&again)));
  files_end();
}

static void
session_without_the_file_plays_its_copy(void)
{
  files_begin();
  char* const path    = files_copy(new_model, "amp.json");
  Session     session = save_with(path);
  CHECK(!remove(path));
  check_restores(&session, new_model);
  files_end();
}

static void
changed_file_yields_to_the_copy(void)
{
  files_begin();
  Session session = save_with(files_copy(new_model, "amp.json"));
  files_copy(other_model, "amp.json");
  check_restores(&session, new_model);
  files_end();
}

/// What plays the copy still names the file, for the day that it returns
static void
copy_leaves_the_path(void)
{
  files_begin();
  char* const path  = files_copy(new_model, "amp.json");
  Session     saved = save_with(path);
  Host* const host  = host_open(EFFECT, WORKER_NONE);
  Session     again = new_session(host);

  CHECK(!remove(path));
  saved.host = host;
  CHECK(!session_restore(&saved));
  CHECK(strstr(host->log, "is played from the session's copy"));
  CHECK(!session_save(&again));
  CHECK(!strcmp(again.model.value, saved.model.value));
  CHECK(!strcmp(again.copy.value, saved.copy.value));

  again.paths = PATHS_MAPPED; // A host without files keeps the copy that it has
  CHECK(!session_save(&again));
  CHECK(!strcmp(again.copy.value, saved.copy.value));
  host_close(host);
  files_end();
}

/// Check that what is saved has not changed
static void
check_is_saved_again(const Session* const again, const Session* const saved)
{
  const Property* const pairs[][2] = {{&again->model, &saved->model},
                                      {&again->copy, &saved->copy},
                                      {&again->origin, &saved->origin},
                                      {&again->name, &saved->name},
                                      {&again->hash, &saved->hash},
                                      {&again->size, &saved->size}};
  for (size_t p = 0; p < sizeof(pairs) / sizeof(pairs[0]); ++p) {
    CHECK(pairs[p][0]->size && pairs[p][0]->size == pairs[p][1]->size);
    CHECK(!memcmp(pairs[p][0]->value, pairs[p][1]->value, pairs[p][0]->size));
  }
}

/// Neither file nor copy: all is kept until either returns
static void
nothing_is_forgotten(void)
{
  files_begin();
  Session     saved  = save_with(files_copy(new_model, "amp.json"));
  Host* const host   = host_open(EFFECT, WORKER_NONE);
  Session     again  = new_session(host);
  char* const hidden = files_path(".hidden"); // No search finds it

  CHECK(!remove(files_path("amp.json")) && !rename(copy_path(&saved), hidden));
  saved.host = host;
  CHECK(session_restore(&saved));
  CHECK(strstr(host->log, "; the session's copy"));
  CHECK(strstr(host->log, saved.hash.value));
  CHECK(!session_save(&again));
  check_is_saved_again(&again, &saved);
  host_close(host);

  CHECK(!rename(hidden, copy_path(&saved)));
  check_restores(&again, new_model);
  CHECK(!remove(copy_path(&saved)));
  files_copy(new_model, "amp.json");
  check_restores(&again, new_model);
  files_end();
}

static void
copy_that_is_no_model(void)
{
  files_begin();
  Session     session = save_with(files_copy(new_model, "amp.json"));
  Host* const host    = open_old(WORKER_NONE);

  CHECK(!remove(files_path("amp.json")));
  files_write(copy_path(&session), "none", 4);
  session.host = host;
  CHECK(session_restore(&session));
  CHECK(strstr(host->log, "; the session's copy"));
  CHECK(strstr(host->log, "this is not a model"));
  check_ends_with(host, host_golden(old_model));
  host_close(host);
  files_end();
}

/// A copy that has changed too is better than silence, but is not trusted
static void
copy_that_has_changed(void)
{
  files_begin();
  Session     session = save_with(files_copy(new_model, "amp.json"));
  Session     again   = session;
  Host* const host    = open_old(WORKER_NONE);

  CHECK(!remove(files_path("amp.json")));
  files_copy(other_model, copy_path(&session) + strlen(files_dir));
  session.host = host;
  CHECK(!session_restore(&session));
  CHECK(strstr(host->log, "has changed"));
  check_ends_with(host, copy_path(&session));

  again.host  = host;
  again.paths = PATHS_MAPPED;
  CHECK(!session_save(&again));
  CHECK(!strcmp(again.copy.value, session.copy.value));
  CHECK(strcmp(again.hash.value, session.hash.value) != 0);
  host_close(host);
  files_end();
}

/// Where another file plays for good, no copy of the old one is named
static void
copy_that_was_given_up(void)
{
  files_begin();
  Session     session = save_with(files_copy(new_model, "amp.json"));
  Host* const host    = open_old(WORKER_NONE);
  Session     again   = session_new(host, NULL, "");

  CHECK(!remove(copy_path(&session)));
  files_copy(other_model, "amp.json");
  session.host = host;
  CHECK(!session_restore(&session));
  CHECK(strstr(host->log, "has changed"));
  CHECK(!session_save(&again));
  CHECK(again.model.size && !again.copy.size);
  host_close(host);
  files_end();
}

/// Everything else is saved where no copy can be
static void
check_saves_without(const SessionPaths paths)
{
  Host* const host    = open_with(host_golden(new_model));
  Session     session = new_session(host);
  session.paths       = paths;
  snprintf(session.dir, sizeof(session.dir), "%snone/", files_dir);

  CHECK(!session_save(&session));
  CHECK(session.model.size && session.name.size && session.hash.size);
  CHECK(!session.copy.size);
  CHECK(!session.n_paths);
  if (paths > PATHS_PLAIN) {
    host_run(host, 0, N_BLOCK); // The model, and what went wrong
    host_run(host, 0, N_SWAP);
    host_run(host, 0, N_BLOCK);
    CHECK(strstr(host->log, "cannot have a copy of model"));
    CHECK(strstr(host->message, "cannot have a copy of model"));
  }
  host_close(host);
}

static void
copy_that_cannot_be_written(void)
{
  files_begin();
  check_saves_without(PATHS_MADE);
  check_saves_without(PATHS_BROKEN);
  files_end();
}

static void
host_that_knows_no_paths(void)
{
  files_begin();
  check_saves_without(PATHS_PLAIN);

  Host* const host    = open_with(host_golden(new_model));
  Session     session = new_session(host);
  session.paths       = PATHS_PLAIN;
  CHECK(!session_save(&session));
  CHECK(!strcmp(session.model.value, host_golden(new_model)));
  CHECK(!(session.model.flags & LV2_STATE_IS_PORTABLE));
  check_restores(&session, new_model);
  host_close(host);
  files_end();
}

int
main(void)
{
  RUN(copy_is_the_file);
  RUN(copy_is_what_plays);
  RUN(copy_is_written_once);
  RUN(copy_spares_what_links_lead_to);
  RUN(copy_has_a_plain_name);
  RUN(session_without_the_file_plays_its_copy);
  RUN(changed_file_yields_to_the_copy);
  RUN(copy_leaves_the_path);
  RUN(nothing_is_forgotten);
  RUN(copy_that_is_no_model);
  RUN(copy_that_has_changed);
  RUN(copy_that_was_given_up);
  RUN(copy_that_cannot_be_written);
  RUN(host_that_knows_no_paths);
  return 0;
}
