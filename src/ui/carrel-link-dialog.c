/* carrel-link-dialog.c: links an article to another that is looked for. Main thread.
 *
 * A search is two questions, ids and then their articles; a newer search cancels an older one, whose
 * results stay until the new ones are there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-link-dialog.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "model/carrel-address.h"
#include "ui/carrel-link-row.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_RESULTS   12
#define SNIPPET_CHARS 90

struct _CarrelLinkDialog {
  AdwDialog parent_instance;

  CarrelLibrary *library;     /* (owned) */
  gint64         source;
  char          *source_title; /* (owned): short */
  GCancellable  *searching;   /* (owned) (nullable) */
  CarrelQuery   *query;       /* (owned) (nullable): of the running search */
  gboolean       stale;       /* something was typed that the results don't answer yet */

  AdwToggleGroup *kind;
  GtkEditable    *search, *note;
  GtkStack       *stack;
  GtkListBox     *results;
  GtkLabel       *sentence;
};

G_DEFINE_FINAL_TYPE (CarrelLinkDialog, carrel_link_dialog, ADW_TYPE_DIALOG)

/* In the order of the toggles. Translators: %s is the title of the article from which the link goes. */
static const struct {
  CarrelLinkKind kind;
  const char    *sentence;
} kinds[] = {
  { CARREL_LINK_RELATED, N_ ("“%s” and the chosen article will show each other as related.") },
  { CARREL_LINK_FOLLOWS, N_ ("“%s” follows the chosen article.") },
  { CARREL_LINK_CITES, N_ ("“%s” cites the chosen article.") },
  { CARREL_LINK_SUPPORTS, N_ ("“%s” supports the chosen article.") },
  { CARREL_LINK_CONTRADICTS, N_ ("“%s” contradicts the chosen article.") },
};

static void
kind_changed_cb (CarrelLinkDialog *self)
{
  guint active = adw_toggle_group_get_active (self->kind);
  g_autofree char *sentence = NULL;

  if (active >= G_N_ELEMENTS (kinds) || !self->source_title)
    return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  sentence = g_strdup_printf (_ (kinds[active].sentence), self->source_title);
#pragma GCC diagnostic pop
  carrel_side_set_text (self->sentence, sentence);
}

/* ── Linking ── */

static void
link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelLinkDialog *self = CARREL_LINK_DIALOG (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->results);
  guint active = adw_toggle_group_get_active (self->kind);
  g_autofree char *note = carrel_text_clean_line (gtk_editable_get_text (self->note));
  /* The dialog goes; the toast belongs to the window. */
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (widget));

  /* Who types fast and presses Enter doesn't mean what still stands there from before. */
  if (!row || self->stale || active >= G_N_ELEMENTS (kinds) || !window)
    return;
  carrel_library_link_async (self->library, self->source, kinds[active].kind, carrel_article_get_id (carrel_link_row_get_article (CARREL_LINK_ROW (row))), *note ? note : NULL,
                             carrel_ui_changed_cb, carrel_ui_change_new (window, _ ("Link added"), _ ("Link added")));
  adw_dialog_close (ADW_DIALOG (self));
}

/* ── Results ── */

static void
row_selected_cb (CarrelLinkDialog *self, GtkListBoxRow *selected)
{
  GtkListBoxRow *row;

  for (int i = 0; self->results && (row = gtk_list_box_get_row_at_index (self->results, i)); i++) /* it ends without a selection */
    carrel_link_row_set_chosen (CARREL_LINK_ROW (row), row == selected);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "links.link", selected != NULL);
}

static void
row_activated_cb (CarrelLinkDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "links.link", NULL);
}

static void
show_results (CarrelLinkDialog *self, GPtrArray *articles)
{
  g_autoptr (GPtrArray) marks = self->query ? carrel_query_list_marks (self->query) : NULL;
  guint n = 0;

  self->stale = FALSE;
  gtk_list_box_remove_all (self->results);
  for (guint i = 0; articles && i < articles->len && n < MAX_RESULTS; i++) {
    CarrelArticle *article = articles->pdata[i];

    if (carrel_article_get_id (article) == self->source)
      continue;
    gtk_list_box_append (self->results, carrel_link_row_new (self->library, article, marks));
    n++;
  }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "results" : "none");
  gtk_list_box_select_row (self->results, gtk_list_box_get_row_at_index (self->results, 0));
  row_selected_cb (self, gtk_list_box_get_selected_row (self->results));
}

