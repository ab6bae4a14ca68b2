// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file checks.h What is wrong with a recording, before time is spent on it

#ifndef REMANENCE_TRAIN_CHECKS_H
#define REMANENCE_TRAIN_CHECKS_H

#include "recording.h"
#include "warnings.h"

/**
   Refuse audio that nothing good can be learned from: numbers that are none,
   too short, silent, clipped, or off centre.

   @param is_label Whether the wet audio is a label, which may be what it likes.
   @return False with a message printed that names the file and what to do.
*/
bool
check_recording(const Recording* recording,
                const char*      dry,
                const char*      wet,
                bool             is_label,
                Warnings*        warnings);

#endif // REMANENCE_TRAIN_CHECKS_H
