// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin.c One plugin that plays one model, in every kind of host

#include "../../plugin/reading.h"
#include "../plugin_reference.h"

#include <math.h>
#include <unistd.h>

enum { N_FRAMES = 4096 };

/// A model with two knobs
static const char* const knobs_model = "lstm-3-in.json";

static void
run_in_blocks(Host* const host, const uint32_t n_block)
{
  for (uint32_t first = 0; first < N_FRAMES; first += n_block) {
    const uint32_t left = N_FRAMES - first;
    host_run(host, first, left < n_block ? left : n_block);
  }
}

static void
plays_default_at_once(void)
{
  Host* const host = host_open(EFFECT, WORKER_NONE);
  host_make_noise(host);
  host_run(host, 0, N_FRAMES);
  check_plays(host, host_default_model(), N_FRAMES);
  CHECK(!strcmp(host->model, host_default_model()));
  CHECK(!host->n_messages && !host->log[0]);
  host_close(host);
}

static void
plays_like_the_player(void)
{
  static const uint32_t n_blocks[] = {1, 37, 64, 65, 1024, N_FRAMES};
  const char* const     path       = host_golden(knobs_model);

  for (uint32_t i = 0; i < sizeof(n_blocks) / sizeof(n_blocks[0]); ++i) {
    Host* const host = host_open_model(i % 2U ? STEREO : EFFECT, path);

    host->controls[RMN_PORT_DC_BLOCK] = (float)(i % 3U);
    host->controls[RMN_PORT_KNOB_1]   = 0.0f;
    host->controls[RMN_PORT_KNOB_2]   = 0.75f;
    run_in_blocks(host, n_blocks[i]);
    check_plays(host, path, N_FRAMES);
    host_close(host);
  }
}

static void
in_place(void)
{
  Host* const host = host_open_model(STEREO, host_golden(knobs_model));
  Host* const same = host_open_model(STEREO, host_golden(knobs_model));
  host_run(host, 0, N_FRAMES);

  for (uint32_t c = 0; c < 2; ++c) {
    const uint32_t in = RMN_PORT_AUDIO + c;
    same->descriptor->connect_port(same->instance, in, same->in[c]);
    same->descriptor->connect_port(same->instance, in + 2U, same->in[c]);
  }
  same->descriptor->run(same->instance, N_FRAMES);
  for (uint32_t c = 0; c < 2; ++c) {
    CHECK(!memcmp(same->in[c], host->out[c], N_FRAMES * sizeof(float)));
  }

  host_close(host);
  host_close(same);
}

/// Everything that glides does so from frame to frame, not block to block
static void
blocks_make_no_difference(void)
{
  Host* const whole   = host_open_model(EFFECT, host_golden(knobs_model));
  Host* const split   = host_open_model(EFFECT, host_golden(knobs_model));
  Host* const hosts[] = {whole, split};

  for (uint32_t h = 0; h < 2; ++h) {
    static const float changed[RMN_PORT_AUDIO] = {[RMN_PORT_ENABLED]    = 1.0f,
                                                  [RMN_PORT_INPUT_GAIN] = 6.0f,
                                                  [RMN_PORT_OUTPUT_GAIN] =
                                                    -9.0f,
                                                  [RMN_PORT_MIX]    = 30.0f,
                                                  [RMN_PORT_KNOB_1] = 1.0f,
                                                  [RMN_PORT_KNOB_2] = 0.2f};

    host_run(hosts[h], 0, 100);
    memcpy(hosts[h]->controls, changed, sizeof(changed));
    for (uint32_t t = 100; t < N_FRAMES; t += 27) {
      if (t == 100 + 27 * 50) { // Fade into bypass and out again
        hosts[h]->controls[RMN_PORT_ENABLED] = 0.0f;
      } else if (t == 100 + 27 * 100) {
        hosts[h]->controls[RMN_PORT_ENABLED] = 1.0f;
      }
      for (uint32_t i = 0; i < (h ? 27 : 1); ++i) {
        host_run(hosts[h], t + i, h ? 1 : 27);
      }
    }
  }

  CHECK(!memcmp(whole->out, split->out, N_FRAMES * sizeof(float)));
  host_close(whole);
  host_close(split);
}

