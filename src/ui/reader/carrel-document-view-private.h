/* carrel-document-view-private.h: the view's insides, for its own files and the widgets of its
 * blocks. Main thread.
 *
 * carrel-document-view.c         settings, colours, signals, life
 * carrel-document-view-layout.c  which widgets there are, and where
 * carrel-document-view-scroll.c  adjustments, and places in the document
 * carrel-document-view-place.c   how far into a block a line is
 * carrel-document-view-input.c   pointer, keys, focus
 * carrel-document-view-copy.c    what is selected, given to others
 * carrel-document-view-things.c  what a link, a note's mark, a picture or code does
 * carrel-document-view-menu.c    the pointer's other buttons, and menus
 * carrel-document-view-caret.c   a caret, for reading and selecting by keyboard
 * carrel-document-view-text.c    selection, find, highlights: all that is a range of text
 * carrel-document-view-tree.c    the document's tree for assistive technology
 * carrel-document-view-images.c  pictures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "page/carrel-page-plan.h"
#include "ui/reader/carrel-accessible-part.h"
#include "ui/reader/carrel-block-widget.h"
#include "ui/reader/carrel-code-tokens.h"

G_BEGIN_DECLS

/* A place in the document's text. */
typedef struct {
  guint32 block, offset;
} CarrelSpot;

typedef struct {
  guint32 block, start, end;
} CarrelMatch;

/* A highlight in one block. */
typedef struct {
  guint32 block, start, end;
  guint   colour; /* CarrelHighlightColour */
  gint64  id;
} CarrelMarkRange;

/* What Tab goes through: a link, which is a span of a block; an EMBED, an IMAGE, a CODE. */
typedef struct {
  guint32           block;
  const CarrelSpan *span; /* (nullable) */
} CarrelLinkPlace;

/* What stays where it is when heights change: `offset` pixels below the top of this the screen
 * begins. */
typedef enum {
  CARREL_ANCHOR_HEADER,
  CARREL_ANCHOR_UNIT,
  CARREL_ANCHOR_FOOTER,
} CarrelAnchorKind;

typedef struct {
  CarrelAnchorKind kind;
  guint            unit;
  int              offset;
} CarrelAnchor;

enum {
  CARREL_PROBE_LINK,
  CARREL_PROBE_SELECTION,
  CARREL_PROBE_HIT,
  CARREL_PROBE_ACCENT,
  CARREL_PROBE_MARKS,                         /* four */
  CARREL_PROBE_CODE = CARREL_PROBE_MARKS + 4, /* by CarrelTokenKind */
  CARREL_N_PROBES = CARREL_PROBE_CODE + CARREL_N_TOKEN_KINDS,
};

struct _CarrelDocumentView {
  GtkWidget parent_instance;

  /* What is shown. */
  CarrelDocument *document; /* (owned) (nullable) */
  char           *language; /* (owned) (nullable) */
  gboolean        rtl;
  GHashTable     *library; /* (owned) (nullable) */
  CarrelSheet    *page;    /* (owned) (nullable): from the first allocation on */
  CarrelPlan     *plan;    /* (owned) (nullable): likewise */

  /* How. */
  double     text_scale, line_scale;
  CarrelFace face;
  char      *family; /* (owned) (nullable): of CARREL_FACE_CHOSEN */
  gboolean   justified;
  int        column_width;
  gboolean   narrow;
  gboolean   stale; /* the style has to be made anew */

  /* Children beside the blocks. */
  GtkWidget        *header, *footer;         /* slots, always there */
  GtkWidget        *probes[CARREL_N_PROBES]; /* never shown: they give CSS colours */
  CarrelPageColours colours;

  /* Where things are: from the top of the header. */
  int   column_x, column; /* of the column, pixels */
  int   header_height, footer_y, footer_height, height;
  guint live_start, live_end; /* units that may have widgets */

  /* Scrolling. */
  GtkAdjustment      *adjustments[2]; /* (owned) (nullable): by GtkOrientation */
  GtkScrollablePolicy policies[2];
  CarrelAnchor        anchor;
  double
      anchor_share; /* offset as a share of the unit's height, while a new width is laid out; -1 */
  gboolean    has_pending;
  gint64      pending_block;
  double      pending_fraction;
  int         pending_space; /* pixels left above it */
  gboolean    has_reveal;    /* bring this into view once it is laid out */
  CarrelMatch reveal;
  gboolean    allocating;
  guint       measure_id, notify_id;
  guint       measure_next;
  gint64      scrolled_at; /* monotonic time */

