/* carrel-document-cut.c: a stretch of a document as a document: what is copied. Any thread.
 *
 * Leaves are kept or not, the first and the last cut; a container is kept for what of it is. A row
 * that is begun keeps all its cells, some of them empty, so that columns stay; a list that begins
 * with its fourth item begins with 4. What leads to a place that isn't there is text and nothing
 * more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-private.h"

#include <string.h>

typedef struct {
  const CarrelBlock *blocks;
  guint              n;
  guint              first, last; /* blocks */
  guint32            start, end;  /* in them */
  guint8            *kept;        /* (owned): by block */
  guint32           *before; /* (owned): leaves kept among the blocks before; one more at the end */
  guint              n_leaves;
  GHashTable        *targets; /* (owned): ids that are there, also of marks of notes */
  CarrelDocument    *result;
} Cut;

/* The part of a block's text that is taken: as everywhere no white space at its ends, but what code
 * is indented with. */
static void
get_range (const Cut *cut, guint index, guint32 *from, guint32 *to)
{
  const CarrelBlock *block = &cut->blocks[index];

  *from = index == cut->first ? MIN (cut->start, block->text_len) : 0;
  *to = index == cut->last ? MIN (cut->end, block->text_len) : block->text_len;
  while (*from < *to && (block->type == CARREL_BLOCK_CODE ? block->text[*from] == '\n'
                                                          : g_ascii_isspace (block->text[*from])))
    ++*from;
  while (*from < *to && g_ascii_isspace (block->text[*to - 1]))
    --*to;
}

/* Something that is there also without a text. */
static gboolean
is_thing (CarrelBlockType type)
{
  return type == CARREL_BLOCK_RULE || type == CARREL_BLOCK_IMAGE || type == CARREL_BLOCK_EMBED;
}

static gboolean
is_leaf (CarrelBlockType type)
{
  return is_thing (type) || carrel_block_type_is_leaf (type);
}

/* ── What is kept ── */

static void
keep_leaves (Cut *cut)
{
  for (guint i = 0; i < cut->n; i++) {
    const CarrelBlock *block = &cut->blocks[i];
    guint32            from, to;

    cut->before[i] = cut->n_leaves;
    if (i < cut->first || i > cut->last || !is_leaf (block->type))
      continue;
    get_range (cut, i, &from, &to);
    cut->kept[i] = is_thing (block->type) || from < to;
    cut->n_leaves += cut->kept[i];
  }
  cut->before[cut->n] = cut->n_leaves;
}

static guint
count_leaves (const Cut *cut, guint index)
{
  return cut->before[index + 1 + cut->blocks[index].n_descendants] - cut->before[index];
}

/* A caption without what it belongs to is a paragraph, and stands where that stood. */
static gboolean
is_caption_alone (const Cut *cut, guint index)
{
  const CarrelBlock *blocks = cut->blocks;
  guint              end = index + blocks[index].n_descendants;

  if (blocks[index].type != CARREL_BLOCK_FIGURE && blocks[index].type != CARREL_BLOCK_TABLE)
    return FALSE;
  for (guint i = index + 1; i <= end; i += 1 + blocks[i].n_descendants)
    if (blocks[i].type != CARREL_BLOCK_CAPTION && count_leaves (cut, i) > 0)
      return FALSE;
  return TRUE;
}

static void
keep_containers (Cut *cut)
{
  for (guint i = 0; i < cut->n; i++) {
    const CarrelBlock *block = &cut->blocks[i];
    guint              end = i + block->n_descendants;

    if (is_leaf (block->type) || count_leaves (cut, i) == 0 || is_caption_alone (cut, i))
      continue;
    cut->kept[i] = TRUE;
    for (guint c = i + 1; block->type == CARREL_BLOCK_ROW && c <= end;
         c += 1 + cut->blocks[c].n_descendants)
      cut->kept[c] = TRUE;
  }
  /* Words of one block alone are words: no list, no quote, no table. A picture needs its figure. */
  for (guint i = 0; cut->n_leaves == 1 && i < cut->n; i++)
    if (!is_leaf (cut->blocks[i].type) &&
        !(cut->blocks[i].type == CARREL_BLOCK_FIGURE && cut->kept[i] && i + 1 < cut->n &&
          cut->blocks[i + 1].type == CARREL_BLOCK_IMAGE))
      cut->kept[i] = FALSE;
}

