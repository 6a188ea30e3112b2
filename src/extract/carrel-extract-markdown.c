/* carrel-extract-markdown.c: Markdown → a draft: its blocks. (Their text: -markdown-inline.c.)
 *
 * Line by line, with a stack of open quotes and lists, as CommonMark describes it; a subset:
 * headings, paragraphs, quotes, lists, code, rules, pipe tables, footnotes, a front matter in the
 * form of «key: value». Raw HTML loses its tags. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-markdown-private.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "base/carrel-uri.h"

#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 24 /* quotes and lists in one another */
#define MAX_COLUMNS 100
#define MAX_HEAD 100 /* lines of a front matter */

typedef enum { QUOTE, LIST, ITEM } ContainerType;

typedef struct {
  ContainerType type;
  guint         indent; /* ITEM: columns of its text */
  char          mark;   /* LIST: - * + . ) */
} Container;

typedef struct {
  CarrelMarkdown inner;
  CarrelDraft   *draft;
  GArray        *open;      /* (owned) (element-type Container) */
  GString       *paragraph; /* (owned): lines of the one that is open */
  GString       *code;      /* (owned) */
  char           fence;     /* 0: none is open */
  guint          fence_len, fence_indent;
  char          *language; /* (owned) (nullable) */
  gboolean       blank;    /* the line before was blank */
} Reader;

/* ── Closing ── */

void
carrel_markdown_break (CarrelMarkdown *self)
{
  carrel_document_builder_break (self->builder);
}

static void
close_paragraph (Reader *self)
{
  if (self->paragraph->len == 0)
    return;
  carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_PARAGRAPH);
  carrel_markdown_add_inline (&self->inner, self->paragraph->str, self->paragraph->len);
  carrel_document_builder_close (self->inner.builder);
  g_string_truncate (self->paragraph, 0);
}

static void
close_code (Reader *self)
{
  CarrelBlock *block;

  if (!self->fence)
    return;
  block = carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_CODE);
  block->language = carrel_document_builder_code_language (self->inner.builder, self->language);
  carrel_document_builder_text (self->inner.builder, self->code->str, (gssize) self->code->len);
  carrel_document_builder_close (self->inner.builder);
  g_string_truncate (self->code, 0);
  g_clear_pointer (&self->language, g_free);
  self->fence = 0;
}

static void
close_to (Reader *self, guint depth)
{
  if (self->open->len <= depth)
    return;
  close_paragraph (self);
  close_code (self);
  while (self->open->len > depth) {
    carrel_document_builder_close (self->inner.builder);
    g_array_set_size (self->open, self->open->len - 1);
  }
}

/* ── Lines ── */

static guint
get_indent (const char *line)
{
  guint n = 0;

  for (; *line == ' ' || *line == '\t'; line++)
    n += *line == '\t' ? 4 - n % 4 : 1;
  return n;
}

/* Passes by at most `columns` of white space. */
static const char *
skip_indent (const char *line, guint columns)
{
  guint n = 0;

  while (n < columns && (*line == ' ' || *line == '\t')) {
    n += *line == '\t' ? 4 - n % 4 : 1;
    line++;
  }
  return line;
}

static gboolean
is_blank (const char *line)
{
  return line[strspn (line, " \t")] == '\0';
}

/* «***», «- - -», «___» */
static gboolean
is_rule (const char *line)
{
  char  mark = *line;
  guint n = 0;

  if (mark != '*' && mark != '-' && mark != '_')
    return FALSE;
  for (const char *p = line; *p; p++) {
    if (*p == mark)
      n++;
    else if (*p != ' ' && *p != '\t')
      return FALSE;
  }
  return n >= 3;
}

/* The length of «- », «12. »; 0 when there is none. */
static guint
get_marker (const char *line, char *mark, gint *number)
{
  gsize digits = strspn (line, "0123456789");

  if (digits > 0 && digits < 10 && (line[digits] == '.' || line[digits] == ')') &&
      (strchr (" \t", line[digits + 1]))) {
    *mark = line[digits];
    *number = atoi (line);
    return (guint) digits + 1;
  }
  if ((*line == '-' || *line == '*' || *line == '+') && strchr (" \t", line[1]) &&
      !is_rule (line)) {
    *mark = *line;
    *number = 0;
    return 1;
  }
  return 0;
}

