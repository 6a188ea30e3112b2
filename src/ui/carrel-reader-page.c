/* carrel-reader-page.c: what stands above and below the text on the reader's page. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-reader-page.h"

#include "ui/carrel-article-field.h"
#include "ui/carrel-reference-card.h"
#include "ui/carrel-related-cards.h"
#include "ui/carrel-side.h"
#include "ui/carrel-thread-section.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define MAX_CHIPS 100 /* of topics: an article of thousands must open, too */

#define MAX_SHOWN 50 /* cards of a kind */

/* ── The block above the text ── */

static GtkWidget *
make_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, class);
  return label;
}

static void
chip_clicked_cb (GtkButton *button, gpointer user_data)
{
  carrel_ui_open_topic (GTK_WIDGET (button), g_object_get_data (G_OBJECT (button), "topic"));
}

static GtkWidget *
make_chips (const CarrelArticleData *article)
{
  GtkWidget *box = adw_wrap_box_new (), *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 6);
  for (guint i = 0; i < MIN (article->n_topics, MAX_CHIPS); i++) {
    GtkWidget *button = gtk_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
              *dot = carrel_ui_dot_new (article->colours[i]);
    GtkWidget *label = gtk_label_new (article->topics[i]);

    gtk_widget_add_css_class (dot, "small");
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_box_append (GTK_BOX (content), dot);
    gtk_box_append (GTK_BOX (content), label);
    gtk_button_set_child (GTK_BUTTON (button), content);
    gtk_widget_add_css_class (button, "on-chip");
    gtk_widget_add_css_class (content, "chip");
    gtk_widget_add_css_class (content, "large");
    gtk_widget_set_tooltip_text (button, article->topics[i]);
    g_object_set_data_full (G_OBJECT (button), "topic", g_strdup (article->topics[i]), g_free);
    g_signal_connect (button, "clicked", G_CALLBACK (chip_clicked_cb), NULL);
    adw_wrap_box_append (ADW_WRAP_BOX (box), button);
  }
  if (article->n_topics > MAX_CHIPS) {
    g_autofree char *more = g_strdup_printf ("+%u", article->n_topics - MAX_CHIPS);

    adw_wrap_box_append (ADW_WRAP_BOX (box), gtk_label_new (more));
  }
  gtk_widget_add_css_class (add, "flat");
  gtk_widget_add_css_class (add, "circular");
  gtk_widget_add_css_class (add, "add-topic");
  gtk_widget_set_tooltip_text (add, _ ("Add Topic (T)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "article.edit-topics");
  adw_wrap_box_append (ADW_WRAP_BOX (box), add);
  gtk_widget_set_margin_top (box, 16);
  gtk_widget_add_css_class (box, "page-ui");
  return box;
}

GtkWidget *
carrel_reader_header_new (CarrelReading *reading, gboolean narrow)
{
  const CarrelArticleData *article = carrel_article_get (reading->article);
  g_autofree char         *byline = carrel_article_dup_byline_line (reading->article, narrow);
  GtkWidget               *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", article->title, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_HEADING, "xalign", 0.0f, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (title), GTK_ACCESSIBLE_PROPERTY_LEVEL, 1, -1);
  gtk_widget_add_css_class (title, "article-title");
  if (article->site) {
    GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8),
              *site = make_label (article->site, "site");

    carrel_article_field_link (GTK_LABEL (site), reading->article, article->site);
    gtk_box_append (GTK_BOX (line), carrel_reference_badge_new (article->site, FALSE));
    gtk_box_append (GTK_BOX (line), site);
    gtk_widget_set_margin_bottom (line, 16);
    gtk_box_append (GTK_BOX (box), line);
  }
  gtk_box_append (GTK_BOX (box), title);
  if (*byline) {
    GtkWidget *label = make_label (byline, "byline");

    carrel_article_field_link (GTK_LABEL (label), reading->article, byline);
    gtk_widget_set_margin_top (label, 10);
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_box_append (GTK_BOX (box), make_chips (article));
  if (reading->incomplete_reason) {
    g_autofree char *sentence =
        *reading->incomplete_reason
            ? g_strdup_printf (_ ("May be incomplete: %s."), reading->incomplete_reason)
            : g_strdup (_ ("May be incomplete."));
    GtkWidget *label = make_label (sentence, "byline");

    gtk_widget_set_margin_top (label, 12);
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_widget_set_margin_bottom (box, 30);
  gtk_widget_set_margin_top (box, narrow ? 16 : 27);
  carrel_side_set_direction (
      box, article->rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR); /* whichever way the window runs */
  return box;
}

/* ── The cards below it ── */

static void
append_section (GtkWidget     *box,
                CarrelLibrary *library,
                CarrelReading *reading,
                CarrelLinkKind kind,
                gboolean       backlink)
{
  GtkWidget *section = NULL;
  guint      n = 0, shown = 0;

  for (guint i = 0; i < reading->links->len; i++) {
    const CarrelLinkData *link = carrel_link_get (reading->links->pdata[i]);

    n += link->kind == kind && link->backlink == backlink &&
         (link->other || kind != CARREL_LINK_MENTIONS);
  }
  for (guint i = 0; i < reading->links->len && shown < MAX_SHOWN; i++) {
    const CarrelLinkData *link = carrel_link_get (reading->links->pdata[i]);

    if (link->kind != kind || link->backlink != backlink ||
        (!link->other && kind == CARREL_LINK_MENTIONS))
      continue;
    if (!section) {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8),
                *heading = gtk_label_new (carrel_words_link_heading (kind, backlink)), *count;
      g_autofree char *number = g_strdup_printf ("%u", n);

      section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
      gtk_widget_set_margin_top (section, 28);
      gtk_widget_add_css_class (heading, "section-title");
      count = gtk_label_new (number);
      gtk_widget_add_css_class (count, "dimmed");
      gtk_box_append (GTK_BOX (line), heading);
      gtk_box_append (GTK_BOX (line), count);
      gtk_box_append (GTK_BOX (section), line);
      gtk_box_append (GTK_BOX (box), section);
    }
    gtk_box_append (GTK_BOX (section),
                    carrel_reference_card_new (library, reading->links->pdata[i]));
    shown++;
  }
}

/* What one does at the end of a text. */
static GtkWidget *
make_end (CarrelReading *reading)
{
  const CarrelArticleData *article = carrel_article_get (reading->article);
  GtkWidget               *box = adw_wrap_box_new ();
  GtkWidget               *archive = gtk_button_new_with_label (_ ("Archive and Next")),
            *next = gtk_button_new_with_label (_ ("Next Article"));

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 12);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 12);
  gtk_widget_add_css_class (archive, "pill");
  gtk_widget_add_css_class (next, "pill");
  gtk_widget_set_tooltip_text (archive, _ ("Archive and Next (Shift+E)"));
  gtk_widget_set_tooltip_text (next, _ ("Next Article (J)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (archive), "article.archive-and-next");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (next), "win.next");
  if (article->place != CARREL_PLACE_ARCHIVE)
    adw_wrap_box_append (ADW_WRAP_BOX (box), archive);
  adw_wrap_box_append (ADW_WRAP_BOX (box), next);
  gtk_widget_set_margin_top (box, 28);
  return box;
}

gboolean
carrel_reader_footer_is_same (CarrelReading *a, CarrelReading *b)
{
  if (carrel_article_get_id (a->article) != carrel_article_get_id (b->article) ||
      carrel_article_get (a->article)->place != carrel_article_get (b->article)->place ||
      a->links->len != b->links->len || !carrel_thread_section_is_same (a->thread, b->thread))
    return FALSE;
  for (guint i = 0; i < a->links->len; i++)
    if (!carrel_link_equal (a->links->pdata[i], b->links->pdata[i]))
      return FALSE;
  return TRUE;
}

GtkWidget *
carrel_reader_footer_new (CarrelLibrary *library, CarrelReading *reading)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "page-ui");
  gtk_box_append (GTK_BOX (box), make_end (reading));
  if (reading->thread)
    gtk_box_append (GTK_BOX (box),
                    carrel_thread_section_new (library, reading->thread,
                                               carrel_article_get_id (reading->article)));
  append_section (box, library, reading, CARREL_LINK_SEE_ALSO, FALSE);
  for (int kind = CARREL_LINK_RELATED; kind < CARREL_N_LINK_KINDS; kind++) {
    if (kind == CARREL_LINK_FOLLOWS && reading->thread)
      continue; /* the thread says it */
    append_section (box, library, reading, (CarrelLinkKind) kind, FALSE);
    append_section (box, library, reading, (CarrelLinkKind) kind, TRUE);
  }
  append_section (box, library, reading, CARREL_LINK_SEE_ALSO, TRUE);
  append_section (box, library, reading, CARREL_LINK_MENTIONS, TRUE);
  gtk_box_append (GTK_BOX (box),
                  carrel_related_cards_new (library, carrel_article_get_id (reading->article)));
  gtk_widget_set_margin_bottom (box, 64);
  carrel_side_set_direction (box, carrel_article_get (reading->article)->rtl ? GTK_TEXT_DIR_RTL
                                                                             : GTK_TEXT_DIR_LTR);
  return box;
}
