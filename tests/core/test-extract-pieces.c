/* test-extract-pieces.c: what is counted in a page's texts, many characters at once, is what one
 * counts one by one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include <string.h>

#define MAX_SHARE CARREL_MAX_FEATURE

/* A page whose body is `html`, with what carrel_pieces_new () needs. */
typedef struct {
  CarrelExtraction extraction;
  CarrelPieces    *pieces; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, const char *html)
{
  g_autofree char *page = g_strconcat ("<!doctype html><body>", html, NULL);

  *self = (Fixture) { .extraction = { .draft = carrel_draft_new () } };
  self->extraction.html = carrel_html_parse (page, strlen (page), NULL);
  g_assert_nonnull (self->extraction.html);
  self->extraction.body = carrel_html_get_body (self->extraction.html);
  carrel_extract_mark (&self->extraction, self->extraction.body);
}

static void
tear_down (Fixture *self)
{
  g_clear_pointer (&self->pieces, carrel_pieces_free);
  carrel_draft_free (self->extraction.draft);
  g_free (self->extraction.json.body);
  carrel_html_free (self->extraction.html);
}

/* ── Counts ── */

typedef struct {
  guint32 chars, digits, upper, stops, commas, spaces, all_commas;
} Counts;

static gboolean
is_space (gunichar c)
{
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0;
}

static gboolean
is_ideograph (gunichar c)
{
  return c >= 0x3400 && c <= 0x9fff;
}

static gboolean
stands_in (gunichar c, const char *characters)
{
  return g_utf8_strchr (characters, -1, c) != NULL;
}

/* One by one. */
static Counts
count (const char *text)
{
  Counts   counts = { 0 };
  gboolean space = FALSE, any = FALSE;

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_space (c)) {
      space = any;
      continue;
    }
    counts.spaces += space;
    counts.chars += 1 + space + is_ideograph (c);
    counts.digits += c < 0x80 && g_ascii_isdigit ((char) c);
    counts.upper += c < 0x80 && g_ascii_isupper ((char) c);
    counts.stops += stands_in (c, ".!?。");
    counts.commas += stands_in (c, ",;、");
    counts.all_commas += stands_in (c, ",、。");
    space = FALSE;
    any = TRUE;
  }
  return counts;
}

static char *
make_text (GRand *random)
{
  static const char *const parts[] = { "a",  "Word",   " ", "  ",    "7",  "1984", ",",  ".",
                                       ";",  "?",      "!", "\t",    "\n", "é",    "中", "文",
                                       "。", "、",     "—", "ß",     "б",  "x",    "y",  "longer",
                                       "Q",  "\u00a0", "-", "(and)", "w ", " v",   "ed", "Z" };
  GString                 *text = g_string_new ("s");

  for (gint32 n = g_rand_int_range (random, 0, g_rand_int_range (random, 1, 120)); n > 0; n--)
    g_string_append (text, parts[g_rand_int_range (random, 0, G_N_ELEMENTS (parts))]);
  return g_string_free_and_steal (text);
}

static void
test_counts (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint i = 0; i < 3000; i++) {
    g_autofree char   *text = make_text (random), *html = g_strdup_printf ("<p>%s</p>", text);
    Counts             counts = count (text);
    Fixture            fixture;
    const CarrelPiece *piece;
    CarrelNode        *paragraph;

    set_up (&fixture, html);
    paragraph = carrel_node_find (fixture.extraction.body, CARREL_TAG_P);
    g_assert_cmpuint (carrel_extract_count_chars (paragraph), ==, counts.chars);
    g_assert_cmpuint (paragraph->first->commas, ==, counts.all_commas);

    fixture.pieces = carrel_pieces_new (&fixture.extraction);
    g_assert_cmpuint (fixture.pieces->pieces->len, ==, 1);
    piece = &g_array_index (fixture.pieces->pieces, CarrelPiece, 0);
    g_assert_cmpuint (piece->chars, ==, counts.chars);
    g_assert_cmpuint (piece->spaces, ==, counts.spaces);
    g_assert_cmpuint (piece->digits, ==, counts.digits);
    g_assert_cmpuint (piece->upper, ==, counts.upper);
    g_assert_cmpuint (piece->stops, ==, counts.stops);
    g_assert_cmpuint (piece->commas, ==, counts.commas);
    tear_down (&fixture);
  }
}

/* The sums of sixteen are full after 255 of them: a long text has many such. */
static void
test_long (void)
{
  g_autoptr (GString) html = g_string_new ("<p>");
  Counts             counts;
  Fixture            fixture;
  const CarrelPiece *piece;

  for (guint i = 0; i < 20000; i++)
    g_string_append (html, i % 7 == 0 ? "1, " : "B.a ");
  g_string_append (html, "z");
  counts = count (html->str + strlen ("<p>"));
  set_up (&fixture, html->str);
  fixture.pieces = carrel_pieces_new (&fixture.extraction);
  piece = &g_array_index (fixture.pieces->pieces, CarrelPiece, 0);
  g_assert_cmpuint (piece->chars, ==, counts.chars);
  g_assert_cmpuint (piece->spaces, ==, counts.spaces);
  g_assert_cmpuint (piece->digits, ==, counts.digits);
  g_assert_cmpuint (piece->upper, ==, counts.upper);
  g_assert_cmpuint (piece->stops, ==, counts.stops);
  g_assert_cmpuint (piece->commas, ==, counts.commas);
  tear_down (&fixture);
}

/* A piece of several texts has the space between two of them once, and ends as its last one does.
 */
