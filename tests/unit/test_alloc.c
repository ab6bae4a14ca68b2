// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_alloc.c Every allocation fails once.

   The program is linked so that the engine's calls come here (ld --wrap), and
   jansson is told to come here too.
*/

#include "../test.h"
#include "rmn.h"

#include <jansson.h>
#include <string.h>

static size_t n_calls;       ///< Allocations so far
static size_t fail_at;       ///< The one that fails, counted from 1; 0 for none
static size_t n_live;        ///< Allocations that have not been freed
static bool   is_by_jansson; ///< The one that failed

void*
__real_malloc(size_t size);
void*
__real_calloc(size_t n, size_t size);
void*
__real_realloc(void* p, size_t size);
void*
__real_aligned_alloc(size_t alignment, size_t size);
void
__real_free(void* p);
void*
__wrap_malloc(size_t size);
void*
__wrap_calloc(size_t n, size_t size);
void*
__wrap_realloc(void* p, size_t size);
void*
__wrap_aligned_alloc(size_t alignment, size_t size);
void
__wrap_free(void* p);
char*
__wrap_strdup(const char* s);
char*
__wrap_strndup(const char* s, size_t n);

static bool
is_due(void)
{
  return ++n_calls == fail_at;
}

static void*
count(void* const p)
{
  n_live += p != NULL;
  return p;
}

void*
__wrap_malloc(const size_t size)
{
  return is_due() ? NULL : count(__real_malloc(size));
}

void*
__wrap_calloc(const size_t n, const size_t size)
{
  return is_due() ? NULL : count(__real_calloc(n, size));
}

void*
__wrap_realloc(void* const p, const size_t size)
{
  if (!p) {
    return __wrap_malloc(size);
  }
  return is_due() ? NULL : __real_realloc(p, size);
}

void*
__wrap_aligned_alloc(const size_t alignment, const size_t size)
{
  return is_due() ? NULL : count(__real_aligned_alloc(alignment, size));
}

void
__wrap_free(void* const p)
{
  n_live -= p != NULL;
  __real_free(p);
}

char*
__wrap_strdup(const char* const s)
{
  return __wrap_strndup(s, strlen(s));
}

char*
__wrap_strndup(const char* const s, const size_t n)
{
  char* const copy = (char*)__wrap_malloc(n + 1U);
  if (copy) {
    memcpy(copy, s, n);
    copy[n] = '\0';
  }
  return copy;
}

static void*
jansson_malloc(const size_t size)
{
  is_by_jansson |= n_calls + 1U == fail_at;
  return __wrap_malloc(size);
}

/**
   Parse and play `text` with every allocation failing in turn.

   jansson calls some of its own failures an error of syntax, and does without
   some; what it reports is a refusal all the same.
*/
static void
exhaust(const char* const text)
{
  bool complete = false;

  for (fail_at = 1; !complete; ++fail_at) {
    RmnError error            = {RMN_OK, ""};
    n_calls                   = 0;
    n_live                    = 0;
    RmnNetwork* const network = rmn_network_parse(text, strlen(text), &error);
    RmnPlayer* const  player =
      network ? rmn_player_new(network, 48000.0, 2, &error) : NULL;

    complete = n_calls < fail_at;
    CHECK(player ? complete || is_by_jansson : !complete); // None is ignored
    CHECK(player || (error.status && error.message[0]));
    CHECK(player || is_by_jansson || error.status == RMN_ERR_NO_MEMORY);
    rmn_player_free(player);
    rmn_network_free(network);
    CHECK(n_live == 0);
  }

  CHECK(fail_at > 20); // Or nothing was counted
}

static void
keras_survives_exhaustion(void)
{
  exhaust("{\"in_shape\": [null, null, 1], \"in_skip\": 1,"
          " \"metadata\": {\"name\": \"A\", \"author\": \"B\"},"
          " \"layers\": [{\"type\": \"gru\", \"shape\": [null, null, 1],"
          " \"weights\": [[[1, 2, 3]], [[1, 2, 3]], [[1, 2, 3], [1, 2, 3]]]},"
          " {\"type\": \"dense\", \"shape\": [null, null, 1],"
          " \"weights\": [[[1]], [0]]}],"
          " \"input_batch\": [0, 1], \"output_batch\": [0, 0]}");
}

static void
torch_survives_exhaustion(void)
{
  exhaust("{\"model_data\": {\"unit_type\": \"LSTM\", \"hidden_size\": 1,"
          " \"input_size\": 1, \"output_size\": 1, \"num_layers\": 1,"
          " \"skip\": 1}, \"state_dict\": {"
          " \"rec.weight_ih_l0\": [[1], [2], [3], [4]],"
          " \"rec.weight_hh_l0\": [[1], [2], [3], [4]],"
          " \"rec.bias_ih_l0\": [1, 2, 3, 4],"
          " \"rec.bias_hh_l0\": [1, 2, 3, 4],"
          " \"lin.weight\": [[1]], \"lin.bias\": [0]}}");
}

static void
nam_survives_exhaustion(void)
{
  exhaust("{\"version\": \"0.5.4\", \"architecture\": \"LSTM\","
          " \"config\": {\"input_size\": 1, \"hidden_size\": 1,"
          " \"num_layers\": 1}, \"metadata\": {\"name\": \"A\"},"
          " \"weights\": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0,"
          " 1, 2]}");
}

/// The example of the format's documentation holds every kind of key
static void
preset_survives_exhaustion(void)
{
  FILE* const f = fopen("dsp/formats/FORMAT.md", "r");
  CHECK(f);

  char         page[65536];
  const size_t n = fread(page, 1, sizeof(page) - 1U, f);
  page[n]        = '\0';
  fclose(f);

  char* const start = strstr(page, "```json\n{");
  CHECK(start);
  char* const end = strstr(start, "\n```\n");
  CHECK(end);
  *end = '\0';
  exhaust(start + strlen("```json\n"));
}

int
main(void)
{
  json_set_alloc_funcs(jansson_malloc, __wrap_free);
  RUN(keras_survives_exhaustion);
  RUN(torch_survives_exhaustion);
  RUN(nam_survives_exhaustion);
  RUN(preset_survives_exhaustion);
  return 0;
}
