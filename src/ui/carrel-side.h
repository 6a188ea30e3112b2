/* carrel-side.h: text on the window's side. Main thread.
 *
 * Pango turns the alignment of a paragraph that runs against the window: in an English window a
 * wrapped Arabic title would stand at the right. In rows and cards the side follows the window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Sets the label's text, and keeps all its lines at the side where the widget's direction begins.
 */
void carrel_side_set_text (GtkLabel *label, const char *text);
void carrel_side_set_markup (GtkLabel *label, const char *markup);
/* A line of many parts (carrel_words_join ()): they stand in the order in which the widget runs,
 * whatever is written in them, also when its direction changes. */
void carrel_side_set_line (GtkLabel *label, const char *text);
/* As carrel_side_set_text (), for title and subtitle of an AdwActionRow, as they are now. */
void carrel_side_keep_row (GtkWidget *row);
/* Of a widget and all that is in it: GTK's widgets don't ask their parents. */
void carrel_side_set_direction (GtkWidget *top, GtkTextDirection direction);

G_END_DECLS
