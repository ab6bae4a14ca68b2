// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "command.h"
#include "rmn.h"
#include "summary.h"

#include <getopt.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
  "NAME\n"
  "  remanence-info - say what is in a model file\n"
  "\n"
  "SYNOPSIS\n"
  "  remanence info [--json] FILE...\n"
  "\n"
  "DESCRIPTION\n"
  "  Loads model files as for playing and describes each: what its maker says\n"
  "  of it, its layers, its inputs besides the audio with their ranges, the\n"
  "  rate that it was trained at, its size, how long silence takes to bring\n"
  "  it to rest and the offset that it rests at, whether what was played\n"
  "  decides where it rests, or it never does, at some position of its\n"
  "  knobs, how loud it is, or what it predicts and when, and whether it\n"
  "  computes what the test in the file says it should.\n"
  "\n"
  "  Loudness is measured with every parameter at its default, on a phrase of\n"
  "  plucked strings of -26 LUFS, by ITU-R BS.1770; normalising brings it to\n"
  "  -20 LUFS, by 36 dB at most.  What the file says of its loudness is "
  "printed\n"
  "  and not used: makers measure it in different ways.  The input level is\n"
  "  what full scale was when the model was made; a model that says it can be\n"
  "  calibrated to your own.\n"
  "\n"
  "  Where a layer runs backward, the plugin looks ahead a little instead of\n"
  "  hearing the whole recording, as remanence render does: how far from that\n"
  "  it comes is told for some look-aheads, on the same phrase or on one as\n"
  "  loud as full scale, whichever is worse.\n"
  "\n"
  "  Files are told apart by content: Remanence's own format, Keras-style\n"
  "  JSON (RTNeural, AIDA-X), PyTorch-style JSON (GuitarML), NAM files with a\n"
  "  LSTM, and ONNX.\n"
  "\n"
  "OPTIONS\n"
  "  --json  Print a JSON object for each file, on a line of its own.  A\n"
  "          number or text that the file does not give is null.  Keys stay\n"
  "          what they are in later versions; more may come.\n"
  "  --help  Print this page and exit.\n"
  "\n"
  "LIMITS\n"
  "  A file of 64 MiB; 32 layers, 1024 units or channels wide; 16777216\n"
  "  weights; 16 inputs and 16 outputs; 1048576 samples that a network\n"
  "  remembers.\n"
  "\n"
  "EXIT STATUS\n"
  "  0  Every file can be played.\n"
  "  1  One of them cannot: standard error says why.\n"
  "  2  Wrong usage.\n"
  "\n"
  "EXAMPLES\n"
  "  remanence info amp.json\n"
  "  remanence info --json *.nam | jq -r '[.file, .architecture] | @tsv'\n";

static bool
print_json(const Summary* const summary)
{
  json_t* const object = summary_json(summary);
  if (!object) {
    return false;
  }

  json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(9));
  putchar('\n');
  json_decref(object);
  return true;
}

static bool
describe(const char* const       path,
         const RmnNetwork* const network,
         const RmnModel* const   model,
         const bool              is_json)
{
  Summary         summary  = {.path    = path,
                              .network = network,
                              .rest    = rmn_model_rest(model),
                              .n_bytes = rmn_model_n_bytes(model)};
  const float     drive_db = 0.0f;
  const RmnStatus status   = rmn_self_test(network, model, &summary.worst);
  summary.is_as_tested     = status == RMN_OK;
  if (status == RMN_ERR_NO_MEMORY ||
      rmn_loudness_probe(model, network, &drive_db, 1U, &summary.loudness) ||
      rmn_silence_explore(model, network, &summary.silence) ||
      rmn_look_ahead_probe(model,
                           network,
                           summary_look_aheads_ms,
                           SUMMARY_N_LOOK_AHEAD,
                           summary.look_ahead_db)) {
    return false;
  }

  if (is_json) {
    return print_json(&summary);
  }
  summary_print(&summary);
  return true;
}

static bool
load_and_describe(const char* const path, const bool is_json)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = rmn_network_load(path, &error);
  if (!network) {
    command_report(path, "%s", error.message);
    return false;
  }

  RmnModel* const model = rmn_model_new(network);
  const bool      ok    = model && describe(path, network, model, is_json);
  if (!ok) {
    command_report(path, "%s", rmn_strerror(RMN_ERR_NO_MEMORY));
  }

  rmn_model_free(model);
  rmn_network_free(network);
  return ok;
}

static int
run(const int argc, char** const argv)
{
  static const struct option long_options[] = {
    {"json", no_argument, NULL, 'j'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
  };

  bool is_json = false;
  for (int c = 0;
       (c = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
    if (c == 'h') {
      return command_help(&info_command);
    }
    if (c != 'j') {
      return command_misuse(&info_command, NULL);
    }
    is_json = true;
  }
  if (optind == argc) {
    return command_misuse(&info_command, "no file is named");
  }

  int status = EXIT_SUCCESS;
  for (int i = optind; i < argc; ++i) {
    if (!load_and_describe(argv[i], is_json)) {
      status = EXIT_FAILURE;
    } else if (!is_json && i < argc - 1) {
      putchar('\n'); // Between this and the next
    }
  }
  return status;
}

const Command info_command = {
  .name    = "info",
  .summary = "Say what is in a model file",
  .help    = help,
  .run     = run,
};
