/* carrel-extract-mathml.c: presentation MathML → TeX.
 *
 * For formulas that don't say their TeX. One walk over the formula with a stack of its open
 * elements; each element is put together from what its children became. A formula of more than
 * MAX_NODES, or deeper than MAX_DEPTH, is none. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-mathml-private.h"
#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_NODES 4000
#define MAX_DEPTH 64
#define MAX_TEX 65536 /* bytes */

typedef struct {
  CarrelNode *node;
  GPtrArray  *parts; /* (owned) (element-type utf8): TeX of the element children */
  GPtrArray  *nodes; /* (owned) (element-type CarrelNode): those children */
} Level;

static const char *const functions[] = {
  "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot",  "coth", "csc",    "deg",    "det",
  "dim",    "exp",    "gcd",    "hom", "inf", "ker",  "lg",   "lim",  "liminf", "limsup", "ln",
  "log",    "max",    "min",    "Pr",  "sec", "sin",  "sinh", "sup",  "tan",    "tanh",   NULL
};

/* ── Leaves ── */

static char *
wrap (const char *command, const char *text)
{
  return g_strdup_printf ("%s{%s}", command, text);
}

/* What mathvariant asks for; «italic» is what a letter is anyway. (nullable) */
static const char *
get_variant (CarrelNode *node)
{
  static const char *const names[][2] = { { "bold", "\\mathbf" },
                                          { "double-struck", "\\mathbb" },
                                          { "script", "\\mathcal" },
                                          { "fraktur", "\\mathfrak" },
                                          { "sans-serif", "\\mathsf" },
                                          { "monospace", "\\mathtt" },
                                          { "bold-italic", "\\boldsymbol" },
                                          { "normal", "\\mathrm" } };
  const char              *variant = carrel_node_get (node, "mathvariant");

  for (guint i = 0; variant && i < G_N_ELEMENTS (names); i++)
    if (strcmp (variant, names[i][0]) == 0)
      return names[i][1];
  return NULL;
}

static char *
make_identifier (CarrelNode *node, const char *text)
{
  const char      *variant = get_variant (node);
  glong            len = g_utf8_strlen (text, -1);
  g_autofree char *tex = NULL;

  if (len > 1 && g_strv_contains (functions, text))
    return g_strconcat ("\\", text, NULL);
  tex = carrel_mathml_translate (text);
  if (len > 1 && !variant && g_ascii_isalpha (*text))
    variant = "\\mathrm";
  /* An upright capital Greek letter is what its command gives. */
  if (variant && !(strcmp (variant, "\\mathrm") == 0 && *tex == '\\' && len == 1))
    return wrap (variant, tex);
  return g_steal_pointer (&tex);
}

static char *
make_leaf (CarrelNode *node)
{
  g_autofree char *text = carrel_node_dup_text (node);

  if (!*text && strcmp (node->name, "mspace") != 0)
    return g_strdup ("");
  if (strcmp (node->name, "mi") == 0)
    return make_identifier (node, text);
  if (strcmp (node->name, "mtext") == 0 || strcmp (node->name, "ms") == 0) {
    g_autofree char *escaped = carrel_mathml_escape_text (text);
    const char *raw = node->first && node->first->type == CARREL_NODE_TEXT ? node->first->text : "";

    return g_strdup_printf (
        "\\text{%s%s%s}", g_str_has_prefix (raw, "\xc2\xa0") || *raw == ' ' ? " " : "", escaped,
        g_str_has_suffix (raw, "\xc2\xa0") || g_str_has_suffix (raw, " ") ? " " : "");
  }
  if (strcmp (node->name, "mn") == 0 && get_variant (node)) {
    g_autofree char *tex = carrel_mathml_translate (text);

    return wrap (get_variant (node), tex);
  }
  if (strcmp (node->name, "mo") == 0 && strlen (text) > 1 && g_strv_contains (functions, text))
    return g_strconcat ("\\", text, NULL);
  if (strcmp (node->name, "mo") == 0 && strlen (text) > 1 &&
      strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen (text))
    return wrap ("\\operatorname", text);
  return carrel_mathml_translate (text);
}

