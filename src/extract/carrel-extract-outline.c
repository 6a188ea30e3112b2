/* carrel-extract-outline.c: the parts of a page, as a flat tree.
 *
 * The elements are summed up in reverse document order, then listed in document order: each step is
 * a loop over the page. What is taken now is told by runs of bytes: a part whose runs stand in the
 * text is in it, however its lines were cut. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-outline.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "extract/carrel-extract-private.h"
#include "extract/carrel-extract-rule.h"

#include <glib/gi18n.h>
#include <string.h>

#define FIRST_WORDS 100  /* characters shown of a part */
#define RUN 24           /* bytes that are compared at once, without white space */
#define N_BITS (1 << 22) /* of the set of runs */
#define FACTOR 0x9e3779b97f4a7c15u

typedef struct {
  guint32  words, taken, pictures;
  guint    index;             /* of its part + 1; 0: it isn't shown */
  gboolean dead, deep, block; /* not shown with all in it; holds blocks; is one */
} Sum;

/* ── What is taken ── */

typedef struct {
  guint8 *bits; /* (owned) */
  guint64 last; /* FACTOR to the power of RUN */
} Runs;

static void
init_runs (Runs *self)
{
  self->bits = g_malloc0 (N_BITS / 8);
  self->last = 1;
  for (guint i = 0; i < RUN; i++)
    self->last *= FACTOR;
}

/* Adds the text's runs, or counts how many of them are there; a text shorter than a run is one. The
 * number of runs is returned. */
static guint
walk_runs (Runs *self, const char *text, gboolean add, guint *n_known)
{
  guint8  window[RUN] = { 0 };
  guint64 hash = 0;
  guint   len = 0, n = 0;

  for (;; text++) {
    gboolean end = *text == '\0';

    if (!end && g_ascii_isspace (*text))
      continue;
    if (!end) {
      guint8 *oldest = &window[len % RUN];

      hash = hash * FACTOR + (guint8) *text + 1 -
             (len >= RUN ? self->last * ((guint64) *oldest + 1) : 0);
      *oldest = (guint8) *text;
      len++;
    }
    if (len >= RUN ? !end : end && len > 0) {
      guint32 bit = (guint32) ((hash ^ (len < RUN ? len : 0)) * FACTOR >> 42);

      n++;
      if (add)
        self->bits[bit / 8] |= (guint8) (1 << bit % 8);
      else
        *n_known += (self->bits[bit / 8] >> bit % 8) & 1;
    }
    if (end)
      return n;
  }
}

static void
add_document (Runs *self, CarrelDocument *document)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  for (guint i = 0; i < n; i++)
    walk_runs (self, blocks[i].text, TRUE, NULL);
}

/* ── Sums ── */

static gboolean
is_never_shown (const CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_SCRIPT:
  case CARREL_TAG_STYLE:
  case CARREL_TAG_TEMPLATE:
  case CARREL_TAG_NOSCRIPT:
  case CARREL_TAG_HEAD:
  case CARREL_TAG_SELECT:
  case CARREL_TAG_DATALIST:
    return TRUE;
  default:
    return FALSE;
  }
}

