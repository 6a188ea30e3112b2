/* carrel-document-builder.c: makes a document, block by block, so that it is always well formed.
 *
 * A closed leaf is trimmed; empty spans, empty leaves and containers with nothing in them vanish.
 * Where a block may not stand, the container that it needs is opened around it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-private.h"

#include "base/carrel-ascii.h"

#include <string.h>

/* Blocks that hold blocks, within one another. A table is four elements deep and three blocks, so
 * that what is written stays below CARREL_HTML_MAX_DEPTH. */
#define MAX_OPEN 360
#define N_BLOCKS 16   /* that there is room for at first */
#define MAX_MISSING 3 /* blocks that are opened for one that lacks what it must be in */
#define MAX_MARKS 16  /* combining marks in a row; text layout is quadratic in them */

CarrelDocumentBuilder *
carrel_document_builder_new (void)
{
  CarrelDocumentBuilder *self = g_new0 (CarrelDocumentBuilder, 1);

  self->blocks = g_array_sized_new (FALSE, TRUE, sizeof (CarrelBlock), N_BLOCKS);
  self->memory = g_ptr_array_new_full (N_BLOCKS, g_free);
  self->open = g_array_new (FALSE, FALSE, sizeof (guint));
  self->text = g_string_sized_new (1024);
  self->spans = g_array_new (FALSE, TRUE, sizeof (CarrelSpan));
  self->open_spans = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
carrel_document_builder_free (CarrelDocumentBuilder *self)
{
  g_array_unref (self->blocks);
  g_ptr_array_unref (self->memory);
  g_array_unref (self->open);
  g_string_free (self->text, TRUE);
  g_array_unref (self->spans);
  g_array_unref (self->open_spans);
  g_free (self);
}

const char *
carrel_document_builder_string (CarrelDocumentBuilder *self, const char *text)
{
  char *copy = g_strdup (text);

  if (copy)
    g_ptr_array_add (self->memory, copy);
  return copy;
}

const char *
carrel_document_builder_code_language (CarrelDocumentBuilder *self, const char *text)
{
  gsize len =
      text ? strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#-_.")
           : 0;

  return len > 0 && len <= 20 && text[len] == '\0' ? carrel_document_builder_string (self, text)
                                                   : NULL;
}

gboolean
carrel_block_type_is_leaf (CarrelBlockType type)
{
  switch (type) {
  case CARREL_BLOCK_PARAGRAPH:
  case CARREL_BLOCK_HEADING:
  case CARREL_BLOCK_CODE:
  case CARREL_BLOCK_EMBED:
  case CARREL_BLOCK_CAPTION:
  case CARREL_BLOCK_TERM:
  case CARREL_BLOCK_MATH:
    return TRUE;
  default:
    return FALSE;
  }
}

static CarrelBlock *
get_block (CarrelDocumentBuilder *self, guint index)
{
  return &g_array_index (self->blocks, CarrelBlock, index);
}

static guint
get_open (CarrelDocumentBuilder *self, guint depth)
{
  return g_array_index (self->open, guint, depth);
}

int
carrel_document_builder_get_type_of_top (CarrelDocumentBuilder *self)
{
  return self->open->len ? (int) get_block (self, get_open (self, self->open->len - 1))->type : -1;
}

/* ── Leaves ── */

static gboolean
has_image (CarrelDocumentBuilder *self)
{
  for (guint i = 0; i < self->spans->len; i++)
    if (g_array_index (self->spans, CarrelSpan, i).kind == CARREL_SPAN_IMAGE)
      return TRUE;
  return FALSE;
}

/* Nothing but spaces of all kinds. */
static gboolean
is_blank (const char *text)
{
  for (; *text; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);

    if (!g_unichar_isspace (c) && !g_unichar_iszerowidth (c) && c != 0x200b)
      return FALSE;
  }
  return TRUE;
}

static void
clamp_spans (CarrelDocumentBuilder *self)
{
  guint32 len = (guint32) self->text->len;

  for (guint i = 0; i < self->spans->len; i++) {
    CarrelSpan *span = &g_array_index (self->spans, CarrelSpan, i);

    span->start = MIN (span->start, len);
    if (span->end != G_MAXUINT32)
      span->end = MIN (span->end, len);
  }
}

static void
trim_end (CarrelDocumentBuilder *self, const char *characters)
{
  gsize len = self->text->len;

  while (len > 0 && strchr (characters, self->text->str[len - 1]))
    len--;
  if (len < self->text->len) {
    g_string_truncate (self->text, len);
    clamp_spans (self);
  }
}

