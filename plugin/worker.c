// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "worker.h"
#include "browse.h"
#include "effect.h"
#include "request.h"

#include <string.h>

static void
serve(RmnLoader* const loader, const RmnRequest* const request)
{
  rmn_loader_collect(loader);
  switch (request->type) {
  case RMN_REQUEST_COLLECT:
    break;
  case RMN_REQUEST_REMAKE:
    rmn_loader_remake(loader);
    break;
  case RMN_REQUEST_LOAD:
    rmn_loader_load(loader, request->path, request->ticket);
    break;
  case RMN_REQUEST_STEP:
    rmn_browse_step(loader, request->number, request->ticket);
    break;
  case RMN_REQUEST_PROGRAM:
    rmn_browse_program(loader, (uint32_t)request->number, request->ticket);
    break;
  }
}

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
  RmnRequest       request = {RMN_REQUEST_COLLECT, 0U, 0, ""};
  if (!data || size > sizeof(request)) {
    return LV2_WORKER_ERR_UNKNOWN;
  }

  memcpy(&request, data, size);
  serve(&effect->loader, &request);
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
