/* carrel-extract-math.c: formulas, each once and as TeX, however the page draws them.
 *
 * KaTeX, MathJax, MathML, pictures of formulas and TeX that a script would have drawn become
 * <span class="math">, those on a line of their own with data-display="block": what
 * carrel_document_from_node () reads. What stands beside a formula to be looked at goes. Any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"

#include "base/carrel-matcher.h"

#include <string.h>

#define MAX_TEX 20000   /* bytes */
#define MAX_INLINE 500  /* bytes between two single dollars */
#define MAX_PAIRS 40    /* of dollars in a text that are looked at */
#define MAX_WITHIN 3000 /* nodes of a drawn formula that are looked through for its source */
#define MAX_BESIDE 4    /* nodes between a drawn formula and its source */

/* ── TeX ── */

static gboolean
is_tex_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Takes off a pair that encloses all of it. */
static gboolean
strip_pair (char *tex, const char *open, const char *close)
{
  gsize len = strlen (tex), n = strlen (open), m = strlen (close);

  if (len < n + m || strncmp (tex, open, n) != 0 || strcmp (tex + len - m, close) != 0)
    return FALSE;
  tex[len - m] = '\0';
  memmove (tex, tex + n, len - m - n + 1);
  g_strstrip (tex);
  return TRUE;
}

/* The brace that opens the text closes only at its end. */
static gboolean
is_one_group (const char *tex)
{
  int depth = 0;

  for (const char *p = tex; *p; p++) {
    if (*p == '\\' && p[1])
      p++;
    else if (*p == '{')
      depth++;
    else if (*p == '}' && --depth == 0)
      return p[1] == '\0';
  }
  return FALSE;
}

char *
carrel_extract_clean_tex (const char *source, gboolean *display)
{
  g_autofree char *tex = g_strndup (source, MIN (strlen (source), MAX_TEX + 1));
  char            *to = tex;

  if (strlen (tex) > MAX_TEX)
    return NULL;
  /* Lines end with comments, and lines will be none. */
  for (const char *p = tex; *p; p++) {
    if (*p == '\\' && p[1]) {
      *to++ = *p++;
      *to++ = *p;
    } else if (*p == '%') {
      while (p[1] && p[1] != '\n')
        p++;
    } else {
      *to++ = *p;
    }
  }
  *to = '\0';
  g_strstrip (tex);
  if (strip_pair (tex, "$$", "$$") || strip_pair (tex, "\\[", "\\]"))
    *display = TRUE;
  else if (!strip_pair (tex, "\\(", "\\)"))
    strip_pair (tex, "$", "$");
  if (g_str_has_prefix (tex, "{\\displaystyle") &&
      !g_ascii_isalpha (tex[strlen ("{\\displaystyle")]) && is_one_group (tex))
    strip_pair (tex, "{\\displaystyle", "}");
  else if (g_str_has_prefix (tex, "{\\textstyle") &&
           !g_ascii_isalpha (tex[strlen ("{\\textstyle")]) && is_one_group (tex))
    strip_pair (tex, "{\\textstyle", "}");
  else if (g_str_has_prefix (tex, "\\displaystyle") &&
           !g_ascii_isalpha (tex[strlen ("\\displaystyle")]))
    memmove (tex, tex + strlen ("\\displaystyle"), strlen (tex) - strlen ("\\displaystyle") + 1);
  g_strstrip (tex);
  return *tex ? g_steal_pointer (&tex) : NULL;
}

CarrelNode *
carrel_extract_new_formula (CarrelExtraction *self, const char *tex, gboolean display)
{
  CarrelNode *span = carrel_node_new_element (self->html, CARREL_TAG_SPAN);

  carrel_node_set (self->html, span, "class", "math");
  if (display)
    carrel_node_set (self->html, span, "data-display", "block");
  carrel_node_append (span, carrel_node_new_text (self->html, tex, -1));
  carrel_extract_mark (self, span);
  return span;
}

