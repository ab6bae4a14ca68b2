// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file ui_monkey.h What nobody would do to a window: clicks, keys, sizes and
/// messages, anywhere, any time and of any content

#ifndef RMN_TEST_UI_MONKEY_H
#define RMN_TEST_UI_MONKEY_H

#include "../../plugin/patch.h"
#include "ui_host.h"

#include <lv2/atom/util.h>

#include <math.h>

static uint32_t
next_random(void)
{
  static uint32_t seed = 1;
  seed                 = seed * 1664525U + 1013904223U; // Numerical Recipes
  return seed >> 8U;
}

/// Return a number that is mostly sensible
static float
random_number(void)
{
  static const float odd[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, 0.0f};
  const uint32_t     i     = next_random() % 100U;
  return i < 6U ? odd[i] : (float)(next_random() % 2000U) / 1000.0f - 1.0f;
}

static void
press_any_key(void)
{
  static const KeySym keys[] = {XK_Tab,
                                XK_Up,
                                XK_Down,
                                XK_Return,
                                XK_Escape,
                                XK_5,
                                XK_a,
                                XK_minus,
                                XK_space,
                                XK_End,
                                XK_Home,
                                XK_BackSpace,
                                XK_Delete,
                                XK_Right};
  send_key(keys[next_random() % (sizeof(keys) / sizeof(keys[0]))],
           next_random() % 2U ? ShiftMask : 0U);
}

/// Write a reading of any length
static void
write_reading(LV2_Atom_Forge* const forge, const RmnUris* const uris)
{
  const LV2_URID readings[] = {
    uris->meters, uris->inside, uris->gates, uris->curve};
  const uint32_t n = next_random() % 4U ? 120U : next_random() % 256U;
  float          values[256];
  for (uint32_t i = 0; i < n; ++i) {
    values[i] = random_number();
  }
  rmn_patch_write_floats(forge, uris, readings[next_random() % 4U], values, n);
}

/// Write a sentence, or how bad the next one is
static void
write_message(LV2_Atom_Forge* const forge, const RmnUris* const uris)
{
  static const char* const messages[] = {
    "", "Model \"X\" is missing: choose another", "It will sound different"};
  RmnPatchSet set;
  if (next_random() % 2U) {
    rmn_patch_write_set(forge,
                        uris,
                        uris->message,
                        uris->atom_string,
                        messages[next_random() % 3U]);
  } else {
    rmn_patch_begin(&set, forge, uris, uris->severity);
    lv2_atom_forge_int(forge, (int32_t)(next_random() % 4U));
    rmn_patch_end(&set, forge, true);
  }
}

/// Write what some outputs are, or what kind of prediction theirs is
static void
write_prediction(LV2_Atom_Forge* const forge, const RmnUris* const uris)
{
  static const char* const kinds[]   = {"value", "class", "next-sample", ""};
  const bool               is_kind   = next_random() % 2U;
  const uint32_t           n_outputs = next_random() % 20U;
  RmnPatchSet              set;
  LV2_Atom_Forge_Frame     outer;
  LV2_Atom_Forge_Frame     frame;
  rmn_patch_begin(
    &set, forge, uris, is_kind ? uris->prediction : uris->outputs);
  if (is_kind) {
    const char* const kind = kinds[next_random() % 4U];
    lv2_atom_forge_object(forge, &frame, 0, uris->prediction);
    lv2_atom_forge_key(forge, uris->kind);
    lv2_atom_forge_string(forge, kind, (uint32_t)strlen(kind));
    lv2_atom_forge_pop(forge, &frame);
  } else {
    lv2_atom_forge_tuple(forge, &outer);
    for (uint32_t o = 0; o < n_outputs; ++o) {
      lv2_atom_forge_object(forge, &frame, 0, uris->lv2_parameter);
      lv2_atom_forge_key(forge, uris->rdfs_label);
      lv2_atom_forge_string(forge, "Output", 6);
      lv2_atom_forge_key(forge, uris->lv2_minimum);
      lv2_atom_forge_float(forge, random_number());
      lv2_atom_forge_key(forge, uris->lv2_maximum);
      lv2_atom_forge_float(forge, 2.0f + random_number());
      lv2_atom_forge_pop(forge, &frame);
    }
    lv2_atom_forge_pop(forge, &outer);
  }
  rmn_patch_end(&set, forge, true);
}

/// Have the plugin tell something
static void
tell_anything(void)
{
  LV2_URID_Map         map = {NULL, uri_map};
  RmnUris              uris;
  LV2_Atom_Forge       forge;
  LV2_Atom_Forge_Frame frame;
  union {
    int64_t           alignment; ///< That hosts give to atoms
    LV2_Atom_Sequence sequence;
    uint8_t           bytes[4096];
  } buffer;

  rmn_uris_init(&uris, &map, "urn:remanence:effect");
  lv2_atom_forge_init(&forge, &map);
  lv2_atom_forge_set_buffer(&forge, buffer.bytes, sizeof(buffer));
  lv2_atom_forge_sequence_head(&forge, &frame, 0);
  switch (next_random() % 4U) {
  case 0:
    write_message(&forge, &uris);
    break;
  case 1:
    write_prediction(&forge, &uris);
    break;
  default:
    write_reading(&forge, &uris);
  }
  lv2_atom_forge_pop(&forge, &frame);
  LV2_ATOM_SEQUENCE_FOREACH(&buffer.sequence, event)
  {
    host.descriptor->port_event(host.ui,
                                RMN_PORT_NOTIFY,
                                lv2_atom_total_size(&event->body),
                                urid(LV2_ATOM__eventTransfer),
                                &event->body);
  }
}

/// Give the window another size, which is sometimes none to be used
static void
resize_anyhow(int* const width, int* const height)
{
  const bool is_odd = next_random() % 8U == 0U;
  *width =
    (int)(is_odd ? 1U + next_random() % 100U : 500U + next_random() % 1000U);
  *height =
    (int)(is_odd ? 1U + next_random() % 100U : 400U + next_random() % 800U);
  XResizeWindow(display, host.window, (unsigned)*width, (unsigned)*height);
}

static void
do_anything(void)
{
  static int  width  = 880;
  static int  height = 640;
  const int   x      = (int)(next_random() % (uint32_t)(width + 40)) - 20;
  const int   y      = (int)(next_random() % (uint32_t)(height + 40)) - 20;
  const float value  = 5.0f * random_number();
  switch (next_random() % 16U) {
  case 0:
    send_button(1U + next_random() % 5U, true, x, y);
    break;
  case 1:
    send_button(1U + next_random() % 5U, false, x, y);
    break;
  case 2:
    XWarpPointer(display, None, host.window, 0, 0, 0, 0, x, y);
    break;
  case 3:
    press_any_key();
    break;
  case 4: // Closes the list
    send_key(XK_Escape, 0U);
    break;
  case 5:
  case 6:
    host.descriptor->port_event(
      host.ui, next_random() % 56U, sizeof(float), 0, &value);
    break;
  case 7:
    if (next_random() % 8U == 0U) {
      resize_anyhow(&width, &height);
    }
    break;
  case 8:
  case 9:
    tell_anything();
    break;
  default: // A click
    send_button(Button1, true, x, y);
    send_button(Button1, false, x, y);
  }
}

#endif // RMN_TEST_UI_MONKEY_H
