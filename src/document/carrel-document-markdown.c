/* carrel-document-markdown.c: document → Markdown: CommonMark with pipe tables and footnotes. Any thread.
 *
 * Whatever could be read as Markdown or HTML is escaped, so that a renderer shows the document's text
 * and nothing else. Blocks are written line by line; the open quotes and items give each line its
 * beginning. Inline content is made by carrel-document-markdown-inline.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-markdown-private.h"

#include <string.h>

#define MAX_COLSPAN 20
#define MAX_NESTING 32 /* deeper quotes and items lose their marks, so that lines stay short */

/* An open quote, item or note, or a list, or something that has no beginning of its own. */
typedef struct {
  CarrelBlockType type;
  guint           end;        /* index behind its last descendant */
  char            marker[24]; /* what its first line begins with; "" for what has none */
  guint           indent;     /* columns by which further lines are indented */
  gboolean        begun;      /* the first line is written */
  gboolean        tight;      /* list, or item of one: no blank lines between */
  char            mark;       /* list: - * . ) */
  gint64          number;     /* list: of the next item */
  guint           n_items;
  char            last_mark;  /* the list among its children that was written last, if it was the last child */
} Container;

typedef struct {
  GString           *out;
  const CarrelBlock *blocks;
  GArray            *open;  /* (owned) (element-type Container): the document itself first */
  GHashTable        *notes; /* (owned): numbers of the notes that there are */
  gboolean           blank; /* a blank line is due */
} Writer;

static Container *
get_top (Writer *self)
{
  return &g_array_index (self->open, Container, self->open->len - 1);
}

/* ── Lines ── */

static void
begin_line (Writer *self)
{
  for (guint i = 0; i < self->open->len; i++) {
    Container *container = &g_array_index (self->open, Container, i);

    if (container->type == CARREL_BLOCK_QUOTE)
      g_string_append (self->out, "> ");
    else if (!container->begun)
      g_string_append (self->out, container->marker);
    else
      g_string_append_printf (self->out, "%*s", (int) container->indent, "");
    container->begun = TRUE;
  }
}

static void
end_line (Writer *self)
{
  while (self->out->len > 0 && self->out->str[self->out->len - 1] == ' ')
    g_string_truncate (self->out, self->out->len - 1);
  g_string_append_c (self->out, '\n');
}

/* Between two blocks: within what both are in. */
static void
write_blank (Writer *self)
{
  for (guint i = 0; i < self->open->len; i++) {
    Container *container = &g_array_index (self->open, Container, i);

    if (!container->begun)
      break;
    if (container->type == CARREL_BLOCK_QUOTE)
      g_string_append (self->out, "> ");
    else
      g_string_append_printf (self->out, "%*s", (int) container->indent, "");
  }
  end_line (self);
}

/* A block's lines; what came before is set apart where it must be. */
static void
write_lines (Writer *self, const char *text)
{
  const char *line = text;

  if (self->blank)
    write_blank (self);
  self->blank = TRUE;
  for (;;) {
    const char *end = strchrnul (line, '\n');

    begin_line (self);
    g_string_append_len (self->out, line, end - line);
    if (end > line)
      g_string_append_c (self->out, '\n');
    else
      end_line (self);
    if (*end == '\0')
      break;
    line = end + 1;
  }
}

/* ── Leaves ── */

static char *
make_inline (Writer *self, const CarrelBlock *block, CarrelInlineFlags flags)
{
  return carrel_document_markdown_inline (block, self->notes, flags);
}

static void
write_paragraph (Writer *self, const CarrelBlock *block)
{
  g_autofree char *text = make_inline (self, block, 0);

  if (*text)
    write_lines (self, text);
}

static void
write_heading (Writer *self, const CarrelBlock *block)
{
  g_autofree char *text = make_inline (self, block, CARREL_INLINE_ONE_LINE | CARREL_INLINE_HEADING);
  g_autofree char *line = g_strdup_printf ("%.*s %s", (int) CLAMP (block->level, 1, 6), "######", text);

  if (*text)
    write_lines (self, line);
}

/* Between fences that the text doesn't hold. */
static void
write_code (Writer *self, const CarrelBlock *block, const char *language)
{
  gsize fence = 3, run = 0, len = block->text_len;
  gboolean clean = language && *language;
  g_autofree char *text = NULL, *marks = NULL;

  for (gsize i = 0; i < len; i++) {
    run = block->text[i] == '`' ? run + 1 : 0;
    if (run >= fence)
      fence = run + 1;
  }
  for (const char *p = language; clean && *p; p++)
    clean = g_ascii_isalnum (*p) || strchr ("+-#._", *p);
  while (len > 0 && block->text[len - 1] == '\n')
    len--;
  marks = g_strnfill (fence, '`');
  text = g_strdup_printf ("%s%s\n%.*s\n%s", marks, clean ? language : "", (int) len, block->text, marks);
  write_lines (self, text);
}

