/* carrel-extract-mathjax.c: what MathJax 3 and 4 drew, as TeX, where neither MathML nor TeX stands
 * beside it.
 *
 * Both its drawings (elements with a style sheet, SVG) keep the names of MathML's elements; what is
 * between them only lays out. So one walk makes MathML of a drawing, with the parts of each element
 * in MathML's order, and that becomes TeX (carrel-extract-mathml.c). A drawing of more than
 * MAX_NODES is none. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_NODES 6000
#define MAX_MOVED 4000 /* bytes of an attribute that is read */
#define RADICAL 0x221a

/* Where a part stands in the element that it is of: at node->data of what is made. */
typedef enum {
  PART_PLAIN,
  PART_OVER,
  PART_UNDER,
  PART_ROOT,
  PART_BASE,
} Part;

/* A node of the drawing that is open, and what its children go to. */
typedef struct {
  CarrelNode *drawn, *made;
  Part        part;
} Level;

typedef struct {
  CarrelExtraction *extraction;
  GArray           *levels; /* (owned) (element-type Level) */
  gboolean          sign;   /* it has one */
} Reader;

static gboolean
is_among (const char *name, const char *const *names)
{
  return g_strv_contains (names, name);
}

/* What an element is in MathML; NULL for what only lays out. */
static const char *
get_kind (const CarrelNode *node)
{
  static const char *const kinds[] = {
    "mi",     "mn",   "mo",   "ms",       "mtext",    "mrow",        "mfrac",      "msqrt",
    "mroot",  "msub", "msup", "msubsup",  "munder",   "mover",       "munderover", "mmultiscripts",
    "mtable", "mtr",  "mtd",  "mphantom", "menclose", "mprescripts", NULL
  };
  const char *name = carrel_node_get (node, "data-mml-node");

  if (!name && g_str_has_prefix (node->name, "mjx-"))
    name = node->name + strlen ("mjx-");
  if (!name)
    return NULL;
  if (g_ascii_strcasecmp (name, "texatom") == 0 || strcmp (name, "mstyle") == 0 ||
      strcmp (name, "mpadded") == 0)
    return "mrow";
  if (strcmp (name, "mlabeledtr") == 0)
    return "mtr";
  for (guint i = 0; kinds[i]; i++)
    if (strcmp (kinds[i], name) == 0)
      return kinds[i];
  return NULL;
}

/* Lines, struts, numbers of equations, and what is there for others than readers. */
static gboolean
is_scaffold (const CarrelNode *node)
{
  static const char *const names[] = {
    "mjx-surd",   "mjx-line",   "mjx-nstrut",  "mjx-dstrut", "mjx-tstrut",        "mjx-strut",
    "mjx-spacer", "mjx-labels", "mjx-mlabels", "mjx-speech", "mjx-assistive-mml", "rect",
    "line",       "defs",       "title",       NULL
  };
  const char *kind = carrel_node_get (node, "data-mml-node");

  return is_among (node->name, names) || (kind && strcmp (kind, "mlabels") == 0) ||
         carrel_node_get (node, "data-labels");
}

/* The character that an element draws: «mjx-c1D465», data-c="1D465"; 0 for none. */
static gunichar
get_sign (const CarrelNode *node)
{
  const char *code = carrel_node_get (node, "data-c"), *class;
  guint64     c;

  if (!code) {
    class = carrel_node_get (node, "class");
    if (strcmp (node->name, "mjx-c") != 0 && !g_str_has_prefix (node->name, "mjx-stretchy"))
      return 0;
    code = class ? strstr (class, "mjx-c") : NULL;
    code = code ? code + strlen ("mjx-c") : NULL;
  }
  c = code && g_ascii_isxdigit (*code) ? g_ascii_strtoull (code, NULL, 16) : 0;
  return c <= 0x10ffff && g_unichar_validate ((gunichar) c) ? (gunichar) c : 0;
}

/* What is around a part says which it is; in SVG, how high it stands. */
static Part
get_part (const CarrelNode *node)
{
  static const struct {
    const char *name;
    Part        part;
  } parts[] = { { "mjx-over", PART_OVER },
                { "mjx-under", PART_UNDER },
                { "mjx-root", PART_ROOT },
                { "mjx-base", PART_BASE } };
  const char *moved = node->foreign ? carrel_node_get (node, "transform") : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (node->name, parts[i].name) == 0)
      return parts[i].part;
  moved = moved && strlen (moved) < MAX_MOVED && g_str_has_prefix (moved, "translate(")
              ? strchr (moved, ',')
              : NULL;
  if (moved && g_ascii_strtod (moved + 1, NULL) > 0)
    return PART_OVER;
  return moved && g_ascii_strtod (moved + 1, NULL) < 0 ? PART_UNDER : PART_PLAIN;
}

static CarrelNode *
make (Reader *self, const char *kind, CarrelNode *parent, Part part)
{
  CarrelNode *node = carrel_node_new_element (self->extraction->html, CARREL_TAG_OTHER);

  node->name = kind;
  node->data = GUINT_TO_POINTER (part);
  if (parent)
    carrel_node_append (parent, node);
  return node;
}

