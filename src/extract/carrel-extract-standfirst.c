/* carrel-extract-standfirst.c: the lines between the title and the text that tell what it is about.
 *
 * Most stand in the header's box, with the author, the day and «Share», and the model takes them
 * for more of that. What is called so, says what the page declares of itself, or stands right below
 * the title and is a sentence, is of the text. Any thread; a bounded number of pieces below the
 * title is looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include "base/carrel-matcher.h"
#include "base/carrel-text.h"

#include <string.h>

#define IS_TITLE 26  /* of 31 */
#define MAX_BELOW 16 /* pieces below the title */
#define MAX_LEADS 2
#define MAX_POINTS 6
#define MIN_CALLED 16 /* characters of what is called so … */
#define MIN_SAID 30   /* … or is declared, or is a sentence … */
#define MAX_LEAD 500
#define LONG 100 /* … and of a paragraph */
#define MAX_UP 3 /* boxes that may be called so */
#define MAX_NEAR 2
#define MAX_NAME                                                                                   \
  24 /* bytes of an attribute of a program's own that says it («data-testid="subtitle"») */
#define ELSEWHERE                                                                                  \
  (CARREL_WITHIN_NAV | CARREL_WITHIN_ASIDE | CARREL_WITHIN_FOOTER | CARREL_WITHIN_FORM |           \
   CARREL_WITHIN_FIGURE | CARREL_WITHIN_LIST | CARREL_WITHIN_TABLE | CARREL_WITHIN_BUTTON |        \
   CARREL_WITHIN_CAPTION | CARREL_WITHIN_QUOTE)
#define OTHERS                                                                                     \
  (CARREL_WORD_BYLINE | CARREL_WORD_SHARE | CARREL_WORD_SUBSCRIBE | CARREL_WORD_CONSENT |          \
   CARREL_WORD_RELATED | CARREL_WORD_COMMENT | CARREL_WORD_TAGS | CARREL_WORD_CAPTION |            \
   CARREL_WORD_WALL)

static gboolean
is_called_so (const char *class)
{
  static const char *const        names[] = { "subtitle",
                                              "sub-title",
                                              "sub_title",
                                              "subhead",
                                              "sub-head",
                                              "standfirst",
                                              "stand-first",
                                              "dek",
                                              "deck",
                                              "lede",
                                              "lead-text",
                                              "article-lead",
                                              "article__lead",
                                              "article-intro",
                                              "article__intro",
                                              "summary",
                                              "excerpt",
                                              "chapo",
                                              "chapeau",
                                              "vorspann",
                                              "entradilla",
                                              "bajada",
                                              "sommario",
                                              "ingress",
                                              "preamble",
                                              "tagline",
                                              "article-description",
                                              "article__description",
                                              NULL };
  static const char *const *const groups[] = { names };
  static gsize                    once;

  return carrel_matcher_find (carrel_matcher_get (&once, groups, 1, TRUE), class) != 0;
}

/* Its box, or one that holds nothing else. */
static gboolean
is_called (const CarrelPieces *self, const CarrelPiece *piece)
{
  guint32 i = piece->box;

  for (guint k = 0; k < MAX_UP && i && carrel_pieces_get_box (self, i)->n_pieces <= MAX_LEADS;
       k++, i = carrel_pieces_get_box (self, i)->parent) {
    const CarrelNode *node = carrel_pieces_get_box (self, i)->node;
    const char *class = node->n_attributes > 0 ? carrel_node_get (node, "class") : NULL;

    if (class && is_called_so (class))
      return TRUE;
    for (guint a = 0; a < node->n_attributes; a++)
      if (g_str_has_prefix (node->attributes[a].name, "data-") &&
          strlen (node->attributes[a].value) <= MAX_NAME &&
          is_called_so (node->attributes[a].value))
        return TRUE;
  }
  return FALSE;
}

