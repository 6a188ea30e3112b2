/* carrel-reader-pane-way.c: finding the way in the reader: back and forward, headings, the position
 * that is kept.
 *
 * Main thread. What is shown, and where, is the view's; here is what is remembered of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-reader-pane-private.h"

#include "ui/carrel-contents.h"

#define SAVE_AFTER 1200 /* ms without a move */

/* ── Ways ── */

void
carrel_reader_pane_update_ways (CarrelReaderPane *self)
{
  gboolean back = carrel_history_can_go_back (self->history),
           forward = carrel_history_can_go_forward (self->history);

  gtk_widget_set_visible (self->back_button, back || forward || self->alone);
  gtk_widget_set_sensitive (self->back_button, back || self->alone);
  gtk_widget_set_visible (self->forward_button, (back || forward) && self->fold < FOLD_WAY);
  gtk_widget_set_sensitive (self->forward_button, forward);
}

static gboolean
get_visit (CarrelReaderPane *self, CarrelVisit *visit)
{
  visit->article = carrel_reader_pane_get_loaded (self);
  carrel_document_view_get_position (carrel_reader_pane_get_view (self), &visit->block,
                                     &visit->fraction);
  return visit->article != 0;
}

void
carrel_reader_pane_leave_place (CarrelReaderPane *self)
{
  CarrelVisit here;

  if (!get_visit (self, &here))
    return;
  carrel_history_leave (self->history, &here);
  carrel_reader_pane_update_ways (self);
}

static void
mark_section (CarrelReaderPane *self)
{
  gint64 block;
  double fraction;

  carrel_document_view_get_position (carrel_reader_pane_get_view (self), &block, &fraction);
  carrel_contents_set_current (CARREL_CONTENTS (self->contents), (guint) MAX (block, 0));
}

gboolean
carrel_reader_pane_focus_page (CarrelReaderPane *self)
{
  return gtk_widget_get_mapped (self->view) && gtk_widget_grab_focus (self->view);
}

/* ── Contents ── */

static void
contents_chosen_cb (CarrelReaderPane *self, guint block)
{
  gtk_popover_popdown (GTK_POPOVER (self->contents_popover));
  carrel_reader_pane_leave_place (self);
  carrel_document_view_scroll_to_block (carrel_reader_pane_get_view (self), block);
  gtk_widget_grab_focus (self->view);
}

static void
contents_shown_cb (CarrelReaderPane *self)
{
  mark_section (self);
  carrel_contents_focus_current (CARREL_CONTENTS (self->contents));
}

static void
heading_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelReaderPane *self = CARREL_READER_PANE (widget);
  gboolean          forward = g_str_equal (name, "reader.next-heading");
  double            fraction;
  gint64            block;
  guint             heading;

  if (!self->reading)
    return;
  carrel_document_view_get_position (carrel_reader_pane_get_view (self), &block, &fraction);
  /* Well into a section, its own heading is the one before. */
  if (carrel_contents_find_heading (CARREL_CONTENTS (self->contents), (guint) MAX (block, 0),
                                    forward, &heading))
    carrel_document_view_scroll_to_block (carrel_reader_pane_get_view (self), heading);
  else if (!forward)
    carrel_document_view_scroll_to_position (carrel_reader_pane_get_view (self), 0, 0);
}

static void
contents_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelReaderPane *self = CARREL_READER_PANE (widget);

  if (gtk_widget_get_visible (self->contents_button))
    gtk_menu_button_popup (GTK_MENU_BUTTON (self->contents_button));
}

/* ── Position ── */

void
carrel_reader_pane_save_position (CarrelReaderPane *self)
{
  gint64 block;
  double fraction, progress;

  if (self->save_source == 0 || !self->reading)
    return;
  g_clear_handle_id (&self->save_source, g_source_remove);
  carrel_document_view_get_position (carrel_reader_pane_get_view (self), &block, &fraction);
  progress = carrel_document_view_get_progress (carrel_reader_pane_get_view (self));
  /* Opening isn't reading: what counts is a move, or an end that is on the screen. */
  if (!self->settled || (block == self->kept_block && fraction == self->kept_fraction)) {
    gboolean first = !self->settled;

    self->settled = TRUE;
    self->kept_block = block;
    self->kept_fraction = fraction;
    if (!first || progress < 1)
      return;
  }
  self->kept_block = block;
  self->kept_fraction = fraction;
  carrel_library_set_position (self->library, carrel_article_get_id (self->reading->article), block,
                               fraction, progress, progress >= 1);
}

static gboolean
save_cb (gpointer data)
{
  CarrelReaderPane *self = data;

  carrel_reader_pane_save_position (self);
  return G_SOURCE_REMOVE;
}

void
carrel_reader_pane_show_title (CarrelReaderPane *self)
{
  gboolean hidden = self->fold >= FOLD_TITLE || self->other ||
                    carrel_document_view_is_header_visible (carrel_reader_pane_get_view (self));

  gtk_stack_set_visible_child_name (GTK_STACK (self->title_stack), hidden ? "none" : "title");
}

static void
position_changed_cb (CarrelReaderPane *self)
{
  double progress = carrel_document_view_get_progress (carrel_reader_pane_get_view (self));

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->position_bar), progress);
  carrel_reader_pane_show_title (self);
  if (!self->reading)
    return;
  if (gtk_widget_get_mapped (self->contents))
    mark_section (self);
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_AFTER, save_cb, self);
}

/* ── Back and forward ── */

static void
go (CarrelReaderPane *self, gboolean forward)
{
  CarrelVisit from, to;
  gboolean    here = get_visit (self, &from);

  if (!(forward ? carrel_history_go_forward (self->history, here ? &from : NULL, &to)
                : carrel_history_go_back (self->history, here ? &from : NULL, &to)))
    return;
  carrel_reader_pane_save_position (self);
  carrel_reader_pane_stop_loading (self);
  carrel_reader_pane_set_other (self, NULL);
  if (here && to.article == from.article) {
    carrel_document_view_scroll_to_position (carrel_reader_pane_get_view (self), to.block,
                                             to.fraction);
    carrel_reader_pane_update_ways (self);
    return;
  }
  self->wanted = to;
  carrel_reader_pane_load (self, to.article);
}

gboolean
carrel_reader_pane_can_go_back (CarrelReaderPane *self)
{
  return carrel_history_can_go_back (self->history);
}

void
carrel_reader_pane_go_back (CarrelReaderPane *self)
{
  go (self, FALSE);
}

void
carrel_reader_pane_go_forward (CarrelReaderPane *self)
{
  go (self, TRUE);
}

/* ── Life ── */

void
carrel_reader_pane_install_way (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "reader.next-heading", NULL, heading_action);
  gtk_widget_class_install_action (widget_class, "reader.previous-heading", NULL, heading_action);
  gtk_widget_class_install_action (widget_class, "reader.contents", NULL, contents_action);
  gtk_widget_class_bind_template_callback (widget_class, contents_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, contents_shown_cb);
}

void
carrel_reader_pane_init_way (CarrelReaderPane *self)
{
  self->history = carrel_history_new ();
  self->wanted.block = -1;
  g_signal_connect_object (self->view, "position-changed", G_CALLBACK (position_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "leaving-place", G_CALLBACK (carrel_reader_pane_leave_place),
                           self, G_CONNECT_SWAPPED);
}