static void
test_texts (void)
{
  static const struct {
    const char *html;
    guint32     chars, spaces;
    const char *ends_like;
  } cases[] = {
    { "<p>one <b>two</b> three.</p>", 14, 2, "<p>x.</p>" },
    { "<p>one&nbsp;<b> two</b>&nbsp;</p>", 7, 1, "<p>x</p>" },
    { "<p> \n one<i>two</i>, </p>", 7, 0, "<p>x,</p>" },
    { "<p>a<b>b</b> <i>c</i> 7</p>", 6, 2, "<p>7</p>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Fixture            fixture, like;
    const CarrelPiece *piece, *other;

    set_up (&fixture, cases[i].html);
    set_up (&like, cases[i].ends_like);
    fixture.pieces = carrel_pieces_new (&fixture.extraction);
    like.pieces = carrel_pieces_new (&like.extraction);
    piece = &g_array_index (fixture.pieces->pieces, CarrelPiece, 0);
    other = &g_array_index (like.pieces->pieces, CarrelPiece, 0);
    g_assert_cmpuint (piece->chars, ==, cases[i].chars);
    g_assert_cmpuint (piece->spaces, ==, cases[i].spaces);
    g_assert_cmpuint (piece->ends, ==, other->ends);
    tear_down (&fixture);
    tear_down (&like);
  }
}

/* ── What is declared ── */

static const char story[] =
    "The river had risen in the night, and by the morning the lower fields were gone. Farmers "
    "stood "
    "on the dyke and counted what they could see of their fences; nobody said much. Die Straße "
    "nach "
    "Süden blieb gesperrt. 道路も水につかり、人々は丘の上の学校で夜を明かした。";
static const char another[] =
    "Parliament voted on Tuesday to postpone the reform of the railways by two years, after the "
    "third reading had ended without a majority for any of the five amendments that were tabled.";

/* Told by its runs of letters: all of a piece, none of it, or the part that it is. */
static void
test_shares (void)
{
  g_autofree char *half = g_strconcat (another, " ", story, NULL),
                  *upper = g_ascii_strup (story, -1),
                  *html = g_strdup_printf ("<p>%s</p><p>%s</p><p>%s</p><p>%s</p><p>the night, and "
                                           "by</p><p>Farmers</p>",
                                           story, another, half, upper);
  Fixture fixture;
  guint8  shares[6];

  set_up (&fixture, html);
  fixture.extraction.json.body = g_strdup (story);
  fixture.extraction.draft->title = g_strdup ("Five amendments that were tabled");
  fixture.pieces = carrel_pieces_new (&fixture.extraction);
  g_assert_cmpuint (fixture.pieces->pieces->len, ==, G_N_ELEMENTS (shares));
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    shares[i] = g_array_index (fixture.pieces->pieces, CarrelPiece, i).of_body;
  g_assert_true (fixture.pieces->has_body);
  g_assert_cmpuint (shares[0], ==, MAX_SHARE);
  g_assert_cmpuint (shares[1], <=, 1);
  g_assert_cmpuint (shares[2], >=, MAX_SHARE / 3);
  g_assert_cmpuint (shares[2], <=, 2 * MAX_SHARE / 3 + 1);
  g_assert_cmpuint (shares[3], ==, MAX_SHARE); /* in capitals it is the same */
  g_assert_cmpuint (shares[4], ==, MAX_SHARE);
  g_assert_cmpuint (shares[5], ==, 0); /* shorter than a run */
  g_assert_cmpuint (g_array_index (fixture.pieces->pieces, CarrelPiece, 1).of_title, >, 2);
  g_assert_cmpuint (g_array_index (fixture.pieces->pieces, CarrelPiece, 0).of_title, <=, 1);
  tear_down (&fixture);
}

/* ── What comes in ── */

#define LONG                                                                                       \
  "<p>It stands by itself at the end of the outer pier, and the last hundred steps to it are ice " \
  "from December on, says who keeps it.</p>"
#define ITEM(heading) "<section><h3>" heading "</h3><p>map</p>" LONG "</section>"

/* Of a row of items whose paragraphs are the text, a heading that is a link is, too; one that says
 * what no author writes isn't, nor is one of two. */
static void
test_headings (void)
{
  static const struct {
    const char *html;
    guint       n_kept;
  } cases[] = {
    { ITEM ("<a href=a>Upper</a>") ITEM ("<a href=b>Lower</a>") ITEM ("<a href=c>North</a>"), 3 },
    { ITEM ("<a href=a>Upper</a>") ITEM ("<a href=b>Lower</a>"), 0 },
    { ITEM ("Upper") ITEM ("Lower") ITEM ("North"), 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Fixture fixture;
    guint   n_kept = 0;

    set_up (&fixture, cases[i].html);
    fixture.pieces = carrel_pieces_new (&fixture.extraction);
    for (guint k = 0; k < fixture.pieces->pieces->len; k++)
      carrel_pieces_get_piece (fixture.pieces, k)->keep =
          carrel_pieces_get_piece (fixture.pieces, k)->chars > 100;
    carrel_pieces_fill (fixture.pieces, CARREL_TALK_NONE);
    for (guint k = 0; k < fixture.pieces->pieces->len; k++) {
      const CarrelPiece *piece = carrel_pieces_get_piece (fixture.pieces, k);

      n_kept += piece->keep &&
                carrel_pieces_get_box (fixture.pieces, piece->box)->node->tag == CARREL_TAG_H3;
    }
    g_assert_cmpuint (n_kept, ==, cases[i].n_kept);
    tear_down (&fixture);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pieces/counted-as-one-by-one", test_counts);
  g_test_add_func ("/pieces/long-texts-are-counted", test_long);
  g_test_add_func ("/pieces/several-texts-are-one", test_texts);
  g_test_add_func ("/pieces/declared-text-is-known-again", test_shares);
  g_test_add_func ("/pieces/headings-of-items-come-in", test_headings);
  return g_test_run ();
}
