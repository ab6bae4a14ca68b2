// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_rate.c Ways to meet the rate, changed while playing

#include "../../plugin/reading.h"
#include "../plugin_folder.h"
#include "../plugin_swap.h"

#include <math.h>

/// A model of 44100 Hz, which every mode plays in a way of its own
static const char* const rate_model = "guitarml-lstm.json";

/// Return a host of a plugin that plays the rate model, but has not run yet
static Host*
open_rate(const char* const uri, const WorkerMode mode)
{
  Host* const host    = host_open(uri, mode);
  Session     session = session_new(host, host_golden(rate_model), "");
  host_make_noise(host);
  CHECK(!session_restore(&session));
  return host;
}

static void
set_setting(Host* const host, const RmnRateMode mode, const uint32_t times)
{
  host->controls[RMN_PORT_RATE_MODE]    = (float)mode;
  host->controls[RMN_PORT_OVERSAMPLING] = (float)times;
}

static uint32_t
latency_of(const Host* const host)
{
  return (uint32_t)host->controls[RMN_PORT_LATENCY];
}

/// Return the latency that a player of the rate model has by itself
static uint32_t
expected_latency(const RmnRateMode mode, const uint32_t times)
{
  const RmnSetup   setup = {HOST_RATE, 1U, mode, times, 0.0};
  RmnError         error = {RMN_OK, ""};
  RmnPlayer* const player =
    rmn_player_open_with(host_golden(rate_model), &setup, &error);
  CHECK(player);
  const uint32_t latency = rmn_player_latency(player);
  rmn_player_free(player);
  return latency;
}

static void
every_setting_plays_from_the_start(void)
{
  for (uint32_t i = 0; i < 3U * RMN_N_RATE_MODES; ++i) {
    const RmnRateMode mode  = (RmnRateMode)(i / 3U);
    const uint32_t    times = 1U << i % 3U;
    Host* const       host = open_rate(i % 2U ? STEREO : EFFECT, WORKER_INLINE);

    set_setting(host, mode, times);
    host_run(host, 0, 2048);
    check_plays(host, host_golden(rate_model), 2048);
    CHECK(latency_of(host) == expected_latency(mode, times));
    CHECK(host->n_models == 1);
    host_close(host);
  }
}

static void
three_times_is_four_times(void)
{
  Host* const host = open_rate(EFFECT, WORKER_INLINE);
  set_setting(host, RMN_RATE_AUTO, 3);
  host_run(host, 0, 2048);
  set_setting(host, RMN_RATE_AUTO, 4);
  check_plays(host, host_golden(rate_model), 2048);
  host_close(host);
}

/// A change fades as from model to model, once the new player is in time
static void
change_fades(void)
{
  enum { BEGIN = 1000, END = 12000 };
  static Audio from;
  static Audio to;
  Host* const  host = open_rate(EFFECT, WORKER_LATER);
  uint32_t     now  = 0;

  set_setting(host, RMN_RATE_NATIVE, 1);
  host_run(host, 0, 0);
  host_work(host);
  host->descriptor->activate(host->instance); // So that nothing fades yet
  run_until(host, &now, 500);
  reference_play(host, host_golden(rate_model), from, 0, END);
  set_setting(host, RMN_RATE_RESAMPLE, 2);
  run_until(host, &now, BEGIN);                  // Asked, but not made
  CHECK(host->n_jobs == 2 && !latency_of(host)); // One is to free
  host_work(host);
  run_until(host, &now, END);
  reference_play(host, host_golden(rate_model), to, BEGIN, END - BEGIN);
  CHECK(latency_of(host) == expected_latency(RMN_RATE_RESAMPLE, 2));

  const uint32_t begin = BEGIN + N_UNHEARD + latency_of(host);
  for (uint32_t t = 0; t < END; ++t) {
    const float x = t < begin            ? 0.0f
                    : t > begin + N_FADE ? 1.0f
                                         : (float)(t - begin) / (float)N_FADE;
    const float expected =
      x < 1.0f ? from[0][t] + x * (to[0][t] - from[0][t]) : to[0][t];
    CHECK(host->out[0][t] == expected);
  }
  host_close(host);
}

static void
make_sine(Host* const host)
{
  for (uint32_t t = 0; t < HOST_MAX_FRAMES; ++t) {
    host->in[0][t] = (float)sin(t * 6.283185307179586 * 100.0 / HOST_RATE);
  }
}

