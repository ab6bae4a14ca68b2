// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file list_layout.h Where in the list of models everything is

#ifndef RMN_LIST_LAYOUT_H
#define RMN_LIST_LAYOUT_H

#include "layout.h"
#include "list.h"

/// Return where the entries are in the area of the list
RmnRect
rmn_list_rows(RmnRect area);

/// Return the button of place `i`, of which the first is the folder above
RmnRect
rmn_list_place(RmnRect area, uint32_t i);

/// Return where that is typed which is searched for
RmnRect
rmn_list_search_field(RmnRect area, uint32_t n_places);

/// Return how many entries there is room for
uint32_t
rmn_list_n_rows(RmnRect area);

#endif // RMN_LIST_LAYOUT_H
