// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file rate_table.c How networks sound at rates that are not their own.

       rate-table DATA PRESET...

   Plays real guitar of the folder DATA through the models of presets and of
   that folder, and prints what becomes doc/rates.md.
*/

#include "../../tools/wav.h"
#include "../test.h"
#include "trial.h"

#include <math.h>

enum { GUITAR_HZ = 48000, SECONDS = 3, N_ORDERS = RMN_N_DELAY_ORDERS };

/// Of each, the first seconds are played
static const char* const recordings[] = {"guitar_di_nam.flac",
                                         "t3k_fear_guitar.flac",
                                         "toob_guitar-e2.flac"};

/// A network of the folder
typedef struct {
  const char* path;
  const char* title;
  double      rate_hz; ///< Where the file is silent about it, else 0
} Entry;

static const Entry entries[] = {
  {"nam/lstm.nam", "Microtubes 900 (NAM, LSTM)", 0},
  {"guitarml_neuralseed/lstm8_ts9_pytorch.json", "TS9 (GuitarML, LSTM 8)", 0},
  {"guitarml_neuralseed/ts9_gru7_gain10_loss003_TEST.json",
   "TS9 (GuitarML, GRU 7)",
   0},
  {"guitarml_4000db_in2/model.json", "4000DB (GuitarML, LSTM 20, a knob)", 0},
  {"klon/centaur_large.json", "Klon (RTNeural, GRU 24, two knobs)", 44100.0},
};

static const uint32_t rates_hz[] =
  {22050, 44100, 48000, 88200, 96000, 192000, 384000};

/// Where the delay of a state may be read, worst first
static const RmnDelayOrder orders[N_ORDERS] = {RMN_DELAY_NEAREST,
                                               RMN_DELAY_LINEAR,
                                               RMN_DELAY_QUADRATIC,
                                               RMN_DELAY_CUBIC};

static const double goal_db = -60.0;

/// Less than this is no difference, but the reference's own aliasing
static const double tolerance_db = 0.1;

/// What all rows amount to
typedef struct {
  uint32_t n_rows;
  uint32_t n_reached;  ///< The goal, by resampling
  double   worst;      ///< Of resampling
  double   worst_wide; ///< In the whole band
  uint32_t n_delayed;
  uint32_t n_best; ///< Delays that are as good as anything without latency
  double   worst_delay;
} Summary;

static const char* const introduction =
  "# Other rates\n"
  "\n"
  "In short: leave *Sample rate* at *Automatic*, and every model sounds as it\n"
  "was meant to. Choose *Delay* if latency must be zero at any price, and\n"
  "*Resample* if what is left of the error matters more than 2 ms. *Native* "
  "is\n"
  "for effect: it makes most models brighter or darker. The rest of this page\n"
  "is the proof.\n"
  "\n"
  "How near a network at the rate of a host comes to the same network at the\n"
  "rate that it was trained for: the error-to-signal ratio in dB, of which\n"
  "less is better. `make rate-table DATA=DIR` makes this page, where DIR is a\n"
  "folder of real networks and recordings.\n"
  "\n"
  "Nine seconds of three guitars, as loud as they were recorded and with\n"
  "nothing above 0.45 of the lower of both rates, are played by the network "
  "at\n"
  "its own rate, and by Remanence at the host's. The latency that it reports\n"
  "is taken off, and nothing else is aligned. Both are compared up to 0.4 of\n"
  "the lower rate (17.6 kHz at 44.1 kHz), without their DC offset and with\n"
  "knobs at their defaults. What goes from rate to rate for this goes through\n"
  "a sinc in double precision that stops 140 dB. The Klon's file does not say\n"
  "its rate; it is taken as 44.1 kHz.\n"
  "\n"
  "- *None*: sample for sample, as if the rates were equal.\n"
  "- *Rounded, linear, quadratic, cubic*: the state is delayed, and read\n"
  "  between frames in this way. **Bold** is what `delay` uses. Where the "
  "ratio\n"
  "  is whole, nothing is between frames, and all are the same (=). Below the\n"
  "  network's rate, there is nothing to delay.\n"
  "- *Resample*: with its latency in frames of the host.\n"
  "- *Whole band*: resampling once more, compared up to half of the lower "
  "rate.\n"
  "- *Auto*: what is chosen by itself.\n"
  "\n";

