/* carrel-extract-wrapped.c: lines that were broken where a printed page, or a letter, would end.
 *
 * Some write in programs that end each line after some seventy characters, and some sites keep
 * those ends as <br>. Such an end is told by what follows: the next word would not have had room
 * (a line that its writer ended is shorter), and most of the next lines begin in the middle of a
 * sentence. Verse, addresses and lists end their lines where there is room. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MIN_WIDTH 60 /* characters of the longest line; those of verse are shorter */
#define MAX_WIDTH 100
#define ROOM 90    /* percent of it: signs that the writer put around words aren't seen any more */
#define MIN_ENDS 4 /* of lines, of which … */
#define FULL 3     /* … two of three must be full … */
#define SMALL 2    /* … and of those one of two go on with a small letter */

typedef struct {
  CarrelNode *br;
  guint       before; /* characters of the line */
  guint       word;   /* … and of the next one's first word; 0: none follows in its block */
  gboolean    small;  /* it begins with a small letter */
  gboolean    parted; /* the line ends with a hyphen */
} End;

typedef struct {
  GArray  *ends;    /* (element-type End) */
  guint    chars;   /* of the line up to here */
  gboolean space;   /* one is due */
  gboolean waiting; /* for the first word of a line */
  gunichar last;
} Reader;

static CarrelNode *
find_block (CarrelNode *node, CarrelNode *top)
{
  while (node != top && !carrel_tag_is_block ((CarrelTag) node->tag))
    node = node->parent;
  return node;
}

static guint
measure_word (const char *p)
{
  guint n = 0;

  for (; *p && !g_ascii_isspace (*p); p = g_utf8_next_char (p))
    n++;
  return n;
}

static void
read_text (Reader *self, const CarrelNode *text)
{
  for (const char *p = text->text; *p; p = g_utf8_next_char (p)) {
    if (g_ascii_isspace (*p)) {
      self->space = self->chars > 0;
      continue;
    }
    self->last = g_utf8_get_char (p);
    if (self->waiting) {
      End *end = &g_array_index (self->ends, End, self->ends->len - 1);

      end->word = measure_word (p);
      end->small = g_unichar_islower (self->last);
      self->waiting = FALSE;
    }
    self->chars += 1 + self->space;
    self->space = FALSE;
  }
}

static void
end_line (Reader *self, CarrelNode *br)
{
  End end = { .br = br, .before = self->chars, .parted = self->last == '-' };

  g_array_append_val (self->ends, end);
  self->chars = 0;
  self->space = FALSE;
  self->waiting = TRUE;
}

static gboolean
is_full (const End *end, guint width)
{
  return (end->before + 1 + end->word) * 100 > width * ROOM;
}

/* The longest line, where the ends are those of a page; else 0. */
static guint
find_width (const GArray *ends)
{
  guint width = 0, n = 0, full = 0, small = 0;

  for (guint i = 0; i < ends->len; i++)
    width = MAX (width, g_array_index (ends, End, i).before);
  for (guint i = 0; i < ends->len; i++) {
    const End *end = &g_array_index (ends, End, i);

    if (end->word == 0 || end->before == 0)
      continue;
    n++;
    if (is_full (end, width)) {
      full++;
      small += end->small;
    }
  }
  return width >= MIN_WIDTH && width <= MAX_WIDTH && n >= MIN_ENDS && full * FULL >= n * 2 &&
                 small * SMALL >= full
             ? width
             : 0;
}

/* Most articles have none, or hardly any. */
static gboolean
has_ends (CarrelNode *article)
{
  guint n = 0;

  for (CarrelNode *node = article; node && n < MIN_ENDS;
       node = carrel_node_next (node, article, FALSE))
    n += node->tag == CARREL_TAG_BR;
  return n >= MIN_ENDS;
}

/* The lines of a block; other blocks in it have their own. */
static void
read_block (Reader *self, CarrelNode *block)
{
  gboolean skip;

  self->waiting = self->space = FALSE;
  self->chars = 0;
  for (CarrelNode *node = carrel_node_next (block, block, FALSE); node;
       node = carrel_node_next (node, block, skip)) {
    skip = node->type == CARREL_NODE_ELEMENT && carrel_tag_is_block ((CarrelTag) node->tag);
    if (skip) {
      self->waiting = self->space = FALSE;
      self->chars = 0;
    } else if (node->type == CARREL_NODE_TEXT) {
      read_text (self, node);
    } else if (node->tag == CARREL_TAG_BR) {
      end_line (self, node);
    }
  }
}

void
carrel_extract_join_wrapped (CarrelExtraction *self, CarrelNode *article)
{
  g_autoptr (GArray) ends = NULL;
  g_autoptr (GHashTable) read = NULL; /* (element-type CarrelNode): blocks; one goes on after
                                         another that is in it */
  Reader      reader = { 0 };
  CarrelNode *last = NULL; /* that was read: the line ends of a block follow one another */
  guint       width;

  if (!has_ends (article))
    return;
  reader.ends = ends = g_array_new (FALSE, FALSE, sizeof (End));
  read = g_hash_table_new (NULL, NULL);
  for (CarrelNode *node = article; node; node = carrel_node_next (node, article, FALSE)) {
    CarrelNode *block = node->tag == CARREL_TAG_BR ? find_block (node->parent, article) : last;

    if (block == last)
      continue;
    last = block;
    if (block->tag != CARREL_TAG_PRE && g_hash_table_add (read, block))
      read_block (&reader, block);
  }
  width = find_width (ends);
  for (guint i = 0; width > 0 && i < ends->len; i++) {
    const End *end = &g_array_index (ends, End, i);

    if (end->word == 0 || end->before == 0 || !is_full (end, width))
      continue;
    if (!end->parted)
      carrel_node_insert_before (end->br, carrel_node_new_text (self->html, " ", 1));
    carrel_node_unlink (end->br);
  }
}
