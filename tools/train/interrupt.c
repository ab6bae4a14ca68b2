// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "interrupt.h"

#include <stddef.h>

volatile sig_atomic_t is_interrupted;

static void
on_interrupt(const int signal_number)
{
  (void)signal_number;
  is_interrupted = 1; // The next one ends the process: SA_RESETHAND
}

void
interrupt_catch(void)
{
  struct sigaction action = {0};
  action.sa_handler       = on_interrupt;
  action.sa_flags         = (int)SA_RESETHAND;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}
