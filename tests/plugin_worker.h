// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file plugin_worker.h A host's worker in a thread of its own

#ifndef RMN_TEST_PLUGIN_WORKER_H
#define RMN_TEST_PLUGIN_WORKER_H

#include "plugin_host.h"

#include <pthread.h>
#include <stdatomic.h>

/// A ring of jobs, and the thread that does them
typedef struct {
  Host*           host;
  pthread_t       thread;
  pthread_mutex_t mutex;
  pthread_cond_t  changed;
  Job             jobs[HOST_MAX_JOBS];
  uint32_t        n_in;
  uint32_t        n_out; ///< Begun
  uint32_t        n_done;
  uint32_t        n_refused; ///< For which there was no room
  bool            is_over;
} Worker;

static inline LV2_Worker_Status
worker_schedule(void* const handle, const uint32_t size, const void* const data)
{
  Worker* const     worker = (Worker*)handle;
  LV2_Worker_Status st     = LV2_WORKER_ERR_NO_SPACE;

  pthread_mutex_lock(&worker->mutex);
  if (worker->n_in - worker->n_out < HOST_MAX_JOBS) {
    Job* const job = &worker->jobs[worker->n_in++ % HOST_MAX_JOBS];
    job->size      = size;
    memcpy(job->data, data, size);
    st = LV2_WORKER_SUCCESS;
    pthread_cond_broadcast(&worker->changed);
  } else {
    ++worker->n_refused;
  }
  pthread_mutex_unlock(&worker->mutex);
  return st;
}

/// Take the next job; false if there will be none
static inline bool
worker_take(Worker* const worker, Job* const job)
{
  pthread_mutex_lock(&worker->mutex);
  while (!worker->is_over && worker->n_out == worker->n_in) {
    pthread_cond_wait(&worker->changed, &worker->mutex);
  }
  const bool has_job = worker->n_out != worker->n_in;
  if (has_job) {
    *job = worker->jobs[worker->n_out++ % HOST_MAX_JOBS];
  }
  pthread_mutex_unlock(&worker->mutex);
  return has_job;
}

static inline void*
worker_work(void* const handle)
{
  Worker* const worker = (Worker*)handle;
  Job           job    = {0, ""};

  while (worker_take(worker, &job)) {
    host_do(worker->host, job.data, job.size);
    pthread_mutex_lock(&worker->mutex);
    ++worker->n_done;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->mutex);
  }
  return NULL;
}

/// Have a thread do what the plugin in `host` schedules from now on
static inline void
worker_start(Worker* const worker, Host* const host)
{
  CHECK(!pthread_mutex_init(&worker->mutex, NULL));
  CHECK(!pthread_cond_init(&worker->changed, NULL));
  worker->host           = host;
  host->schedule_feature = (LV2_Worker_Schedule){worker, worker_schedule};
  CHECK(!pthread_create(&worker->thread, NULL, worker_work, worker));
}

/// Wait until everything that was scheduled is done
static inline void
worker_wait(Worker* const worker)
{
  pthread_mutex_lock(&worker->mutex);
  while (worker->n_done != worker->n_in) {
    pthread_cond_wait(&worker->changed, &worker->mutex);
  }
  pthread_mutex_unlock(&worker->mutex);
}

/// Do what is left, and stop
static inline void
worker_stop(Worker* const worker)
{
  pthread_mutex_lock(&worker->mutex);
  worker->is_over = true;
  pthread_cond_broadcast(&worker->changed);
  pthread_mutex_unlock(&worker->mutex);
  CHECK(!pthread_join(worker->thread, NULL));
  pthread_cond_destroy(&worker->changed);
  pthread_mutex_destroy(&worker->mutex);
}

#endif // RMN_TEST_PLUGIN_WORKER_H
