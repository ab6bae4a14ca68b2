// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file test_ui_messages.c What window and plugin say to each other, damaged
/// or not

#include "../../plugin/about_write.h"
#include "../../plugin/ui/messages.h"
#include "../ui_host.h"
#include "../uri_map.h"

enum { N_BYTES = 16384 };

static RmnUris        uris;
static LV2_Atom_Forge forge;

static union {
  LV2_Atom_Sequence sequence;
  int64_t           alignment;
  uint8_t           bytes[N_BYTES];
} told;

static UiHost*
open_host(void)
{
  LV2_URID_Map map = {NULL, uri_map};
  rmn_uris_init(&uris, &map, RMN_URI_EFFECT);
  lv2_atom_forge_init(&forge, &map);
  return ui_open();
}

/// Begin what the plugin tells
static void
begin(LV2_Atom_Forge_Frame* const frame)
{
  memset(&told, 0, sizeof(told));
  lv2_atom_forge_set_buffer(&forge, told.bytes, sizeof(told));
  lv2_atom_forge_sequence_head(&forge, frame, 0);
}

/// Return the only message of what the plugin told
static LV2_Atom*
message(LV2_Atom_Forge_Frame* const frame)
{
  lv2_atom_forge_pop(&forge, frame);
  return &((LV2_Atom_Event*)(void*)(told.bytes + sizeof(LV2_Atom_Sequence)))
            ->body;
}

static void
hear(UiHost* const host, const LV2_Atom* const atom)
{
  rmn_message_read(
    &host->panel, &uris, atom, (uint32_t)sizeof(LV2_Atom) + atom->size);
}

static LV2_Atom*
tell_about(LV2_Atom_Forge_Frame* const frame)
{
  const RmnAbout about = {
    "Amp", "Ada", "CC0", "LSTM 8, dense 1", 321, 44100.0f, 0.01f, -18.5f};
  begin(frame);
  CHECK(rmn_about_write(&forge, &uris, &about));
  return message(frame);
}

static void
model_is_described(void)
{
  UiHost* const        host = open_host();
  LV2_Atom_Forge_Frame frame;
  hear(host, tell_about(&frame));
  const RmnAbout* const about = &host->panel.view.about;
  CHECK(!strcmp(about->name, "Amp") && !strcmp(about->author, "Ada"));
  CHECK(!strcmp(about->licence, "CC0"));
  CHECK(!strcmp(about->network, "LSTM 8, dense 1"));
  CHECK(about->n_weights == 321 && about->rate_hz == 44100.0f);
  CHECK(about->esr == 0.01f && about->lufs == -18.5f);
  ui_close(host);
}

static void
texts_are_told(void)
{
  UiHost* const        host = open_host();
  LV2_Atom_Forge_Frame frame;
  begin(&frame);
  rmn_patch_write_set(&forge, &uris, uris.model, uris.atom_path, "/a/b.nam");
  hear(host, message(&frame));
  CHECK(!strcmp(host->panel.view.path, "/a/b.nam"));
  begin(&frame);
  rmn_patch_write_set(&forge, &uris, uris.message, uris.atom_string, "Oh");
  hear(host, message(&frame));
  CHECK(!strcmp(host->panel.view.message, "Oh"));
  CHECK(!host->n_all_sets && !host->n_loads);
  ui_close(host);
}

static void
readings_are_told(void)
{
  UiHost* const        host     = open_host();
  const float          meters[] = {48000, 12, 0.5f, 1, 0.5f, 0.1f, 1, NAN};
  const float          units[]  = {0.5f, -0.5f, 1.0f, 2.0f};
  LV2_Atom_Forge_Frame frame;
  begin(&frame);
  rmn_patch_write_floats(&forge, &uris, uris.meters, meters, 8);
  hear(host, message(&frame));
  CHECK(host->panel.view.status.latency == 12);
  CHECK(host->panel.view.out.peak_db[0] == 0.0f);
  CHECK(host->panel.view.out.rms_db[0] < -100.0f); // Of what is no number
  begin(&frame);
  rmn_patch_write_floats(&forge, &uris, uris.inside, units, 4);
  hear(host, message(&frame));
  CHECK(host->panel.history.n_units == 2);
  begin(&frame);
  rmn_patch_write_floats(&forge, &uris, uris.gates, units, 3);
  hear(host, message(&frame));
  CHECK(host->panel.history.n_gated == 1);
  begin(&frame);
  rmn_patch_write_floats(&forge, &uris, uris.curve, units, 4);
  hear(host, message(&frame));
  CHECK(host->panel.history.n_points == 2);
  ui_close(host);
}

