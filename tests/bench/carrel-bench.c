/* carrel-bench.c: what benchmarks share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <time.h>

double
bench_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* ── Samples ── */

GArray *
bench_samples_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (double));
}

void
bench_samples_add (GArray *samples, double value)
{
  g_array_append_val (samples, value);
}

double
bench_samples_sum (GArray *samples)
{
  double sum = 0;

  for (guint i = 0; i < samples->len; i++)
    sum += g_array_index (samples, double, i);
  return sum;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
bench_samples_quantile (GArray *samples, double q)
{
  if (samples->len == 0)
    return 0;
  g_array_sort (samples, compare_doubles);
  return g_array_index (samples, double, (guint) ((samples->len - 1) * q + 0.5));
}

/* ── Tables ── */

struct _BenchTable {
  char      *title;
  guint      n_columns;
  GPtrArray *cells; /* (element-type utf8): the header's first */
};

BenchTable *
bench_table_new (const char *title, ...)
{
  BenchTable *self = g_new0 (BenchTable, 1);
  const char *name;
  va_list     names;

  self->title = g_strdup (title);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  va_start (names, title);
  while ((name = va_arg (names, const char *)))
    g_ptr_array_add (self->cells, g_strdup (name));
  va_end (names);
  self->n_columns = self->cells->len;
  return self;
}

void
bench_table_add (BenchTable *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->cells, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

void
bench_table_add_ratio (BenchTable *self, double ratio, double limit, gboolean least)
{
  if (limit > 0)
    bench_table_add (self, "%.2fx (limit %gx%s)", ratio, limit,
                     (least ? ratio < limit : ratio > limit) ? ", over" : "");
  else
    bench_table_add (self, "%.2fx", ratio);
}

void
bench_table_print (BenchTable *self)
{
  g_autofree glong *widths = g_new0 (glong, self->n_columns);

  for (guint i = 0; i < self->cells->len; i++) {
    glong  width = g_utf8_strlen (self->cells->pdata[i], -1);
    glong *column = &widths[i % self->n_columns];

    *column = MAX (*column, width);
  }
  printf ("%s\n", self->title);
  for (guint i = 0; i < self->cells->len; i++) {
    const char *cell = self->cells->pdata[i];
    guint       column = i % self->n_columns;
    int         pad = (int) (widths[column] - g_utf8_strlen (cell, -1));

    if (column == 0)
      printf ("  %s%*s", cell, pad, "");
    else
      printf ("  %*s%s", pad, "", cell);
    if (column == self->n_columns - 1)
      putchar ('\n');
  }
  putchar ('\n');
  fflush (stdout);
  g_ptr_array_unref (self->cells);
  g_free (self->title);
  g_free (self);
}

guint64
bench_file_size (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf         about;

  return g_stat (path, &about) == 0 ? (guint64) about.st_size : 0;
}
