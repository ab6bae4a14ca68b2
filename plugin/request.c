// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "request.h"

#include <string.h>

bool
rmn_request_send(const LV2_Worker_Schedule* const schedule,
                 const char* const                path,
                 const uint32_t                   ticket)
{
  RmnRequest   request = {ticket, ""};
  const size_t length  = strnlen(path, sizeof(request.path) - 1U);
  const size_t size    = offsetof(RmnRequest, path) + length + 1U;

  memcpy(request.path, path, length);
  return !schedule->schedule_work(schedule->handle, (uint32_t)size, &request);
}
