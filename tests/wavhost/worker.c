// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "worker.h"

static LV2_Worker_Status
respond(LV2_Worker_Respond_Handle handle,
        const uint32_t            size,
        const void* const         data)
{
  Worker* const worker = (Worker*)handle;
  return ring_write(&worker->responses, data, size) ? LV2_WORKER_SUCCESS
                                                    : LV2_WORKER_ERR_NO_SPACE;
}

static LV2_Worker_Status
schedule_work(LV2_Worker_Schedule_Handle handle,
              const uint32_t             size,
              const void* const          data)
{
  Worker* const worker = (Worker*)handle;
  if (!worker->interface) {
    return LV2_WORKER_ERR_UNKNOWN;
  }
  if (!worker->has_thread) {
    return worker->interface->work(worker->handle, respond, worker, size, data);
  }
  if (!ring_write(&worker->requests, data, size)) {
    return LV2_WORKER_ERR_NO_SPACE;
  }

  atomic_fetch_add(&worker->n_pending, 1U);
  sem_post(&worker->wakeup);
  return LV2_WORKER_SUCCESS;
}

static void*
work(void* const data)
{
  Worker* const worker = (Worker*)data;
  uint32_t      size   = 0;

  for (;;) {
    sem_wait(&worker->wakeup);
    if (atomic_load(&worker->is_ending)) {
      return NULL;
    }
    if (ring_read(&worker->requests, worker->request, &size)) {
      worker->interface->work(
        worker->handle, respond, worker, size, worker->request);
      atomic_fetch_sub(&worker->n_pending, 1U);
      sem_post(&worker->done);
    }
  }
}

void
worker_init(Worker* const worker, const WorkerMode mode)
{
  worker->schedule = (LV2_Worker_Schedule){worker, schedule_work};
  worker->mode     = mode;
  sem_init(&worker->wakeup, 0, 0);
  sem_init(&worker->done, 0, 0);
}

bool
worker_start(Worker* const worker, LilvInstance* const instance)
{
  worker->handle = lilv_instance_get_handle(instance);
  worker->interface =
    (const LV2_Worker_Interface*)lilv_instance_get_extension_data(
      instance, LV2_WORKER__interface);

  if (worker->interface && worker->mode == WORKER_THREAD) {
    worker->has_thread = !pthread_create(&worker->thread, NULL, work, worker);
    return worker->has_thread;
  }
  return true;
}

void
worker_deliver(Worker* const worker)
{
  uint32_t size = 0;

  if (worker->interface) {
    while (ring_read(&worker->responses, worker->response, &size)) {
      worker->interface->work_response(worker->handle, size, worker->response);
    }
    if (worker->interface->end_run) {
      worker->interface->end_run(worker->handle);
    }
  }
}

void
worker_wait(Worker* const worker)
{
  while (atomic_load(&worker->n_pending)) {
    sem_wait(&worker->done);
  }
}

void
worker_clear(Worker* const worker)
{
  if (worker->has_thread) {
    atomic_store(&worker->is_ending, true);
    sem_post(&worker->wakeup);
    pthread_join(worker->thread, NULL);
  }
  sem_destroy(&worker->wakeup);
  sem_destroy(&worker->done);
}
