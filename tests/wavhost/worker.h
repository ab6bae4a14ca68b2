// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file worker.h The work that a plugin leaves to other threads than audio

#ifndef WAVHOST_WORKER_H
#define WAVHOST_WORKER_H

#include "ring.h"

#include <lilv/lilv.h>
#include <lv2/worker/worker.h>

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
  WORKER_INLINE, ///< Work is done before schedule_work() returns
  WORKER_THREAD, ///< Work is done by a thread, as in a real host
  WORKER_NONE,   ///< There is no worker
} WorkerMode;

typedef struct {
  LV2_Worker_Schedule         schedule; ///< Offered to the plugin
  WorkerMode                  mode;
  const LV2_Worker_Interface* interface; ///< NULL if the plugin has none
  LV2_Handle                  handle;
  Ring                        requests;  ///< Audio to work
  Ring                        responses; ///< Work to audio
  uint8_t                     request[RING_BYTES];
  uint8_t                     response[RING_BYTES];
  pthread_t                   thread;
  bool                        has_thread;
  atomic_bool                 is_ending;
  atomic_uint                 n_pending; ///< Requests that are not done
  sem_t                       wakeup;    ///< Posted for a request, or to end
  sem_t                       done;      ///< Posted for each request done
} Worker;

/// Make a worker, all of it zero, ready to be offered to a plugin
void
worker_init(Worker* worker, WorkerMode mode);

/// Serve a plugin instance; false if no thread could be started
bool
worker_start(Worker* worker, LilvInstance* instance);

/// Pass responses to the plugin: to be called after each run()
void
worker_deliver(Worker* worker);

/// Wait until every request is done
void
worker_wait(Worker* worker);

void
worker_clear(Worker* worker);

#endif // WAVHOST_WORKER_H
