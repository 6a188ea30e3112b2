/* carrel-help-dialog.c: the help. Main thread.
 *
 * A page is clean HTML that begins with its title; an address under PREFIX is another page. Nothing
 * is asked of the network. The list of pages stands at the side, or before the page where there is
 * no room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-help-dialog.h"

#include "document/carrel-document.h"
#include "ui/reader/carrel-document-view.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#define FOLDER "/app/carrel/Carrel/help"
#define PREFIX "https://help.invalid/"
#define SCALE 0.86 /* of an article's text */
#define COLUMN 560

/* In the order of the list. */
static const char *const names[] = { "start", "add",  "read",    "highlight", "topics",  "search",
                                     "links", "keep", "trouble", "privacy",   "terminal" };

struct _CarrelHelpDialog {
  AdwDialog parent_instance;

  GtkWidget  *split, *list, *view, *page; /* page: that of the split view with the text */
  const char *language;                   /* a folder below FOLDER */
  int         shown;                      /* index of a name; -1: none yet */
};

G_DEFINE_FINAL_TYPE (CarrelHelpDialog, carrel_help_dialog, ADW_TYPE_DIALOG)

/* ── Pages ── */

static GBytes *
load (const char *language, const char *name)
{
  g_autofree char *path = g_strdup_printf (FOLDER "/%s/%s.html", language, name);

  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static const char *
find_language (void)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i]; i++) {
    g_autoptr (GBytes) first = strchr (languages[i], '.') || strcmp (languages[i], "C") == 0
                                   ? NULL
                                   : load (languages[i], names[0]);

    if (first)
      return languages[i];
  }
  return "en";
}

/* (transfer full): what is there is in the program, so it can be read. */
static CarrelDocument *
read_page (CarrelHelpDialog *self, const char *name)
{
  g_autoptr (GBytes) bytes = load (self->language, name);
  gsize       size;
  const char *html;

  if (!bytes)
    bytes = load ("en", name);
  html = g_bytes_get_data (bytes, &size);
  return carrel_document_read (html, (gssize) size);
}

/* Its first block is its title. */
static const char *
get_title (CarrelDocument *document)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  return n > 0 && blocks[0].text ? blocks[0].text : "";
}

static int
find_page (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      return (int) i;
  return -1;
}

static void
show_page (CarrelHelpDialog *self, int index)
{
  g_autoptr (CarrelDocument) document = NULL;
  g_autofree char *tag = g_strdelimit (g_strdup (self->language), "_", '-');

  if (index == self->shown)
    return;
  self->shown = index;
  document = read_page (self, names[index]);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self->page), get_title (document));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  get_title (document), -1);
  carrel_document_view_set_document (CARREL_DOCUMENT_VIEW (self->view), document, tag,
                                     gtk_widget_get_direction (GTK_WIDGET (self)) ==
                                         GTK_TEXT_DIR_RTL);
}

/* ── What a person does ── */

static void
selected_cb (CarrelHelpDialog *self, GtkListBoxRow *row)
{
  if (row)
    show_page (self, gtk_list_box_row_get_index (row));
}

static void
activated_cb (CarrelHelpDialog *self, GtkListBoxRow *row)
{
  show_page (self, gtk_list_box_row_get_index (row));
  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->split), TRUE);
}

static void
link_cb (CarrelHelpDialog *self, const char *address)
{
  int index = g_str_has_prefix (address, PREFIX) ? find_page (address + strlen (PREFIX)) : -1;

  if (index < 0)
    return;
  show_page (self, index);
  gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index));
}

/* A list that stands alone has no row that is shown beside it. */
static void
collapsed_cb (CarrelHelpDialog *self)
{
  gboolean alone =
      adw_navigation_split_view_get_collapsed (ADW_NAVIGATION_SPLIT_VIEW (self->split));

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list),
                                   alone ? GTK_SELECTION_NONE : GTK_SELECTION_BROWSE);
  if (!alone)
    gtk_list_box_select_row (
        GTK_LIST_BOX (self->list),
        gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), self->shown));
}

/* ── What it is made of ── */

static GtkWidget *
make_list (CarrelHelpDialog *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Help"), -1);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (CarrelDocument) document = read_page (self, names[i]);
    GtkWidget *label = gtk_label_new (get_title (document));

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_list_box_append (GTK_LIST_BOX (self->list), label);
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (label)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, get_title (document), -1);
  }
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  return scrolled;
}

static GtkWidget *
make_view (CarrelHelpDialog *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->view = carrel_document_view_new ();
  carrel_document_view_set_face (CARREL_DOCUMENT_VIEW (self->view), CARREL_FACE_SANS, NULL);
  carrel_document_view_set_text_scale (CARREL_DOCUMENT_VIEW (self->view), SCALE);
  carrel_document_view_set_column_width (CARREL_DOCUMENT_VIEW (self->view), COLUMN);
  g_signal_connect_swapped (self->view, "link-activated", G_CALLBACK (link_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  return scrolled;
}

static GtkWidget *
make_page (GtkWidget *content, const char *title)
{
  GtkWidget *view = adw_toolbar_view_new ();

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), content);
  return GTK_WIDGET (adw_navigation_page_new (view, title));
}

AdwDialog *
carrel_help_dialog_new (const char *page)
{
  CarrelHelpDialog *self = g_object_new (CARREL_TYPE_HELP_DIALOG, NULL);
  int               index = page ? find_page (page) : 0;

  gtk_list_box_select_row (
      GTK_LIST_BOX (self->list),
      gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), MAX (index, 0)));
  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->split),
                                              page != NULL);
  adw_dialog_set_focus (ADW_DIALOG (self),
                        page ? self->view
                             : self->list); /* not on the first link: the page begins at its top */
  return ADW_DIALOG (self);
}

/* ── Object ── */

static void
carrel_help_dialog_class_init (CarrelHelpDialogClass *class)
{
}

static void
carrel_help_dialog_init (CarrelHelpDialog *self)
{
  AdwBreakpoint *narrow = adw_breakpoint_new (adw_breakpoint_condition_parse ("max-width: 560sp"));
  g_auto (GValue) collapsed = G_VALUE_INIT;

  self->language = find_language ();
  self->shown = -1;
  self->split = adw_navigation_split_view_new ();
  adw_navigation_split_view_set_min_sidebar_width (ADW_NAVIGATION_SPLIT_VIEW (self->split), 200);
  adw_navigation_split_view_set_max_sidebar_width (ADW_NAVIGATION_SPLIT_VIEW (self->split), 240);
  adw_navigation_split_view_set_sidebar (
      ADW_NAVIGATION_SPLIT_VIEW (self->split),
      ADW_NAVIGATION_PAGE (make_page (make_list (self), _ ("Help"))));
  self->page = make_page (make_view (self), _ ("Help"));
  adw_navigation_split_view_set_content (ADW_NAVIGATION_SPLIT_VIEW (self->split),
                                         ADW_NAVIGATION_PAGE (self->page));
  g_value_init (&collapsed, G_TYPE_BOOLEAN);
  g_value_set_boolean (&collapsed, TRUE);
  g_signal_connect_swapped (self->split, "notify::collapsed", G_CALLBACK (collapsed_cb), self);
  adw_breakpoint_add_setter (narrow, G_OBJECT (self->split), "collapsed", &collapsed);
  adw_dialog_add_breakpoint (ADW_DIALOG (self), narrow);
  gtk_widget_set_size_request (GTK_WIDGET (self), 330, 280);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Help"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 900);
  adw_dialog_set_content_height (ADW_DIALOG (self), 680);
  adw_dialog_set_child (ADW_DIALOG (self), self->split);
}
