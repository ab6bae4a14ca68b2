// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file shelf.h Where the audio thread leaves bytes that a session may want,
   whenever it wants them.

   There are three trays: one that the audio thread fills, one that those who
   look hold, and one between them, which both exchange for their own.  Nothing
   here ever waits.
*/

#ifndef RMN_SHELF_H
#define RMN_SHELF_H

#include "rmn.h"

#include <stdatomic.h>

enum { RMN_SHELF_BYTES = 1 << 15 }; ///< Of a tray; what is larger is not kept

typedef struct {
  size_t size; ///< 0 for nothing
  char   bytes[RMN_SHELF_BYTES];
} RmnTray;

typedef struct {
  RmnTray     trays[3];
  uint32_t    filled; ///< The tray of the audio thread
  uint32_t    held;   ///< That of those who look, one at a time
  atomic_uint ready;  ///< That between them, with a bit for what is new
} RmnShelf;

/// Return an empty shelf, for free(), or NULL
RmnShelf*
rmn_shelf_new(void);

/// Return the tray that the audio thread fills before rmn_shelf_leave()
RMN_RT
RmnTray*
rmn_shelf_tray(RmnShelf* shelf);

/// Leave it for those who look
RMN_RT
void
rmn_shelf_leave(RmnShelf* shelf);

/// Return the newest tray, as it is until the next look
const RmnTray*
rmn_shelf_look(RmnShelf* shelf);

/// Return the tray that was looked at or put there last, newer ones or not
const RmnTray*
rmn_shelf_held(const RmnShelf* shelf);

/// Put something there for those who look, until the audio thread leaves more;
/// what is too large makes it empty
void
rmn_shelf_put(RmnShelf* shelf, const void* bytes, size_t size);

#endif // RMN_SHELF_H
