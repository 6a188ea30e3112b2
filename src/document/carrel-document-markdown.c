/* carrel-document-markdown.c: document → Markdown: CommonMark with pipe tables and footnotes. Any
 * thread.
 *
 * The blocks; carrel-document-markdown-inline.c writes what stands in them. A line begins with the
 * prefixes of all containers it is in («> », an item's indent); the first line of an item has its
 * marker instead. Containers deeper than MAX_LEVELS add nothing to a line, so that a line stays
 * short.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-markdown-private.h"
#include "document/carrel-document-private.h"

#include <string.h>

#define MAX_LEVELS 24 /* of quotes and lists within one another */

/* An open container, or the document. */
typedef struct {
  guint           end;        /* index behind its last block */
  gsize           prefix_len; /* of the prefix outside it */
  gboolean        is_level;   /* adds to it */
  CarrelBlockType type;
  char     bullet;     /* of the list that it is, or of the last list in it: «-», «+», «.», «)» */
  gboolean after_list; /* the block before was a list */
  gboolean tight;      /* a list without empty lines, or an item of one */
  gboolean has_term;   /* definitions: a term came */
  gint64   number;     /* ordered list: what a renderer calls the next item */
} Frame;

typedef struct {
  const CarrelBlock *blocks;
  guint              n_blocks;
  GString           *out;
  GString           *prefix; /* (owned): of the lines that follow */
  GString *pending; /* (owned): of the next line instead, where markers wait for one; else empty */
  GArray  *frames;  /* (owned) (element-type Frame) */
  GHashTable *anchors;  /* (owned): heading's id → its anchor */
  GHashTable *marked;   /* (owned): notes that the text refers to */
  guint       n_levels; /* containers that add to a line */
  gboolean    gap;      /* an empty line comes before the next block */
} Writer;

/* The innermost. */
static Frame *
get_frame (Writer *self)
{
  return &g_array_index (self->frames, Frame, self->frames->len - 1);
}

/* ── Lines ── */

static void
append_trimmed (GString *out, const GString *line)
{
  gsize len = line->len;

  while (len > 0 && line->str[len - 1] == ' ')
    len--;
  g_string_append_len (out, line->str, (gssize) len);
  g_string_append_c (out, '\n');
}

/* Before a block, also one that opens others. */
static void
separate (Writer *self)
{
  if (self->gap)
    append_trimmed (self->out, self->prefix);
  self->gap = FALSE;
}

static void
begin_line (Writer *self)
{
  if (self->pending->len > 0)
    g_string_append_len (self->out, self->pending->str, (gssize) self->pending->len);
  else
    g_string_append_len (self->out, self->prefix->str, (gssize) self->prefix->len);
  g_string_truncate (self->pending, 0);
}

static void
end_line (Writer *self)
{
  g_string_append_c (self->out, '\n');
}

/* `frame` puts a marker before the next line, and `further` before those after it. */
static void
indent (Writer *self, Frame *frame, const char *marker, const char *further)
{
  if (self->n_levels == MAX_LEVELS)
    return;
  self->n_levels++;
  frame->is_level = TRUE;
  if (marker) {
    if (self->pending->len == 0)
      g_string_append_len (self->pending, self->prefix->str, (gssize) self->prefix->len);
    g_string_append (self->pending, marker);
  }
  g_string_append (self->prefix, further);
}

static void
write_inline (Writer *self, const CarrelBlock *block, CarrelMarkdownFlags flags)
{
  begin_line (self);
  carrel_markdown_append_inline (self->out, block, flags, self->prefix->str, self->anchors);
  end_line (self);
}

/* Text as it is, between fences longer than any in it. */
static void
write_fenced (Writer *self, const CarrelBlock *block, const char *info)
{
  guint            ticks = carrel_markdown_count_ticks (block->text, block->text_len) + 1;
  g_autofree char *fence = g_strnfill (ticks < 3 ? 3 : ticks, '`');
  const char      *p = block->text, *end = block->text + block->text_len;

  begin_line (self);
  g_string_append_printf (self->out, "%s%s\n", fence, info);
  while (p < end) {
    const char *newline = memchr (p, '\n', (gsize) (end - p));
    const char *line_end = newline ? newline : end;

    if (line_end > p) {
      begin_line (self);
      g_string_append_len (self->out, p, line_end - p);
      end_line (self);
    } else {
      append_trimmed (self->out, self->prefix);
    }
    p = line_end + (newline != NULL);
  }
  begin_line (self);
  g_string_append (self->out, fence);
  end_line (self);
}

