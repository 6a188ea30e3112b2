/* page-fixture.h: what the tests of the reader's page share: a page in a window of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "carrel-test.h"
#include "ui/reader/carrel-document-view.h"

typedef struct {
  GtkWidget          *window;
  CarrelDocumentView *view;
  CarrelDocument     *document;
} Fixture;

/* A little of everything. */
extern const char sample[];

/* GTest, GTK and the program's style, in light, without motion; `name` is the program's. */
void init (int *argc, char ***argv, const char *name);

void set_up_window (Fixture *f, int width, int height);
void set_up (Fixture *f, gconstpointer data); /* with `sample` */
void tear_down (Fixture *f, gconstpointer data);
void show (Fixture *f, const char *html, const char *language, gboolean rtl);
void resize (Fixture *f, int width, int height);
/* (transfer full) */
char *make_long (guint n_paragraphs, gboolean pictures);

/* Until nothing waits to be measured, and some frames were painted then. */
void settle (Fixture *f);
void wait_ms (guint ms);
