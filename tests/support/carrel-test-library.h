/* carrel-test-library.h: a library for tests: opened, closed, looked at, filled; each call runs the
 * main loop until it is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "carrel-test.h"
#include "library/carrel-library.h"

G_BEGIN_DECLS

/* (transfer full) */
CarrelLibrary *carrel_test_open_library (const char *folder);
/* Takes it. */
void carrel_test_close_library (CarrelLibrary *library);
/* All of its promises hold; what doesn't is said. */
void carrel_test_assert_sound (CarrelLibrary *library);
/* A page with an address, without pictures: the article's id. */
gint64 carrel_test_add_page (CarrelLibrary *library, const char *html, const char *address);

/* The fixture of a test with a library in a folder of its own; when it is taken down the library is
 * sound. */
typedef struct {
  char          *folder;
  CarrelLibrary *library;
} CarrelTestLibrary;

void carrel_test_library_set_up (CarrelTestLibrary *self, gconstpointer data);
void carrel_test_library_tear_down (CarrelTestLibrary *self, gconstpointer data);

G_END_DECLS
