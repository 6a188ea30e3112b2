/* test-panels.c: topics, links, adding and the first run, as real widgets in a window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-server.h"
#include "carrel-test.h"
#include "library/carrel-library-links.h"
#include "library/carrel-settings.h"
#include "ui/carrel-add-batch.h"
#include "ui/carrel-add-dialog.h"
#include "ui/carrel-first-run.h"
#include "ui/carrel-inspector-line.h"
#include "ui/carrel-inspector.h"
#include "ui/carrel-link-dialog.h"
#include "ui/carrel-link-row.h"
#include "ui/carrel-misread.h"
#include "ui/carrel-reference-card.h"
#include "ui/carrel-side.h"
#include "ui/carrel-topic-chip.h"
#include "ui/carrel-topic-field.h"
#include "ui/carrel-wanted-page.h"
#include "ui/carrel-window.h"
#include "ui/carrel-words.h"
#include "window-fixture.h"

#include <string.h>

#define NARROW 360

typedef struct {
  char          *folder;
  CarrelLibrary *library;
  GtkWidget     *window;
  GArray        *ids; /* newest first */
} Fixture;

/* ── The library ── */

static CarrelArticle *
load_article (Fixture *f, gint64 id)
{
  WAIT (carrel_library_load_article_async (f->library, id, NULL, carrel_test_result_cb, &waiting));

  return carrel_library_load_article_finish (f->library, result, &error);
}

static GPtrArray *
load_links (Fixture *f, gint64 id)
{
  WAIT (carrel_library_load_links_async (f->library, id, 0, NULL, carrel_test_result_cb, &waiting));

  return carrel_library_load_links_finish (f->library, result, NULL, &error);
}

static CarrelReading *
load_reading (Fixture *f, gint64 id)
{
  WAIT (carrel_library_load_reading_async (f->library, id, NULL, carrel_test_result_cb, &waiting));

  return carrel_library_load_reading_finish (f->library, result, &error);
}

static GArray *
load_ids (Fixture *f)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse ("", FALSE);
  WAIT (carrel_library_search_async (f->library, query, CARREL_SORT_ADDED, FALSE, 100, NULL,
                                     carrel_test_result_cb, &waiting));

  return carrel_library_search_finish (f->library, result, NULL, NULL, &error);
}

static gboolean
has_topic (Fixture *f, gint64 id, const char *path)
{
  g_autoptr (CarrelArticle) article = load_article (f, id);

  return carrel_article_get (article)->n_topics > 0 &&
         g_strv_contains (carrel_article_get (article)->topics, path);
}

static void
set_up (Fixture *f, gconstpointer samples)
{
  f->folder = carrel_test_new_folder ();
  f->window = open_window (f->folder, samples != NULL, &f->library);
  f->ids = load_ids (f);
}

static void
tear_down (Fixture *f, gconstpointer samples)
{
  close_window (f->window, f->library);
  g_array_unref (f->ids);
  carrel_test_remove_folder (f->folder);
  g_free (f->folder);
}

static gint64
id_at (Fixture *f, guint i)
{
  return g_array_index (f->ids, gint64, i);
}

/* ── Widgets ── */

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *label;

  for (guint i = 0; (label = nth (widget, GTK_TYPE_LABEL, i)); i++)
    if (strstr (gtk_label_get_text (GTK_LABEL (label)), text))
      return label;
  return NULL;
}

/* Over the window, whose own parts stay as they are. */
static GtkWidget *
show (Fixture *f, GtkWidget *widget)
{
  AdwDialog *dialog = adw_dialog_new ();

  adw_dialog_set_child (dialog, widget);
  adw_dialog_set_content_width (dialog, 900);
  adw_dialog_set_content_height (dialog, 700);
  adw_dialog_present (dialog, f->window);
  UNTIL (gtk_widget_get_mapped (widget));
  return widget;
}

static GtkText *
get_entry (GtkWidget *widget)
{
  return GTK_TEXT (nth (widget, GTK_TYPE_TEXT, 0));
}

static void
assert_narrow (GtkWidget *widget)
{
  int min;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  g_assert_cmpint (min, <=, NARROW);
}

