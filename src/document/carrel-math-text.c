/* carrel-math-text.c: a formula in one line, without TeX: what is read aloud and shown where
 * nothing can be laid out. Any thread.
 *
 * From the leaves up; each node's text is made of its children's, which are dropped then. Depth is
 * bounded by the parser, so that no text is copied more often than that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-math-private.h"

#include <string.h>

typedef struct {
  const CarrelMathNode *nodes;
  char                **texts; /* (owned): of nodes whose parent is still to come */
} Writer;

static const char *
get_text (Writer *self, guint32 index)
{
  return index == CARREL_MATH_NONE || !self->texts[index] ? "" : self->texts[index];
}

/* Of more than one thing. */
static gboolean
is_compound (const char *text)
{
  guint letters = 0;

  if (g_utf8_strlen (text, -1) <= 1)
    return FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isdigit (c) || c == '.' || g_unichar_ismark (c) || c == 0x2032)
      continue;
    if (!g_unichar_isalpha (c) || ++letters > 1)
      return TRUE;
  }
  return letters > 0 && g_unichar_isdigit (g_utf8_get_char (text));
}

static void
append_part (GString *out, const char *text)
{
  if (is_compound (text))
    g_string_append_printf (out, "(%s)", text);
  else
    g_string_append (out, text);
}

/* ── Scripts ── */

static const struct {
  gunichar    character;
  const char *above, *below;
} raised[] = {
  { '0', "⁰", "₀" }, { '1', "¹", "₁" },    { '2', "²", "₂" }, { '3', "³", "₃" }, { '4', "⁴", "₄" },
  { '5', "⁵", "₅" }, { '6', "⁶", "₆" },    { '7', "⁷", "₇" }, { '8', "⁸", "₈" }, { '9', "⁹", "₉" },
  { '+', "⁺", "₊" }, { 0x2212, "⁻", "₋" }, { 'n', "ⁿ", "ₙ" }, { 'i', "ⁱ", "ᵢ" }, { ' ', "", "" },
};

/* The same in raised or lowered characters, where all of it has them. */
static gboolean
append_raised (GString *out, const char *text, gboolean above)
{
  gsize before = out->len;

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    guint    i = 0;

    while (i < G_N_ELEMENTS (raised) && raised[i].character != c)
      i++;
    if (i < G_N_ELEMENTS (raised))
      g_string_append (out, above ? raised[i].above : raised[i].below);
    else if (above && c == 0x2032)
      g_string_append (out, "′");
    else {
      g_string_truncate (out, before);
      return FALSE;
    }
  }
  return TRUE;
}

static void
append_script (GString *out, const char *text, gboolean above)
{
  if (!*text || append_raised (out, text, above))
    return;
  g_string_append_c (out, above ? '^' : '_');
  append_part (out, text);
}

static void
write_scripts (Writer *self, const CarrelMathNode *node, GString *out)
{
  guint32 below = self->nodes[node->first].next, above = self->nodes[below].next;

  if (self->nodes[node->first].kind == CARREL_MATH_FRACTION)
    append_part (out, get_text (self, node->first));
  else
    g_string_append (out, get_text (self, node->first));
  append_script (out, get_text (self, below), FALSE);
  append_script (out, get_text (self, above), TRUE);
}

/* ── Rows ── */

static gboolean
is_spaced (CarrelMathAtom atom)
{
  return atom == CARREL_MATH_BIN || atom == CARREL_MATH_REL;
}

static void
append_space (GString *out)
{
  if (out->len == 0 || out->str[out->len - 1] != ' ')
    g_string_append_c (out, ' ');
}

/* A sign before its number is no operator (The TeXbook, appendix G, rule 5). */
static gboolean
is_sign (const CarrelMathNode *before, const CarrelMathNode *node)
{
  return node->atom == CARREL_MATH_BIN &&
         (!before || before->atom == CARREL_MATH_BIN || before->atom == CARREL_MATH_OP ||
          before->atom == CARREL_MATH_REL || before->atom == CARREL_MATH_OPEN ||
          before->atom == CARREL_MATH_PUNCT);
}

static void
write_row (Writer *self, const CarrelMathNode *node, GString *out)
{
  const CarrelMathNode *before = NULL;

  for (guint32 i = node->first; i != CARREL_MATH_NONE; i = self->nodes[i].next) {
    const CarrelMathNode *child = &self->nodes[i];
    gboolean spaced = is_spaced ((CarrelMathAtom) child->atom) && !is_sign (before, child) &&
                      (before || child->next != CARREL_MATH_NONE);
    const char *text = get_text (self, i);

    if (child->kind == CARREL_MATH_SPACE) {
      if (child->width > .3f)
        append_space (out);
      continue;
    }
    if (!*text)
      continue;
    if (spaced || (before && (before->atom == CARREL_MATH_OP || child->atom == CARREL_MATH_OP) &&
                   child->atom != CARREL_MATH_OPEN && child->atom != CARREL_MATH_CLOSE &&
                   before->atom != CARREL_MATH_OPEN))
      append_space (out);
    g_string_append (out, text);
    if ((spaced || child->atom == CARREL_MATH_PUNCT) && child->next != CARREL_MATH_NONE)
      append_space (out);
    before = child;
  }
}

/* ── The others ── */

static void
write_symbol (const CarrelMathNode *node, GString *out)
{
  if (node->alphabet != CARREL_MATH_ALPHABET_DOUBLE) {
    g_string_append (out, node->text);
    return;
  }
  for (const char *p = node->text; *p; p = g_utf8_next_char (p))
    g_string_append_unichar (
        out, carrel_math_get_letter (g_utf8_get_char (p), CARREL_MATH_ALPHABET_DOUBLE));
}

