/* test-math.c: TeX's mathematics: what a formula says in a line, what is none, how its tree stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-math.h"

#include <string.h>

/* ── Text ── */

static void
test_text (void)
{
  static const struct {
    const char *tex, *text;
  } cases[] = {
    { "", "" },
    { "x", "x" },
    { "a+b=c", "a + b = c" },
    { "-1", "−1" },
    { "a = -b", "a = −b" },
    { "2\\cdot(-3)", "2 ⋅ (−3)" },
    { "x^2", "x²" },
    { "x_1^2", "x₁²" },
    { "x^2_1", "x₁²" },
    { "x^{a+b}", "x^(a + b)" },
    { "x_i", "xᵢ" },
    { "f'", "f′" },
    { "f''(x)", "f′′(x)" },
    { "f'^2", "f′²" },
    { "x_1'", "x₁′" },
    { "\\frac{1}{2}", "1/2" },
    { "\\frac12", "1/2" },
    { "\\dfrac{a+b}{c}", "(a + b)/c" },
    { "{a \\over b+1}", "a/(b + 1)" },
    { "\\left(\\frac{a}{b}\\right)^2", "(a/b)²" },
    { "\\binom{n}{k}", "(n⁄k)" },
    { "{n \\choose k}", "(n⁄k)" },
    { "\\left( \\genfrac{}{}{0pt}{}{n}{k} \\right)", "(n⁄k)" },
    { "\\genfrac{[}{]}{}{1}{a}{b}", "[a/b]" },
    { "\\begin{matrix} x & = 1 \\\\ y & = 2 \\end{matrix}", "x = 1; y = 2" },
    { "\\sqrt{2}", "√2" },
    { "\\sqrt 2", "√2" },
    { "\\sqrt{a+b}", "√(a + b)" },
    { "\\sqrt[3]{x}", "³√x" },
    { "\\sqrt[n+1]{x}", "ⁿ⁺¹√x" },
    { "\\alpha\\beta\\Gamma", "αβΓ" },
    { "\\sin x", "sin x" },
    { "\\sin(x)", "sin(x)" },
    { "\\lim_{n\\to\\infty} a_n", "lim_(n → ∞) aₙ" },
    { "\\sum_{k=1}^n k", "∑_(k = 1)ⁿ k" },
    { "\\int_0^1 f\\,dx", "∫₀¹ fdx" },
    { "a \\le b \\ne c", "a ≤ b ≠ c" },
    { "\\not=", "≠" },
    { "\\not\\in", "∉" },
    { "x \\in \\mathbb{R}^n", "x ∈ ℝⁿ" },
    { "\\mathbf{x}\\mathrm{abc}\\mathcal{L}", "xabcL" },
    { "\\text{if wet \\& cold}", "if wet & cold" },
    { "\\text{if $x$ is {small}}", "if x is small" },
    { "\\operatorname{rank} A", "rank A" },
    { "\\hat{x}", "x̂" },
    { "\\vec{v}", "v⃗" },
    { "\\overline{AB}", "AB" },
    { "a \\bmod b", "a mod b" },
    { "a \\equiv b \\pmod{n}", "a ≡ b (mod n)" },
    { "\\begin{matrix}1&0\\\\0&1\\end{matrix}", "1, 0; 0, 1" },
    { "\\begin{pmatrix}1&0\\\\0&1\\\\\\end{pmatrix}", "(1, 0; 0, 1)" },
    { "\\begin{cases}x & \\text{a}\\\\ y & \\text{b}\\end{cases}", "{x, a; y, b" },
    { "\\begin{align}u &= 1\\\\ v &= 2\\end{align}", "u = 1; v = 2" },
    { "\\begin{align*}u &= 1\\end{align*}", "u = 1" },
    { "u &= 1 \\\\ v &= 2", "u = 1; v = 2" },
    { "\\begin{array}{l|c}a&b\\\\\\hline c&d\\end{array}", "a, b; c, d" },
    { "\\sum_{\\substack{i<n\\\\j<m}} x", "∑_(i < n; j < m) x" },
    { "\\left[0, 1\\right)", "[0, 1)" },
    { "\\left. x \\right|_0", "x|₀" },
    { "\\left\\{x \\middle| x>0\\right\\}", "{x | x > 0}" },
    { "\\big(x\\big)", "(x)" },
    { "\\langle x, y\\rangle", "⟨x, y⟩" },
    { "1{,}000", "1,000" },
    { "3.14 x", "3.14x" },
    { "a % a comment\n+ b", "a + b" },
    { "\\label{eq:1} a \\tag{1}", "a (1)" },
    { "\\color{red}x", "x" },
    { "\\textcolor{red}{x}", "x" },
    { "\\phantom{x}y", "y" },
    { "\\boxed{x}", "x" },
    { "\\unknown{x}", "\\unknownx" },
    { "\\overset{!}{=}", "=^!" },
    { "a \\xrightarrow{f} b", "a →(f) b" },
    { "a\\quad b", "a b" },
    { "\\hspace{2em}a\\hspace{2em}b", "a b" },
    { "{\\bf x}y", "xy" },
    { "\\displaystyle\\sum_i x", "∑ᵢ x" },
    { "α ≤ ∑ x", "α ≤ ∑ x" },
    { "\\ldots, \\cdots", "…, ⋯" },
    { "$x$", "x" },
    { "\\{a\\}", "{a}" },
    { "中文 x", "中文x" },
    { "\\begin{aligned}[t]a&=b\\end{aligned}", "a = b" },
    { "a \\\\[2pt] b", "a; b" },
    { "a \\\\ [b]", "a; [b]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelMath) math = carrel_math_parse (cases[i].tex, -1, TRUE);
    g_autofree char *text = NULL;

    g_test_message ("%s", cases[i].tex);
    g_assert_nonnull (math);
    text = carrel_math_to_text (math);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

/* ── What is no formula ── */

static void
test_not (void)
{
  static const char *const cases[] = {
    "{",
    "}",
    "\\frac{1}",
    "\\frac",
    "x^",
    "x_",
    "x^^2",
    "\\left(x",
    "x\\right)",
    "\\left x \\right)",
    "\\begin{matrix}1",
    "\\end{matrix}",
    "\\begin{matrix}1\\end{pmatrix}",
    "\\begin{tikzpicture}\\end{tikzpicture}",
    "\\sqrt[3{x}",
    "{a & b}",
    "\\hat^2",
    "\\",
    "\\text{x",
    "{a \\over b \\over c}",
    "\\middle| x",
    "\\big x",
    "\\begin{array}x\\end{array}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = carrel_math_make_readable (cases[i], -1);

    g_test_message ("%s", cases[i]);
    g_assert_null (carrel_math_parse (cases[i], -1, FALSE));
    g_assert_cmpstr (text, ==, cases[i]);
  }
  g_assert_null (carrel_math_parse ("x\xff", -1, FALSE));
  g_assert_null (carrel_math_parse ("a\0b", 3, FALSE));
}

static char *
repeat (const char *before, const char *middle, const char *after, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, before);
  g_string_append (text, middle);
  for (guint i = 0; i < n; i++)
    g_string_append (text, after);
  return g_string_free (text, FALSE);
}

/* Each is parsed or refused, and takes no time. */
static void
test_bounds (void)
{
  static const struct {
    const char *before, *middle, *after;
    guint       n;
    gboolean    parsed;
  } cases[] = {
    { "{", "x", "}", 190, TRUE },
    { "{", "x", "}", 250, FALSE },
    { "\\frac{1}{", "x", "}", 90, TRUE },
    { "\\frac{1}{", "x", "}", 30000, FALSE },
    { "x^{", "x", "}", 30000, FALSE },
    { "x^", "x", "", 30000, FALSE },
    { "\\left(", "x", "\\right)", 90, TRUE },
    { "\\hat", "x", "", 30000, FALSE },
    { "", "x", "^y", 30000, FALSE },
    { "", "x", "'", 90000, TRUE },
    { "x", "", "", 100000, TRUE },
    { "x", "", "", 110000, FALSE },
    { "1", "", "", 100000, TRUE },
    { "&", "", "", 1000, FALSE },
    { "\\\\", "", "", 10000, TRUE },
    { "\\\\", "", "", 30000, FALSE },
    { "a\\over ", "x", "", 100, FALSE },
    { "\\begin{matrix}", "x", "\\end{matrix}", 150, TRUE },
    { "\\sqrt[", "x", "]y", 80, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *tex = repeat (cases[i].before, cases[i].middle, cases[i].after, cases[i].n),
                    *text = NULL;
    gint64 before = g_get_monotonic_time ();
    g_autoptr (CarrelMath) math = carrel_math_parse (tex, -1, FALSE);

    if (math)
      text = carrel_math_to_text (math);
    g_test_message ("%u: %.1f ms", i, (double) (g_get_monotonic_time () - before) / 1000);
    g_assert_true ((math != NULL) == cases[i].parsed);
    g_assert_cmpint (g_get_monotonic_time () - before, <, 60 * G_USEC_PER_SEC);
  }
}

/* ── The tree ── */

/* Children before their parent, each of one, none left over. */
static void
test_tree (void)
{
  static const char tex[] =
      "\\sum_{k=1}^{n} \\left( \\frac{a_k}{\\sqrt[3]{b}} \\right)^2 = \\begin{bmatrix} 1 & "
      "\\hat{x} \\\\ 2 \\end{bmatrix} \\overset{!}{=} \\underbrace{x}_{y}";
  g_autoptr (CarrelMath) math = carrel_math_parse (tex, -1, TRUE);
  g_autofree guint     *parents = NULL;
  const CarrelMathNode *nodes;
  guint                 n;

  nodes = carrel_math_get_nodes (math, &n);
  parents = g_new0 (guint, n);
  for (guint i = 0; i < n; i++)
    for (guint32 child = nodes[i].first; child != CARREL_MATH_NONE; child = nodes[child].next) {
      g_assert_cmpuint (child, <, i);
      parents[child]++;
    }
  for (guint i = 0; i + 1 < n; i++)
    g_assert_cmpuint (parents[i], ==, 1);
  g_assert_cmpuint (parents[n - 1], ==, 0);
}

static const CarrelMathNode *
find (CarrelMath *math, CarrelMathKind kind)
{
  const CarrelMathNode *nodes;
  guint                 n;

  nodes = carrel_math_get_nodes (math, &n);
  for (guint i = 0; i < n; i++)
    if (nodes[i].kind == kind)
      return &nodes[i];
  return NULL;
}

static void
test_kinds (void)
{
  g_autoptr (CarrelMath) table =
      carrel_math_parse ("\\begin{array}{l|cr}a&b&c\\\\ \\hline d\\end{array}", -1, TRUE);
  g_autoptr (CarrelMath) fence = carrel_math_parse ("\\begin{cases}a\\end{cases}", -1, TRUE);
  g_autoptr (CarrelMath) sum = carrel_math_parse ("\\sum\\nolimits_a", -1, TRUE),
                         integral = carrel_math_parse ("\\int\\limits_a", -1, TRUE);

  g_assert_cmpuint (find (table, CARREL_MATH_TABLE)->n_columns, ==, 3);
  g_assert_cmpstr (find (table, CARREL_MATH_TABLE)->text, ==, "l|cr");
  g_assert_cmpuint (find (fence, CARREL_MATH_FENCE)->open, ==, '{');
  g_assert_cmpuint (find (fence, CARREL_MATH_FENCE)->close, ==, 0);
  g_assert_false (find (sum, CARREL_MATH_SCRIPTS)->limits);
  g_assert_true (find (integral, CARREL_MATH_SCRIPTS)->stacked);
}

static void
test_letters (void)
{
  g_assert_cmpuint (carrel_math_get_letter ('R', CARREL_MATH_ALPHABET_DOUBLE), ==, 0x211d);
  g_assert_cmpuint (carrel_math_get_letter ('A', CARREL_MATH_ALPHABET_DOUBLE), ==, 0x1d538);
  g_assert_cmpuint (carrel_math_get_letter ('g', CARREL_MATH_ALPHABET_FRAKTUR), ==, 0x1d524);
  g_assert_cmpuint (carrel_math_get_letter ('L', CARREL_MATH_ALPHABET_SCRIPT), ==, 0x2112);
  g_assert_cmpuint (carrel_math_get_letter ('x', CARREL_MATH_ALPHABET_BOLD), ==, 'x');
  g_assert_cmpuint (carrel_math_get_letter (0xe9, CARREL_MATH_ALPHABET_DOUBLE), ==, 0xe9);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/math/text", test_text);
  g_test_add_func ("/math/not", test_not);
  g_test_add_func ("/math/bounds", test_bounds);
  g_test_add_func ("/math/tree", test_tree);
  g_test_add_func ("/math/kinds", test_kinds);
  g_test_add_func ("/math/letters", test_letters);
  return g_test_run ();
}
