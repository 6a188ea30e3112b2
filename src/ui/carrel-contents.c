/* carrel-contents.c: an article's headings as a list. Main thread.
 *
 * The list holds texts; where they stand and on which level is in an array beside it, so that a
 * document with very many headings costs little until it is looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-contents.h"

#include "base/carrel-text.h"

#include <glib/gi18n.h>

#define MAX_TITLE 200 /* characters of a heading; the rest is in the text */
#define INDENT 14     /* pixels a level */
#define MAX_LEVELS 4  /* that are indented */

typedef struct {
  guint32 block;
  guint8  level; /* from 0: the highest that the document has */
} Heading;

struct _CarrelContents {
  AdwBin              parent_instance;
  GtkWidget          *view;      /* GtkListView */
  GtkSingleSelection *selection; /* (owned) */
  GtkStringList      *titles;    /* (owned) */
  GArray             *headings;  /* (owned) (element-type Heading) */
};

G_DEFINE_FINAL_TYPE (CarrelContents, carrel_contents, ADW_TYPE_BIN)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ── Rows ── */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CarrelContents *self)
{
  const Heading *heading =
      &g_array_index (self->headings, Heading, gtk_list_item_get_position (item));
  const char      *title = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget       *label = gtk_list_item_get_child (item);
  g_autofree char *level = g_strdup_printf (_ ("Level %u"), heading->level + 1u);

  gtk_label_set_text (GTK_LABEL (label), title);
  gtk_widget_set_tooltip_text (label, title);
  gtk_widget_set_margin_start (label, INDENT * MIN (heading->level, MAX_LEVELS));
  if (heading->level == 0)
    gtk_widget_add_css_class (label, "first");
  else
    gtk_widget_remove_css_class (label, "first");
  gtk_list_item_set_accessible_label (item, title);
  gtk_list_item_set_accessible_description (item, level);
}

static void
activate_cb (GtkListView *view, guint position, CarrelContents *self)
{
  if (position < self->headings->len)
    g_signal_emit (self, signals[CHOSEN], 0,
                   g_array_index (self->headings, Heading, position).block);
}

/* ── What it shows ── */

void
carrel_contents_set_document (CarrelContents *self, CarrelDocument *document)
{
  guint              n = 0, highest = G_MAXUINT;
  const CarrelBlock *blocks = document ? carrel_document_get_blocks (document, &n) : NULL;
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  gtk_single_selection_set_model (self->selection, NULL);
  g_array_set_size (self->headings, 0);
  for (guint i = 0; i < n; i++)
    if (blocks[i].type == CARREL_BLOCK_HEADING && blocks[i].text_len > 0) {
      Heading heading = { i, blocks[i].level };

      highest = MIN (highest, blocks[i].level);
      g_array_append_val (self->headings, heading);
      g_strv_builder_take (titles, carrel_text_excerpt (blocks[i].text, MAX_TITLE));
    }
  for (guint i = 0; i < self->headings->len; i++)
    g_array_index (self->headings, Heading, i).level -= (guint8) highest;
  all = g_strv_builder_end (titles);
  g_set_object (&self->titles, NULL);
  self->titles = gtk_string_list_new ((const char *const *) all);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->titles));
}

guint
carrel_contents_get_n_headings (CarrelContents *self)
{
  return self->headings->len;
}

/* How many headings stand before a block. */
static guint
count_before (CarrelContents *self, guint block)
{
  guint low = 0, high = self->headings->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (g_array_index (self->headings, Heading, middle).block < block)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void
carrel_contents_set_current (CarrelContents *self, guint block)
{
  guint n = count_before (self, block + 1);

  gtk_single_selection_set_selected (self->selection, n > 0 ? n - 1 : GTK_INVALID_LIST_POSITION);
}

gboolean
carrel_contents_find_heading (CarrelContents *self, guint from, gboolean forward, guint *block)
{
  guint n = count_before (self, forward ? from + 1 : from);

  if (forward ? n >= self->headings->len : n == 0)
    return FALSE;
  *block = g_array_index (self->headings, Heading, forward ? n : n - 1).block;
  return TRUE;
}

void
carrel_contents_focus_current (CarrelContents *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (self->headings->len > 0)
    gtk_list_view_scroll_to (GTK_LIST_VIEW (self->view),
                             selected == GTK_INVALID_LIST_POSITION ? 0 : selected,
                             GTK_LIST_SCROLL_FOCUS, NULL);
}

/* ── Object ── */

static void
carrel_contents_finalize (GObject *object)
{
  CarrelContents *self = CARREL_CONTENTS (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->titles);
  g_array_unref (self->headings);
  G_OBJECT_CLASS (carrel_contents_parent_class)->finalize (object);
}

static void
carrel_contents_class_init (CarrelContentsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = carrel_contents_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
carrel_contents_init (CarrelContents *self)
{
  GtkWidget          *scrolled = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->headings = g_array_new (FALSE, FALSE, sizeof (Heading));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_DEFAULT);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (self->view), GTK_LIST_TAB_ITEM);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), TRUE);
  gtk_widget_add_css_class (self->view, "contents");
  gtk_widget_add_css_class (self->view, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Contents"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 420);
  gtk_widget_set_size_request (scrolled, 280, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}
