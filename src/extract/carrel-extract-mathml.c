/* carrel-extract-mathml.c: presentation MathML → TeX.
 *
 * For formulas that don't say their TeX. One walk over the formula with a stack of its open
 * elements; each element is put together from what its children became. A formula of more than
 * MAX_NODES, or deeper than MAX_DEPTH, is none. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

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

typedef struct {
  gunichar    c;
  const char *tex;
} Symbol;

/* Sorted by character. */
static const Symbol symbols[] = {
  { '#', "\\#" },
  { '$', "\\$" },
  { '%', "\\%" },
  { '&', "\\&" },
  { '\\', "\\backslash" },
  { '_', "\\_" },
  { '{', "\\{" },
  { '}', "\\}" },
  { '~', "\\sim" },
  { 0xac, "\\neg" },
  { 0xb0, "^{\\circ}" },
  { 0xb1, "\\pm" },
  { 0xb7, "\\cdot" },
  { 0xd7, "\\times" },
  { 0xf7, "\\div" },
  { 0x131, "\\imath" },
  { 0x393, "\\Gamma" },
  { 0x394, "\\Delta" },
  { 0x398, "\\Theta" },
  { 0x39b, "\\Lambda" },
  { 0x39e, "\\Xi" },
  { 0x3a0, "\\Pi" },
  { 0x3a3, "\\Sigma" },
  { 0x3a5, "\\Upsilon" },
  { 0x3a6, "\\Phi" },
  { 0x3a8, "\\Psi" },
  { 0x3a9, "\\Omega" },
  { 0x3b1, "\\alpha" },
  { 0x3b2, "\\beta" },
  { 0x3b3, "\\gamma" },
  { 0x3b4, "\\delta" },
  { 0x3b5, "\\varepsilon" },
  { 0x3b6, "\\zeta" },
  { 0x3b7, "\\eta" },
  { 0x3b8, "\\theta" },
  { 0x3b9, "\\iota" },
  { 0x3ba, "\\kappa" },
  { 0x3bb, "\\lambda" },
  { 0x3bc, "\\mu" },
  { 0x3bd, "\\nu" },
  { 0x3be, "\\xi" },
  { 0x3bf, "o" },
  { 0x3c0, "\\pi" },
  { 0x3c1, "\\rho" },
  { 0x3c2, "\\varsigma" },
  { 0x3c3, "\\sigma" },
  { 0x3c4, "\\tau" },
  { 0x3c5, "\\upsilon" },
  { 0x3c6, "\\varphi" },
  { 0x3c7, "\\chi" },
  { 0x3c8, "\\psi" },
  { 0x3c9, "\\omega" },
  { 0x3d1, "\\vartheta" },
  { 0x3d5, "\\phi" },
  { 0x3d6, "\\varpi" },
  { 0x3f1, "\\varrho" },
  { 0x3f5, "\\epsilon" },
  { 0x2016, "\\Vert" },
  { 0x2020, "\\dagger" },
  { 0x2026, "\\ldots" },
  { 0x2032, "'" },
  { 0x2033, "''" },
  { 0x2034, "'''" },
  { 0x210f, "\\hbar" },
  { 0x2111, "\\Im" },
  { 0x2113, "\\ell" },
  { 0x2118, "\\wp" },
  { 0x211c, "\\Re" },
  { 0x2135, "\\aleph" },
  { 0x2190, "\\leftarrow" },
  { 0x2191, "\\uparrow" },
  { 0x2192, "\\to" },
  { 0x2193, "\\downarrow" },
  { 0x2194, "\\leftrightarrow" },
  { 0x21a6, "\\mapsto" },
  { 0x21d0, "\\Leftarrow" },
  { 0x21d2, "\\Rightarrow" },
  { 0x21d4, "\\Leftrightarrow" },
  { 0x2200, "\\forall" },
  { 0x2202, "\\partial" },
  { 0x2203, "\\exists" },
  { 0x2204, "\\nexists" },
  { 0x2205, "\\emptyset" },
  { 0x2206, "\\Delta" },
  { 0x2207, "\\nabla" },
  { 0x2208, "\\in" },
  { 0x2209, "\\notin" },
  { 0x220b, "\\ni" },
  { 0x220f, "\\prod" },
  { 0x2210, "\\coprod" },
  { 0x2211, "\\sum" },
  { 0x2212, "-" },
  { 0x2213, "\\mp" },
  { 0x2215, "/" },
  { 0x2216, "\\setminus" },
  { 0x2217, "*" },
  { 0x2218, "\\circ" },
  { 0x2219, "\\bullet" },
  { 0x221d, "\\propto" },
  { 0x221e, "\\infty" },
  { 0x2220, "\\angle" },
  { 0x2223, "\\mid" },
  { 0x2224, "\\nmid" },
  { 0x2225, "\\parallel" },
  { 0x2227, "\\wedge" },
  { 0x2228, "\\vee" },
  { 0x2229, "\\cap" },
  { 0x222a, "\\cup" },
  { 0x222b, "\\int" },
  { 0x222c, "\\iint" },
  { 0x222d, "\\iiint" },
  { 0x222e, "\\oint" },
  { 0x2234, "\\therefore" },
  { 0x223c, "\\sim" },
  { 0x2243, "\\simeq" },
  { 0x2245, "\\cong" },
  { 0x2248, "\\approx" },
  { 0x225c, "\\triangleq" },
  { 0x2260, "\\neq" },
  { 0x2261, "\\equiv" },
  { 0x2264, "\\leq" },
  { 0x2265, "\\geq" },
  { 0x226a, "\\ll" },
  { 0x226b, "\\gg" },
  { 0x227a, "\\prec" },
  { 0x227b, "\\succ" },
  { 0x2282, "\\subset" },
  { 0x2283, "\\supset" },
  { 0x2286, "\\subseteq" },
  { 0x2287, "\\supseteq" },
  { 0x2295, "\\oplus" },
  { 0x2297, "\\otimes" },
  { 0x22a2, "\\vdash" },
  { 0x22a4, "\\top" },
  { 0x22a5, "\\bot" },
  { 0x22a8, "\\models" },
  { 0x22c0, "\\bigwedge" },
  { 0x22c1, "\\bigvee" },
  { 0x22c2, "\\bigcap" },
  { 0x22c3, "\\bigcup" },
  { 0x22c5, "\\cdot" },
  { 0x22c6, "\\star" },
  { 0x22ee, "\\vdots" },
  { 0x22ef, "\\cdots" },
  { 0x22f1, "\\ddots" },
  { 0x2308, "\\lceil" },
  { 0x2309, "\\rceil" },
  { 0x230a, "\\lfloor" },
  { 0x230b, "\\rfloor" },
  { 0x2329, "\\langle" },
  { 0x232a, "\\rangle" },
  { 0x25a1, "\\square" },
  { 0x27e8, "\\langle" },
  { 0x27e9, "\\rangle" },
  { 0x27f5, "\\longleftarrow" },
  { 0x27f6, "\\longrightarrow" },
  { 0x27f9, "\\Longrightarrow" },
  { 0x27fa, "\\Longleftrightarrow" },
  { 0x2a00, "\\bigodot" },
  { 0x2a01, "\\bigoplus" },
  { 0x2a02, "\\bigotimes" },
  { 0x2a7d, "\\leqslant" },
  { 0x2a7e, "\\geqslant" },
};