/* ── Words ── */

static void
test_words (void)
{
  static const struct {
    const char *address, *shown;
  } addresses[] = {
    { "https://www.example.org/", "example.org" },
    { "http://example.org/a/b/?q=1", "example.org/a/b/?q=1" },
    { "https://en.example.org/wiki/%C3%89criture", "en.example.org/wiki/Écriture" },
    { "https://example.org/%FF%FE", "example.org/%FF%FE" },
    { "https://example.org/%E2%80%AEgnp", "example.org/gnp" },
  };
  static const char *const parts[] = { "a", NULL, "", "هامش", "b" };
  static const char *const numbers[] = { "127.0.0.1", "هامش", "1 min" };
  static const struct {
    const char *text, *mark, *markup;
  } marks[] = {
    { "Small Models & more", "model*", "Small <span background=\"#fff\">Model</span>s &amp; more" },
    { "Small Models", "model", "Small Models" },
    { "Résumé", "resume", "<span background=\"#fff\">Résumé</span>" },
    { "慢读书斋记", "书斋", "慢读<span background=\"#fff\">书斋</span>记" },
    { "remodel", "model", "remodel" },
  };
  g_autofree char *joined = carrel_words_join (parts, G_N_ELEMENTS (parts)),
                  *line = carrel_words_join (numbers, G_N_ELEMENTS (numbers)),
                  *search = carrel_words_search_address ("a & b?");
  g_autoptr (GError) plain =
      g_error_new (CARREL_ERROR, CARREL_ERROR_HTTP, "It has no such page (404)");
  g_autoptr (GError) ended = g_error_new (CARREL_ERROR, CARREL_ERROR_HTTP, "It is gone.");
  g_autofree char *sentence = carrel_words_error (plain), *same = carrel_words_error (ended);

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autofree char *shown = carrel_words_address (addresses[i].address);

    g_assert_cmpstr (shown, ==, addresses[i].shown);
  }
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    g_autoptr (GPtrArray) list = g_ptr_array_new ();
    g_autofree char *markup = NULL;

    g_ptr_array_add (list, (gpointer) marks[i].mark);
    markup = carrel_words_mark (marks[i].text, list, "#fff");
    g_assert_cmpstr (markup, ==, marks[i].markup);
  }
  g_assert_cmpstr (joined, ==, "\u200ea · \u2068هامش\u2069 · b");
  g_assert_cmpstr (line, ==, "\u200e127.0.0.1 · \u2068هامش\u2069 · 1 min");
  g_assert_cmpstr (search, ==, "https://duckduckgo.com/?q=a%20%26%20b%3F");
  g_assert_cmpstr (sentence, ==, "It has no such page (404).");
  g_assert_cmpstr (same, ==, "It is gone.");
  g_assert_cmpstr (carrel_words_language ("pt-BR"), ==, "Portuguese");
  g_assert_cmpstr (carrel_words_language ("tlh"), ==, "tlh");
  g_assert_null (carrel_words_language (NULL));
}

/* Also in a window that is mirrored and speaks English. */
static void
test_misread (void)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  gtk_widget_set_direction (label, GTK_TEXT_DIR_RTL);
  carrel_misread_show (GTK_LABEL (label), "crab added:soon", FALSE);
  g_assert_true (gtk_widget_get_visible (label));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "added:soon"));
  g_assert_cmpint (gtk_label_get_justify (GTK_LABEL (label)), ==, GTK_JUSTIFY_RIGHT);
  carrel_misread_show (GTK_LABEL (label), "crab", TRUE);
  g_assert_false (gtk_widget_get_visible (label));
  g_object_unref (label);
}

