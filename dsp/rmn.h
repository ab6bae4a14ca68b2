// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file rmn.h The public API of the Remanence engine.

   A file becomes a network (a description), a network becomes a model (packed
   weights that never change), and a model plays with a state (what remains
   from sample to sample: h_t and C_t).  A player bundles the three with what
   audio needs around them.

       file -> RmnNetwork -> RmnModel + RmnState -> rmn_process()
                                \________ RmnPlayer ________/

   Functions marked RMN_RT may be called on an audio thread: they allocate
   nothing, lock nothing, call nothing that might, and take time that is
   bounded by their arguments.  Everything else belongs to other threads.
   No function keeps global state, so distinct objects may be used from
   distinct threads.

   This is the header to include; it is in parts for those who read it.
*/

#ifndef RMN_H
#define RMN_H

#include "rmn_base.h"
#include "rmn_model.h"
#include "rmn_network.h"
#include "rmn_player.h"

#define RMN_VERSION "0.1.0"

#endif // RMN_H