/* Parts of something that is looked at as a whole. */
static gboolean
is_inner (const CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_LI:
  case CARREL_TAG_TR:
  case CARREL_TAG_TD:
  case CARREL_TAG_TH:
  case CARREL_TAG_TBODY:
  case CARREL_TAG_THEAD:
  case CARREL_TAG_TFOOT:
  case CARREL_TAG_DT:
  case CARREL_TAG_DD:
  case CARREL_TAG_CAPTION:
  case CARREL_TAG_FIGCAPTION:
  case CARREL_TAG_HR:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
is_strong (const CarrelNode *node)
{
  return carrel_tag_is_block ((CarrelTag) node->tag) && !is_inner (node);
}

static Sum *
get_sum (const CarrelNode *node)
{
  return node->data;
}

/* Sets node->data of each element; `elements` in document order. (transfer full) */
static Sum *
sum_up (GPtrArray *elements, Runs *runs)
{
  Sum *sums = g_new0 (Sum, elements->len + 1);

  for (guint i = 0; i < elements->len; i++) {
    CarrelNode     *node = elements->pdata[i];
    CarrelNodeInfo *info = node->data;

    sums[i].dead = is_never_shown (node) || (info && info->hidden) ||
                   (i > 0 && node->parent && get_sum (node->parent)->dead);
    sums[i].pictures = node->tag == CARREL_TAG_IMG || node->tag == CARREL_TAG_VIDEO;
    node->data = &sums[i];
  }
  for (guint i = elements->len; i > 0; i--) {
    CarrelNode *node = elements->pdata[i - 1];
    Sum        *sum = &sums[i - 1], *above = i > 1 ? get_sum (node->parent) : NULL;

    if (sum->dead)
      continue;
    for (CarrelNode *child = node->first; child; child = child->next)
      if (child->type == CARREL_NODE_TEXT)
        sum->words += carrel_text_count_words (child->text, child->text_len);
    /* A block without blocks: its text as a whole. */
    if (sum->words > 0 && !sum->block && carrel_tag_is_block ((CarrelTag) node->tag)) {
      g_autofree char *text = carrel_node_dup_text (node);
      guint            known = 0, n = walk_runs (runs, text, FALSE, &known);

      sum->taken = n > 0 ? (guint32) ((guint64) sum->words * known / n) : 0;
    }
    if (!above)
      continue;
    above->words += sum->words;
    above->taken += sum->taken;
    above->pictures += sum->pictures;
    above->deep |= sum->deep || is_strong (node);
    above->block |= sum->block || carrel_tag_is_block ((CarrelTag) node->tag);
  }
  return sums;
}

/* ── Parts ── */

static void
free_part (gpointer data)
{
  CarrelOutlinePart *part = data;

  g_free (part->text);
  g_free (part->name);
  g_free (part->selector);
  g_free (part);
}

void
carrel_outline_free (CarrelOutline *self)
{
  g_ptr_array_unref (self->parts);
  g_free (self);
}

static CarrelPartKind
get_kind (const CarrelNode *node, const Sum *sum)
{
  if (sum->deep)
    return CARREL_PART_GROUP;
  if (sum->words == 0)
    return CARREL_PART_PICTURE;
  switch (node->tag) {
  case CARREL_TAG_H1:
  case CARREL_TAG_H2:
  case CARREL_TAG_H3:
  case CARREL_TAG_H4:
  case CARREL_TAG_H5:
  case CARREL_TAG_H6:
    return CARREL_PART_HEADING;
  case CARREL_TAG_UL:
  case CARREL_TAG_OL:
  case CARREL_TAG_DL:
  case CARREL_TAG_MENU:
    return CARREL_PART_LIST;
  case CARREL_TAG_TABLE:
    return CARREL_PART_TABLE;
  case CARREL_TAG_BLOCKQUOTE:
    return CARREL_PART_QUOTE;
  case CARREL_TAG_PRE:
    return CARREL_PART_CODE;
  case CARREL_TAG_FIGURE:
    return sum->pictures > 0 ? CARREL_PART_PICTURE : CARREL_PART_TEXT;
  default:
    return CARREL_PART_TEXT;
  }
}

static gboolean
is_part (const CarrelNode *node, const Sum *sum)
{
  return !sum->dead && (sum->words > 0 || sum->pictures > 0) && (sum->deep || is_strong (node));
}

/* The one part of a part that holds nothing beside it. (nullable) */
static CarrelNode *
get_only_part (const CarrelNode *node, const Sum *sum)
{
  for (CarrelNode *child = node->first; child && sum->deep; child = child->next)
    if (child->type == CARREL_NODE_ELEMENT && is_part (child, get_sum (child)))
      return get_sum (child)->words == sum->words && get_sum (child)->pictures == sum->pictures
                 ? child
                 : NULL;
  return NULL;
}

/* The first words in the subtree, of not much more than is shown. (transfer full) */
static char *
get_first_words (CarrelNode *top)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean skip;

  for (CarrelNode *node = top; node && text->len < 8 * FIRST_WORDS;
       node = carrel_node_next (node, top, skip)) {
    skip = node->type == CARREL_NODE_ELEMENT && get_sum (node)->dead;
    if (node->type == CARREL_NODE_TEXT)
      g_string_append_len (text, node->text, MIN (node->text_len, 8 * FIRST_WORDS));
    else if (carrel_tag_is_block ((CarrelTag) node->tag) || node->tag == CARREL_TAG_BR)
      g_string_append_c (text, ' ');
    else if (node->tag == CARREL_TAG_IMG && carrel_node_get (node, "alt") && !skip)
      g_string_append_len (text, carrel_node_get (node, "alt"),
                           (gssize) MIN (strlen (carrel_node_get (node, "alt")), 8 * FIRST_WORDS));
  }
  {
    g_autofree char *valid = carrel_text_make_valid (text->str, (gssize) text->len),
                    *line = carrel_text_clean_line (valid);

    return carrel_text_excerpt (line, FIRST_WORDS);
  }
}

static char *
get_name (const CarrelNode *node)
{
  const char *id = carrel_node_get (node, "id"), *class = carrel_node_get (node, "class");
  gsize       start = class ? strspn (class, " \t\r\n\f") : 0,
        len = class ? strcspn (class + start, " \t\r\n\f") : 0;
  g_autofree char *name =
      id && *id ? g_strconcat (node->name, "#", id, NULL)
      : len > 0 ? g_strdup_printf ("%s.%.*s", node->name, (int) MIN (len, 200), class + start)
                : g_strdup (node->name);
  g_autofree char *valid = carrel_text_make_valid (name, -1),
                  *line = carrel_text_clean_line (valid);

  return carrel_text_excerpt (line, 40);
}

