/* carrel-link-dialog-search.c: the other article of a link is looked for, or offered. Main thread.
 *
 * A search is two questions, ids and then their articles; a newer search cancels an older one,
 * whose results stay until the new ones are there. What is likely is asked for once, when nothing
 * was typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-link-dialog-private.h"

#include "base/carrel-text.h"
#include "library/carrel-library-links.h"
#include "model/carrel-address.h"
#include "ui/carrel-link-row.h"
#include "ui/carrel-misread.h"
#include "ui/carrel-related-cards.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_RESULTS 12
#define MAX_UNLINKED 4 /* of what is likely */
#define MAX_RELATED 6
#define SNIPPET_CHARS 90
#define MIN_TITLE 3 /* letters of what could be a title */

/* An article that is likely meant. */
typedef struct {
  CarrelArticle *article; /* (owned) */
  char          *reason;  /* (owned) */
} Likely;

static void
free_likely (gpointer data)
{
  Likely *likely = data;

  g_object_unref (likely->article);
  g_free (likely->reason);
  g_free (likely);
}

/* ── Results ── */

static void
row_selected_cb (CarrelLinkDialog *self, GtkListBoxRow *selected)
{
  GtkListBoxRow *row;

  for (int i = 0; self->results && (row = gtk_list_box_get_row_at_index (self->results, i));
       i++) /* it ends without a selection */
    carrel_link_row_set_chosen (CARREL_LINK_ROW (row), row == selected);
  carrel_link_dialog_update_button (self);
}

static void
row_activated_cb (CarrelLinkDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "links.link", NULL);
}

/* What is likely, before the others; only where nothing was typed. */
static guint
append_likely (CarrelLinkDialog *self)
{
  guint n = *gtk_editable_get_text (self->search) ? 0 : self->likely->len;

  for (guint i = 0; i < n; i++) {
    Likely    *likely = self->likely->pdata[i];
    GtkWidget *row = carrel_link_row_new (self->library, likely->article, NULL);

    carrel_link_row_set_reason (CARREL_LINK_ROW (row), likely->reason);
    gtk_list_box_append (self->results, row);
  }
  return n;
}

static gboolean
is_likely (CarrelLinkDialog *self, guint n, gint64 id)
{
  for (guint i = 0; i < n; i++)
    if (carrel_article_get_id (((Likely *) self->likely->pdata[i])->article) == id)
      return TRUE;
  return FALSE;
}

/* What is typed as a title of something that isn't there, after all others: it is never taken
 * without being chosen. */
static GtkWidget *
new_title_row (CarrelLinkDialog *self, GPtrArray *articles)
{
  g_autofree char *title = carrel_text_clean_line (gtk_editable_get_text (self->search)),
                  *key = carrel_text_title_key (title, NULL);

  if (self->address || g_utf8_strlen (title, -1) < MIN_TITLE || !*key || !self->query ||
      !carrel_query_has_text (self->query))
    return NULL;
  for (guint i = 0; articles && i < articles->len; i++) {
    g_autofree char *other =
        carrel_text_title_key (carrel_article_get_title (articles->pdata[i]), NULL);

    if (strcmp (other, key) == 0)
      return NULL;
  }
  return carrel_link_row_new_wanted (NULL, title);
}

static void
show_none (CarrelLinkDialog *self)
{
  gboolean typed = *gtk_editable_get_text (self->search) != '\0';

  adw_status_page_set_icon_name (self->none,
                                 typed ? "edit-find-symbolic" : "carrel-library-symbolic");
  adw_status_page_set_title (self->none, typed ? _ ("No Matches") : _ ("No Articles"));
  adw_status_page_set_description (
      self->none, typed ? _ ("No other article has these words.")
                        : _ ("Type the title or the address of something that is not here yet."));
}

