// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file recipe.h Everything that decides what a training comes to, as text

#ifndef REMANENCE_TRAIN_RECIPE_H
#define REMANENCE_TRAIN_RECIPE_H

#include "story.h"

/// Write a line for each option and each file, whose contents are hashed;
/// return whether `size` bytes were enough
bool
recipe_write(char*             text,
             size_t            size,
             const Story*      story,
             const Session*    session,
             const RmnNetwork* start);

#endif // REMANENCE_TRAIN_RECIPE_H
