// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "request.h"

#include <string.h>

bool
rmn_request_send(const LV2_Worker_Schedule* const schedule,
                 const RmnRequest* const          request)
{
  const size_t length = strnlen(request->path, sizeof(request->path) - 1U);
  const size_t size   = offsetof(RmnRequest, path) + length + 1U;

  return !schedule->schedule_work(schedule->handle, (uint32_t)size, request);
}

bool
rmn_request_send_type(const LV2_Worker_Schedule* const schedule,
                      const RmnRequestType             type)
{
  const RmnRequest request = {type, 0U, 0, ""};
  return rmn_request_send(schedule, &request);
}
