/* carrel-block-widget.h: the widgets that stand for a document's blocks, and what they know of
 * their page. Private to the reader. Main thread.
 *
 * A widget is made by the view when its block comes near the screen, and dropped when it leaves. It
 * knows its block and draws it; all that spans blocks (selection, find, focus, pictures that were
 * loaded) is the view's, and asked for while drawing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "page/carrel-block-layout.h"
#include "ui/reader/carrel-document-view.h"

G_BEGIN_DECLS

/* ── The page ── */

/* A document in a style, in a view. Replaced as a whole when any of these changes. */
typedef struct {
  grefcount           references;
  CarrelDocumentView *view;     /* (nullable): NULL once the view is gone or shows another page */
  CarrelDocument     *document; /* (owned) */
  const CarrelBlock  *blocks;
  guint               n_blocks;
  CarrelPageStyle    *style;   /* (owned) */
  GHashTable         *library; /* (owned) (nullable): address → id */
  GHashTable         *shared;  /* (owned): block → GObject that the units of one block share */
} CarrelSheet;

CarrelSheet *carrel_sheet_new (CarrelDocumentView *view,
                               CarrelDocument     *document,
                               CarrelPageStyle    *style,
                               GHashTable         *library);
CarrelSheet *carrel_sheet_ref (CarrelSheet *self);
void         carrel_sheet_unref (CarrelSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSheet, carrel_sheet_unref)

/* ── Any block ── */

#define CARREL_TYPE_BLOCK_WIDGET (carrel_block_widget_get_type ())
G_DECLARE_DERIVABLE_TYPE (CarrelBlockWidget, carrel_block_widget, CARREL, BLOCK_WIDGET, GtkWidget)

struct _CarrelBlockWidgetClass {
  GtkWidgetClass parent_class;

  /* A picture has come, or is missing. */
  void (*image_loaded) (CarrelBlockWidget *self, const char *source);
};

/* Called once by the constructors below. */
void carrel_block_widget_set_block (CarrelBlockWidget *self, CarrelSheet *page, guint block);
CarrelSheet       *carrel_block_widget_get_page (CarrelBlockWidget *self);
guint              carrel_block_widget_get_index (CarrelBlockWidget *self);
const CarrelBlock *carrel_block_widget_get_block (CarrelBlockWidget *self);
void               carrel_block_widget_image_loaded (CarrelBlockWidget *self, const char *source);

/* A hairline. */
GtkWidget *carrel_block_rule_new (CarrelSheet *page, guint block);

/* ── Text ── */

#define CARREL_TYPE_BLOCK_TEXT (carrel_block_text_get_type ())
G_DECLARE_FINAL_TYPE (CarrelBlockText, carrel_block_text, CARREL, BLOCK_TEXT, CarrelBlockWidget)

/* Bytes [start, end) of the block's text. */
GtkWidget *carrel_block_text_new (CarrelSheet    *page,
                                  CarrelTextStyle style,
                                  guint           block,
                                  guint32         start,
                                  guint32         end,
                                  gboolean        rtl,
                                  gboolean        wraps);
/* A bullet or number, and how far from the text it ends, but for its shift. (transfer full) */
PangoLayout *carrel_block_marker_new (
    CarrelSheet *page, CarrelTextStyle style, const char *marker, gboolean note, gboolean rtl);
int carrel_block_marker_get_gap (CarrelSheet *page);
/* What stands before the first line, outside the widget, towards its start, `shift` pixels further
 * than usual (nullable). A note's is in the colour of links. */
void
carrel_block_text_set_marker (CarrelBlockText *self, const char *marker, gboolean note, int shift);
CarrelBlockLayout *carrel_block_text_get_layout (CarrelBlockText *self);
guint32            carrel_block_text_get_start (CarrelBlockText *self);
guint32            carrel_block_text_get_end (CarrelBlockText *self);
/* The accessible object of a link of its, by the link's span (transfer none) (nullable). */
GtkAccessible *carrel_block_text_get_link (CarrelBlockText *self, const CarrelSpan *span);
/* The height of such a text in a width, without making a widget. */
int carrel_block_text_measure (CarrelSheet    *page,
                               CarrelTextStyle style,
                               guint           block,
                               guint32         start,
                               guint32         end,
                               gboolean        rtl,
                               int             width);

/* Or are lines as long as they are? */
void carrel_block_text_set_wraps (CarrelBlockText *self, gboolean wraps);

/* ── Code, formulas, pictures, tables ── */

/* Bytes [start, end) of a CODE block; `first` and `last` say whether it begins and ends there. */
GtkWidget *carrel_block_code_new (
    CarrelSheet *page, guint block, guint32 start, guint32 end, gboolean first, gboolean last);
int carrel_block_code_measure (
    CarrelSheet *page, guint block, guint32 start, guint32 end, gboolean first, gboolean last);
/* A MATH block. */
GtkWidget *carrel_block_math_new (CarrelSheet *page, guint block);
int        carrel_block_math_measure (CarrelSheet *page, guint block, int width);
/* An IMAGE or EMBED. */
GtkWidget *carrel_block_picture_new (CarrelSheet *page, guint block, gboolean rtl);
int        carrel_block_picture_measure (CarrelSheet *page, guint block, gboolean rtl, int width);
/* The rows of a TABLE among the blocks [start, end). */
GtkWidget *
carrel_block_table_new (CarrelSheet *page, guint block, guint start, guint end, gboolean rtl);
/* Columns take as much of a width as they need; call before measuring the widget in it. */
void carrel_block_table_set_width (GtkWidget *widget, int width);
int  carrel_block_table_measure (
     CarrelSheet *page, guint block, guint start, guint end, gboolean rtl, int width);

/* The role that a leaf has for assistive technology. */
GtkAccessibleRole carrel_block_type_get_role (CarrelBlockType type);

G_END_DECLS