static void
add_text (Reader *self, CarrelNode *parent, const char *text, gssize len)
{
  carrel_node_append (parent, carrel_node_new_text (self->extraction->html, text, len));
  self->sign = TRUE;
}

/* ── The order of parts ── */

static CarrelNode *
find_part (CarrelNode *node, Part part)
{
  for (CarrelNode *child = node->first; child; child = child->next)
    if (GPOINTER_TO_UINT (child->data) == part)
      return child;
  return NULL;
}

static void
move_last (CarrelNode *child)
{
  CarrelNode *parent = child ? child->parent : NULL;

  if (!parent || child == parent->last)
    return;
  carrel_node_unlink (child);
  carrel_node_append (parent, child);
}

/* Drawings begin with what stands above: MathML has the base first, then what is below, then what
 * is above. */
static void
settle_order (CarrelNode *node)
{
  if (strcmp (node->name, "msubsup") == 0) {
    /* Without heights: base, above, below. */
    if (find_part (node, PART_OVER))
      move_last (find_part (node, PART_OVER));
    else if (node->first && node->first->next)
      move_last (node->first->next);
  } else if (strcmp (node->name, "munderover") == 0) {
    if (find_part (node, PART_OVER) && find_part (node, PART_UNDER)) {
      move_last (find_part (node, PART_UNDER));
      move_last (find_part (node, PART_OVER));
    } else if (node->first && node->first->next) {
      move_last (node->first->next);
    }
  } else if (strcmp (node->name, "mover") == 0) {
    move_last (find_part (node, PART_OVER));
  } else if (strcmp (node->name, "munder") == 0) {
    move_last (find_part (node, PART_UNDER));
  } else if (strcmp (node->name, "mroot") == 0) {
    move_last (find_part (node, PART_ROOT));
  }
}

/* The sign of a root is drawn beside what is below it. */
static gboolean
is_radical (const CarrelNode *node)
{
  const CarrelNode *text = node->first;

  return strcmp (node->name, "mo") == 0 && text && text == node->last &&
         text->type == CARREL_NODE_TEXT && g_utf8_get_char (text->text) == RADICAL &&
         node->parent &&
         (strcmp (node->parent->name, "msqrt") == 0 || strcmp (node->parent->name, "mroot") == 0);
}

/* ── The walk ── */

/* TRUE: what is in it is to be read, too. */
static gboolean
open_node (Reader *self, CarrelNode *node)
{
  Level       around = g_array_index (self->levels, Level, self->levels->len - 1), level = around;
  const char *kind;
  gunichar    sign;

  if (node->type == CARREL_NODE_TEXT) {
    if (!carrel_node_is_blank (node))
      add_text (self, around.made, node->text, (gssize) node->text_len);
    return FALSE;
  }
  if (is_scaffold (node))
    return FALSE;
  sign = get_sign (node);
  if (sign) {
    char     text[7];
    gboolean is_new = !around.made->last || around.made->last->type == CARREL_NODE_TEXT;

    if (is_new)
      add_text (self, around.made, text, g_unichar_to_utf8 (sign, text));
    return FALSE;
  }
  kind = get_kind (node);
  level.drawn = node;
  if (!kind || (strcmp (kind, "munder") == 0 && strcmp (around.made->name, "munderover") == 0 &&
                around.part == PART_PLAIN)) {
    Part part = get_part (node);

    level.part = part != PART_PLAIN ? part : around.part;
  } else {
    Part part = get_part (node);

    level.made = make (self, kind, around.made, around.part != PART_PLAIN ? around.part : part);
    level.part = PART_PLAIN;
  }
  g_array_append_val (self->levels, level);
  return node->first != NULL;
}

static void
close_node (Reader *self)
{
  Level level = g_array_index (self->levels, Level, self->levels->len - 1);

  g_array_set_size (self->levels, self->levels->len - 1);
  if (level.made == g_array_index (self->levels, Level, self->levels->len - 1).made)
    return;
  settle_order (level.made);
  if (is_radical (level.made))
    carrel_node_unlink (level.made);
}

static CarrelNode *
get_open (Reader *self)
{
  return g_array_index (self->levels, Level, self->levels->len - 1).drawn;
}

char *
carrel_extract_mathjax_to_tex (CarrelExtraction *extraction, CarrelNode *container)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  Reader      self = { .extraction = extraction, .levels = levels };
  Level       first = { container, make (&self, "math", NULL, PART_PLAIN), PART_PLAIN };
  CarrelNode *node = container->first;
  guint       n = 0;

  g_array_append_val (levels, first);
  while (node || levels->len > 1) {
    gboolean deeper;

    if (!node) {
      node = get_open (&self)->next;
      close_node (&self);
      continue;
    }
    if (++n > MAX_NODES)
      return NULL;
    deeper = open_node (&self, node);
    if (get_open (&self) == node && !deeper) {
      close_node (&self);
      node = node->next;
    } else {
      node = deeper ? node->first : node->next;
    }
  }
  return self.sign ? carrel_extract_mathml_to_tex (first.made) : NULL;
}
