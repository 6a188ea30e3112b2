/* carrel-extract-points.c: lists of links that their author wrote.
 *
 * To the model they look like those of the site. They are of the text where they stand below an
 * item's own words, below a line that announces them, in its middle, or below a heading that says
 * what the text rests on. Done after the model has decided. Any thread; linear: a look goes a fixed
 * way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_POINTS 30   /* of one item, or announced */
#define MAX_SOURCES 200 /* items below «Sources» … */
#define MAX_HEADING 60  /* … and bytes of that */
#define MAX_UP 4        /* boxes between a piece and the list that it is in */
#define MIN_OPENING 20  /* characters of what announces a list */
#define NOT_TEXT        /* what is in it is left alone */                                          \
  (CARREL_WITHIN_NAV | CARREL_WITHIN_ASIDE | CARREL_WITHIN_FOOTER | CARREL_WITHIN_FORM |           \
   CARREL_WITHIN_BUTTON)

#define OF_SITE                                                                                    \
  (CARREL_PHRASE_OFFER | CARREL_PHRASE_LEGAL | CARREL_PHRASE_MORE | CARREL_PHRASE_TALK |           \
   CARREL_PHRASE_SHOP)

static const CarrelBox *
box_of (const CarrelPieces *self, guint32 i)
{
  return carrel_pieces_get_box (self, carrel_pieces_get_piece (self, i)->box);
}

static gboolean
is_within (const CarrelPieces *self, guint32 box, guint32 other)
{
  for (guint i = 0; i <= 2 * MAX_UP && box; i++, box = carrel_pieces_get_box (self, box)->parent)
    if (box == other)
      return TRUE;
  return FALSE;
}

/* Left out, by the search for its looks, or by the model. */
static gboolean
may_come (const CarrelPieces *self, guint32 i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);

  return !piece->keep && !(box_of (self, i)->within & NOT_TEXT) &&
         (piece->state == CARREL_PIECE_KEPT || piece->state == CARREL_PIECE_DROPPED);
}

/* The list that the piece is an item of, or the beginning of one; 0: none. */
static guint32
find_list (const CarrelPieces *self, guint32 i)
{
  guint32 box = carrel_pieces_get_piece (self, i)->box;

  for (guint n = 0; n < MAX_UP && box; n++) {
    const CarrelBox *one = carrel_pieces_get_box (self, box);

    if (one->node->tag == CARREL_TAG_LI) {
      guint16 tag = carrel_pieces_get_box (self, one->parent)->node->tag;

      return tag == CARREL_TAG_UL || tag == CARREL_TAG_OL ? one->parent : 0;
    }
    box = one->parent;
  }
  return 0;
}

/* The piece behind the list. */
static guint
find_end (const CarrelPieces *self, guint i, guint32 list, guint most)
{
  guint end = i + 1;

  while (end < self->pieces->len && end - i <= most &&
         is_within (self, carrel_pieces_get_piece (self, end)->box, list))
    end++;
  return end;
}

/* ── Below an item's words ── */

/* «It helps: the trial of 2021, the review»: where each leads is part of what the item says. */
static gboolean
is_point (const CarrelPieces *self, guint i, guint32 list)
{
  guint32            item = carrel_pieces_get_box (self, list)->parent;
  const CarrelPiece *words;
  guint              k = i;

  if (!item || carrel_pieces_get_box (self, item)->node->tag != CARREL_TAG_LI)
    return FALSE;
  while (k > 0 && i - k < MAX_POINTS && carrel_pieces_get_piece (self, k - 1)->box != item &&
         is_within (self, carrel_pieces_get_piece (self, k - 1)->box, item))
    k--;
  words = k > 0 ? carrel_pieces_get_piece (self, k - 1) : NULL;
  return words && words->box == item && words->keep && words->link_chars * 2 <= words->chars;
}

/* ── Announced ── */

gboolean
carrel_pieces_ends_with_colon (const CarrelPieces *self, guint32 i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
  const CarrelNode  *last = self->texts->pdata[piece->first + piece->n - 1];
  gsize              len = last->text_len;

  while (len > 0 && g_ascii_isspace (last->text[len - 1]))
    len--;
  return (len > 0 && last->text[len - 1] == ':') ||
         (len >= 3 && memcmp (last->text + len - 3, "：", 3) == 0);
}

/* A link to another place of the page, as in a table of contents. */
static gboolean
leads_into_page (const CarrelPieces *self, guint i)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
  CarrelNode *link = carrel_node_get_ancestor (self->texts->pdata[piece->first], CARREL_TAG_A);
  const char *href = link ? carrel_node_get (link, "href") : NULL;

  return href && *href == '#';
}

