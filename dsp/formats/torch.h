// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file torch.h The layers of a PyTorch state dict

#ifndef RMN_FORMATS_TORCH_H
#define RMN_FORMATS_TORCH_H

#include "json.h"

/// What a state dict is read into, and what is known about it beforehand
typedef struct {
  RmnNetwork* network;
  RmnJson     dict;   ///< Arrays by name
  RmnJson     config; ///< model_data or its only block; may be missing
} RmnTorch;

/// Return true if a key of a state dict is that of a first recurrent layer
bool
rmn_torch_is_recurrent(const char* key);

/// Append the modules of these kinds in the order of the file
bool
rmn_torch_add_modules(const RmnTorch* torch,
                      bool            with_recurrent,
                      bool            with_linear);

#endif // RMN_FORMATS_TORCH_H
