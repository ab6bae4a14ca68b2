// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file interrupt.h Ctrl-C, which ends a training early and keeps the best

#ifndef REMANENCE_TRAIN_INTERRUPT_H
#define REMANENCE_TRAIN_INTERRUPT_H

#include <signal.h>

/// Is set by the first interrupt after interrupt_catch(); the second one ends
/// the process
extern volatile sig_atomic_t is_interrupted;

void
interrupt_catch(void);

#endif // REMANENCE_TRAIN_INTERRUPT_H