static char *
make_space (CarrelNode *node)
{
  const char *width = carrel_node_get (node, "width"), *line = carrel_node_get (node, "linebreak");
  double      size = width ? g_ascii_strtod (width, NULL) : 0;

  if (line && strcmp (line, "newline") == 0)
    return g_strdup ("\\\\ ");
  if (width && !g_str_has_suffix (width, "em"))
    size = size > 0 ? 0.2 : 0;
  return g_strdup (size >= 2     ? "\\qquad "
                   : size >= 1   ? "\\quad "
                   : size > 0.22 ? "\\; "
                   : size > 0    ? "\\, "
                                 : "");
}

/* ── Put together ── */

static const char *
get_part (Level *level, guint n)
{
  return n < level->parts->len ? level->parts->pdata[n] : "";
}

/* One character, or one command: a script may stand at it without braces. */
static gboolean
is_atom (const char *tex)
{
  if (*tex == '\\') {
    gsize len = 1;

    while (g_ascii_isalpha (tex[len]))
      len++;
    if (len == 1 && tex[len])
      len = 2;
    /* \mathbf{x} is one as well. */
    if (g_str_has_prefix (tex, "\\math") && tex[len] == '{') {
      const char *end = strchr (tex + len, '}');

      return end && end[1] == '\0';
    }
    return tex[len] == '\0';
  }
  return *tex && *g_utf8_next_char (tex) == '\0';
}

static void
append_base (GString *out, const char *base)
{
  g_string_append_printf (out, is_atom (base) ? "%s" : "{%s}", base);
}

static void
append_script (GString *out, char sign, const char *script)
{
  if (!*script)
    return;
  if (sign == '^' && strspn (script, "'") == strlen (script))
    g_string_append (out, script);
  else if (is_atom (script) && *script != '\\' && *script != '^')
    g_string_append_printf (out, "%c%s", sign, script);
  else
    g_string_append_printf (out, "%c{%s}", sign, script);
}

static gboolean
is_named (CarrelNode *node, const char *name)
{
  return node && node->type == CARREL_NODE_ELEMENT && strcmp (node->name, name) == 0;
}

static gboolean
is_infix (const char *tex)
{
  static const char *const signs[] = { "+",
                                       "-",
                                       "=",
                                       "<",
                                       ">",
                                       "\\neq",
                                       "\\leq",
                                       "\\geq",
                                       "\\pm",
                                       "\\mp",
                                       "\\times",
                                       "\\cdot",
                                       "\\approx",
                                       "\\equiv",
                                       "\\in",
                                       "\\notin",
                                       "\\subset",
                                       "\\subseteq",
                                       "\\cup",
                                       "\\cap",
                                       "\\to",
                                       "\\Rightarrow",
                                       "\\Leftrightarrow",
                                       "\\sim",
                                       "\\propto",
                                       "\\wedge",
                                       "\\vee",
                                       "\\mapsto",
                                       "\\mid",
                                       ":=",
                                       NULL };

  return g_strv_contains (signs, tex);
}

static gboolean
is_fence (const char *tex, gboolean open)
{
  static const char *const opening[] = { "(",        "[",        "\\{",     "|", "\\Vert",
                                         "\\langle", "\\lfloor", "\\lceil", NULL };
  static const char *const closing[] = { ")",        "]",        "\\}",     "|", "\\Vert",
                                         "\\rangle", "\\rfloor", "\\rceil", NULL };

  return g_strv_contains (open ? opening : closing, tex);
}

/* Something high stands in the row: its brackets grow with it. */
static gboolean
is_high (Level *level)
{
  for (guint i = 0; i < level->nodes->len; i++)
    if (is_named (level->nodes->pdata[i], "mtable") || is_named (level->nodes->pdata[i], "mfrac"))
      return TRUE;
  return FALSE;
}