  /* Leaves on the screen, and parts for assistive technology. */
  GHashTable
      *leaves;       /* (owned): block → GPtrArray of CarrelBlockWidget, in the order of the text */
  GHashTable *parts; /* (owned): block → CarrelAccessiblePart */

  /* Pictures. */
  CarrelImageFunc image_func;
  gpointer        image_data;
  GDestroyNotify  image_destroy;
  CarrelCopier    copier; /* (nullable) */
  gpointer        copier_data;
  GHashTable     *images;      /* (owned): source → Image */
  GCancellable   *cancellable; /* (owned): of the pictures of this document */

  /* Code. */
  GHashTable *tokens; /* (owned): block → CarrelCodeTokens */

  /* Ranges of text. */
  CarrelSpot selection[2]; /* where it began, where it is */
  gboolean   has_selection;
  GArray    *matches;    /* (owned) (element-type CarrelMatch) */
  guint      match;      /* the current one */
  GPtrArray *highlights; /* (owned) (nullable) (element-type CarrelHighlight) */
  GArray    *marks;      /* (owned) (element-type CarrelMarkRange): highlights by block, in order */
  GArray    *offsets;    /* (owned) (nullable) (element-type guint32): of blocks in the text */
  char      *text;       /* (owned) (nullable): carrel_document_to_text () */

  /* Input. */
  GArray         *links;       /* (owned) (nullable) (element-type CarrelLinkPlace) */
  int             focus_link;  /* index; -1 */
  gboolean        focus_moved; /* assistive technology hasn't been told */
  GtkAccessible  *focused;     /* weak: what it was told last */
  CarrelLinkPlace hovered;     /* block and span, or block alone for an EMBED */
  gboolean        has_hovered;
  gboolean        pressed, dragging;
  CarrelLinkPlace pressed_link;
  gboolean        has_pressed_link;
  int             n_press;  /* what a drag selects: 1 characters, 2 words, 3 blocks */
  CarrelSpot      press[2]; /* what the press itself selected */
  double          pointer_x, pointer_y, press_y;
  guint           scroll_tick;
  gint64          scroll_time; /* of its frame before */

  /* Caret. */
  gboolean   has_caret;
  CarrelSpot caret;
  double     caret_x; /* where lines are entered; -1 */

  /* What is read aloud. */
  gboolean    has_spoken;
  CarrelMatch spoken;
};

/* ── …-view.c ── */

/* Redraws all that shows text. */
void                     carrel_document_view_queue_draw_blocks (CarrelDocumentView *self);
const CarrelPageColours *carrel_document_view_get_colours (CarrelDocumentView *self);
void                     carrel_document_view_emit_position_changed (CarrelDocumentView *self);
void carrel_document_view_emit_link_activated (CarrelDocumentView *self, const char *address);
void carrel_document_view_emit_link_hovered (CarrelDocumentView *self,
                                             const char         *address,
                                             const GdkRectangle *rectangle);
void carrel_document_view_emit_selection_changed (CarrelDocumentView *self);
void carrel_document_view_emit_highlight_activated (CarrelDocumentView *self, gint64 id);
void carrel_document_view_emit_link_opened_outside (CarrelDocumentView *self, const char *address);
void carrel_document_view_emit_menu_requested (
    CarrelDocumentView *self, const char *address, const char *text, double x, double y);
void     carrel_document_view_emit_leaving_place (CarrelDocumentView *self);
void     carrel_document_view_emit_caret_changed (CarrelDocumentView *self);
gboolean carrel_document_view_emit_note_activated (CarrelDocumentView *self,
                                                   const char         *id,
                                                   const GdkRectangle *rectangle);
void     carrel_document_view_emit_picture_activated (CarrelDocumentView *self, guint block);
void     carrel_document_view_emit_code_copied (CarrelDocumentView *self);

/* ── …-layout.c ── */

void carrel_document_view_measure (GtkWidget     *widget,
                                   GtkOrientation orientation,
                                   int            for_size,
                                   int           *minimum,
                                   int           *natural,
                                   int           *minimum_baseline,
                                   int           *natural_baseline);
void carrel_document_view_size_allocate (GtkWidget *widget, int width, int height, int baseline);
/* What the person and the system make of a pixel at 100 %. */
double carrel_document_view_get_scale (CarrelDocumentView *self);
/* All blocks go; they are made anew when the page is laid out next. */
void carrel_document_view_drop_page (CarrelDocumentView *self);
/* The same place again in a new style. */
void carrel_document_view_restyle (CarrelDocumentView *self);
/* What is at a height of the page becomes the anchor. */
void carrel_document_view_set_anchor_at (CarrelDocumentView *self, int value);
/* Which part of a block a unit shows, from 0 to 1. */
void carrel_document_view_get_unit_share (CarrelDocumentView *self,
                                          const CarrelUnit   *unit,
                                          double             *from,
                                          double             *to);