/// Write an output, and what kind of prediction it is
static void
predictions_are_told(void)
{
  UiHost* const        host = open_host();
  LV2_Atom_Forge_Frame frame;
  LV2_Atom_Forge_Frame tuple;
  LV2_Atom_Forge_Frame object;
  RmnPatchSet          set;
  begin(&frame);
  rmn_patch_begin(&set, &forge, &uris, uris.outputs);
  lv2_atom_forge_tuple(&forge, &tuple);
  lv2_atom_forge_object(&forge, &object, 0, uris.lv2_parameter);
  lv2_atom_forge_key(&forge, uris.rdfs_label);
  lv2_atom_forge_string(&forge, "Pitch", 5);
  lv2_atom_forge_key(&forge, uris.unit);
  lv2_atom_forge_string(&forge, "Hz", 2);
  lv2_atom_forge_key(&forge, uris.lv2_minimum);
  lv2_atom_forge_float(&forge, 50.0f);
  lv2_atom_forge_key(&forge, uris.lv2_maximum);
  lv2_atom_forge_float(&forge, 550.0f);
  lv2_atom_forge_pop(&forge, &object);
  lv2_atom_forge_pop(&forge, &tuple);
  rmn_patch_end(&set, &forge, true);
  hear(host, message(&frame));
  const RmnPredictionView* const prediction = &host->panel.view.prediction;
  const RmnOutput* const         output     = &prediction->outputs[0];
  CHECK(prediction->n_outputs == 1 && !strcmp(output->name, "Pitch"));
  CHECK(!strcmp(output->unit, "Hz") && output->maximum == 550.0f);

  begin(&frame);
  rmn_patch_begin(&set, &forge, &uris, uris.prediction);
  lv2_atom_forge_object(&forge, &object, 0, uris.prediction);
  lv2_atom_forge_key(&forge, uris.kind);
  lv2_atom_forge_string(&forge, "class", 5);
  lv2_atom_forge_pop(&forge, &object);
  rmn_patch_end(&set, &forge, true);
  hear(host, message(&frame));
  CHECK(prediction->predicts == RMN_PREDICTS_CLASS);
  ui_close(host);
}

/// A size, type or byte that is wrong anywhere in a message does no harm
static void
damage_is_survived(void)
{
  static const uint32_t values[] = {0U, 1U, 7U, 0x7FFFFFFFU, 0xFFFFFFF8U};
  UiHost* const         host     = open_host();
  LV2_Atom_Forge_Frame  frame;
  const uint32_t        n_bytes = tell_about(&frame)->size;
  for (uint32_t at = 0; at < n_bytes; at += 4) {
    for (uint32_t i = 0; i < sizeof(values) / sizeof(values[0]); ++i) {
      LV2_Atom* const atom = tell_about(&frame);
      const uint32_t  size = (uint32_t)sizeof(LV2_Atom) + atom->size;
      memcpy((uint8_t*)atom + at, &values[i], sizeof(uint32_t));

      LV2_Atom* const copy = (LV2_Atom*)malloc(size); // Its end is watched
      CHECK(copy);
      memcpy(copy, atom, size);
      rmn_message_read(&host->panel, &uris, copy, size);
      free(copy);
    }
  }
  CHECK(!host->n_all_sets && !host->n_loads);
  ui_close(host);
}

static void
other_plugins_are_ignored(void)
{
  UiHost* const        host = open_host();
  LV2_Atom_Forge_Frame frame;
  const LV2_URID       own = uris.plugin;
  uris.plugin              = uri_map(NULL, "urn:another");
  begin(&frame);
  rmn_patch_write_set(&forge, &uris, uris.model, uris.atom_path, "/a/b.nam");
  uris.plugin = own;
  hear(host, message(&frame));
  CHECK(!host->panel.view.path[0]);
  ui_close(host);
}

static void
requests_are_understood(void)
{
  UiHost* const  host = open_host();
  RmnMessage     room;
  int32_t        interest = 0;
  char           path[RMN_MAX_LOCATED + 600];
  const RmnPatch watch =
    rmn_patch_read(&uris, rmn_message_watch(&room, &forge, &uris, 2));
  CHECK(watch.type == RMN_PATCH_SET && watch.property == uris.watch);
  CHECK(rmn_patch_int(&uris, watch.value, &interest) && interest == 2);

  const RmnPatch all =
    rmn_patch_read(&uris, rmn_message_get(&room, &forge, &uris, 0U));
  CHECK(all.type == RMN_PATCH_GET && !all.property);
  const RmnPatch load =
    rmn_patch_read(&uris, rmn_message_load(&room, &forge, &uris, "/x.nam"));
  CHECK(load.type == RMN_PATCH_SET && load.property == uris.model);
  CHECK(!strcmp(rmn_patch_path(&uris, load.value, 100), "/x.nam"));

  memset(path, 'x', sizeof(path) - 1U);
  path[sizeof(path) - 1U] = '\0';
  CHECK(!rmn_message_load(&room, &forge, &uris, path));
  ui_close(host);
}

int
main(void)
{
  RUN(model_is_described);
  RUN(texts_are_told);
  RUN(readings_are_told);
  RUN(predictions_are_told);
  RUN(damage_is_survived);
  RUN(other_plugins_are_ignored);
  RUN(requests_are_understood);
  return 0;
}
