// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ranks_none.c One process alone

#include "ranks.h"

void
ranks_open(void)
{
}

void
ranks_close(void)
{
}

uint32_t
ranks_count(void)
{
  return 1;
}

uint32_t
ranks_self(void)
{
  return 0;
}

int
ranks_share(const int value)
{
  return value;
}

bool
ranks_agree(const bool ok)
{
  return ok;
}

void
ranks_carry_out(Sweep* const sweep)
{
  (void)sweep; // jobs_carry_out() does that
}
