/* carrel-bench-memory.c: the highest resident size of a forked process (Linux).
 *
 * Resident, because parsers ask for more than they use: lexbor takes a megabyte for any page, of
 * which a small one touches little. What earlier work left free is given back first, so that none
 * of it serves again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-memory.h"

#include "carrel-bench.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The highest size since the last clear, in bytes. */
gsize
bench_get_peak (void)
{
  g_autofree char *status = NULL;
  const char      *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmHWM:");
  return line ? g_ascii_strtoull (
                    line + strlen ("VmHWM:") + strspn (line + strlen ("VmHWM:"), " \t"), NULL, 10) *
                    1024
              : 0;
}

void
bench_keep_memory (void)
{
  /* The most that glibc takes for the second. */
  mallopt (M_TRIM_THRESHOLD, 1 << 30);
  mallopt (M_MMAP_THRESHOLD, 32 * 1024 * 1024);
}

void
bench_settle_memory (void)
{
  for (guint i = 0; i < 4; i++) {
    gpointer volatile large = malloc (256 * 1024);

    free (large);
  }
}

static gboolean
clear_peak (void)
{
  int      file = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
  gboolean good = file >= 0 && write (file, "5", 1) == 1;

  if (file >= 0)
    close (file);
  return good;
}

/* ── In a process of its own ── */

typedef void (*Measure) (gpointer data, gpointer result);

/* FALSE where that couldn't be; `result` is plain memory. */
static gboolean
run_apart (Measure measure, gpointer data, gpointer result, gsize size)
{
  gboolean good;
  int      ends[2];
  pid_t    child;

  if (pipe (ends) != 0)
    return FALSE;
  child = fork ();
  if (child == 0) {
    measure (data, result);
    _exit (write (ends[1], result, size) == (gssize) size ? 0 : 1);
  }
  close (ends[1]);
  good = child > 0 && read (ends[0], result, size) == (gssize) size;
  close (ends[0]);
  if (child > 0)
    waitpid (child, NULL, 0);
  return good;
}

typedef struct {
  BenchWork work, other;
  gpointer  data;
  guint     rounds;
} Job;

static void
measure_memory (gpointer data, gpointer result)
{
  const Job *job = data;
  gsize      before, after;

  job->work (job->data); /* so that code and tables are there */
  malloc_trim (0);
  before = clear_peak () ? bench_get_peak () : 0;
  job->work (job->data);
  after = bench_get_peak ();
  *(gsize *) result = before > 0 && after > before ? after - before : 0;
}

gsize
bench_measure_memory (BenchWork work, gpointer data)
{
  Job   job = { .work = work, .data = data };
  gsize result = 0;

  return run_apart (measure_memory, &job, &result, sizeof result) ? result : 0;
}

static double
time_work (BenchWork work, gpointer data)
{
  double start = bench_clock ();

  work (data);
  return bench_clock () - start;
}

static void
measure_turns (gpointer data, gpointer result)
{
  const Job *job = data;
  double    *times = result;

  times[0] = times[1] = G_MAXDOUBLE;
  for (guint i = 0; i < job->rounds; i++) {
    times[0] = MIN (times[0], time_work (job->work, job->data));
    times[1] = MIN (times[1], time_work (job->other, job->data));
  }
}

gboolean
bench_measure_turns (
    BenchWork first, BenchWork second, gpointer data, guint rounds, double times[2])
{
  Job job = { .work = first, .other = second, .data = data, .rounds = rounds };

  return run_apart (measure_turns, &job, times, 2 * sizeof times[0]);
}
