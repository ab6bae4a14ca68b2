// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "command.h"
#include "rmn.h"

#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char help[] =
  "NAME\n"
  "  remanence-convert - write a model in the format of another program\n"
  "\n"
  "SYNOPSIS\n"
  "  remanence convert [--to FORMAT] [--rescale-knobs] MODEL OUTPUT\n"
  "\n"
  "DESCRIPTION\n"
  "  Reads the model file MODEL, of any format that can be played, and writes\n"
  "  the same network to OUTPUT.  Weights are moved and never changed, so "
  "that\n"
  "  OUTPUT plays the very same samples.  A format that cannot express the\n"
  "  network is refused, with the reason.\n"
  "\n"
  "  What a format has no place for, such as the names of knobs, is written\n"
  "  where other programs pass over it, and is there again when Remanence\n"
  "  reads OUTPUT, or converts it back.  A line on standard error lists it.\n"
  "\n"
  "  OUTPUT appears when it is complete, so that an older file is not lost if\n"
  "  something goes wrong; it may be the same file as MODEL.\n"
  "\n"
  "OPTIONS\n"
  "  --to FORMAT  What OUTPUT is to be.  Without it, the extension of OUTPUT\n"
  "               decides: .nam, .onnx, and .aidax for keras; .keras.json and\n"
  "               .guitarml.json; anything else that ends with .json, or has\n"
  "               no extension, is rmn.\n"
  "  --rescale-knobs  Let every knob go from 0 to 1, as keras and guitarml\n"
  "               have it.  Its range goes into the weights, which changes\n"
  "               samples by no more than rounding; without it, such a "
  "network\n"
  "               is refused.\n"
  "  --help       Print this page and exit.\n"
  "\n"
  "FORMATS\n"
  "  rmn          Remanence's own, which can express everything.\n"
  "  keras        Keras-style JSON, for AIDA-X and what else uses RTNeural:\n"
  "               LSTM and GRU, dense, conv1d, batchnorm, prelu; gains; a "
  "skip\n"
  "               to the first output.  No simple RNN, no peepholes, no layer "
  "that\n"
  "               runs backward, no clip, no cell with other activations.\n"
  "  guitarml     JSON of GuitarML (Proteus, NeuralPi): LSTM, GRU or RNN "
  "layers\n"
  "               of one size, then a dense one; skip.  No gains.\n"
  "  nam          Neural Amp Modeler: LSTM layers of one size, then a dense\n"
  "               one.  No knobs, no skip, no gains.\n"
  "  onnx         ONNX, opset 14: everything but full peepholes, also both\n"
  "               directions of one kind and size.\n"
  "               The input is [time][1][channel], audio first and then "
  "knobs,\n"
  "               the output likewise.  The state of each recurrent layer may\n"
  "               be given, as h1 (and c1) for the first layer, and comes out\n"
  "               as h1_out (and c1_out), for whoever plays in blocks: not so\n"
  "               what a conv1d has heard.\n"
  "\n"
  "EXIT STATUS\n"
  "  0  OUTPUT is complete.\n"
  "  1  It is not: MODEL could not be read, FORMAT cannot express it, or\n"
  "     OUTPUT could not be written, and is what it was.\n"
  "  2  Wrong usage.\n"
  "\n"
  "EXAMPLES\n"
  "  remanence convert pedal.json pedal.aidax\n"
  "  remanence convert amp.nam amp.onnx\n"
  "  remanence convert --to guitarml pedal.json proteus.json\n";

/* Formats and names of files
   ========================== */

/// An extension, and which dialects a file with it can be, the first by itself
typedef struct {
  const char* text;
  unsigned    dialects; ///< 1 << RmnDialect
  RmnDialect  usual;
} Extension;

static const Extension extensions[] = {
  {".nam", 1U << RMN_DIALECT_NAM, RMN_DIALECT_NAM},
  {".onnx", 1U << RMN_DIALECT_ONNX, RMN_DIALECT_ONNX},
  {".aidax", 1U << RMN_DIALECT_KERAS, RMN_DIALECT_KERAS},
  {".keras.json", 1U << RMN_DIALECT_KERAS, RMN_DIALECT_KERAS},
  {".guitarml.json", 1U << RMN_DIALECT_GUITARML, RMN_DIALECT_GUITARML},
  {".json",
   1U << RMN_DIALECT_RMN | 1U << RMN_DIALECT_KERAS | 1U << RMN_DIALECT_GUITARML,
   RMN_DIALECT_RMN},
};

