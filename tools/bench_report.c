// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "bench_report.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double rate_hz = 48000.0;

/// A median this many times the least time tells of other work on the machine
static const double noise_limit = 1.25;

static int
compare(const void* const a, const void* const b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

void
bench_report_sort(BenchEntry* const entries, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    qsort(entries[i].ns, entries[i].n_times, sizeof(double), compare);
  }
}

static double
least(const BenchEntry* const entry)
{
  return entry->ns[0];
}

static double
median(const BenchEntry* const entry)
{
  return entry->ns[entry->n_times / 2U];
}

/// Return the entry of BLAS for the same network and streams, or NULL
static const BenchEntry*
baseline(const BenchEntry* const entries,
         const size_t            n,
         const BenchEntry* const entry)
{
  for (size_t i = 0; i < n; ++i) {
    if (!entries[i].model && entries[i].of == entry->of &&
        entries[i].n_streams == entry->n_streams) {
      return &entries[i];
    }
  }
  return NULL;
}

static void
print_row(const BenchEntry* const entry, const BenchEntry* const blas)
{
  const BenchNetwork* const of     = entry->of;
  const double              factor = 1e9 / rate_hz / median(entry);

  char network[32];
  snprintf(network,
           sizeof(network),
           of->n_layers > 1U ? "%s %ux%u" : "%s %.0u%u",
           of->cell,
           of->n_layers > 1U ? of->n_layers : 0U,
           of->n_hidden);
  printf("%-12s %-6s  %-9s %-12s %9.1f %9.1f %8.0f %8.0f",
         network,
         entry->n_streams == 1U ? "mono" : "stereo",
         entry->engine,
         entry->isa,
         least(entry),
         median(entry),
         factor,
         (double)(unsigned)(factor * entry->n_streams));
  if (blas) {
    printf(" %8.1f", least(blas) / least(entry));
  }
  putchar('\n');
}

void
bench_report_table(const BenchEntry* const entries, const size_t n)
{
  const bool has_blas = n && baseline(entries, n, entries);

  printf("%-12s %-6s  %-9s %-12s %9s %9s %8s %8s%s\n"
         "%-12s %-6s  %-9s %-12s %9s %9s %8s %8s%s\n",
         "Network",
         "",
         "Engine",
         "Kernel",
         "Least",
         "Median",
         "Times",
         "Streams",
         has_blas ? "  Faster" : "",
         "",
         "",
         "",
         "",
         "ns/frame",
         "ns/frame",
         "rt 48k",
         "a core",
         has_blas ? " than BLAS" : "");
  for (size_t i = 0; i < n; ++i) {
    print_row(&entries[i], baseline(entries, n, &entries[i]));
  }
}

bool
bench_report_json(const BenchEntry* const entries, const size_t n)
{
  json_t* const list = json_array();

  for (size_t i = 0; i < n; ++i) {
    const BenchEntry* const entry  = &entries[i];
    json_t* const           object = json_pack("{ss si si si ss ss sf sf}",
                                     "cell",
                                     entry->of->cell,
                                     "hidden",
                                     (int)entry->of->n_hidden,
                                     "layers",
                                     (int)entry->of->n_layers,
                                     "streams",
                                     (int)entry->n_streams,
                                     "isa",
                                     entry->isa,
                                     "engine",
                                     entry->engine,
                                     "ns_min",
                                     least(entry),
                                     "ns_median",
                                     median(entry));
    if (json_array_append_new(list, object)) {
      json_decref(list);
      return false;
    }
  }

  const bool ok = list && !json_dumpf(list, stdout, JSON_REAL_PRECISION(6));
  putchar('\n');
  json_decref(list);
  return ok;
}

bool
bench_report_is_noisy(const BenchEntry* const entries, const size_t n)
{
  size_t n_noisy = 0;
  for (size_t i = 0; i < n; ++i) {
    n_noisy += median(&entries[i]) > noise_limit * least(&entries[i]);
  }
  return 2U * n_noisy > n;
}
