// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ranks_mpi.c The ranks of MPI

#include "interrupt.h"
#include "ranks.h"
#include "sweep_tell.h"

#include <mpi.h>
#include <stdio.h>

void
ranks_open(void)
{
  MPI_Init(NULL, NULL);
}

void
ranks_close(void)
{
  MPI_Finalize();
}

uint32_t
ranks_count(void)
{
  int n = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &n);
  return (uint32_t)n;
}

uint32_t
ranks_self(void)
{
  int i = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &i);
  return (uint32_t)i;
}

int
ranks_share(int value)
{
  MPI_Bcast(&value, 1, MPI_INT, 0, MPI_COMM_WORLD);
  return value;
}

bool
ranks_agree(const bool ok)
{
  const int mine = ok;
  int       all  = 0;
  MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  return all;
}

/// Nobody shows how far a run on another machine is
static void
ignore(void* const data, const double done)
{
  (void)data;
  (void)done;
}

void
ranks_carry_out(Sweep* const sweep)
{
  const uint32_t n = ranks_count();

  interrupt_catch();
  for (uint32_t i = ranks_self(); i < sweep->n_runs && !is_interrupted;
       i += n) {
    sweep_carry_out(sweep, i, ignore, NULL);
    sweep_tell_run(sweep, i);
  }
  for (uint32_t i = 0; i < sweep->n_runs; ++i) {
    MPI_Bcast(&sweep->runs[i].outcome,
              sizeof(Outcome),
              MPI_BYTE,
              (int)(i % n),
              MPI_COMM_WORLD);
  }
}
