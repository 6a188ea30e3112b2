/* carrel-list-pane-select.c: selection mode. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-list-pane-private.h"

#include <glib/gi18n.h>

/* Made when it is first needed. */
static GtkWidget *
need_action_bar (CarrelListPane *self)
{
  if (!self->action_bar) {
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/app/carrel/Carrel/ui/carrel-list-actions.ui");

    self->action_bar = GTK_WIDGET (gtk_builder_get_object (builder, "action_bar"));
    self->tools = GTK_WIDGET (gtk_builder_get_object (builder, "tools"));
    self->deleting = GTK_WIDGET (gtk_builder_get_object (builder, "deleting"));
    adw_toolbar_view_add_bottom_bar (ADW_TOOLBAR_VIEW (adw_bin_get_child (ADW_BIN (self))),
                                     self->action_bar);
  }
  return self->action_bar;
}

static void
tell_tools (CarrelListPane *self)
{
  g_signal_emit_by_name (self, "tools", self->tools);
  g_signal_emit_by_name (self, "tools", self->deleting);
}

/* What is done with one article depends on what it is, which may change while it is selected. */
static void
watch_only (CarrelListPane *self)
{
  g_autoptr (GArray) ids =
      carrel_list_pane_is_selecting (self) && carrel_selection_get_n_selected (self->selection) == 1
          ? carrel_selection_list_ids (self->selection)
          : NULL;
  guint position =
      ids ? carrel_article_list_find (self->list, g_array_index (ids, gint64, 0)) : G_MAXUINT;
  g_autoptr (CarrelArticleItem) only =
      position != G_MAXUINT ? g_list_model_get_item (G_LIST_MODEL (self->list), position) : NULL;

  if (only == self->only)
    return;
  g_clear_signal_handler (&self->told, self->only);
  if (g_set_object (&self->only, only) && only)
    self->told = g_signal_connect_swapped (only, "notify::article", G_CALLBACK (tell_tools), self);
}

static void
update_tools (CarrelListPane *self)
{
  gboolean any = carrel_selection_get_n_selected (self->selection) > 0;

  watch_only (self);
  if (!self->tools || !carrel_list_pane_is_selecting (self))
    return;
  /* With nothing selected they would act on the article that is open. */
  gtk_widget_set_sensitive (self->tools, any);
  gtk_widget_set_sensitive (self->deleting, any);
  tell_tools (self);
}

void
carrel_list_pane_update_checks (CarrelListPane *self)
{
  for (GtkWidget *cell = gtk_widget_get_first_child (self->list_view); cell;
       cell = gtk_widget_get_next_sibling (cell)) {
    GtkWidget         *row = gtk_widget_get_first_child (cell);
    CarrelArticleItem *item =
        CARREL_IS_ARTICLE_ROW (row) ? carrel_article_row_get_item (CARREL_ARTICLE_ROW (row)) : NULL;
    guint position =
        item ? carrel_article_list_find (self->list, carrel_article_item_get_id (item)) : G_MAXUINT;

    if (item)
      carrel_article_row_set_checks (
          CARREL_ARTICLE_ROW (row), carrel_list_pane_is_selecting (self),
          carrel_list_pane_is_selecting (self) &&
              gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position));
  }
  update_tools (self);
}

void
carrel_list_pane_selects_cb (CarrelListPane *self)
{
  gboolean   selecting = carrel_list_pane_is_selecting (self);
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (toasts) /* which leave room for the bar */
    (selecting ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (toasts, "above-bar");
  self->quiet = TRUE;
  carrel_selection_set_multiple (self->selection, TRUE);
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  carrel_selection_set_multiple (self->selection, selecting);
  self->quiet = FALSE;
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (need_action_bar (self)), selecting);
  gtk_widget_set_tooltip_text (self->select_button, selecting ? _ ("Done") : _ ("Select"));
  carrel_list_pane_update_checks (self);
  carrel_list_pane_update_title (self);
}
