// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_plugin_rt.c run() neither asks for memory, nor frees, nor locks,
   nor calls the system.

   This program's own versions of these functions count what is called during
   run(), and pass everything on to the C library.  The kernel itself watches
   for system calls.
*/

#define _GNU_SOURCE // For RTLD_NEXT

#include "../../plugin/reading.h"
#include "../plugin_play.h"

#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

static void
find_lock(void)
{
}

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

static bool     is_running;
static uint32_t n_calls;

static int (*real_lock)(pthread_mutex_t* mutex);

void*
__libc_malloc(size_t size);
void*
__libc_calloc(size_t n, size_t size);
void*
__libc_realloc(void* p, size_t size);
void
__libc_free(void* p);

#  pragma GCC visibility push(default) // For the plugin to find these

void*
malloc(const size_t size)
{
  n_calls += is_running;
  return __libc_malloc(size);
}

void*
calloc(const size_t nmemb, const size_t size)
{
  n_calls += is_running;
  return __libc_calloc(nmemb, size);
}

void*
realloc(void* const ptr, const size_t size)
{
  n_calls += is_running;
  return __libc_realloc(ptr, size);
}

void
free(void* const ptr)
{
  n_calls += is_running;
  __libc_free(ptr);
}

int
pthread_mutex_lock(pthread_mutex_t* const mutex)
{
  n_calls += is_running;
  return real_lock ? real_lock(mutex) : 0;
}

#  pragma GCC visibility pop

static uint32_t
count_calls(Host* const host)
{
  const uint32_t before = n_calls;

  is_running = true;
  host_run(host, 0, 4096);
  is_running = false;
  return n_calls - before;
}

static void
find_lock(void)
{
  union { // ISO C does not convert between data and functions
    void* data;
    int (*lock)(pthread_mutex_t*);
  } symbol;

  symbol.data = dlsym(RTLD_NEXT, "pthread_mutex_lock");
  real_lock   = symbol.lock;
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
  find_lock();
  RUN(runs_without_calls);
  RUN(looking_calls_nothing);
  RUN(runs_without_system_calls);
  RUN(inline_work_is_counted);
  return 0;
}