static void
snippets_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLinkDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GPtrArray) snippets = carrel_library_load_snippets_finish (CARREL_LIBRARY (source), result, NULL);
  GtkListBoxRow *row;

  /* Without them the rows say who wrote the article, and when it came. */
  for (int i = 0; snippets && i < (int) snippets->len && (row = gtk_list_box_get_row_at_index (self->results, i)); i++) {
    const char *snippet = snippets->pdata[i];

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
    gint64 id = carrel_article_get_id (carrel_link_row_get_article (CARREL_LINK_ROW (row)));

    g_array_append_val (ids, id);
  }
  if (ids->len > 0)
    carrel_library_load_snippets_async (self->library, ids, self->query, SNIPPET_CHARS, self->searching, snippets_loaded_cb, self);
}

static void
articles_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLinkDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) articles = carrel_library_load_articles_finish (CARREL_LIBRARY (source), result, &error);

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
  g_autoptr (GArray) ids = carrel_library_search_finish (CARREL_LIBRARY (source), result, NULL, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error)
    carrel_ui_show_error (GTK_WIDGET (self), error);
  if (ids && ids->len > 0)
    carrel_library_load_articles_async (self->library, ids, self->searching, articles_loaded_cb, self);
  else
    show_results (self, NULL);
}

static void
search_words (CarrelLinkDialog *self)
{
  CarrelSort sort = carrel_query_has_text (self->query) ? CARREL_SORT_RELEVANCE : CARREL_SORT_ADDED;

  /* One more than is shown: the article itself may be among them. */
  carrel_library_search_async (self->library, self->query, sort, FALSE, MAX_RESULTS + 1, self->searching, searched_cb, self);
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
    search_words (self);
    return;
  }
  g_array_append_val (ids, id);
  carrel_library_load_articles_async (self->library, ids, self->searching, articles_loaded_cb, self);
}

static void
stop_search (CarrelLinkDialog *self)
{
  if (self->searching)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
}

static void
search_cb (CarrelLinkDialog *self)
{
  const char *typed = gtk_editable_get_text (self->search);
  g_autoptr (GPtrArray) addresses = carrel_address_find_all (typed);

  stop_search (self);
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
stop_search_cb (CarrelLinkDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* ↑ and ↓ choose a result, while the focus stays in the entry. */
static gboolean
search_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, CarrelLinkDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->results), *next;

  if (key != GDK_KEY_Down && key != GDK_KEY_Up)
    return GDK_EVENT_PROPAGATE;
  next = gtk_list_box_get_row_at_index (self->results, (row ? gtk_list_box_row_get_index (row) : -1) + (key == GDK_KEY_Down ? 1 : -1));
  if (next && !(row == NULL && key == GDK_KEY_Up)) {
    graphene_rect_t bounds;
    GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self->results), GTK_TYPE_SCROLLED_WINDOW);
    GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

    gtk_list_box_select_row (self->results, next);
    if (gtk_widget_compute_bounds (GTK_WIDGET (next), GTK_WIDGET (self->results), &bounds))
      gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height + 4);
  }
  return GDK_EVENT_STOP;
}

/* ── Object ── */

AdwDialog *
carrel_link_dialog_new (CarrelLibrary *library, gint64 source, const char *source_title)
{
  CarrelLinkDialog *self = g_object_new (CARREL_TYPE_LINK_DIALOG, NULL);

  self->library = g_object_ref (library);
  self->source = source;
  self->source_title = carrel_text_excerpt (source_title ? source_title : "", 60);
  kind_changed_cb (self);
  search_cb (self);
  return ADW_DIALOG (self);
}

void
carrel_link_dialog_set_note (CarrelLinkDialog *self, const char *note)
{
  gtk_editable_set_text (self->note, note);
}

static void
carrel_link_dialog_dispose (GObject *object)
{
  CarrelLinkDialog *self = CARREL_LINK_DIALOG (object);

  stop_search (self);
  g_clear_object (&self->library);
  g_clear_pointer (&self->query, carrel_query_unref);
  g_clear_pointer (&self->source_title, g_free);
  G_OBJECT_CLASS (carrel_link_dialog_parent_class)->dispose (object);
}

static void
carrel_link_dialog_class_init (CarrelLinkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_link_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/carrel/Carrel/ui/carrel-link-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, kind);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, search);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, note);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, results);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkDialog, sentence);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "links.link", NULL, link_action);
}

static void
carrel_link_dialog_init (CarrelLinkDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
