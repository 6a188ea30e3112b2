/* test-graph-layout.c: where the dots of a map come to lie.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-graph-layout.h"

#include <math.h>

static guint64 *
names (guint n)
{
  guint64 *identities = g_new (guint64, n + 1);

  for (guint i = 0; i < n; i++)
    identities[i] = i + 1;
  return identities;
}

static double
distance (const CarrelGraphPoint *places, guint a, guint b)
{
  return hypot (places[a].x - places[b].x, places[a].y - places[b].y);
}

/* Two dozens, each linked among themselves, one line between. */
static CarrelGraphPair *
two_crowds (gsize *n)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (CarrelGraphPair));

  for (guint crowd = 0; crowd < 2; crowd++)
    for (guint a = 0; a < 12; a++)
      for (guint b = a + 1; b < 12; b++) {
        CarrelGraphPair pair = { crowd * 12 + a, crowd * 12 + b };

        g_array_append_val (pairs, pair);
      }
  {
    CarrelGraphPair bridge = { 0, 12 };

    g_array_append_val (pairs, bridge);
  }
  *n = pairs->len;
  return (CarrelGraphPair *) (gpointer) g_array_free (pairs, FALSE);
}

static void
test_crowds_part (void)
{
  gsize                       n_pairs;
  g_autofree CarrelGraphPair *pairs = two_crowds (&n_pairs);
  g_autofree guint64         *identities = names (24);
  g_autoptr (CarrelGraphLayout) layout =
      carrel_graph_layout_new (24, identities, NULL, NULL, pairs, n_pairs);
  const CarrelGraphPoint *places;
  double                  within = 0, between = 0;

  g_assert_true (carrel_graph_layout_run (layout, NULL));
  places = carrel_graph_layout_get_places (layout);
  for (guint a = 0; a < 24; a++)
    for (guint b = a + 1; b < 24; b++)
      *(a / 12 == b / 12 ? &within : &between) += distance (places, a, b);
  within /= 2 * 66;
  between /= 144;
  g_assert_cmpfloat (between, >, 1.7 * within);
  for (guint a = 0; a < 24; a++)
    for (guint b = a + 1; b < 24; b++)
      g_assert_cmpfloat (distance (places, a, b), >, 1);
}

/* Without a line between them what is of one group stands together. */
static void
test_groups_gather (void)
{
  g_autofree guint64 *identities = names (60);
  guint               groups[60];
  g_autoptr (CarrelGraphLayout) layout = NULL;
  const CarrelGraphPoint *places;
  double                  within = 0, between = 0;
  guint                   n_within = 0, n_between = 0;

  for (guint i = 0; i < 60; i++)
    groups[i] = 700 + i % 3;
  layout = carrel_graph_layout_new (60, identities, groups, NULL, NULL, 0);
  carrel_graph_layout_run (layout, NULL);
  places = carrel_graph_layout_get_places (layout);
  for (guint a = 0; a < 60; a++)
    for (guint b = a + 1; b < 60; b++) {
      gboolean same = groups[a] == groups[b];

      *(same ? &within : &between) += distance (places, a, b);
      (*(same ? &n_within : &n_between))++;
    }
  g_assert_cmpfloat (between / n_between, >, 1.3 * within / n_within);
}

static CarrelGraphPair *
random_pairs (guint n, gsize n_pairs, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  CarrelGraphPair *pairs = g_new (CarrelGraphPair, n_pairs);

  for (gsize i = 0; i < n_pairs; i++) {
    pairs[i].from = (guint) g_rand_int_range (random, 0, (gint32) n);
    pairs[i].to = (guint) g_rand_int_range (random, 0, (gint32) MIN (n, pairs[i].from + 30));
  }
  return pairs;
}

static void
test_the_same_again (void)
{
  g_autofree guint64         *identities = names (300);
  g_autofree CarrelGraphPair *pairs = random_pairs (300, 500, 1);
  g_autoptr (CarrelGraphLayout) a =
      carrel_graph_layout_new (300, identities, NULL, NULL, pairs, 500);
  g_autoptr (CarrelGraphLayout) b =
      carrel_graph_layout_new (300, identities, NULL, NULL, pairs, 500);

  carrel_graph_layout_run (a, NULL);
  carrel_graph_layout_run (b, NULL);
  g_assert_cmpmem (carrel_graph_layout_get_places (a), 300 * sizeof (CarrelGraphPoint),
                   carrel_graph_layout_get_places (b), 300 * sizeof (CarrelGraphPoint));
}

/* Three more articles, and all that was known stays about where it was; the new ones stand with
 * what they are linked to. */
