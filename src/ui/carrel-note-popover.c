/* carrel-note-popover.c: a note beside its mark, set as the page is. Main thread.
 *
 * The note is a document of its own in a view of its own, so that all that a note may hold can be
 * read and followed. The page's focus stays on the mark, and comes back to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-note-popover.h"

#include <glib/gi18n.h>

#define WIDTH 380
#define MAX_HEIGHT 300 /* then it scrolls */
#define EDGE 24        /* pixels that stay free in a narrow window */
#define TEXT_SCALE .88

struct _CarrelNotePopover {
  GtkPopover parent_instance;

  CarrelDocumentView *page; /* its parent's child */
  GtkWidget          *view, *scrolled;
  char               *id; /* (owned) (nullable): of the note that is shown */
};

G_DEFINE_FINAL_TYPE (CarrelNotePopover, carrel_note_popover, GTK_TYPE_POPOVER)

static CarrelDocumentView *
get_view (CarrelNotePopover *self)
{
  return CARREL_DOCUMENT_VIEW (self->view);
}

/* ── Showing ── */

static void
set_note (CarrelNotePopover *self, CarrelDocument *note, int width)
{
  int height;

  carrel_document_view_set_like (get_view (self), self->page, TEXT_SCALE);
  carrel_document_view_set_document (get_view (self), note,
                                     carrel_document_view_get_language (self->page),
                                     carrel_document_view_is_rtl (self->page));
  height = carrel_document_view_measure_height (get_view (self), width, MAX_HEIGHT);
  gtk_widget_set_size_request (self->scrolled, width, height);
}

static gboolean
activated_cb (CarrelDocumentView *page,
              const char         *id,
              const GdkRectangle *rectangle,
              CarrelNotePopover  *self)
{
  GtkWidget      *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  CarrelDocument *document = carrel_document_view_get_document (page);
  g_autoptr (CarrelDocument) note = document ? carrel_document_dup_note (document, id) : NULL;
  graphene_point_t point;

  if (!note || carrel_document_is_empty (note) || !parent ||
      !gtk_widget_compute_point (GTK_WIDGET (page), parent,
                                 &GRAPHENE_POINT_INIT ((float) rectangle->x, (float) rectangle->y),
                                 &point))
    return FALSE;
  g_set_str (&self->id, id);
  set_note (self, note, MIN (WIDTH, gtk_widget_get_width (parent) - 2 * EDGE));
  gtk_popover_set_pointing_to (
      GTK_POPOVER (self),
      &(GdkRectangle) { (int) point.x, (int) point.y, rectangle->width, rectangle->height });
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (self->view);
  return TRUE;
}

static void
closed_cb (CarrelNotePopover *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

/* ── What is done in it ── */

static void
go_cb (CarrelNotePopover *self)
{
  g_autofree char *id = g_strdup (self->id);

  gtk_popover_popdown (GTK_POPOVER (self));
  if (id)
    carrel_document_view_go_to_id (self->page, id);
}

static void
link_cb (CarrelDocumentView *view, const char *address, CarrelNotePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit_by_name (self->page, "link-activated", address);
}

static void
opened_outside_cb (CarrelDocumentView *view, const char *address, CarrelNotePopover *self)
{
  g_signal_emit_by_name (self->page, "link-opened-outside", address);
}

/* ── Object ── */

GtkWidget *
carrel_note_popover_new (CarrelDocumentView *page)
{
  CarrelNotePopover *self = g_object_new (CARREL_TYPE_NOTE_POPOVER, NULL);

  self->page = page;
  g_signal_connect_object (page, "note-activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_DEFAULT);
  return GTK_WIDGET (self);
}

static void
carrel_note_popover_finalize (GObject *object)
{
  g_free (CARREL_NOTE_POPOVER (object)->id);
  G_OBJECT_CLASS (carrel_note_popover_parent_class)->finalize (object);
}

static void
carrel_note_popover_class_init (CarrelNotePopoverClass *class)
{
  G_OBJECT_CLASS (class)->finalize = carrel_note_popover_finalize;
}

static GtkWidget *
make_space (int height)
{
  GtkWidget *space = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_size_request (space, -1, height);
  return space;
}

static void
carrel_note_popover_init (CarrelNotePopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *go = gtk_button_new_with_label (_ ("Go to Note"));

  self->view = carrel_document_view_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Note"), -1);
  carrel_document_view_set_header_widget (get_view (self), make_space (14));
  carrel_document_view_set_footer_widget (get_view (self), make_space (1));
  g_signal_connect_object (self->view, "link-activated", G_CALLBACK (link_cb), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (self->view, "link-opened-outside", G_CALLBACK (opened_outside_cb), self,
                           G_CONNECT_DEFAULT);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->view);
  gtk_box_append (GTK_BOX (box), self->scrolled);
  gtk_widget_add_css_class (go, "flat");
  gtk_widget_set_halign (go, GTK_ALIGN_END);
  gtk_widget_set_margin_end (go, 6);
  gtk_widget_set_margin_bottom (go, 6);
  g_signal_connect_object (go, "clicked", G_CALLBACK (go_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), go);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_widget_add_css_class (GTK_WIDGET (self), "note");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Note"),
                                  -1);
  g_signal_connect_object (self, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_DEFAULT);
}
