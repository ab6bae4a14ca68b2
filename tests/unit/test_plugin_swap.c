// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_swap.c From model to model, by message

#include "../plugin_swap.h"

static void
message_swaps_with_a_fade(void)
{
  Host* const host = open_old(WORKER_LATER);
  uint32_t    now  = 0;

  run_until(host, &now, 1000);
  host_set_model(host, host_golden(new_model));
  run_until(host, &now, 1500); // Asked, but not loaded
  CHECK(host->n_jobs == 1 && host->n_models == 1);
  host_work(host);

  run_until(host, &now, 10000);
  check_fade(host, 1500, 10000);
  CHECK(!strcmp(host->model, host_golden(new_model)));
  CHECK(host->n_models == 2 && host->n_messages == 0);
  CHECK(host->n_jobs == 1); // To free the old one
  host_work(host);
  host_close(host);
}

/// Some hosts work inside run()
static void
inline_worker_swaps(void)
{
  Host* const host = open_old(WORKER_INLINE);
  uint32_t    now  = 0;

  run_until(host, &now, 1000);
  host_set_model(host, host_golden(new_model));
  run_until(host, &now, 10000);
  check_fade(host, 1000, 10000);
  host_close(host);
}

/// Send a request, and check that it says why it fails while the old plays on
static void
check_refused(const WorkerMode  mode,
              const char* const type,
              const char* const path,
              const char* const message)
{
  Host* const host = open_old(mode);
  uint32_t    now  = 0;

  run_until(host, &now, 1000);
  host_send(host, LV2_PATCH__Set, MODEL, type, path);
  run_until(host, &now, 1100);
  host_work(host);
  run_until(host, &now, 10000);
  check_plays(host, host_golden(old_model), 10000);
  CHECK(host->n_models == 1 && host->n_messages == 1);
  CHECK(strstr(host->message, message));

  Session session = session_new(host, NULL, "");
  CHECK(!session_save(&session));
  CHECK(strstr(session.model.value, host_golden(old_model)));
  host_close(host);
}

static void
refusals_change_nothing(void)
{
  const char* const good = host_golden(new_model);
  static char       endless[5000];
  memset(endless, 'a', sizeof(endless) - 1U);

  check_refused(WORKER_LATER, LV2_ATOM__Path, "/no/such.json", "is missing");
  check_refused(WORKER_LATER, LV2_ATOM__Path, "/", "cannot be loaded");
  check_refused(WORKER_LATER, LV2_ATOM__Path, endless, "too long");
  check_refused(WORKER_LATER, LV2_ATOM__Path, "", "path is missing");
  check_refused(WORKER_LATER, LV2_ATOM__String, good, "path is missing");
  check_refused(WORKER_FULL, LV2_ATOM__Path, good, "too busy");
  check_refused(WORKER_NONE, LV2_ATOM__Path, good, "cannot load");
}

static void
no_model_is_refused(void)
{
  char path[4096 + 16];
  snprintf(path, sizeof(path), "%smanifest.ttl", host_bundle());
  check_refused(WORKER_INLINE, LV2_ATOM__Path, path, "cannot be loaded");
}

/// Atoms whose sizes lie do not lead astray
static void
damaged_messages(void)
{
  Host* const     host = open_old(WORKER_INLINE);
  LV2_Atom* const body =
    (LV2_Atom*)(host->control.bytes + sizeof(LV2_Atom_Sequence) +
                offsetof(LV2_Atom_Event, body));

  for (uint32_t cut = 0; cut < 64; cut += 8) {
    host_set_model(host, host_golden(new_model));
    body->size = cut;
    host_run(host, 0, N_BLOCK);
  }
  CHECK(host->n_models == 1);
  check_ends_with(host, host_golden(old_model));
  host_close(host);
}

/// Sizes near 2^32, at which a sum of sizes stands still or goes back
static void
endless_messages(void)
{
  Host* const                   host = open_old(WORKER_INLINE);
  LV2_Atom_Property_Body* const property =
    (LV2_Atom_Property_Body*)(host->control.bytes + sizeof(LV2_Atom_Sequence) +
                              offsetof(LV2_Atom_Event, body) +
                              sizeof(LV2_Atom_Object));

  for (uint32_t lack = 0; lack < 64; ++lack) {
    host_set_model(host, host_golden(new_model));
    property->value.size = UINT32_MAX - lack;
    property->key += lack % 2U; // Known, or not
    host_run(host, 0, N_BLOCK);
  }
  CHECK(host->n_models == 1);
  check_ends_with(host, host_golden(old_model));
  host_close(host);
}

