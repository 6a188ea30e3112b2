/* test-listen.c: what is said of a document, and an article read aloud by the real service with a
 * module that writes down what it is given.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"
#include "ui/carrel-listen-bar.h"
#include "ui/reader/carrel-document-view-private.h"
#include "ui/reader/carrel-speech.h"

#include <glib/gstdio.h>
#include <string.h>

static const char sample[] =
    "<h2 id=\"h-1\">The tide</h2>"
    "<p>It goes out.<a class=\"fnref\" href=\"#fn-1\" id=\"fnref-1\">1</a> Does it come back?</p>"
    "<pre>if (tide) wait ();</pre>"
    "<table><caption>Hours</caption><tr><td>One</td></tr></table>"
    "<figure><img src=\"blob:0000000000000000000000000000000000000000000000000000000000000000\" "
    "alt=\"A rock\" width=\"80\" height=\"40\"><figcaption>The rock at noon.</figcaption></figure>"
    "<figure><img src=\"blob:0000000000000000000000000000000000000000000000000000000000000000\" "
    "alt=\"A shell\" width=\"80\" height=\"40\"></figure>"
    "<p lang=\"de\">Ja, sie kommt.</p>"
    "<p class=\"math\">x^2</p>"
    "<p>The end.</p>"
    "<section class=\"footnotes\"><ol><li id=\"fn-1\"><p>A note. <a class=\"fnback\" "
    "href=\"#fnref-1\">↩</a></p></li></ol></section>";

static const char *const expected[] = {
  "The tide",          "It goes out.",       "Does it come back?", "Code.",      "A table: Hours",
  "The rock at noon.", "A picture: A shell", "Ja, sie kommt.",     "A formula.", "The end.",
};

/* ── Words ── */

static void
test_words (void)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (sample, -1);
  g_autoptr (CarrelSpeech) speech = carrel_speech_new (document, "en");
  g_auto (CarrelUtterance) one = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_assert_true (carrel_speech_next (speech, &one));
    g_assert_cmpstr (one.words, ==, expected[i]);
    g_assert_cmpstr (one.language, ==, i == 7 ? "de" : "en");
  }
  g_assert_false (carrel_speech_next (speech, &one));
  /* Back over what has no words; to the beginning first, when well into it. */
  carrel_speech_go_to (speech, 1, 0);
  g_assert_true (carrel_speech_next (speech, &one));
  g_assert_true (carrel_speech_next (speech, &one));
  g_assert_cmpstr (one.words, ==, "Does it come back?");
  g_assert_true (carrel_speech_go_on (speech, FALSE));
  g_assert_true (carrel_speech_next (speech, &one));
  g_assert_cmpstr (one.words, ==, "It goes out.");
  g_assert_true (carrel_speech_go_on (speech, FALSE));
  g_assert_true (carrel_speech_next (speech, &one));
  g_assert_cmpstr (one.words, ==, "The tide");
  g_assert_false (carrel_speech_go_on (speech, FALSE));
  for (guint i = 3; i < G_N_ELEMENTS (expected); i++) { /* each a paragraph of its own */
    if (i == 3)
      g_assert_true (carrel_speech_go_on (speech, TRUE));
    g_assert_true (i == 3
                       ? carrel_speech_next (speech, &one)
                       : carrel_speech_go_on (speech, TRUE) && carrel_speech_next (speech, &one));
    g_assert_cmpstr (one.words, ==, i == 3 ? "It goes out." : expected[i - 1]);
  }
  g_assert_true (carrel_speech_go_on (speech, TRUE));
  g_assert_true (carrel_speech_next (speech, &one));
  g_assert_cmpstr (one.words, ==, "The end.");
  g_assert_false (carrel_speech_go_on (speech, TRUE));
}