/* White space at an end of an element around a formula parts words, as it does in any other; in
 * MathML it is nothing. */
static gboolean
is_space (const CarrelNode *node, const CarrelNode *end)
{
  return node->tag != CARREL_TAG_MATH && end && end->type == CARREL_NODE_TEXT &&
         end->text_len > 0 && carrel_node_is_blank (end);
}

/* The formula instead of the element. FALSE when there is none. */
static gboolean
replace (CarrelExtraction *self, CarrelNode *node, const char *source, gboolean display)
{
  g_autofree char *tex = source ? carrel_extract_clean_tex (source, &display) : NULL;

  if (!tex || !node->parent)
    return FALSE;
  if (is_space (node, node->first))
    carrel_node_insert_before (node, carrel_node_new_text (self->html, " ", 1));
  carrel_node_insert_before (node, carrel_extract_new_formula (self, tex, display));
  if (is_space (node, node->last))
    carrel_node_insert_before (node, carrel_node_new_text (self->html, " ", 1));
  carrel_node_unlink (node);
  return TRUE;
}

/* ── MathML ── */

static gboolean
is_tex_encoding (const char *encoding)
{
  static const char *const names[] = {
    "application/x-tex", "application/x-latex", "text/x-tex", "text/x-latex", "tex", "latex", "stex"
  };

  for (guint i = 0; encoding && i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strncasecmp (encoding, names[i], strlen (names[i])) == 0)
      return TRUE;
  return FALSE;
}

/* The TeX that the formula says of itself, else what its elements mean. (transfer full) (nullable)
 */
char *
carrel_extract_get_tex (CarrelNode *math)
{
  const char *attribute = carrel_node_get (math, "data-latex");

  for (CarrelNode *node = math->first; node; node = carrel_node_next (node, math, FALSE)) {
    if (node->type == CARREL_NODE_ELEMENT && strcmp (node->name, "annotation") == 0 &&
        is_tex_encoding (carrel_node_get (node, "encoding"))) {
      GString *tex = g_string_new (NULL);

      carrel_node_append_text (node, tex);
      return g_string_free (tex, FALSE);
    }
  }
  if (!attribute || !*attribute)
    attribute = carrel_node_get (math, "alttext");
  if (attribute && strpbrk (attribute, "\\^_{"))
    return g_strdup (attribute);
  return carrel_extract_mathml_to_tex (math);
}

static gboolean
is_display (CarrelNode *math)
{
  const char *display = carrel_node_get (math, "display"), *mode = carrel_node_get (math, "mode");

  return (display && (g_ascii_strcasecmp (display, "block") == 0 ||
                      g_ascii_strcasecmp (display, "true") == 0)) ||
         (mode && g_ascii_strcasecmp (mode, "display") == 0);
}

static gboolean
replace_math (CarrelExtraction *self, CarrelNode *place, CarrelNode *math, gboolean display)
{
  g_autofree char *tex = carrel_extract_get_tex (math);

  return replace (self, place, tex, display || is_display (math));
}

/* ── KaTeX and MathJax ── */

static gboolean
is_tex_script (CarrelNode *node)
{
  const char *type = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_SCRIPT
                         ? carrel_node_get (node, "type")
                         : NULL;

  return type && g_str_has_prefix (type, "math/");
}

static gboolean
replace_script (CarrelExtraction *self, CarrelNode *script)
{
  const char *type = carrel_node_get (script, "type");
  g_autoptr (GString) source = g_string_new (NULL);

  for (CarrelNode *child = script->first; child; child = child->next)
    if (child->type == CARREL_NODE_TEXT)
      g_string_append_len (source, child->text, child->text_len);
  if (g_str_has_prefix (type, "math/mml")) {
    g_autoptr (CarrelHtml) html =
        source->len <= MAX_TEX ? carrel_html_parse (source->str, source->len, NULL) : NULL;
    CarrelNode *math =
        html ? carrel_node_find (carrel_html_get_root (html), CARREL_TAG_MATH) : NULL;
    g_autofree char *tex = math ? carrel_extract_get_tex (math) : NULL;

    return replace (self, script, tex, math && is_display (math));
  }
  return g_str_has_prefix (type, "math/tex") &&
         replace (self, script, source->str, strstr (type, "mode=display") != NULL);
}

