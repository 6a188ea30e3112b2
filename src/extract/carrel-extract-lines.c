/* carrel-extract-lines.c: pages that were made from printed ones, line by line.
 *
 * Programs that make a page of a PDF (pdf2htmlEX, pdftohtml and their kin) put each printed line
 * into an element of its own, or end it with <br>. Lines become paragraphs again: one goes on in
 * the next when it is about as long as a line can be, and both are set alike; a word that was
 * parted is joined. Numbers of pages and what repeats above or below each go, and so does the
 * picture of the whole page. Any thread; linear; before anything else is read of the page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_LINES 20000
#define MIN_LINES 4
#define MAX_PARTS 40    /* of the page that are looked at for placed lines */
#define MIN_PLACED 4    /* placed lines in one part */
#define MAX_HEADING 90  /* characters */
#define MAX_NUMBER 8    /* bytes of a page's number */
#define FULL 72         /* percent of the usual length of a line */
#define MIN_PAGES 3     /* of which what is above or below each is compared */
#define MAX_RUNNING 120 /* bytes of what repeats */

typedef enum {
  KIND_NONE,
  KIND_CLASSES, /* pdf2htmlEX: an element a line, placed by its classes */
  KIND_PLACED,  /* pdftohtml -c: a paragraph a line, placed by its style */
  KIND_BROKEN,  /* pdftohtml: lines that end with <br> */
} Kind;

typedef struct {
  CarrelNode *node; /* its children are the line's */
  char       *text; /* (owned): collapsed */
  guint       chars, page;
  guint32     font, left; /* hashes; 0: not known */
  gboolean    bold, gone;
} Line;

static void
clear_line (gpointer data)
{
  g_free (((Line *) data)->text);
}

/* ── What made the page ── */

static gboolean
is_placed (const CarrelNode *node)
{
  const char *style = node->tag == CARREL_TAG_P || node->tag == CARREL_TAG_DIV
                          ? carrel_node_get (node, "style")
                          : NULL;

  return style && strstr (style, "position:absolute") && strstr (style, "left:") &&
         strstr (style, "nowrap");
}

static gboolean
has_placed_lines (const CarrelNode *part)
{
  guint n = 0;

  for (const CarrelNode *child = part->first; child && n < MIN_PLACED; child = child->next)
    if (child->type == CARREL_NODE_ELEMENT && child->tag != CARREL_TAG_IMG) {
      if (!is_placed (child))
        return FALSE;
      n++;
    }
  return n >= MIN_PLACED;
}

static Kind
find_kind (CarrelExtraction *self)
{
  guint n = 0;

  for (CarrelNode *node = self->head ? self->head->first : NULL; node; node = node->next) {
    const char *content =
        node->tag == CARREL_TAG_META && carrel_node_has_word (node, "name", "generator")
            ? carrel_node_get (node, "content")
            : NULL;

    if (content && g_str_has_prefix (content, "pdf2htmlEX"))
      return KIND_CLASSES;
    if (content && g_str_has_prefix (content, "pdftohtml"))
      return KIND_BROKEN;
  }
  for (CarrelNode *part = self->body->first; part && n < MAX_PARTS; part = part->next, n++)
    if (part->tag == CARREL_TAG_DIV && has_placed_lines (part))
      return KIND_PLACED;
  return KIND_NONE;
}

/* ── Lines ── */

/* The word of the class that begins so, and goes on as a number. */
static guint32
hash_class (const CarrelNode *node, const char *start)
{
  const char *class = carrel_node_get (node, "class");
  gsize len = strlen (start);

  for (const char *p = class; p && *p;) {
    gsize word = strcspn (p, " ");

    if (word > len && strncmp (p, start, len) == 0 && g_ascii_isxdigit (p[len]))
      return (guint32) carrel_text_hash (p, (gssize) word) | 1;
    p += word;
    p += strspn (p, " ");
  }
  return 0;
}

static guint32
hash_left (const CarrelNode *node)
{
  const char *style = carrel_node_get (node, "style"),
             *left = style ? strstr (style, "left:") : NULL;

  return left ? (guint32) carrel_text_hash (left, (gssize) strcspn (left, ";")) | 1 : 0;
}

