/* carrel-preview.h: what an article of the library is, in a few lines: beside links and cards. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-article.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CARREL_TYPE_PREVIEW (carrel_preview_get_type ())
G_DECLARE_FINAL_TYPE (CarrelPreview, carrel_preview, CARREL, PREVIEW, GtkBox)

GtkWidget *carrel_preview_new (void);
void       carrel_preview_set_article (CarrelPreview *self, CarrelArticle *article);

/* Shows the article beside the widget when the pointer has rested on it for a while. It takes
 * neither focus nor clicks, and goes with the pointer. */
void carrel_preview_attach (GtkWidget *widget, CarrelArticle *article);

G_END_DECLS
