// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

/// @file draw_list.c The list of models, with what is searched for above it

#include "draw.h"
#include "list_layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void
draw_search(cairo_t* const cr, const RmnList* const list, const RmnRect rect)
{
  const double y = rect.y + 20.0;
  rmn_fill(cr, rect, 6.0, rmn_ground);
  rmn_outline(cr, rect, 6.0, rmn_accent);

  cairo_arc(cr, rect.x + 15.0, rect.y + 13.5, 4.5, 0.0, 2.0 * RMN_PI);
  cairo_move_to(cr, rect.x + 18.0, rect.y + 17.0);
  cairo_line_to(cr, rect.x + 22.0, rect.y + 21.0);
  rmn_set_colour(cr, rmn_dim, 1.0);
  cairo_set_line_width(cr, 1.5);
  cairo_stroke(cr);

  rmn_set_colour(cr, list->search[0] ? rmn_text : rmn_faint, 1.0);
  const double width =
    rmn_write(cr,
              rmn_type_body,
              rect.x + 32.0,
              y,
              rect.width - 40.0,
              list->search[0] ? list->search : "Type to search");
  rmn_set_colour(cr, rmn_accent, 1.0);
  cairo_rectangle(cr,
                  rect.x + 32.0 + (list->search[0] ? width + 1.0 : -2.0),
                  rect.y + 7.0,
                  1.5,
                  16.0);
  cairo_fill(cr);
}

/// Draw the places that one may go to, and the folder above
static void
draw_places(cairo_t* const cr, const RmnList* const list, const RmnRect rect)
{
  for (uint32_t i = 0; i <= list->n_places; ++i) {
    const RmnRect     place = rmn_list_place(rect, i);
    const char* const name  = i ? list->places[i - 1U].name : "Folder above";
    const bool        here =
      i && !strcmp(list->places[i - 1U].path, list->listing.folder);
    rmn_fill(cr, place, 6.0, rmn_raised);
    rmn_set_colour(cr, here ? rmn_accent : rmn_text, 1.0);
    rmn_write(cr,
              rmn_type_label,
              place.x + place.width / 2.0,
              place.y + 19.0,
              place.width,
              name);
  }
}

static void
draw_entry(cairo_t* const       cr,
           const RmnList* const list,
           const RmnView* const view,
           const uint32_t       i,
           const RmnRect        row)
{
  const RmnListEntry* const entry   = &list->listing.entries[list->found[i]];
  const bool                plays   = !strcmp(entry->path, view->path);
  const bool                is_here = i == list->selected;
  const double              y       = row.y + 17.5;
  char                      name[256];
  snprintf(
    name, sizeof(name), "%s%s", entry->name, entry->is_folder ? "/" : "");

  if (is_here) {
    rmn_fill(cr, row, 5.0, rmn_lit);
  }
  if (plays) {
    cairo_move_to(cr, row.x + 10.0, row.y + 8.0);
    cairo_line_to(cr, row.x + 19.0, row.y + 13.0);
    cairo_line_to(cr, row.x + 10.0, row.y + 18.0);
    rmn_set_colour(cr, rmn_accent, 1.0);
    cairo_fill(cr);
  }
  rmn_set_colour(cr,
                 plays              ? rmn_accent
                 : entry->is_folder ? rmn_dim
                                    : rmn_text,
                 1.0);
  rmn_write(cr, rmn_type_body, row.x + 28.0, y, row.width - 40.0, name);
}

/// Draw where in the list the window is, if it shows a part only
static void
draw_scroll_bar(cairo_t* const       cr,
                const RmnList* const list,
                const RmnRect        rows)
{
  if (list->n_found <= list->n_rows) {
    return;
  }

  const double  share = (double)list->n_rows / list->n_found;
  const double  start = (double)list->first / list->n_found;
  const RmnRect bar   = {rows.x + rows.width + 4.0,
                         rows.y + start * rows.height,
                         4.0,
                         fmax(share * rows.height, 12.0)};
  rmn_fill(cr, bar, 2.0, rmn_line);
}

void
rmn_draw_list(cairo_t* const cr, const RmnPicture* const picture)
{
  const RmnList* const list = picture->list;
  const RmnRect        rect = picture->layout->areas[RMN_AREA_LIST];
  const RmnRect        rows = rmn_list_rows(rect);
  const double         foot = rect.y + rect.height - 11.0;

  rmn_fill(cr, rect, 10.0, rmn_card);
  draw_search(cr, list, rmn_list_search_field(rect, list->n_places));
  draw_places(cr, list, rect);
  rmn_set_colour(cr, rmn_faint, 1.0);
  rmn_write(cr,
            rmn_type_caption,
            rows.x,
            rect.y + 66.0,
            rows.width,
            list->listing.folder);

  for (uint32_t r = 0; r < list->n_rows && list->first + r < list->n_found;
       ++r) {
    const RmnRect row = {
      rows.x, rows.y + r * (double)RMN_ROW_HEIGHT, rows.width, RMN_ROW_HEIGHT};
    draw_entry(cr, list, picture->view, list->first + r, row);
  }
  draw_scroll_bar(cr, list, rows);
  rmn_set_colour(cr, rmn_faint, 1.0);
  if (!list->n_found) {
    rmn_write(cr,
              rmn_type_body,
              rows.x + 28.0,
              rows.y + 18.0,
              rows.width,
              list->search[0] ? "No model of that name here"
                              : "There are no models in this folder");
  }
  rmn_write(cr,
            rmn_type_caption,
            rows.x,
            foot,
            rows.width,
            "Enter or a click plays a model  \u00B7  Backspace: folder above  "
            "\u00B7  Esc closes");
}