static void
append_row (GString *out, Level *level)
{
  guint    n = level->parts->len;
  gboolean grows = n > 1 && is_fence (get_part (level, 0), TRUE) && is_high (level),
           closes = grows && n > 2 && is_fence (get_part (level, n - 1), FALSE);

  if (grows && !closes && strcmp (get_part (level, 0), "\\{") != 0)
    grows = FALSE;
  for (guint i = 0; i < n; i++) {
    const char *part = get_part (level, i);

    if (grows && i == 0)
      g_string_append_printf (out, "\\left%s ", part);
    else if (closes && i == n - 1)
      g_string_append_printf (out, " \\right%s", part);
    else if (i > 0 && i < n - 1 && is_named (level->nodes->pdata[i], "mo") && is_infix (part) &&
             out->len > 0 && !strchr (" ({[,", out->str[out->len - 1]))
      g_string_append_printf (out, " %s ", part);
    else
      carrel_mathml_append_tex (out, part);
  }
  if (grows && !closes)
    g_string_append (out, " \\right.");
}

static void
append_table (GString *out, Level *level)
{
  /* Lines that stand one below the other at their signs. */
  const char *columns = carrel_node_get (level->node, "columnalign"),
             *name = columns && g_str_has_prefix (columns, "right left") ? "aligned" : "matrix";

  g_string_append_printf (out, "\\begin{%s}", name);
  for (guint i = 0; i < level->parts->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " \\\\ " : " ", get_part (level, i));
  g_string_append_printf (out, " \\end{%s}", name);
}

static void
append_accent (GString *out, Level *level, gboolean over)
{
  static const char *const above[][2] = {
    { "^", "\\hat" },      { "ˆ", "\\hat" },   { "¯", "\\overline" },  { "‾", "\\overline" },
    { "―", "\\overline" }, { "→", "\\vec" },   { "⃗", "\\vec" },        { "˙", "\\dot" },
    { "¨", "\\ddot" },     { "~", "\\tilde" }, { "˜", "\\tilde" },     { "∼", "\\tilde" },
    { "ˇ", "\\check" },    { "˘", "\\breve" }, { "⏞", "\\overbrace" }, { "_", "\\overline" },
    { "-", "\\bar" },      { "̂", "\\hat" }
  };
  static const char *const below[][2] = { { "_", "\\underline" },
                                          { "̲", "\\underline" },
                                          { "⏟", "\\underbrace" },
                                          { "¯", "\\underline" },
                                          { "‾", "\\underline" } };
  CarrelNode              *mark = level->nodes->len > 1 ? level->nodes->pdata[1] : NULL;
  g_autofree char *text = mark && is_named (mark, "mo") ? carrel_node_dup_text (mark) : NULL;

  for (guint i = 0; text && i < (over ? G_N_ELEMENTS (above) : G_N_ELEMENTS (below)); i++)
    if (strcmp (text, over ? above[i][0] : below[i][0]) == 0) {
      g_string_append_printf (out, "%s{%s}", over ? above[i][1] : below[i][1], get_part (level, 0));
      return;
    }
  g_string_append_printf (out, "%s{%s}{%s}", over ? "\\overset" : "\\underset", get_part (level, 1),
                          get_part (level, 0));
}

/* Sums and limits have their bounds as scripts. */
static gboolean
takes_limits (const char *base)
{
  static const char *const names[] = { "\\sum",      "\\prod",      "\\coprod",   "\\int",
                                       "\\iint",     "\\iiint",     "\\oint",     "\\lim",
                                       "\\max",      "\\min",       "\\sup",      "\\inf",
                                       "\\limsup",   "\\liminf",    "\\bigcup",   "\\bigcap",
                                       "\\bigoplus", "\\bigotimes", "\\bigwedge", "\\bigvee",
                                       "\\det",      "\\gcd",       "\\Pr",       NULL };

  return g_strv_contains (names, base) || g_str_has_prefix (base, "\\underbrace") ||
         g_str_has_prefix (base, "\\overbrace") || g_str_has_prefix (base, "\\operatorname");
}

