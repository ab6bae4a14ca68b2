// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file request.h Requests from the audio thread to the host's worker

#ifndef RMN_REQUEST_H
#define RMN_REQUEST_H

#include "sound.h"

#include <lv2/worker/worker.h>

/// Work to do, of which only as much as the path needs is sent
typedef struct {
  uint32_t ticket;
  char     path[RMN_MAX_PATH]; ///< Model to load, "" to only free
} RmnRequest;

/// Send a request; return false if the host takes none now
RMN_RT
bool
rmn_request_send(const LV2_Worker_Schedule* schedule,
                 const char*                path,
                 uint32_t                   ticket);

#endif // RMN_REQUEST_H
