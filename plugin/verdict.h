// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file verdict.h What people are told of a load, each in a sentence

#ifndef RMN_VERDICT_H
#define RMN_VERDICT_H

#include "find.h"

/// Say why a model does not play, and what to do
void
rmn_verdict_failure(char             message[RMN_MAX_MESSAGE],
                    const RmnSource* source,
                    const RmnFind*   find);

/// Say besides where it was searched for, which is for the log
void
rmn_verdict_search(char             message[RMN_MAX_MESSAGE],
                   const RmnSource* source,
                   const RmnFind*   find);

/// Append a sentence, unless it is ""
void
rmn_verdict_join(char message[RMN_MAX_MESSAGE], const char* sentence);

/// Say all that is doubtful about a model that plays, or ""
void
rmn_verdict_doubt(char             message[RMN_MAX_MESSAGE],
                  const RmnSource* source,
                  const RmnFind*   find,
                  const RmnSound*  sound);

/// Say that a model plays from another file than it was saved with, or ""
void
rmn_verdict_note(char             message[RMN_MAX_MESSAGE],
                 const RmnSource* source,
                 const RmnFind*   find);

#endif // RMN_VERDICT_H
