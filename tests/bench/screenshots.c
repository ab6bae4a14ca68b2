// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/**
   @file screenshots.c The pictures of the user interface in doc/: drawn by what
   draws the window, of a model that plays strings.
*/

#include "../ui_sample.h"

#include <stdio.h>

static bool
save(const RmnPanel* const panel, const char* const path)
{
  const RmnPicture       picture = rmn_panel_picture(panel);
  cairo_surface_t* const surface = cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, (int)panel->width, (int)panel->height);
  cairo_t* const cr = cairo_create(surface);

  rmn_draw(cr, &picture);
  cairo_destroy(cr);
  const cairo_status_t status = cairo_surface_write_to_png(surface, path);
  cairo_surface_destroy(surface);
  return status == CAIRO_STATUS_SUCCESS;
}

static bool
save_scaled(RmnPanel* const   panel,
            const double      scale,
            const char* const folder,
            const char* const name)
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  rmn_panel_resize(panel, scale * RMN_BASE_WIDTH, scale * RMN_BASE_HEIGHT);
  return save(panel, path);
}

/// Draw what is seldom seen: the list of models, and what went wrong
static bool
save_list(RmnPanel* const   panel,
          const char* const models,
          const char* const folder)
{
  rmn_panel_told_message(
    panel,
    "Model \"Studio Preamp\" is missing: /home/ada/amps/studio-preamp.nam: "
    "the file could not be opened or read; put the file back or choose "
    "another model");
  if (!rmn_list_show(&panel->list, models, "")) {
    return false;
  }
  panel->view.is_listing = true;
  rmn_panel_lay_out(panel);
  return save_scaled(panel, 1.0, folder, "ui-list.png");
}

int
main(const int argc, char** const argv)
{
  static RmnPanel panel;
  if (argc != 4) {
    fprintf(stderr, "Usage: screenshots MODEL FOLDER_OF_MODELS FOLDER\n");
    return 2;
  }

  rmn_panel_init(&panel, &sample_host, "");
  if (!sample_fill(&panel, argv[1])) {
    fprintf(stderr, "screenshots: %s cannot be played\n", argv[1]);
    return 1;
  }

  const bool is_saved = save_scaled(&panel, 1.0, argv[3], "ui.png") &&
                        save_scaled(&panel, 0.75, argv[3], "ui-75.png") &&
                        save_scaled(&panel, 2.0, argv[3], "ui-200.png") &&
                        save_list(&panel, argv[2], argv[3]);
  rmn_panel_clear(&panel);
  return is_saved ? 0 : 1;
}
