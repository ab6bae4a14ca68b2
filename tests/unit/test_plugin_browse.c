// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_browse.c Previous, next and program: models of a folder

#include "../../plugin/reading.h"
#include "../plugin_folder.h"
#include "../plugin_swap.h"

#define MODEL_OF(number)                                                \
  "{\"remanence\": 1, \"layers\": [{\"type\": \"dense\", \"units\": 1," \
  "\"W\": [[" number "]], \"b\": [0]}]}"

static const char broken[] = "{\"remanence\": 1}";

/// A folder of three models and what lies between them, and its paths
typedef struct {
  Files       files;
  const char* one;
  const char* two;
  const char* ten;
} Shelf;

static Shelf
shelf_new(void)
{
  Shelf shelf = {files_new(), NULL, NULL, NULL};
  shelf.ten   = files_add(&shelf.files, "amp 10.onnx", MODEL_OF("0.1"));
  shelf.one   = files_add(&shelf.files, "Amp 1.nam", MODEL_OF("1"));
  shelf.two   = files_add(&shelf.files, "amp 2.aidax", MODEL_OF("0.2"));
  files_add(&shelf.files, "amp 1.txt", MODEL_OF("0.3"));
  return shelf;
}

static Host*
open_at(const char* const path, const WorkerMode mode)
{
  Host* const host    = host_open(EFFECT, mode);
  Session     session = session_new(host, path, "");
  host_make_noise(host);
  CHECK(!session_restore(&session));
  host_run(host, 0, N_BLOCK);
  return host;
}

/// Press a trigger for a block
static void
press(Host* const host, const RmnPortIndex port)
{
  host->controls[port] = 1.0f;
  host_run(host, 0, N_BLOCK);
  host->controls[port] = 0.0f;
  host_run(host, 0, N_BLOCK);
}

/// Let whatever swap is under way end
static void
settle(Host* const host)
{
  host_work(host);
  host_run(host, 0, 2U * N_SWAP);
  host_run(host, 0, N_BLOCK);
}

/// Check which model the plugin says it plays
static void
check_at(Host* const host, const char* const path)
{
  settle(host);
  CHECK(!strcmp(host->model, path));
}

static void
change_program(Host* const host, const uint8_t number)
{
  const uint8_t bytes[] = {0xC5, number};
  host_send_midi(host, 10, bytes, sizeof(bytes));
  host_run(host, 0, N_BLOCK);
}

static void
goes_around(void)
{
  Shelf       shelf = shelf_new();
  Host* const host  = open_at(shelf.one, WORKER_INLINE);

  press(host, RMN_PORT_NEXT);
  check_at(host, shelf.two);
  press(host, RMN_PORT_NEXT);
  check_at(host, shelf.ten);
  press(host, RMN_PORT_NEXT);
  check_at(host, shelf.one);
  press(host, RMN_PORT_PREVIOUS);
  check_at(host, shelf.ten);
  press(host, RMN_PORT_PREVIOUS);
  check_at(host, shelf.two);
  CHECK(!host->n_messages);
  check_ends_with(host, shelf.two);

  Session saved = session_new(host, NULL, "");
  CHECK(!session_save(&saved));
  CHECK(strstr(saved.model.value, shelf.two));
  host_close(host);
  files_remove(&shelf.files);
}

/// A trigger acts when it is pressed, and neither while it is held nor when a
/// session finds it pressed
static void
acts_once(void)
{
  Shelf       shelf   = shelf_new();
  Host* const host    = host_open(EFFECT, WORKER_INLINE);
  Session     session = session_new(host, shelf.one, "");
  CHECK(!session_restore(&session));

  host->controls[RMN_PORT_NEXT] = 1.0f;
  check_at(host, shelf.one);
  host->controls[RMN_PORT_NEXT] = 0.0f;
  check_at(host, shelf.one);
  host->controls[RMN_PORT_NEXT] = 1.0f;
  for (uint32_t i = 0; i < 4; ++i) {
    check_at(host, shelf.two);
  }
  host_close(host);
  files_remove(&shelf.files);
}