static guint
get_heading (const char *line)
{
  gsize level = strspn (line, "#");

  return level >= 1 && level <= 6 && strchr (" \t", line[level]) ? (guint) level : 0;
}

static void
add_heading (Reader *self, guint level, const char *text, gsize len)
{
  close_paragraph (self);
  while (len > 0 && strchr (" \t", text[len - 1]))
    len--;
  {
    gsize bare = len;

    while (bare > 0 && text[bare - 1] == '#')
      bare--;
    if (bare < len && (bare == 0 || text[bare - 1] == ' '))
      len = bare;
  }
  carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_HEADING)->level = (guint8) level;
  carrel_markdown_add_inline (&self->inner, text, len);
  carrel_document_builder_close (self->inner.builder);
}

/* ── Tables ── */

static gboolean
is_table_rule (const char *line)
{
  return strchr (line, '|') && strchr (line, '-') && line[strspn (line, " \t|:-")] == '\0';
}

static void
add_row (Reader *self, const char *line, gboolean header)
{
  const char *p = line + strspn (line, " \t");
  guint       n = 0;

  if (*p == '|')
    p++;
  carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_ROW);
  while (*p && n++ < MAX_COLUMNS) {
    const char *start = p;
    gsize       len;

    while (*p && *p != '|')
      p += *p == '\\' && p[1] ? 2 : 1;
    len = (gsize) (p - start);
    if (!*p && is_blank (start))
      break;
    carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_CELL)->header = header;
    carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_PARAGRAPH);
    while (len > 0 && strchr (" \t", *start))
      start++, len--;
    carrel_markdown_add_inline (&self->inner, start, len);
    carrel_document_builder_close (self->inner.builder);
    carrel_document_builder_close (self->inner.builder);
    if (*p)
      p++;
  }
  carrel_document_builder_close (self->inner.builder);
}

/* The table that begins at line `i`; how many lines it has, 0 when there is none. */
static guint
add_table (Reader *self, GPtrArray *lines, guint i)
{
  guint n = 2;

  if (self->open->len > 0 || i + 1 >= lines->len || !strchr (lines->pdata[i], '|') ||
      !is_table_rule (lines->pdata[i + 1]))
    return 0;
  close_paragraph (self);
  carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_TABLE);
  add_row (self, lines->pdata[i], TRUE);
  for (; i + n < lines->len && strchr (lines->pdata[i + n], '|') && !is_blank (lines->pdata[i + n]);
       n++)
    add_row (self, lines->pdata[i + n], FALSE);
  carrel_document_builder_close (self->inner.builder);
  return n;
}

/* ── The walk ── */

/* Passes by the marks of the containers that go on; how many do. */
static guint
match_containers (Reader *self, const char **line)
{
  guint    matched = 0;
  gboolean blank = is_blank (*line);

  for (; matched < self->open->len; matched++) {
    const Container *container = &g_array_index (self->open, Container, matched);
    const char      *p = *line + strspn (*line, " ");

    if (container->type == QUOTE) {
      if (*p != '>' || p - *line > 3)
        break;
      *line = p + 1 + (p[1] == ' ');
      blank = is_blank (*line);
    } else if (container->type == ITEM) {
      if (!blank && get_indent (*line) < container->indent)
        break;
      *line = skip_indent (*line, container->indent);
    }
  }
  /* A list goes on only with an item that does. */
  if (matched > 0 && matched < self->open->len &&
      g_array_index (self->open, Container, matched - 1).type == LIST)
    matched--;
  return matched;
}

static void
open_list (Reader *self, char mark, gint number)
{
  Container    list = { .type = LIST, .mark = mark };
  CarrelBlock *block = carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_LIST);

  block->ordered = mark == '.' || mark == ')';
  block->numbered = block->ordered;
  block->number = block->ordered ? number : 0;
  g_array_append_val (self->open, list);
}

