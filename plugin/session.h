// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file session.h What a session saves and restores

#ifndef RMN_SESSION_H
#define RMN_SESSION_H

#include <lv2/state/state.h>

/// Save the model that the session has: LV2_State_Interface::save
LV2_State_Status
rmn_session_save(LV2_Handle                instance,
                 LV2_State_Store_Function  store,
                 LV2_State_Handle          handle,
                 uint32_t                  flags,
                 const LV2_Feature* const* features);

/// Load it, wherever it is now: LV2_State_Interface::restore
LV2_State_Status
rmn_session_restore(LV2_Handle                  instance,
                    LV2_State_Retrieve_Function retrieve,
                    LV2_State_Handle            handle,
                    uint32_t                    flags,
                    const LV2_Feature* const*   features);

#endif // RMN_SESSION_H
