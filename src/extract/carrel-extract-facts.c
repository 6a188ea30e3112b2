/* carrel-extract-facts.c: short lines of the text that sound like the site's: when each part of
 * what was told as it happened was written, how long a dish takes and for how many it is; formulas
 * on lines of their own, and what opens a list. And what stands above a paper's abstract, which
 * sounds like the text, and says of it what the header does.
 *
 * After the model: of what the search kept. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include "base/carrel-matcher.h"
#include "base/carrel-text.h"

#include <string.h>

#define MAX_AUTHOR_BOX 6 /* elements around what tells of the author */
#define MAX_HOUR 60      /* characters of a line with the hour of what stands below it … */
#define MIN_HOURS 3      /* … of which there are some */
#define MAX_LABEL 60     /* characters of «Servings: 8 slices», and bytes of what it begins with */
#define HARDLY -1500     /* 1/1024 of a logit: what the model is surer of is none */
#define MAX_QUESTION 160 /* characters */
#define MIN_OPENING 3    /* spaces of what opens a list of conditions */
#define MIN_HIGHLIGHTS 2
#define MAX_HIGHLIGHTS 8
#define MAX_FRONT 40       /* lines above an abstract … */
#define MAX_FRONT_LINE 300 /* … of so many characters at most */

/* «18:40», «6.10pm», and who wrote. */
static gboolean
begins_with_hour (const char *text)
{
  gsize space = strspn (text, " \t\r\n"), n = strspn (text + space, "0123456789");

  text += space + n;
  return n >= 1 && n <= 2 && *text && strchr (":.hH", *text) && g_ascii_isdigit (text[1]) &&
         g_ascii_isdigit (text[2]) && (!text[3] || !strchr ("0123456789.,:/-", text[3]));
}

static gboolean
is_hour (CarrelPieces *self, guint i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i),
                    *next =
                        i + 1 < self->pieces->len ? carrel_pieces_get_piece (self, i + 1) : NULL;

  return next && next->keep && next->link_chars * 2 <= next->chars &&
         piece->state == CARREL_PIECE_KEPT && piece->chars <= MAX_HOUR &&
         piece->link_chars * 2 <= piece->chars &&
         begins_with_hour (((CarrelNode *) self->texts->pdata[piece->first])->text);
}

static void
keep_hours (CarrelPieces *self)
{
  guint n = 0;

  for (guint i = 0; i < self->pieces->len; i++)
    n += is_hour (self, i);
  for (guint i = 0; n >= MIN_HOURS && i < self->pieces->len; i++)
    carrel_pieces_get_piece (self, i)->keep |= is_hour (self, i);
}

/* «Prep Time 20 minutes», «Portionen: 4», folded. */
static gboolean
begins_like_recipe (const char *text)
{
  static const char *const        labels[] = { "prep time",
                                               "preparation time",
                                               "cook time",
                                               "cooking time",
                                               "baking time",
                                               "total time",
                                               "active time",
                                               "rest time",
                                               "resting time",
                                               "chill time",
                                               "servings",
                                               "serves",
                                               "yield",
                                               "makes ",
                                               "vorbereitungszeit",
                                               "zubereitungszeit",
                                               "arbeitszeit",
                                               "kochzeit",
                                               "backzeit",
                                               "ruhezeit",
                                               "gesamtzeit",
                                               "portionen",
                                               "temps de preparation",
                                               "temps de cuisson",
                                               "temps total",
                                               "temps de repos",
                                               "portions",
                                               "nombre de personnes",
                                               "tiempo de preparacion",
                                               "tiempo de coccion",
                                               "tiempo total",
                                               "porciones",
                                               "raciones",
                                               "tempo di preparazione",
                                               "tempo di cottura",
                                               "tempo totale",
                                               "porzioni",
                                               "dosi per",
                                               "tempo de preparo",
                                               "rendimento",
                                               "porcoes",
                                               "bereidingstijd",
                                               "voorbereidingstijd",
                                               "porties",
                                               "время приготовления",
                                               "порций",
                                               "调理时间",
                                               "調理時間",
                                               NULL };
  static const char *const *const groups[] = { labels };
  static gsize                    once;
  g_autofree char                *folded = carrel_text_fold_start (text, MAX_LABEL);

  return carrel_matcher_find_start (
             carrel_matcher_get (&once, groups, G_N_ELEMENTS (groups), FALSE),
             folded + strspn (folded, " ")) != 0;
}

