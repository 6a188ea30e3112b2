/* carrel-reader-links.c: where links lead, and their menu. Main thread.
 *
 * Nothing is asked of the network here but by «Add to Library», which a person chooses; other
 * addresses go to the browser.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-reader-links.h"

#include "base/carrel-uri.h"
#include "library/carrel-queue.h"
#include "model/carrel-address.h"
#include "ui/carrel-menu.h"
#include "ui/carrel-window.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_TARGET 300 /* characters */

struct _CarrelReaderLinks {
  CarrelReaderPane   *pane; /* lent: it owns this */
  CarrelDocumentView *view; /* lent */
  GtkLabel           *status;
  gulong              handlers[3];
};

/* ── Where it leads ── */

static void
append_plain (GString *out, const char *text)
{
  guint n = 0;

  for (const char *p = text; *p && n < MAX_TARGET; p = g_utf8_next_char (p)) {
    gunichar     c = g_utf8_get_char (p);
    GUnicodeType type = g_unichar_type (c);

    if (type == G_UNICODE_FORMAT || type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
        type == G_UNICODE_PARAGRAPH_SEPARATOR)
      continue;
    g_string_append_unichar (out, c);
    n++;
  }
  if (n == MAX_TARGET)
    g_string_append (out, "…");
}

char *
carrel_reader_links_dup_target (const char *address, gboolean inside)
{
  g_auto (CarrelUri) uri = { 0 };
  g_autoptr (GString) shown = g_string_new ("\u2068"); /* isolated from the words around */
  g_autofree char *host = NULL;

  if (g_str_has_prefix (address, "mailto:")) {
    append_plain (shown, address + strlen ("mailto:"));
  } else if (carrel_uri_take_apart (address, &uri)) {
    host = carrel_address_dup_display_host (address);
    if (strcmp (uri.scheme, "https") != 0)
      g_string_append_printf (shown, "%s://", uri.scheme);
    append_plain (shown, host ? host : uri.host);
    if (uri.port > 0)
      g_string_append_printf (shown, ":%d", uri.port);
    if (strcmp (uri.path, "/") != 0)
      append_plain (shown, uri.path);
    if (uri.query) {
      g_string_append_c (shown, '?');
      append_plain (shown, uri.query);
    }
  } else {
    return NULL;
  }
  g_string_append (shown, "\u2069");
  return inside ? g_strdup_printf (_ ("In your library: %s"), shown->str) : g_strdup (shown->str);
}

static gboolean
is_inside (CarrelReaderLinks *self, const char *address)
{
  CarrelReading *reading = carrel_reader_pane_get_reading (self->pane);

  return reading && g_hash_table_contains (reading->resolved, address);
}

static void
hovered_cb (CarrelDocumentView *view,
            const char         *address,
            const GdkRectangle *rectangle,
            CarrelReaderLinks  *self)
{
  g_autofree char *target =
      address ? carrel_reader_links_dup_target (address, is_inside (self, address)) : NULL;
  /* Where the link itself is low on the page, the line stands at the other side. */
  gboolean low = rectangle &&
                 rectangle->y + rectangle->height > gtk_widget_get_height (GTK_WIDGET (view)) - 48;

  gtk_widget_set_visible (GTK_WIDGET (self->status), target != NULL);
  if (!target)
    return;
  gtk_label_set_text (self->status, target);
  gtk_widget_set_halign (GTK_WIDGET (self->status),
                         low && rectangle->x < gtk_widget_get_width (GTK_WIDGET (view)) / 2
                             ? GTK_ALIGN_END
                             : GTK_ALIGN_START);
}

static void
opened_outside_cb (CarrelDocumentView *view, const char *address, CarrelReaderLinks *self)
{
  carrel_ui_open_outside (GTK_WIDGET (self->pane), address);
}

/* ── The menu ── */

