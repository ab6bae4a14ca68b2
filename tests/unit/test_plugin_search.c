// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_search.c A session's model is found by what it is

#include "../plugin_files.h"

/// Return a session whose model is gone from the folder `gone`
static Session
lost_session(const char* const golden)
{
  files_make_dir("gone");
  char* const path    = files_copy(golden, "gone/amp.json");
  Host* const host    = host_open(EFFECT, WORKER_NONE);
  Session     session = session_new(host, path, "");
  Session     saved   = session_new(host, NULL, "");

  CHECK(!session_restore(&session));
  CHECK(!session_save(&saved));
  CHECK(!remove(path));
  host_close(host);
  return saved;
}

/// Restore in a new host from `bundle`, and check that it plays `expected`
static void
check_finds_in(Session* const    session,
               const char* const expected,
               const char* const bundle)
{
  Host* const host  = host_open_in(EFFECT, WORKER_NONE, bundle);
  Session     again = session_new(host, NULL, "");

  session->host = host;
  host_make_noise(host);
  CHECK(!session_restore(session));
  CHECK(strstr(host->log, "found again"));
  check_ends_with(host, expected);
  CHECK(!session_save(&again)); // From now on it is there
  CHECK(!strcmp(again.model.value + strlen(session_prefix), expected));
  host_close(host);
}

static void
check_finds(Session* const session, const char* const expected)
{
  check_finds_in(session, expected, host_bundle());
}

/// Check that a session is refused for the lack of its model
static void
check_misses(Session* const session)
{
  Host* const host = open_old(WORKER_NONE);
  session->host    = host;
  CHECK(session_restore(session));
  CHECK(strstr(host->log, "is missing"));
  CHECK(strstr(host->log, "; no file of hash"));
  CHECK(strstr(host->log, session->hash.value));
  host_close(host);
}

static void
finds_what_was_renamed(void)
{
  files_begin();
  Session session = lost_session(new_model);
  files_copy(other_model, "gone/another.json");
  check_finds(&session, files_copy(new_model, "gone/renamed.json"));
  files_end();
}

/// A file of another size is found by its name: the sound is what counts
static void
finds_what_was_written_anew(void)
{
  files_begin();
  Session     session = lost_session(new_model);
  char* const path    = files_copy(new_model, "gone/amp.json");
  FILE* const file    = fopen(path, "ab");
  CHECK(file && fputs("\n\n", file) >= 0 && !fclose(file));
  files_make_dir("gone/sub");
  CHECK(!rename(path, files_path("gone/sub/amp.json")));
  check_finds(&session, files_path("gone/sub/amp.json"));
  files_end();
}

static void
finds_in_the_path(void)
{
  files_begin();
  Session session = lost_session(new_model);
  char    list[256];
  snprintf(
    list, sizeof(list), "%snone:%.60s:relative", files_dir, files_path("my"));
  CHECK(!setenv("REMANENCE_PATH", list, 1));

  files_make_dir("my");
  check_misses(&session);
  files_make_dir("my/amps");
  check_finds(&session, files_copy(new_model, "my/amps/x"));
  files_end();
}

static void
finds_in_the_data_folders(void)
{
  files_begin();
  Session session = lost_session(new_model);

  files_make_dir("share");
  files_make_dir("share/remanence");
  check_finds(&session, files_copy(new_model, "share/remanence/1.json"));

  files_make_dir("home");
  files_make_dir("home/.local");
  files_make_dir("home/.local/share");
  files_make_dir("home/.local/share/remanence");
  check_finds(&session,
              files_copy(new_model, "home/.local/share/remanence/2.json"));

  files_make_dir("data");
  files_make_dir("data/remanence");
  CHECK(!setenv("XDG_DATA_HOME", files_path("data"), 1));
  check_finds(&session, files_copy(new_model, "data/remanence/3.json"));
  files_end();
}

