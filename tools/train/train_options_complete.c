// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "train_options.h"

#include "../command.h"
#include "train_values.h"

#include <stdlib.h>
#include <string.h>

/// Labels have losses of their own, and cross-entropy is for nothing else
static int
settle_label(TrainOptions* const options)
{
  LossKind* const loss     = &options->settings.loss;
  bool* const     is_label = &options->design.is_label;

  *is_label = *is_label || *loss == LOSS_BCE;
  if (!*is_label) {
    return EXIT_SUCCESS;
  }
  if (!options->is_loss_given) {
    *loss = LOSS_BCE;
  }
  if (*loss == LOSS_ESR || options->target_esr > 0.0) {
    return command_misuse(&train_command,
                          "--labels: goes with --loss bce or mse, and not with "
                          "--target-esr");
  }
  return EXIT_SUCCESS;
}

/// A preset is named after its file, and the checkpoint is another file
static int
check_names(const TrainOptions* const options)
{
  const char* const slash = strrchr(options->out_path, '/');
  if (!options->name && !is_text(slash ? slash + 1 : options->out_path)) {
    return command_misuse(&train_command,
                          "--output %s: needs a --name, as this is no text in "
                          "UTF-8",
                          options->out_path);
  }
  if (options->checkpoint_path &&
      !strcmp(options->checkpoint_path, options->out_path)) {
    return command_misuse(&train_command,
                          "--checkpoint %s: is the name of the preset",
                          options->checkpoint_path);
  }
  return EXIT_SUCCESS;
}

/// See whether all is there to learn from, and a name to write to
static int
complete_takes(TrainOptions* const options)
{
  RmnError error = {RMN_OK, ""};
  if (!take_list_close(&options->takes, &error)) {
    return command_misuse(&train_command, "%s", error.message);
  }
  if (!options->out_path) {
    return command_misuse(&train_command,
                          "needs a name to write to: --output PRESET");
  }
  options->design.n_knobs = options->takes.n_knobs;
  options->design.knobs   = options->takes.knobs;
  return EXIT_SUCCESS;
}

int
train_options_complete(TrainOptions* const options)
{
  int status             = complete_takes(options);
  status                 = status ? status : settle_label(options);
  status                 = status ? status : check_names(options);
  options->settings.seed = options->design.seed;
  options->asked         = options->design;
  design_complete(&options->design);
  return status;
}
