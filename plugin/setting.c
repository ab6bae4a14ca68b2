// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "setting.h"
#include "ports.h"

RmnSetting
rmn_setting_read(void* const* const ports)
{
  const float mode  = rmn_ports_read(ports, RMN_PORT_RATE_MODE);
  const float times = rmn_ports_read(ports, RMN_PORT_OVERSAMPLING);
  const float ahead = rmn_ports_read(ports, RMN_PORT_LOOK_AHEAD);

  const RmnSetting setting = {(uint16_t)(mode + 0.5f),
                              times < 1.5f   ? 1U
                              : times < 3.0f ? 2U
                                             : 4U,
                              (uint32_t)(10.0f * ahead + 0.5f)};
  return setting;
}