static void
mix_and_gains(void)
{
  Host* const host = host_open_model(EFFECT, host_golden(knobs_model));
  host->controls[RMN_PORT_MIX] = 0.0f;
  host_run(host, 0, N_FRAMES);
  CHECK(!memcmp(host->in[0], host->out[0], N_FRAMES * sizeof(float)));

  host->controls[RMN_PORT_OUTPUT_GAIN] = -20.0f;
  host_run(host, 0, N_FRAMES);
  CHECK(host->out[0][0] != host->in[0][0] * powf(10.0f, -1.0f)); // It glides
  host_run(host, 0, N_FRAMES);
  host_run(host, 0, N_FRAMES);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(host->out[0][t] == host->in[0][t] * powf(10.0f, -1.0f));
  }
  host_close(host);
}

static void
bypass_fades_and_rests(void)
{
  Host* const host = host_open_model(EFFECT, host_golden(knobs_model));
  host->controls[RMN_PORT_DC_BLOCK] = 0.0f;
  host_run(host, 0, N_FRAMES);
  check_plays(host, host_golden(knobs_model), N_FRAMES);

  const uint32_t n_fade            = HOST_RATE / 50 + 1;
  const float    wet               = host->out[0][0];
  host->controls[RMN_PORT_ENABLED] = 0.0f;
  host_run(host, 0, N_FRAMES);
  CHECK(host->out[0][0] != host->in[0][0]);
  CHECK(host->out[0][n_fade - 2] != host->in[0][n_fade - 2]);
  CHECK(!memcmp(host->out[0] + n_fade,
                host->in[0] + n_fade,
                (N_FRAMES - n_fade) * sizeof(float)));

  // The network starts again from rest: at the first frame, faded in by 1/961
  host->controls[RMN_PORT_ENABLED] = 1.0f;
  host_run(host, 0, N_FRAMES);
  const float expected =
    host->in[0][0] + (wet - host->in[0][0]) / (float)n_fade;
  CHECK(fabsf(host->out[0][0] - expected) < 1e-7f);
  host_close(host);
}

static void
reset_returns_to_rest(void)
{
  Host* const host = host_open_model(EFFECT, host_golden(knobs_model));
  host_run(host, 0, N_FRAMES);
  check_plays(host, host_golden(knobs_model), N_FRAMES);

  host->controls[RMN_PORT_RESET] = 1.0f;
  host_run(host, 0, N_FRAMES);
  check_plays(host, host_golden(knobs_model), N_FRAMES);

  host_run(host, 0, N_FRAMES); // Held, it does nothing more
  static float held[N_FRAMES];
  memcpy(held, host->out[0], sizeof(held));
  host->controls[RMN_PORT_RESET] = 0.0f;
  host_run(host, 0, N_FRAMES);
  host->controls[RMN_PORT_RESET] = 1.0f;
  host_run(host, 0, N_FRAMES);
  check_plays(host, host_golden(knobs_model), N_FRAMES);
  CHECK(memcmp(held, host->out[0], sizeof(held)));
  host_close(host);
}

static void
nothing_is_connected(void)
{
  Host* const host = host_open_model(STEREO, host_golden(knobs_model));
  for (uint32_t p = 0; p < rmn_ports_count(2) + 2U; ++p) {
    host->descriptor->connect_port(host->instance, p, NULL);
  }
  host->descriptor->run(host->instance, 0);
  host->descriptor->run(host->instance, 1);
  host->descriptor->run(host->instance, N_FRAMES);
  host_close(host);
}

static void
nan_in_ports_and_audio(void)
{
  Host* const host = host_open_model(EFFECT, host_golden(knobs_model));
  for (uint32_t p = RMN_PORT_ENABLED; p < RMN_PORT_LATENCY; ++p) {
    host->controls[p] = NAN;
  }
  host_run(host, 0, N_FRAMES);
  for (uint32_t p = RMN_PORT_ENABLED; p < RMN_PORT_LATENCY; ++p) {
    host->controls[p] = rmn_ports_get(1, p)->value;
  }
  check_plays(host, host_golden(knobs_model), N_FRAMES);

  host->in[0][100]             = NAN;
  host->in[0][200]             = INFINITY;
  host->controls[RMN_PORT_MIX] = 50.0f;
  host_run(host, 0, N_FRAMES);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(isfinite(host->out[0][t]));
  }
  host_close(host);
}