static void
append_fenced (GString *out, Level *level)
{
  const char *open = carrel_node_get (level->node, "open"),
             *close = carrel_node_get (level->node, "close"),
             *separators = carrel_node_get (level->node, "separators");
  g_autofree char *first = carrel_mathml_translate (open ? open : "("),
                  *last = carrel_mathml_translate (close ? close : ")");

  g_string_append_printf (out, "\\left%s ", *first ? first : ".");
  for (guint i = 0; i < level->parts->len; i++) {
    if (i > 0 && (!separators || *separators))
      g_string_append_c (out, separators && (guchar) *separators < 0x80 ? *separators : ',');
    carrel_mathml_append_tex (out, get_part (level, i));
  }
  g_string_append_printf (out, " \\right%s", *last ? last : ".");
}

/* Base, pairs of lower and upper, and after <mprescripts> the pairs before it. */
static void
append_scripts_around (GString *out, Level *level)
{
  guint n = level->parts->len, before = n;

  for (guint i = 1; i < n; i++)
    if (is_named (level->nodes->pdata[i], "mprescripts"))
      before = MIN (before, i);
  for (guint i = before + 1; i + 1 < n; i += 2) {
    g_string_append (out, "{}");
    append_script (out, '_', get_part (level, i));
    append_script (out, '^', get_part (level, i + 1));
  }
  append_base (out, get_part (level, 0));
  for (guint i = 1; i + 1 < MAX (before, 1) && i + 1 < n; i += 2) {
    append_script (out, '_', get_part (level, i));
    append_script (out, '^', get_part (level, i + 1));
  }
}

static void
append_enclosed (GString *out, Level *level)
{
  const char *notation = carrel_node_get (level->node, "notation");
  g_autoptr (GString) inner = g_string_new (NULL);

  append_row (inner, level);
  if (notation && strstr (notation, "strike"))
    g_string_append_printf (out, "\\cancel{%s}", inner->str);
  else if (notation && (strstr (notation, "box") || strstr (notation, "circle")))
    g_string_append_printf (out, "\\boxed{%s}", inner->str);
  else if (notation && strstr (notation, "top"))
    g_string_append_printf (out, "\\overline{%s}", inner->str);
  else if (notation && strstr (notation, "radical"))
    g_string_append_printf (out, "\\sqrt{%s}", inner->str);
  else
    g_string_append (out, inner->str);
}

static void
append_fraction (GString *out, Level *level)
{
  const char *thickness = carrel_node_get (level->node, "linethickness"),
             *bevelled = carrel_node_get (level->node, "bevelled");

  if (thickness && *thickness == '0')
    g_string_append_printf (out, "\\genfrac{}{}{0pt}{}{%s}{%s}", get_part (level, 0),
                            get_part (level, 1));
  else if (bevelled && strcmp (bevelled, "true") == 0)
    g_string_append_printf (out, "{%s}/{%s}", get_part (level, 0), get_part (level, 1));
  else
    g_string_append_printf (out, "\\frac{%s}{%s}", get_part (level, 0), get_part (level, 1));
}

static void
append_limits (GString *out, Level *level)
{
  const char *base = get_part (level, 0);

  if (takes_limits (base)) {
    g_string_append (out, base);
    append_script (out, '_', get_part (level, 1));
    append_script (out, '^', get_part (level, 2));
  } else {
    g_string_append_printf (out, "\\underset{%s}{\\overset{%s}{%s}}", get_part (level, 1),
                            get_part (level, 2), base);
  }
}

