// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_plugin_level.c Loudness and calibration in the plugin

#include "../plugin_reference.h"

#include <math.h>
#include <unistd.h>

enum { N_FRAMES = 8192 };

/// Write a model that amplifies to a file, and return its path until the next
static const char*
write_amplifier(const char* const gain, const char* const metadata)
{
  static char path[64];
  snprintf(path, sizeof(path), "/tmp/test-level-XXXXXX");

  const int fd = mkstemp(path);
  CHECK(fd >= 0);
  FILE* const file = fdopen(fd, "w");
  CHECK(file);
  fprintf(file,
          "{\"remanence\": 1, \"layers\": [{\"type\": \"dense\", \"units\": 1,"
          " \"W\": [[%s]], \"b\": [0]}], \"metadata\": {%s}}",
          gain,
          metadata);
  CHECK(!fclose(file));
  return path;
}

/// Return the level of what an amplifier plays, with Normalise on or off
static double
level_db(const char* const gain, const float normalise)
{
  const char* const path = write_amplifier(gain, "");
  Host* const       host = host_open_model(EFFECT, path);
  double            sum  = 0.0;

  host->controls[RMN_PORT_NORMALISE] = normalise;
  host_run(host, 0, N_FRAMES);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    sum += (double)host->out[0][t] * (double)host->out[0][t];
  }
  host_close(host);
  unlink(path);
  return 10.0 * log10(sum / N_FRAMES);
}

static void
models_are_as_loud_as_each_other(void)
{
  CHECK(fabs(level_db("10", 0.0f) - level_db("0.1", 0.0f) - 40.0) < 0.1);
  CHECK(fabs(level_db("10", 1.0f) - level_db("0.1", 1.0f)) < 0.1);
}

static void
normalise_is_on_until_it_is_turned_off(void)
{
  const char* const path = host_golden("lstm-3-in.json");
  Host* const       host = host_open_model(EFFECT, path);
  static float      on[N_FRAMES];
  CHECK(rmn_ports_get(1, RMN_PORT_NORMALISE)->value == 1.0f);

  host_run(host, 0, N_FRAMES);
  check_plays(host, path, N_FRAMES);
  memcpy(on, host->out[0], sizeof(on));

  host->descriptor->activate(host->instance);
  host->controls[RMN_PORT_NORMALISE] = 0.0f;
  host_run(host, 0, N_FRAMES);
  check_plays(host, path, N_FRAMES);
  CHECK(fabsf(on[0]) > 1.1f * fabsf(host->out[0][0]));
  host_close(host);
}

/// Check how much Calibrate changes what an amplifier plays, in decibels
static void
check_calibrated(const char* const metadata,
                 const float       input_level,
                 const double      expected_db)
{
  const char* const path = write_amplifier("1", metadata);
  Host* const       host = host_open_model(EFFECT, path);

  host->controls[RMN_PORT_NORMALISE]   = 0.0f;
  host->controls[RMN_PORT_DC_BLOCK]    = 0.0f;
  host->controls[RMN_PORT_INPUT_LEVEL] = input_level;
  host_run(host, 0, N_FRAMES); // Without Calibrate, the level means nothing
  CHECK(!memcmp(host->out[0], host->in[0], N_FRAMES * sizeof(float)));

  host->descriptor->activate(host->instance);
  host->controls[RMN_PORT_CALIBRATE] = 1.0f;
  host_run(host, 0, N_FRAMES);
  check_plays(host, path, N_FRAMES);
  const float gain = (float)pow(10.0, expected_db / 20.0);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    CHECK(fabsf(host->out[0][t] - gain * host->in[0][t]) < 1e-5f * gain);
  }
  host_close(host);
  unlink(path);
}

static void
calibrate_drives_as_the_maker_did(void)
{
  check_calibrated("\"input_level_dbu\": 18", 12.0f, -6.0);
  check_calibrated("\"input_level_dbu\": 4", 12.0f, 8.0);
  check_calibrated("\"input_level_dbu\": 12", 40.0f, 28.0);
  check_calibrated("", 24.0f, 0.0);
}

/// A control that does nothing says so, once for each model and each time
static void
calibrating_in_vain_is_told_once(void)
{
  static const char sentence[] = "does not say at which level";
  char              stated[64];
  snprintf(stated,
           sizeof(stated),
           "%s",
           write_amplifier("1", "\"input_level_dbu\": 18"));
  const char* const path = write_amplifier("1", "");
  Host* const       host = host_open_model(EFFECT, path);
  host_run(host, 0, 64);
  CHECK(host->n_messages == 0);

  for (uint32_t i = 1; i < 3; ++i) {
    host->controls[RMN_PORT_CALIBRATE] = 1.0f;
    host_run(host, 0, 64);
    host->controls[RMN_PORT_INPUT_LEVEL] += 1.0f;
    host_run(host, 0, 64);
    CHECK(host->n_messages == i && strstr(host->message, sentence));
    host->controls[RMN_PORT_CALIBRATE] = 0.0f;
    host_run(host, 0, 64);
  }

  host->controls[RMN_PORT_CALIBRATE] = 1.0f;
  host_set_model(host, stated);
  host_run(host, 0, N_FRAMES);
  host_run(host, 0, 64);
  const uint32_t n_messages = host->n_messages;
  CHECK(!host->message[0]);
  host_set_model(host, path);
  host_run(host, 0, N_FRAMES);
  host_run(host, 0, 64);
  CHECK(host->n_messages == n_messages + 1U);
  CHECK(strstr(host->message, sentence));
  host_close(host);
  unlink(path);
  unlink(stated);
}

static void
silent_models_are_told_of(void)
{
  const char* const path = write_amplifier("0", "");
  Host* const       host = host_open_model(EFFECT, path);
  CHECK(host->n_messages == 1 && strstr(host->message, "silent"));
  host_close(host);
  unlink(path);
}

int
main(void)
{
  RUN(models_are_as_loud_as_each_other);
  RUN(normalise_is_on_until_it_is_turned_off);
  RUN(calibrate_drives_as_the_maker_did);
  RUN(calibrating_in_vain_is_told_once);
  RUN(silent_models_are_told_of);
  return 0;
}