/* The source of what MathJax 2 drew: a script soon after it, with at most other drawings between.
 */
static gboolean
has_script_after (CarrelNode *node)
{
  guint n = 0;

  for (node = node->next; node && n < MAX_BESIDE; node = node->next, n++) {
    const char *class = carrel_node_get (node, "class");

    if (is_tex_script (node))
      return TRUE;
    if (node->type == CARREL_NODE_TEXT
            ? node->text_len > strspn (node->text, " \t\n")
            : !class ||
                  !(strstr (class, "MathJax") || strstr (class, "mjx") || strstr (class, "MJX")))
      return FALSE;
  }
  return FALSE;
}

/* What was drawn says what it was: data-math, data-tex and their sisters. (nullable) */
static const char *
get_named_tex (const CarrelNode *node)
{
  static const char *const names[] = { "data-math",     "data-tex",          "data-latex",
                                       "data-katex",    "data-formula",      "data-expr",
                                       "data-equation", "data-asciimath-tex" };

  for (guint i = 0; i < node->n_attributes; i++) {
    const CarrelAttribute *attribute = &node->attributes[i];

    if (!g_str_has_prefix (attribute->name, "data-") || !*attribute->value)
      continue;
    for (guint k = 0; k < G_N_ELEMENTS (names); k++)
      if (strcmp (attribute->name, names[k]) == 0)
        return attribute->value;
  }
  return NULL;
}

/* An element around a formula in two or three shapes, of which one says what it is. */
static gboolean
is_wrapper (const char *class, gboolean *display)
{
  static const char *const names[] = { "katex-display",       "katex",
                                       "mwe-math-element",    "MathJax",
                                       "MathJax_Display",     "MathJax_SVG",
                                       "MathJax_SVG_Display", "MathJax_CHTML",
                                       "MathJax_PHTML",       "MathJax_PlainSource",
                                       "MathJax_Preview",     "mjx-chtml",
                                       "MJXc-display",        "mjx-full-width",
                                       "MathJax_MathML" };
  gboolean                 found = FALSE;

  for (const char *p = class; *p;) {
    gsize len;

    p += strspn (p, " \t\n\r\f");
    len = strcspn (p, " \t\n\r\f");
    for (guint i = 0; i < G_N_ELEMENTS (names) && len > 0; i++)
      found |= strlen (names[i]) == len && strncmp (p, names[i], len) == 0;
    p += len;
  }
  if (found)
    *display = strstr (class, "isplay") || strstr (class, "mwe-math-element-block");
  return found;
}

/* Where there is nothing but what KaTeX drew, its signs are better than a hole. */
static void
show_drawn (CarrelExtraction *self, CarrelNode *node)
{
  for (CarrelNode *child = node->first; child; child = child->next) {
    CarrelNodeInfo *info = carrel_extract_get_info (child);

    if (info && carrel_node_has_word (child, "class", "katex-html")) {
      carrel_node_set (self->html, child, "class",
                       "drawn"); /* the other name is read as a double */
      info->hidden = FALSE;
    }
  }
}

