/* carrel-ui.h: what all parts of the window may ask of it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A toast in the window of `widget`, or in its dialog where that is made for it (its child is an
 * AdwToastOverlay); with `undo` (nullable, or empty: none) an Undo button, eight seconds. */
void carrel_ui_show_toast (GtkWidget *widget, const char *message, CarrelUndo *undo);
/* A failure, as a sentence. CANCELLED is not shown. */
void carrel_ui_show_error (GtkWidget *widget, const GError *error);

/* The callback of most changes: user_data is the widget (a reference that it drops); shows
 * «3 articles archived» made by `format` (n_articles) with Undo, or the error. Chain it from
 * carrel_library_…_async () with carrel_ui_change_new (). */
typedef struct _CarrelUiChange CarrelUiChange;
/* What is said when it is done, as message ids that are found by this function's name: `singular`
 * («Article archived») and `plural` («%u articles archived»), of which a language takes the form
 * that its number needs. Without a plural `singular` is said of any number, and may be translated
 * already; both NULL: quiet. (transfer full): goes to carrel_ui_changed_cb as user_data. */
CarrelUiChange *carrel_ui_change_new (GtkWidget *widget, const char *singular, const char *plural);
void            carrel_ui_changed_cb (GObject *library, GAsyncResult *result, gpointer change);
/* Takes back what was done last in the widget's window and isn't taken back yet, also when its
 * toast is gone; fifty times at most. */
void carrel_ui_undo (GtkWidget *widget);

/* Shows an article in the reader of the widget's window. */
void carrel_ui_open_article (GtkWidget *widget, gint64 id);
/* Lists a topic in the widget's window. */
void carrel_ui_open_topic (GtkWidget *widget, const char *path);
/* The add dialog, with `address` typed in (nullable). */
void carrel_ui_open_add (GtkWidget *widget, const char *address);
/* The fetch queue. */
void carrel_ui_open_activity (GtkWidget *widget);
/* An http, https or mailto address to the program that the person has for it, through the portal
 * where there is one; any other is refused without a word. */
void carrel_ui_open_outside (GtkWidget *widget, const char *address);

/* The library's picture of an article at a size (pixels of the widget), decoded off the main thread
 * and kept for a while; NULL at first, `callback` when it is there. Cancel to forget.
 * finish: (transfer full) (nullable). */
void          carrel_ui_load_picture_async (CarrelLibrary      *library,
                                            const char         *hash,
                                            int                 width,
                                            int                 height,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
GdkPaintable *carrel_ui_load_picture_finish (GAsyncResult *result, GError **error);
/* What a document shows as `source`, to a picture's task (transfer full), which gets NULL for
 * anything but what is in the library: no address is ever asked for. */
void carrel_ui_load_image (CarrelLibrary *library, const char *source, int width, GTask *task);

/* The menu of a GtkMenuButton, whose popover is made when it is first popped up. */
void carrel_ui_set_menu (GtkWidget *menu_button, GMenuModel *menu);

/* A dialog's field has the focus each time that it is shown: on a phone the dialog becomes a sheet
 * just after it opened, and what had the focus loses it. */
void carrel_ui_focus_when_shown (GtkWidget *field);

/* A topic's dot: 10 or 8 px, CSS class «topic-dot» and «c-NAME». */
GtkWidget *carrel_ui_dot_new (guint colour);
/* A chip: dot and path, as in rows and below titles; CSS class «chip». Lent strings are copied. */
GtkWidget *carrel_ui_chip_new (const char *path, guint colour);

G_END_DECLS
