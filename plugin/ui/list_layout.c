// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "list_layout.h"

static const double inset       = 14.0;
static const double place_width = 92.0;

RmnRect
rmn_list_rows(const RmnRect area)
{
  return (RmnRect){area.x + inset,
                   area.y + RMN_LIST_HEADER - 8.0,
                   area.width - 2.0 * inset - 8.0,
                   area.height - RMN_LIST_HEADER - RMN_LIST_FOOTER + 8.0};
}

RmnRect
rmn_list_place(const RmnRect area, const uint32_t i)
{
  return (RmnRect){area.x + inset + i * (place_width + 8.0),
                   area.y + inset,
                   place_width,
                   28.0};
}

RmnRect
rmn_list_search_field(const RmnRect area, const uint32_t n_places)
{
  const RmnRect last = rmn_list_place(area, n_places);
  const double  x    = last.x + last.width + 16.0;
  return (RmnRect){x, last.y, area.x + area.width - inset - x, last.height};
}

uint32_t
rmn_list_n_rows(const RmnRect area)
{
  const double height = rmn_list_rows(area).height;
  return height > 0.0 ? (uint32_t)(height / RMN_ROW_HEIGHT) : 0U;
}