/* Quotes and items that begin on this line. */
static const char *
open_containers (Reader *self, const char *line, guint *matched)
{
  while (self->open->len < MAX_DEPTH) {
    const char *p = line + strspn (line, " ");
    guint       indent = get_indent (line), marker;
    Container   container = { 0 };
    gint        number;
    char        mark;

    if (indent > 3 && *matched == self->open->len)
      break;
    if (*p == '>') {
      close_to (self, *matched);
      close_paragraph (self);
      container.type = QUOTE;
      carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_QUOTE);
      g_array_append_val (self->open, container);
      line = p + 1 + (p[1] == ' ');
      *matched = self->open->len;
      continue;
    }
    marker = get_marker (p, &mark, &number);
    /* Within a paragraph only «1.» begins a list. */
    if (!marker || (self->paragraph->len > 0 && *matched == self->open->len &&
                    (number > 1 || is_blank (p + marker))))
      break;
    if (*matched < self->open->len &&
        g_array_index (self->open, Container, *matched).type == LIST &&
        g_array_index (self->open, Container, *matched).mark == mark)
      close_to (self, *matched + 1);
    else
      close_to (self, *matched);
    close_paragraph (self);
    if (self->open->len == 0 ||
        g_array_index (self->open, Container, self->open->len - 1).type != LIST)
      open_list (self, mark, number);
    line = p + marker;
    container.type = ITEM;
    container.indent =
        indent + marker + (is_blank (line) || get_indent (line) > 4 ? 1 : get_indent (line));
    carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_LIST_ITEM);
    g_array_append_val (self->open, container);
    line = skip_indent (line, container.indent - indent - marker);
    *matched = self->open->len;
  }
  return line;
}

static gboolean
open_fence (Reader *self, const char *line)
{
  const char *p = line + strspn (line, " ");
  char        mark = *p;
  gsize       n = mark == '`' ? strspn (p, "`") : mark == '~' ? strspn (p, "~") : 0;

  if (n < 3 || p - line > 3 || (mark == '`' && strchr (p + n, '`')))
    return FALSE;
  close_paragraph (self);
  self->fence = mark;
  self->fence_len = (guint) n;
  self->fence_indent = (guint) (p - line);
  p += n;
  p += strspn (p, " ");
  self->language = g_strndup (p, strcspn (p, " \t{,"));
  return TRUE;
}

static gboolean
closes_fence (Reader *self, const char *line)
{
  const char *p = line + strspn (line, " ");
  gsize       n = strspn (p, self->fence == '`' ? "`" : "~");

  return p - line <= 3 && n >= self->fence_len && is_blank (p + n);
}

static void
read_leaf (Reader *self, const char *line)
{
  const char *p = line + strspn (line, " \t");
  guint       indent = get_indent (line), level;

  if (indent >= 4 && self->paragraph->len == 0) {
    /* Code by indent; the lines that follow are added to it. */
    self->fence = ' ';
    g_string_append (self->code, skip_indent (line, 4));
    g_string_append_c (self->code, '\n');
    return;
  }
  if (open_fence (self, line))
    return;
  level = get_heading (p);
  if (level) {
    p += level;
    p += strspn (p, " \t");
    add_heading (self, level, p, strlen (p));
    return;
  }
  if (self->paragraph->len > 0 && (*p == '=' || *p == '-') &&
      is_blank (p + strspn (p, *p == '=' ? "=" : "-"))) {
    g_autofree char *text = g_strdup (self->paragraph->str);

    g_string_truncate (self->paragraph, 0);
    add_heading (self, *p == '=' ? 1 : 2, text, strlen (text));
    return;
  }
  if (is_rule (p)) {
    close_paragraph (self);
    carrel_document_builder_open (self->inner.builder, CARREL_BLOCK_RULE);
    carrel_document_builder_close (self->inner.builder);
    return;
  }
  if (self->paragraph->len > 0)
    g_string_append_c (self->paragraph, '\n');
  g_string_append (self->paragraph, p);
}

static void
read_line (Reader *self, const char *line)
{
  guint matched = match_containers (self, &line);

  if (self->fence && self->fence != ' ' && matched == self->open->len) {
    if (closes_fence (self, line)) {
      close_code (self);
    } else {
      g_string_append (self->code, skip_indent (line, self->fence_indent));
      g_string_append_c (self->code, '\n');
    }
    return;
  }
  if (self->fence == ' ' && matched == self->open->len) {
    if (get_indent (line) >= 4 || is_blank (line)) {
      g_string_append (self->code, skip_indent (line, 4));
      g_string_append_c (self->code, '\n');
      return;
    }
  }
  if (self->fence)
    close_code (self);
  if (is_blank (line)) {
    close_paragraph (self);
    /* A quote ends with its last «>». */
    if (matched < self->open->len && g_array_index (self->open, Container, matched).type == QUOTE)
      close_to (self, matched);
    self->blank = TRUE;
    return;
  }

  line = open_containers (self, line, &matched);
  /* A paragraph goes on without the marks of its quote or list. */
  if (matched < self->open->len && (self->paragraph->len == 0 || self->blank ||
                                    get_heading (line + strspn (line, " ")) || is_rule (line)))
    close_to (self, matched);
  self->blank = FALSE;
  read_leaf (self, line);
}