static gboolean
is_of_recipe (CarrelPieces *self, const CarrelPiece *piece)
{
  return piece->state == CARREL_PIECE_KEPT && piece->chars <= MAX_LABEL && piece->digits > 0 &&
         piece->link_chars == 0 && piece->score > HARDLY &&
         begins_like_recipe (((CarrelNode *) self->texts->pdata[piece->first])->text);
}

/* A formula on a line of its own, beside the text. */
static gboolean
is_formula (CarrelPieces *self, guint i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
  const CarrelNode  *around = ((CarrelNode *) self->texts->pdata[piece->first])->parent;

  return piece->n == 1 && piece->state == CARREL_PIECE_KEPT && piece->score > HARDLY &&
         around->tag == CARREL_TAG_SPAN && carrel_node_get (around, "data-display") &&
         ((i > 0 && carrel_pieces_get_piece (self, i - 1)->keep) ||
          (i + 1 < self->pieces->len && carrel_pieces_get_piece (self, i + 1)->keep));
}

/* «1. A clock that has:», and what follows stands in the same element. */
static gboolean
is_opening (CarrelPieces *self, guint i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i),
                    *next =
                        i + 1 < self->pieces->len ? carrel_pieces_get_piece (self, i + 1) : NULL;
  const CarrelNode *last = self->texts->pdata[piece->first + piece->n - 1], *around, *node;
  gsize             len = last->text_len;

  while (len > 0 && g_ascii_isspace (last->text[len - 1]))
    len--;
  if (!next || !next->keep || piece->state != CARREL_PIECE_KEPT || piece->score < HARDLY ||
      piece->link_chars > 0 || piece->spaces < MIN_OPENING || len == 0 ||
      last->text[len - 1] != ':')
    return FALSE;
  around = carrel_pieces_get_box (self, piece->box)->node;
  node = carrel_pieces_get_box (self, next->box)->node;
  return node->parent == around || (node->parent && node->parent->parent == around);
}

/* «Who pays?» in bold letters, and what stands below it in the same box is the answer. */
static gboolean
is_question (CarrelPieces *self, guint i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i),
                    *next =
                        i + 1 < self->pieces->len ? carrel_pieces_get_piece (self, i + 1) : NULL;
  const CarrelNode *text, *around, *node;
  gsize             len;

  if (!next || !next->keep || piece->keep || piece->state != CARREL_PIECE_KEPT || piece->n != 1 ||
      piece->link_chars > 0 || next->link_chars > 0 || piece->chars > MAX_QUESTION ||
      piece->chars >= next->chars)
    return FALSE;
  text = self->texts->pdata[piece->first];
  len = text->text_len;
  while (len > 0 && g_ascii_isspace (text->text[len - 1]))
    len--;
  if (!(len > 0 && text->text[len - 1] == '?') &&
      !(len >= 3 && memcmp (text->text + len - 3, "？", 3) == 0) &&
      !(len >= 2 && memcmp (text->text + len - 2, "؟", 2) == 0))
    return FALSE;
  if (text->parent->tag != CARREL_TAG_STRONG && text->parent->tag != CARREL_TAG_B)
    return FALSE;
  around = carrel_pieces_get_box (self, piece->box)->node;
  node = carrel_pieces_get_box (self, next->box)->node;
  return node->parent == around || node->parent == around->parent;
}