static void
write_code (Writer *self, const CarrelBlock *block)
{
  gsize    len = block->language ? strlen (block->language) : 0;
  gboolean plain = len > 0 && len <= 40;

  for (gsize i = 0; plain && i < len; i++)
    plain = g_ascii_isalnum (block->language[i]) || strchr ("+#._-", block->language[i]);
  write_fenced (self, block, plain ? block->language : "");
}

/* ── Lists ── */

static const CarrelBlock *
get_child (Writer *self, guint index)
{
  return self->blocks[index].n_descendants > 0 ? &self->blocks[index + 1] : NULL;
}

/* Each item is a paragraph, or one and a list that may stand right below it: one whose first line
 * can be nothing else (an empty item's «-» would underline the paragraph). */
static gboolean
is_tight (Writer *self, guint list)
{
  guint end = list + 1 + self->blocks[list].n_descendants;

  for (guint item = list + 1; item < end; item += 1 + self->blocks[item].n_descendants) {
    guint item_end = item + 1 + self->blocks[item].n_descendants, next = item + 1;

    if (next == item_end)
      continue;
    if (self->blocks[next].type != CARREL_BLOCK_PARAGRAPH)
      return FALSE;
    next += 1 + self->blocks[next].n_descendants;
    if (next < item_end) {
      const CarrelBlock *inner = &self->blocks[next], *first = get_child (self, next);

      if (inner->type != CARREL_BLOCK_LIST || next + 1 + inner->n_descendants < item_end)
        return FALSE;
      if (!first || first->n_descendants == 0 || first[1].type != CARREL_BLOCK_PARAGRAPH ||
          (inner->ordered && first->number != 1))
        return FALSE;
    }
  }
  return TRUE;
}

/* Lists that follow one another have different bullets, or they would be one. */
static char
choose_bullet (Frame *parent, gboolean ordered)
{
  const char *bullets = ordered ? ".)" : "-+";

  return parent->after_list && parent->bullet == bullets[0] ? bullets[1] : bullets[0];
}

/* What Markdown can write. */
static gint64
clamp_number (gint64 number)
{
  return CLAMP (number, 0, 999999999);
}

/* A renderer counts on from a list's first item: one with a number of its own begins another list.
 */
static void
count_item (Writer *self, gint64 number)
{
  Frame *list = get_frame (self);

  if (list->bullet != '.' && list->bullet != ')')
    return;
  if (clamp_number (number) != list->number) {
    list->bullet = list->bullet == '.' ? ')' : '.';
    (list - 1)->bullet = list->bullet;
  }
  list->number = clamp_number (number) + 1;
}

static void
indent_item (Writer *self, Frame *frame, char bullet, gint64 number)
{
  char marker[24] = { bullet, ' ', '\0' }, spaces[24];

  if (bullet == '.' || bullet == ')')
    g_snprintf (marker, sizeof marker, "%" G_GINT64_FORMAT "%c ", clamp_number (number), bullet);
  memset (spaces, ' ', sizeof spaces);
  spaces[strlen (marker)] = '\0';
  indent (self, frame, marker, spaces);
}

/* ── Containers ── */

static void
open_note (Writer *self, Frame *frame, const Frame *notes, gint32 number)
{
  g_autofree char *name = g_strdup_printf ("%d", number),
                  *marker = g_strdup_printf ("[^%s]: ", name);

  if (g_hash_table_contains (self->marked, name))
    indent (self, frame, marker, "    ");
  else /* a renderer leaves out what nothing refers to */
    indent_item (self, frame, notes->bullet, number);
}

