// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file worker.h What the host's worker thread does

#ifndef RMN_WORKER_H
#define RMN_WORKER_H

#include <lv2/worker/worker.h>

extern const LV2_Worker_Interface rmn_worker_interface;

#endif // RMN_WORKER_H
