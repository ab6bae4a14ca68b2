// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

enum {
  MAX_THREADS = 256,
  N_LOOKS     = 64,     ///< From one look at the clock to the next
  PATIENCE_NS = 200000, ///< As long as most steps that one thread does alone
};

struct CrewImpl {
  pthread_mutex_t lock; ///< Of what wakes those who sleep
  pthread_cond_t  work; ///< There are tasks, or it is time to go
  pthread_cond_t  done; ///< The last task is done
  pthread_t       threads[MAX_THREADS];
  uint32_t        n_threads; ///< Besides the caller
  CrewTask*       task;
  void*           data;
  atomic_uint     n_open; ///< Tasks that nobody has taken
  atomic_uint     n_left; ///< Tasks that are not done
  atomic_bool     is_over;
};

/// Leave the units of the processor to others for a moment
static void
pause_briefly(void)
{
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static int64_t
now_ns(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

typedef bool
IsReady(const Crew* crew);

static bool
has_work(const Crew* const crew)
{
  return atomic_load(&crew->n_open) || atomic_load(&crew->is_over);
}

static bool
is_done(const Crew* const crew)
{
  return !atomic_load(&crew->n_left);
}

/// Wait: awake at first, as to sleep and be woken may take longer than a task
static void
await(Crew* const           crew,
      IsReady* const        is_ready,
      pthread_cond_t* const condition)
{
  const int64_t end = now_ns() + PATIENCE_NS;
  do {
    for (int i = 0; i < N_LOOKS; ++i) {
      if (is_ready(crew)) {
        return;
      }
      pause_briefly();
    }
  } while (now_ns() < end);

  pthread_mutex_lock(&crew->lock);
  while (!is_ready(crew)) {
    pthread_cond_wait(condition, &crew->lock);
  }
  pthread_mutex_unlock(&crew->lock);
}

/// One thing less is left
static void
finish(Crew* const crew)
{
  if (atomic_fetch_sub(&crew->n_left, 1U) == 1U) {
    pthread_mutex_lock(&crew->lock);
    pthread_cond_signal(&crew->done);
    pthread_mutex_unlock(&crew->lock);
  }
}

/// Do tasks while there are any
static void
work(Crew* const crew)
{
  unsigned n = atomic_load(&crew->n_open);
  while (n) {
    if (atomic_compare_exchange_weak(&crew->n_open, &n, n - 1U)) {
      crew->task(crew->data, n - 1U);
      finish(crew);
      n = atomic_load(&crew->n_open);
    }
  }
}

static void*
run_thread(void* const data)
{
  Crew* const crew = (Crew*)data;

  finish(crew);
  while (!atomic_load(&crew->is_over)) {
    work(crew);
    await(crew, has_work, &crew->work);
  }
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
  while (crew->n_threads + 1U < n_threads && crew->n_threads < MAX_THREADS) {
    atomic_fetch_add(&crew->n_left, 1U);
    if (pthread_create(
          &crew->threads[crew->n_threads], NULL, run_thread, crew)) {
      atomic_fetch_sub(&crew->n_left, 1U);
      break; // With fewer threads, everything comes out the same
    }
    ++crew->n_threads;
  }

  // A real-time scheduler leaves a new thread behind a caller that never sleeps
  await(crew, is_done, &crew->done);
  return crew;
}

/// Have those who sleep look again
static void
wake(Crew* const crew)
{
  pthread_mutex_lock(&crew->lock);
  pthread_cond_broadcast(&crew->work);
  pthread_mutex_unlock(&crew->lock);
}

void
crew_free(Crew* const crew)
{
  if (!crew) {
    return;
  }

  atomic_store(&crew->is_over, true);
  wake(crew);
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
  if (!crew || !crew->n_threads) {
    for (uint32_t i = 0; i < n_tasks; ++i) {
      task(data, i);
    }
    return;
  }

  crew->task = task;
  crew->data = data;
  atomic_store(&crew->n_left, n_tasks);
  atomic_store(&crew->n_open, n_tasks);
  wake(crew);
  work(crew);
  await(crew, is_done, &crew->done);
}
