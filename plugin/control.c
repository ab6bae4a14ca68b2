// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "control.h"
#include "request.h"

#include <lv2/atom/util.h>

#include <string.h>

/// Say that a request came to nothing; hosts make tracing safe for this thread
static void
refuse(RmnEffect* const effect, const char* const message)
{
  rmn_notify_say(&effect->notify, message);

  const LV2_Log_Logger* const logger = &effect->loader.logger;
  if (logger->log) {
    logger->log->printf(
      logger->log->handle, logger->Trace, "remanence: %s\n", message);
  }
}

/// Ask the worker for another model
static void
request_model(RmnEffect* const effect, RmnRequest* const request)
{
  if (!effect->schedule) {
    refuse(effect,
           "This host cannot load models while it plays: choose a preset "
           "instead");
    return;
  }

  request->ticket = rmn_mailbox_draw_ticket(&effect->mailbox);
  if (!rmn_request_send(effect->schedule, request)) {
    rmn_mailbox_return_ticket(&effect->mailbox, request->ticket);
    refuse(effect, "The host is too busy to load a model: choose it again");
  }
}

static void
request_path(RmnEffect* const effect, const LV2_Atom* const value)
{
  const char* const path = rmn_patch_path(&effect->uris, value, RMN_MAX_PATH);
  if (!path) {
    refuse(effect, "The model cannot be set: its path is missing or too long");
    return;
  }

  RmnRequest request = {RMN_REQUEST_LOAD, 0U, ""};
  memcpy(request.path, path, strlen(path) + 1U);
  request_model(effect, &request);
}

void
rmn_control_watch_setting(RmnEffect* const effect)
{
  const RmnSetting setting = rmn_setting_read(effect->ports);
  const bool       is_new =
    !rmn_setting_equals(setting, rmn_mailbox_wanted(&effect->mailbox));
  if (is_new && !effect->schedule) {
    refuse(effect,
           "This host cannot change the sample rate mode or oversampling while "
           "it plays: they count from the next start");
  }

  if (is_new) {
    rmn_mailbox_want(&effect->mailbox, setting);
    effect->is_remake_due = effect->schedule;
  }
  if (effect->is_remake_due) {
    effect->is_remake_due =
      !rmn_request_send_type(effect->schedule, RMN_REQUEST_REMAKE);
  }
}

static void
handle_message(RmnEffect* const effect, const LV2_Atom* const message)
{
  const RmnUris* const uris   = &effect->uris;
  RmnNotify* const     notify = &effect->notify;
  const RmnPatch       patch  = rmn_patch_read(uris, message);

  if (patch.type == RMN_PATCH_SET && patch.property == uris->model) {
    request_path(effect, patch.value);
  } else if (patch.type == RMN_PATCH_GET) {
    notify->has_model |= !patch.property || patch.property == uris->model;
    notify->has_message |= !patch.property || patch.property == uris->message;
  }
}

void
rmn_control_read(RmnEffect* const effect)
{
  const LV2_Atom_Sequence* const control =
    (const LV2_Atom_Sequence*)effect->ports[RMN_PORT_CONTROL];
  if (!control || control->atom.type != effect->uris.atom_sequence) {
    return;
  }

  LV2_ATOM_SEQUENCE_FOREACH(control, event)
  {
    handle_message(effect, &event->body);
  }
}
