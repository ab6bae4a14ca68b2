// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "crew.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MAX_THREADS = 256 };

struct CrewImpl {
  pthread_mutex_t lock;
  pthread_cond_t  work; ///< There are tasks, or it is time to go
  pthread_cond_t  done; ///< The last task is done
  pthread_t       threads[MAX_THREADS];
  uint32_t        n_threads; ///< Besides the caller
  CrewTask*       task;
  void*           data;
  uint32_t        n_tasks;
  uint32_t        n_taken;
  uint32_t        n_done;
  bool            is_over;
};

/// Do tasks while there are any; the lock is held before and after
static void
work(Crew* const crew)
{
  while (crew->n_taken < crew->n_tasks) {
    const uint32_t i = crew->n_taken++;
    pthread_mutex_unlock(&crew->lock);
    crew->task(crew->data, i);
    pthread_mutex_lock(&crew->lock);
    if (++crew->n_done == crew->n_tasks) {
      pthread_cond_signal(&crew->done);
    }
  }
}

static void*
run_thread(void* const data)
{
  Crew* const crew = (Crew*)data;

  pthread_mutex_lock(&crew->lock);
  while (!crew->is_over) {
    work(crew);
    if (!crew->is_over) {
      pthread_cond_wait(&crew->work, &crew->lock);
    }
  }
  pthread_mutex_unlock(&crew->lock);
  return NULL;
}

Crew*
crew_new(const uint32_t n_threads)
{
  Crew* const crew = (Crew*)calloc(1, sizeof(Crew));
  if (!crew) {
    return NULL;
  }

  pthread_mutex_init(&crew->lock, NULL);
  pthread_cond_init(&crew->work, NULL);
  pthread_cond_init(&crew->done, NULL);
  while (
    crew->n_threads + 1U < n_threads && crew->n_threads < MAX_THREADS &&
    !pthread_create(&crew->threads[crew->n_threads], NULL, run_thread, crew)) {
    ++crew->n_threads;
  }
  return crew; // With fewer threads, everything comes out the same
}

void
crew_free(Crew* const crew)
{
  if (!crew) {
    return;
  }

  pthread_mutex_lock(&crew->lock);
  crew->is_over = true;
  pthread_cond_broadcast(&crew->work);
  pthread_mutex_unlock(&crew->lock);
  for (uint32_t i = 0; i < crew->n_threads; ++i) {
    pthread_join(crew->threads[i], NULL);
  }
  pthread_cond_destroy(&crew->done);
  pthread_cond_destroy(&crew->work);
  pthread_mutex_destroy(&crew->lock);
  free(crew);
}

void
crew_run(Crew* const     crew,
         CrewTask* const task,
         void* const     data,
         const uint32_t  n_tasks)
{
  pthread_mutex_lock(&crew->lock);
  crew->task    = task;
  crew->data    = data;
  crew->n_tasks = n_tasks;
  crew->n_taken = 0;
  crew->n_done  = 0;
  pthread_cond_broadcast(&crew->work);
  work(crew);
  while (crew->n_done < n_tasks) {
    pthread_cond_wait(&crew->done, &crew->lock);
  }
  pthread_mutex_unlock(&crew->lock);
}