/* Makes the unit's widget, if need be, and measures it; its height. */
int carrel_document_view_lay_out_unit (CarrelDocumentView *self, guint unit);
/* Widgets of units that are not in [start, end) go. */
void carrel_document_view_drop_outside (CarrelDocumentView *self, guint start, guint end);
/* The height of a unit, without its widget. */
int carrel_document_view_measure_unit (CarrelDocumentView *self, guint unit);
/* Brings a range into view, at a third of the height when it isn't. */
void
carrel_document_view_reveal (CarrelDocumentView *self, guint block, guint32 start, guint32 end);
/* Each widget of a leaf tells when it comes and goes. */
void carrel_document_view_add_leaf (CarrelDocumentView *self, CarrelBlockWidget *leaf);
void carrel_document_view_remove_leaf (CarrelDocumentView *self, CarrelBlockWidget *leaf);
/* The one that shows this place of a block (nullable) (transfer none): NULL when it isn't near the
 * screen. */
CarrelBlockWidget *
carrel_document_view_get_leaf (CarrelDocumentView *self, guint block, guint32 offset);

/* ── …-scroll.c ── */

void carrel_document_view_set_adjustment (CarrelDocumentView *self,
                                          GtkOrientation      orientation,
                                          GtkAdjustment      *adjustment);
void carrel_document_view_dispose_scrolling (CarrelDocumentView *self);
void carrel_document_view_scroll_by (CarrelDocumentView *self, double pixels);
/* «position-changed», outside of laying out: listeners may want another layout. */
void carrel_document_view_queue_notify (CarrelDocumentView *self);

/* ── …-place.c: of a unit that is laid out ── */

/* How much of the unit is above a height of it, 0 to 1, by its text where it has lines. */
double
carrel_document_view_get_share (CarrelDocumentView *self, const CarrelUnit *unit, int offset);
/* The height where so much is above. */
int carrel_document_view_get_offset_of_share (CarrelDocumentView *self,
                                              const CarrelUnit   *unit,
                                              double              share);

/* ── …-text.c ── */

void carrel_document_view_clear_ranges (CarrelDocumentView *self);
/* Appends what is to be painted behind bytes [start, end) of a block, undermost first.
 * (element-type CarrelPaint) */
void carrel_document_view_get_paints (
    CarrelDocumentView *self, guint block, guint32 start, guint32 end, GArray *paints);
/* What of bytes [start, end) is selected; FALSE: nothing. */
gboolean carrel_document_view_get_selected_bytes (
    CarrelDocumentView *self, guint block, guint32 start, guint32 end, guint32 *from, guint32 *to);
void carrel_document_view_set_selected (CarrelDocumentView *self, CarrelSpot from, CarrelSpot to);
/* Where it begins and ends, in the order of the text; after has_selection (). */
void
carrel_document_view_get_selected_ends (CarrelDocumentView *self, CarrelSpot *from, CarrelSpot *to);
/* The uppermost highlight (nullable). */
const CarrelMarkRange *carrel_document_view_get_mark_at (CarrelDocumentView *self,
                                                         CarrelSpot          place);
gboolean
    carrel_document_view_get_highlight_at (CarrelDocumentView *self, CarrelSpot place, gint64 *id);
int carrel_spot_compare (const CarrelSpot *a, const CarrelSpot *b);

/* ── …-input.c ── */

void carrel_document_view_init_input (CarrelDocumentView *self);
void carrel_document_view_class_init_input (GtkWidgetClass *klass);
void carrel_document_view_dispose_input (CarrelDocumentView *self);

/* ── …-pointer.c ── */

void     carrel_document_view_init_pointer (CarrelDocumentView *self);
void     carrel_document_view_dispose_pointer (CarrelDocumentView *self);
gboolean carrel_document_view_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip);
void carrel_document_view_set_primary (CarrelDocumentView *self);

/* ── …-links.c ── */

void     carrel_document_view_forget_links (CarrelDocumentView *self);
gboolean carrel_document_view_move_focus (GtkWidget *widget, GtkDirectionType direction);
gboolean carrel_document_view_is_focused_link (CarrelDocumentView *self,
                                               guint               block,
                                               const CarrelSpan   *span);
/* Tells assistive technology where the focus is, once that is laid out. */
void     carrel_document_view_tell_focus (CarrelDocumentView *self);
void     carrel_document_view_open_link (CarrelDocumentView *self, const char *address);
gboolean carrel_document_view_get_link_place (CarrelDocumentView *self,
                                              double              x,
                                              double              y,
                                              CarrelLinkPlace    *link);