static void
show_results (CarrelLinkDialog *self, GPtrArray *articles)
{
  GtkWidget *title;
  g_autoptr (GPtrArray) marks = self->query ? carrel_query_list_marks (self->query) : NULL;
  guint n, n_likely;

  self->stale = FALSE;
  gtk_list_box_remove_all (self->results);
  n = n_likely = append_likely (self);
  if (self->address) {
    gtk_list_box_append (self->results, carrel_link_row_new_wanted (self->address, NULL));
    n++;
  }
  for (guint i = 0; articles && i < articles->len && n < MAX_RESULTS; i++) {
    CarrelArticle *article = articles->pdata[i];
    gint64         id = carrel_article_get_id (article);

    if (id == self->source || is_likely (self, n_likely, id))
      continue;
    gtk_list_box_append (self->results, carrel_link_row_new (self->library, article, marks));
    n++;
  }
  title = new_title_row (self, articles);
  if (title)
    gtk_list_box_append (self->results, title);
  if (n == 0 && !title)
    show_none (self);
  gtk_stack_set_visible_child_name (self->stack, n > 0 || title ? "results" : "none");
  carrel_misread_show (self->misread, gtk_editable_get_text (self->search), n == 0);
  gtk_list_box_select_row (self->results,
                           n > 0 ? gtk_list_box_get_row_at_index (self->results, 0) : NULL);
  row_selected_cb (self, gtk_list_box_get_selected_row (self->results));
}

static void
snippets_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLinkDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GPtrArray) snippets =
      carrel_library_load_snippets_finish (CARREL_LIBRARY (source), result, NULL);
  GtkListBoxRow *row;
  guint          n = 0;

  /* Without them the rows say who wrote the article, and when it came. */
  for (int i = 0;
       snippets && n < snippets->len && (row = gtk_list_box_get_row_at_index (self->results, i));
       i++) {
    const char *snippet =
        carrel_link_row_get_article (CARREL_LINK_ROW (row)) ? snippets->pdata[n++] : NULL;

    if (snippet && strstr (snippet, "\uE000"))
      carrel_link_row_set_snippet (CARREL_LINK_ROW (row), snippet);
  }
}

static void
load_snippets (CarrelLinkDialog *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkListBoxRow *row;

  if (!carrel_query_has_text (self->query))
    return;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->results, i)); i++) {
    CarrelArticle *article = carrel_link_row_get_article (CARREL_LINK_ROW (row));
    gint64         id = article ? carrel_article_get_id (article) : 0;

    if (id != 0)
      g_array_append_val (ids, id);
  }
  if (ids->len > 0)
    carrel_library_load_snippets_async (self->library, ids, self->query, SNIPPET_CHARS,
                                        self->searching, snippets_loaded_cb, self);
}

static void
articles_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLinkDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) articles =
      carrel_library_load_articles_finish (CARREL_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error)
    carrel_ui_show_error (GTK_WIDGET (self), error);
  show_results (self, articles);
  load_snippets (self);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLinkDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids =
      carrel_library_search_finish (CARREL_LIBRARY (source), result, NULL, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error)
    carrel_ui_show_error (GTK_WIDGET (self), error);
  if (ids && ids->len > 0)
    carrel_library_load_articles_async (self->library, ids, self->searching, articles_loaded_cb,
                                        self);
  else
    show_results (self, NULL);
}