static const char* const heading =
  "| Network, its rate | Host (kHz) | None | Rounded | Linear | Quadratic "
  "| Cubic | Resample | Latency | Whole band | Auto |\n"
  "|:--|--:|--:|--:|--:|--:|--:|--:|--:|--:|:--|\n";

/// Read the guitars, one after the other
static Sound
read_guitars(const char* const data)
{
  enum { N = sizeof(recordings) / sizeof(recordings[0]) };
  const uint32_t n_each = SECONDS * GUITAR_HZ;
  const Sound    sound  = sound_new(GUITAR_HZ, N * n_each);

  for (uint32_t i = 0; i < N; ++i) {
    char     path[1024];
    Wav      wav    = {0};
    uint32_t n_read = 0;
    snprintf(path, sizeof(path), "%s/audio/di/%s", data, recordings[i]);
    if (!wav_open(&wav, path) ||
        !wav_read(&wav, sound.frames + (size_t)i * n_each, n_each, &n_read)) {
      fprintf(stderr, "rate-table: %s: %s\n", path, wav.error);
      exit(1);
    }
    CHECK(wav.info.channels == 1 && wav.info.samplerate == GUITAR_HZ);
    wav_close(&wav);
  }
  return sound;
}

static RmnNetwork*
load(const char* const path)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(path, &error);
  if (!network) {
    fprintf(stderr, "rate-table: %s: %s\n", path, error.message);
    exit(1);
  }
  return network;
}

static void
print_esr(const double esr_db, const bool is_bold)
{
  const char* const mark = is_bold ? "**" : "";
  if (isfinite(esr_db)) {
    const char* const sign = esr_db < 0.0 ? "\u2212" : "+";
    printf("%s%s%.1f%s | ", mark, sign, fabs(esr_db), mark);
  } else {
    printf("unstable | ");
  }
}

/// Print the cells of a delayed state, and count whether its delay is the best
static void
print_delays(const Trial* const trial,
             const bool         is_whole,
             const double       native_db,
             Summary* const     summary)
{
  const TrialResult used = trial_play(trial, RMN_RATE_DELAY, trial->band);
  bool is_best = used.mode == RMN_RATE_DELAY && !(native_db < used.esr_db);

  for (int i = 0; i < N_ORDERS; ++i) {
    const bool is_used = used.mode == RMN_RATE_DELAY && used.order == orders[i];
    if (is_used) {
      print_esr(used.esr_db, true);
    } else if (is_whole) {
      printf("= | ");
    } else {
      const double esr_db = trial_delay(trial, orders[i]).esr_db;
      is_best &= !(esr_db < used.esr_db - tolerance_db);
      print_esr(esr_db, false);
    }
  }

  ++summary->n_delayed;
  summary->n_best += is_best ? 1U : 0U;
  summary->worst_delay = fmax(summary->worst_delay, used.esr_db);
}

static void
print_row(const Trial* const trial, Summary* const summary)
{
  const uint32_t host_hz  = trial->dry.rate_hz;
  const uint32_t model_hz = trial->reference.rate_hz;

  const double native = trial_play(trial, RMN_RATE_NATIVE, trial->band).esr_db;
  print_esr(native, false);
  if (host_hz > model_hz) {
    print_delays(trial, host_hz % model_hz == 0, native, summary);
  } else {
    printf("| | | | ");
  }

  const TrialResult both = trial_play(trial, RMN_RATE_RESAMPLE, trial->band);
  const TrialResult wide = trial_play(trial, RMN_RATE_RESAMPLE, trial->whole);
  const TrialResult automatic = trial_play(trial, RMN_RATE_AUTO, trial->band);
  print_esr(both.esr_db, false);
  printf("%u | ", both.latency);
  print_esr(wide.esr_db, false);
  printf("%s |\n", rmn_rate_mode_name(automatic.mode));

  ++summary->n_rows;
  summary->n_reached += both.esr_db <= goal_db ? 1U : 0U;
  summary->worst      = fmax(summary->worst, both.esr_db);
  summary->worst_wide = fmax(summary->worst_wide, wide.esr_db);
}

