/* carrel-extract-posts-marks.c: what of a discussion's page is marked as somebody's name, or as a
 * time.
 *
 * By classes that programs use, by microdata, by where a link leads; by the element for times, and
 * for those that name a day by what they say. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-posts-private.h"

#include "base/carrel-matcher.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"

#include <string.h>

#define MAX_LINE 200 /* characters of a piece in which a name or a time stands */
#define MAX_NAME 60  /* bytes */
#define MAX_TIME 60
#define MAX_AGE 4    /* words: «vor 3 Stunden» */
#define MAX_TEXTS 16 /* of a piece */
#define MAX_INLINE 4 /* elements around a text that say what it is */
#define MAX_MARKS 2000

/* ── Marking ── */

enum {
  SAYS_NAME = 1 << 0,
  SAYS_TIME = 1 << 1,
  SAYS_PROFILE = 1 << 2,
};

static guint32
find_in_name (const char *value)
{
  static const char *const        names[] = { "username",     "user-name",   "user_name", "author",
                                              "authi",        "creator",     "hnuser",    "comment-user",
                                              "message-name", "nickname",    "poster",    "display-name",
                                              "membername",   "member-name", NULL };
  static const char *const        times[] = { "time", "date", "when", NULL };
  static const char *const *const groups[] = { names, times };
  static gsize                    once;

  return carrel_matcher_find (carrel_matcher_get (&once, groups, G_N_ELEMENTS (groups), TRUE),
                              value);
}

/* Where programs keep what is known of a member. */
static gboolean
leads_to_profile (const char *href)
{
  static const char *const parts[] = {
    "/user",      "/u/",      "/member", "memberlist", "member.php", "profile",  "mod=space",
    "space-uid-", "/people/", "/~",      "/@",         "user?id=",   "userinfo", NULL
  };
  static const char *const *const groups[] = { parts };
  static gsize                    once;

  return carrel_matcher_find (carrel_matcher_get (&once, groups, 1, TRUE), href) != 0;
}

static guint32
find_marking (const CarrelNode *node)
{
  const char *class = carrel_node_get (node, "class"), *item = carrel_node_get (node, "itemprop"),
             *href = node->tag == CARREL_TAG_A ? carrel_node_get (node, "href") : NULL,
             *rel = href ? carrel_node_get (node, "rel") : NULL;
  guint32 found = class ? find_in_name (class) | (strcmp (class, "age") == 0 ? SAYS_TIME : 0) : 0;

  if (item && (strcmp (item, "author") == 0 || strcmp (item, "creator") == 0))
    found |= SAYS_NAME;
  if (rel && strcmp (rel, "author") == 0)
    found |= SAYS_NAME;
  if (href && leads_to_profile (href))
    found |= SAYS_PROFILE;
  return found;
}

/* What the elements of the line around a text say of it, up to its box. */
static guint32
read_marking (const CarrelNode *text, const CarrelNode *box)
{
  guint32 found = 0;
  guint   n = 0;

  for (const CarrelNode *node = text->parent; node && n < MAX_INLINE; node = node->parent, n++) {
    if (node->tag == CARREL_TAG_TIME)
      found |= SAYS_TIME;
    if (node->n_attributes > 0)
      found |= find_marking (node);
    if (node == box)
      break;
  }
  return found;
}

/* A letter alone stands for a picture. */
static gboolean
has_letters (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p && n < 2; p = g_utf8_next_char (p))
    n += g_unichar_isalnum (g_utf8_get_char (p));
  return n == 2;
}

/* Bytes without the white space around them. */
static gsize
measure (const CarrelNode *text)
{
  gsize start = strspn (text->text, " \t\r\n"), end = text->text_len;

  while (end > start && g_ascii_isspace (text->text[end - 1]))
    end--;
  return end - start;
}

/* «21 replies» */
static gboolean
is_count (const char *text)
{
  text += strspn (text, " \t\r\n");
  return g_ascii_isdigit (*text) && text[strcspn (text, " ")] == ' ';
}

/* Neither in a link to somebody nor long; a name that a class gives alone must not be a time. */
static gboolean
is_name (const CarrelNode *text, guint32 marking)
{
  if (measure (text) > MAX_NAME || !(marking & (SAYS_NAME | SAYS_PROFILE)) ||
      !has_letters (text->text) || is_count (text->text))
    return FALSE;
  if (marking & SAYS_PROFILE)
    return !g_ascii_isdigit (text->text[strspn (text->text, " \t\r\n")]) ||
           !carrel_time_parse (text->text);
  return (text->parent->tag == CARREL_TAG_A || !(marking & SAYS_TIME)) &&
         !strpbrk (text->text, ":|»") && carrel_text_count_words (text->text, -1) <= 4;
}

static gboolean
is_of_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

