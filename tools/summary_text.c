// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "summary.h"

#include <jansson.h>

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/// Print a text of a file, less what could steer a terminal
static void
print_clean(const char* const text)
{
  for (const char* c = text; *c; ++c) {
    const unsigned char byte = (unsigned char)*c;
    const unsigned char next = (unsigned char)c[1];
    if (byte == 0xC2 && next >= 0x80 && next <= 0x9F) {
      ++c; // A control character of Latin-1 in UTF-8
    } else {
      putchar(byte < 0x20 || byte == 0x7F ? ' ' : byte);
    }
  }
}

/// Print a line of a label and a text, or nothing without text
static void
print_text(const char* const label, const char* const text)
{
  if (text) {
    printf("%-14s", label);
    print_clean(text);
    putchar('\n');
  }
}

/// Print a line of a label and what the format says
static void
print_line(const char* const label, const char* const format, ...)
{
  va_list args;
  va_start(args, format);
  printf("%-14s", label);
  vprintf(format, args);
  putchar('\n');
  va_end(args);
}

/// Print a line of a label and a number, or nothing where it is unknown
static void
print_number(const char* const label,
             const double      value,
             const char* const unit)
{
  if (isfinite(value)) {
    print_line(label, "%g%s", value, unit);
  }
}

/// Print a name and a value of an object, if that is of one word or number
static bool
print_member(const char* const lead, const char* const key, json_t* const value)
{
  char* const text =
    json_is_object(value) || json_is_array(value) || json_is_null(value) ||
        json_is_string(value)
      ? NULL
      : json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(3));
  const char* const word =
    json_is_string(value) ? json_string_value(value) : text;
  if (word) {
    fputs(lead, stdout);
    char name[64];
    snprintf(name, sizeof(name), "%s", key);
    for (char* c = name; *c; ++c) {
      *c = *c == '_' ? ' ' : *c;
    }
    print_clean(name);
    putchar(' ');
    print_clean(word);
  }
  free(text);
  return word;
}

/// Print what an object says in words and numbers; what is nested in it is a
/// matter for --json
static void
print_object(const char* const label, const char* const text)
{
  json_t* const object   = text ? json_loads(text, 0, NULL) : NULL;
  const char*   key      = NULL;
  json_t*       value    = NULL;
  bool          is_empty = true;
  char          lead[24];
  snprintf(lead, sizeof(lead), "%-14s", label);

  json_object_foreach (object, key, value) {
    is_empty = !print_member(is_empty ? lead : ", ", key, value) && is_empty;
  }
  if (!is_empty) {
    putchar('\n');
  }
  json_decref(object);
}

static void
print_metadata(const RmnMetadata* const metadata)
{
  print_text("Name", metadata->name);
  print_text("Author", metadata->author);
  print_text("Licence", metadata->licence);
  print_text("Gear", metadata->gear);
  print_text("Description", metadata->description);
  print_object("Provenance", metadata->provenance);
  print_object("Training", metadata->training);
  print_number("ESR", metadata->esr, "");
}

static void
print_layers(const RmnNetwork* const network)
{
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnShape* const shape = &network->layers[l].shape;

    char text[SUMMARY_SIZE];
    char label[32];
    summary_layer(&network->layers[l], text, sizeof(text));
    snprintf(label, sizeof(label), "Layer %u", l + 1U);
    print_line(label, "%s, %u -> %u", text, shape->n_inputs, shape->n_outputs);
  }
}

/// Print the inputs besides the audio
static void
print_inputs(const RmnNetwork* const network)
{
  for (uint32_t i = 1; i < network->n_inputs; ++i) {
    const RmnInput* const input = &network->inputs[i];
    printf("%-14s", input->is_side ? "Second audio" : "Parameter");
    print_clean(input->name);
    printf(", %g to %g, default %g\n",
           (double)input->minimum,
           (double)input->maximum,
           (double)input->value);
  }
}

/// Print the outputs, if they are several or no audio
static void
print_outputs(const RmnNetwork* const network)
{
  const RmnPredictionKind kind      = network->prediction.kind;
  const bool              has_range = kind == RMN_PREDICT_VALUE;

  for (uint32_t o = 0;
       (network->n_outputs > 1 || kind) && o < network->n_outputs;
       ++o) {
    const RmnOutput* const output = &network->outputs[o];
    printf("%-14s", "Output");
    print_clean(output->name);
    printf("%s", output->unit[0] ? ", " : "");
    print_clean(output->unit);
    if (has_range) {
      printf(", %g to %g", (double)output->minimum, (double)output->maximum);
    }
    if (output->smoothing_ms > 0.0f) {
      printf(", smoothed by %g ms", (double)output->smoothing_ms);
    }
    putchar('\n');
  }
}

/// Print "64 frames (1.33 ms)"
static void
print_frames(const uint32_t n_frames, const double rate_hz)
{
  printf("%" PRIu32 " frame%s", n_frames, n_frames == 1 ? "" : "s");
  if (rate_hz > 0.0) {
    const double ms = 1000.0 * n_frames / rate_hz;
    printf(ms < 1000.0 ? " (%.3g ms)" : " (%.0f ms)", ms);
  }
}

/// Print what the network predicts, if anything
static void
print_prediction(const RmnNetwork* const network)
{
  const RmnPrediction* const p = &network->prediction;
  if (!p->kind) {
    return;
  }

  printf("%-14s", "Predicts");
  if (p->kind == RMN_PREDICT_NEXT_SAMPLE) {
    printf("audio, ");
    print_frames(p->ahead, network->rate_hz);
    printf(" ahead\n");
    return;
  }
  printf("a %s every ", rmn_prediction_name(p->kind));
  print_frames(p->hop, network->rate_hz);
  if (p->pool) {
    printf(", the %s of the outputs", rmn_pool_name(p->pool));
  }
  if (p->window) {
    printf(", anew every ");
    print_frames(p->window, network->rate_hz);
  }
  if (p->latency) {
    printf(", late by ");
    print_frames(p->latency, network->rate_hz);
  }
  printf("\n%-14son from %g, off below %g, for %g ms at least\n",
         "Event",
         (double)p->threshold,
         (double)(p->threshold - p->hysteresis),
         (double)p->hold_ms);
}