/// Check that dry sound is in time with wet sound before and after a change of
/// latency, and goes from one to the other without a click
static void
check_dry(const RmnPortIndex port)
{
  enum { END = 12000 };
  Host* const  host = open_rate(EFFECT, WORKER_INLINE);
  const double most = 6.283185307179586 * 100.0 / HOST_RATE;
  uint32_t     now  = 0;

  make_sine(host);
  host->controls[port] = 0.0f;
  set_setting(host, RMN_RATE_RESAMPLE, 1);
  run_until(host, &now, 2000);
  const uint32_t before = latency_of(host);
  set_setting(host, RMN_RATE_RESAMPLE, 4);
  run_until(host, &now, END);
  const uint32_t after = latency_of(host);
  set_setting(host, RMN_RATE_NATIVE, 1);
  run_until(host, &now, HOST_MAX_FRAMES);

  CHECK(before && after != before && !latency_of(host));
  for (uint32_t t = 0; t < before; ++t) {
    CHECK(host->out[0][t] == 0.0f);
  }
  for (uint32_t t = before; t < 2000 + N_UNHEARD; ++t) {
    CHECK(host->out[0][t] == host->in[0][t - before]);
  }
  for (uint32_t t = END - 1000; t < END + N_UNHEARD / 2; ++t) {
    CHECK(host->out[0][t] == host->in[0][t - after]);
  }
  for (uint32_t t = before + 1; t < HOST_MAX_FRAMES; ++t) {
    const double step = fabs((double)host->out[0][t] - host->out[0][t - 1]);
    CHECK(step < 1.1 * most);
  }
  host_close(host);
}

static void
dry_sound_waits_for_wet(void)
{
  check_dry(RMN_PORT_MIX);
}

static void
bypass_keeps_the_latency(void)
{
  check_dry(RMN_PORT_ENABLED);
}

/// Whatever comes first, the newest model plays with the newest setting
static void
newest_model_and_setting(void)
{
  for (uint32_t i = 0; i < 8; ++i) {
    Host* const host = open_rate(EFFECT, WORKER_LATER);

    host_run(host, 0, N_BLOCK);
    if (i & 1U) {
      set_setting(host, RMN_RATE_RESAMPLE, 2);
      host_run(host, 0, N_BLOCK);
    }
    if (i & 2U) { // Loads with the setting before
      host_set_model(host, host_golden(old_model));
      host_run(host, 0, N_BLOCK);
      host_work(host);
    }
    host_set_model(host, host_golden(new_model));
    host_run(host, 0, N_BLOCK);
    set_setting(host, RMN_RATE_NATIVE, 4);
    host_run(host, 0, N_BLOCK);
    if (i & 4U) { // A failure leaves what was to be played
      host_set_model(host, "/no/such.json");
      host_run(host, 0, N_BLOCK);
    }
    host_work(host);
    check_ends_with(host,
                    i & 4U ? host_golden(i & 2U ? old_model : rate_model)
                           : host_golden(new_model));
    host_close(host);
  }
}

/// A session goes on naming a model that is lost while another is made anew
static void
lost_model_is_kept(void)
{
  Host* const host = open_rate(EFFECT, WORKER_INLINE);
  Session     lost = session_new(host, "/no/such.json", "Lost");
  host_run(host, 0, N_BLOCK);
  CHECK(session_restore(&lost));
  set_setting(host, RMN_RATE_NATIVE, 4);
  check_ends_with(host, host_golden(rate_model));

  Session saved = session_new(host, NULL, "");
  CHECK(!session_save(&saved));
  CHECK(strstr(saved.model.value, "/no/such.json"));
  host_close(host);
}

/// Another setting makes no missing model unsaid
static void
missing_model_stays_told(void)
{
  Host* const host = host_open(EFFECT, WORKER_INLINE);
  Session     gone = session_new(host, "/gone.json", "Gone");

  host_make_noise(host);
  CHECK(session_restore(&gone));
  for (uint32_t times = 1; times <= 4; times *= 2) {
    set_setting(host, RMN_RATE_AUTO, times);
    host_run(host, 0, 1024);
    host_run(host, 0, 1024);
    CHECK(strstr(host->message, "\"Gone\" is missing"));
  }
  host_close(host);
}