static void
drop_empty_spans (GArray *spans)
{
  guint kept = 0;

  for (guint i = 0; i < spans->len; i++) {
    CarrelSpan span = g_array_index (spans, CarrelSpan, i);

    if (span.start < span.end)
      g_array_index (spans, CarrelSpan, kept++) = span;
  }
  g_array_set_size (spans, kept);
}

static void
pop_open (CarrelDocumentBuilder *self)
{
  g_array_set_size (self->open, self->open->len - 1);
}

void
carrel_document_builder_close_leaf (CarrelDocumentBuilder *self)
{
  CarrelBlock *block;

  if (!self->has_leaf)
    return;
  self->has_leaf = FALSE;
  block = get_block (self, get_open (self, self->open->len - 1));
  pop_open (self);
  while (self->open_spans->len > 0)
    carrel_document_builder_pop (self);
  trim_end (self, block->type == CARREL_BLOCK_CODE ? " \t\n\r" : " \n");
  drop_empty_spans (self->spans);

  if (is_blank (self->text->str) && !has_image (self) && block->type != CARREL_BLOCK_EMBED) {
    g_array_set_size (self->blocks, self->blocks->len - 1);
    return;
  }
  block->text_len = (guint32) self->text->len;
  block->text = carrel_document_builder_string (self, self->text->str);
  block->n_spans = self->spans->len;
  if (block->n_spans > 0) {
    block->spans = g_memdup2 (self->spans->data, self->spans->len * sizeof (CarrelSpan));
    g_ptr_array_add (self->memory, (gpointer) block->spans);
  }
}

/* ── Containers ── */

static void
move_block (CarrelDocumentBuilder *self, guint from, guint to)
{
  CarrelBlock block = *get_block (self, from);

  g_array_remove_index (self->blocks, from);
  g_array_insert_val (self->blocks, to, block);
}

/* The captions among the children of a block become one, the first. */
static void
join_captions (CarrelDocumentBuilder *self, guint first)
{
  guint16 depth = get_block (self, first)->depth;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (CarrelSpan));
  guint        kept = first;
  CarrelBlock *caption;

  for (guint i = first; i < self->blocks->len; i++) {
    const CarrelBlock *block = get_block (self, i);
    guint32            start = (guint32) text->len + (text->len > 0);

    if (block->depth != depth || block->type != CARREL_BLOCK_CAPTION) {
      *get_block (self, kept++) = *block;
      continue;
    }
    kept += i == first;
    if (text->len > 0)
      g_string_append_c (text, ' ');
    g_string_append (text, block->text);
    for (guint j = 0; j < block->n_spans; j++) {
      CarrelSpan span = block->spans[j];

      span.start += start;
      span.end += start;
      g_array_append_val (spans, span);
    }
  }
  g_array_set_size (self->blocks, kept);
  caption = get_block (self, first);
  caption->text = carrel_document_builder_string (self, text->str);
  caption->text_len = (guint32) text->len;
  caption->n_spans = spans->len;
  caption->spans =
      spans->len > 0 ? g_memdup2 (spans->data, spans->len * sizeof (CarrelSpan)) : NULL;
  if (caption->spans)
    g_ptr_array_add (self->memory, (gpointer) caption->spans);
}

/* A figure's caption stands last, a table's first, and there is one; a figure that shows nothing is
 * a paragraph, or the caption of the one around it. */
static void
tidy_captions (CarrelDocumentBuilder *self, guint index)
{
  CarrelBlock *block = get_block (self, index);
  guint16      depth = block->depth;
  gboolean     shows = FALSE;
  guint        caption = 0, n_captions = 0;

  if (block->type != CARREL_BLOCK_FIGURE && block->type != CARREL_BLOCK_TABLE)
    return;
  for (guint i = index + 1; i < self->blocks->len; i++) {
    CarrelBlock *child = get_block (self, i);

    if (child->depth != depth + 1)
      continue;
    if (child->type != CARREL_BLOCK_CAPTION)
      shows = TRUE;
    else if (n_captions++ == 0)
      caption = i;
  }
  if (n_captions > 1)
    join_captions (self, caption);
  if (caption && !shows) {
    if (carrel_document_builder_get_type_of_top (self) != CARREL_BLOCK_FIGURE)
      get_block (self, caption)->type = CARREL_BLOCK_PARAGRAPH;
    get_block (self, caption)->depth = depth;
    g_array_remove_index (self->blocks, index);
  } else if (caption && block->type == CARREL_BLOCK_FIGURE) {
    move_block (self, caption, self->blocks->len - 1);
  } else if (caption) {
    move_block (self, caption, index + 1);
  }
}

