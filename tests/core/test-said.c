/* test-said.c: sentences that are said again, in another language, and what a file may make of
 * them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-said.h"
#include "carrel-test-store.h"
#include "carrel-test.h"
#include "model/carrel-address.h"
#include "store/carrel-store-queue.h"

#include <glib/gi18n.h>
#include <libintl.h>
#include <locale.h>
#include <unistd.h>

static gboolean speaks_german;

static void
assert_says (const char *said, const char *sentence)
{
  g_autofree char *spoken = carrel_said_speak (said);

  g_assert_cmpstr (spoken, ==, sentence);
}

static GError *
make_error (void)
{
  return carrel_error_new_said (CARREL_ERROR_HTTP, N_ ("%s has no such page (%u)"), "example.org",
                                404u);
}

static void
test_made_and_spoken (void)
{
  g_autoptr (GError) error = make_error (), copy = g_error_copy (error), plural = NULL,
                     literal = g_error_new_literal (CARREL_ERROR, CARREL_ERROR_DISK,
                                                    "100%s of it\x1f is full");
  g_autofree char *said = carrel_error_dup_said (copy), *many = NULL,
                  *full = carrel_error_dup_said (literal), *prefixed = NULL;

  g_assert_cmpstr (error->message, ==, "example.org has no such page (404)");
  g_assert_cmpstr (said, ==,
                   "%s has no such page (%u)\x1f"
                   "example.org\x1f"
                   "404");
  assert_says (said, error->message);
  carrel_error_prefix (&copy, "https://example.org/%s: ");
  g_assert_cmpstr (copy->message, ==, "https://example.org/%s: example.org has no such page (404)");
  prefixed = carrel_error_dup_said (copy);
  assert_says (prefixed, copy->message);
  carrel_error_say_plural (&plural, CARREL_ERROR_NETWORK, "%s did not answer within %u second",
                           "%s did not answer within %u seconds", 30, "example.org", 30u);
  g_assert_cmpstr (plural->message, ==, "example.org did not answer within 30 seconds");
  many = carrel_error_dup_said (plural);
  assert_says (many, plural->message);
  assert_says (full, "100%s of it  is full"); /* nothing of a sentence is a format, nor a field */
}

/* What stands in a file is anybody's. */
static void
test_hostile (void)
{
  static const char *const texts[] = { "",
                                       "%",
                                       "%s",
                                       "%n%n%n",
                                       "\x1f",
                                       "\x1c",
                                       "\x1d",
                                       "\x1e\x1e\x1e",
                                       "%9999999999$s\x1f"
                                       "a",
                                       "%2$s %1$s %17$s\x1f"
                                       "a\x1f"
                                       "b",
                                       "%s\x1f\x1d\x1e\x1e"
                                       "9",
                                       "%-5s %ld\x1f"
                                       "a",
                                       "\xff\xfe\x1f\xff",
                                       "x\x1e"
                                       "y\x1e-1\x1f"
                                       "a" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *spoken = carrel_said_speak (texts[i]);

    g_assert_true (g_utf8_validate (spoken, -1, NULL));
  }
  assert_says ("%2$s %1$s\x1f"
               "a\x1f"
               "b",
               "b a");
  assert_says ("%s and %s\x1f"
               "one",
               "one and ");
  assert_says ("A sentence of an earlier Carrel: 5%s", "A sentence of an earlier Carrel: 5%s");
  g_assert_null (carrel_said_speak (NULL));
}

/* A failure that was met in English is read in German. */
static void
test_in_another_language (CarrelTestStore *self, gconstpointer data)
{
  g_autofree char *catalogues = g_build_filename (g_test_get_dir (G_TEST_BUILT), "..", "po", NULL);
  g_autofree char *address = carrel_address_normalize ("https://example.org/gone");
  g_autoptr (GPtrArray) addresses = g_ptr_array_new (), entries = NULL, events = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CarrelQueueOwner) owner = carrel_queue_owner_new (self->folder, NULL);
  g_autoptr (CarrelQueueEntry) failed = NULL;
  g_autoptr (GError) error = NULL, failure = make_error ();
  CarrelQueueAsk   ask = { .images = TRUE };
  CarrelQueueClaim claim = { .owner = owner, .n = 1 };
  gint64           due;

  g_ptr_array_add (addresses, address);
  g_assert_true (carrel_store_queue_add (self->connection, addresses, &ask, owner, ids,
                                         self->changes, &error));
  g_clear_pointer (&entries, g_ptr_array_unref);
  entries = carrel_store_queue_claim (self->connection, &claim, &due, self->changes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  failed = carrel_store_queue_fail (self->connection, g_array_index (ids, gint64, 0), failure,
                                    self->changes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (carrel_queue_entry_get (failed)->message, ==,
                   "example.org has no such page (404)");
  g_assert_cmpstr (carrel_queue_entry_get (failed)->error, ==, "http");

  if (!speaks_german) { /* a system without a locale to be had */
    g_test_message ("There is no locale");
    return;
  }
  g_setenv ("LANGUAGE", "de", TRUE);
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_clear_pointer (&entries, g_ptr_array_unref);
  entries = carrel_store_queue_load (self->connection, &g_array_index (ids, gint64, 0), 1, &error);
  events =
      carrel_store_queue_load_events (self->connection, g_array_index (ids, gint64, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (carrel_queue_entry_get (entries->pdata[0])->message, ==,
                   "example.org hat keine solche Seite (404)");
  g_assert_cmpstr (((CarrelQueueEvent *) events->pdata[events->len - 1])->message, ==,
                   "example.org hat keine solche Seite (404)");
  g_setenv ("LANGUAGE", "en", TRUE);
}

/* In «C» and «C.UTF-8» nothing is translated; what else a system has is its own. So the latter gets
 * another name. */
static gboolean
set_locale (void)
{
  g_autofree char *folder = g_dir_make_tmp ("carrel-locale-XXXXXX", NULL),
                  *name = g_build_filename (folder, "de_DE.UTF-8", NULL);
  gboolean set;

  g_setenv ("LANGUAGE", "en", TRUE);
  g_setenv ("LOCPATH", folder, TRUE);
  set = symlink ("/usr/lib/locale/C.utf8", name) == 0 && setlocale (LC_ALL, "de_DE.UTF-8") != NULL;
  unlink (name);
  rmdir (folder);
  g_unsetenv ("LOCPATH");
  return set || setlocale (LC_ALL, "de_DE.UTF-8") != NULL;
}

int
main (int argc, char *argv[])
{
  speaks_german = set_locale ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/said/made-and-spoken", test_made_and_spoken);
  g_test_add_func ("/said/hostile", test_hostile);
  g_test_add ("/said/in-another-language", CarrelTestStore, NULL, carrel_test_store_set_up,
              test_in_another_language, carrel_test_store_tear_down);
  return g_test_run ();
}
