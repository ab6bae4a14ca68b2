// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "shelf.h"

#include <stdlib.h>
#include <string.h>

static const unsigned is_new = 4U;

RmnShelf*
rmn_shelf_new(void)
{
  RmnShelf* const shelf = (RmnShelf*)calloc(1, sizeof(RmnShelf));
  if (shelf) {
    shelf->held = 1U;
    atomic_init(&shelf->ready, 2U);
  }
  return shelf;
}

RmnTray*
rmn_shelf_tray(RmnShelf* const shelf)
{
  return &shelf->trays[shelf->filled];
}

void
rmn_shelf_leave(RmnShelf* const shelf)
{
  shelf->filled =
    atomic_exchange(&shelf->ready, shelf->filled | is_new) & ~is_new;
}

const RmnTray*
rmn_shelf_look(RmnShelf* const shelf)
{
  if (atomic_load(&shelf->ready) & is_new) {
    shelf->held = atomic_exchange(&shelf->ready, shelf->held) & ~is_new;
  }
  return &shelf->trays[shelf->held];
}

const RmnTray*
rmn_shelf_held(const RmnShelf* const shelf)
{
  return &shelf->trays[shelf->held];
}

void
rmn_shelf_put(RmnShelf* const shelf, const void* const bytes, const size_t size)
{
  rmn_shelf_look(shelf); // What is there is older
  RmnTray* const tray = &shelf->trays[shelf->held];
  tray->size          = size <= sizeof(tray->bytes) ? size : 0U;
  if (tray->size) {
    memcpy(tray->bytes, bytes, tray->size);
  }
}