static void
test_words_hostile (void)
{
  g_autoptr (CarrelDocument) empty = carrel_document_read ("", -1);
  g_autoptr (CarrelSpeech) silence = carrel_speech_new (empty, NULL);
  g_autofree char *line = g_strnfill (1 << 20, 'a'), *html = g_strdup_printf ("<p>%s</p>", line);
  g_autoptr (CarrelDocument) document = carrel_document_read (html, -1);
  g_autoptr (CarrelSpeech) speech = carrel_speech_new (document, "en");
  g_auto (CarrelUtterance) one = { 0 };
  gint64 before;

  g_assert_false (carrel_speech_next (silence, &one));
  g_assert_false (carrel_speech_go_on (silence, TRUE));
  g_assert_false (carrel_speech_go_on (silence, FALSE));
  before = g_get_monotonic_time ();
  for (guint i = 0; i < 20; i++) {
    g_assert_true (carrel_speech_next (speech, &one));
    g_assert_cmpuint (strlen (one.words), <=, 1500);
  }
  g_assert_cmpint (g_get_monotonic_time () - before, <,
                   20 * G_USEC_PER_SEC); /* what is quadratic takes minutes */
}

/* ── The service ── */

typedef struct {
  char               *folder;
  GSubprocess        *service;
  GtkWidget          *window;
  CarrelDocumentView *view;
  CarrelListenBar    *bar;
  CarrelDocument     *document;
} Fixture;

static void
start_service (Fixture *f)
{
  g_autofree char *said = g_build_filename (f->folder, "said", NULL),
                  *socket = g_build_filename (f->folder, "socket", NULL),
                  *pid = g_build_filename (f->folder, "pid", NULL);
  g_autofree char *config = g_build_filename (f->folder, "speechd.conf", NULL),
                  *module =
                      g_test_build_filename (G_TEST_DIST, "display", "speech-module.py", NULL);
  g_autofree char *text = g_strdup_printf ("LogLevel 0\nDefaultModule record\nDefaultLanguage "
                                           "\"en\"\nAddModule \"record\" \"%s\" \"record.conf\"\n",
                                           module);
  g_autofree char *address = g_strconcat ("unix_socket:", socket, NULL);
  g_autoptr (GError) error = NULL;

  g_setenv ("CARREL_TEST_SAID", said, TRUE);
  g_setenv ("SPEECHD_ADDRESS", address, TRUE);
  g_assert_true (g_file_set_contents (config, text, -1, &error));
  f->service =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error, "speech-dispatcher", "-s", "-c", "unix_socket", "-S", socket, "-C",
                        f->folder, "-L", f->folder, "-P", pid, NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < 200 && !g_file_test (socket, G_FILE_TEST_EXISTS); i++)
    g_usleep (50000);
  g_assert_true (g_file_test (socket, G_FILE_TEST_EXISTS));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *scrolled = gtk_scrolled_window_new ();

  f->folder = carrel_test_new_folder ();
  f->window = gtk_window_new ();
  f->view = CARREL_DOCUMENT_VIEW (carrel_document_view_new ());
  f->bar = g_object_new (CARREL_TYPE_LISTEN_BAR, NULL);
  f->document = carrel_document_read (sample, -1);
  carrel_listen_bar_set_view (f->bar, f->view);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 700, 500);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (f->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (f->bar));
  gtk_window_set_child (GTK_WINDOW (f->window), box);
  gtk_window_present (GTK_WINDOW (f->window));
  carrel_document_view_set_document (f->view, f->document, "en", FALSE);
  carrel_listen_bar_set_document (f->bar, f->document, "en");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  if (f->service) {
    g_subprocess_send_signal (f->service, SIGTERM);
    g_subprocess_wait (f->service, NULL, NULL);
  }
  g_clear_object (&f->service);
  carrel_document_unref (f->document);
  carrel_test_remove_folder (f->folder);
  g_free (f->folder);
}

static char **
list_said (Fixture *f)
{
  g_autofree char *path = g_build_filename (f->folder, "said", NULL), *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_new0 (char *, 1);
  g_strchomp (text);
  return *text ? g_strsplit (text, "\n", -1) : g_new0 (char *, 1);
}

static guint
count_said (Fixture *f)
{
  g_auto (GStrv) lines = list_said (f);

  return g_strv_length (lines);
}

static void
wait_said (Fixture *f, guint n)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (count_said (f) < n) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (2000);
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  }
}