/* All of its text is. */
static gboolean
is_bold (CarrelNode *top)
{
  gboolean any = FALSE;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    const CarrelNode *up = node->parent;

    if (node->type != CARREL_NODE_TEXT || carrel_node_is_blank (node))
      continue;
    while (up != top && up->tag != CARREL_TAG_B && up->tag != CARREL_TAG_STRONG)
      up = up->parent;
    if (up == top)
      return FALSE;
    any = TRUE;
  }
  return any;
}

/* Spaces that don't break are how such programs write all of them. */
static void
free_spaces (CarrelExtraction *self, CarrelNode *top)
{
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE))
    if (node->type == CARREL_NODE_TEXT && strstr (node->text, "\xc2\xa0")) {
      g_auto (GStrv) parts = g_strsplit (node->text, "\xc2\xa0", -1);
      g_autofree char *text = g_strjoinv (" ", parts);

      carrel_node_set_text (node, carrel_html_strdup (self->html, text, -1));
    }
}

static void
add_line (CarrelExtraction *self, GArray *lines, CarrelNode *node, guint page)
{
  Line line = { .node = node, .page = page };

  free_spaces (self, node);
  line.text = carrel_node_dup_text (node);
  line.chars = (guint) g_utf8_strlen (line.text, -1);
  line.bold = is_bold (node);
  line.font = hash_class (node, "ff") * 31 + hash_class (node, "fs") + hash_class (node, "ft");
  line.left = hash_class (node, "x") + hash_left (node);
  if (line.chars > 0 || carrel_node_find (node, CARREL_TAG_IMG))
    g_array_append_val (lines, line);
  else
    clear_line (&line);
}

static void
list_classes (CarrelExtraction *self, GArray *lines)
{
  guint    page = 0;
  gboolean line;

  for (CarrelNode *node = self->body; node && lines->len < MAX_LINES;
       node = carrel_node_next (node, self->body, line)) {
    line = FALSE;
    if (node->tag != CARREL_TAG_DIV)
      continue;
    page += carrel_node_has_word (node, "class", "pf");
    line = page > 0 && carrel_node_has_word (node, "class", "t");
    if (line)
      add_line (self, lines, node, page);
  }
}

static void
list_placed (CarrelExtraction *self, GArray *lines)
{
  guint page = 0;

  for (CarrelNode *part = self->body->first; part; part = part->next) {
    if (part->tag != CARREL_TAG_DIV)
      continue;
    page++;
    for (CarrelNode *child = part->first; child && lines->len < MAX_LINES; child = child->next)
      if (child->type == CARREL_NODE_ELEMENT && is_placed (child))
        add_line (self, lines, child, page);
  }
}

static void
list_broken (CarrelExtraction *self, GArray *lines)
{
  CarrelNode *line = NULL, *next;
  guint       page = 1;

  for (CarrelNode *node = self->body->first; node && lines->len < MAX_LINES; node = next) {
    gboolean ends = node->tag == CARREL_TAG_BR || node->tag == CARREL_TAG_HR;

    next = node->next;
    if (node->type == CARREL_NODE_ELEMENT && carrel_node_get (node, "name") &&
        strcmp (carrel_node_get (node, "name"), "outline") == 0)
      break;
    if (line && (ends || !next)) {
      if (!ends)
        carrel_node_append (line, (carrel_node_unlink (node), node));
      add_line (self, lines, line, page);
      line = NULL;
    }
    page += node->tag == CARREL_TAG_HR;
    if (ends || !node->parent || node->parent != self->body)
      continue;
    if (!line)
      line = carrel_node_new_element (self->html, CARREL_TAG_SPAN);
    carrel_node_unlink (node);
    carrel_node_append (line, node);
  }
  if (line)
    add_line (self, lines, line, page);
}

/* ── What isn't of the text ── */

static Line *
get_line (const GArray *lines, guint i)
{
  return &g_array_index (lines, Line, i);
}

/* «12», «- 12 -», «iv», «Page 3 of 7». */
static gboolean
is_page_number (const char *text)
{
  gsize len = strlen (text);

  if (g_ascii_strncasecmp (text, "page ", 5) == 0 && g_ascii_isdigit (text[5]) && len < 20)
    return TRUE;
  return len > 0 && len <= MAX_NUMBER &&
         (strspn (text, "0123456789 -–|") == len || strspn (text, "ivx") == len);
}

