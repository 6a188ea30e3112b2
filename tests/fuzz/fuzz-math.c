/* fuzz-math.c: any text is parsed to a well-formed tree, or refused; what it says is text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-fuzz.h"

#include "base/carrel-text.h"
#include "document/carrel-math.h"

static void
check_tree (CarrelMath *math)
{
  g_autofree guint8    *parents = NULL;
  const CarrelMathNode *nodes;
  guint                 n;

  nodes = carrel_math_get_nodes (math, &n);
  fuzz_check (n > 0);
  parents = g_new0 (guint8, n);
  for (guint i = 0; i < n; i++) {
    guint children = 0;

    for (guint32 child = nodes[i].first; child != CARREL_MATH_NONE; child = nodes[child].next) {
      fuzz_check (child < i, "a child behind its parent");
      fuzz_check (parents[child]++ == 0, "two parents");
      fuzz_check (nodes[child].depth < nodes[i].depth, "depth");
      children++;
    }
    fuzz_check (nodes[i].kind != CARREL_MATH_SCRIPTS || children == 3);
    fuzz_check (nodes[i].kind != CARREL_MATH_FRACTION || children == 2);
    fuzz_check (nodes[i].kind != CARREL_MATH_TABLE ||
                (nodes[i].n_columns > 0 && children > 0 && children % nodes[i].n_columns == 0));
    fuzz_check ((nodes[i].kind != CARREL_MATH_SYMBOL && nodes[i].kind != CARREL_MATH_TEXT) ||
                (nodes[i].text && children == 0));
    fuzz_check (nodes[i].kind != CARREL_MATH_SPACE ||
                (nodes[i].width >= -10 && nodes[i].width <= 100));
    fuzz_check (nodes[i].depth <= 700);
  }
  for (guint i = 0; i + 1 < n; i++)
    fuzz_check (parents[i] == 1, "left over");
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *tex = carrel_text_make_valid ((const char *) data, (gssize) size), *text = NULL;
  g_autoptr (CarrelMath) math = carrel_math_parse (tex, -1, size % 2);

  if (!math)
    return 0;
  check_tree (math);
  text = carrel_math_to_text (math);
  fuzz_check (g_utf8_validate (text, -1, NULL));
  return 0;
}
