// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "kernel.h"

const RmnKernel*
rmn_kernel_choose(void)
{
  return &rmn_kernel_portable;
}
