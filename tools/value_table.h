// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file value_table.h What a model predicts as a table, a row for each value

#ifndef REMANENCE_VALUE_TABLE_H
#define REMANENCE_VALUE_TABLE_H

#include "listener.h"
#include "outfile.h"

/// Create a table of time in seconds, each output by name, and of classes the
/// winner; false with a message printed
bool
value_table_open(Outfile* table, const char* path, const Listener* listener);

/// Write the values of a stretch
void
value_table_write(Outfile*        table,
                  const Listener* listener,
                  const Stretch*  stretch);

#endif // REMANENCE_VALUE_TABLE_H
