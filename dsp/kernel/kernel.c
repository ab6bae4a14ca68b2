// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file kernel.c Which kernel this machine runs best

#include "kernel.h"

#include <string.h>

#if defined(__x86_64__)
extern const RmnKernel rmn_kernel_x86_64_v4;
extern const RmnKernel rmn_kernel_x86_64_v3;
extern const RmnKernel rmn_kernel_x86_64_v2;
#endif
extern const RmnKernel rmn_kernel_baseline;

static const RmnKernel* override;

const RmnKernel*
rmn_kernel_at(uint32_t i)
{
  const RmnKernel* kernels[4];
  uint32_t         n = 0;

#if defined(__x86_64__) // By single features: clang 14 knows no level by name
  const bool has_v2 = __builtin_cpu_supports("sse4.2");
  const bool has_v3 = __builtin_cpu_supports("avx2") &&
                      __builtin_cpu_supports("fma") &&
                      __builtin_cpu_supports("bmi2");
  const bool has_v4 =
    __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
    __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
    __builtin_cpu_supports("avx512dq");
  if (has_v3 && has_v4) {
    kernels[n++] = &rmn_kernel_x86_64_v4;
  }
  if (has_v3) {
    kernels[n++] = &rmn_kernel_x86_64_v3;
  }
  if (has_v2) {
    kernels[n++] = &rmn_kernel_x86_64_v2;
  }
#endif
  kernels[n++] = &rmn_kernel_baseline;

  return i < n ? kernels[i] : NULL;
}

const RmnKernel*
rmn_kernel_choose(void)
{
  return override ? override : rmn_kernel_at(0);
}

bool
rmn_kernel_override(const char* const isa)
{
  if (!isa) {
    override = NULL;
    return true;
  }

  for (uint32_t i = 0; rmn_kernel_at(i); ++i) {
    if (!strcmp(rmn_kernel_at(i)->isa, isa)) {
      override = rmn_kernel_at(i);
      return true;
    }
  }

  return false;
}
