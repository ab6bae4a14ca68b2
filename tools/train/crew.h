// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file crew.h Threads that do the tasks of a step together.

   Which thread does a task makes no difference to what comes out: tasks write
   to places of their own.  Who waits stays awake for a moment only: whoever
   spins for longer slows down everything else on a busy machine.
*/

#ifndef REMANENCE_TRAIN_CREW_H
#define REMANENCE_TRAIN_CREW_H

#include <stdint.h>

typedef struct CrewImpl Crew;

/// Do task `i` of those that crew_run() was asked for
typedef void
CrewTask(void* data, uint32_t i);

/// Return a crew of `n_threads`, the caller being one of them, or NULL
Crew*
crew_new(uint32_t n_threads);

void
crew_free(Crew* crew);

/// Do tasks 0 to `n_tasks` - 1, and return when all are done; without a crew,
/// the caller does them
void
crew_run(Crew* crew, CrewTask* task, void* data, uint32_t n_tasks);

#endif // REMANENCE_TRAIN_CREW_H
