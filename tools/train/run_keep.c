// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "run_keep.h"

#include "../command.h"
#include "network.h"
#include "recipe.h"
#include "run_tell.h"

#include <string.h>

static void
visit_network(Archive* const archive, const RmnNetwork* const network)
{
  for (uint32_t l = 0; l < network->n_layers; ++l) {
    const RmnLayer* const layer = &network->layers[l];
    const RmnLayerSizes   n     = rmn_shape_sizes(&layer->shape);
    archive_visit(archive, layer->W, n.W * sizeof(float));
    archive_visit(archive, layer->U, n.U * sizeof(float));
    archive_visit(archive, layer->b, n.b * sizeof(float));
    archive_visit(archive, layer->b_u, n.b_u * sizeof(float));
    archive_visit(archive, layer->P, n.P * sizeof(float));
  }
}

/// Visit all that a checkpoint keeps
static void
visit_run(void* const data, Archive* const archive)
{
  Run* const     run   = (Run*)data;
  Story* const   story = &run->story;
  const uint32_t most  = run->options->settings.n_epochs;

  ARCHIVE_VISIT(archive, run->n_seconds);
  archive_require(archive, run->n_seconds >= 0.0 && run->n_seconds < 1e9);
  ARCHIVE_VISIT(archive, run->best_mean);
  ARCHIVE_VISIT(archive, story->valid);
  ARCHIVE_VISIT(archive, story->best_epoch);
  ARCHIVE_VISIT(archive, story->n_epochs);
  archive_require(
    archive, story->n_epochs <= most && story->best_epoch <= story->n_epochs);

  const size_t n = archive->is_bad                  ? 0U
                   : archive->mode == ARCHIVE_COUNT ? most
                                                    : story->n_epochs;
  archive_visit(archive, run->losses, n * sizeof(double));
  archive_visit(archive, run->losses + most, n * sizeof(double));
  visit_network(archive, run->best);
  trainer_visit(run->trainer, archive);
}

/// Write the checkpoint, if there is to be one; return 0, or what went wrong
static int
save_checkpoint(Run* const run)
{
  return run->checkpoint.path
           ? checkpoint_save(&run->checkpoint, run->n_seconds)
           : 0;
}

void
run_try_to_save(Run* const run)
{
  const int problem = save_checkpoint(run);
  if (problem) {
    warnings_add(&run->story.warnings,
                 run->checkpoint.path,
                 "cannot be written, so that the training would not "
                 "go on from here: %s",
                 strerror(problem));
  }
}

bool
run_open_checkpoint(Run* const run)
{
  run->checkpoint = (Checkpoint){.path  = run->options->checkpoint_path,
                                 .text  = run->recipe,
                                 .visit = visit_run,
                                 .data  = run};
  if (!recipe_write(run->recipe,
                    sizeof(run->recipe),
                    &run->story,
                    run->session,
                    run->network)) {
    command_report(run->options->out_path, "out of memory");
    return false;
  }
  if (checkpoint_exists(&run->checkpoint)) {
    if (!checkpoint_load(&run->checkpoint)) {
      return false;
    }
    run->checkpoint.saved = run->n_seconds;
    run_tell_start(run);
    return true;
  }

  const int problem = save_checkpoint(run);
  if (problem) {
    command_report(
      run->checkpoint.path, "cannot be written: %s", strerror(problem));
  }
  return !problem;
}