static void
test_tomorrow (void)
{
  const guint                  n = 300, more = 303;
  g_autofree guint64          *identities = names (more);
  g_autofree CarrelGraphPair  *pairs = random_pairs (n, 503, 7);
  g_autofree CarrelGraphPoint *places = g_new (CarrelGraphPoint, more);
  g_autoptr (CarrelGraphLayout) today =
      carrel_graph_layout_new (n, identities, NULL, NULL, pairs, 500);
  g_autoptr (CarrelGraphLayout) tomorrow = NULL;
  const CarrelGraphPoint *now;
  double                  moved = 0, extent = 0;

  carrel_graph_layout_run (today, NULL);
  memcpy (places, carrel_graph_layout_get_places (today), n * sizeof *places);
  for (guint i = 0; i < 3; i++) {
    places[n + i] = (CarrelGraphPoint) { NAN, NAN };
    pairs[500 + i] = (CarrelGraphPair) { n + i, 17 };
  }
  tomorrow = carrel_graph_layout_new (more, identities, NULL, places, pairs, 503);
  carrel_graph_layout_run (tomorrow, NULL);
  now = carrel_graph_layout_get_places (tomorrow);
  for (guint i = 0; i < n; i++) {
    moved += hypot (now[i].x - places[i].x, now[i].y - places[i].y) / n;
    extent = MAX (extent, hypot (places[i].x, places[i].y));
  }
  g_assert_cmpfloat (moved, <, 0.06 * extent);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (distance (now, n + i, 17), <, 0.4 * extent);
}

static void
test_a_pin_holds (void)
{
  g_autofree guint64         *identities = names (40);
  g_autofree CarrelGraphPair *pairs = random_pairs (40, 60, 3);
  g_autoptr (CarrelGraphLayout) layout =
      carrel_graph_layout_new (40, identities, NULL, NULL, pairs, 60);

  carrel_graph_layout_pin (layout, 5, (CarrelGraphPoint) { 321, -123 });
  carrel_graph_layout_run (layout, NULL);
  g_assert_cmpfloat (carrel_graph_layout_get_places (layout)[5].x, ==, 321);
  g_assert_cmpfloat (carrel_graph_layout_get_places (layout)[5].y, ==, -123);
}

/* All on one spot, places that are none, lines to oneself and to nowhere, one dot, none. */
static void
test_what_is_odd (void)
{
  const guint                  n = 200;
  g_autofree guint64          *identities = g_new0 (guint64, n);
  g_autofree CarrelGraphPoint *places = g_new0 (CarrelGraphPoint, n);
  CarrelGraphPair              pairs[] = {
    { 3, 3 }, { 4, 9999 }, { G_MAXUINT, 1 }, { 1, 2 }, { 2, 1 }, { 1, 2 }
  };
  g_autoptr (CarrelGraphLayout) layout = NULL, one = NULL, none = NULL;
  const CarrelGraphPoint *now;

  places[7] = (CarrelGraphPoint) { INFINITY, 0 };
  places[8] = (CarrelGraphPoint) { NAN, NAN };
  places[9] = (CarrelGraphPoint) { 3e38F, -3e38F };
  layout = carrel_graph_layout_new (n, identities, NULL, places, pairs, G_N_ELEMENTS (pairs));
  carrel_graph_layout_run (layout, NULL);
  now = carrel_graph_layout_get_places (layout);
  for (guint i = 0; i < n; i++)
    g_assert_true (isfinite (now[i].x) && isfinite (now[i].y));
  g_assert_cmpfloat (distance (now, 20, 21), >, 0);
  one = carrel_graph_layout_new (1, identities, NULL, NULL, NULL, 0);
  g_assert_true (carrel_graph_layout_run (one, NULL));
  none = carrel_graph_layout_new (0, identities, NULL, NULL, NULL, 0);
  g_assert_true (carrel_graph_layout_run (none, NULL));
}

static void
test_it_stops (void)
{
  g_autofree guint64 *identities = names (100);
  g_autoptr (CarrelGraphLayout) layout =
      carrel_graph_layout_new (100, identities, NULL, NULL, NULL, 0);
  gint stop = 1;

  g_assert_false (carrel_graph_layout_run (layout, &stop));
  g_assert_cmpuint (carrel_graph_layout_get_n_steps (layout), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-layout/crowds-part", test_crowds_part);
  g_test_add_func ("/graph-layout/groups-gather", test_groups_gather);
  g_test_add_func ("/graph-layout/the-same-again", test_the_same_again);
  g_test_add_func ("/graph-layout/tomorrow", test_tomorrow);
  g_test_add_func ("/graph-layout/a-pin-holds", test_a_pin_holds);
  g_test_add_func ("/graph-layout/what-is-odd", test_what_is_odd);
  g_test_add_func ("/graph-layout/it-stops", test_it_stops);
  return g_test_run ();
}