/* «Abstract», as a whole heading. */
static gboolean
is_abstract (CarrelPieces *self, const CarrelPiece *piece)
{
  static const char *const words[] = { "abstract", "kurzfassung", "аннотация", "摘要",
                                       "要旨",     "抄録",        "초록" };
  const CarrelNode        *node = carrel_pieces_get_box (self, piece->box)->node;
  g_autofree char         *text = NULL;

  if (piece->n != 1 || piece->chars > MAX_LABEL || piece->chars < 2 ||
      !carrel_node_is_heading (node))
    return FALSE;
  text = carrel_text_title_key (((CarrelNode *) self->texts->pdata[piece->first])->text, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (text, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* What it found, as items in a row right above the abstract, below a heading of their own. */
static void
keep_highlights (CarrelPieces *self, guint abstract)
{
  guint i = abstract;

  while (i > 0 && carrel_pieces_get_piece (self, i - 1)->state == CARREL_PIECE_KEPT &&
         carrel_pieces_get_piece (self, i - 1)->stops > 0 &&
         carrel_pieces_get_piece (self, i - 1)->link_chars == 0 &&
         (carrel_pieces_get_box (self, carrel_pieces_get_piece (self, i - 1)->box)->within &
          CARREL_WITHIN_LIST))
    i--;
  if (i == 0 || abstract - i < MIN_HIGHLIGHTS || abstract - i > MAX_HIGHLIGHTS)
    return;
  for (guint k = i - 1; k < abstract; k++) {
    const CarrelNode *node =
        carrel_pieces_get_box (self, carrel_pieces_get_piece (self, k)->box)->node;

    if (k == i - 1 && (node->tag < CARREL_TAG_H1 || node->tag > CARREL_TAG_H6))
      continue;
    carrel_pieces_get_piece (self, k)->keep = TRUE;
  }
}

/* What a paper says of itself above its abstract: who wrote it, where, when it came, how often it
 * was read. */
static void
drop_front_matter (CarrelPieces *self)
{
  guint n_kept = 0;

  for (guint i = 0; i < self->pieces->len && n_kept <= MAX_FRONT; i++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i);

    if (!piece->keep)
      continue;
    n_kept++;
    if (piece->chars > MAX_FRONT_LINE)
      return;
    if (!is_abstract (self, piece))
      continue;
    for (guint k = 0; k < i; k++)
      carrel_pieces_get_piece (self, k)->keep = FALSE;
    keep_highlights (self, i);
    return;
  }
}

/* The site's name and what it says below it, an item of its menu, what stands at its end: the
 * element, or one of the two around it, is called so. */
static gboolean
is_of_site (CarrelPieces *self, const CarrelPiece *piece)
{
  const CarrelBox *box = carrel_pieces_get_box (self, piece->box);
  guint32 above = box->parent, words = box->words | carrel_pieces_get_box (self, above)->words;

  return (words |
          carrel_pieces_get_box (self, carrel_pieces_get_box (self, above)->parent)->words) &
             CARREL_WORD_SITE &&
         !(box->within & (CARREL_WITHIN_QUOTE | CARREL_WITHIN_FIGURE | CARREL_WITHIN_DATA));
}

/* Unless it is most of what there is. */
gboolean
carrel_pieces_drop_site (CarrelPieces *self)
{
  guint64 chars = 0, all = 0;

  for (guint i = 0; i < self->pieces->len; i++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i);

    if (!piece->keep)
      continue;
    all += piece->chars;
    chars += is_of_site (self, piece) ? piece->chars : 0;
  }
  if (chars == 0 || chars * 2 > all)
    return FALSE;
  for (guint i = 0; i < self->pieces->len; i++)
    if (is_of_site (self, carrel_pieces_get_piece (self, i)))
      carrel_pieces_get_piece (self, i)->keep = FALSE;
  return TRUE;
}

void
carrel_pieces_settle_facts (CarrelPieces *self)
{
  drop_front_matter (self);
  keep_hours (self);
  for (guint i = 0; i < self->pieces->len; i++) {
    CarrelPiece *piece = carrel_pieces_get_piece (self, i);

    piece->keep = piece->keep || is_of_recipe (self, piece) || is_formula (self, i) ||
                  is_opening (self, i) || is_question (self, i);
  }
}

gboolean
carrel_extract_tells_of_author (const CarrelNode *node)
{
  static const char *const names[] = {
    "author-bio",  "author_bio",  "authorbio",    "author-box",   "author_box",       "authorbox",
    "author-info", "author_info", "about-author", "about_author", "about-the-author", "author-desc",
    "author-card", NULL
  };
  static const char *const *const groups[] = { names };
  static gsize                    once;

  for (guint i = 0; node && i < MAX_AUTHOR_BOX; i++, node = node->parent) {
    const char *class = node->n_attributes > 0 ? carrel_node_get (node, "class") : NULL;

    if (class && carrel_matcher_find (carrel_matcher_get (&once, groups, 1, FALSE), class))
      return TRUE;
  }
  return FALSE;
}