/// Print the rows of a network at every rate but its own
static void
print_network(RmnNetwork* const  network,
              const char* const  title,
              const Sound* const guitars,
              Summary* const     summary)
{
  bool is_first = true;
  for (size_t r = 0; r < sizeof(rates_hz) / sizeof(rates_hz[0]); ++r) {
    if (rates_hz[r] == (uint32_t)network->rate_hz) {
      continue;
    }
    if (is_first) {
      printf("| %s, %g kHz ", title, network->rate_hz / 1e3);
    } else {
      printf("| ");
    }
    printf("| %g | ", rates_hz[r] / 1e3);

    Trial trial = trial_new(network, guitars, rates_hz[r]);
    print_row(&trial, summary);
    trial_free(&trial);
    is_first = false;
  }
}

static void
print_presets(const int          n,
              char** const       paths,
              const Sound* const guitars,
              Summary* const     summary)
{
  for (int i = 0; i < n; ++i) {
    RmnNetwork* const network = load(paths[i]);
    const char* const name    = network->metadata.name;
    char              title[512];
    snprintf(title, sizeof(title), "%s (preset)", name ? name : paths[i]);
    print_network(network, title, guitars, summary);
    rmn_network_free(network);
  }
}

static void
print_entries(const char* const  data,
              const Sound* const guitars,
              Summary* const     summary)
{
  for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); ++i) {
    char path[1024];
    snprintf(path, sizeof(path), "%s/models/%s", data, entries[i].path);
    RmnNetwork* const network = load(path);
    if (entries[i].rate_hz > 0.0) {
      network->rate_hz = entries[i].rate_hz;
    }
    print_network(network, entries[i].title, guitars, summary);
    rmn_network_free(network);
  }
}

static void
print_summary(const Summary* const s)
{
  printf("\n"
         "Resampling reaches the goal of \u2212%.0f dB in %u of %u cases; the "
         "worst is\n"
         "\u2212%.1f dB. Over the whole band, the worst is \u2212%.1f dB: "
         "close to half of the\n"
         "lower rate, a resampler cannot keep what the distortion made there, "
         "harmonics\n"
         "and aliases of the reference alike.\n",
         -goal_db,
         s->n_reached,
         s->n_rows,
         -s->worst,
         -s->worst_wide);
  printf("\n"
         "The delayed state is the best that there is without latency in %u of "
         "%u cases, to\n"
         "within %.1f dB; the worst is \u2212%.1f dB. Where the ratio is "
         "whole, it is the network\n"
         "at its own rate, bit for bit, and what differs are the aliases of "
         "the reference,\n"
         "which a higher rate does not have.\n",
         s->n_best,
         s->n_delayed,
         tolerance_db,
         -s->worst_delay);
}

int
main(const int argc, char** const argv)
{
  if (argc < 3) {
    fprintf(stderr, "Usage: rate-table DATA PRESET...\n");
    return 2;
  }

  Summary summary = {
    .worst = -INFINITY, .worst_wide = -INFINITY, .worst_delay = -INFINITY};
  const Sound guitars = read_guitars(argv[1]);
  printf("%s%s", introduction, heading);
  print_presets(argc - 2, argv + 2, &guitars, &summary);
  print_entries(argv[1], &guitars, &summary);
  print_summary(&summary);
  sound_free(guitars);
  return 0;
}