static gboolean
replace_wrapper (CarrelExtraction *self, CarrelNode *node, gboolean display)
{
  CarrelNode *image = NULL;
  guint       n = 0;

  if (has_script_after (node)) {
    carrel_node_unlink (node);
    return TRUE;
  }
  for (CarrelNode *inner = node->first; inner && ++n <= MAX_WITHIN;
       inner = carrel_node_next (inner, node, FALSE)) {
    if (inner->type == CARREL_NODE_ELEMENT && inner->tag == CARREL_TAG_MATH)
      return replace_math (self, node, inner, display);
    if (is_tex_script (inner))
      return FALSE; /* it is met on the way */
    if (inner->type == CARREL_NODE_ELEMENT && inner->tag == CARREL_TAG_IMG && !image)
      image = inner;
  }
  if (image)
    return replace (self, node, carrel_node_get (image, "alt"), display);
  show_drawn (self, node);
  return FALSE;
}

/* <mjx-container>: MathML for screen readers is in it, or what the author wrote, or only a drawing.
 */
static gboolean
replace_container (CarrelExtraction *self, CarrelNode *node)
{
  CarrelNode      *math = carrel_node_find (node, CARREL_TAG_MATH);
  g_autofree char *drawn = NULL;

  if (math)
    return replace_math (self, node, math, is_display (node));
  for (CarrelNode *inner = node->first; inner; inner = carrel_node_next (inner, node, FALSE)) {
    const char *latex =
        inner->type == CARREL_NODE_ELEMENT ? carrel_node_get (inner, "data-latex") : NULL;

    if (latex && *latex)
      return replace (self, node, latex, is_display (node));
  }
  drawn = carrel_extract_mathjax_to_tex (self, node);
  return replace (self, node, drawn, is_display (node));
}

/* ── Pictures of formulas ── */