static void
write_image (Writer *self, const CarrelBlock *block)
{
  g_autofree char *text = block->source ? carrel_document_markdown_image (block->source, block->alt, 0) : NULL;

  if (text)
    write_lines (self, text);
}

static void
write_embed (Writer *self, const CarrelBlock *block)
{
  g_autofree char *caption = make_inline (self, block, CARREL_INLINE_ONE_LINE | CARREL_INLINE_NO_LINKS);
  g_autofree char *link = block->href ? carrel_document_markdown_link (*caption ? caption : NULL, block->href, 0) : g_strdup (caption);

  if (*link)
    write_lines (self, link);
}

/* ── Tables ── */

/* All that a cell holds, in one line. */
static char *
make_cell (Writer *self, guint index)
{
  const CarrelBlock *cell = &self->blocks[index];
  GString *out = g_string_new (NULL);

  for (guint i = index + 1; i <= index + cell->n_descendants; i++) {
    const CarrelBlock *block = &self->blocks[i];
    g_autofree char *text = NULL;

    if (block->type == CARREL_BLOCK_IMAGE)
      text = block->source ? carrel_document_markdown_image (block->source, block->alt, CARREL_INLINE_CELL) : NULL;
    else if (block->type == CARREL_BLOCK_EMBED)
      text = block->href ? carrel_document_markdown_link (NULL, block->href, CARREL_INLINE_CELL) : NULL;
    else if (block->text_len > 0)
      text = make_inline (self, block, CARREL_INLINE_ONE_LINE | CARREL_INLINE_CELL);
    if (text && *text)
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", text);
  }
  return g_string_free (out, FALSE);
}

/* The row's cells between bars; its columns. `all_headers` (nullable) whether all are head cells. */
static guint
make_row (Writer *self, guint index, GString *out, gboolean *all_headers)
{
  const CarrelBlock *row = &self->blocks[index];
  guint n = 0;

  if (all_headers)
    *all_headers = TRUE;
  g_string_append_c (out, '|');
  for (guint i = index + 1; i <= index + row->n_descendants; i += 1 + self->blocks[i].n_descendants) {
    const CarrelBlock *cell = &self->blocks[i];
    g_autofree char *text = make_cell (self, i);
    guint span = CLAMP (cell->colspan, 1, MAX_COLSPAN);

    g_string_append_printf (out, " %s |", text);
    for (guint j = 1; j < span; j++)
      g_string_append (out, "  |");
    n += span;
    if (all_headers && !cell->header)
      *all_headers = FALSE;
  }
  return n;
}

static void
write_table (Writer *self, guint index)
{
  const CarrelBlock *table = &self->blocks[index];
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  guint columns = 0, head_columns = 0;
  gboolean first = TRUE, has_head = FALSE;

  for (guint i = index + 1; i <= index + table->n_descendants; i += 1 + self->blocks[i].n_descendants) {
    g_autoptr (GString) row = g_string_new (NULL);
    guint n;

    if (self->blocks[i].type == CARREL_BLOCK_CAPTION)
      write_paragraph (self, &self->blocks[i]);
    if (self->blocks[i].type != CARREL_BLOCK_ROW)
      continue;
    n = make_row (self, i, row, first ? &has_head : NULL);
    if (n > columns)
      columns = n;
    if (first && has_head) {
      g_string_append_len (head, row->str, (gssize) row->len);
      head_columns = n;
    } else if (n > 0) {
      g_string_append_printf (body, "\n%s", row->str);
    }
    first = FALSE;
  }
  if (columns == 0)
    return;
  if (!has_head)
    g_string_assign (head, "|");
  for (guint i = head_columns; i < columns; i++)
    g_string_append (head, "  |");
  g_string_append (head, "\n|");
  for (guint i = 0; i < columns; i++)
    g_string_append (head, " --- |");
  g_string_append_len (head, body->str, (gssize) body->len);
  write_lines (self, head->str);
}

/* ── Containers ── */

/* No item needs a blank line: each is a paragraph, then perhaps lists that may follow one directly. */
static gboolean
is_tight (const CarrelBlock *blocks, guint list)
{
  for (guint i = list + 1; i <= list + blocks[list].n_descendants; i += 1 + blocks[i].n_descendants)
    for (guint j = i + 1; j <= i + blocks[i].n_descendants; j += 1 + blocks[j].n_descendants) {
      gboolean starts_empty = blocks[j].n_descendants > 0 && (blocks[j + 1].n_descendants == 0 || blocks[j + 2].type != CARREL_BLOCK_PARAGRAPH);

      if (j == i + 1 ? blocks[j].type != CARREL_BLOCK_PARAGRAPH : blocks[j].type != CARREL_BLOCK_LIST)
        return FALSE;
      if (blocks[j].type == CARREL_BLOCK_LIST && ((blocks[j].ordered && blocks[j].number != 1) || starts_empty))
        return FALSE;
    }
  return TRUE;
}

