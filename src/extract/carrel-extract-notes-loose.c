/* carrel-extract-notes-loose.c: notes that are told by their number alone.
 *
 * A raised number in the text without a link, or with one that leads nowhere, is the mark of a
 * block that begins with the same number and comes later: in a list below a rule or a heading that
 * says so, in what is called notes, beside the text, or among its paragraphs. Blocks whose numbers
 * follow on one another are a group; it is one of notes only when all of them have their marks.
 * «10²» and «m²» are none. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-notes-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_NUMBER 999
#define MAX_BEFORE 6 /* elements around a number at the beginning of a block */
#define MAX_UNIT 2   /* letters of «m», «km» before a number that is no mark */
#define MAX_TITLE 60 /* bytes of a heading above notes */
#define MAX_LAST 3   /* paragraphs and lists of the last note */

typedef enum {
  ITEM,   /* of a numbered list */
  RAISED, /* «¹» or «[1]» before it */
  STRONG, /* a bold number */
} Kind;

typedef struct {
  CarrelNode *block;
  guint       number, order;
  Kind        kind;
} Opening;

typedef struct {
  CarrelNode *node;
  guint       order, next; /* the next mark of the same number, plus one; 0: none */
} Mark;

typedef struct {
  CarrelExtraction *extraction;
  CarrelNotes      *notes;
  GArray           *openings; /* (element-type Opening) */
  GArray           *marks;    /* (element-type Mark) */
  GHashTable       *raised;   /* (element-type CarrelNode): what may be a mark */
  guint first[MAX_NUMBER + 1], last[MAX_NUMBER + 1]; /* marks of each number, plus one */
} Loose;

/* ── Numbers ── */

guint
carrel_notes_get_number (const char *mark)
{
  gsize before = strspn (mark, "[("), n = strspn (mark + before, "0123456789"), after = before + n;

  if (n == 0 || n > 3 || mark[after + strspn (mark + after, "]).:")])
    return 0;
  return (guint) g_ascii_strtoull (mark + before, NULL, 10);
}

static guint
read_number (CarrelNode *node)
{
  char mark[CARREL_NOTES_MAX_MARK + 1];

  return carrel_notes_get_mark (node, mark) ? carrel_notes_get_number (mark) : 0;
}

/* The character before the number belongs to it: «10²», «x²», «km²». */
static gboolean
is_power (CarrelNode *node)
{
  CarrelNode *before = node->previous;
  char        letter[CARREL_NOTES_MAX_MARK + 1];
  const char *p;
  gsize       letters = 0;

  if (before && before->type == CARREL_NODE_ELEMENT)
    return carrel_notes_get_mark (before, letter) && strlen (letter) <= MAX_UNIT;
  if (!before || before->text_len == 0)
    return FALSE;
  p = before->text + before->text_len;
  if (g_ascii_isdigit (p[-1]))
    return TRUE;
  while (p > before->text && g_ascii_isalpha (p[-1]) && letters <= MAX_UNIT) {
    p--;
    letters++;
  }
  return letters > 0 && letters <= MAX_UNIT && (p == before->text || !((guchar) p[-1] >= 0x80));
}

static guint
get_place_in_list (CarrelNode *item)
{
  const char *start = item->parent && item->parent->tag == CARREL_TAG_OL
                          ? carrel_node_get (item->parent, "start")
                          : NULL;
  guint64     number = start ? g_ascii_strtoull (start, NULL, 10) : 1;

  return number > 0 && number <= MAX_NUMBER ? (guint) number : 1;
}

/* What a block begins with, when that is a number set apart from the text; `sign`: where it stands.
 */
static guint
find_opening (CarrelNode *block, Kind *kind, CarrelNode **sign)
{
  CarrelNode *node = carrel_notes_skip_white (block->first, FALSE);

  for (guint i = 0; node && node->type == CARREL_NODE_ELEMENT && i < MAX_BEFORE; i++) {
    switch (node->tag) {
    case CARREL_TAG_SUP:
    case CARREL_TAG_A:
      *kind = RAISED;
      *sign = node;
      return read_number (node);
    case CARREL_TAG_B:
    case CARREL_TAG_STRONG:
    case CARREL_TAG_SPAN: {
      guint number = node->tag == CARREL_TAG_SPAN ? 0 : read_number (node);

      *kind = STRONG;
      if (number > 0)
        return number;
      node = carrel_notes_skip_white (node->first, FALSE);
      break;
    }
    default:
      return 0;
    }
  }
  return 0;
}

/* ── Finding ── */

static void
add_mark (Loose *self, CarrelNode *node, guint order)
{
  Mark  mark = { .node = node, .order = order };
  guint number = read_number (node);

  if (number == 0 || number > MAX_NUMBER)
    return;
  g_array_append_val (self->marks, mark);
  if (self->last[number])
    g_array_index (self->marks, Mark, self->last[number] - 1).next = self->marks->len;
  else
    self->first[number] = self->marks->len;
  self->last[number] = self->marks->len;
}

