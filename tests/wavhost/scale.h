// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file scale.h Values of controls, as people write them

#ifndef WAVHOST_SCALE_H
#define WAVHOST_SCALE_H

#include "ports.h"

/**
   Read what a control is to be set to.

   @param index Of the port.
   @param text A number, or the label of a point of the port's scale, in upper
   or lower case.  An enumeration takes nothing but its points.
   @return False after a report of what there is.
*/
bool
scale_read(const LilvPlugin* plugin,
           const Ports*      ports,
           uint32_t          index,
           const char*       text,
           float*            value);

#endif // WAVHOST_SCALE_H
