// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "worker.h"
#include "effect.h"
#include "request.h"

#include <string.h>

static LV2_Worker_Status
work(LV2_Handle                  instance,
     LV2_Worker_Respond_Function respond,
     LV2_Worker_Respond_Handle   handle,
     const uint32_t              size,
     const void* const           data)
{
  (void)respond;
  (void)handle;

  RmnEffect* const effect  = (RmnEffect*)instance;
  RmnRequest       request = {0U, ""};
  if (!data || size > sizeof(request)) {
    return LV2_WORKER_ERR_UNKNOWN;
  }

  memcpy(&request, data, size);
  if (request.path[0]) {
    rmn_loader_load(&effect->loader, request.path, request.ticket);
  } else {
    rmn_loader_collect(&effect->loader);
  }
  return LV2_WORKER_SUCCESS;
}

/// Nothing comes this way: run() finds what was loaded in the mailbox
static LV2_Worker_Status
work_response(LV2_Handle instance, const uint32_t size, const void* const body)
{
  (void)instance;
  (void)size;
  (void)body;
  return LV2_WORKER_SUCCESS;
}

const LV2_Worker_Interface rmn_worker_interface = {work, work_response, NULL};
