/* carrel-document-view.h: an article's body, set as a page of a book. Main thread.
 *
 * A scrollable widget: put it into a GtkScrolledWindow whose horizontal policy is NEVER. Opening
 * costs the same for any length: only what is near the screen is laid out, the rest is measured
 * when nothing else is to be done, and the line at the top of the screen stays where it is
 * meanwhile.
 *
 * It carries the CSS class «page», and «narrow», «chinese», «arabic» as the design has them, so
 * that what is put into the header and footer can be styled alike. Its direction is the article's,
 * which is also that of the two slots; their contents set their own.
 *
 * Signals:
 *   link-activated (address)         a link was clicked or entered; links within the document are
 *                                    followed by the view itself
 *   link-hovered (address, rectangle) the link under the pointer, nullable when it left; a
 *                                    GdkRectangle in the view, nullable
 *   position-changed ()              at most once a frame, also when a document was set
 *   selection-changed ()             text was selected, or no longer is; not for every move of a
 * drag highlight-activated (id)         a highlight was clicked link-opened-outside (address)    a
 * link was clicked with Ctrl or the middle button menu-requested (address, text, x, y)  a menu is
 * wanted there: of a link with its words, both nullable leaving-place ()                 before a
 * link within the document is followed note-activated (id, rectangle)   a note's mark was clicked
 * or entered; who shows the note says TRUE, else the page goes there picture-activated (block) a
 * picture was clicked or entered code-copied ()                   a block of code went to the
 * clipboard caret-changed ()                 the caret came, went or moved
 *
 * Actions: page.copy, page.select-all. Keys: Tab to the next link, picture or code; Enter opens
 * or copies it, arrows and Space
 * scroll, Ctrl+C and Ctrl+A. With a caret arrows, Home, End and the page keys move it, with Ctrl by
 * words and to the ends, with Shift they select.
 *
 * Offsets «into the text» are bytes into carrel_document_to_text ().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "page/carrel-page-style.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CARREL_TYPE_DOCUMENT_VIEW (carrel_document_view_get_type ())
G_DECLARE_FINAL_TYPE (CarrelDocumentView, carrel_document_view, CARREL, DOCUMENT_VIEW, GtkWidget)

GtkWidget *carrel_document_view_new (void);

/* Shows a document (nullable: nothing) from its beginning. `language` (nullable) is its BCP 47 tag;
 * without one it is guessed. Selection, find and highlights are gone; library links stay. */
void carrel_document_view_set_document (CarrelDocumentView *self,
                                        CarrelDocument     *document,
                                        const char         *language,
                                        gboolean            rtl);
CarrelDocument *
carrel_document_view_get_document (CarrelDocumentView *self); /* (nullable) (transfer none) */
const char *carrel_document_view_get_language (CarrelDocumentView *self); /* (nullable) */
gboolean    carrel_document_view_is_rtl (CarrelDocumentView *self);

/* Shown above and below the text in the same column, scrolled with it (nullable). */
void carrel_document_view_set_header_widget (CarrelDocumentView *self, GtkWidget *widget);
void carrel_document_view_set_footer_widget (CarrelDocumentView *self, GtkWidget *widget);

/* Asked for a picture when it comes near the screen. `width` is that of its place, in device
 * pixels; 0: unknown. Takes the task and returns into it a GdkPaintable (g_task_return_pointer with
 * g_object_unref), NULL when there is none, or an error, which is the same; at once or later, on
 * the main thread. The task's cancellable is cancelled when another document is shown. */
typedef void (*CarrelImageFunc) (
    CarrelDocumentView *view, const char *source, int width, GTask *task, gpointer data);
void carrel_document_view_set_image_loader (CarrelDocumentView *self,
                                            CarrelImageFunc     func,
                                            gpointer            data,
                                            GDestroyNotify      destroy);

/* Gives what is copied to others, in the view's place: the stretch of the document, whose pictures
 * they can't see as they are, and its text; both lent. */
typedef void (*CarrelCopier) (CarrelDocumentView *view,
                              CarrelDocument     *document,
                              const char         *text,
                              gpointer            data);
void carrel_document_view_set_copier (CarrelDocumentView *self, CarrelCopier copier, gpointer data);
/* Onto the clipboard, as both. */
void carrel_document_view_give_html (GtkWidget *widget, const char *text, const char *html);

/* Addresses that are articles of the library: their links are bold, with a ring. (nullable): none.
 * The table is referenced; its values are the caller's. */
void carrel_document_view_set_library_links (CarrelDocumentView *self, GHashTable *links);

/* (nullable) (element-type CarrelHighlight): painted behind the text, the newest uppermost. The
 * array is referenced. */
void carrel_document_view_set_highlights (CarrelDocumentView *self, GPtrArray *highlights);

/* What of bytes [start, end) of the text is on the screen, in the view; FALSE when none is. */
gboolean carrel_document_view_get_bounds (CarrelDocumentView *self,
                                          guint               start,
                                          guint               end,
                                          GdkRectangle       *bounds);

/* The address of the link at a point of the view, as for a menu; also one within the document.
 * (transfer full) (nullable) */
char *carrel_document_view_dup_link_at (CarrelDocumentView *self, double x, double y);

/* ── How it is set ── */

/* All are 1, serif and 620 at first. The width is that of the column at 100 % in pixels; it grows
 * with the text. */
