/* carrel-map-page-private.h: what the files of the map's page share. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library-links.h"
#include "ui/map/carrel-map-page.h"
#include "ui/map/carrel-map-view.h"

G_BEGIN_DECLS

struct _CarrelMapPage {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  gint64         article; /* that is read; 0: none */
  gint64         shown;   /* whose neighbourhood is there; 0: everything, -1: nothing yet */
  guint          steps;
  gboolean       wanted, narrow, quiet, wants_focus; /* the last: once the map is there */
  GCancellable  *loading, *searching;                /* (owned) (nullable) */
  guint          reload_id;
  GListStore    *texts; /* (owned) of GtkStringObject: rows of the list, by numbers in `order` */
  GArray        *order; /* (owned) of guint: the row's dot */
  GSimpleActionGroup *actions; /* (owned) */

  GtkWidget *title, *sidebar_button, *search_bar, *search, *misread, *stack, *overlay, *view,
      *scope, *legend, *card_bin, *card, *selection_bar, *selection_label, *tag_button, *text_view;
  GtkWidget *topic_field;
};

static inline CarrelMapView *
carrel_map_page_get_view (CarrelMapPage *self)
{
  return CARREL_MAP_VIEW (self->view);
}

/* ── carrel-map-page.c ── */
/* What is shown is to be read anew. */
void carrel_map_page_reload (CarrelMapPage *self);
/* Map, list, or what stands in their place. */
void carrel_map_page_update_stack (CarrelMapPage *self);
/* As a click on the dot. */
void carrel_map_page_activate (CarrelMapPage *self, guint dot);

/* ── carrel-map-page-text.c: the same as a list ── */
gboolean carrel_map_page_is_text (CarrelMapPage *self);
void     carrel_map_page_update_text (CarrelMapPage *self);
void     carrel_map_page_set_up_text (CarrelMapPage *self);
/* A row was activated; a callback of the template. */
void carrel_map_page_text_activated_cb (CarrelMapPage *self, guint row);

/* ── carrel-map-page-menu.c: «map.text», «map.wanted», «map.steps», «map.rearrange», «map.zoom»,
 * «map.export» ── */
void carrel_map_page_add_menu_actions (CarrelMapPage *self);

G_END_DECLS
