/* carrel-list-pane-search.c: what is typed into the list's entry, and what it is narrowed by. Main
 * thread.
 *
 * What is in the entry is all there is: chips are made of it and change it. Only whether the whole
 * library is searched, not the place, stands beside it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-list-pane-private.h"

#include "base/carrel-text.h"
#include "ui/carrel-collections.h"
#include "ui/carrel-misread.h"
#include "ui/list/carrel-filter-chips.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NAMED 80 /* characters of what was looked for, in a sentence */

static const char *
get_typed (CarrelListPane *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

static void
set_typed (CarrelListPane *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
}

static gboolean
is_all (CarrelListPane *self)
{
  return self->place && carrel_ui_place_get_kind (self->place) == CARREL_PLACE_KIND_ALL;
}

gboolean
carrel_list_pane_is_everywhere (CarrelListPane *self)
{
  return self->everywhere && *get_typed (self);
}

/* ── The entry ── */

static void
search_changed_cb (CarrelListPane *self)
{
  /* The entry says so some time after it was changed: by then what it says may have been searched.
   */
  if (!self->quiet && g_strcmp0 (get_typed (self), self->searched) != 0)
    carrel_list_pane_reload (self);
}

gboolean
carrel_list_pane_end_search (CarrelListPane *self)
{
  gboolean searched = self->everywhere || *get_typed (self);

  self->everywhere = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  if (searched)
    carrel_list_pane_focus_list (self);
  return searched;
}

static void
search_stopped_cb (CarrelListPane *self)
{
  if (!carrel_list_pane_end_search (self))
    carrel_list_pane_focus_list (self);
}

void
carrel_list_pane_remember_search (CarrelListPane *self)
{
  if (!carrel_list_pane_is_wanted (self) && *get_typed (self))
    carrel_search_completion_remember (self->completion, get_typed (self));
}

/* Where nothing was found the entry keeps the focus: what is typed next is still of the search. */
static void
go_to_first (CarrelListPane *self)
{
  gboolean wanted = carrel_list_pane_is_wanted (self);

  self->entered = FALSE;
  if (!wanted && g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return;
  if (!wanted)
    carrel_search_completion_remember (self->completion, get_typed (self));
  carrel_list_pane_focus_list (self);
  if (!wanted)
    gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list_view), 0,
                             GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
}

/* Who types fast presses Enter while the rows are still those of less. */
static void
search_entered_cb (CarrelListPane *self)
{
  carrel_misread_announce (GTK_LABEL (self->misread));
  search_changed_cb (self);
  if (carrel_list_pane_is_wanted (self) || !carrel_article_list_is_loading (self->list))
    go_to_first (self);
  else
    self->entered = TRUE;
}

void
carrel_list_pane_rows_came (CarrelListPane *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (!self->entered)
    return;
  if (focus && gtk_widget_is_ancestor (focus, self->search))
    go_to_first (self);
  else /* somewhere else by now */
    self->entered = FALSE;
}

void
carrel_list_pane_bind_search_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_entered_cb);
}

/* ── Chips ── */

void
carrel_list_pane_update_filters (CarrelListPane *self)
{
  CarrelFilterScope scope = { !is_all (self), self->everywhere,
                              carrel_article_list_is_capped (self->list) };
  gboolean          shown = *get_typed (self) && !carrel_list_pane_is_wanted (self),
           nothing = !carrel_article_list_is_loading (self->list) &&
                     g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;

  if (shown)
    carrel_filter_chips_show (ADW_WRAP_BOX (self->filters), self->library, get_typed (self),
                              &scope);
  gtk_widget_set_visible (self->filters, shown);
  carrel_misread_show (GTK_LABEL (self->misread), shown ? get_typed (self) : "", nothing);
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "save-search")),
      shown);
}

/* Puts the filter into the entry, where it can be seen and changed. */
static void
only_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;
  const char     *filter = g_variant_get_string (value, NULL);
  g_autoptr (GPtrArray) filters = carrel_query_list_filters (get_typed (self));
  g_autofree char *text =
      *get_typed (self)
          ? g_strconcat (get_typed (self), g_str_has_suffix (get_typed (self), " ") ? "" : " ",
                         filter, " ", NULL)
          : g_strconcat (filter, " ", NULL);

  for (guint i = 0; i < filters->len; i++) {
    CarrelQueryFilter *there = filters->pdata[i];

    if (strlen (filter) == there->end - there->start &&
        g_str_has_prefix (get_typed (self) + there->start, filter))
      return;
  }
  set_typed (self, text);
}

static void
drop_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;
  const char     *term = g_variant_get_string (value, NULL);
  g_autoptr (GPtrArray) filters = carrel_query_list_filters (get_typed (self));

  for (guint i = 0; i < filters->len; i++) {
    CarrelQueryFilter *filter = filters->pdata[i];

    if (strlen (term) == filter->end - filter->start &&
        g_str_has_prefix (get_typed (self) + filter->start, term)) {
      g_autofree char *rest = carrel_query_cut (get_typed (self), filter->start, filter->end);

      set_typed (self, rest);
      gtk_widget_grab_focus (self->search);
      gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
      return;
    }
  }
}

static void
everywhere_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;

  self->everywhere = !self->everywhere;
  gtk_widget_grab_focus (self->search);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
  carrel_list_pane_reload (self);
}