/* «There are four of them:», then the list, beside it, and the text goes on. */
static gboolean
is_announced (const CarrelPieces *self, guint i, guint32 list, guint end)
{
  const CarrelPiece *before = carrel_pieces_get_piece (self, i - 1);

  return before->keep && before->chars >= MIN_OPENING && (before->phrases & OF_SITE) == 0 &&
         before->link_chars * 2 <= before->chars && end - i <= MAX_POINTS &&
         end < self->pieces->len && carrel_pieces_get_piece (self, end)->keep &&
         box_of (self, i - 1)->parent == carrel_pieces_get_box (self, list)->parent &&
         carrel_pieces_ends_with_colon (self, i - 1) && !leads_into_page (self, i);
}

/* ── Sources ── */

/* (element-type utf8) */
static GHashTable *
get_sources (void)
{
  /* clang-format off */
  static const char *const words[] = {
    "source", "sources", "references", "bibliography", "works cited", "literature cited",
    "quelle", "quellen", "quellenangaben", "quellennachweise", "literatur", "literaturverzeichnis",
    "références", "bibliographie", "sources et références", "fuente", "fuentes", "referencias",
    "bibliografía", "fonti", "riferimenti", "bibliografia", "fonte", "fontes", "referências",
    "bronnen", "bron", "källor", "referenser", "kilder", "litteratur", "lähteet", "lähde",
    "źródła", "źródło", "zdroje", "zdroj", "források", "irodalom", "surse", "bibliografie",
    "izvori", "литература", "источники", "источник", "література", "джерела", "източници",
    "kaynaklar", "kaynakça", "kaynak", "πηγές", "βιβλιογραφία", "المصادر", "المراجع", "مصادر",
    "منابع", "מקורות", "संदर्भ", "स्रोत", "参考文献", "参考资料", "參考資料", "参考来源", "资料来源",
    "出典", "参考", "参考サイト", "참고문헌", "참고 문헌", "참고 자료", "참고자료", "출처", "sumber",
    "referensi", "daftar pustaka", "nguồn", "tài liệu tham khảo", "อ้างอิง", "แหล่งที่มา", NULL
  };
  /* clang-format on */
  static gsize once;

  if (g_once_init_enter (&once)) {
    GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; words[i]; i++)
      g_hash_table_add (table, carrel_text_title_key (words[i], NULL));
    g_once_init_leave (&once, GPOINTER_TO_SIZE (table));
  }
  return GSIZE_TO_POINTER (once);
}

/* «Sources», «Sources and methods». */
static gboolean
says_sources (const CarrelPieces *self, const CarrelPiece *piece)
{
  static const char *const ands[] = { "and", "und", "et", "y",  "e", "a",  "i",  "en", "och",
                                      "og",  "ja",  "și", "si", "и", "та", "és", "ve", "και" };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *key = NULL;
  char            *space, *second;

  for (guint32 k = 0; k < piece->n; k++)
    carrel_node_append_text (self->texts->pdata[piece->first + k], text);
  if (text->len > 2 * MAX_HEADING)
    return FALSE;
  key = carrel_text_title_key (text->str, NULL);
  if (g_hash_table_contains (get_sources (), key))
    return TRUE;
  space = strchr (key, ' ');
  if (!space)
    return FALSE;
  *space = '\0';
  second = space + 1;
  second[strcspn (second, " ")] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (ands); i++)
    if (strcmp (second, ands[i]) == 0)
      return g_hash_table_contains (get_sources (), key);
  return FALSE;
}

/* What the text rests on, below a heading of its own, beside it or in the box below. */
static gboolean
is_of_sources (const CarrelPieces *self, guint i, guint32 list)
{
  const CarrelPiece *head = carrel_pieces_get_piece (self, i - 1);
  const CarrelBox   *box = box_of (self, i - 1);

  return carrel_node_is_heading (box->node) && head->chars <= MAX_HEADING &&
         head->link_chars == 0 && (head->keep || may_come (self, i - 1)) &&
         is_within (self, list, box->parent) && says_sources (self, head);
}

void
carrel_pieces_keep_lists (CarrelPieces *self)
{
  for (guint i = 1, end; i < self->pieces->len; i = end) {
    guint32  list = may_come (self, i) && carrel_pieces_get_piece (self, i)->link_chars > 0
                        ? find_list (self, i)
                        : 0;
    gboolean sources;

    end = i + 1;
    if (!list)
      continue;
    if (is_point (self, i, list)) {
      carrel_pieces_get_piece (self, i)->keep = TRUE;
      continue;
    }
    /* Only from its first item on. */
    if (is_within (self, carrel_pieces_get_piece (self, i - 1)->box, list))
      continue;
    sources = is_of_sources (self, i, list);
    end = find_end (self, i, list, sources ? MAX_SOURCES : MAX_POINTS);
    if (!sources && !is_announced (self, i, list, end)) {
      end = i + 1;
      continue;
    }
    if (sources)
      carrel_pieces_get_piece (self, i - 1)->keep = TRUE;
    for (guint k = i; k < end; k++)
      carrel_pieces_get_piece (self, k)->keep |= may_come (self, k);
  }
}