/// The plugin has moved, and its preset with it
static void
finds_in_the_bundle(void)
{
  files_begin();
  Session session = lost_session(new_model);
  char    bundle[256];
  snprintf(bundle, sizeof(bundle), "%.60s", files_path("moved.lv2/"));

  files_make_dir("moved.lv2");
  files_make_dir("moved.lv2/presets");
  files_make_dir("moved.lv2/presets/x");
  check_finds_in(
    &session, files_copy(new_model, "moved.lv2/presets/x/model.json"), bundle);
  files_end();
}

static void
changed_file_yields_to_the_hash(void)
{
  files_begin();
  Session session = lost_session(new_model);
  files_copy(other_model, "gone/amp.json");
  check_finds(&session, files_copy(new_model, "gone/old.json"));
  files_end();
}

/// Only what was saved will do: neither its name nor its size is enough
static void
misses_what_is_another(void)
{
  files_begin();
  Session session = lost_session(new_model);
  files_make_dir("gone/sub");
  files_copy(other_model, "gone/sub/amp.json");
  char* const path = files_copy(new_model, "gone/damaged.json");
  struct stat info = {0};
  CHECK(!stat(path, &info));
  CHECK(!truncate(path, 100) && !truncate(path, info.st_size));
  check_misses(&session);
  files_end();
}

/// Links that lead in circles and folders without end are left
static void
search_ends(void)
{
  static const char below[] = "/x/x/x/x/x/x/x/x/x/x/x/x";
  files_begin();
  Session session  = lost_session(new_model);
  char    name[64] = "gone/amp.json";
  for (int depth = 1; depth <= 12; ++depth) { // gone/x/x, and so on
    snprintf(name, sizeof(name), "gone%.*s", 2 * depth, below);
    files_make_dir(name);
  }
  snprintf(name, sizeof(name), "gone%s/amp.json", below);
  files_copy(new_model, name);
  CHECK(!symlink(files_dir, files_path("gone/circle")));
  CHECK(!symlink("self", files_path("gone/self")));
  files_copy(new_model, "gone/.hidden.json");
  check_misses(&session);
  files_end();
}

/// Hosts save links; what people are told, and what counts, is the file
static void
links_are_followed(void)
{
  files_begin();
  Session     session = lost_session(new_model);
  Host* const host    = open_old(WORKER_NONE);
  Session     link    = session_new(host, files_path("link"), "Amp");

  CHECK(!symlink("gone/amp.json", files_path("link")));
  files_copy(new_model, "gone/amp.json");
  CHECK(!session_restore(&link));
  CHECK(!session_save(&link));
  CHECK(!strcmp(link.model.value, session.model.value));
  check_ends_with(host, files_path("gone/amp.json"));
  host_close(host);
  files_end();
}

/// A link that broke when the session moved is told from the file itself
static void
broken_link_leads_to_the_origin(void)
{
  files_begin();
  Session     session = lost_session(new_model);
  Host* const host    = open_old(WORKER_NONE);
  Session     again   = session_new(host, NULL, "");
  const char* origin  = session.origin.value;

  CHECK(!symlink("../amp.json", files_path("link")));
  session.host  = host;
  session.model = session_new(host, files_path("link"), "").model;

  CHECK(session_restore(&session));
  CHECK(strstr(host->log, origin));
  CHECK(!session_save(&again));
  CHECK(!strcmp(again.model.value + strlen(session_prefix), origin));
  files_copy(new_model, "gone/amp.json");
  CHECK(!session_restore(&session));
  check_ends_with(host, origin);
  host_close(host);
  files_end();
}

int
main(void)
{
  RUN(finds_what_was_renamed);
  RUN(finds_what_was_written_anew);
  RUN(finds_in_the_path);
  RUN(finds_in_the_data_folders);
  RUN(finds_in_the_bundle);
  RUN(changed_file_yields_to_the_hash);
  RUN(misses_what_is_another);
  RUN(search_ends);
  RUN(links_are_followed);
  RUN(broken_link_leads_to_the_origin);
  return 0;
}
