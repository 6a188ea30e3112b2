/* carrel-extract-mathml-characters.c: the characters of MathML as TeX. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-mathml-private.h"

#include <string.h>

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

void
carrel_mathml_append_tex (GString *out, const char *tex)
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
    carrel_mathml_append_tex (out, known);
    return;
  }
  one[g_unichar_to_utf8 (c, one)] = '\0';
  if (alphabet || (c >= 0x1d400 && c <= 0x1d7ff)) {
    g_autofree char *plain = g_utf8_normalize (one, -1, G_NORMALIZE_NFKC);
    const char      *letter = find_symbol (g_utf8_get_char (plain));

    if (alphabet)
      g_string_append_printf (out, "%s{%s}", alphabet, letter ? letter : plain);
    else
      carrel_mathml_append_tex (out, letter ? letter : plain);
    return;
  }
  carrel_mathml_append_tex (out, one);
}

char *
carrel_mathml_translate (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    append_character (out, g_utf8_get_char (p));
  return g_string_free (out, FALSE);
}

char *
carrel_mathml_escape_text (const char *text)
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