/* What is listed now, as one search: that of the place, and what is typed. (transfer full) */
static char *
dup_whole_search (CarrelListPane *self)
{
  g_autofree char *place = carrel_list_pane_is_everywhere (self) || !self->place
                               ? g_strdup ("")
                               : carrel_ui_place_dup_search (self->place),
                  *typed = g_strdup (get_typed (self));
  gboolean either = strstr (typed, " OR ") != NULL, others = strstr (place, " OR ") != NULL;

  g_strstrip (typed);
  if (!*place)
    return g_steal_pointer (&typed);
  return g_strconcat (others ? "(" : "", place, others ? ") " : " ", either ? "(" : "", typed,
                      either ? ")" : "", NULL);
}

static void
save_search_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane  *self = user_data;
  g_autofree char *search = dup_whole_search (self);

  carrel_collections_edit (GTK_WIDGET (self), self->library, NULL, get_typed (self), search);
}

static void
rank_all_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  CarrelListPane *self = user_data;

  carrel_list_pane_focus_list (self);
  carrel_article_list_rank_all (self->list);
}

void
carrel_list_pane_add_search_actions (CarrelListPane *self)
{
  static const GActionEntry entries[] = {
    { .name = "only", .parameter_type = "s", .activate = only_cb },
    { .name = "drop", .parameter_type = "s", .activate = drop_cb },
    { .name = "everywhere", .activate = everywhere_cb },
    { .name = "rank-all", .activate = rank_all_cb },
    { .name = "save-search", .activate = save_search_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

/* ── Nothing found ── */

/* What is typed without its filters. (transfer full) */
static char *
dup_bare (CarrelListPane *self)
{
  g_autoptr (GPtrArray) filters = carrel_query_list_filters (get_typed (self));
  char *text = g_strdup (get_typed (self));

  for (guint i = filters->len; i > 0; i--) {
    CarrelQueryFilter *filter = filters->pdata[i - 1];
    char              *rest = carrel_query_cut (text, filter->start, filter->end);

    g_free (text);
    text = rest;
  }
  return g_strstrip (text);
}

/* What is looked for, as a sentence of the page has it: one that is long is known by its ends.
 * (transfer full) */
static char *
dup_named (const char *words)
{
  g_autofree char *shortened = carrel_text_shorten (words, MAX_NAMED);

  return g_markup_escape_text (shortened, -1);
}

typedef struct {
  CarrelListPane *pane; /* (owned) */
  char           *bare; /* (owned) */
} Counting;

/* Nothing but how many there would be is new. */
static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Counting *counting = user_data;
  g_autoptr (CarrelListPane) self = counting->pane;
  g_autofree char *bare = counting->bare;
  g_autoptr (GError) error = NULL;
  guint    n = 0;
  gboolean counted = carrel_library_count_finish (CARREL_LIBRARY (source), result, &n, &error);
  g_autofree char *escaped = dup_named (bare), *typed = g_strdup (get_typed (self)), *text = NULL;
  gboolean         filtered = strcmp (g_strstrip (typed), bare) != 0;

  if (!counted || n == 0 || !self->list_view)
    return;
  text = filtered
             ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                             "“%s” is in %u article without these filters.",
                                             "“%s” is in %u articles without these filters.", n),
                                escaped, n)
             : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "“%s” is in %u article elsewhere.",
                                             "“%s” is in %u articles elsewhere.", n),
                                escaped, n);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty), text);
  gtk_button_set_label (GTK_BUTTON (self->empty_button),
                        filtered ? _ ("Remove Filters") : _ ("Search Everywhere"));
  gtk_widget_set_visible (self->empty_button, TRUE);
}

static void
count_without_filters (CarrelListPane *self, const char *bare)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse (bare, TRUE);
  Counting *counting;

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  if (!carrel_query_has_text (query))
    return;
  self->counting = g_cancellable_new ();
  counting = g_new0 (Counting, 1);
  counting->pane = g_object_ref (self);
  counting->bare = g_strdup (bare);
  carrel_library_count_async (self->library, query, self->counting, counted_cb, counting);
}

gboolean
carrel_list_pane_show_no_match (CarrelListPane *self)
{
  AdwStatusPage   *page = ADW_STATUS_PAGE (self->empty);
  g_autofree char *bare = NULL, *escaped = NULL, *text = NULL;

  if (!*get_typed (self))
    return FALSE;
  bare = carrel_list_pane_is_wanted (self) ? g_strdup (get_typed (self)) : dup_bare (self);
  escaped = dup_named (*bare ? bare : get_typed (self));
  text = g_strdup_printf (_ ("Nothing here matches “%s”."), escaped);
  adw_status_page_set_icon_name (page, "edit-find-symbolic");
  adw_status_page_set_title (page, _ ("No Matches"));
  adw_status_page_set_description (page, text);
  gtk_button_set_label (GTK_BUTTON (self->empty_button), _ ("Remove Filters"));
  gtk_widget_set_visible (self->empty_button, !*bare);
  if (carrel_list_pane_is_wanted (self))
    return TRUE;
  count_without_filters (self, bare);
  return TRUE;
}

gboolean
carrel_list_pane_widen_search (CarrelListPane *self)
{
  g_autofree char *bare = NULL;

  if (!*get_typed (self))
    return FALSE;
  bare = dup_bare (self);
  self->everywhere = *bare && !is_all (self);
  set_typed (self, bare);
  gtk_widget_grab_focus (self->search);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
  carrel_list_pane_reload (self);
  return TRUE;
}