/* Where a line's parts stand, from the left: the first that is there of it. */
static void
test_lines (void)
{
  static const char *const      parts[] = { "127.0.0.1", "هامش", "Who", "1 min" };
  g_autofree char              *joined = carrel_words_join (parts, G_N_ELEMENTS (parts));
  GtkWidget                    *label = g_object_ref_sink (gtk_label_new (NULL));
  static const GtkTextDirection directions[] = { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL,
                                                 GTK_TEXT_DIR_LTR };

  carrel_side_set_line (GTK_LABEL (label), joined);
  for (guint i = 0; i < G_N_ELEMENTS (directions); i++) {
    PangoLayout   *layout;
    PangoRectangle first, last;
    const char    *text;

    gtk_widget_set_direction (label, directions[i]);
    layout = gtk_label_get_layout (GTK_LABEL (label));
    text = pango_layout_get_text (layout);
    pango_layout_index_to_pos (layout, (int) (strstr (text, "127") - text), &first);
    pango_layout_index_to_pos (layout, (int) (strstr (text, "min") - text), &last);
    g_assert_true ((first.x < last.x) == (directions[i] == GTK_TEXT_DIR_LTR));
    g_assert_cmpint (pango_layout_get_direction (layout, 0), ==,
                     directions[i] == GTK_TEXT_DIR_LTR ? PANGO_DIRECTION_LTR : PANGO_DIRECTION_RTL);
  }
  g_object_unref (label);
}

/* ── Topics ── */

static void
test_topics_of_one (Fixture *f, gconstpointer data)
{
  GtkWidget *field = show (f, carrel_topic_field_new (f->library));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (ids, f->ids->data, 1);
  carrel_topic_field_set_articles (CARREL_TOPIC_FIELD (field), ids, NULL);
  UNTIL (find_label (field, "reading/libraries"));
  assert_narrow (field);

  gtk_widget_activate_action (field, "topics.add", "s", "  Nature / birds ");
  UNTIL (has_topic (f, id_at (f, 0), "nature/birds")); /* the library's own spelling */
  g_assert_nonnull (find_label (field, "nature/birds"));
  gtk_widget_activate_action (field, "topics.remove", "s", "nature/birds");
  UNTIL (!has_topic (f, id_at (f, 0), "nature/birds"));
  UNTIL (!find_label (field, "nature/birds"));
  gtk_widget_activate_action (field, "topics.add", "s", " / ");

  {
    /* What changes elsewhere is shown here. */
    static const char *const elsewhere[] = { "elsewhere", NULL };
    WAIT (carrel_library_tag_async (f->library, ids, elsewhere, NULL, carrel_test_result_cb,
                                    &waiting));
    g_autoptr (CarrelUndo) undo = carrel_library_change_finish (f->library, result, &error);

    UNTIL (find_label (field, "elsewhere"));
  }
}

static void
test_topics_of_many (Fixture *f, gconstpointer data)
{
  GtkWidget *field = show (f, carrel_topic_field_new (f->library));

  carrel_topic_field_set_articles (CARREL_TOPIC_FIELD (field), f->ids, NULL);
  UNTIL (find_label (field, "history"));
  g_assert_nonnull (find_label (field, "3 of 12"));
  gtk_widget_activate_action (field, "topics.add", "s", "history");
  for (guint i = 0; i < f->ids->len; i++)
    UNTIL (has_topic (f, id_at (f, i), "history"));
}

