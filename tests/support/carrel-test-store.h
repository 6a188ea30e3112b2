/* carrel-test-store.h: an empty library of its own for a test, which is sound when it ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/carrel-store.h"

G_BEGIN_DECLS

typedef struct {
  char             *folder;     /* (owned) */
  CarrelConnection *connection; /* (owned) */
  CarrelChanges    *changes;    /* (owned): for whoever doesn't look at them */
} CarrelTestStore;

/* For g_test_add (): `data` isn't looked at. */
void carrel_test_store_set_up (CarrelTestStore *self, gconstpointer data);
void carrel_test_store_tear_down (CarrelTestStore *self, gconstpointer data);

/* The same, with a clock that stands at 1 January 2026. */
void carrel_test_store_set_up_then (CarrelTestStore *self, gconstpointer data);
void carrel_test_store_tear_down_then (CarrelTestStore *self, gconstpointer data);

/* (transfer full) */
CarrelDraft *carrel_test_store_new_draft (const char *title, const char *address, const char *html);
/* Takes `draft`. Its id. */
gint64 carrel_test_store_save (CarrelTestStore *self, CarrelDraft *draft);
gint64 carrel_test_store_add (CarrelTestStore *self,
                              const char      *title,
                              const char      *address,
                              const char      *html);
void   carrel_test_store_tag (CarrelTestStore *self, gint64 id, const char *topic);

/* Fails the test where a check finds something. */
void carrel_test_store_assert_sound (CarrelConnection *connection);

G_END_DECLS
