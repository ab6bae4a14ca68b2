// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file bench_report.h Printing what was timed

#ifndef REMANENCE_BENCH_REPORT_H
#define REMANENCE_BENCH_REPORT_H

#include "bench_entry.h"

#include <stdbool.h>
#include <stddef.h>

/// Sort the times of each of `n` entries, which the other functions need
void
bench_report_sort(BenchEntry* entries, size_t n);

/// Print a table for people
void
bench_report_table(const BenchEntry* entries, size_t n);

/// Print a JSON list; false without memory
bool
bench_report_json(const BenchEntry* entries, size_t n);

/// Return whether most entries' medians are far above their least times
bool
bench_report_is_noisy(const BenchEntry* entries, size_t n);

#endif // REMANENCE_BENCH_REPORT_H
