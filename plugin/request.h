// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file request.h Requests from the audio thread to the host's worker

#ifndef RMN_REQUEST_H
#define RMN_REQUEST_H

#include "sound.h"

#include <lv2/worker/worker.h>

typedef enum {
  RMN_REQUEST_COLLECT, ///< Free what the audio thread is done with
  RMN_REQUEST_REMAKE,  ///< Make the present model anew, as the ports want it
  RMN_REQUEST_LOAD,    ///< Load the model at `path`
  RMN_REQUEST_STEP,    ///< Load the model `number` after the present one
  RMN_REQUEST_PROGRAM, ///< Load model `number` of the present one's folder
} RmnRequestType;

/// Work to do, of which only as much as the path needs is sent
typedef struct {
  RmnRequestType type;
  uint32_t       ticket; ///< Of what loads another model
  int32_t        number;
  char           path[RMN_MAX_PATH];
} RmnRequest;

/// Send a request; return false if the host takes none now
RMN_RT
bool
rmn_request_send(const LV2_Worker_Schedule* schedule,
                 const RmnRequest*          request);

/// Ask for work that needs no ticket
RMN_RT
bool
rmn_request_send_type(const LV2_Worker_Schedule* schedule, RmnRequestType type);

#endif // RMN_REQUEST_H
