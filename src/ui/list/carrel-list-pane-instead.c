/* carrel-list-pane-instead.c: what stands where the rows would: that there are none, that they
 * could not be read, or that they are on their way.
 *
 * Main thread. Each is made when it is needed for the first time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-list-pane-private.h"

#include "ui/carrel-collections.h"
#include "ui/carrel-instead.h"

#include <glib/gi18n.h>

#define PATIENCE_MS 150 /* until rows that are on their way are drawn as such */
#define N_ROWS 24       /* more than a window shows */

static gboolean
is_of (CarrelListPane *self, CarrelPlaceKind kind)
{
  return self->place && carrel_ui_place_get_kind (self->place) == kind;
}

gboolean
carrel_list_pane_is_instead (CarrelListPane *self, GtkWidget *widget)
{
  return (self->empty && widget == self->empty) ||
         (self->failure &&
          (widget == self->failure || gtk_widget_is_ancestor (widget, self->failure)));
}

/* ── There are none ── */

static void
empty_button_cb (CarrelListPane *self)
{
  if (carrel_list_pane_widen_search (self))
    return;
  if (carrel_ui_place_get_collection (self->place))
    carrel_collections_edit (GTK_WIDGET (self), self->library,
                             carrel_ui_place_get_collection (self->place), NULL, NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.add", NULL);
}

static void
need_empty (CarrelListPane *self)
{
  if (self->empty)
    return;
  self->empty = adw_status_page_new ();
  self->empty_button = gtk_button_new ();
  gtk_widget_add_css_class (self->empty, "compact");
  gtk_widget_set_focusable (self->empty, TRUE); /* what rows leave behind */
  gtk_widget_set_halign (self->empty_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->empty_button, "pill");
  g_signal_connect_swapped (self->empty_button, "clicked", G_CALLBACK (empty_button_cb), self);
  adw_status_page_set_child (ADW_STATUS_PAGE (self->empty), self->empty_button);
  gtk_stack_add_named (GTK_STACK (self->stack), self->empty, "empty");
}

static void
show_empty (CarrelListPane *self)
{
  AdwStatusPage *page;
  const char    *icon, *title, *sentence;
  gboolean       all = is_of (self, CARREL_PLACE_KIND_INBOX) || is_of (self, CARREL_PLACE_KIND_ALL),
           collection = self->place && carrel_ui_place_get_collection (self->place);

  need_empty (self);
  page = ADW_STATUS_PAGE (self->empty);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
  if (carrel_list_pane_show_no_match (self))
    return;
  carrel_ui_place_get_empty (self->place, &icon, &title, &sentence);
  adw_status_page_set_icon_name (page, icon);
  adw_status_page_set_title (page, title);
  adw_status_page_set_description (page, sentence);
  gtk_button_set_label (GTK_BUTTON (self->empty_button),
                        collection ? _ ("Edit Search…") : _ ("Add a Page"));
  gtk_widget_set_visible (self->empty_button, all || collection);
}

/* ── They could not be read ── */

GtkWidget *
carrel_list_pane_show_instead (CarrelListPane *self, const GError *error)
{
  if (error)
    self->failure = carrel_instead_show_failure (self->stack, error,
                                                 G_CALLBACK (carrel_list_pane_reload), self);
  else
    show_empty (self);
  return error ? self->failure : self->empty;
}

/* ── They are on their way ── */

gboolean
carrel_list_pane_shows_loading (CarrelListPane *self)
{
  return self->loading && gtk_stack_get_visible_child (GTK_STACK (self->stack)) == self->loading;
}

/* Rows without an article, as the list has them; more than there is room for are cut off. */
static void
need_loading (CarrelListPane *self)
{
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  if (self->loading)
    gtk_stack_remove (GTK_STACK (self->stack), self->loading); /* rows of another view */
  self->loading = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->loading), GTK_POLICY_NEVER,
                                  GTK_POLICY_EXTERNAL);
  gtk_widget_set_can_target (self->loading, FALSE);
  gtk_widget_add_css_class (rows, "loading-rows");
  for (guint i = 0; i < N_ROWS; i++)
    gtk_box_append (
        GTK_BOX (rows),
        carrel_article_row_new (self->library, CARREL_ROW_STYLE (self->row_style), self->view));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->loading), rows);
  gtk_stack_add_named (GTK_STACK (self->stack), self->loading, "loading");
}

static gboolean
patience_cb (gpointer data)
{
  CarrelListPane *self = data;

  self->patience = 0;
  if (carrel_list_pane_is_wanted (self) ? self->wanted_there
                                        : !carrel_article_list_is_stale (self->list))
    return G_SOURCE_REMOVE;
  need_loading (self);
  need_loading (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
  return G_SOURCE_REMOVE;
}

void
carrel_list_pane_await_rows (CarrelListPane *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
}