static void
add_opening (Loose *self, CarrelNode *block, guint number, Kind kind, guint order)
{
  Opening opening = { block, number, order, kind };

  if (number > 0 && number <= MAX_NUMBER)
    g_array_append_val (self->openings, opening);
}

/* One walk lists both, in the order of the page. */
static void
list (Loose *self)
{
  CarrelNode *body = self->extraction->body;
  CarrelNode *list = NULL, *sign = NULL;
  guint       order = 0, place = 0, number;

  for (CarrelNode *node = body; node; node = carrel_node_next (node, body, FALSE)) {
    Kind kind = ITEM;

    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    order++;
    switch (node->tag) {
    case CARREL_TAG_A:
    case CARREL_TAG_SUP:
      if (node != sign && node->parent != sign && g_hash_table_contains (self->raised, node))
        add_mark (self, node, order);
      break;
    case CARREL_TAG_LI:
      if (node->parent->tag == CARREL_TAG_OL) {
        place = node->parent == list ? place + 1 : get_place_in_list (node);
        list = node->parent;
        add_opening (self, node, place, ITEM, order);
      }
      break;
    case CARREL_TAG_DIV:
    case CARREL_TAG_P:
      number = find_opening (node, &kind, &sign);
      add_opening (self, node, number, kind, order);
      break;
    default:
      break;
    }
  }
}

/* ── Groups ── */

gboolean
carrel_notes_is_title (CarrelNode *node)
{
  static const char *const names[] = { "notes",
                                       "footnotes",
                                       "endnotes",
                                       "references",
                                       "references and notes",
                                       "notes and references",
                                       "fußnoten",
                                       "anmerkungen",
                                       "einzelnachweise",
                                       "notes de bas de page",
                                       "références",
                                       "notas",
                                       "notas al pie",
                                       "referencias",
                                       "note",
                                       "noten",
                                       "voetnoten",
                                       "fotnoter",
                                       "przypisy",
                                       "примечания",
                                       "сноски",
                                       "脚注",
                                       "注释",
                                       "註釋",
                                       "注",
                                       "각주",
                                       "الهوامش",
                                       "هوامش",
                                       "הערות שוליים",
                                       NULL };
  static gsize             once;
  g_autofree char         *text = NULL, *folded = NULL;
  gsize                    len;

  if (!node || !carrel_node_is_heading (node))
    return FALSE;
  text = carrel_node_dup_text (node);
  g_strstrip (text);
  len = strlen (text);
  if (len > 0 && text[len - 1] == ':')
    text[--len] = '\0';
  if (len == 0 || len > MAX_TITLE)
    return FALSE;
  folded = carrel_text_fold (text);
  return g_strv_contains (carrel_text_fold_table (&once, names), folded);
}

/* «footnotes», not «note»: that is what pages call many things. */
static gboolean
is_called_notes (CarrelNode *node)
{
  const char *class = carrel_node_get (node, "class"), *id = carrel_node_get (node, "id"),
             *role = carrel_node_get (node, "role");

  return (class && (strstr (class, "footnote") || strstr (class, "endnote") ||
                    strstr (class, "Footnote"))) ||
         (id && (strstr (id, "footnote") || strstr (id, "endnote"))) ||
         (role && strcmp (role, "doc-endnotes") == 0);
}

typedef enum {
  NO_BOUND,
  RULE,  /* a line above it */
  NAMED, /* what is around it, or the heading above it, says what it is */
} Bound;

static Bound
find_bound (CarrelNode *first)
{
  Bound       bound = NO_BOUND;
  CarrelNode *node = first;

  for (guint i = 0; node->parent && node->tag != CARREL_TAG_BODY && i < CARREL_NOTES_MAX_ABOVE;
       i++, node = node->parent) {
    CarrelNode *before = carrel_notes_skip_white (node->previous, TRUE);

    if (is_called_notes (node) || node->tag == CARREL_TAG_ASIDE || carrel_notes_is_title (before))
      return NAMED;
    if (before && before->type == CARREL_NODE_ELEMENT && before->tag == CARREL_TAG_HR)
      bound = RULE;
    /* What stands above the first of its parent stands above that. */
    if (before)
      break;
  }
  for (; node->parent && node->tag != CARREL_TAG_BODY; node = node->parent)
    if (is_called_notes (node) || node->tag == CARREL_TAG_ASIDE)
      return NAMED;
    else if (node->tag == CARREL_TAG_ARTICLE || node->tag == CARREL_TAG_MAIN)
      break;
  return bound;
}

/* The next mark of a number, when it stands before the group. (nullable) */
static Mark *
find_mark (Loose *self, guint number, guint before)
{
  Mark *mark =
      self->first[number] ? &g_array_index (self->marks, Mark, self->first[number] - 1) : NULL;

  return mark && mark->order < before ? mark : NULL;
}