static void
print_rest(const Summary* const summary)
{
  const RmnRest* const rest = &summary->rest;
  const double         ms   = summary_settle_ms(summary);

  printf("%-14s", "Rest");
  printf(rest->settled ? "settles in %" PRIu32 " frames"
                       : "has not settled after %" PRIu32 " frames of silence",
         rest->n_frames);
  if (isfinite(ms)) {
    printf(" (%.1f ms)", ms);
  }
  printf(", output %g\n", (double)rest->output);
}

/// Print what was measured, and what the file says
static void
print_loudness(const Summary* const summary)
{
  const RmnLoudness* const loudness = &summary->loudness;
  const double             stated   = summary->network->metadata.loudness_db;

  printf("%-14s", "Loudness");
  if (isfinite(loudness->lufs)) {
    const double missing = RMN_NORMAL_LUFS - loudness->lufs - loudness->gain_db;
    printf(
      "%.1f LUFS, normalised by %+.1f dB", loudness->lufs, loudness->gain_db);
    if (fabs(missing) > 0.1) {
      printf(", the most there is: it stays %.0f dB %s than others",
             fabs(missing),
             missing > 0.0 ? "quieter" : "louder");
    }
  } else {
    printf("%s, not normalised", isnan(loudness->lufs) ? "unstable" : "silent");
  }
  if (isfinite(stated)) {
    printf("; the file says %.1f dB", stated);
  }
  putchar('\n');
}

/// Print what full scale was when the model was made
static void
print_levels(const RmnMetadata* const metadata)
{
  if (isfinite(metadata->input_level_dbu)) {
    print_line("Input level", "%g dBu", metadata->input_level_dbu);
  } else {
    print_line("Input level", "unknown: it cannot be calibrated");
  }
  print_number("Output level", metadata->output_level_dbu, " dBu");
}

/// Print " with every knob at 70% of its range", or nothing for the defaults
static void
print_position(const float position)
{
  if (position >= 0.0f) {
    printf(" with every knob at %g%% of its range", 100.0 * (double)position);
  }
}

/// Print where else silence leads, if anywhere
static void
print_silence(const RmnSilence* const silence, const double rate_hz)
{
  if (silence->n_rests > 1) {
    printf("%-14s%" PRIu32, "Rests", silence->n_rests);
    print_position(silence->position);
    printf(", output");
    for (uint32_t r = 0; r < silence->n_rests; ++r) {
      printf("%s %g", r ? "," : "", (double)silence->outputs[r]);
    }
    printf("; Reset leads to the first\n");
  }
  if (silence->is_restless) {
    printf("%-14sfrom somewhere, silence does not settle in ", "Restless");
    print_frames(RMN_SILENCE_FRAMES, rate_hz);
    print_position(silence->restless_position);
    putchar('\n');
  }
}

/// Print how far from the whole a look-ahead is, if a layer runs backward
static void
print_look_ahead(const Summary* const summary)
{
  if (!rmn_network_is_backward(summary->network)) {
    return;
  }

  printf("%-14s", "Look-ahead");
  for (uint32_t i = 0; i < SUMMARY_N_LOOK_AHEAD; ++i) {
    printf("%s%g ms: ", i ? ", " : "", summary_look_aheads_ms[i]);
    if (isnan(summary->look_ahead_db[i])) {
      printf("not measured");
    } else {
      printf("%.1f dB", summary->look_ahead_db[i]);
    }
  }
  printf(" (ESR against the whole recording)\n");
}

static void
print_self_test(const Summary* const summary)
{
  const RmnSelfTest* const test = &summary->network->self_test;
  if (!test->n_frames) {
    print_line("Self-test", "none");
    return;
  }

  print_line("Self-test",
             "%s: worst error %.2g in %" PRIu32
             " frames, at most %.2g is normal",
             summary->is_as_tested ? "passed" : "FAILED",
             (double)summary->worst,
             test->n_frames,
             (double)test->tolerance);
}

void
summary_print(const Summary* const summary)
{
  const RmnNetwork* const network = summary->network;

  char text[SUMMARY_SIZE];
  summary_network(network, text, sizeof(text));

  print_text("File", summary->path);
  print_text("Format", network->format);
  print_metadata(&network->metadata);
  print_text("Architecture", text);
  print_layers(network);
  print_inputs(network);
  print_outputs(network);
  print_prediction(network);
  print_line("Input gain", "%g dB", 20.0 * log10((double)network->in_gain));
  print_line("Output gain", "%g dB", 20.0 * log10((double)network->out_gain));
  if (network->rate_hz > 0.0) {
    print_line("Rate",
               "%g Hz%s",
               network->rate_hz,
               network->is_rate_assumed ? ", assumed: the file does not say"
                                        : "");
  } else {
    print_line("Rate", "unknown");
  }
  print_line("Weights", "%zu", rmn_network_n_weights(network));
  print_line("Memory",
             "%zu bytes, %zu more for each channel",
             summary->n_bytes,
             rmn_network_n_state(network) * sizeof(float));
  print_rest(summary);
  print_silence(&summary->silence, summary->network->rate_hz);
  if (!network->prediction.kind) { // Predictions are no sound
    print_loudness(summary);
  }
  print_levels(&network->metadata);
  print_look_ahead(summary);
  print_self_test(summary);
}
