/* carrel-article-drag.h: articles and topics dragged to each other, and articles out of the window.
 * Main thread.
 *
 * Articles are dragged as a GArray of their ids, a topic as a CarrelTopic. To other programs they
 * are links: their addresses as text/uri-list, and titles with addresses as text and as HTML.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The articles that a widget stands for; none: nothing is dragged, or accepted. (transfer full)
 * (element-type gint64) */
typedef GArray *(*CarrelListIdsFunc) (gpointer data);

/* A topic that is dropped on the widget is given to these articles. */
void carrel_article_drag_accept_topics (GtkWidget        *widget,
                                        CarrelLibrary    *library,
                                        CarrelListIdsFunc list_ids,
                                        gpointer          data);
/* What is given to whatever articles are dropped on; the first thousand of them to another program,
 * for which they are loaded then. (element-type gint64) (transfer full) */
GdkContentProvider *carrel_article_drag_provide (CarrelLibrary *library, GArray *ids);
/* What other programs drop is taken, and not what is dragged from this one's lists to them: it is
 * no link to add. */
void carrel_article_drag_refuse_own (GtkDropTarget *target);
/* What is seen at the pointer. */
void carrel_article_drag_set_icon (GdkDrag *drag, GtkWidget *start, const char *text);

G_END_DECLS