/* TeX of an element whose children are done. (transfer full) */
static char *
compose (Level *level)
{
  GString    *out = g_string_new (NULL);
  const char *name = level->node->name, *base = get_part (level, 0);

  if (strcmp (name, "msup") == 0 || strcmp (name, "msub") == 0) {
    append_base (out, base);
    append_script (out, name[3] == 'p' ? '^' : '_', get_part (level, 1));
  } else if (strcmp (name, "msubsup") == 0) {
    append_base (out, base);
    append_script (out, '_', get_part (level, 1));
    append_script (out, '^', get_part (level, 2));
  } else if (strcmp (name, "munderover") == 0) {
    append_limits (out, level);
  } else if ((strcmp (name, "munder") == 0 || strcmp (name, "mover") == 0) && takes_limits (base)) {
    g_string_append (out, base);
    append_script (out, name[1] == 'u' ? '_' : '^', get_part (level, 1));
  } else if (strcmp (name, "munder") == 0 || strcmp (name, "mover") == 0) {
    append_accent (out, level, name[1] == 'o');
  } else if (strcmp (name, "mfrac") == 0) {
    append_fraction (out, level);
  } else if (strcmp (name, "msqrt") == 0) {
    g_string_append (out, "\\sqrt{");
    append_row (out, level);
    g_string_append_c (out, '}');
  } else if (strcmp (name, "mroot") == 0) {
    g_string_append_printf (out, "\\sqrt[%s]{%s}", get_part (level, 1), base);
  } else if (strcmp (name, "mtable") == 0) {
    append_table (out, level);
  } else if (strcmp (name, "mtr") == 0 || strcmp (name, "mlabeledtr") == 0) {
    for (guint i = strcmp (name, "mtr") == 0 ? 0 : 1, k = 0; i < level->parts->len; i++, k++)
      g_string_append_printf (out, "%s%s", k > 0 ? " & " : "", get_part (level, i));
  } else if (strcmp (name, "mfenced") == 0) {
    append_fenced (out, level);
  } else if (strcmp (name, "mmultiscripts") == 0) {
    append_scripts_around (out, level);
  } else if (strcmp (name, "menclose") == 0) {
    append_enclosed (out, level);
  } else if (strcmp (name, "mphantom") == 0) {
    g_string_append (out, "\\phantom{");
    append_row (out, level);
    g_string_append_c (out, '}');
  } else if (strcmp (name, "semantics") == 0 || strcmp (name, "maction") == 0) {
    g_string_append (out, base);
  } else {
    append_row (out, level);
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_leaf (CarrelNode *node)
{
  static const char *const names[] = { "mi", "mn", "mo", "ms", "mtext", NULL };

  return g_strv_contains (names, node->name);
}

static void
free_level (gpointer data)
{
  Level *level = data;

  g_ptr_array_unref (level->parts);
  g_ptr_array_unref (level->nodes);
}

static void
add_part (GArray *levels, CarrelNode *node, char *tex)
{
  Level *level = &g_array_index (levels, Level, levels->len - 1);

  g_ptr_array_add (level->parts, tex);
  g_ptr_array_add (level->nodes, node);
}

static void
open_level (GArray *levels, CarrelNode *node)
{
  Level level = { node, g_ptr_array_new_with_free_func (g_free), g_ptr_array_new () };

  g_array_append_val (levels, level);
}

/* Closes the innermost; its TeX is the part of the one around it, or what is returned. */
static char *
close_level (GArray *levels)
{
  Level      *level = &g_array_index (levels, Level, levels->len - 1);
  CarrelNode *node = level->node;
  char       *tex = compose (level);

  g_array_set_size (levels, levels->len - 1);
  if (levels->len == 0)
    return tex;
  add_part (levels, node, tex);
  return NULL;
}

char *
carrel_extract_mathml_to_tex (CarrelNode *math)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  CarrelNode      *node = math->first;
  g_autofree char *tex = NULL;
  guint            n = 0;

  g_array_set_clear_func (levels, free_level);
  open_level (levels, math);
  while (levels->len > 0) {
    if (!node) {
      CarrelNode *closed = g_array_index (levels, Level, levels->len - 1).node;

      tex = close_level (levels);
      node = closed->next;
      continue;
    }
    if (++n > MAX_NODES || levels->len > MAX_DEPTH)
      return NULL;
    if (node->type != CARREL_NODE_ELEMENT || g_str_has_prefix (node->name, "annotation")) {
      node = node->next;
    } else if (is_leaf (node) || strcmp (node->name, "mspace") == 0 || !node->first) {
      add_part (levels, node,
                strcmp (node->name, "mspace") == 0 ? make_space (node) : make_leaf (node));
      node = node->next;
    } else {
      open_level (levels, node);
      node = node->first;
    }
  }
  g_strstrip (tex);
  return *tex && strlen (tex) <= MAX_TEX ? g_steal_pointer (&tex) : NULL;
}