static void
close_container (CarrelDocumentBuilder *self)
{
  guint           index = get_open (self, self->open->len - 1);
  CarrelBlock    *block = get_block (self, index);
  CarrelBlockType type = block->type;

  pop_open (self);
  if (index == self->blocks->len - 1 && type != CARREL_BLOCK_CELL && type != CARREL_BLOCK_RULE &&
      type != CARREL_BLOCK_IMAGE) {
    g_array_set_size (self->blocks, index);
    return;
  }
  tidy_captions (self, index);
}

void
carrel_document_builder_close_to (CarrelDocumentBuilder *self, guint depth)
{
  while (self->open->len > depth) {
    if (self->has_leaf)
      carrel_document_builder_close_leaf (self);
    else
      close_container (self);
  }
}

void
carrel_document_builder_close (CarrelDocumentBuilder *self)
{
  g_return_if_fail (self->open->len > 0);
  carrel_document_builder_close_to (self, self->open->len - 1);
}

/* What must stand between `parent` and a block of `type`; -1 when it may stand there. */
static int
get_missing (int parent, CarrelBlockType type)
{
  switch (type) {
  case CARREL_BLOCK_LIST_ITEM:
    return parent == CARREL_BLOCK_LIST ? -1 : CARREL_BLOCK_LIST;
  case CARREL_BLOCK_CELL:
    return parent == CARREL_BLOCK_ROW     ? -1
           : parent == CARREL_BLOCK_TABLE ? CARREL_BLOCK_ROW
                                          : CARREL_BLOCK_TABLE;
  case CARREL_BLOCK_ROW:
    return parent == CARREL_BLOCK_TABLE ? -1 : CARREL_BLOCK_TABLE;
  case CARREL_BLOCK_TERM:
  case CARREL_BLOCK_DEFINITION:
    return parent == CARREL_BLOCK_DEFINITIONS ? -1 : CARREL_BLOCK_DEFINITIONS;
  case CARREL_BLOCK_FOOTNOTE:
    return parent == CARREL_BLOCK_FOOTNOTES ? -1 : CARREL_BLOCK_FOOTNOTES;
  case CARREL_BLOCK_IMAGE:
    return parent == CARREL_BLOCK_FIGURE ? -1 : CARREL_BLOCK_FIGURE;
  case CARREL_BLOCK_CAPTION:
    return parent == CARREL_BLOCK_FIGURE || parent == CARREL_BLOCK_TABLE ? -1 : CARREL_BLOCK_FIGURE;
  default:
    break;
  }
  switch (parent) {
  case CARREL_BLOCK_LIST:
    return CARREL_BLOCK_LIST_ITEM;
  case CARREL_BLOCK_TABLE:
    return CARREL_BLOCK_ROW;
  case CARREL_BLOCK_ROW:
    return CARREL_BLOCK_CELL;
  case CARREL_BLOCK_DEFINITIONS:
    return CARREL_BLOCK_DEFINITION;
  case CARREL_BLOCK_FOOTNOTES:
    return CARREL_BLOCK_FOOTNOTE;
  default:
    return -1;
  }
}

static CarrelBlock *
add_block (CarrelDocumentBuilder *self, CarrelBlockType type)
{
  CarrelBlock block = {
    .type = type, .depth = (guint16) self->open->len, .colspan = 1, .rowspan = 1, .text = ""
  };
  guint index = self->blocks->len;

  g_array_append_val (self->blocks, block);
  g_array_append_val (self->open, index);
  return get_block (self, index);
}

static gboolean
is_part (CarrelBlockType type)
{
  return get_missing (-1, type) >= 0;
}

/* What would nest too deep stands beside what it was in: what is written must not be deeper than
 * what is read. An item or a cell that is in its list or table is one deeper than that, once. */
static void
close_deep (CarrelDocumentBuilder *self, CarrelBlockType type)
{
  gboolean fits = get_missing (carrel_document_builder_get_type_of_top (self), type) < 0;

  if (fits && (carrel_block_type_is_leaf (type) || is_part (type)))
    return;
  while (self->open->len > 0 && self->open->len + (fits ? 0 : MAX_MISSING) >= MAX_OPEN) {
    carrel_document_builder_close (self);
    fits = get_missing (carrel_document_builder_get_type_of_top (self), type) < 0;
  }
}

