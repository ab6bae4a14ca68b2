// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_threads.c Audio, worker and session threads at once.
/// What they share is proven by a build with SAN=thread.

#include "../plugin_files.h"
#include "../plugin_reference.h"
#include "../plugin_session.h"
#include "../plugin_worker.h"

#include <math.h>

enum { N_RESTORES = 60, N_FRAMES = 64 };

static atomic_bool is_over;

static void*
play(void* const handle)
{
  Host* const       host  = (Host*)handle;
  const char* const model = host_golden("gru-40.json");

  for (uint32_t b = 0; !atomic_load(&is_over); ++b) {
    if (b % 256U == 0) {
      host_set_model(host, b % 512U ? model : "/no/such.json");
    }
    host_run(host, 0, N_FRAMES);
    for (uint32_t t = 0; t < N_FRAMES; ++t) {
      CHECK(isfinite(host->out[0][t]));
    }
  }
  return NULL;
}

/// Restore and save again and again; what is saved belongs together
static void
restore_and_save(Session* const good, Session* const bad, Session* const saved)
{
  for (uint32_t i = 0; i < N_RESTORES; ++i) {
    session_restore(i % 3U ? good : bad);
    saved->copy.size = 0;
    CHECK(!session_save(saved) && saved->model.size);
    CHECK(!saved->copy.size || strstr(saved->copy.value, saved->hash.value));
  }
}

static void
restore_and_load_while_playing(void)
{
  static Worker worker;
  files_begin();
  Host* const host  = host_open(EFFECT, WORKER_LATER);
  Session     good  = session_new(host, host_golden("lstm-40.json"), "");
  Session     bad   = session_new(host, "/gone.json", "Gone");
  Session     saved = session_new(host, NULL, "");
  pthread_t   thread;

  saved.paths = PATHS_MADE;
  snprintf(saved.dir, sizeof(saved.dir), "%s", files_dir);
  host_make_noise(host);
  host_run(host, 0, N_FRAMES);
  CHECK(!session_save(&saved)); // From here on every URI is mapped

  worker_start(&worker, host);
  CHECK(!pthread_create(&thread, NULL, play, host));
  restore_and_save(&good, &bad, &saved);
  atomic_store(&is_over, true);
  CHECK(!pthread_join(thread, NULL));
  worker_stop(&worker);

  CHECK(!session_restore(&good));
  host->descriptor->activate(host->instance);
  host_run(host, 0, 0); // Ends a fade that may have been under way
  host->descriptor->activate(host->instance);
  host_run(host, 0, 4096);
  check_plays(host, host_golden("lstm-40.json"), 4096);
  host_close(host);
  files_end();
}

int
main(void)
{
  RUN(restore_and_load_while_playing);
  return 0;
}
