/* carrel-graph-layout.c: see the header. One thread at a time.
 *
 * What always holds: places are finite; the quadtree has at most 4n + 1 cells that are counted
 * before they are made; nothing recurses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-graph-layout.h"

#include <math.h>
#include <string.h>

#define REPULSION 10.0F
#define GRAVITY 1.0F
#define TOGETHER 0.4F  /* of the pull to the middle of a group: to that of gravity */
#define THETA 1.1F     /* a cell is one body when its side is less than so much of its distance */
#define TOLERANCE 1.0F /* of swinging: the paper's tau */
#define SLOWNESS 0.1F  /* the paper's k_s */
#define FASTEST 10.0F  /* of a dot, a step: the paper's k_smax */
#define FASTEST_OF 0.008F /* of the extent: in a large map */
#define MAX_RISE 1.5F     /* of the speed, a step */
#define AT_REST 0.001F
#define DEEPEST 30 /* of the tree: what is nearer than 2⁻³⁰ of the extent counts as one body */
#define STEPS_NEW 400
#define STEPS_MANY 150 /* of a map of more than MANY dots */
#define STEPS_OLD 60   /* of one that was laid out before */
#define MANY 20000
#define LARGEST 1e7F

/* A square of the plane. A leaf has one body, or several that are too near each other. */
typedef struct {
  float x, y, mass; /* sums while it is built, then the middle of its bodies */
  float left, top, side;
  int   children; /* the first of four, 0: a leaf */
  int   body;     /* a leaf's first, -1: none */
} Cell;

struct _CarrelGraphLayout {
  guint             n, n_groups, n_steps, max_steps;
  gsize             n_pairs;
  CarrelGraphPair  *pairs;
  CarrelGraphPoint *places, *forces, *before, *middles; /* the last: of each group */
  float            *mass, *group_mass;
  guint            *groups; /* numbers from 0, the first is that of no group */
  guint8           *pinned;
  GArray           *cells; /* Cell */
  float             speed;
};

/* ── Making ── */

static guint64
mix (guint64 x)
{
  /* The finalizer of splitmix64 (Steele, Lea, Flood: OOPSLA 2014). */
  x += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

/* A place in a disc that depends on the identity only. */
static CarrelGraphPoint
disc (guint64 identity, float radius)
{
  guint64 bits = mix (identity);
  float   angle = (float) (bits & 0xffffff) / 0x1000000 * 2 * (float) G_PI;
  float   far = radius * sqrtf ((float) ((bits >> 24) & 0xffffff) / 0x1000000);

  return (CarrelGraphPoint) { far * cosf (angle), far * sinf (angle) };
}

static void
number_groups (CarrelGraphLayout *self, const guint *groups)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  self->n_groups = 1;
  for (guint i = 0; groups && i < self->n; i++) {
    gpointer number = NULL;

    if (groups[i] == 0)
      continue;
    number = g_hash_table_lookup (numbers, GUINT_TO_POINTER (groups[i]));
    if (!number) {
      number = GUINT_TO_POINTER (self->n_groups++);
      g_hash_table_insert (numbers, GUINT_TO_POINTER (groups[i]), number);
    }
    self->groups[i] = GPOINTER_TO_UINT (number);
  }
  self->middles = g_new0 (CarrelGraphPoint, self->n_groups);
  self->group_mass = g_new0 (float, self->n_groups);
}

static gboolean
has_place (const CarrelGraphPoint *places, guint i)
{
  return places && isfinite (places[i].x) && isfinite (places[i].y) &&
         fabsf (places[i].x) < LARGEST && fabsf (places[i].y) < LARGEST;
}

/* New ones begin in the middle of what they are linked to, where that has a place; else with their
 * group, on a ring. */