/* ── The head and the end ── */

static void
take_field (CarrelDraft *draft, const char *line)
{
  const char      *colon = strchr (line, ':');
  g_autofree char *key = NULL, *value = NULL;
  gsize            len;

  if (!colon || colon - line > 40)
    return;
  key = g_ascii_strdown (line, colon - line);
  value = g_strstrip (g_strdup (colon + 1));
  len = strlen (value);
  if (len >= 2 && (*value == '"' || *value == '\'') && value[len - 1] == *value) {
    memmove (value, value + 1, len - 2);
    value[len - 2] = '\0';
  }
  if (!*value || *value == '[' || *value == '{')
    return;
  if (strcmp (key, "title") == 0 && !draft->title)
    draft->title = g_steal_pointer (&value);
  else if ((strcmp (key, "author") == 0 || strcmp (key, "byline") == 0) && !draft->byline)
    draft->byline = g_steal_pointer (&value);
  else if (strcmp (key, "date") == 0 || strcmp (key, "published") == 0)
    draft->published = carrel_time_parse (value);
  else if ((strcmp (key, "lang") == 0 || strcmp (key, "language") == 0) && !draft->language)
    draft->language = g_steal_pointer (&value);
  else if ((strcmp (key, "description") == 0 || strcmp (key, "summary") == 0) && !draft->excerpt)
    draft->excerpt = g_steal_pointer (&value);
}

/* The first line after «--- … ---». */
static guint
take_front_matter (CarrelDraft *draft, GPtrArray *lines)
{
  guint end = 1;

  if (lines->len < 2 || strcmp (g_strchomp (lines->pdata[0]), "---") != 0)
    return 0;
  while (end < lines->len && end < MAX_HEAD && strcmp (lines->pdata[end], "---") != 0 &&
         strcmp (lines->pdata[end], "...") != 0)
    end++;
  if (end == lines->len || end == MAX_HEAD)
    return 0;
  for (guint i = 1; i < end; i++)
    take_field (draft, lines->pdata[i]);
  return end + 1;
}

/* «[A title](address)» in a list of references; else as in a plain text. */
static void
take_reference (Reader *self, const char *line)
{
  const char *open = strchr (line, '['), *close = open ? strstr (open, "](") : NULL,
             *end = close ? strchr (close, ')') : NULL;
  g_autofree char *title = NULL, *address = NULL, *raw = NULL;

  if (end) {
    title = carrel_text_collapse (open + 1, close - open - 1);
    raw = g_strndup (close + 2, MIN (strcspn (close + 2, " )"), (gsize) (end - close - 2)));
    address = carrel_uri_resolve (self->inner.base, raw);
    if (*title || address)
      carrel_draft_add_reference (self->draft, *title ? title : NULL, address);
  } else if (carrel_extract_parse_reference (line, &title, &address)) {
    carrel_draft_add_reference (self->draft, title, address);
  }
}

/* The end of the list that «## See also» at line `i` begins; `i` when it isn't one. */
static guint
find_references (GPtrArray *lines, guint i)
{
  const char *line = lines->pdata[i];
  guint       level = get_heading (line), end = i + 1, n = 0;
  char        mark;
  gint        number;

  if (!level || carrel_extract_judge_heading (line + level) != CARREL_HEADING_SEE_ALSO)
    return i;
  for (; end < lines->len && !get_heading (lines->pdata[end]); end++) {
    const char *p = (const char *) lines->pdata[end];

    if (is_blank (p))
      continue;
    p += strspn (p, " \t");
    if (!get_marker (p, &mark, &number))
      return i;
    n++;
  }
  return n > 0 && n <= CARREL_EXTRACT_MAX_REFERENCES ? end : i;
}