static void
test_topics_collected (Fixture *f, gconstpointer data)
{
  GtkWidget *field = show (f, carrel_topic_field_new (f->library));
  GtkText   *entry = get_entry (field);
  g_auto (GStrv) topics = NULL;
  GtkWidget *popover;
  int        natural;

  carrel_topic_field_set_topics (CARREL_TOPIC_FIELD (field),
                                 (const char *[]) { "Reading", "new / one", "NEW/ONE", "/", NULL });
  topics = carrel_topic_field_dup_topics (CARREL_TOPIC_FIELD (field));
  g_assert_cmpuint (g_strv_length (topics), ==, 2);
  g_assert_cmpstr (topics[1], ==, "new/one");

  for (guint n = 1; n <= 2; n++) { /* of two articles */
    GtkWidget *chip = show (
        f, carrel_topic_chip_new ("Donaudampfschifffahrtsgesellschaftskapitaenswitwe", 0, n, 2));

    gtk_widget_measure (chip, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
    g_assert_cmpint (natural, <=, 256); /* a line of the inspector */
  }
  field = show (f, carrel_topic_field_new (f->library));
  entry = get_entry (field);

  /* It asks for no more than its words, to stand beside a topic in the inspector's width. */
  gtk_widget_measure (GTK_WIDGET (entry), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL,
                      NULL);
  g_assert_cmpint (natural, <=, 130);

  gtk_widget_grab_focus (field);
  UNTIL (gtk_widget_has_focus (GTK_WIDGET (entry)));
  gtk_editable_set_text (GTK_EDITABLE (entry), "tide");
  UNTIL ((popover = nth (field, GTK_TYPE_POPOVER, 0)));
  g_assert_nonnull (find_label (popover, "sea/tides"));
  g_assert_nonnull (find_label (popover, "Create “tide”"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "sea/tides");
  g_assert_null (find_label (popover, "Create"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  UNTIL (!nth (field, GTK_TYPE_POPOVER, 0));
}

/* ── Links ── */

static void
test_inspector (Fixture *f, gconstpointer data)
{
  GtkWidget *inspector = show (f, carrel_inspector_new (f->library));
  g_autoptr (CarrelReading) reading = load_reading (f, id_at (f, 0));
  g_autoptr (GPtrArray) links = NULL;
  gint64 link = 0;

  assert_narrow (inspector);
  carrel_inspector_set_reading (CARREL_INSPECTOR (inspector), reading);
  UNTIL (nth (inspector, CARREL_TYPE_INSPECTOR_LINE, 0));
  g_assert_nonnull (find_label (inspector, "Mentioned by"));
  g_assert_nonnull (find_label (inspector, "English"));
  g_assert_nonnull (find_label (inspector, "carrel.example/"));
  g_assert_null (find_label (inspector, "Contradicts"));

  {
    WAIT (carrel_library_link_async (f->library, id_at (f, 0), CARREL_LINK_CONTRADICTS,
                                     id_at (f, 10), "For the talk", carrel_test_result_cb,
                                     &waiting));
    g_autoptr (CarrelUndo) undo = carrel_library_change_finish (f->library, result, &error);

    g_assert_no_error (error);
  }
  UNTIL (find_label (inspector, "Contradicts"));
  g_assert_nonnull (find_label (inspector, "For the talk"));
  links = load_links (f, id_at (f, 0));
  for (guint i = 0; i < links->len; i++)
    if (carrel_link_get (links->pdata[i])->kind == CARREL_LINK_CONTRADICTS)
      link = carrel_link_get (links->pdata[i])->id;
  gtk_widget_activate_action (nth (inspector, CARREL_TYPE_INSPECTOR_LINE, 0),
                              "inspector.remove-link", "x", link);
  UNTIL (!find_label (inspector, "Contradicts"));

  carrel_inspector_set_reading (CARREL_INSPECTOR (inspector), NULL);
  UNTIL (find_label (inspector, "Nothing Open"));
}

static const char *
get_first_result (AdwDialog *dialog)
{
  GtkWidget     *row = nth (GTK_WIDGET (dialog), CARREL_TYPE_LINK_ROW, 0);
  CarrelArticle *article = row ? carrel_link_row_get_article (CARREL_LINK_ROW (row)) : NULL;

  return article ? carrel_article_get_title (article)
         : row && carrel_link_row_get_address (CARREL_LINK_ROW (row))
             ? carrel_link_row_get_address (CARREL_LINK_ROW (row))
             : "";
}

static void
test_link_dialog (Fixture *f, gconstpointer data)
{
  AdwDialog *dialog = carrel_link_dialog_new (f->library, id_at (f, 0), "A title");
  gboolean   linked = FALSE;
  GtkWidget *turn = NULL;

  g_object_ref (dialog);
  adw_dialog_present (dialog, f->window);
  UNTIL (nth (GTK_WIDGET (dialog), CARREL_TYPE_LINK_ROW, 0));
  assert_narrow (GTK_WIDGET (dialog));
  gtk_editable_set_text (GTK_EDITABLE (nth (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, 0)),
                         "no-such-word-anywhere");
  /* A title that isn't there is offered, and has to be chosen. */
  UNTIL (find_label (GTK_WIDGET (dialog), "“no-such-word-anywhere”"));
  g_assert_false (gtk_list_box_row_is_selected (
      GTK_LIST_BOX_ROW (nth (GTK_WIDGET (dialog), CARREL_TYPE_LINK_ROW, 0))));
  /* An address is what Enter takes; it can't be what links. */
  gtk_editable_set_text (GTK_EDITABLE (nth (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, 0)),
                         "elsewhere.example/page#part");
  UNTIL (strcmp (get_first_result (dialog), "https://elsewhere.example/page") == 0);
  g_assert_true (gtk_list_box_row_is_selected (
      GTK_LIST_BOX_ROW (nth (GTK_WIDGET (dialog), CARREL_TYPE_LINK_ROW, 0))));
  adw_toggle_group_set_active (
      ADW_TOGGLE_GROUP (nth (GTK_WIDGET (dialog), ADW_TYPE_TOGGLE_GROUP, 0)), 1);
  for (guint n = 0; !turn; n++) {
    GtkWidget *button = nth (GTK_WIDGET (dialog), GTK_TYPE_TOGGLE_BUTTON, n);

    g_assert_nonnull (button);
    turn = g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (button)),
                      "object-flip-horizontal-symbolic") == 0
               ? button
               : NULL;
  }
  g_assert_false (gtk_widget_get_sensitive (turn));
  assert_narrow (GTK_WIDGET (dialog));
  gtk_editable_set_text (GTK_EDITABLE (nth (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, 0)), "?");
  UNTIL (!nth (GTK_WIDGET (dialog), CARREL_TYPE_LINK_ROW, 0) ||
         !carrel_link_row_get_address (
             CARREL_LINK_ROW (nth (GTK_WIDGET (dialog), CARREL_TYPE_LINK_ROW, 0))));
  gtk_editable_set_text (GTK_EDITABLE (nth (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, 0)),
                         "swifts");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "links.link",
                              NULL); /* too early: nothing happens */
  UNTIL (strcmp (get_first_result (dialog), "Swifts Do Not Land") == 0);
  adw_toggle_group_set_active (
      ADW_TOGGLE_GROUP (nth (GTK_WIDGET (dialog), ADW_TYPE_TOGGLE_GROUP, 0)), 2);
  g_assert_nonnull (find_label (GTK_WIDGET (dialog), "“A title” cites"));
  gtk_widget_activate_action (GTK_WIDGET (dialog), "links.link", NULL);
  while (!linked) {
    g_autoptr (GPtrArray) links = load_links (f, id_at (f, 0));

    for (guint i = 0; i < links->len; i++) {
      const CarrelLinkData *link = carrel_link_get (links->pdata[i]);

      linked =
          linked || (link->kind == CARREL_LINK_CITES &&
                     strcmp (carrel_article_get_title (link->other), "Swifts Do Not Land") == 0);
    }
  }
  UNTIL (!gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  g_object_unref (dialog);
}

static void
test_cards (Fixture *f, gconstpointer data)
{
  CarrelLinkData wanted = { .kind = CARREL_LINK_SEE_ALSO,
                            .title = "Wanted thing",
                            .address = "https://www.example.org/a" },
                 titled = { .title = "Only a title" };
  g_autoptr (CarrelLink) one = carrel_link_new (&wanted), two = carrel_link_new (&titled);
  g_autoptr (CarrelArticle) article = load_article (f, id_at (f, 0));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *page = carrel_wanted_page_new (f->library);
  g_autoptr (GPtrArray) things = NULL;

  gtk_box_append (GTK_BOX (box), carrel_reference_card_new (f->library, one));
  gtk_box_append (GTK_BOX (box), carrel_reference_card_new (f->library, two));
  gtk_box_append (GTK_BOX (box),
                  carrel_reference_card_new_for_article (f->library, article, "Cites"));
  show (f, box);
  g_assert_nonnull (find_label (box, "Wanted · example.org"));
  g_assert_nonnull (find_label (box, "Find…"));
  g_assert_nonnull (find_label (box, "· Cites"));
  assert_narrow (box);

  {
    WAIT (carrel_library_load_wanted_async (f->library, 1, NULL, carrel_test_result_cb, &waiting));
    things = carrel_library_load_wanted_finish (f->library, result, &error);
    g_assert_no_error (error);
  }
  g_assert_cmpuint (things->len, ==, 1);
  carrel_wanted_page_set_wanted (CARREL_WANTED_PAGE (page), things);
  show (f, page);
  assert_narrow (page);
  UNTIL (nth (page, CARREL_TYPE_REFERENCE_CARD, 0));
  g_assert_nonnull (find_label (page, "Named by"));
  g_assert_nonnull (find_label (page, carrel_wanted_get_title (things->pdata[0])));
  /* Never, with an undo. */
  gtk_widget_activate_action (page, "wanted.never", NULL);
  for (guint n = 1; n > 0;) {
    WAIT (carrel_library_load_hidden_wanted_async (f->library, NULL, carrel_test_result_cb,
                                                   &waiting));
    g_autoptr (GPtrArray) hidden =
        carrel_library_load_hidden_wanted_finish (f->library, result, &error);

    g_assert_no_error (error);
    n = hidden->len == 0;
  }
}

/* ── Adding ── */

#define WORDS                                                                                      \
  "The tide goes out twice a day and leaves a little of the sea behind in every hollow of the "    \
  "rock. "
#define PAGE(title)                                                                                \
  "<!DOCTYPE html><html lang=en><head><title>" title "</title></head><body><article><h1>" title    \
  "</h1><p>" WORDS WORDS WORDS "</p><p>" WORDS WORDS WORDS "</p><p>" WORDS WORDS WORDS             \
  "</p></article></body></html>"

static void
test_add_goes_on (Fixture *f, gconstpointer data)
{
  g_autoptr (CarrelTestServer) server = carrel_test_server_new (NULL);
  g_autofree char *address = carrel_test_server_dup_address (server, NULL, "/slow");
  AdwDialog       *dialog = carrel_add_dialog_new (f->library);
  GArray          *ids = NULL;

  carrel_test_server_add_page (server, "/slow", PAGE ("Slow Snails"));
  carrel_test_server_set_delay (server, "/slow", 400);
  g_object_ref (dialog);
  adw_dialog_present (dialog, f->window);
  UNTIL (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  assert_narrow (GTK_WIDGET (dialog));
  carrel_add_dialog_set_text (CARREL_ADD_DIALOG (dialog), address);
  UNTIL (find_label (GTK_WIDGET (dialog), "Address"));
  carrel_add_dialog_start (CARREL_ADD_DIALOG (dialog));
  UNTIL (find_label (GTK_WIDGET (dialog), "You can close this"));
  adw_dialog_force_close (dialog);
  UNTIL (!gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  g_object_unref (dialog);

  while (!ids || ids->len == 0) {
    g_clear_pointer (&ids, g_array_unref);
    ids = load_ids (f);
  }
  g_array_unref (ids);
  UNTIL (find_label (f->window, "“Slow Snails” saved"));
}

/* The step doesn't say that all is well with pictures that nobody has. */
static void
test_add_without_pictures (Fixture *f, gconstpointer data)
{
  g_autoptr (CarrelTestServer) server = carrel_test_server_new (NULL);
  g_autofree char *address = carrel_test_server_dup_address (server, NULL, "/pictures");
  AdwDialog       *dialog = carrel_add_dialog_new (f->library);

  carrel_test_server_add_page (
      server, "/pictures",
      "<!DOCTYPE html><html lang=en><head><title>Snails, Drawn</title></head>"
      "<body><article><h1>Snails, Drawn</h1><p>" WORDS WORDS WORDS "</p><img "
      "src=\"/gone.png\" width=640 height=480><p>" WORDS WORDS WORDS "</p><p>" WORDS WORDS WORDS
      "</p></article></body></html>");
  adw_dialog_present (dialog, f->window);
  UNTIL (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  carrel_add_dialog_set_text (CARREL_ADD_DIALOG (dialog), address);
  UNTIL (find_label (GTK_WIDGET (dialog), "Address"));
  carrel_add_dialog_start (CARREL_ADD_DIALOG (dialog));
  UNTIL (find_label (GTK_WIDGET (dialog), "1 image could not be had"));
  g_assert_nonnull (find_label (GTK_WIDGET (dialog), "0 of 1"));
  adw_dialog_force_close (dialog);
}

/* Nor that there are none where they aren't wanted. */
static void
test_add_unwanted_pictures (Fixture *f, gconstpointer data)
{
  g_autoptr (CarrelTestServer) server = carrel_test_server_new (NULL);
  g_autofree char *address = carrel_test_server_dup_address (server, NULL, "/drawn");
  AdwDialog       *dialog = carrel_add_dialog_new (f->library);

  g_object_set (carrel_settings_get_default (), "images", FALSE, NULL);
  carrel_test_server_add_page (
      server, "/drawn",
      "<!DOCTYPE html><html lang=en><head><title>Snails</title></head><body><article>"
      "<h1>Snails</h1><p>" WORDS                                  WORDS WORDS
      "</p><img src=\"/gone.png\" width=640 height=480><p>" WORDS WORDS WORDS
      "</p></article></body></html>");
  adw_dialog_present (dialog, f->window);
  UNTIL (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  carrel_add_dialog_set_text (CARREL_ADD_DIALOG (dialog), address);
  UNTIL (find_label (GTK_WIDGET (dialog), "Address"));
  carrel_add_dialog_start (CARREL_ADD_DIALOG (dialog));
  UNTIL (find_label (GTK_WIDGET (dialog), "not kept"));
  g_object_set (carrel_settings_get_default (), "images", TRUE, NULL);
  adw_dialog_force_close (dialog);
}

static void
test_add_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (CarrelTestServer) server = carrel_test_server_new (NULL);
  g_autofree char *address = carrel_test_server_dup_address (server, NULL, "/never");
  AdwDialog       *dialog = carrel_add_dialog_new (f->library);

  carrel_test_server_add_page (server, "/never", PAGE ("Never"));
  carrel_test_server_set_delay (server, "/never", 60000);
  adw_dialog_present (dialog, f->window);
  carrel_add_dialog_set_text (CARREL_ADD_DIALOG (dialog), address);
  carrel_add_dialog_start (CARREL_ADD_DIALOG (dialog));
  UNTIL (find_label (GTK_WIDGET (dialog), "You can close this"));
  gtk_widget_activate_action (GTK_WIDGET (dialog), "add.cancel", NULL);
  /* As before: the address stands in the field, and is offered. */
  UNTIL (find_label (GTK_WIDGET (dialog), "Choose Files…"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (GTK_WIDGET (dialog)))), ==,
                   address);
  adw_dialog_force_close (dialog);
}

static void
test_add_many (Fixture *f, gconstpointer data)
{
  g_autoptr (CarrelTestServer) server = carrel_test_server_new (NULL);
  g_autofree char *one = carrel_test_server_dup_address (server, NULL, "/one"),
                  *two = carrel_test_server_dup_address (server, NULL, "/two");
  g_autofree char *gone = carrel_test_server_dup_address (server, NULL, "/gone"),
                  *lines = g_strjoin ("\n", one, "and", two, gone, NULL);
  AdwDialog *dialog = carrel_add_dialog_new (f->library);

  carrel_test_server_add_page (server, "/one", PAGE ("One Snail"));
  carrel_test_server_add_page (server, "/two", PAGE ("Two Snails"));
  adw_dialog_present (dialog, f->window);
  carrel_add_dialog_set_text (CARREL_ADD_DIALOG (dialog), lines);
  UNTIL (find_label (GTK_WIDGET (dialog), "3 addresses"));
  carrel_add_dialog_start (CARREL_ADD_DIALOG (dialog));
  UNTIL (find_label (GTK_WIDGET (dialog), "3 addresses · 2 saved · 1 needs you"));
  g_assert_nonnull (find_label (GTK_WIDGET (dialog), "(404)."));
  assert_narrow (GTK_WIDGET (dialog));
  carrel_add_dialog_set_text (CARREL_ADD_DIALOG (dialog), one);
  carrel_add_dialog_start (CARREL_ADD_DIALOG (dialog));
  UNTIL (find_label (GTK_WIDGET (dialog), "Already in your library since"));
  adw_dialog_force_close (dialog);
}

static void
test_add_text (Fixture *f, gconstpointer data)
{
  AdwDialog       *dialog = carrel_add_dialog_new (f->library);
  GString         *text = g_string_new ("Notes on Snails\n\n");
  g_autofree char *whole = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, i % 10 == 9 ? WORDS "\n\n" : WORDS);
  whole = g_string_free (text, FALSE);
  adw_dialog_present (dialog, f->window);
  UNTIL (get_entry (GTK_WIDGET (dialog)));
  carrel_add_dialog_set_text (CARREL_ADD_DIALOG (dialog), "hello");
  carrel_add_dialog_start (CARREL_ADD_DIALOG (dialog));
  g_assert_true (gtk_widget_has_css_class (
      gtk_widget_get_parent (GTK_WIDGET (get_entry (GTK_WIDGET (dialog)))), "error"));
  carrel_add_dialog_set_text (CARREL_ADD_DIALOG (dialog), whole); /* over what an entry holds */
  g_assert_false (gtk_widget_has_css_class (
      gtk_widget_get_parent (GTK_WIDGET (get_entry (GTK_WIDGET (dialog)))), "error"));
  UNTIL (find_label (GTK_WIDGET (dialog), "84003 words"));
  carrel_add_dialog_start (CARREL_ADD_DIALOG (dialog));
  UNTIL (find_label (GTK_WIDGET (dialog), "Saved · 8400"));
  adw_dialog_force_close (dialog);
}

static void
test_first_run (Fixture *f, gconstpointer data)
{
  GtkWidget *page, *menu;

  UNTIL ((page = nth (f->window, CARREL_TYPE_FIRST_RUN, 0)));
  assert_narrow (page);
  g_assert_null (find_label (page, "Import"));
  /* Who has a library elsewhere, or a backup, comes to it. */
  menu = nth (page, GTK_TYPE_MENU_BUTTON, 0);
  g_assert_nonnull (menu);
  g_assert_cmpint (
      g_menu_model_get_n_items (gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (menu))), >, 0);
  gtk_widget_activate_action (page, "first-run.samples", NULL);
  UNTIL (!nth (f->window, CARREL_TYPE_FIRST_RUN, 0));
  UNTIL (carrel_library_get_counts (f->library)->all > 8);
}

int
main (int argc, char *argv[])
{
  static const int samples = 1;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/app/carrel/Carrel/icons");
  g_test_add_func ("/panels/words", test_words);
  g_test_add_func ("/panels/lines", test_lines);
  g_test_add_func ("/panels/misread", test_misread);
  g_test_add ("/panels/topics/of-one", Fixture, &samples, set_up, test_topics_of_one, tear_down);
  g_test_add ("/panels/topics/of-many", Fixture, &samples, set_up, test_topics_of_many, tear_down);
  g_test_add ("/panels/topics/collected", Fixture, &samples, set_up, test_topics_collected,
              tear_down);
  g_test_add ("/panels/links/inspector", Fixture, &samples, set_up, test_inspector, tear_down);
  g_test_add ("/panels/links/dialog", Fixture, &samples, set_up, test_link_dialog, tear_down);
  g_test_add ("/panels/links/cards", Fixture, &samples, set_up, test_cards, tear_down);
  g_test_add ("/panels/add/goes-on-without-its-dialog", Fixture, NULL, set_up, test_add_goes_on,
              tear_down);
  g_test_add ("/panels/add/unwanted-pictures", Fixture, NULL, set_up, test_add_unwanted_pictures,
              tear_down);
  g_test_add ("/panels/add/without-pictures", Fixture, NULL, set_up, test_add_without_pictures,
              tear_down);
  g_test_add ("/panels/add/cancelled", Fixture, NULL, set_up, test_add_cancelled, tear_down);
  g_test_add ("/panels/add/many", Fixture, NULL, set_up, test_add_many, tear_down);
  g_test_add ("/panels/add/text", Fixture, NULL, set_up, test_add_text, tear_down);
  g_test_add ("/panels/first-run", Fixture, NULL, set_up, test_first_run, tear_down);
  return g_test_run ();
}