static const char *const functions[] = {
  "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot",  "coth", "csc",    "deg",    "det",
  "dim",    "exp",    "gcd",    "hom", "inf", "ker",  "lg",   "lim",  "liminf", "limsup", "ln",
  "log",    "max",    "min",    "Pr",  "sec", "sin",  "sinh", "sup",  "tan",    "tanh",   NULL
};

/* ── Characters ── */

static const char *
find_symbol (gunichar c)
{
  gsize low = 0, high = G_N_ELEMENTS (symbols);

  while (low < high) {
    gsize middle = (low + high) / 2;

    if (symbols[middle].c == c)
      return symbols[middle].tex;
    if (symbols[middle].c < c)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

/* Characters that show nothing: function application, invisible times, separator, plus. */
static gboolean
is_invisible (gunichar c)
{
  return (c >= 0x2061 && c <= 0x2064) || c == 0x200b || c == 0xfeff || c == 0xfe00;
}

/* A command runs on into a letter that follows it. */
static void
append_tex (GString *out, const char *tex)
{
  gsize at = out->len;

  if (!*tex)
    return;
  while (at > 0 && g_ascii_isalpha (out->str[at - 1]))
    at--;
  if (g_ascii_isalpha (*tex) && at > 0 && at < out->len && out->str[at - 1] == '\\')
    g_string_append_c (out, ' ');
  g_string_append (out, tex);
}

/* Which alphabet of the mathematical letters a character is of. (nullable) */
static const char *
find_alphabet (gunichar c)
{
  if (c >= 0x1d400 && c <= 0x1d433)
    return "\\mathbf";
  if ((c >= 0x1d49c && c <= 0x1d503))
    return "\\mathcal";
  if ((c >= 0x1d504 && c <= 0x1d537) || (c >= 0x1d56c && c <= 0x1d59f))
    return "\\mathfrak";
  if (c >= 0x1d538 && c <= 0x1d56b)
    return "\\mathbb";
  if (c == 0x2102 || c == 0x210d || c == 0x2115 || c == 0x2119 || c == 0x211a || c == 0x211d ||
      c == 0x2124)
    return "\\mathbb";
  if (c == 0x210b || c == 0x2110 || c == 0x2112 || c == 0x211b || c == 0x212c || c == 0x2130 ||
      c == 0x2131 || c == 0x2133)
    return "\\mathcal";
  return NULL;
}

static void
append_character (GString *out, gunichar c)
{
  const char *known = find_symbol (c), *alphabet = known ? NULL : find_alphabet (c);
  char        one[7] = "";

  if (is_invisible (c))
    return;
  if (known) {
    append_tex (out, known);
    return;
  }
  one[g_unichar_to_utf8 (c, one)] = '\0';
  if (alphabet || (c >= 0x1d400 && c <= 0x1d7ff)) {
    g_autofree char *plain = g_utf8_normalize (one, -1, G_NORMALIZE_NFKC);
    const char      *letter = find_symbol (g_utf8_get_char (plain));

    if (alphabet)
      g_string_append_printf (out, "%s{%s}", alphabet, letter ? letter : plain);
    else
      append_tex (out, letter ? letter : plain);
    return;
  }
  append_tex (out, one);
}

static char *
translate (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    append_character (out, g_utf8_get_char (p));
  return g_string_free (out, FALSE);
}

/* Text within TeX's text: its own characters are escaped. */
static char *
escape_text (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p++) {
    if (strchr ("#$%&_{}", *p))
      g_string_append_printf (out, "\\%c", *p);
    else if (*p == '\\')
      g_string_append (out, "\\textbackslash{}");
    else
      g_string_append_c (out, *p);
  }
  return g_string_free (out, FALSE);
}

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
  tex = translate (text);
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
    g_autofree char *escaped = escape_text (text);
    const char *raw = node->first && node->first->type == CARREL_NODE_TEXT ? node->first->text : "";

    return g_strdup_printf (
        "\\text{%s%s%s}", g_str_has_prefix (raw, "\xc2\xa0") || *raw == ' ' ? " " : "", escaped,
        g_str_has_suffix (raw, "\xc2\xa0") || g_str_has_suffix (raw, " ") ? " " : "");
  }
  if (strcmp (node->name, "mn") == 0 && get_variant (node)) {
    g_autofree char *tex = translate (text);

    return wrap (get_variant (node), tex);
  }
  if (strcmp (node->name, "mo") == 0 && strlen (text) > 1 && g_strv_contains (functions, text))
    return g_strconcat ("\\", text, NULL);
  if (strcmp (node->name, "mo") == 0 && strlen (text) > 1 &&
      strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen (text))
    return wrap ("\\operatorname", text);
  return translate (text);
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
      append_tex (out, part);
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
  g_autofree char *first = translate (open ? open : "("), *last = translate (close ? close : ")");

  g_string_append_printf (out, "\\left%s ", *first ? first : ".");
  for (guint i = 0; i < level->parts->len; i++) {
    if (i > 0 && (!separators || *separators))
      g_string_append_c (out, separators && (guchar) *separators < 0x80 ? *separators : ',');
    append_tex (out, get_part (level, i));
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