/* The same but for its digits. (transfer full) */
static char *
get_running_key (const char *text)
{
  char *key = g_strdup (text), *to = key;

  for (const char *p = text; *p; p++)
    if (!g_ascii_isdigit (*p))
      *to++ = *p;
  *to = '\0';
  return key;
}

static gboolean
is_edge (const GArray *lines, guint i)
{
  return i == 0 || i + 1 == lines->len ||
         get_line (lines, i - 1)->page != get_line (lines, i)->page ||
         get_line (lines, i + 1)->page != get_line (lines, i)->page;
}

static void
drop_edges (const GArray *lines)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < lines->len; i++) {
      Line            *line = get_line (lines, i);
      g_autofree char *key = NULL;
      guint            n;

      if (!is_edge (lines, i) || strlen (line->text) > MAX_RUNNING)
        continue;
      key = get_running_key (line->text);
      n = GPOINTER_TO_UINT (g_hash_table_lookup (seen, key));
      if (pass == 0)
        g_hash_table_insert (seen, g_steal_pointer (&key), GUINT_TO_POINTER (n + 1));
      else
        line->gone = is_page_number (line->text) || (n >= MIN_PAGES && *key);
    }
}

/* ── Paragraphs ── */

typedef struct {
  guint32 font, left; /* of most of the text */
  guint   length;     /* of a usual line */
} Usual;

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* The value that most characters have. */
static guint32
find_most (const GArray *lines, gboolean font)
{
  g_autoptr (GHashTable) sums = g_hash_table_new (NULL, NULL);
  guint32 best = 0;
  guint   most = 0;

  for (guint i = 0; i < lines->len; i++) {
    const Line *line = get_line (lines, i);
    gpointer    key = GUINT_TO_POINTER (font ? line->font : line->left);
    guint       n = GPOINTER_TO_UINT (g_hash_table_lookup (sums, key)) + line->chars;

    g_hash_table_insert (sums, key, GUINT_TO_POINTER (n));
    if (n > most) {
      most = n;
      best = GPOINTER_TO_UINT (key);
    }
  }
  return best;
}

static Usual
find_usual (const GArray *lines)
{
  Usual usual = { find_most (lines, TRUE), find_most (lines, FALSE), 0 };
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < lines->len; i++) {
    int chars = (int) get_line (lines, i)->chars;

    g_array_append_val (lengths, chars);
  }
  g_array_sort (lengths, compare_numbers);
  usual.length = (guint) g_array_index (lengths, int, lengths->len * 9 / 10);
  return usual;
}

/* «2», «2.1», «A.» and a word behind it. */
static gboolean
is_numbered (const char *text)
{
  gsize n = strspn (text, "0123456789.");

  if (n == 0 && g_ascii_isupper (text[0]) && text[1] == '.')
    n = 2;
  if (n == 0 || text[n] != ' ')
    return FALSE;
  n += strspn (text + n, " ");
  return g_unichar_isalpha (g_utf8_get_char (text + n)) &&
         !g_unichar_islower (g_utf8_get_char (text + n));
}

static gboolean
is_heading (const Line *line, const Usual *usual)
{
  gsize    len = strlen (line->text);
  gboolean marked = line->bold || (line->font && line->font != usual->font);

  return marked && len > 1 && line->chars <= MAX_HEADING &&
         !strchr (".,;:-", line->text[len - 1]) && (line->bold || is_numbered (line->text));
}

static gboolean
begins_small (const char *text)
{
  return g_unichar_islower (g_utf8_get_char (text));
}

/* A word goes on in the next line. */
static gboolean
is_parted (const Line *line, const Line *next)
{
  gsize len = strlen (line->text);

  return len > 2 && line->text[len - 1] == '-' && g_ascii_isalpha (line->text[len - 2]) &&
         begins_small (next->text);
}

static gboolean
goes_on (const Line *line, const Line *next, const Usual *usual)
{
  gsize len = strlen (line->text);

  if (len == 0 || next->chars == 0 || line->font != next->font || line->bold != next->bold)
    return FALSE;
  if (is_parted (line, next))
    return TRUE;
  /* Set in: a paragraph begins, where the others don't stand there too. */
  if (next->left != line->left && next->left != usual->left)
    return FALSE;
  if (begins_small (next->text) && !strchr (".!?:", line->text[len - 1]))
    return TRUE;
  return line->chars * 100 >= usual->length * FULL && line->page == next->page;
}