CarrelBlock *
carrel_document_builder_open (CarrelDocumentBuilder *self, CarrelBlockType type)
{
  int missing;

  carrel_document_builder_close_leaf (self);
  close_deep (self, type);
  while (carrel_document_builder_get_type_of_top (self) == CARREL_BLOCK_RULE ||
         carrel_document_builder_get_type_of_top (self) == CARREL_BLOCK_IMAGE)
    carrel_document_builder_close (self);
  /* A figure holds few things; all else stands after it. */
  while (carrel_document_builder_get_type_of_top (self) == CARREL_BLOCK_FIGURE &&
         type != CARREL_BLOCK_IMAGE && type != CARREL_BLOCK_CAPTION && type != CARREL_BLOCK_QUOTE &&
         type != CARREL_BLOCK_CODE && type != CARREL_BLOCK_TABLE)
    carrel_document_builder_close (self);
  while ((missing = get_missing (carrel_document_builder_get_type_of_top (self), type)) >= 0) {
    /* The parent of what is missing may lack something too. */
    int outer =
        get_missing (carrel_document_builder_get_type_of_top (self), (CarrelBlockType) missing);

    add_block (self, (CarrelBlockType) (outer >= 0 ? outer : missing));
  }
  if (carrel_block_type_is_leaf (type)) {
    self->has_leaf = TRUE;
    self->n_marks = 0;
    g_string_truncate (self->text, 0);
    g_array_set_size (self->spans, 0);
    g_array_set_size (self->open_spans, 0);
  }
  self->has_footnotes |= type == CARREL_BLOCK_FOOTNOTES;
  return add_block (self, type);
}

/* ── Text and spans ── */

static void
ensure_leaf (CarrelDocumentBuilder *self)
{
  if (!self->has_leaf)
    carrel_document_builder_open (self, carrel_document_builder_get_type_of_top (self) ==
                                                CARREL_BLOCK_FIGURE
                                            ? CARREL_BLOCK_CAPTION
                                            : CARREL_BLOCK_PARAGRAPH);
}

/* Characters that have no place in a text: controls, the mark of an image, unpaired directions. */
static gboolean
is_forbidden (gunichar c)
{
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0xfffc ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0xfff9 && c <= 0xfffb) || c == 0xfeff ||
         (c >= 0xe0000 && c <= 0xe007f);
}

gsize
carrel_document_builder_count_lead (const char *text, gsize len)
{
  const char *p = text, *end = text + len;

  while (p < end) {
    gunichar c = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char (p);

    if (c != ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r' && !is_forbidden (c))
      break;
    p = g_utf8_next_char (p);
  }
  return (gsize) (p - text);
}

static void
append_char (CarrelDocumentBuilder *self, const char *p, gunichar c)
{
  if (c >= 0x300) {
    if (is_forbidden (c))
      return;
    self->n_marks = g_unichar_ismark (c) ? self->n_marks + 1 : 0;
    if (self->n_marks > MAX_MARKS)
      return;
  } else {
    self->n_marks = 0;
    if (c >= 0x7f && c < 0xa0)
      return;
  }
  g_string_append_len (self->text, p, g_utf8_next_char (p) - p);
}

static inline gboolean
is_plain (char c)
{
  return c > 0x20 && c < 0x7f;
}

/* The end of a run of words in ASCII with one space between each, which comes in as it is. */
static const char *
skip_plain (const char *p, const char *end)
{
  while (end - p >= 8) {
    guint64 eight = carrel_ascii_read (p), spaces = carrel_ascii_find (eight, ' ');

    if (!carrel_ascii_is (eight) || carrel_ascii_find_range (eight, 0, 0x1f) ||
        carrel_ascii_find (eight, 0x7f) || (spaces & carrel_ascii_shift (spaces, FALSE)))
      break;
    /* The last one may be followed by another. */
    p += carrel_ascii_has_last (spaces) ? 7 : 8;
  }
  while (p < end && (is_plain (*p) || (*p == ' ' && p + 1 < end && is_plain (p[1]))))
    p++;
  return p;
}

void
carrel_document_builder_flow (CarrelDocumentBuilder *self, const char *text, gsize len)
{
  const char *end = text + len;

  for (const char *p = text; p < end; p = g_utf8_next_char (p)) {
    gunichar c = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char (p);

    if (is_plain (*p)) {
      const char *stop = skip_plain (p, end);

      ensure_leaf (self);
      self->n_marks = 0;
      g_string_append_len (self->text, p, stop - p);
      p = stop - 1; /* the last is of one byte */
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r') {
      /* Only between things: none begins a leaf or follows another or a line break. */
      if (self->has_leaf && self->text->len > 0 && self->text->str[self->text->len - 1] != ' ' &&
          self->text->str[self->text->len - 1] != '\n')
        g_string_append_c (self->text, ' ');
      continue;
    }
    if (c < 0x20 || c == 0x7f)
      continue;
    ensure_leaf (self);
    append_char (self, p, c);
  }
}

void
carrel_document_builder_text (CarrelDocumentBuilder *self, const char *text, gssize len)
{
  gsize n = len < 0 ? strlen (text) : (gsize) len;

  ensure_leaf (self);
  if (carrel_document_builder_get_type_of_top (self) != CARREL_BLOCK_CODE) {
    carrel_document_builder_flow (self, text, n);
    return;
  }
  for (const char *p = text; p < text + n; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\r') {
      if (p + 1 >= text + n || p[1] != '\n')
        g_string_append_c (self->text, '\n');
    } else if (!is_forbidden (c) && !(c == '\n' && self->text->len == 0)) {
      append_char (self, p, c);
    }
  }
}