/* Where on the screen it is: of several lines the one at `y`. */
gboolean carrel_document_view_get_link_rectangle (CarrelDocumentView    *self,
                                                  const CarrelLinkPlace *link,
                                                  double                 y,
                                                  GdkRectangle          *rectangle);
void     carrel_document_view_set_focus_link (CarrelDocumentView *self, int index);
void     carrel_document_view_ensure_links (CarrelDocumentView *self);
/* The link that has the focus; FALSE when none has. */
gboolean carrel_document_view_get_focused_link (CarrelDocumentView *self,
                                                CarrelLinkPlace    *link,
                                                GdkRectangle       *rectangle);
/* The link's address, and its words (transfer full). */
const char *carrel_document_view_get_link_address (CarrelDocumentView    *self,
                                                   const CarrelLinkPlace *link);
char *carrel_document_view_dup_link_text (CarrelDocumentView *self, const CarrelLinkPlace *link);
/* The block's widget exactly there (nullable), and the point in it. */
CarrelBlockWidget *carrel_document_view_get_leaf_at (CarrelDocumentView *self,
                                                     double              x,
                                                     double              y,
                                                     graphene_point_t   *point);
/* The text nearest to a point of the view. */
gboolean
carrel_document_view_get_spot_at (CarrelDocumentView *self, double x, double y, CarrelSpot *spot);
gboolean carrel_document_view_is_in_slot (CarrelDocumentView *self, double x, double y);

/* ── …-things.c ── */

/* What a click or Enter on it does. */
void carrel_document_view_activate (CarrelDocumentView *self, const CarrelLinkPlace *link);
void carrel_document_view_copy_code (CarrelDocumentView *self, guint block);
/* Can Tab stop at the block? */
gboolean carrel_block_is_thing (const CarrelBlock *block);
/* The highlight that the caret is in; FALSE: in none. */
gboolean carrel_document_view_activate_highlight (CarrelDocumentView *self);
/* A note's mark, or whatever leads there, has the focus from now on. */
void carrel_document_view_focus_link_to (CarrelDocumentView *self, const char *address);
void carrel_document_view_class_init_things (GtkWidgetClass *klass);
/* The colours of a block of code: what is known, the rest is worked on. */
CarrelCodeTokens *carrel_document_view_get_tokens (CarrelDocumentView *self, guint block);

/* ── …-menu.c ── */

void carrel_document_view_init_menu (CarrelDocumentView *self);
/* A menu of a link (nullable: of the page) is wanted there. */
void carrel_document_view_request_menu (CarrelDocumentView    *self,
                                        const CarrelLinkPlace *link,
                                        double                 x,
                                        double                 y);

/* ── …-caret.c ── */

void carrel_document_view_init_caret (CarrelDocumentView *self);
void carrel_document_view_snapshot_caret (CarrelDocumentView *self, GtkSnapshot *snapshot);
/* A click, or a jump, puts it there, when there is one. */
void carrel_document_view_place_caret (CarrelDocumentView *self, CarrelSpot spot);

/* ── …-images.c ── */

/* A picture, when it has been loaded; else NULL, and it is asked for: image_loaded () of all
 * widgets is called when it has come. `width` is what it is shown in. `missing` is set when there
 * is none. (transfer none) */
GdkPaintable *carrel_document_view_get_image (CarrelDocumentView *self,
                                              const char         *source,
                                              int                 width,
                                              gboolean           *missing);
void          carrel_document_view_forget_images (CarrelDocumentView *self);
GHashTable   *carrel_document_view_new_images (void);

/* ── …-tree.c: the document's tree, as far as it is on the screen. (transfer full) (nullable) ── */

GtkAccessible *carrel_document_view_get_accessible_parent (CarrelDocumentView *self, guint block);
GtkAccessible *carrel_document_view_get_accessible_after (CarrelDocumentView *self,
                                                          GtkAccessible      *accessible,
                                                          guint               block);
/* The first child of a container. */
GtkAccessible *carrel_document_view_get_accessible_first (CarrelDocumentView *self, guint block);
/* The first thing of the text, or the footer. */
GtkAccessible *carrel_document_view_get_accessible_body (CarrelDocumentView *self);
gboolean       carrel_document_view_get_accessible_bounds (
          CarrelDocumentView *self, GtkAccessible *accessible, int *x, int *y, int *width, int *height);
/* A child for the header or the footer. */
GtkWidget *carrel_page_slot_new (CarrelDocumentView *view, gboolean footer);
void       carrel_page_slot_set_child (GtkWidget *slot, GtkWidget *child);

G_END_DECLS