static void
find_targets (Cut *cut)
{
  for (guint i = 0; i < cut->n; i++) {
    const CarrelBlock *block = &cut->blocks[i];
    guint32            from, to;

    if (!cut->kept[i])
      continue;
    if (block->id)
      g_hash_table_add (cut->targets, g_strdup (block->id));
    get_range (cut, i, &from, &to);
    for (guint s = 0; s < block->n_spans; s++) {
      const CarrelSpan *span = &block->spans[s];

      if (span->kind == CARREL_SPAN_FOOTNOTE_REF && span->start < to && span->end > from &&
          g_str_has_prefix (span->value, "#fn-"))
        g_hash_table_add (cut->targets,
                          g_strconcat ("fnref-", span->value + strlen ("#fn-"), NULL));
    }
  }
}

/* ── Copying ── */

static const char *
keep_string (Cut *cut, const char *text)
{
  char *copy = g_strdup (text);

  if (copy)
    g_ptr_array_add (cut->result->memory, copy);
  return copy;
}

static gboolean
leads_nowhere (const Cut *cut, const CarrelSpan *span)
{
  gboolean link = span->kind == CARREL_SPAN_LINK || span->kind == CARREL_SPAN_FOOTNOTE_REF ||
                  span->kind == CARREL_SPAN_FOOTNOTE_BACK;

  return link && span->value && *span->value == '#' &&
         !g_hash_table_contains (cut->targets, span->value + 1);
}

static void
copy_text (Cut *cut, CarrelBlock *block, guint32 from, guint32 to)
{
  const CarrelSpan *spans = block->spans;
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (CarrelSpan));
  char *text = g_strndup (block->text + from, to - from);

  g_ptr_array_add (cut->result->memory, text);
  for (guint s = 0; s < block->n_spans; s++) {
    CarrelSpan span = spans[s];

    if (span.end <= from || span.start >= to || leads_nowhere (cut, &span))
      continue;
    span.start = MAX (span.start, from) - from;
    span.end = MIN (span.end, to) - from;
    span.value = keep_string (cut, span.value);
    span.alt = keep_string (cut, span.alt);
    g_array_append_val (kept, span);
  }
  block->text = text;
  block->text_len = to - from;
  block->n_spans = kept->len;
  block->spans = NULL;
  if (kept->len > 0) {
    block->spans = (const CarrelSpan *) g_array_steal (kept, NULL);
    g_ptr_array_add (cut->result->memory, (gpointer) block->spans);
  }
}

/* What a leaf becomes that is cut, or has lost what it stood in. */
static CarrelBlockType
get_type (const Cut *cut, guint index, gboolean alone, gboolean whole)
{
  CarrelBlockType type = cut->blocks[index].type;

  if (type == CARREL_BLOCK_CAPTION && (alone || cut->n_leaves == 1))
    return CARREL_BLOCK_PARAGRAPH;
  if (cut->n_leaves == 1 && (type == CARREL_BLOCK_TERM || (type == CARREL_BLOCK_HEADING && !whole)))
    return CARREL_BLOCK_PARAGRAPH;
  return type;
}

/* A list goes on counting where it was begun, and its items keep their numbers. */
static void
keep_number (const Cut *cut, guint index, CarrelBlock *block)
{
  guint i = index + 1;

  block->numbered = block->type == CARREL_BLOCK_LIST || block->type == CARREL_BLOCK_LIST_ITEM;
  if (block->type != CARREL_BLOCK_LIST || !block->ordered)
    return;
  while (i <= index + block->n_descendants && !cut->kept[i])
    i += 1 + cut->blocks[i].n_descendants;
  if (i > index + 1 && i <= index + block->n_descendants)
    block->number = cut->blocks[i].number;
}

