// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file test_plugin_silence.c Silence, of which the plugin leaves out most
   work.

   The reference is silence whose zeros are negative: they are as quiet, and
   played at length.
*/

#include "../plugin_knobs.h"

enum {
  N_NOISE   = 300,
  N_SILENCE = 16, ///< Blocks of it, in which everything falls asleep
  N_BLOCK   = 4096,
};

static const float negative_zero = -0.0f;

/// What is done to a host that is asleep
typedef void (*Deed)(Host* host);

static void
do_nothing(Host* const host)
{
  (void)host;
}

static void
turn_by_port(Host* const host)
{
  turn(host, BY_PORT, 0, 0, 100);
}

static void
turn_by_message(Host* const host)
{
  turn(host, BY_PATCH, 21, 0, 20);
}

static void
turn_by_midi(Host* const host)
{
  turn(host, BY_MIDI, 63, 1, 99);
}

static void
change_input_gain(Host* const host)
{
  host->controls[RMN_PORT_INPUT_GAIN] += 3.0f;
}

static void
change_output_gain(Host* const host)
{
  host->controls[RMN_PORT_OUTPUT_GAIN] -= 2.0f;
}

static void
change_mix(Host* const host)
{
  host->controls[RMN_PORT_MIX] = 40.0f;
}

static void
let_dc_pass(Host* const host)
{
  host->controls[RMN_PORT_DC_BLOCK] = 0.0f;
}

static void
toggle_normalise(Host* const host)
{
  host->controls[RMN_PORT_NORMALISE] = 0.0f;
}

static void
calibrate(Host* const host)
{
  host->controls[RMN_PORT_CALIBRATE] = 1.0f;
}

static void
toggle_enabled(Host* const host)
{
  host->controls[RMN_PORT_ENABLED] = 1.0f - host->controls[RMN_PORT_ENABLED];
}

static void
toggle_reset(Host* const host)
{
  host->controls[RMN_PORT_RESET] = 1.0f - host->controls[RMN_PORT_RESET];
}

static void
resample(Host* const host)
{
  host->controls[RMN_PORT_RATE_MODE] = (float)RMN_RATE_RESAMPLE;
}

static void
choose_model(Host* const host)
{
  host_set_model(host, host_golden("guitarml-lstm.json"));
}

static void
activate(Host* const host)
{
  host->descriptor->activate(host->instance);
}

static const Deed deeds[] = {
  do_nothing,      turn_by_port,      turn_by_message,    turn_by_midi,
  change_mix,      change_input_gain, change_output_gain, let_dc_pass,
  toggle_reset,    toggle_enabled,    toggle_enabled,     toggle_normalise,
  calibrate,       choose_model,      resample,           change_input_gain,
  turn_by_message, activate,          toggle_reset,
};

enum { N_DEEDS = sizeof(deeds) / sizeof(deeds[0]) };

/// Fill the input with noise, but at first with `zero`; or with that alone
static void
fill(Host* const host, const bool is_noisy, const uint32_t turn, float zero)
{
  host_make_noise(host);
  for (uint32_t c = 0; c < host->n_channels; ++c) {
    for (uint32_t t = 0; t < N_BLOCK; ++t) {
      const bool is_noise = is_noisy && t >= turn && t < turn + N_NOISE;
      host->in[c][t]      = is_noise ? host->in[c][t] : zero;
    }
  }
}

/// Play a block in pieces of `n_piece`, of which the first does a deed
static void
play(Host* const host, const uint32_t n_piece, const Deed deed)
{
  for (uint32_t t = 0; t < N_BLOCK; t += n_piece) {
    if (t == 0) {
      deed(host);
    }
    host_run(host, t, n_piece);
  }
}

static bool
is_same(const Host* const a, const Host* const b)
{
  for (uint32_t c = 0; c < a->n_channels; ++c) {
    for (uint32_t t = 0; t < N_BLOCK; ++t) {
      if (a->out[c][t] != b->out[c][t]) {
        return false;
      }
    }
  }
  return true;
}