static void
open_container (Writer *self, guint index)
{
  const CarrelBlock *block = &self->blocks[index];
  Frame             *parent = get_frame (self);
  Frame              frame = { .end = index + 1 + block->n_descendants,
                               .prefix_len = self->prefix->len,
                               .type = block->type };
  gboolean is_list = block->type == CARREL_BLOCK_LIST || block->type == CARREL_BLOCK_DEFINITIONS;

  if (parent->tight)
    self->gap = FALSE;
  separate (self);
  switch (block->type) {
  case CARREL_BLOCK_QUOTE:
    indent (self, &frame, "> ", "> ");
    break;
  case CARREL_BLOCK_LIST:
  case CARREL_BLOCK_DEFINITIONS:
  case CARREL_BLOCK_FOOTNOTES:
    frame.bullet = choose_bullet (parent, block->ordered || block->type == CARREL_BLOCK_FOOTNOTES);
    frame.number = block->n_descendants > 0 ? clamp_number (block[1].number) : 0;
    frame.tight = block->type == CARREL_BLOCK_LIST && is_tight (self, index);
    parent->bullet = frame.bullet;
    break;
  case CARREL_BLOCK_LIST_ITEM:
    count_item (self, block->number);
    indent_item (self, &frame, parent->bullet, block->number);
    frame.tight = parent->tight;
    break;
  case CARREL_BLOCK_DEFINITION:
    if (parent->has_term)
      indent (self, &frame, NULL, "  ");
    else
      indent_item (self, &frame, parent->bullet, 0);
    break;
  case CARREL_BLOCK_FOOTNOTE:
    open_note (self, &frame, parent, block->number);
    break;
  default:
    break;
  }
  if (parent->type != CARREL_BLOCK_LIST && parent->type != CARREL_BLOCK_DEFINITIONS)
    parent->after_list = is_list;
  g_array_append_val (self->frames, frame);
}

static void
close_container (Writer *self)
{
  Frame frame = *get_frame (self);

  if (frame.is_level && self->pending->len > 0) { /* nothing stood in it */
    append_trimmed (self->out, self->pending);
    g_string_truncate (self->pending, 0);
  }
  self->n_levels -= frame.is_level;
  g_string_truncate (self->prefix, frame.prefix_len);
  g_array_set_size (self->frames, self->frames->len - 1);
  self->gap = TRUE;
}

/* ── Leaves ── */

static void
write_term (Writer *self, const CarrelBlock *block)
{
  Frame *frame = get_frame (self);
  gsize  len = self->prefix->len;

  if (self->pending->len == 0)
    g_string_append_len (self->pending, self->prefix->str, (gssize) len);
  g_string_append_printf (self->pending, "%c ", frame->bullet ? frame->bullet : '-');
  g_string_append (self->prefix, "  ");
  write_inline (self, block, CARREL_MARKDOWN_STRONG);
  g_string_truncate (self->prefix, len);
  frame->has_term = TRUE;
}

static void
write_table (Writer *self, guint index)
{
  g_autoptr (GPtrArray) lines =
      carrel_markdown_list_table_lines (self->blocks, index, self->anchors);
  const CarrelBlock *caption = get_child (self, index);

  if (caption && caption->type == CARREL_BLOCK_CAPTION) {
    write_inline (self, caption, CARREL_MARKDOWN_EMPHASIS);
    self->gap = TRUE;
    separate (self);
  }
  for (guint i = 0; i < lines->len; i++) {
    begin_line (self);
    g_string_append (self->out, lines->pdata[i]);
    end_line (self);
  }
}

/* «[![](<poster>)](<address>)», or the address; then the caption. */
static void
write_embed (Writer *self, const CarrelBlock *block)
{
  begin_line (self);
  if (block->source && block->href) {
    g_string_append_c (self->out, '[');
    carrel_markdown_append_image (self->out, NULL, block->source);
    g_string_append_c (self->out, ']');
    carrel_markdown_append_address (self->out, block->href);
  } else if (block->href) {
    CarrelSpan  span = { .end = (guint32) strlen (block->href),
                         .kind = CARREL_SPAN_LINK,
                         .value = block->href };
    CarrelBlock line = { .text = block->href, .text_len = span.end, .spans = &span, .n_spans = 1 };

    carrel_markdown_append_inline (self->out, &line, CARREL_MARKDOWN_ONE_LINE, "", NULL);
  }
  end_line (self);
  if (block->text_len > 0) {
    self->gap = TRUE;
    separate (self);
    write_inline (self, block, CARREL_MARKDOWN_EMPHASIS);
  }
}