gboolean
carrel_document_builder_break (CarrelDocumentBuilder *self)
{
  if (!self->has_leaf || self->text->len == 0)
    return TRUE; /* a leaf doesn't begin with one */
  trim_end (self, " ");
  if (self->text->len == 0)
    return TRUE;
  if (self->text->str[self->text->len - 1] == '\n')
    return FALSE;
  g_string_append_c (self->text, '\n');
  return TRUE;
}

CarrelSpan *
carrel_document_builder_push (CarrelDocumentBuilder *self, CarrelSpanKind kind, const char *value)
{
  CarrelSpan span = { .kind = kind, .end = G_MAXUINT32 };

  ensure_leaf (self);
  span.start = (guint32) self->text->len;
  span.value = carrel_document_builder_string (self, value);
  if (kind == CARREL_SPAN_IMAGE) {
    g_string_append (self->text, "\xef\xbf\xbc");
    span.end = (guint32) self->text->len;
  } else {
    g_array_append_val (self->open_spans, self->spans->len);
  }
  g_array_append_val (self->spans, span);
  return &g_array_index (self->spans, CarrelSpan, self->spans->len - 1);
}

void
carrel_document_builder_pop (CarrelDocumentBuilder *self)
{
  guint i;

  if (self->open_spans->len == 0)
    return;
  i = g_array_index (self->open_spans, guint, self->open_spans->len - 1);
  g_array_set_size (self->open_spans, self->open_spans->len - 1);
  g_array_index (self->spans, CarrelSpan, i).end = (guint32) self->text->len;
}

/* ── Finishing ── */

static void
count_descendants (GArray *blocks)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_open = 0;

  for (guint i = 0; i <= blocks->len; i++) {
    guint depth = i < blocks->len ? g_array_index (blocks, CarrelBlock, i).depth : 0;

    while (n_open > depth) {
      guint index = g_array_index (open, guint, --n_open);

      g_array_index (blocks, CarrelBlock, index).n_descendants = i - index - 1;
    }
    carrel_document_make_room (open, n_open);
    g_array_index (open, guint, n_open++) = i;
  }
}

/* The notes stand at the end. */
static void
move_footnotes (CarrelDocumentBuilder *self)
{
  guint start = 0, n = self->blocks->len, len;

  while (start < n && get_block (self, start)->type != CARREL_BLOCK_FOOTNOTES)
    start++;
  if (start == n)
    return;
  len = 1 + get_block (self, start)->n_descendants;
  if (start + len < n) {
    g_autofree CarrelBlock *notes = g_memdup2 (get_block (self, start), len * sizeof (CarrelBlock));

    g_array_remove_range (self->blocks, start, len);
    g_array_append_vals (self->blocks, notes, len);
  }
}

/* A note that was opened only because something stood where notes do has the number after the last.
 */
static void
number_footnotes (CarrelDocumentBuilder *self)
{
  gint32 last = 0;

  for (guint i = 0; i < self->blocks->len; i++) {
    CarrelBlock *block = get_block (self, i);

    if (block->type != CARREL_BLOCK_FOOTNOTE)
      continue;
    if (!block->id) {
      char *id = g_strdup_printf ("fn-%d", last + 1);

      g_ptr_array_add (self->memory, id);
      block->number = last + 1;
      block->id = id;
    }
    last = block->number;
  }
}

CarrelDocument *
carrel_document_builder_finish (CarrelDocumentBuilder *self)
{
  CarrelDocument *document = g_new0 (CarrelDocument, 1);

  carrel_document_builder_close_to (self, 0);
  count_descendants (self->blocks);
  if (self->has_footnotes)
    move_footnotes (self);
  number_footnotes (self);
  carrel_document_number_items (self->blocks);
  carrel_document_spread_languages (self->blocks);
  carrel_document_tidy_spans (self->blocks);
  g_atomic_ref_count_init (&document->references);
  document->blocks = g_array_ref (self->blocks);
  document->memory = g_ptr_array_ref (self->memory);
  carrel_document_builder_free (self);
  return document;
}