static void
add_notes (Reader *self)
{
  CarrelDocumentBuilder *builder = self->inner.builder;

  if (self->inner.note_order->len == 0)
    return;
  carrel_document_builder_open (builder, CARREL_BLOCK_FOOTNOTES);
  /* A note may call the next one. */
  for (guint i = 0; i < self->inner.note_order->len; i++) {
    const char *text = g_hash_table_lookup (self->inner.notes, self->inner.note_order->pdata[i]);
    g_autofree char *id = g_strdup_printf ("fn-%u", i + 1),
                    *back = g_strdup_printf ("#fnref-%u", i + 1);
    CarrelBlock *block = carrel_document_builder_open (builder, CARREL_BLOCK_FOOTNOTE);

    block->number = (gint32) i + 1;
    block->id = carrel_document_builder_string (builder, id);
    carrel_document_builder_open (builder, CARREL_BLOCK_PARAGRAPH);
    carrel_markdown_add_inline (&self->inner, text, strlen (text));
    carrel_document_builder_text (builder, " ", 1);
    carrel_document_builder_push (builder, CARREL_SPAN_FOOTNOTE_BACK, back);
    carrel_document_builder_text (builder, "↩", -1);
    carrel_document_builder_pop (builder);
    carrel_document_builder_close (builder);
    carrel_document_builder_close (builder);
  }
  carrel_document_builder_close (builder);
}

static GPtrArray *
split (const char *text)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  while (*text) {
    gsize len = strcspn (text, "\n\r");

    g_ptr_array_add (lines, g_strndup (text, len));
    text += len;
    if (*text == '\r' && text[1] == '\n')
      text++;
    if (*text)
      text++;
  }
  return lines;
}

/* Definitions are known before the text that names them. */
static void
collect_definitions (Reader *self, GPtrArray *lines, guint from)
{
  gboolean code = FALSE;

  for (guint i = from; i < lines->len; i++) {
    const char *line = lines->pdata[i];

    if (g_str_has_prefix (line, "```") || g_str_has_prefix (line, "~~~"))
      code = !code;
    if (!code && carrel_markdown_take_definition (&self->inner, line)) {
      g_free (lines->pdata[i]);
      lines->pdata[i] = g_strdup ("");
    }
  }
}

CarrelDraft *
carrel_extract_markdown (const char *text, const char *base)
{
  Reader self = { 0 };
  g_autoptr (GPtrArray) lines = split (text);
  CarrelDraft *draft = self.draft = carrel_draft_new ();
  guint        from = take_front_matter (draft, lines);

  self.inner.builder = carrel_document_builder_new ();
  self.inner.base = base;
  self.inner.targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.inner.notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.inner.note_order = g_ptr_array_new ();
  self.open = g_array_new (FALSE, TRUE, sizeof (Container));
  self.paragraph = g_string_new (NULL);
  self.code = g_string_new (NULL);

  collect_definitions (&self, lines, from);
  while (from < lines->len && is_blank (lines->pdata[from]))
    from++;
  /* «# Title» at the top */
  if (!draft->title && from < lines->len && get_heading (lines->pdata[from]) == 1) {
    draft->title = carrel_text_collapse ((char *) lines->pdata[from] + 1, -1);
    from++;
  }
  for (guint i = from; i < lines->len; i++) {
    guint end = self.fence ? i : find_references (lines, i), rows;

    if (end > i) {
      for (guint k = i + 1; k < end; k++)
        take_reference (&self, lines->pdata[k]);
      i = end - 1;
      continue;
    }
    rows = self.fence ? 0 : add_table (&self, lines, i);
    if (rows) {
      i += rows - 1;
      continue;
    }
    read_line (&self, lines->pdata[i]);
  }
  close_to (&self, 0);
  close_paragraph (&self);
  close_code (&self);
  add_notes (&self);
  draft->document = carrel_document_builder_finish (self.inner.builder);

  g_hash_table_unref (self.inner.targets);
  g_hash_table_unref (self.inner.notes);
  g_ptr_array_unref (self.inner.note_order);
  g_array_unref (self.open);
  g_string_free (self.paragraph, TRUE);
  g_string_free (self.code, TRUE);
  g_free (self.language);
  return draft;
}
