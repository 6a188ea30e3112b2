/* carrel-row-style.h: what the rows of a list are drawn with: the texts, colours and measures that
 * the style sheet gives them. Main thread.
 *
 * A widget that is never shown: its labels carry the classes that rows would have, and say what
 * those mean. One for a list and one of its views.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/list/carrel-article-row.h"

G_BEGIN_DECLS

#define CARREL_ROW_META_GAP 7 /* text to the line of site, author and time */

#define CARREL_TYPE_ROW_STYLE (carrel_row_style_get_type ())
G_DECLARE_FINAL_TYPE (CarrelRowStyle, carrel_row_style, CARREL, ROW_STYLE, GtkWidget)

typedef enum {
  CARREL_ROW_TITLE,
  CARREL_ROW_TITLE_UNREAD,
  CARREL_ROW_EXCERPT,
  CARREL_ROW_EXCERPT_INSTEAD, /* in a card, where there is no picture */
  CARREL_ROW_META,
  CARREL_ROW_CHIP,
  CARREL_ROW_STAR,
  CARREL_ROW_ACCENT,
  CARREL_ROW_MARK,
  CARREL_ROW_DOT, /* + a topic's colour */
} CarrelRowPart;

/* Stands in `parent`, invisible, until the parent goes; it is to be unparented then. */
GtkWidget *carrel_row_style_new (GtkWidget *parent, CarrelRowView view);

/* A text as the style sheet has it: one paragraph, at most `lines` lines of `width` pixels, then
 * «…». It stands at the side where lines of the window begin, whichever way it runs itself.
 * (transfer full) */
PangoLayout *carrel_row_style_lay_out (
    CarrelRowStyle *self, CarrelRowPart part, const char *text, int width, int lines);

void carrel_row_style_get_colour (CarrelRowStyle *self, CarrelRowPart part, GdkRGBA *colour);

/* Pixels; of a title, excerpt, line below them or chip. */
int carrel_row_style_get_line_height (CarrelRowStyle *self, CarrelRowPart part);

/* Of the row, whatever it shows. */
int carrel_row_style_get_height (CarrelRowStyle *self);
/* Of title and excerpt. */
int carrel_row_style_get_text_height (CarrelRowStyle *self);
int carrel_row_style_get_chip_height (CarrelRowStyle *self);

/* A star in pixels of the screen. (transfer none) */
GdkPaintable *carrel_row_style_get_star (CarrelRowStyle *self);

/* The style sheet or the size of text has changed. */
void carrel_row_style_forget (CarrelRowStyle *self);

G_END_DECLS