static gboolean
ends_sentence (const char *text)
{
  static const char *const ends[] = { ".", "!", "?", "…", "。", "！", "？", "؟", "।" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (text, ends[i]))
      return TRUE;
  return FALSE;
}

/* What it and the box around it are called: an article may be called «newsletter-post». */
static guint32
find_words (const CarrelPieces *self, guint32 box)
{
  guint32 words = 0;

  for (guint k = 0; k < MAX_NEAR && box; k++, box = carrel_pieces_get_box (self, box)->parent)
    words |= carrel_pieces_get_box (self, box)->words;
  return words;
}

/* In a script that doesn't part its words, whose letters are of three bytes, and as wide as two. */
static gboolean
is_without_spaces (const CarrelPieces *self, const CarrelPiece *piece)
{
  const CarrelNode *text = self->texts->pdata[piece->first];

  return text->text_len * 10 >= piece->chars * 14;
}

static gboolean
may_be_one (const CarrelPieces *self, const CarrelPiece *piece)
{
  const CarrelBox *box = carrel_pieces_get_box (self, piece->box);

  if (piece->keep || piece->state == CARREL_PIECE_TRIMMED || (box->within & ELSEWHERE) ||
      (find_words (self, piece->box) & OTHERS) || piece->of_title >= IS_TITLE || piece->named)
    return FALSE;
  return piece->chars >= MIN_CALLED && piece->chars <= MAX_LEAD &&
         piece->link_chars * 2 < piece->chars && piece->digits * 4 < piece->chars &&
         (piece->spaces > 1 || is_without_spaces (self, piece)) &&
         !(piece->phrases & (CARREL_PHRASE_OFFER | CARREL_PHRASE_CREDIT | CARREL_PHRASE_SHOP));
}

/* «Ines writes about harbours …» */
static gboolean
is_about_author (const char *byline, const char *text)
{
  gsize len = byline ? strcspn (byline, " ,") : 0;

  return len > 0 && strncmp (byline, text, len) == 0 && !g_ascii_isalnum (text[len]);
}

/* `first`: it stands right below the title. */
static gboolean
is_standfirst (const CarrelExtraction *extraction,
               const CarrelPieces     *self,
               const CarrelPiece      *piece,
               const CarrelNode       *title,
               gboolean                first)
{
  const CarrelNode *node = carrel_pieces_get_box (self, piece->box)->node;
  const char       *said = extraction->draft->excerpt;
  g_autofree char  *text = NULL;

  text = carrel_pieces_dup_text (self, piece);
  if (g_str_has_suffix (text, ":") || is_about_author (extraction->draft->byline, text))
    return FALSE;
  if (is_called (self, piece))
    return TRUE;
  if (piece->chars < (is_without_spaces (self, piece) ? MIN_CALLED : MIN_SAID))
    return FALSE;
  if (said && g_str_has_prefix (said, text))
    return TRUE;
  if (!first || node->parent != title->parent || piece->digits > 0 ||
      (piece->phrases & ~CARREL_PHRASE_TIME))
    return FALSE;
  return carrel_node_is_heading (node) ||
         ((node->tag == CARREL_TAG_P || node->tag == CARREL_TAG_DIV) && ends_sentence (text));
}

/* What is in larger letters than the text is no section of it. */
static void
become_paragraph (const CarrelPieces *self, const CarrelPiece *piece)
{
  CarrelNode *node = carrel_pieces_get_box (self, piece->box)->node,
             *copy = carrel_extract_get_twin (node);

  if (!carrel_node_is_heading (node) || !is_called (self, piece))
    return;
  carrel_node_rename (node, CARREL_TAG_P);
  if (copy && copy->tag != CARREL_TAG_BODY && carrel_node_is_heading (copy))
    carrel_node_rename (copy, CARREL_TAG_P);
}