static guint
begin (CarrelGraphLayout      *self,
       const guint64          *identities,
       const guint            *groups,
       const CarrelGraphPoint *places)
{
  float                        radius = 40 * sqrtf ((float) self->n) + 1;
  g_autofree CarrelGraphPoint *sum = g_new0 (CarrelGraphPoint, self->n);
  g_autofree guint            *count = g_new0 (guint, self->n);
  guint                        n_known = 0;

  for (gsize i = 0; places && i < self->n_pairs; i++) {
    const guint ends[2] = { self->pairs[i].from, self->pairs[i].to };

    for (int k = 0; k < 2; k++)
      if (has_place (places, ends[1 - k])) {
        sum[ends[k]].x += places[ends[1 - k]].x;
        sum[ends[k]].y += places[ends[1 - k]].y;
        count[ends[k]]++;
      }
  }
  for (guint i = 0; i < self->n; i++) {
    CarrelGraphPoint middle = { 0, 0 }, jitter;

    if (has_place (places, i)) {
      self->places[i] = places[i];
      n_known++;
      continue;
    }
    if (count[i] > 0) {
      middle = (CarrelGraphPoint) { sum[i].x / (float) count[i], sum[i].y / (float) count[i] };
      jitter = disc (identities[i], 60);
    } else if (groups && groups[i] != 0) {
      float angle = (float) (mix (groups[i]) & 0xffffff) / 0x1000000 * 2 * (float) G_PI;

      middle = (CarrelGraphPoint) { radius * cosf (angle), radius * sinf (angle) };
      jitter = disc (identities[i], radius * 0.4F);
    } else {
      jitter = disc (identities[i], radius);
    }
    self->places[i] = (CarrelGraphPoint) { middle.x + jitter.x, middle.y + jitter.y };
  }
  return n_known;
}

CarrelGraphLayout *
carrel_graph_layout_new (guint                   n,
                         const guint64          *identities,
                         const guint            *groups,
                         const CarrelGraphPoint *places,
                         const CarrelGraphPair  *pairs,
                         gsize                   n_pairs)
{
  CarrelGraphLayout *self = g_new0 (CarrelGraphLayout, 1);
  guint              n_known;

  self->n = n;
  self->pairs = g_new (CarrelGraphPair, MAX (n_pairs, 1));
  self->places = g_new0 (CarrelGraphPoint, MAX (n, 1));
  self->forces = g_new0 (CarrelGraphPoint, MAX (n, 1));
  self->before = g_new0 (CarrelGraphPoint, MAX (n, 1));
  self->mass = g_new (float, MAX (n, 1));
  self->groups = g_new0 (guint, MAX (n, 1));
  self->pinned = g_new0 (guint8, MAX (n, 1));
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->speed = 1;
  for (guint i = 0; i < n; i++)
    self->mass[i] = 1;
  for (gsize i = 0; i < n_pairs; i++)
    if (pairs[i].from < n && pairs[i].to < n && pairs[i].from != pairs[i].to) {
      self->pairs[self->n_pairs++] = pairs[i];
      self->mass[pairs[i].from] += 1;
      self->mass[pairs[i].to] += 1;
    }
  number_groups (self, groups);
  n_known = begin (self, identities, groups, places);
  /* With nine of ten where they were it needs little, and should not be stirred up. */
  self->max_steps = (gsize) n_known * 10 >= (gsize) n * 9 ? STEPS_OLD
                    : n > MANY                            ? STEPS_MANY
                                                          : STEPS_NEW;
  if (self->max_steps == STEPS_OLD)
    self->speed = 0.1F;
  return self;
}

void
carrel_graph_layout_free (CarrelGraphLayout *self)
{
  g_free (self->pairs);
  g_free (self->places);
  g_free (self->forces);
  g_free (self->before);
  g_free (self->middles);
  g_free (self->mass);
  g_free (self->group_mass);
  g_free (self->groups);
  g_free (self->pinned);
  g_array_unref (self->cells);
  g_free (self);
}

/* ── The tree ── */

static int
quarter (const Cell *cell, CarrelGraphPoint place)
{
  float half = cell->side / 2;

  return (place.x >= cell->left + half) + 2 * (place.y >= cell->top + half);
}

static void
split (CarrelGraphLayout *self, int number)
{
  Cell parent = g_array_index (self->cells, Cell, number);
  int  first = (int) self->cells->len;

  for (int i = 0; i < 4; i++) {
    Cell child = { .side = parent.side / 2,
                   .left = parent.left + (i & 1 ? parent.side / 2 : 0),
                   .top = parent.top + (i & 2 ? parent.side / 2 : 0),
                   .body = -1 };

    g_array_append_val (self->cells, child);
  }
  g_array_index (self->cells, Cell, number).children = first;
}