enum { N_EXTENSIONS = sizeof(extensions) / sizeof(extensions[0]) };

static bool
ends_with(const char* const name, const char* const end)
{
  const size_t n     = strlen(name);
  const size_t n_end = strlen(end);
  return n > n_end && !strcasecmp(name + n - n_end, end);
}

/// Return the extension of a file if it is known, or NULL
static const Extension*
find_extension(const char* const path)
{
  for (size_t e = 0; e < N_EXTENSIONS; ++e) {
    if (ends_with(path, extensions[e].text)) {
      return &extensions[e];
    }
  }
  return NULL;
}

static bool
find_dialect(const char* const name, RmnDialect* const dialect)
{
  for (unsigned d = 0; d < RMN_N_DIALECTS; ++d) {
    if (!strcmp(name, rmn_dialect_name((RmnDialect)d))) {
      *dialect = (RmnDialect)d;
      return true;
    }
  }
  return false;
}

/// Find what to write by --to, which may be NULL, and the name of the file;
/// return why it is unclear, or NULL
static const char*
choose_dialect(const char* const to,
               const char* const path,
               RmnDialect* const dialect)
{
  const char* const      slash     = strrchr(path, '/');
  const char* const      name      = slash ? slash + 1 : path;
  const Extension* const extension = find_extension(name);
  if (to) {
    return !find_dialect(to, dialect)
             ? "--to takes rmn, keras, guitarml, nam or onnx"
           : extension && !(extension->dialects & 1U << *dialect)
             ? "--to and the extension of OUTPUT name different formats: "
               "change one of them"
             : NULL;
  }

  *dialect = extension ? extension->usual : RMN_DIALECT_RMN;
  return extension || !strchr(name, '.')
           ? NULL
           : "the extension of OUTPUT is that of no format: say which with "
             "--to rmn, keras, guitarml, nam or onnx";
}

/* The command
   =========== */

/// Say what other programs will not find in the file
static void
tell_unseen(const RmnNetwork* const network,
            const RmnDialect        dialect,
            const char* const       path)
{
  char unseen[256];
  rmn_network_unseen(network, dialect, unseen, sizeof(unseen));
  if (unseen[0]) {
    command_report(path, "other programs than Remanence pass over: %s", unseen);
  }
}

/// Load a model, and rescale its knobs if that is wanted
static RmnNetwork*
load(const char* const path, const bool is_rescaled, RmnError* const error)
{
  RmnNetwork* const network = rmn_network_load(path, error);
  if (network && is_rescaled && rmn_network_rescale_knobs(network, error)) {
    rmn_network_free(network);
    return NULL;
  }
  return network;
}

static int
convert(const char* const in,
        const char* const out,
        const RmnDialect  dialect,
        const bool        is_rescaled)
{
  RmnError          error   = {RMN_OK, ""};
  RmnNetwork* const network = load(in, is_rescaled, &error);
  if (!network) {
    command_report(in, "%s", error.message);
    return EXIT_FAILURE;
  }

  signal(SIGXFSZ, SIG_IGN); // A file size limit is an error of write() then
  const bool is_written = !rmn_network_write(network, dialect, out, &error);
  if (is_written) {
    tell_unseen(network, dialect, out);
  } else {
    command_report(
      error.status == RMN_ERR_UNSUPPORTED ? in : out, "%s", error.message);
  }
  rmn_network_free(network);
  return is_written ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
run(const int argc, char** const argv)
{
  static const struct option long_options[] = {
    {"to", required_argument, NULL, 't'},
    {"rescale-knobs", no_argument, NULL, 'r'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
  };

  const char* to          = NULL;
  bool        is_rescaled = false;
  for (int c = 0;
       (c = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
    if (c == 'h') {
      return command_help(&convert_command);
    }
    if (c != 't' && c != 'r') {
      return command_misuse(&convert_command, NULL);
    }
    to          = c == 't' ? optarg : to;
    is_rescaled = is_rescaled || c == 'r';
  }
  if (argc - optind != 2) {
    return command_misuse(&convert_command,
                          "name a model file and the file to be written");
  }

  const char* const out     = argv[optind + 1];
  RmnDialect        dialect = RMN_DIALECT_RMN;
  const char* const unclear = choose_dialect(to, out, &dialect);
  return unclear ? command_misuse(&convert_command, "%s", unclear)
                 : convert(argv[optind], out, dialect, is_rescaled);
}

const Command convert_command = {
  .name    = "convert",
  .summary = "Write a model in the format of another program",
  .help    = help,
  .run     = run,
};