static gboolean
is_title (const CarrelPieces *self, const CarrelPiece *piece)
{
  CarrelNode *node = carrel_pieces_get_box (self, piece->box)->node;

  return carrel_node_is_heading (node) &&
         (piece->of_title >= IS_TITLE || carrel_extract_get_info (node)->holds_title);
}

/* The heading that is the title, the last of them above the text; the number of pieces where there
 * is none. */
static guint32
find_title (const CarrelPieces *self)
{
  guint32 found = self->pieces->len;

  for (guint32 i = 0; i < self->pieces->len; i++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i);

    if (piece->keep && piece->chars >= LONG)
      break;
    if (is_title (self, piece) && !(carrel_pieces_get_box (self, piece->box)->within &
                                    (CARREL_WITHIN_NAV | CARREL_WITHIN_ASIDE)))
      found = i;
  }
  return found;
}

/* One of a few lines without links in a list right below the title: what the article says, point by
 * point. */
static gboolean
is_point (const CarrelPieces *self, const CarrelPiece *piece, const CarrelNode *title)
{
  const CarrelBox  *box = carrel_pieces_get_box (self, piece->box);
  const CarrelNode *list = box->node->tag == CARREL_TAG_LI ? box->node->parent : NULL, *above;

  if (!list || list->tag != CARREL_TAG_UL || list->parent != title->parent ||
      (box->within & ELSEWHERE & ~(guint32) CARREL_WITHIN_LIST) ||
      (find_words (self, piece->box) & OTHERS) || piece->state == CARREL_PIECE_TRIMMED ||
      piece->chars < MIN_SAID || piece->chars > MAX_LEAD || piece->link_chars > 0)
    return FALSE;
  for (above = list->previous; above && above != title; above = above->previous)
    if (above->type == CARREL_NODE_TEXT ? !carrel_node_is_blank (above) : !!above->first)
      return FALSE;
  return above == title;
}

/* All of them, or none: where a menu stands below the title, some of its lines are short. */
static gboolean
keep_points (CarrelPieces *self, guint32 at, const CarrelNode *title)
{
  const CarrelPiece *first = carrel_pieces_get_piece (self, at);
  guint32            n = 0;

  if (!is_point (self, first, title))
    return FALSE;
  while (at + n < self->pieces->len &&
         is_point (self, carrel_pieces_get_piece (self, at + n), title))
    n++;
  if (n < 2 || n > MAX_POINTS ||
      (at + n < self->pieces->len &&
       carrel_pieces_get_box (self, carrel_pieces_get_piece (self, at + n)->box)->node->parent ==
           carrel_pieces_get_box (self, first->box)->node->parent))
    return FALSE;
  for (guint32 i = at; i < at + n; i++)
    carrel_pieces_get_piece (self, i)->keep = TRUE;
  return TRUE;
}

gboolean
carrel_pieces_keep_standfirst (CarrelExtraction *self, CarrelPieces *pieces)
{
  guint32  title = find_title (pieces);
  gboolean pointed = FALSE;
  guint    n = 0;

  for (guint32 i = title + 1; i < pieces->pieces->len && i <= title + MAX_BELOW && n < MAX_LEADS;
       i++) {
    CarrelPiece *piece = carrel_pieces_get_piece (pieces, i);

    if (piece->keep && piece->chars >= LONG)
      break;
    if (!pointed &&
        keep_points (
            pieces, i,
            carrel_pieces_get_box (pieces, carrel_pieces_get_piece (pieces, title)->box)->node)) {
      pointed = TRUE;
      n++;
      continue;
    }
    if (!may_be_one (pieces, piece) ||
        !is_standfirst (
            self, pieces, piece,
            carrel_pieces_get_box (pieces, carrel_pieces_get_piece (pieces, title)->box)->node,
            i == title + 1) ||
        carrel_pieces_comes_again (pieces, i))
      continue;
    piece->keep = TRUE;
    become_paragraph (pieces, piece);
    n++;
  }
  return n > 0;
}