/* A command of TeX with what it is of: «\\frac{», «\\begin{», or one with which all begins. */
static gboolean
has_command (const char *text)
{
  for (const char *p = strchr (text, '\\'); p; p = strchr (p + 1, '\\')) {
    gsize len = strspn (p + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    if (len >= 2 && (p[1 + len] == '{' || p == text + strspn (text, " $")))
      return TRUE;
  }
  return FALSE;
}

/* «…/formula/%5Cfrac%7Bm%7D%7Bv%7D» (transfer full) (nullable) */
static char *
get_tex_of_path (const char *address)
{
  const char      *slash = strrchr (address, '/');
  g_autofree char *raw = NULL, *plain = NULL;

  if (!slash || strchr (slash, '?') || !(strstr (slash, "%5C") || strstr (slash, "%5c")))
    return NULL;
  raw = g_strndup (slash + 1, strcspn (slash + 1, "#"));
  plain = g_uri_unescape_string (raw, NULL);
  return plain && g_utf8_validate (plain, -1, NULL) && has_command (plain)
             ? g_steal_pointer (&plain)
             : NULL;
}

static gboolean
is_formula_picture (CarrelNode *image)
{
  static const char *const        words[] = { "latex",
                                              "tex",
                                              "math",
                                              "mwe-math-fallback-image-inline",
                                              "mwe-math-fallback-image-display",
                                              "ltx_Math",
                                              "eqn",
                                              "equation",
                                              "ql-img-inline-formula",
                                              NULL };
  static const char *const        places[] = { "latex.php",   "/math/render/", "codecogs.com/",
                                               "mathtex.cgi", "mimetex.cgi",   "cht=tx",
                                               "/texer/",     "/tex.cgi",      "quicklatex",
                                               NULL };
  static const char *const *const classes[] = { words }, *const *const sources[] = { places };
  static gsize once_classes, once_sources;
  const char  *source = carrel_node_get (image, "src"), *class = carrel_node_get (image, "class"),
             *alt = carrel_node_get (image, "alt");

  if (alt && has_command (alt))
    return TRUE;
  if (class && carrel_matcher_find (carrel_matcher_get (&once_classes, classes, 1, FALSE), class))
    for (guint i = 0; words[i]; i++)
      if (carrel_node_has_word (image, "class", words[i]))
        return TRUE;
  return source && (carrel_matcher_find (carrel_matcher_get (&once_sources, sources, 1, FALSE),
                                         source) != 0 ||
                    strstr (source, "/%5C") || strstr (source, "/%5c"));
}

/* Nothing stands beside it in its paragraph. */
static gboolean
is_alone (const CarrelNode *image)
{
  const CarrelNode *parent = image->parent;

  if (!parent || (parent->tag != CARREL_TAG_P && parent->tag != CARREL_TAG_DIV &&
                  parent->tag != CARREL_TAG_FIGURE))
    return FALSE;
  for (const CarrelNode *child = parent->first; child; child = child->next)
    if (child != image && !(child->type == CARREL_NODE_TEXT && carrel_node_is_blank (child)))
      return FALSE;
  return TRUE;
}

/* TeX, not a sentence on the picture: signs of it, or a few letters. */
static gboolean
looks_like_tex (const char *text)
{
  gsize len = strlen (text);

  return len > 0 && (strpbrk (text, "\\^_{}=") || len <= 3 || !strchr (text, ' '));
}

/* «latex.php?latex=x%5E2&bg=ffffff», «…/png.latex?x^2» (transfer full) (nullable) */
static char *
get_tex_of_address (const char *address)
{
  static const char *const names[] = { "latex=", "chl=", "formula=", "tex=", "eq=" };
  const char              *query = strchr (address, '?');
  g_autofree char         *raw = NULL;
  char                    *plain;

  if (!query)
    return get_tex_of_path (address);
  query++;
  for (guint i = 0; i < G_N_ELEMENTS (names) && !raw; i++) {
    const char *at = strstr (query, names[i]);

    if (at && (at == query || at[-1] == '&'))
      raw = g_strndup (at + strlen (names[i]), strcspn (at + strlen (names[i]), "&#"));
  }
  if (!raw && (strstr (address, "codecogs.com/") || strstr (address, "tex.cgi")))
    raw = g_strdup (query);
  if (!raw)
    return NULL;
  for (char *p = raw; *p; p++)
    if (*p == '+')
      *p = ' ';
  plain = g_uri_unescape_string (raw, NULL);
  return plain && g_utf8_validate (plain, -1, NULL) ? plain : (g_free (plain), NULL);
}

static gboolean
replace_picture (CarrelExtraction *self, CarrelNode *image)
{
  const char *alt = carrel_node_get (image, "alt"), *source = carrel_node_get (image, "src"),
             *class = carrel_node_get (image, "class");
  gboolean         display = (class && strstr (class, "display")) || is_alone (image);
  g_autofree char *tex = NULL;

  if (alt && looks_like_tex (alt))
    return replace (self, image, alt, display);
  tex = source ? get_tex_of_address (source) : NULL;
  return replace (self, image, tex, display);
}

/* ── TeX that a script would draw ── */

void
carrel_extract_math_script (CarrelMathPage *page, CarrelNode *script)
{
  const char *source = carrel_node_get (script, "src");
  const char *text =
      script->first && script->first->type == CARREL_NODE_TEXT ? script->first->text : "";

  if (source && (strstr (source, "athjax") || strstr (source, "athJax") ||
                 strstr (source, "katex") || strstr (source, "KaTeX")))
    page->draws = TRUE;
  if (!source && strstr (text, "Math") &&
      (strstr (text, "MathJax") || strstr (text, "renderMathInElement"))) {
    page->draws = TRUE;
    if (strstr (text, "['$'") || strstr (text, "[\"$\"") || strstr (text, "[ '$'") ||
        strstr (text, "left: '$'") || strstr (text, "left: \"$\"") || strstr (text, "left:\"$\"") ||
        strstr (text, "left:'$'"))
      page->dollars = TRUE;
  }
}

static gboolean
is_in_class (CarrelNode *node)
{
  const char *class = node->parent ? carrel_node_get (node->parent, "class") : NULL;

  return class &&
         (carrel_node_has_word (node->parent, "class", "math") || strstr (class, "arithmatex") ||
          strstr (class, "display-math") || strstr (class, "inline-math"));
}

void
carrel_extract_math_text (CarrelMathPage *page, CarrelNode *text)
{
  const char *backslash = memchr (text->text, '\\', text->text_len);

  if (!memchr (text->text, '$', text->text_len) &&
      !(backslash &&
        (strstr (backslash, "\\(") || strstr (backslash, "\\[") || strstr (backslash, "\\begin{"))))
    return;
  if (!page->texts)
    page->texts = g_ptr_array_new ();
  g_ptr_array_add (page->texts, text);
}

/* Where «$» closes that opened at `p`: no space within the pair beside it, no digit after it. */
static const char *
find_dollar (const char *p)
{
  if (is_tex_space (p[1]) || p[1] == '$' || !p[1])
    return NULL;
  for (const char *q = p + 1; *q && q - p < MAX_INLINE; q++) {
    if (*q == '\\' && q[1])
      q++;
    else if (*q == '$')
      return !is_tex_space (q[-1]) && !g_ascii_isdigit (q[1]) ? q : NULL;
  }
  return NULL;
}

/* The end of the formula that begins at `p`, behind its delimiter; NULL when none does. */
static const char *
find_end (const char *p, gboolean dollars, gboolean *display)
{
  const char *end = NULL;

  *display = FALSE;
  if (p[0] == '\\' && (p[1] == '(' || p[1] == '[')) {
    end = strstr (p + 2, p[1] == '(' ? "\\)" : "\\]");
    *display = p[1] == '[';
    return end && end - p < MAX_TEX ? end + 2 : NULL;
  }
  if (p[0] == '$' && p[1] == '$') {
    end = p[2] == '$' ? NULL : strstr (p + 2, "$$");
    *display = TRUE;
    return end && end - p < MAX_TEX ? end + 2 : NULL;
  }
  if (p[0] == '$' && dollars && (end = find_dollar (p)))
    return end + 1;
  if (carrel_text_starts (p, "\\begin{")) {
    g_autofree char *name = g_strndup (p + 7, strcspn (p + 7, "}")), *close = NULL;

    if (strlen (name) > 20 || !g_ascii_isalpha (*name))
      return NULL;
    close = g_strdup_printf ("\\end{%s}", name);
    end = strstr (p, close);
    *display = TRUE;
    return end && end - p < MAX_TEX ? end + strlen (close) : NULL;
  }
  return NULL;
}

static void
split_text (CarrelExtraction *self, CarrelNode *node, gboolean dollars)
{
  const char *from = node->text;
  guint       misses = 0;

  for (const char *p = node->text; *p && misses < 200;) {
    gboolean         display;
    const char      *end = *p == '\\' || *p == '$' ? find_end (p, dollars, &display) : NULL;
    g_autofree char *source = end ? g_strndup (p, (gsize) (end - p)) : NULL,
                    *tex = source ? carrel_extract_clean_tex (source, &display) : NULL;

    if (!tex) {
      if (*p == '\\' || *p == '$')
        misses++; /* each may have searched to the end */
      p += *p == '\\' && p[1] && p[1] != '(' && p[1] != '[' && p[1] != '\\' ? 2 : 1;
      continue;
    }
    if (p > from)
      carrel_node_insert_before (node, carrel_node_new_text (self->html, from, p - from));
    carrel_node_insert_before (node, carrel_extract_new_formula (self, tex, display));
    from = p = end;
  }
  if (from == node->text)
    return;
  if (*from)
    carrel_node_insert_before (node, carrel_node_new_text (self->html, from, -1));
  carrel_node_unlink (node);
}

/* The element itself is the formula: <span class="math">\(x\)</span>. */
static gboolean
is_whole (CarrelNode *text)
{
  CarrelNode *parent = text->parent;

  return parent && parent->first == text && parent->last == text &&
         (parent->tag == CARREL_TAG_SPAN || parent->tag == CARREL_TAG_OTHER) && is_in_class (text);
}

/* A page that draws formulas may say in another file what stands around them: a pair of dollars
 * with a command between them says it too. */
static gboolean
has_dollars (const CarrelNode *text)
{
  guint n = 0;

  for (const char *p = strchr (text->text, '$'); p && n < MAX_PAIRS; p = strchr (p + 1, '$'), n++) {
    const char *end = find_dollar (p), *command = end ? strchr (p, '\\') : NULL;

    if (command && command < end && g_ascii_isalpha (command[1]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_verbatim (CarrelNode *text)
{
  return carrel_node_get_ancestor (text, CARREL_TAG_PRE) ||
         carrel_node_get_ancestor (text, CARREL_TAG_CODE) ||
         carrel_node_get_ancestor (text, CARREL_TAG_TEXTAREA);
}

void
carrel_extract_math_finish (CarrelExtraction *self, CarrelMathPage *page)
{
  for (guint i = 0; page->texts && page->draws && !page->dollars && i < page->texts->len; i++)
    page->dollars = has_dollars (page->texts->pdata[i]) && !is_verbatim (page->texts->pdata[i]);
  for (guint i = 0; page->texts && i < page->texts->len; i++) {
    CarrelNode *text = page->texts->pdata[i];

    if (!text->parent || (!page->draws && !is_in_class (text)))
      continue;
    if (is_verbatim (text))
      continue;
    if (is_whole (text))
      replace (self, text->parent, text->text,
               carrel_node_has_word (text->parent, "class", "display"));
    else
      split_text (self, text, page->dollars);
  }
  g_clear_pointer (&page->texts, g_ptr_array_unref);
}

static gboolean
is_of_math (const char *class)
{
  static const char *const        words[] = { "math", "katex", "MathJax", "mjx", "MJX", NULL };
  static const char *const *const groups[] = { words };
  static gsize                    once;

  return carrel_matcher_find (carrel_matcher_get (&once, groups, 1, FALSE), class) != 0;
}

/* Named so itself, or around what is. */
static gboolean
holds_drawing (const CarrelNode *node, const char *class, gboolean *display)
{
  const CarrelNode *inner = node->first;
  const char       *within;

  while (inner && inner->type == CARREL_NODE_TEXT && carrel_node_is_blank (inner))
    inner = inner->next;
  within = inner && inner->type == CARREL_NODE_ELEMENT ? carrel_node_get (inner, "class") : NULL;
  *display = (class && (strstr (class, "block") || strstr (class, "isplay"))) ||
             (within && strstr (within, "isplay"));
  return (class && is_of_math (class)) || (within && is_of_math (within));
}

gboolean
carrel_extract_math (CarrelExtraction *self, CarrelNode *node)
{
  const CarrelNodeInfo *info = carrel_extract_get_info (node);
  const char *class, *tex;
  gboolean display = FALSE;

  switch (node->tag) {
  case CARREL_TAG_MATH:
    return replace_math (self, node, node, FALSE);
  case CARREL_TAG_SCRIPT:
    return is_tex_script (node) && replace_script (self, node);
  case CARREL_TAG_IMG:
    return is_formula_picture (node) && replace_picture (self, node);
  case CARREL_TAG_OTHER:
    return strcmp (node->name, "mjx-container") == 0 && replace_container (self, node);
  case CARREL_TAG_SPAN:
  case CARREL_TAG_DIV:
    class = carrel_node_get (node, "class");
    tex = get_named_tex (node);
    if (tex && looks_like_tex (tex) && holds_drawing (node, class, &display) &&
        replace (self, node, tex, display))
      return TRUE;
    display = FALSE;
    if (!class || (info && !(info->words & CARREL_WORD_MATH)) || !is_of_math (class))
      return FALSE;
    return is_wrapper (class, &display) && replace_wrapper (self, node, display);
  default:
    return FALSE;
  }
}