static void
add_to (Cell *cell, CarrelGraphPoint place, float mass)
{
  cell->x += place.x * mass;
  cell->y += place.y * mass;
  cell->mass += mass;
}

static void
insert (CarrelGraphLayout *self, guint body)
{
  CarrelGraphPoint place = self->places[body];
  float            mass = self->mass[body];
  int              number = 0;

  for (int depth = 0;; depth++) {
    Cell *cell = &g_array_index (self->cells, Cell, number);

    if (cell->children == 0) {
      int  other = cell->body;
      Cell was = *cell;

      if (other < 0 || depth >= DEEPEST) {
        add_to (cell, place, mass);
        if (other < 0)
          cell->body = (int) body;
        return;
      }
      split (self, number);
      cell = &g_array_index (self->cells, Cell, number);
      cell->body = -1;
      {
        Cell *child = &g_array_index (self->cells, Cell,
                                      cell->children + quarter (cell, self->places[other]));

        child->body = other;
        child->x = was.x;
        child->y = was.y;
        child->mass = was.mass;
      }
    }
    add_to (cell, place, mass);
    number = cell->children + quarter (cell, place);
  }
}

static void
grow_tree (CarrelGraphLayout *self)
{
  Cell  root = { .body = -1 };
  float left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;

  for (guint i = 0; i < self->n; i++) {
    left = fminf (left, self->places[i].x);
    top = fminf (top, self->places[i].y);
    right = fmaxf (right, self->places[i].x);
    bottom = fmaxf (bottom, self->places[i].y);
  }
  root.left = left;
  root.top = top;
  root.side = fmaxf (fmaxf (right - left, bottom - top), 1) * 1.0001F;
  g_array_set_size (self->cells, 0);
  g_array_append_val (self->cells, root);
  for (guint i = 0; i < self->n; i++)
    insert (self, i);
  for (guint i = 0; i < self->cells->len; i++) {
    Cell *cell = &g_array_index (self->cells, Cell, i);

    if (cell->mass > 0) {
      cell->x /= cell->mass;
      cell->y /= cell->mass;
    }
  }
}

/* ── Forces ── */

static void
repel (CarrelGraphLayout *self, guint body)
{
  const Cell      *cells = (const Cell *) (gpointer) self->cells->data;
  CarrelGraphPoint place = self->places[body], force = { 0, 0 };
  int              stack[4 * (DEEPEST + 1)], top = 0;

  stack[top++] = 0;
  while (top > 0) {
    const Cell *cell = &cells[stack[--top]];
    float       dx = place.x - cell->x, dy = place.y - cell->y, square = dx * dx + dy * dy;

    if (cell->mass <= 0)
      continue;
    if (cell->children == 0 || cell->side * cell->side < THETA * THETA * square) {
      if (cell->children == 0 && cell->body == (int) body && square < 1e-6F)
        continue;
      if (square < 0.01F) {
        /* On top of each other: apart, each its own way. */
        CarrelGraphPoint way = disc (body, 1);

        dx = way.x;
        dy = way.y;
        square = 0.01F + dx * dx + dy * dy;
      }
      force.x += dx * cell->mass / square;
      force.y += dy * cell->mass / square;
    } else {
      for (int i = 0; i < 4; i++)
        stack[top++] = cell->children + i;
    }
  }
  self->forces[body].x += REPULSION * self->mass[body] * force.x;
  self->forces[body].y += REPULSION * self->mass[body] * force.y;
}

static void
attract (CarrelGraphLayout *self)
{
  for (gsize i = 0; i < self->n_pairs; i++) {
    guint a = self->pairs[i].from, b = self->pairs[i].to;
    float dx = self->places[b].x - self->places[a].x, dy = self->places[b].y - self->places[a].y;

    self->forces[a].x += dx;
    self->forces[a].y += dy;
    self->forces[b].x -= dx;
    self->forces[b].y -= dy;
  }
}

static void
pull (CarrelGraphPoint *force, float dx, float dy, float strength)
{
  float far = sqrtf (dx * dx + dy * dy);

  if (far > 1e-3F) {
    force->x += dx / far * strength;
    force->y += dy / far * strength;
  }
}