/// What is doubtful about a session is told with what is about the rate
static void
doubts_are_told_together(void)
{
  Host* const host    = open_rate(EFFECT, WORKER_INLINE);
  Session     changed = session_new(host, host_golden(rate_model), "Amp");
  Session     gone    = session_new(host, "/gone.json", "Gone");

  property_set(
    &changed.hash, host_urid(host, LV2_ATOM__String), "0123456789abcdef");
  set_setting(host, RMN_RATE_NATIVE, 1);
  host_run(host, 0, 1024);
  CHECK(!session_restore(&changed));
  host_run(host, 0, HOST_MAX_FRAMES);
  CHECK(strstr(host->message, "\"Amp\" has changed"));
  CHECK(strstr(host->message, "it will sound different"));
  CHECK(host->severity == RMN_SEVERITY_ERROR);

  CHECK(session_restore(&gone));
  set_setting(host, RMN_RATE_NATIVE, 2);
  host_run(host, 0, HOST_MAX_FRAMES);
  CHECK(strstr(host->message, "\"Gone\" is missing"));
  CHECK(strstr(host->message, "it will sound different"));
  CHECK(host->severity == RMN_SEVERITY_ERROR);
  host_close(host);
}

static void
no_worker_loads_in_activate(void)
{
  Host* const host = open_rate(EFFECT, WORKER_NONE);
  set_setting(host, RMN_RATE_NATIVE, 2);
  host->descriptor->activate(host->instance);
  host_run(host, 0, 2048);
  check_plays(host, host_golden(rate_model), 2048);
  CHECK(strstr(host->message, "it will sound different"));
  CHECK(host->severity == RMN_SEVERITY_NOTE); // It plays as it was asked to

  set_setting(host, RMN_RATE_NATIVE, 4);
  host_run(host, 0, N_BLOCK);
  CHECK(host->n_messages == 2 && strstr(host->message, "next start"));
  CHECK(host->severity == RMN_SEVERITY_ERROR);
  CHECK(latency_of(host) == expected_latency(RMN_RATE_NATIVE, 2));
  host_run(host, 0, N_BLOCK);
  CHECK(host->n_messages == 2);
  host->descriptor->activate(host->instance);
  host_run(host, 0, 2048);
  check_plays(host, host_golden(rate_model), 2048);
  host_close(host);
}

static void
busy_worker_is_asked_again(void)
{
  Host* const host = open_rate(EFFECT, WORKER_FULL);
  set_setting(host, RMN_RATE_NATIVE, 4);
  host_run(host, 0, N_BLOCK);
  host_run(host, 0, N_BLOCK);
  CHECK(!host->n_jobs && !latency_of(host));
  host->mode = WORKER_LATER;
  host_run(host, 0, N_BLOCK);
  CHECK(host->n_jobs == 1);
  host_run(host, 0, N_BLOCK);
  CHECK(host->n_jobs == 1);
  host_work(host);
  check_ends_with(host, host_golden(rate_model));
  host_close(host);
}

static void
warning_is_told(void)
{
  static const char text[] =
    "{\"remanence\": 1, \"rate_hz\": 96000, \"layers\": [{\"type\": \"rnn\","
    "\"units\": 1, \"W\": [[1]], \"U\": [[0.5]], \"b\": [0]}]}";
  Files             files = files_new();
  Host* const       host  = host_open(EFFECT, WORKER_INLINE);
  const char* const path  = files_add(&files, "a.json", text);

  host_set_model(host, path);
  host_run(host, 0, N_BLOCK);
  CHECK(!host->message[0]);
  set_setting(host, RMN_RATE_DELAY, 1);
  check_ends_with(host, path);
  CHECK(strstr(host->message, "does not work at 48000 Hz"));
  CHECK(strstr(host->log, "does not work at 48000 Hz"));
  set_setting(host, RMN_RATE_RESAMPLE, 1);
  check_ends_with(host, path);
  CHECK(!host->message[0]);
  host_close(host);
  files_remove(&files);
}

int
main(void)
{
  RUN(every_setting_plays_from_the_start);
  RUN(three_times_is_four_times);
  RUN(change_fades);
  RUN(dry_sound_waits_for_wet);
  RUN(bypass_keeps_the_latency);
  RUN(newest_model_and_setting);
  RUN(lost_model_is_kept);
  RUN(missing_model_stays_told);
  RUN(doubts_are_told_together);
  RUN(no_worker_loads_in_activate);
  RUN(busy_worker_is_asked_again);
  RUN(warning_is_told);
  return 0;
}