static void
search_words (CarrelLinkDialog *self)
{
  CarrelSort sort = carrel_query_has_text (self->query) ? CARREL_SORT_RELEVANCE : CARREL_SORT_ADDED;

  /* One more than is shown: the article itself may be among them. */
  carrel_library_search_async (self->library, self->query, sort, FALSE, MAX_RESULTS + 1,
                               self->searching, searched_cb, self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLinkDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  gint64 id = carrel_library_find_finish (CARREL_LIBRARY (source), result, &error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (id == 0) {
    g_autoptr (GPtrArray) addresses =
        carrel_address_find_all (gtk_editable_get_text (self->search));

    if (addresses->len == 1)
      g_set_str (&self->address, addresses->pdata[0]);
    search_words (self);
    return;
  }
  g_array_append_val (ids, id);
  carrel_library_load_articles_async (self->library, ids, self->searching, articles_loaded_cb,
                                      self);
}

void
carrel_link_dialog_stop_search (CarrelLinkDialog *self)
{
  if (self->searching)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
}

void
carrel_link_dialog_search (CarrelLinkDialog *self)
{
  const char *typed = gtk_editable_get_text (self->search);
  g_autoptr (GPtrArray) addresses = carrel_address_find_all (typed);

  carrel_link_dialog_stop_search (self);
  g_clear_pointer (&self->address, g_free);
  self->searching = g_cancellable_new ();
  g_clear_pointer (&self->query, carrel_query_unref);
  self->query = carrel_query_parse (typed, TRUE);
  if (addresses->len == 1)
    carrel_library_find_async (self->library, addresses->pdata[0], self->searching, found_cb, self);
  else
    search_words (self);
}

static void
search_typed_cb (CarrelLinkDialog *self)
{
  self->stale = TRUE;
}

static void
search_entered_cb (CarrelLinkDialog *self)
{
  carrel_misread_announce (self->misread);
}

static void
stop_search_cb (CarrelLinkDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* ↑ and ↓ choose a result, while the focus stays in the entry. */
static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint                  key,
               guint                  code,
               GdkModifierType        state,
               CarrelLinkDialog      *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->results), *next;

  if (key != GDK_KEY_Down && key != GDK_KEY_Up)
    return GDK_EVENT_PROPAGATE;
  next =
      gtk_list_box_get_row_at_index (self->results, (row ? gtk_list_box_row_get_index (row) : -1) +
                                                        (key == GDK_KEY_Down ? 1 : -1));
  if (next && !(row == NULL && key == GDK_KEY_Up)) {
    graphene_rect_t bounds;
    GtkWidget      *scrolled =
        gtk_widget_get_ancestor (GTK_WIDGET (self->results), GTK_TYPE_SCROLLED_WINDOW);
    GtkAdjustment *adjustment =
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

    gtk_list_box_select_row (self->results, next);
    if (gtk_widget_compute_bounds (GTK_WIDGET (next), GTK_WIDGET (self->results), &bounds))
      gtk_adjustment_clamp_page (adjustment, bounds.origin.y,
                                 bounds.origin.y + bounds.size.height + 4);
  }
  return GDK_EVENT_STOP;
}

/* ── What is likely ── */

static void
add_likely (CarrelLinkDialog *self, CarrelArticle *article, const char *reason)
{
  Likely *likely;

  if (is_likely (self, self->likely->len, carrel_article_get_id (article)))
    return;
  likely = g_new0 (Likely, 1);
  likely->article = g_object_ref (article);
  likely->reason = g_strdup (reason);
  g_ptr_array_add (self->likely, likely);
}

static void
related_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLinkDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list =
      carrel_library_list_related_finish (CARREL_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  for (guint i = 0; list && i < list->len; i++) {
    const CarrelRelated *related = list->pdata[i];
    g_autofree char     *why = carrel_related_describe (related);

    add_likely (self, related->article, why);
  }
  /* Who has begun to type goes on with that. */
  if (!*gtk_editable_get_text (self->search))
    carrel_link_dialog_search (self);
}

static void
unlinked_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLinkDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list =
      carrel_library_list_unlinked_finish (CARREL_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  for (guint i = 0; list && i < list->len; i++) {
    const CarrelUnlinked *unlinked = list->pdata[i];

    add_likely (self, unlinked->article, unlinked->context);
  }
  carrel_library_list_related_async (self->library, self->source, MAX_RELATED, TRUE, self->asking,
                                     related_listed_cb, self);
}

void
carrel_link_dialog_ask_likely (CarrelLinkDialog *self)
{
  g_ptr_array_set_free_func (self->likely, free_likely);
  carrel_library_list_unlinked_async (self->library, self->source, MAX_UNLINKED, self->asking,
                                      unlinked_listed_cb, self);
}

void
carrel_link_dialog_bind_search_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback_full (widget_class, "search_cb",
                                                G_CALLBACK (carrel_link_dialog_search));
  gtk_widget_class_bind_template_callback (widget_class, search_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}