/* To the middle of the map, and of the group. */
static void
gather (CarrelGraphLayout *self)
{
  memset (self->middles, 0, self->n_groups * sizeof *self->middles);
  memset (self->group_mass, 0, self->n_groups * sizeof *self->group_mass);
  for (guint i = 0; i < self->n; i++) {
    guint group = self->groups[i];

    self->middles[group].x += self->places[i].x * self->mass[i];
    self->middles[group].y += self->places[i].y * self->mass[i];
    self->group_mass[group] += self->mass[i];
  }
  for (guint i = 0; i < self->n; i++) {
    guint            group = self->groups[i];
    CarrelGraphPoint place = self->places[i];
    float            far = sqrtf (place.x * place.x + place.y * place.y);

    /* Stronger far out: what is not linked stays in the picture. */
    pull (&self->forces[i], -place.x, -place.y, GRAVITY * self->mass[i] * (1 + far * 0.005F));
    if (group != 0) {
      float dx = self->middles[group].x / self->group_mass[group] - place.x,
            dy = self->middles[group].y / self->group_mass[group] - place.y;

      self->forces[i].x += dx * TOGETHER;
      self->forces[i].y += dy * TOGETHER;
    }
  }
}

/* ── Moving ── */

static float
length (float x, float y)
{
  return sqrtf (x * x + y * y);
}

/* Moves them all; how far the farthest did. */
static float
move (CarrelGraphLayout *self)
{
  double swinging = 0, traction = 0;
  float  farthest = 0,
        fastest = fmaxf (FASTEST, FASTEST_OF * g_array_index (self->cells, Cell, 0).side);

  for (guint i = 0; i < self->n; i++) {
    CarrelGraphPoint now = self->forces[i], was = self->before[i];

    swinging += (double) (self->mass[i] * length (now.x - was.x, now.y - was.y));
    traction += (double) (self->mass[i] * length (now.x + was.x, now.y + was.y) / 2);
  }
  if (swinging > 0)
    self->speed = fminf (TOLERANCE * (float) (traction / swinging), self->speed * MAX_RISE);
  self->speed = fmaxf (self->speed, 1e-4F);
  for (guint i = 0; i < self->n; i++) {
    CarrelGraphPoint force = self->forces[i];
    float            size = length (force.x, force.y),
          swing = length (force.x - self->before[i].x, force.y - self->before[i].y), speed, way;

    self->before[i] = force;
    if (self->pinned[i] || !(size > 0) || !isfinite (size))
      continue;
    speed = SLOWNESS * self->speed / (1 + self->speed * sqrtf (swing));
    speed = fminf (speed, fastest / size);
    way = size * speed;
    self->places[i].x = CLAMP (self->places[i].x + force.x * speed, -LARGEST, LARGEST);
    self->places[i].y = CLAMP (self->places[i].y + force.y * speed, -LARGEST, LARGEST);
    farthest = fmaxf (farthest, way);
  }
  return farthest;
}

gboolean
carrel_graph_layout_step (CarrelGraphLayout *self)
{
  float farthest;

  if (self->n_steps >= self->max_steps || self->n < 2)
    return FALSE;
  memset (self->forces, 0, self->n * sizeof *self->forces);
  grow_tree (self);
  for (guint i = 0; i < self->n; i++)
    repel (self, i);
  attract (self);
  gather (self);
  farthest = move (self);
  self->n_steps++;
  return self->n_steps < self->max_steps &&
         farthest > AT_REST * g_array_index (self->cells, Cell, 0).side;
}

gboolean
carrel_graph_layout_run (CarrelGraphLayout *self, gint *stop)
{
  do {
    if (stop && g_atomic_int_get (stop))
      return FALSE;
  } while (carrel_graph_layout_step (self));
  return TRUE;
}

const CarrelGraphPoint *
carrel_graph_layout_get_places (CarrelGraphLayout *self)
{
  return self->places;
}

guint
carrel_graph_layout_get_n_steps (CarrelGraphLayout *self)
{
  return self->n_steps;
}

void
carrel_graph_layout_pin (CarrelGraphLayout *self, guint dot, CarrelGraphPoint place)
{
  g_return_if_fail (dot < self->n && isfinite (place.x) && isfinite (place.y));
  self->places[dot] =
      (CarrelGraphPoint) { CLAMP (place.x, -LARGEST, LARGEST), CLAMP (place.y, -LARGEST, LARGEST) };
  self->pinned[dot] = TRUE;
}