static CarrelOutlinePart *
make_part (CarrelNode *node, const CarrelNode *of_kind, const Sum *sum, CarrelSelectorMaker *maker)
{
  CarrelOutlinePart *part = g_new0 (CarrelOutlinePart, 1);

  part->kind = get_kind (of_kind, get_sum (of_kind));
  part->words = sum->words;
  part->n_pictures = sum->pictures;
  part->taken = sum->taken == 0                     ? CARREL_TAKEN_NONE
                : sum->taken * 10 >= sum->words * 8 ? CARREL_TAKEN_ALL
                                                    : CARREL_TAKEN_PARTLY;
  /* Single words stand in every text. */
  if (part->taken == CARREL_TAKEN_PARTLY && sum->taken * 50 < sum->words)
    part->taken = CARREL_TAKEN_NONE;
  part->parent = -1;
  part->text = get_first_words (node);
  part->name = get_name (node);
  part->selector = carrel_selector_maker_make (maker, node);
  return part;
}

static void
list_parts (CarrelOutline *self, GPtrArray *elements, CarrelSelectorMaker *maker)
{
  for (guint i = 0; i < elements->len; i++) {
    CarrelNode        *node = elements->pdata[i];
    Sum               *sum = get_sum (node), *above = i > 0 ? get_sum (node->parent) : NULL;
    CarrelNode        *only = get_only_part (node, sum);
    CarrelOutlinePart *part;

    sum->index = above ? above->index : 0;
    /* What stands in a paragraph or a list is seen with it; so is one paragraph with its box, which
     * on other pages holds more. Of boxes in boxes the innermost is shown. */
    if (!is_part (node, sum) ||
        (above && (!above->deep || (!sum->deep && get_only_part (node->parent, above) == node))) ||
        (only && get_sum (only)->deep))
      continue;
    if (self->parts->len == CARREL_OUTLINE_MAX_PARTS) {
      self->cut = TRUE;
      continue;
    }
    part = make_part (node, only ? only : node, sum, maker);
    if (above && above->index > 0) {
      part->parent = (int) above->index - 1;
      part->depth = ((CarrelOutlinePart *) self->parts->pdata[part->parent])->depth + 1;
    }
    g_ptr_array_add (self->parts, part);
    sum->index = self->parts->len;
  }
  for (guint i = self->parts->len; i > 0; i--) {
    CarrelOutlinePart *part = self->parts->pdata[i - 1];

    if (part->parent >= 0)
      ((CarrelOutlinePart *) self->parts->pdata[part->parent])->n_descendants +=
          part->n_descendants + 1;
  }
}

CarrelOutline *
carrel_extract_outline (GBytes                     *bytes,
                        const CarrelExtractOptions *options,
                        CarrelDocument             *current,
                        GError                    **error)
{
  static const CarrelExtractOptions none = { 0 };
  CarrelExtraction                  extraction = { .options = options ? options : &none };
  CarrelOutline                    *self;
  g_autoptr (CarrelHtml) html = NULL;
  g_autoptr (CarrelSelectorMaker) maker = NULL;
  g_autoptr (GPtrArray) elements = NULL;
  g_autofree Sum  *sums = NULL;
  g_autofree char *text = NULL;
  CarrelNode      *top;
  gsize            len;
  Runs             runs;

  text = carrel_extract_decode (bytes, extraction.options, &len, error);
  if (!text)
    return NULL;
  if (carrel_extract_find_kind (extraction.options, text) != CARREL_SOURCE_HTML) {
    g_set_error_literal (
        error, CARREL_ERROR, CARREL_ERROR_UNSUPPORTED,
        _ ("This article was made from a plain text, which has no parts to choose from"));
    return NULL;
  }
  html = carrel_html_parse (text, len, error);
  if (!html)
    return NULL;
  extraction.html = html;
  top = carrel_html_get_body (html) ? carrel_html_get_body (html) : carrel_html_get_root (html);
  carrel_extract_mark (&extraction, top);
  elements = carrel_extract_list_elements (top);
  init_runs (&runs);
  if (current)
    add_document (&runs, current);
  sums = sum_up (elements, &runs);
  g_free (runs.bits);

  maker = carrel_selector_maker_new (carrel_html_get_root (html));
  self = g_new0 (CarrelOutline, 1);
  self->parts = g_ptr_array_new_with_free_func (free_part);
  list_parts (self, elements, maker);
  return self;
}

int
carrel_outline_find (CarrelOutline *self, const char *selector)
{
  for (guint i = 0; selector && i < self->parts->len; i++)
    if (g_strcmp0 (((CarrelOutlinePart *) self->parts->pdata[i])->selector, selector) == 0)
      return (int) i;
  return -1;
}