void   carrel_document_view_set_text_scale (CarrelDocumentView *self, double scale);
double carrel_document_view_get_text_scale (CarrelDocumentView *self);
void   carrel_document_view_set_line_scale (CarrelDocumentView *self, double scale);
/* `family` (nullable) is that of CARREL_FACE_CHOSEN. */
void carrel_document_view_set_face (CarrelDocumentView *self, CarrelFace face, const char *family);
void carrel_document_view_set_justified (CarrelDocumentView *self, gboolean justified);
void carrel_document_view_set_column_width (CarrelDocumentView *self, int width);
/* All of that as another view has it, its text so much larger or smaller; its links into the
 * library, too. */
void
carrel_document_view_set_like (CarrelDocumentView *self, CarrelDocumentView *other, double scale);
/* What a header, the text and a footer need in that width, no more than `most`: for a text that is
 * short. */
int carrel_document_view_measure_height (CarrelDocumentView *self, int width, int most);

/* ── Where one is ── */

/* What stands at the top of the screen: a block's index and how much of the block is above it, 0
 * to 1. (0, 0) is the very top, header included. */
void carrel_document_view_get_position (CarrelDocumentView *self, gint64 *block, double *fraction);
void
carrel_document_view_scroll_to_position (CarrelDocumentView *self, gint64 block, double fraction);
/* With a little space above: for contents, and places in the text. */
void carrel_document_view_scroll_to_block (CarrelDocumentView *self, guint block);
void carrel_document_view_scroll_to_offset (CarrelDocumentView *self, guint offset);
/* A heading's or note's id, without «#»; FALSE when there is none. */
gboolean carrel_document_view_scroll_to_id (CarrelDocumentView *self, const char *id);
/* What Tab goes through, by its kind. */
typedef enum {
  CARREL_THING_NOTE, /* a note's mark */
  CARREL_THING_PICTURE,
  CARREL_THING_CODE,
  CARREL_THING_LIBRARY_LINK,
} CarrelThing;
/* The first one gets the focus; `activate`: as Enter there. FALSE when there is none, or nothing is
 * laid out yet. */
gboolean
carrel_document_view_focus_first (CarrelDocumentView *self, CarrelThing thing, gboolean activate);
/* The same, as a link there does it: «leaving-place» before. */
void carrel_document_view_go_to_id (CarrelDocumentView *self, const char *id);
/* 0 at the top, 1 when the last line of the text (not of the footer) is on the screen. */
double carrel_document_view_get_progress (CarrelDocumentView *self);
/* TRUE while the header widget is on the screen. */
gboolean carrel_document_view_is_header_visible (CarrelDocumentView *self);

/* ── Selection ── */

void     carrel_document_view_select_all (CarrelDocumentView *self);
void     carrel_document_view_unselect (CarrelDocumentView *self);
gboolean carrel_document_view_has_selection (CarrelDocumentView *self);
/* (transfer full) (nullable) */
char *carrel_document_view_get_selected_text (CarrelDocumentView *self);
/* Into the text. */
gboolean carrel_document_view_get_selection (CarrelDocumentView *self, guint *start, guint *end);
/* The same as a block and bytes of its text: where it begins. */
gboolean
carrel_document_view_get_selection_start (CarrelDocumentView *self, guint *block, guint *offset);
void carrel_document_view_select (CarrelDocumentView *self, guint start, guint end);
/* What of it is on the screen, in the view; FALSE when none is. */
gboolean carrel_document_view_get_selection_bounds (CarrelDocumentView *self, GdkRectangle *bounds);
/* To the clipboard, as text and HTML; FALSE without a selection. */
gboolean carrel_document_view_copy_selection (CarrelDocumentView *self);

/* ── Caret ── */

/* Begins at the selection's end, or at the top of the screen. Stays when another document is shown.
 */
void     carrel_document_view_set_caret (CarrelDocumentView *self, gboolean on);
gboolean carrel_document_view_has_caret (CarrelDocumentView *self);
/* Where it is: bytes of a block's text; FALSE without one. */
gboolean carrel_document_view_get_caret (CarrelDocumentView *self, guint *block, guint *offset);
/* The highlight that it is in, or behind. */
gboolean carrel_document_view_get_caret_highlight (CarrelDocumentView *self, gint64 *id);

/* ── What is read aloud ── */

/* Marks bytes [start, end) of a block and brings them into view; `on` FALSE: nothing is marked. */
void carrel_document_view_set_spoken (
    CarrelDocumentView *self, gboolean on, guint block, guint start, guint end);

/* ── Find ── */

/* Marks all places, case and accents aside, and goes to the first one from the top of the screen
 * on. NULL or "": none. How many there are. */
guint carrel_document_view_find (CarrelDocumentView *self, const char *text);
/* Goes on, around the end; the place's number from 1, 0 when there is none. */
guint carrel_document_view_find_next (CarrelDocumentView *self);
guint carrel_document_view_find_previous (CarrelDocumentView *self);
/* The current place becomes the selection, quietly; a caret goes there, too. FALSE when there is
 * none. */
gboolean carrel_document_view_select_found (CarrelDocumentView *self);
/* The current place's number from 1; 0: none. */
guint carrel_document_view_get_found (CarrelDocumentView *self, guint *n_found);

G_END_DECLS
