// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_plugin_rt.c run() neither asks for memory, nor frees, nor locks,
   nor calls the system.

   counted.h counts what is called during run(), and the kernel itself watches
   for system calls.
*/

#define _GNU_SOURCE // For RTLD_NEXT

#include "../../plugin/reading.h"
#include "../counted.h"
#include "../plugin_play.h"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

static void
runs_without_calls(void)
{
  test_skip("sanitizers have these functions to themselves");
}

static void
looking_calls_nothing(void)
{
  test_skip("sanitizers have these functions to themselves");
}

static void
runs_without_system_calls(void)
{
  test_skip("sanitizers call the system");
}

static void
inline_work_is_counted(void)
{
  test_skip("sanitizers have these functions to themselves");
}

#else

static uint32_t
count_calls(Host* const host)
{
  counted_begin();
  host_run(host, 0, 4096);
  return counted_end();
}

static void
runs_without_calls(void)
{
  Host* const host = host_open(STEREO, WORKER_LATER);
  host_make_noise(host);
  CHECK(!count_calls(host));
  host_set_model(host, host_golden("gru-40.json"));
  CHECK(!count_calls(host));
  host_work(host);
  for (uint32_t i = 0; i < 4; ++i) { // All of a swap
    CHECK(!count_calls(host));
  }
  CHECK(!strcmp(host->model, host_golden("gru-40.json")));
  CHECK(host->n_jobs == 1); // The old model is for the worker to free

  host_set_model(host, "/no/such.json");
  CHECK(!count_calls(host));
  host_work(host);
  host->controls[RMN_PORT_ENABLED] = 0.0f;
  CHECK(!count_calls(host));
  CHECK(host->n_messages == 1);
  host_close(host);
}

static void
looking_calls_nothing(void)
{
  Host* const host = host_open(STEREO, WORKER_LATER);
  host_make_noise(host);
  for (uint32_t i = 0; i < 4; ++i) {
    host_watch(host, RMN_SCOPE_INSIDE);
    CHECK(!count_calls(host));
  }
  host_close(host);
}

/// In a child that any system call but exit would kill
static void
runs_without_system_calls(void)
{
  Host* const host = host_open(STEREO, WORKER_LATER);
  host_make_noise(host);
  host_set_model(host, host_golden("gru-40.json"));
  host_run(host, 0, 64);
  host_work(host);

  const pid_t child = fork();
  CHECK(child >= 0);
  if (!child) {
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT)) {
      _exit(2);
    }
    for (uint32_t i = 0; i < 4; ++i) { // All of a swap
      host_run(host, 0, 4096);
    }
    syscall(SYS_exit, 0);
  }

  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && !WEXITSTATUS(status));
  host_close(host);
}

/// A host that works inside run() shows that the count does count
static void
inline_work_is_counted(void)
{
  Host* const host = host_open(EFFECT, WORKER_INLINE);
  host_set_model(host, host_golden("gru-40.json"));
  CHECK(count_calls(host));
  host_close(host);
}

#endif

int
main(void)
{
  counted_init();
  RUN(runs_without_calls);
  RUN(looking_calls_nothing);
  RUN(runs_without_system_calls);
  RUN(inline_work_is_counted);
  return 0;
}
