// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file counted.h Counts of what may not be called on an audio thread: asking
   for memory, freeing it, locking.

   A program that includes this has versions of these functions of its own,
   which a plugin finds too; they pass everything on to the C library.  Define
   _GNU_SOURCE before any header.  Sanitizers have these functions to
   themselves: with one, nothing is counted.
*/

#ifndef RMN_TEST_COUNTED_H
#define RMN_TEST_COUNTED_H

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

enum { COUNTED = false };

static inline void
counted_init(void)
{
}

static inline void
counted_begin(void)
{
}

static inline uint32_t
counted_end(void)
{
  return 0U;
}

#else

enum { COUNTED = true }; ///< Whether anything is

static bool     counted_is_on;
static uint32_t counted_calls;

static int (*counted_lock)(pthread_mutex_t* mutex);

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
  counted_calls += counted_is_on;
  return __libc_malloc(size);
}

void*
calloc(const size_t nmemb, const size_t size)
{
  counted_calls += counted_is_on;
  return __libc_calloc(nmemb, size);
}

void*
realloc(void* const ptr, const size_t size)
{
  counted_calls += counted_is_on;
  return __libc_realloc(ptr, size);
}

void
free(void* const ptr)
{
  counted_calls += counted_is_on;
  __libc_free(ptr);
}

int
pthread_mutex_lock(pthread_mutex_t* const mutex)
{
  counted_calls += counted_is_on;
  return counted_lock ? counted_lock(mutex) : 0;
}

#  pragma GCC visibility pop

/// Find the C library's own, before anything is counted
static inline void
counted_init(void)
{
  union { // ISO C does not convert between data and functions
    void* data;
    int (*lock)(pthread_mutex_t*);
  } symbol;

  symbol.data  = dlsym(RTLD_NEXT, "pthread_mutex_lock");
  counted_lock = symbol.lock;
}

/// Count from now on
static inline void
counted_begin(void)
{
  counted_calls = 0U;
  counted_is_on = true;
}

/// Stop counting, and return how many calls there were
static inline uint32_t
counted_end(void)
{
  counted_is_on = false;
  return counted_calls;
}

#endif

#endif // RMN_TEST_COUNTED_H