static void
messages_to_others(void)
{
  Host* const host = open_old(WORKER_LATER);

  host->subject = STEREO;
  host_set_model(host, host_golden(new_model));
  host_run(host, 0, N_BLOCK);
  CHECK(host->n_jobs == 0);
  host->subject = EFFECT;
  host_set_model(host, host_golden(new_model));
  host_run(host, 0, N_BLOCK);
  CHECK(host->n_jobs == 1);
  host_close(host);
}

static void
latest_request_wins(void)
{
  Host* const host = open_old(WORKER_LATER);

  host_run(host, 0, N_BLOCK);
  host_set_model(host, "/no/such.json");
  host_set_model(host, host_golden(other_model));
  host_set_model(host, host_golden(new_model));
  host_run(host, 0, N_BLOCK);
  CHECK(host->n_jobs == 3);
  host_work(host);
  check_ends_with(host, host_golden(new_model));
  CHECK(host->n_models == 2 && host->n_messages == 0);
  host_close(host);
}

/// What the host has no room for does not cancel what it has taken
static void
refused_request_leaves_the_one_before(void)
{
  Host* const host = open_old(WORKER_LATER);

  host_run(host, 0, N_BLOCK);
  host_set_model(host, host_golden(new_model));
  host_run(host, 0, N_BLOCK);
  host->mode = WORKER_FULL;
  host_set_model(host, host_golden(other_model));
  host_run(host, 0, N_BLOCK);
  CHECK(strstr(host->message, "too busy") && strstr(host->log, "too busy"));

  host->mode = WORKER_LATER;
  host_work(host);
  check_ends_with(host, host_golden(new_model));
  host_close(host);
}

/// Ask for the new model, and then for two others at the frames given; the last
/// waits for the end of a fade, which begins after `n_unheard` frames
static void
check_waiting(const uint32_t second,
              const uint32_t third,
              const uint32_t n_unheard)
{
  Host* const    host = open_old(WORKER_INLINE);
  const uint32_t end  = 1000 + n_unheard + N_FADE;
  uint32_t       now  = 0;

  run_until(host, &now, 1000);
  host_set_model(host, host_golden(new_model));
  run_until(host, &now, second);
  host_set_model(host, host_golden(old_model));
  run_until(host, &now, third);
  host_set_model(host, host_golden(other_model));
  run_until(host, &now, end);
  check_fade_after(host, 1000, n_unheard, end);
  check_ends_with(host, host_golden(other_model));
  CHECK(host->n_models == 3);
  host_close(host);
}

static void
requests_during_a_swap(void)
{
  check_waiting(2000, 2500, N_HASTY);
  check_waiting(1000 + N_HASTY, 3500, N_HASTY);
  check_waiting(4000, 4500, 3000); // Overdue, so it is heard at once
  check_waiting(5900, 6000, N_UNHEARD);
}

/// What loaded is played even if a later request fails before run() took it
static void
failure_after_success(void)
{
  Host* const host = open_old(WORKER_LATER);

  host_run(host, 0, N_BLOCK);
  host_set_model(host, host_golden(new_model));
  host_run(host, 0, N_BLOCK);
  host_work(host);
  Session session = session_new(host, "/no/such.json", "Lost");
  CHECK(session_restore(&session));
  check_ends_with(host, host_golden(new_model));
  CHECK(strstr(host->message, "\"Lost\" is missing"));
  host_close(host);
}

int
main(void)
{
  RUN(message_swaps_with_a_fade);
  RUN(inline_worker_swaps);
  RUN(refusals_change_nothing);
  RUN(no_model_is_refused);
  RUN(damaged_messages);
  RUN(endless_messages);
  RUN(messages_to_others);
  RUN(latest_request_wins);
  RUN(refused_request_leaves_the_one_before);
  RUN(requests_during_a_swap);
  RUN(failure_after_success);
  return 0;
}