static void
write_leaf (Writer *self, guint index)
{
  const CarrelBlock *block = &self->blocks[index];

  separate (self);
  switch (block->type) {
  case CARREL_BLOCK_HEADING:
    begin_line (self);
    for (guint i = 0; i < CLAMP (block->level, 1, 6); i++)
      g_string_append_c (self->out, '#');
    g_string_append_c (self->out, ' ');
    carrel_markdown_append_inline (self->out, block, CARREL_MARKDOWN_ONE_LINE, "", self->anchors);
    end_line (self);
    break;
  case CARREL_BLOCK_CODE:
    write_code (self, block);
    break;
  case CARREL_BLOCK_MATH:
    write_fenced (self, block, "math");
    break;
  case CARREL_BLOCK_RULE:
    begin_line (self);
    g_string_append (self->out, "***\n");
    break;
  case CARREL_BLOCK_IMAGE:
    begin_line (self);
    carrel_markdown_append_image (self->out, block->alt, block->source ? block->source : "");
    end_line (self);
    break;
  case CARREL_BLOCK_EMBED:
    write_embed (self, block);
    break;
  case CARREL_BLOCK_CAPTION:
    write_inline (self, block, CARREL_MARKDOWN_EMPHASIS);
    break;
  case CARREL_BLOCK_TERM:
    write_term (self, block);
    break;
  case CARREL_BLOCK_TABLE:
    write_table (self, index);
    break;
  default:
    write_inline (self, block, 0);
    break;
  }
  self->gap = TRUE;
  if (block->type != CARREL_BLOCK_TERM)
    get_frame (self)->after_list = FALSE;
}

/* ── What the text refers to ── */

/* The name that most renderers give to a heading: lower case, dashes for spaces, no marks. */
static char *
make_anchor (const CarrelBlock *block)
{
  GString *anchor = g_string_new (NULL);

  for (const char *p = block->text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c))
      g_string_append_c (anchor, '-');
    else if (g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '-' || c == '_')
      g_string_append_unichar (anchor, g_unichar_tolower (c));
  }
  return g_string_free (anchor, FALSE);
}

static void
note_targets (Writer *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->n_blocks; i++) {
    const CarrelBlock *block = &self->blocks[i];

    for (guint j = 0; j < block->n_spans; j++) {
      const char *note = carrel_markdown_writer_get_note (&block->spans[j]);

      if (note)
        g_hash_table_add (self->marked, (gpointer) note);
    }
    if (block->type == CARREL_BLOCK_HEADING) {
      char *anchor = make_anchor (block);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (seen, anchor));

      if (block->id)
        g_hash_table_insert (self->anchors, (gpointer) block->id,
                             n ? g_strdup_printf ("%s-%u", anchor, n) : g_strdup (anchor));
      g_hash_table_insert (seen, anchor, GUINT_TO_POINTER (n + 1));
    }
  }
}

char *
carrel_document_to_markdown (CarrelDocument *document)
{
  g_autoptr (GString) prefix = g_string_new (NULL), pending = g_string_new (NULL);
  g_autoptr (GArray) frames = g_array_new (FALSE, TRUE, sizeof (Frame));
  g_autoptr (GHashTable) anchors = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GHashTable) marked = g_hash_table_new (g_str_hash, g_str_equal);
  Writer self = { .out = g_string_new (NULL),
                  .prefix = prefix,
                  .pending = pending,
                  .frames = frames,
                  .anchors = anchors,
                  .marked = marked };

  self.blocks = carrel_document_get_blocks (document, &self.n_blocks);
  note_targets (&self);
  g_array_append_val (frames, ((Frame) { .end = self.n_blocks, .type = CARREL_BLOCK_PARAGRAPH }));
  for (guint i = 0; i < self.n_blocks;) {
    const CarrelBlock *block = &self.blocks[i];

    while (frames->len > 1 && get_frame (&self)->end <= i)
      close_container (&self);
    if (carrel_block_type_is_leaf (block->type) || block->type == CARREL_BLOCK_IMAGE ||
        block->type == CARREL_BLOCK_RULE || block->type == CARREL_BLOCK_TABLE) {
      write_leaf (&self, i);
      i += 1 + block->n_descendants;
    } else {
      open_container (&self, i);
      i++;
    }
  }
  while (frames->len > 1)
    close_container (&self);
  return g_string_free (self.out, FALSE);
}