static void
no_default_model(void)
{
  Host* const host = host_open_in(EFFECT, WORKER_INLINE, "/nonexistent/");
  CHECK(strstr(host->log, "is missing"));
  host_make_noise(host);
  host_run(host, 0, N_FRAMES);
  CHECK(!memcmp(host->in[0], host->out[0], N_FRAMES * sizeof(float)));
  CHECK(!host->n_models && strstr(host->message, "is missing"));
  CHECK(host->severity == RMN_SEVERITY_ERROR);
  host_close(host);
}

static void
notify_waits_for_room(void)
{
  Host* const host = host_open(EFFECT, WORKER_NONE);
  for (uint32_t size = 0; size < 64; size += 4) {
    host->notify_size = size;
    host_run(host, 0, 16);
    CHECK(!host->n_models);
    CHECK(host->notify.sequence.atom.size <= (size < 8 ? 0 : 8));
  }

  host->notify_size = sizeof(host->notify);
  host_run(host, 0, 16);
  host_run(host, 0, 16);
  CHECK(host->n_models == 1 && !strcmp(host->model, host_default_model()));
  host_close(host);
}

static void
answers_get(void)
{
  Host* const host = host_open(EFFECT, WORKER_NONE);
  host_run(host, 0, 16);
  CHECK(host->n_models == 1 && host->n_messages == 0);
  host_send(host, LV2_PATCH__Get, MODEL, NULL, NULL);
  host_run(host, 0, 16);
  CHECK(host->n_models == 2 && host->n_messages == 0);
  host_send(host, LV2_PATCH__Get, MESSAGE, NULL, NULL);
  host_run(host, 0, 16);
  CHECK(host->n_models == 2 && host->n_messages == 1);
  host_send(host, LV2_PATCH__Get, NULL, NULL, NULL);
  host_run(host, 0, 0);
  CHECK(host->n_models == 3 && host->n_messages == 2);
  host_send(host, LV2_PATCH__Get, MODEL_NAME, NULL, NULL);
  host_run(host, 0, 16);
  CHECK(host->n_models == 3 && host->n_messages == 2);
  host_close(host);
}

/// An effect says of what only predicts where it belongs, and plays on
static void
a_predictor_is_no_effect(void)
{
  static const char text[] =
    "{\"remanence\": 1, \"prediction\": {\"kind\": \"value\"}, \"layers\":"
    " [{\"type\": \"dense\", \"W\": [[0.5]], \"b\": [0]}]}";
  char      path[] = "/tmp/rmn-plugin-XXXXXX";
  const int fd     = mkstemp(path);
  CHECK(fd >= 0 && write(fd, text, sizeof(text) - 1U) > 0);
  close(fd);

  Host* const host = host_open(EFFECT, WORKER_INLINE);
  host_run(host, 0, 16);
  const uint32_t n_models = host->n_models;
  host_set_model(host, path);
  host_run(host, 0, 16);
  host_run(host, 0, 16);
  CHECK(strstr(host->message, "load it into Remanence Predict"));
  CHECK(host->n_models == n_models);
  host_close(host);
  unlink(path);
}

static void
descriptor(void)
{
  Host* const              host = host_open(EFFECT, WORKER_NONE);
  const LV2_Feature* const none = NULL;
  CHECK(!host_load(host)(4));
  CHECK(!host->descriptor->extension_data("urn:nothing"));
  CHECK(!host->descriptor->instantiate(
    host->descriptor, HOST_RATE, host_bundle(), &none));
  host_close(host);
}

int
main(void)
{
  RUN(plays_default_at_once);
  RUN(plays_like_the_player);
  RUN(in_place);
  RUN(blocks_make_no_difference);
  RUN(mix_and_gains);
  RUN(bypass_fades_and_rests);
  RUN(reset_returns_to_rest);
  RUN(nothing_is_connected);
  RUN(nan_in_ports_and_audio);
  RUN(no_default_model);
  RUN(notify_waits_for_room);
  RUN(answers_get);
  RUN(a_predictor_is_no_effect);
  RUN(descriptor);
  return 0;
}