static void
wait_ms (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (2000);
  }
}

static const char *
get_words (const char *line)
{
  return strrchr (line, '|') + 1;
}

static void
test_aloud (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  guint  marked = 0, last = G_MAXUINT;

  start_service (f);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->bar)));
  carrel_listen_bar_toggle (f->bar);
  g_assert_true (carrel_listen_bar_is_playing (f->bar));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (f->bar)));
  while (carrel_listen_bar_is_active (f->bar)) { /* to its end, by itself */
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    if (f->view->has_spoken && f->view->spoken.block != last) {
      last = f->view->spoken.block;
      marked++;
    }
  }
  lines = list_said (f);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_assert_cmpstr (get_words (lines[i]), ==, expected[i]);
    g_assert_true (g_str_has_prefix (lines[i], i == 7 ? "de|0|" : "en|0|"));
  }
  g_assert_cmpuint (marked, ==, G_N_ELEMENTS (expected) - 1); /* two sentences are in one block */
  g_assert_false (f->view->has_spoken);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->bar)));
}

static void
test_steered (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;
  guint n;

  g_setenv ("CARREL_TEST_SENTENCE", "30", TRUE); /* longer than anything here */
  start_service (f);
  carrel_listen_bar_toggle (f->bar);
  wait_said (f, 1);
  carrel_listen_bar_skip (f->bar, TRUE);
  wait_said (f, 2);
  g_assert_cmpuint (f->view->spoken.block, ==, 1);
  carrel_listen_bar_toggle (f->bar); /* paused: nothing more is said, the sentence stays marked */
  g_assert_false (carrel_listen_bar_is_playing (f->bar));
  n = (wait_ms (400), count_said (f));
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (f->view->has_spoken);
  carrel_listen_bar_toggle (f->bar); /* on: the sentence again */
  wait_said (f, 3);
  carrel_listen_bar_skip (f->bar, FALSE);
  wait_said (f, 4);
  carrel_listen_bar_stop (f->bar);
  g_assert_false (f->view->has_spoken);
  wait_ms (300);
  lines = list_said (f);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_cmpstr (get_words (lines[0]), ==, "The tide");
  g_assert_cmpstr (get_words (lines[1]), ==, "It goes out.");
  g_assert_cmpstr (get_words (lines[2]), ==, "It goes out.");
  g_assert_cmpstr (get_words (lines[3]), ==, "The tide");
  /* Another article, while it speaks. */
  carrel_listen_bar_toggle (f->bar);
  wait_said (f, 5);
  carrel_listen_bar_set_document (f->bar, NULL, NULL);
  g_assert_false (carrel_listen_bar_is_active (f->bar));
  g_unsetenv ("CARREL_TEST_SENTENCE");
}

static void
test_missing (Fixture *f, gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC, longest = 0;

  g_setenv ("SPEECHD_ADDRESS", "unix_socket:/nonexistent/speech/socket", TRUE);
  carrel_listen_bar_toggle (f->bar);
  while (carrel_listen_bar_is_playing (f->bar)) {
    gint64 before = g_get_monotonic_time ();

    g_main_context_iteration (NULL, FALSE);
    longest = MAX (longest, g_get_monotonic_time () - before);
    g_usleep (1000);
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  }
  g_assert_cmpint (longest, <, 5 * G_USEC_PER_SEC);     /* it isn't waited for; a busy machine is */
  g_assert_true (carrel_listen_bar_is_active (f->bar)); /* and says why */
  carrel_listen_bar_stop (f->bar);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->bar)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/listen/words", test_words);
  g_test_add_func ("/listen/words-hostile", test_words_hostile);
  if (carrel_listen_bar_is_possible ()) {
    g_test_add ("/listen/aloud", Fixture, NULL, set_up, test_aloud, tear_down);
    g_test_add ("/listen/steered", Fixture, NULL, set_up, test_steered, tear_down);
  }
  g_test_add ("/listen/missing", Fixture, NULL, set_up, test_missing, tear_down);
  return g_test_run ();
}