static void
copy_block (Cut *cut, guint index, guint depth, gboolean alone)
{
  CarrelBlock block = cut->blocks[index];
  guint32     from = 0, to = block.text_len;

  if (is_leaf (block.type))
    get_range (cut, index, &from, &to);
  block.type = get_type (cut, index, alone, from == 0 && to == block.text_len);
  if (block.type == CARREL_BLOCK_PARAGRAPH && cut->blocks[index].type == CARREL_BLOCK_HEADING) {
    block.level = 0;
    block.id = NULL;
  }
  keep_number (cut, index, &block);
  block.depth = (guint16) depth;
  block.n_descendants = 0;
  block.id = keep_string (cut, block.id);
  block.language = keep_string (cut, block.language);
  block.source = keep_string (cut, block.source);
  block.alt = keep_string (cut, block.alt);
  block.href = keep_string (cut, block.href);
  copy_text (cut, &block, from, to);
  g_array_append_val (cut->result->blocks, block);
}

typedef struct {
  guint    last;  /* of the original's blocks */
  guint    copy;  /* index; G_MAXUINT: it isn't kept */
  gboolean alone; /* it isn't, for its caption is all that there is */
} Open;

static void
copy_blocks (Cut *cut)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Open));
  guint depth = 0;

  for (guint i = 0; i < cut->n; i++) {
    const CarrelBlock *block = &cut->blocks[i];
    Open               one = { i + block->n_descendants, G_MAXUINT, FALSE };
    gboolean           alone;

    while (open->len > 0 && g_array_index (open, Open, open->len - 1).last < i) {
      depth -= g_array_index (open, Open, open->len - 1).copy != G_MAXUINT;
      g_array_set_size (open, open->len - 1);
    }
    alone = open->len > 0 && g_array_index (open, Open, open->len - 1).alone;
    one.alone =
        !cut->kept[i] && (block->type == CARREL_BLOCK_FIGURE || block->type == CARREL_BLOCK_TABLE);
    if (cut->kept[i]) {
      one.copy = cut->result->blocks->len;
      copy_block (cut, i, depth, alone);
      for (guint o = 0; o < open->len; o++)
        if (g_array_index (open, Open, o).copy != G_MAXUINT)
          g_array_index (cut->result->blocks, CarrelBlock, g_array_index (open, Open, o).copy)
              .n_descendants++;
    }
    if (block->n_descendants > 0) {
      depth += one.copy != G_MAXUINT;
      g_array_append_val (open, one);
    }
  }
}

CarrelDocument *
carrel_document_cut (CarrelDocument *self, guint first, guint32 start, guint last, guint32 end)
{
  Cut cut = { .first = first, .start = start, .last = last, .end = end };

  cut.result = g_new0 (CarrelDocument, 1);
  g_atomic_ref_count_init (&cut.result->references);
  cut.result->memory = g_ptr_array_new_with_free_func (g_free);
  cut.result->blocks = g_array_new (FALSE, TRUE, sizeof (CarrelBlock));
  cut.blocks = carrel_document_get_blocks (self, &cut.n);
  cut.kept = g_new0 (guint8, MAX (cut.n, 1));
  cut.before = g_new0 (guint32, cut.n + 1);
  cut.targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  keep_leaves (&cut);
  keep_containers (&cut);
  find_targets (&cut);
  copy_blocks (&cut);
  carrel_document_number_items (cut.result->blocks);
  carrel_document_spread_languages (cut.result->blocks);
  g_hash_table_unref (cut.targets);
  g_free (cut.before);
  g_free (cut.kept);
  return cut.result;
}
