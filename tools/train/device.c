// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "device.h"

#include "prepare.h"

#include <string.h>
#include <strings.h>

/// Advise a name that the plugin lists among the models of a folder
static void
check_name(const char* const path, Warnings* const warnings)
{
  static const char* const endings[] = {".json", ".aidax", ".nam"};
  const size_t             n         = strlen(path);
  for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); ++i) {
    const size_t m = strlen(endings[i]);
    if (n > m && !strcasecmp(path + n - m, endings[i])) {
      return;
    }
  }
  warnings_add(
    warnings,
    path,
    "does not end in .json: the plugin will load it, but not list it "
    "among the models of its folder");
}

bool
device_open(Device* const device, const bool is_quiet)
{
  const TrainOptions* const options = &device->options;
  if (device->is_open) {
    return true;
  }

  device->is_open                   = true;
  device->session                   = (Session){0};
  device->session.warnings.is_quiet = options->is_quiet || is_quiet;
  check_name(options->out_path, &device->session.warnings);
  if (!prepare_session(&device->session, options)) {
    return false;
  }

  device->options.goal = device->session.goal; // Labels tell what it is
  if (device->session.goal.kind == GOAL_CLASS) {
    device->options.settings.loss = LOSS_CE;
  }
  return true;
}

void
device_close(Device* const device)
{
  if (device->is_open) {
    session_free(&device->session);
  }
  device->is_open = false;
}

uint32_t
device_n_seeds(const Device* const device)
{
  return device->options.seeds.n ? device->options.seeds.n : 1U;
}

uint32_t
device_n_sizes(const Device* const device)
{
  return device->options.sizes.n ? device->options.sizes.n : 1U;
}

uint32_t
device_n_runs(const Device* const device)
{
  return device_n_seeds(device) * device_n_sizes(device);
}
