/* carrel-extract-beginnings.c: whether a line may be one of a table's, told by its first letters.
 *
 * Most lines of a page are none of «Read more», «See also» and their sisters. To fold a line and
 * look it up costs a hundred times what its first four letters cost, and these rule nearly every
 * line out. What they don't rule out is for the table to say. Any thread; a set is made once and
 * read from then on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#define N_LETTERS 4
#define N_SYMBOLS 27 /* what parts words, or ends them; then a–z */

struct _CarrelBeginnings {
  guint8 has[N_SYMBOLS * N_SYMBOLS * N_SYMBOLS * N_SYMBOLS / 8 + 1]; /* a bit for each beginning */
};

/* The letters so far. */
typedef struct {
  guint    at, n;
  gboolean begun, parted;
  gboolean unclear; /* another letter than a–z is among them: nothing is known */
} Reading;

/* TRUE when enough is known. */
static gboolean
read_letter (Reading *self, guchar c)
{
  if (c == '\'')
    return FALSE; /* joins words */
  if (!g_ascii_isalpha ((char) c)) {
    self->unclear |= c >= 0x80;
    self->parted = self->begun;
    return self->unclear;
  }
  if (self->parted) {
    self->at *= N_SYMBOLS;
    self->n++;
  }
  if (self->n < N_LETTERS) {
    self->at = self->at * N_SYMBOLS + (guint) (g_ascii_tolower ((char) c) - 'a' + 1);
    self->n++;
  }
  self->begun = TRUE;
  self->parted = FALSE;
  return self->n >= N_LETTERS;
}

CarrelBeginnings *
carrel_beginnings_new (void)
{
  return g_new0 (CarrelBeginnings, 1);
}

void
carrel_beginnings_add (CarrelBeginnings *self, const char *folded)
{
  Reading reading = { 0 };
  guint   n_more = 1;

  for (const char *p = folded; *p && !read_letter (&reading, (guchar) *p); p++)
    ;
  if (reading.unclear)
    return; /* so are the lines that begin so */
  /* A shorter one may go on with anything. */
  for (; reading.n < N_LETTERS; reading.n++) {
    reading.at *= N_SYMBOLS;
    n_more *= N_SYMBOLS;
  }
  for (guint i = reading.at; i < reading.at + n_more; i++)
    self->has[i / 8] |= (guint8) (1 << i % 8);
}

void
carrel_beginnings_add_keys (CarrelBeginnings *self, GHashTable *table)
{
  GHashTableIter iter;
  gpointer       key;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    carrel_beginnings_add (self, key);
}

static gboolean
judge (const CarrelBeginnings *self, Reading *reading)
{
  for (; reading->n < N_LETTERS; reading->n++)
    reading->at *= N_SYMBOLS;
  return reading->unclear || (self->has[reading->at / 8] >> reading->at % 8 & 1);
}

gboolean
carrel_beginnings_may (const CarrelBeginnings *self, const char *line)
{
  Reading reading = { 0 };

  for (const char *p = line; *p && !read_letter (&reading, (guchar) *p); p++)
    ;
  return judge (self, &reading);
}

gboolean
carrel_beginnings_may_node (const CarrelBeginnings *self, CarrelNode *top)
{
  Reading reading = { 0 };

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    if (node->type == CARREL_NODE_ELEMENT) {
      if (carrel_extract_is_silent (node))
        return TRUE;
      if (node->tag == CARREL_TAG_BR || carrel_tag_is_block ((CarrelTag) node->tag))
        reading.parted = reading.begun;
      continue;
    }
    for (const char *p = node->text, *end = p + node->text_len; p < end; p++)
      if (read_letter (&reading, (guchar) *p))
        return judge (self, &reading);
  }
  return judge (self, &reading);
}