/* The hyphen at the line's end. */
static void
drop_hyphen (CarrelExtraction *self, CarrelNode *paragraph)
{
  for (CarrelNode *node = carrel_node_last (paragraph); node;
       node = carrel_node_previous (node, paragraph)) {
    const char *at = node->type == CARREL_NODE_TEXT ? strrchr (node->text, '-') : NULL;

    if (node->type != CARREL_NODE_TEXT || carrel_node_is_blank (node))
      continue;
    if (at)
      carrel_node_set_text (node, carrel_html_strdup (self->html, node->text, at - node->text));
    return;
  }
}

/* What parts the line's markup from its first word. */
static void
drop_first_space (CarrelExtraction *self, CarrelNode *line)
{
  for (CarrelNode *node = line, *next; node; node = next) {
    next = carrel_node_next (node, line, FALSE);
    if (node->type != CARREL_NODE_TEXT)
      continue;
    if (!carrel_node_is_blank (node)) {
      gsize blank = strspn (node->text, " \t\r\n");

      carrel_node_set_text (node, carrel_html_strdup (self->html, node->text + blank, -1));
      return;
    }
    carrel_node_unlink (node);
  }
}

/* The title that the page has is a file's name, or none: the first line is. */
static void
settle_title (CarrelExtraction *self, CarrelNode *first)
{
  CarrelNode      *title = self->head ? carrel_node_find (self->head, CARREL_TAG_TITLE) : NULL;
  g_autofree char *old = title ? carrel_node_dup_text (title) : NULL,
                  *text = carrel_node_dup_text (first);

  carrel_node_rename (first, CARREL_TAG_H1);
  if (!title || (*old && !strstr (old, ".pdf") && !strstr (old, ".doc") && !strstr (old, ".indd") &&
                 !strstr (old, ".PDF")))
    return;
  while (title->first)
    carrel_node_unlink (title->first);
  carrel_node_append (title, carrel_node_new_text (self->html, text, -1));
}

static CarrelNode *
build (CarrelExtraction *self, const GArray *lines)
{
  Usual       usual = find_usual (lines);
  CarrelNode *all = carrel_node_new_element (self->html, CARREL_TAG_DIV), *paragraph = NULL;
  const Line *last = NULL;

  for (guint i = 0; i < lines->len; i++) {
    const Line *line = get_line (lines, i);

    if (line->gone)
      continue;
    if (!last || is_heading (last, &usual) || is_heading (line, &usual) ||
        !goes_on (last, line, &usual)) {
      paragraph = carrel_node_new_element (self->html, is_heading (line, &usual) ? CARREL_TAG_H2
                                                                                 : CARREL_TAG_P);
      carrel_node_append (all, paragraph);
      if (!last && line->chars <= 2 * MAX_HEADING &&
          (line->bold || (line->font && line->font != usual.font))) {
        carrel_node_move_children (line->node, paragraph);
        settle_title (self, paragraph);
        last = line;
        continue;
      }
    } else if (is_parted (last, line)) {
      drop_hyphen (self, paragraph);
      drop_first_space (self, line->node);
    } else {
      carrel_node_append (paragraph, carrel_node_new_text (self->html, " ", 1));
    }
    carrel_node_move_children (line->node, paragraph);
    last = line;
  }
  return all;
}

void
carrel_extract_join_lines (CarrelExtraction *self)
{
  Kind kind = self->chosen ? KIND_NONE : find_kind (self);
  g_autoptr (GArray) lines = NULL;
  CarrelNode *all;

  if (kind == KIND_NONE)
    return;
  lines = g_array_new (FALSE, TRUE, sizeof (Line));
  g_array_set_clear_func (lines, clear_line);
  if (kind == KIND_CLASSES)
    list_classes (self, lines);
  else if (kind == KIND_PLACED)
    list_placed (self, lines);
  else
    list_broken (self, lines);
  if (kind != KIND_BROKEN && (lines->len < MIN_LINES || lines->len >= MAX_LINES))
    return;
  if (lines->len == 0)
    return;
  drop_edges (lines);
  all = build (self, lines);
  if (lines->len < MAX_LINES)
    while (self->body->first)
      carrel_node_unlink (self->body->first);
  if (self->body->first)
    carrel_node_insert_before (self->body->first, all);
  else
    carrel_node_append (self->body, all);
}
