// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file checks.h What is wrong with a recording, before time is spent on it

#ifndef REMANENCE_TRAIN_CHECKS_H
#define REMANENCE_TRAIN_CHECKS_H

#include "goal.h"
#include "recording.h"
#include "warnings.h"

/**
   Refuse audio that nothing good can be learned from: numbers that are none,
   too short, silent, clipped, or off centre.

   @param goal Of a device, the wet audio is checked too; a label may be what it
   likes, and what comes next is the dry audio itself.
   @return False with a message printed that names the file and what to do.
*/
bool
check_recording(const Recording* recording,
                const char*      dry,
                const char*      wet,
                const Goal*      goal,
                Warnings*        warnings);

#endif // REMANENCE_TRAIN_CHECKS_H
