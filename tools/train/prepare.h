// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file prepare.h From files to recordings that can be learned from

#ifndef REMANENCE_TRAIN_PREPARE_H
#define REMANENCE_TRAIN_PREPARE_H

#include "session.h"
#include "train_options.h"

/**
   Read, check, align and divide recordings, as options say.

   @return False with a message printed; session_free() in any case.
*/
bool
prepare_session(Session* session, const TrainOptions* options);

#endif // REMANENCE_TRAIN_PREPARE_H