static void
write_accent (Writer *self, const CarrelMathNode *node, GString *out)
{
  static const struct {
    const char *accent, *combining;
  } accents[] = { { "ˆ", "̂" }, { "¯", "̄" }, { "˜", "̃" }, { "˙", "̇" }, { "¨", "̈" },
                  { "´", "́" }, { "`", "̀" }, { "ˇ", "̌" }, { "˘", "̆" }, { "˚", "̊" } };
  const char *text = get_text (self, node->first);

  g_string_append (out, text);
  if (g_utf8_strlen (text, -1) != 1 || node->under)
    return;
  if (node->mark == CARREL_MATH_MARK_LINE)
    g_string_append (out, "̄");
  else if (node->mark == CARREL_MATH_MARK_ARROW_RIGHT)
    g_string_append (out, "⃗");
  else if (node->mark == CARREL_MATH_MARK_HAT)
    g_string_append (out, "̂");
  else if (node->mark == CARREL_MATH_MARK_TILDE)
    g_string_append (out, "̃");
  for (guint i = 0; node->text && i < G_N_ELEMENTS (accents); i++)
    if (g_str_equal (accents[i].accent, node->text))
      g_string_append (out, accents[i].combining);
}

static void
write_table (Writer *self, const CarrelMathNode *node, GString *out)
{
  gboolean aligned = node->table == CARREL_MATH_TABLE_ALIGNED;
  guint    column = 0;

  for (guint32 i = node->first; i != CARREL_MATH_NONE; i = self->nodes[i].next) {
    const char *text = get_text (self, i);

    if (column == 0 && i != node->first)
      g_string_append (out, "; ");
    else if (column > 0 && *text)
      g_string_append (out, aligned ? " " : ", ");
    g_string_append (out, text);
    column = (column + 1) % node->n_columns;
  }
}

static void
write_node (Writer *self, const CarrelMathNode *node, GString *out)
{
  guint32 second =
      node->first != CARREL_MATH_NONE ? self->nodes[node->first].next : CARREL_MATH_NONE;

  switch ((CarrelMathKind) node->kind) {
  case CARREL_MATH_ROW:
    write_row (self, node, out);
    break;
  case CARREL_MATH_SYMBOL:
    write_symbol (node, out);
    break;
  case CARREL_MATH_TEXT:
    g_string_append (out, node->text);
    break;
  case CARREL_MATH_DELIMITER:
    if (node->open)
      g_string_append_unichar (out, node->open);
    break;
  case CARREL_MATH_SCRIPTS:
    write_scripts (self, node, out);
    break;
  case CARREL_MATH_FRACTION:
    append_part (out, get_text (self, node->first));
    g_string_append (out, node->bare ? "⁄" : "/");
    append_part (out, get_text (self, second));
    break;
  case CARREL_MATH_ROOT:
    if (*get_text (self, second) && !append_raised (out, get_text (self, second), TRUE))
      g_string_append_printf (out, "(%s)", get_text (self, second));
    g_string_append (out, "√");
    append_part (out, get_text (self, node->first));
    break;
  case CARREL_MATH_FENCE:
    if (node->open)
      g_string_append_unichar (out, node->open);
    g_string_append (out, get_text (self, node->first));
    if (node->close)
      g_string_append_unichar (out, node->close);
    break;
  case CARREL_MATH_ACCENT:
    write_accent (self, node, out);
    break;
  case CARREL_MATH_ARROW:
    g_string_append_unichar (out, node->open);
    if (*get_text (self, node->first))
      g_string_append_printf (out, "(%s)", get_text (self, node->first));
    break;
  case CARREL_MATH_TABLE:
    write_table (self, node, out);
    break;
  case CARREL_MATH_BOXED:
  case CARREL_MATH_CANCEL:
    g_string_append (out, get_text (self, node->first));
    break;
  case CARREL_MATH_SPACE:
  case CARREL_MATH_PHANTOM:
  default:
    break;
  }
}

/* One space at a time, none around. */
static char *
collapse (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p; p++)
    if (*p != ' ' || (out->len > 0 && out->str[out->len - 1] != ' '))
      g_string_append_c (out, *p);
  return g_strchomp (g_string_free (out, FALSE));
}

char *
carrel_math_to_text (CarrelMath *self)
{
  Writer writer = { 0 };
  guint  n;
  char  *text;

  writer.nodes = carrel_math_get_nodes (self, &n);
  writer.texts = g_new0 (char *, n);
  for (guint i = 0; i < n; i++) {
    const CarrelMathNode *node = &writer.nodes[i];
    GString              *out = g_string_new (NULL);

    write_node (&writer, node, out);
    for (guint32 child = node->first; child != CARREL_MATH_NONE; child = writer.nodes[child].next)
      g_clear_pointer (&writer.texts[child], g_free);
    writer.texts[i] = g_string_free (out, FALSE);
  }
  text = collapse (writer.texts[n - 1]);
  for (guint i = 0; i < n; i++)
    g_free (writer.texts[i]);
  g_free (writer.texts);
  return text;
}

char *
carrel_math_make_readable (const char *tex, gssize len)
{
  g_autoptr (CarrelMath) math = carrel_math_parse (tex, len, FALSE);

  return math      ? carrel_math_to_text (math)
         : len < 0 ? g_strdup (tex)
                   : g_strndup (tex, (gsize) len);
}