/// Play noise, silence, a deed in silence, more of it, and so on
static void
check_silence(const char* const uri, const uint32_t n_piece)
{
  Host* const host     = host_open_model(uri, host_golden(knobs_model));
  Host* const long_way = host_open_model(uri, host_golden(knobs_model));

  for (uint32_t i = 0; i < N_DEEDS; ++i) {
    for (uint32_t b = 0; b < 2U * N_SILENCE; ++b) {
      const Deed deed = b == N_SILENCE ? deeds[i] : do_nothing;
      fill(host, b == 0, 37U * i, 0.0f);
      fill(long_way, b == 0, 37U * i, negative_zero);
      play(host, n_piece, deed);
      play(long_way, N_BLOCK, deed);
      CHECK(is_same(host, long_way));
      CHECK(host->controls[RMN_PORT_LATENCY] ==
            long_way->controls[RMN_PORT_LATENCY]);
    }
  }
  CHECK(host->n_models == 3 && host->n_models == long_way->n_models);
  host_close(host);
  host_close(long_way);
}

static void
every_change_is_heard_in_silence(void)
{
  check_silence(EFFECT, 64);
  check_silence(EFFECT, N_BLOCK);
  check_silence(STEREO, 256);
}

/// The dry sound is heard as late as the wet, though all else is asleep
static void
late_sound_is_heard(void)
{
  Host* const host = host_open_model(EFFECT, host_golden(knobs_model));
  host->controls[RMN_PORT_RATE_MODE]    = (float)RMN_RATE_RESAMPLE;
  host->controls[RMN_PORT_OVERSAMPLING] = 4.0f;
  host->controls[RMN_PORT_MIX]          = 0.0f;
  fill(host, false, 0, 0.0f);
  for (uint32_t b = 0; b < N_SILENCE; ++b) {
    play(host, 64, do_nothing);
  }

  const uint32_t latency = (uint32_t)host->controls[RMN_PORT_LATENCY];
  CHECK(latency > 0);
  host->in[0][N_BLOCK - 1U] = 0.5f;
  play(host, 64, do_nothing);
  fill(host, false, 0, 0.0f);
  play(host, 64, do_nothing);
  for (uint32_t t = 0; t < N_BLOCK; ++t) {
    CHECK(host->out[0][t] == (t == latency - 1U ? 0.5f : 0.0f));
  }
  host_close(host);
}

/// A port that is taken away is at its default, whatever it was
static void
lost_port_is_at_its_default(void)
{
  Host* const host = host_open_model(EFFECT, host_golden(knobs_model));
  Host* const same = host_open_model(EFFECT, host_golden(knobs_model));

  host->controls[RMN_PORT_OUTPUT_GAIN] = 6.0f;
  host_run(host, 0, N_BLOCK);
  same->controls[RMN_PORT_OUTPUT_GAIN] = 6.0f;
  host_run(same, 0, N_BLOCK);
  host->descriptor->connect_port(host->instance, RMN_PORT_OUTPUT_GAIN, NULL);
  same->controls[RMN_PORT_OUTPUT_GAIN] = 0.0f;
  host_run(host, 0, N_BLOCK);
  host_run(same, 0, N_BLOCK);
  CHECK(is_output_same(host, same));
  host_close(host);
  host_close(same);
}

/// What is asked in silence is answered once, and nothing is told unasked
static void
nothing_is_told_twice(void)
{
  Host* const host = host_open_model(EFFECT, host_golden(knobs_model));
  fill(host, false, 0, 0.0f);
  for (uint32_t b = 0; b < N_SILENCE; ++b) {
    play(host, 64, do_nothing);
  }
  const uint32_t n_models = host->n_models;
  const uint32_t n_values = host->knobs.n_values[1];

  turn(host, BY_MIDI, 60, 1, 127);
  host_run(host, 0, 64);
  CHECK(host->knobs.n_values[1] == n_values + 1U);
  host_send(host, LV2_PATCH__Get, MODEL, NULL, NULL);
  host_run(host, 0, 64);
  CHECK(host->n_models == n_models + 1U);
  for (uint32_t b = 0; b < N_SILENCE; ++b) {
    host_run(host, 0, 64);
    CHECK(host->notify.sequence.atom.type ==
          host_urid(host, LV2_ATOM__Sequence));
    CHECK(host->notify.sequence.atom.size == sizeof(LV2_Atom_Sequence_Body));
  }
  CHECK(host->n_models == n_models + 1U);
  host_close(host);
}

int
main(void)
{
  RUN(every_change_is_heard_in_silence);
  RUN(late_sound_is_heard);
  RUN(lost_port_is_at_its_default);
  RUN(nothing_is_told_twice);
  return 0;
}