/* `in_text`: they must stand in paragraphs, not in a list of names. */
static gboolean
has_all_marks (Loose *self, guint from, guint until, gboolean in_text)
{
  guint before = g_array_index (self->openings, Opening, from).order;

  for (guint i = from; i < until; i++) {
    Mark *mark = find_mark (self, g_array_index (self->openings, Opening, i).number, before);

    if (!mark || (in_text && !carrel_node_get_ancestor (mark->node, CARREL_TAG_P)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
goes_on (CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_BLOCKQUOTE:
  case CARREL_TAG_OL:
  case CARREL_TAG_P:
  case CARREL_TAG_PRE:
  case CARREL_TAG_UL:
    return TRUE;
  default:
    return node->type == CARREL_NODE_TEXT;
  }
}

/* A block and what follows it, up to `end`, as one note; the last one goes on for a few paragraphs
 * at most. */
static CarrelNode *
make_note (CarrelExtraction *extraction, CarrelNode *block, CarrelNode *end)
{
  CarrelNode *note, *next;
  guint       n = 0;

  if (block->tag == CARREL_TAG_LI || block->next == end)
    return block;
  note = carrel_node_new_element (extraction->html, CARREL_TAG_DIV);
  carrel_extract_mark (extraction, note);
  carrel_node_insert_before (block, note);
  for (CarrelNode *node = block; node && node != end && (node == block || goes_on (node));
       node = next) {
    next = node->next;
    n += node->type == CARREL_NODE_ELEMENT;
    if (!end && n > MAX_LAST)
      break;
    carrel_node_unlink (node);
    carrel_node_append (note, node);
  }
  return note;
}

/* `whole`: what stands between two of them belongs to the first. */
static void
take_group (Loose *self, guint from, guint until, gboolean whole)
{
  guint before = g_array_index (self->openings, Opening, from).order;

  for (guint i = from; i < until && self->notes->notes->len < CARREL_NOTES_MAX; i++) {
    Opening    *opening = &g_array_index (self->openings, Opening, i);
    CarrelNode *block = opening->block,
               *end = whole ? i + 1 < until ? g_array_index (self->openings, Opening, i + 1).block
                                            : NULL
                            : block->next;
    CarrelNode *note = make_note (self->extraction, block, end);
    guint       key;
    Mark       *mark;

    if (!carrel_notes_is_short (note, NULL))
      continue;
    key = carrel_notes_add (self->notes, note);
    while ((mark = find_mark (self, opening->number, before))) {
      carrel_notes_set_mark (self->extraction, mark->node, key);
      self->first[opening->number] = mark->next;
    }
  }
}

/* Where the group that begins at `from` ends. */
static guint
find_end (Loose *self, guint from)
{
  const Opening *first = &g_array_index (self->openings, Opening, from);
  guint          i = from + 1;

  for (; i < self->openings->len; i++) {
    const Opening *opening = &g_array_index (self->openings, Opening, i), *above = opening - 1;

    /* What is called a note stands for itself, between paragraphs. */
    if (is_called_notes (first->block) && opening->kind != ITEM)
      break;
    if (opening->number != above->number + 1 || opening->block->parent != first->block->parent ||
        (opening->kind == ITEM) != (first->kind == ITEM))
      break;
  }
  return i;
}

static void
take_groups (Loose *self)
{
  for (guint from = 0, until; from < self->openings->len; from = until) {
    const Opening *first = &g_array_index (self->openings, Opening, from);
    Bound          bound;

    until = find_end (self, from);
    if (carrel_notes_is_in_note (self->notes, first->block) ||
        !has_all_marks (self, from, until, FALSE))
      continue;
    bound = find_bound (first->block);
    if (bound == NO_BOUND &&
        (first->kind != RAISED || first->number != 1 || !has_all_marks (self, from, until, TRUE)))
      continue;
    if (bound == RULE && first->kind == ITEM)
      continue;
    take_group (self, from, until, bound != NO_BOUND && !is_called_notes (first->block));
  }
}

/* It has a note already, is in one, or is code. */
static gboolean
is_taken (CarrelNode *node)
{
  CarrelNode *up = node;

  for (guint i = 0; up->parent && i < MAX_BEFORE; i++) {
    up = up->parent;
    if (up->tag == CARREL_TAG_PRE || carrel_notes_is_aside (up) ||
        (up->tag == CARREL_TAG_A && carrel_node_get (up, "data-carrel-note")))
      return TRUE;
  }
  return FALSE;
}

void
carrel_notes_pair_loose (CarrelExtraction *self, CarrelNotes *notes)
{
  Loose loose = { .extraction = self, .notes = notes };

  if (notes->raised->len == 0)
    return;
  loose.raised = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < notes->raised->len; i++) {
    CarrelNode *node = notes->raised->pdata[i];

    if (node->parent && !is_power (node) && !is_taken (node))
      g_hash_table_add (loose.raised, node);
  }
  if (g_hash_table_size (loose.raised) > 0) {
    loose.openings = g_array_new (FALSE, FALSE, sizeof (Opening));
    loose.marks = g_array_new (FALSE, FALSE, sizeof (Mark));
    list (&loose);
    if (loose.marks->len > 0)
      take_groups (&loose);
    g_array_unref (loose.openings);
    g_array_unref (loose.marks);
  }
  g_hash_table_unref (loose.raised);
}
