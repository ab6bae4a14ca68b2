// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file mailbox.h Where a loader and the audio thread hand over sounds.

   The loader leaves one sound to be played, and the audio thread leaves any
   number that it is done with.  Requests draw tickets, so that the latest one
   wins whoever asked.  Whatever is loaded follows the setting that is wanted
   at that time; if it changes meanwhile, what came of it is made anew.
   Nothing here ever waits.
*/

#ifndef RMN_MAILBOX_H
#define RMN_MAILBOX_H

#include "sound.h"

#include <stdatomic.h>

typedef struct {
  _Atomic(RmnSound*)  ready;
  _Atomic(RmnSound*)  retired; ///< A list
  atomic_uint         ticket;  ///< The last one that was drawn
  _Atomic(RmnSetting) wanted;
} RmnMailbox;

void
rmn_mailbox_init(RmnMailbox* mailbox);

/// Say how players are to be made from now on
RMN_RT
void
rmn_mailbox_want(RmnMailbox* mailbox, RmnSetting setting);

/// Return how players are to be made
RMN_RT
RmnSetting
rmn_mailbox_wanted(RmnMailbox* mailbox);

/// Return the ticket of a new request
RMN_RT
uint32_t
rmn_mailbox_draw_ticket(RmnMailbox* mailbox);

/// Give back a ticket that came to nothing, so that the one before it counts
RMN_RT
void
rmn_mailbox_return_ticket(RmnMailbox* mailbox, uint32_t ticket);

/// Return true if no request was made since the one with `ticket`
bool
rmn_mailbox_is_latest(RmnMailbox* mailbox, uint32_t ticket);

/// Leave `sound` to be played, in an empty mailbox; one loader at a time
void
rmn_mailbox_put(RmnMailbox* mailbox, RmnSound* sound);

/// Return whether a sound is ready
RMN_RT
bool
rmn_mailbox_is_full(RmnMailbox* mailbox);

/// Take the sound that is ready, or NULL, and empty the mailbox
RMN_RT
RmnSound*
rmn_mailbox_take(RmnMailbox* mailbox);

/// Give up a sound; the audio thread only
RMN_RT
void
rmn_mailbox_retire(RmnMailbox* mailbox, RmnSound* sound);

/// Take the list of retired sounds
RmnSound*
rmn_mailbox_take_retired(RmnMailbox* mailbox);

#endif // RMN_MAILBOX_H
