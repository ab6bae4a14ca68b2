// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test.h What every test program shares.

   A program runs its tests with RUN(), one line of output each: `ok NAME`,
   `skip NAME: REASON` or `FAIL NAME`.  tests/run counts these lines.

   RMN_ISA chooses another kernel than the fastest, such as x86-64-v2.
*/

#ifndef RMN_TEST_H
#define RMN_TEST_H

#include "kernel/kernel.h"

#include <stdio.h>
#include <stdlib.h>

static const char* test_name = "";

/// Fail the running test, and the program, unless `condition` holds
#define CHECK(condition)                         \
  do {                                           \
    if (!(condition)) {                          \
      test_fail(__FILE__, __LINE__, #condition); \
    }                                            \
  } while (0)

/// Run `function` as a test of that name
#define RUN(function) test_run(#function, function)

static inline void
test_fail(const char* file, int line, const char* condition)
{
  printf("FAIL %s\n", test_name);
  fflush(stdout);
  fprintf(stderr, "%s:%d: not so: %s\n", file, line, condition);
  exit(1);
}

static inline void
test_run(const char* name, void (*function)(void))
{
  test_name = name;
  CHECK(rmn_kernel_override(getenv("RMN_ISA")));
  function();
  if (test_name) { // Neither failed nor skipped
    printf("ok %s\n", name);
    fflush(stdout);
  }
}

/// Report the running test as skipped; it must return right after
static inline void
test_skip(const char* reason)
{
  printf("skip %s: %s\n", test_name, reason);
  fflush(stdout);
  test_name = NULL;
}

/// Folder of real networks and recordings; tests that need it skip without
static inline const char*
test_data_dir(void)
{
  const char* const dir = getenv("RMN_DATA");
  return dir ? dir : "../shared/data";
}

/// Folder of golden networks
static inline const char*
test_golden_dir(void)
{
  const char* const dir = getenv("GOLDEN");
  return dir ? dir : "tests/golden";
}

#endif // RMN_TEST_H