static void
append (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  if (target)
    g_menu_item_set_action_and_target (item, action, "s", target);
  else
    g_menu_item_set_detailed_action (item, action);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (CarrelReaderLinks *self, const char *address, const char *text)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) link = g_menu_new (), page = g_menu_new ();
  gboolean web = address && !g_str_has_prefix (address, "mailto:"),
           inside = address && is_inside (self, address);

  if (address) {
    append (link, _ ("_Open"), "link.open", address);
    if (web)
      append (link, _ ("Open in _Browser"), "link.open-in-browser", address);
    append (link, _ ("_Copy Address"), "link.copy", address);
    if (text && *text)
      append (link, _ ("Copy Link _Text"), "link.copy-text", text);
    if (web && !inside)
      append (link, _ ("_Add to Library"), "link.add", address);
    g_menu_append_section (menu, NULL, G_MENU_MODEL (link));
  }
  if (carrel_document_view_has_selection (self->view))
    append (page, _ ("Copy"), "reader.copy", NULL);
  append (page, _ ("_Select All"), "reader.select-all", NULL);
  append (page, _ ("_Find in Article…"), "reader.find", NULL);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (page));
  return G_MENU_MODEL (menu);
}

static void
menu_requested_cb (CarrelDocumentView *view,
                   const char         *address,
                   const char         *text,
                   double              x,
                   double              y,
                   CarrelReaderLinks  *self)
{
  g_autoptr (GMenuModel) menu = make_menu (self, address, text);

  carrel_menu_popup (GTK_WIDGET (self->pane), menu, GTK_WIDGET (view), x, y);
}

/* ── Actions ── */

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char    *address = g_variant_get_string (parameter, NULL);
  CarrelReading *reading = carrel_reader_pane_get_reading (CARREL_READER_PANE (widget));
  gint64        *id = reading ? g_hash_table_lookup (reading->resolved, address) : NULL;

  if (id)
    carrel_reader_pane_open (CARREL_READER_PANE (widget), *id);
  else
    carrel_ui_open_outside (widget, address);
}

static void
open_in_browser_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_ui_open_outside (widget, g_variant_get_string (parameter, NULL));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *text = g_variant_get_string (parameter, NULL);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          g_str_has_prefix (text, "mailto:") ? text + strlen ("mailto:") : text);
  carrel_ui_show_toast (
      widget, g_str_equal (name, "link.copy") ? _ ("Address copied") : _ ("Text copied"), NULL);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_queue_add_finish (CARREL_QUEUE (source), result, &error);

  if (error)
    carrel_ui_show_error (widget, error);
  else
    carrel_ui_show_toast (widget, _ ("The page is being added"), NULL);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkRoot         *root = gtk_widget_get_root (widget);
  g_autofree char *address = carrel_address_normalize (g_variant_get_string (parameter, NULL));
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  CarrelQueueOptions options = { .place = CARREL_PLACE_INBOX, .soon = TRUE };

  if (!address || !CARREL_IS_WINDOW (root))
    return;
  g_ptr_array_add (addresses, g_steal_pointer (&address));
  carrel_queue_add_async (
      carrel_library_get_queue (carrel_window_get_library (CARREL_WINDOW (root))), addresses,
      &options, asked_cb, g_object_ref (widget));
}

void
carrel_reader_links_install (GtkWidgetClass *pane_class)
{
  gtk_widget_class_install_action (pane_class, "link.open", "s", open_action);
  gtk_widget_class_install_action (pane_class, "link.open-in-browser", "s", open_in_browser_action);
  gtk_widget_class_install_action (pane_class, "link.copy", "s", copy_action);
  gtk_widget_class_install_action (pane_class, "link.copy-text", "s", copy_action);
  gtk_widget_class_install_action (pane_class, "link.add", "s", add_action);
}

/* ── Life ── */

CarrelReaderLinks *
carrel_reader_links_new (CarrelReaderPane *pane, CarrelDocumentView *view, GtkLabel *status)
{
  CarrelReaderLinks *self = g_new0 (CarrelReaderLinks, 1);

  self->pane = pane;
  self->view = view;
  self->status = status;
  self->handlers[0] = g_signal_connect (view, "link-hovered", G_CALLBACK (hovered_cb), self);
  self->handlers[1] =
      g_signal_connect (view, "link-opened-outside", G_CALLBACK (opened_outside_cb), self);
  self->handlers[2] =
      g_signal_connect (view, "menu-requested", G_CALLBACK (menu_requested_cb), self);
  return self;
}

void
carrel_reader_links_free (CarrelReaderLinks *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->handlers); i++)
    g_signal_handler_disconnect (self->view, self->handlers[i]);
  g_free (self);
}