static void
open_list (Writer *self, guint index, Container *list)
{
  const CarrelBlock *block = &self->blocks[index];
  Container *parent = get_top (self);

  /* Another list right behind one has another mark, else it would be the same list. */
  list->mark = block->ordered ? (parent->last_mark == '.' ? ')' : '.') : (parent->last_mark == '-' ? '*' : '-');
  parent->last_mark = list->mark;
  list->number = block->ordered ? CLAMP (block->number, 0, 999999999) : 0;
  list->tight = is_tight (self->blocks, index);
  if (parent->type == CARREL_BLOCK_LIST_ITEM && parent->tight)
    self->blank = FALSE;
}

static void
open_item (Writer *self, Container *item)
{
  Container *list = get_top (self);

  item->tight = list->tight;
  if (list->mark == '.' || list->mark == ')')
    g_snprintf (item->marker, sizeof item->marker, "%" G_GINT64_FORMAT "%c ", MIN (list->number, 999999999), list->mark);
  else
    g_snprintf (item->marker, sizeof item->marker, "%c ", list->mark ? list->mark : '-');
  list->number++;
  item->indent = (guint) strlen (item->marker);
  if (list->n_items++ > 0 && list->tight)
    self->blank = FALSE;
}

static void
open_container (Writer *self, guint index)
{
  const CarrelBlock *block = &self->blocks[index];
  Container container = { .type = block->type, .end = index + 1 + block->n_descendants };

  if (self->open->len > MAX_NESTING)
    container.type = CARREL_BLOCK_FIGURE;
  switch (container.type) {
  case CARREL_BLOCK_LIST:
    open_list (self, index, &container);
    break;
  case CARREL_BLOCK_LIST_ITEM:
    open_item (self, &container);
    break;
  case CARREL_BLOCK_FOOTNOTE:
    g_snprintf (container.marker, sizeof container.marker, "[^%d]: ", block->number);
    container.indent = 4;
    break;
  default:
    break;
  }
  g_array_append_val (self->open, container);
}

static void
close_containers (Writer *self, guint index)
{
  while (self->open->len > 1 && get_top (self)->end <= index) {
    Container *container = get_top (self);

    /* An item without anything is there all the same. */
    if (!container->begun && *container->marker)
      write_lines (self, "");
    g_array_set_size (self->open, self->open->len - 1);
  }
}

char *
carrel_document_to_markdown (CarrelDocument *self)
{
  guint n;
  const CarrelBlock *blocks = carrel_document_get_blocks (self, &n);
  g_autoptr (GArray) open = g_array_new (FALSE, TRUE, sizeof (Container));
  g_autoptr (GHashTable) notes = g_hash_table_new (NULL, NULL);
  Writer writer = { .out = g_string_new (NULL), .blocks = blocks, .open = open, .notes = notes };
  Container root = { .type = CARREL_BLOCK_FIGURE, .end = n, .begun = TRUE };

  g_array_append_val (open, root);
  for (guint i = 0; i < n; i++)
    if (blocks[i].type == CARREL_BLOCK_FOOTNOTE)
      g_hash_table_add (notes, GINT_TO_POINTER (blocks[i].number));
  for (guint i = 0; i < n; i++) {
    close_containers (&writer, i);
    if (blocks[i].type != CARREL_BLOCK_LIST)
      get_top (&writer)->last_mark = '\0';
    switch (blocks[i].type) {
    case CARREL_BLOCK_PARAGRAPH:
    case CARREL_BLOCK_CAPTION:
    case CARREL_BLOCK_TERM:
      write_paragraph (&writer, &blocks[i]);
      break;
    case CARREL_BLOCK_HEADING:
      write_heading (&writer, &blocks[i]);
      break;
    case CARREL_BLOCK_CODE:
      write_code (&writer, &blocks[i], blocks[i].language);
      break;
    case CARREL_BLOCK_MATH:
      write_code (&writer, &blocks[i], "math");
      break;
    case CARREL_BLOCK_RULE:
      write_lines (&writer, "___");
      break;
    case CARREL_BLOCK_IMAGE:
      write_image (&writer, &blocks[i]);
      break;
    case CARREL_BLOCK_EMBED:
      write_embed (&writer, &blocks[i]);
      break;
    case CARREL_BLOCK_TABLE:
      write_table (&writer, i);
      i += blocks[i].n_descendants;
      break;
    default:
      open_container (&writer, i);
      break;
    }
  }
  close_containers (&writer, n);
  return g_string_free (writer.out, FALSE);
}
