/* test-text-settings.c: how pages are set, chosen and kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-text-settings.h"

#include <glib/gstdio.h>

static char *folder, *file;

static void
count_cb (CarrelTextSettings *settings, guint *count)
{
  ++*count;
}

static void
quit_cb (CarrelTextSettings *settings, GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static gboolean
timeout_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

/* Until the file says something, or for a moment. */
static CarrelTextSettings *
load (guint patience)
{
  CarrelTextSettings *settings = carrel_text_settings_new (file);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint  source = g_timeout_add (patience, timeout_cb, loop);
  gulong handler = g_signal_connect (settings, "changed", G_CALLBACK (quit_cb), loop);

  g_main_loop_run (loop);
  g_source_remove (source);
  g_signal_handler_disconnect (settings, handler);
  return settings;
}

/* A task that reads holds the settings; it may let go of them on its own thread. One that writes is
 * asked for. */
static void
drain (CarrelTextSettings *settings)
{
  while (g_atomic_int_get (&G_OBJECT (settings)->ref_count) > 1 ||
         carrel_text_settings_is_writing (settings))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
write_file (const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_kept (void)
{
  g_autoptr (CarrelTextSettings) first = carrel_text_settings_new (file), second = NULL;
  CarrelTextChoice        choice = *carrel_text_settings_get (first);
  const CarrelTextChoice *kept;

  g_assert_cmpfloat (choice.size, ==, CARREL_TEXT_SIZE);
  choice =
      (CarrelTextChoice) { CARREL_FACE_CHOSEN, "Noto Sans", 22, 1.9, 50, TRUE, CARREL_THEME_SEPIA };
  carrel_text_settings_set (first, &choice);
  choice.size = 23; /* while the first is being written */
  carrel_text_settings_set (first, &choice);
  drain (first);
  second = load (20000);
  kept = carrel_text_settings_get (second);
  g_assert_cmpint (kept->face, ==, CARREL_FACE_CHOSEN);
  g_assert_cmpstr (kept->family, ==, "Noto Sans");
  g_assert_cmpfloat (kept->size, ==, 23);
  g_assert_cmpfloat_with_epsilon (kept->line, 1.9, 1e-9);
  g_assert_cmpint (kept->width, ==, 50);
  g_assert_true (kept->justified);
  g_assert_cmpint (kept->theme, ==, CARREL_THEME_SEPIA);
}

static void
test_bounds (void)
{
  g_autoptr (CarrelTextSettings) settings = carrel_text_settings_new (file);
  CarrelTextChoice choice = *carrel_text_settings_get (settings);
  guint            n = 0;

  g_signal_connect (settings, "changed", G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < 40; i++)
    carrel_text_settings_change_size (settings, 1);
  g_assert_cmpfloat (carrel_text_settings_get (settings)->size, ==, CARREL_TEXT_MAX_SIZE);
  g_assert_cmpuint (n, ==,
                    CARREL_TEXT_MAX_SIZE - CARREL_TEXT_SIZE); /* nothing is told at the end */
  carrel_text_settings_change_size (settings, 0);
  g_assert_cmpfloat (carrel_text_settings_get (settings)->size, ==, CARREL_TEXT_SIZE);
  choice.face = CARREL_FACE_CHOSEN;
  choice.family = "X\"; } * { color: red";
  carrel_text_settings_set (settings, &choice);
  g_assert_cmpint (carrel_text_settings_get (settings)->face, ==, CARREL_FACE_SERIF);
  g_assert_cmpstr (carrel_text_settings_get (settings)->family, ==, "");
  drain (settings);
}

static void
test_bad_file (void)
{
  static const char *const files[] = {
    "[Text]\nFace=chosen\nSize=inf\nLineHeight=nan\nWidth=99999999999999999999\nTheme=plaid\n",
    "[Text]\nFace=chosen\nFamily=a{b}\nSize=-4\nLineHeight=\nTheme=sepia\n",
    "no key file\x01\xff",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (CarrelTextSettings) settings = NULL;
    const CarrelTextChoice *choice;

    write_file (files[i]);
    settings = load (i < 2 ? 20000 : 100);
    choice = carrel_text_settings_get (settings);
    g_assert_cmpint (choice->face, ==, CARREL_FACE_SERIF);
    g_assert_cmpfloat (choice->size, ==, i == 1 ? CARREL_TEXT_MIN_SIZE : CARREL_TEXT_SIZE);
    g_assert_cmpfloat (choice->line, ==, CARREL_TEXT_LINE);
    g_assert_cmpint (choice->width, ==, i == 0 ? CARREL_TEXT_MAX_WIDTH : CARREL_TEXT_WIDTH);
    g_assert_cmpint (choice->theme, ==, i == 1 ? CARREL_THEME_SEPIA : CARREL_THEME_SYSTEM);
  }
}

/* The person is faster than the disk. */
static void
test_person_first (void)
{
  g_autoptr (CarrelTextSettings) settings = NULL;

  write_file ("[Text]\nSize=30\nTheme=black\n");
  settings = carrel_text_settings_new (file);
  carrel_text_settings_change_size (settings, 1);
  drain (settings);
  g_assert_cmpfloat (carrel_text_settings_get (settings)->size, ==, CARREL_TEXT_SIZE + 1);
  g_assert_cmpint (carrel_text_settings_get (settings)->theme, ==, CARREL_THEME_SYSTEM);
}

static void
test_applied (void)
{
  g_autoptr (CarrelTextSettings) settings = carrel_text_settings_new (file);
  g_autoptr (GtkWidget) view = g_object_ref_sink (carrel_document_view_new ()),
                        pane = g_object_ref_sink (gtk_label_new (NULL));
  CarrelTextChoice choice = *carrel_text_settings_get (settings);

  choice.theme = CARREL_THEME_DARK;
  choice.size = 27;
  carrel_text_settings_set (settings, &choice);
  carrel_text_settings_apply (settings, CARREL_DOCUMENT_VIEW (view), pane);
  g_assert_true (gtk_widget_has_css_class (pane, "reader-dark"));
  g_assert_cmpfloat (carrel_document_view_get_text_scale (CARREL_DOCUMENT_VIEW (view)), ==, 1.5);
  choice.theme = CARREL_THEME_SYSTEM;
  carrel_text_settings_set (settings, &choice);
  carrel_text_settings_apply (settings, CARREL_DOCUMENT_VIEW (view), pane);
  g_assert_true (gtk_widget_has_css_class (pane, "reader-paper"));
  g_assert_false (gtk_widget_has_css_class (pane, "reader-dark"));
  drain (settings);
}

static void
add (const char *name, void (*test) (void))
{
  g_test_add_func (name, test);
}

int
main (int argc, char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("carrel-text-XXXXXX", NULL);
  file = g_build_filename (folder, "new", "text.ini", NULL);
  add ("/text-settings/kept", test_kept);
  add ("/text-settings/bounds", test_bounds);
  add ("/text-settings/bad-file", test_bad_file);
  add ("/text-settings/person-first", test_person_first);
  add ("/text-settings/applied", test_applied);
  status = g_test_run ();
  g_remove (file);
  g_free (file);
  file = g_build_filename (folder, "new", NULL);
  g_rmdir (file);
  g_rmdir (folder);
  g_free (file);
  g_free (folder);
  return status;
}