char *
carrel_post_strip (const char *text)
{
  g_autofree char *line = carrel_text_collapse (text, -1);
  const char      *start = line, *end = line + strlen (line);

  while (*start && !is_of_word (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start) {
    const char *last = g_utf8_find_prev_char (start, end);

    if (!last || is_of_word (g_utf8_get_char (last)))
      break;
    end = last;
  }
  return g_strndup (start, (gsize) (end - start));
}

/* The time that an attribute around the text says; 0 where none does. */
static gint64
read_attributes (const CarrelNode *text)
{
  static const char *const attributes[] = { "datetime", "title", "data-time" };
  guint                    n = 0;

  for (const CarrelNode *node = text->parent; node && n < 2; node = node->parent, n++)
    for (guint i = 0; node->n_attributes > 0 && i < G_N_ELEMENTS (attributes); i++) {
      const char *value = carrel_node_get (node, attributes[i]);
      gint64      time = value ? carrel_time_parse (value) : 0;

      if (time)
        return time;
    }
  return 0;
}

/* Of a few words, and of no year. */
static gboolean
is_age (const char *line)
{
  for (const char *p = strpbrk (line, "0123456789"); p; p = strpbrk (p, "0123456789")) {
    gsize n = strspn (p, "0123456789");

    if (n > 2)
      return FALSE;
    p += n;
  }
  return carrel_text_count_words (line, -1) <= MAX_AGE;
}

/* «03-01-2025», of which the day may be either. */
static gboolean
is_day_of_numbers (const char *line)
{
  const char *p = line;

  for (guint i = 0; i < 3; i++) {
    gsize n = strspn (p, "0123456789");

    if (n == 0 || n > (i < 2 ? 2 : 4))
      return FALSE;
    p += n;
    if (i < 2 && !strchr ("-./", *p))
      return FALSE;
    p += i < 2;
  }
  return p - line >= 6 && !g_ascii_isalnum (*p);
}

static gboolean
is_time (const CarrelNode *text, guint32 marking)
{
  g_autofree char *line = NULL;

  if (measure (text) > MAX_TIME || !strpbrk (text->text, "0123456789"))
    return FALSE;
  line = carrel_post_strip (text->text);
  return carrel_time_parse (line) != 0 || read_attributes (text) != 0 ||
         ((marking & SAYS_TIME) && (is_age (line) || is_day_of_numbers (line)));
}

char *
carrel_post_write_time (const CarrelNode *text)
{
  g_autofree char *line = carrel_post_strip (text->text);
  gint64           time = carrel_time_parse (line) ? 0 : read_attributes (text);
  g_autoptr (GDateTime) day = time ? g_date_time_new_from_unix_utc (time) : NULL;

  return day ? g_date_time_format (day, "%Y-%m-%d") : g_steal_pointer (&line);
}

/* ── Marks ── */

/* Pieces at the same place of a template, however deep it is. A <span> around the text says no more
 * than that it is: the one who opens a discussion may have none where the others do. */
static guint32
find_kind (const CarrelPieces *self, const CarrelBox *box, const CarrelNode *text)
{
  const CarrelNode *around = text->parent;
  guint32           kind;

  while (around->tag == CARREL_TAG_SPAN && around != box->node)
    around = around->parent;
  kind = around->tag;
  for (guint k = 0; k < 3; k++) {
    kind = (kind ^ box->shape) * 0x9e3779b1u;
    box = carrel_pieces_get_box (self, box->parent);
  }
  return kind ? kind : 1;
}

static void
add_mark (const CarrelPieces *self, GArray *marks, guint32 i, CarrelNode *text)
{
  const CarrelBox *box = carrel_pieces_get_box (self, carrel_pieces_get_piece (self, i)->box);
  CarrelPostMark   mark = { .piece = i, .kind = find_kind (self, box, text), .text = text };

  if (marks->len < MAX_MARKS)
    g_array_append_val (marks, mark);
}

/* How surely a text is the name: the first that leads to somebody, the first in an element of its
 * own, any. */
static guint
rate_name (const CarrelNode *text, guint32 marking, const CarrelNode *box)
{
  if (!is_name (text, marking))
    return 0;
  return marking & SAYS_PROFILE ? 3 : text->parent != box ? 2 : 1;
}

static void
read_piece (CarrelPieces *self, guint32 i, GArray *names, GArray *times)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
  const CarrelNode  *box = carrel_pieces_get_box (self, piece->box)->node;
  CarrelNode        *name = NULL, *time = NULL;
  guint              best = 0;

  for (guint32 k = 0; k < MIN (piece->n, MAX_TEXTS); k++) {
    CarrelNode *text = self->texts->pdata[piece->first + k];
    guint32     marking = carrel_node_is_blank (text) ? 0 : read_marking (text, box);
    guint       rate = rate_name (text, marking, box);

    if (rate > best) {
      name = text;
      best = rate;
    } else if (!time && is_time (text, marking)) {
      time = text;
    }
  }
  if (name)
    add_mark (self, names, i, name);
  if (time)
    add_mark (self, times, i, time);
}

void
carrel_pieces_find_post_marks (CarrelPieces *self, GArray *names, GArray *times)
{
  const guint32 elsewhere =
      CARREL_WITHIN_QUOTE | CARREL_WITHIN_NAV | CARREL_WITHIN_FOOTER | CARREL_WITHIN_BUTTON;

  for (guint32 i = 0; i < self->pieces->len; i++) {
    const CarrelPiece *piece = carrel_pieces_get_piece (self, i);
    const CarrelBox   *box = carrel_pieces_get_box (self, piece->box);

    if (piece->chars <= MAX_LINE && !(box->within & elsewhere) && box->node->tag != CARREL_TAG_PRE)
      read_piece (self, i, names, times);
  }
}