static void
leaves_out_what_cannot_be_loaded(void)
{
  Shelf       shelf = shelf_new();
  Host* const host  = open_at(shelf.one, WORKER_INLINE);
  files_add(&shelf.files, "amp 3.json", broken);
  files_add(&shelf.files, "amp 4.json", "");

  press(host, RMN_PORT_NEXT);
  check_at(host, shelf.two);
  CHECK(!host->n_messages);
  press(host, RMN_PORT_NEXT);
  check_at(host, shelf.ten);
  CHECK(strstr(host->message, "\"amp 4.json\" cannot be loaded"));
  press(host, RMN_PORT_PREVIOUS);
  check_at(host, shelf.two);
  CHECK(strstr(host->message, "\"amp 3.json\" cannot be loaded"));
  CHECK(host->severity == RMN_SEVERITY_ERROR);
  press(host, RMN_PORT_PREVIOUS);
  check_at(host, shelf.one);
  CHECK(!host->message[0] && host->severity == RMN_SEVERITY_NONE);
  host_close(host);
  files_remove(&shelf.files);
}

static void
nothing_else_to_play(void)
{
  Files             files = files_new();
  const char* const only  = files_add(&files, "a.json", MODEL_OF("1"));
  Host* const       host  = open_at(only, WORKER_INLINE);

  press(host, RMN_PORT_NEXT);
  CHECK(strstr(host->message, "no other model"));
  CHECK(host->severity == RMN_SEVERITY_NOTE);
  files_add(&files, "b.json", broken);
  press(host, RMN_PORT_PREVIOUS);
  CHECK(strstr(host->message, "\"b.json\" cannot be loaded"));
  CHECK(host->severity == RMN_SEVERITY_ERROR);
  check_ends_with(host, only);
  CHECK(!unlink(only));
  press(host, RMN_PORT_NEXT);
  CHECK(strstr(host->message, "\"b.json\" cannot be loaded"));
  CHECK(!strcmp(host->model, only));
  host_close(host);
  files_remove(&files);
}

/// Presses that come faster than models load count all the same
static void
quick_presses_add_up(void)
{
  Shelf       shelf = shelf_new();
  Host* const host  = open_at(shelf.one, WORKER_LATER);
  settle(host);

  press(host, RMN_PORT_NEXT);
  press(host, RMN_PORT_NEXT);
  CHECK(host->n_jobs == 2 && host->n_models == 1);
  check_at(host, shelf.ten);
  CHECK(host->n_models == 2);

  host_set_model(host, shelf.one); // And next goes on from there
  host_run(host, 0, N_BLOCK);
  press(host, RMN_PORT_NEXT);
  check_at(host, shelf.two);

  press(host, RMN_PORT_NEXT); // Overtaken
  host_set_model(host, shelf.one);
  host_run(host, 0, N_BLOCK);
  check_at(host, shelf.one);
  press(host, RMN_PORT_NEXT);
  check_at(host, shelf.two);
  host_close(host);
  files_remove(&shelf.files);
}

static void
program_counts_from_0(void)
{
  Shelf       shelf = shelf_new();
  Host* const host  = open_at(shelf.one, WORKER_INLINE);

  change_program(host, 2);
  check_at(host, shelf.ten);
  change_program(host, 0);
  check_at(host, shelf.one);
  change_program(host, 1);
  check_at(host, shelf.two);
  CHECK(!host->n_messages);
  change_program(host, 3);
  CHECK(strstr(host->message, "no program 3, but only 3 models"));
  files_add(&shelf.files, "amp 1.json", broken);
  change_program(host, 0);
  CHECK(strstr(host->message, "\"amp 1.json\" cannot be loaded"));
  check_ends_with(host, shelf.two);
  host_close(host);
  files_remove(&shelf.files);
}

static void
host_without_a_worker_says_so(void)
{
  Shelf       shelf = shelf_new();
  Host* const host  = open_at(shelf.one, WORKER_NONE);

  press(host, RMN_PORT_NEXT);
  CHECK(host->n_messages == 1);
  CHECK(strstr(host->message, "cannot load models while it plays"));
  change_program(host, 1);
  CHECK(host->n_messages == 2);
  check_ends_with(host, shelf.one);
  host_close(host);
  files_remove(&shelf.files);
}

static void
busy_host_says_so(void)
{
  Shelf       shelf = shelf_new();
  Host* const host  = open_at(shelf.one, WORKER_FULL);

  press(host, RMN_PORT_PREVIOUS);
  CHECK(strstr(host->message, "too busy"));
  host->mode = WORKER_LATER;
  check_at(host, shelf.one);
  host_close(host);
  files_remove(&shelf.files);
}

int
main(void)
{
  RUN(goes_around);
  RUN(acts_once);
  RUN(leaves_out_what_cannot_be_loaded);
  RUN(nothing_else_to_play);
  RUN(quick_presses_add_up);
  RUN(program_counts_from_0);
  RUN(host_without_a_worker_says_so);
  RUN(busy_host_says_so);
  return 0;
}
