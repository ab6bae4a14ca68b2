// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_threads.c Audio, worker and session threads at once.
/// What they share is proven by a build with SAN=thread.

#include "../plugin_files.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

enum { N_RESTORES = 60, N_FRAMES = 64 };

/// A ring of jobs, and the thread that does them
typedef struct {
  Host*           host;
  pthread_mutex_t mutex;
  Job             jobs[HOST_MAX_JOBS];
  uint32_t        n_in;
  uint32_t        n_out;
} Worker;

static atomic_bool is_over;

static LV2_Worker_Status
schedule(void* const handle, const uint32_t size, const void* const data)
{
  Worker* const     worker = (Worker*)handle;
  LV2_Worker_Status st     = LV2_WORKER_ERR_NO_SPACE;

  pthread_mutex_lock(&worker->mutex);
  if (worker->n_in - worker->n_out < HOST_MAX_JOBS) {
    Job* const job = &worker->jobs[worker->n_in++ % HOST_MAX_JOBS];
    job->size      = size;
    memcpy(job->data, data, size);
    st = LV2_WORKER_SUCCESS;
  }
  pthread_mutex_unlock(&worker->mutex);
  return st;
}

static void*
work(void* const handle)
{
  Worker* const worker = (Worker*)handle;
  Job           job    = {0, ""};

  while (!atomic_load(&is_over)) {
    pthread_mutex_lock(&worker->mutex);
    const bool has_job = worker->n_out < worker->n_in;
    if (has_job) {
      job = worker->jobs[worker->n_out++ % HOST_MAX_JOBS];
    }
    pthread_mutex_unlock(&worker->mutex);
    if (has_job) {
      host_do(worker->host, job.data, job.size);
    }
  }
  return NULL;
}

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
  files_begin();
  Host* const   host   = host_open(EFFECT, WORKER_LATER);
  static Worker worker = {.mutex = PTHREAD_MUTEX_INITIALIZER};
  Session       good   = session_new(host, host_golden("lstm-40.json"), "");
  Session       bad    = session_new(host, "/gone.json", "Gone");
  Session       saved  = session_new(host, NULL, "");
  pthread_t     threads[2];

  worker.host            = host;
  host->schedule_feature = (LV2_Worker_Schedule){&worker, schedule};
  saved.paths            = PATHS_MADE;
  snprintf(saved.dir, sizeof(saved.dir), "%s", files_dir);
  host_make_noise(host);
  host_run(host, 0, N_FRAMES);
  CHECK(!session_save(&saved)); // From here on every URI is mapped

  CHECK(!pthread_create(&threads[0], NULL, work, &worker));
  CHECK(!pthread_create(&threads[1], NULL, play, host));
  restore_and_save(&good, &bad, &saved);
  atomic_store(&is_over, true);
  CHECK(!pthread_join(threads[0], NULL));
  CHECK(!pthread_join(threads[1], NULL));

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
