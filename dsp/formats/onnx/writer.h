// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file writer.h The layers of a network as nodes of ONNX

#ifndef RMN_FORMATS_ONNX_WRITER_H
#define RMN_FORMATS_ONNX_WRITER_H

#include "draft.h"

/// Append the nodes of layer `l`, or of two that run forward and backward
/// beside each other, and states to what comes in and out
void
rmn_draft_layer(RmnOnnxDraft*   draft,
                const RmnLayer* layers,
                uint32_t        n_directions,
                uint32_t        l);

/**
   Append the nodes of a recurrent layer.

   Its states are inputs `h1`, and `c1` of a LSTM, counted as layers are, which
   start as the layer does if they are left out, and outputs `h1_out`, `c1_out`.
   Those of a layer that runs backward are weights: it hears all of a sequence.
*/
void
rmn_draft_recurrent(RmnOnnxDraft*   draft,
                    const RmnLayer* layers,
                    uint32_t        n_directions,
                    uint32_t        l);

/// Append a node that computes with numbers, [n], and the signal
float*
rmn_draft_arithmetic(RmnOnnxDraft* draft,
                     const char*   op,
                     const char*   name,
                     uint32_t      n);

#endif // RMN_FORMATS_ONNX_WRITER_H
