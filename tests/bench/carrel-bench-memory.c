/* carrel-bench-memory.c: the highest resident size of a forked process (Linux).
 *
 * Resident, because parsers ask for more than they use: lexbor takes a megabyte for any page, of
 * which a small one touches little. What earlier work left free is given back first, so that none
 * of it serves again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-memory.h"

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

static gsize
measure (BenchWork work, gpointer data)
{
  gsize before, after;

  work (data); /* so that code and tables are there */
  malloc_trim (0);
  before = clear_peak () ? bench_get_peak () : 0;
  work (data);
  after = bench_get_peak ();
  return before > 0 && after > before ? after - before : 0;
}

gsize
bench_measure_memory (BenchWork work, gpointer data)
{
  gsize result = 0;
  int   ends[2];
  pid_t child;

  if (pipe (ends) != 0)
    return 0;
  child = fork ();
  if (child == 0) {
    result = measure (work, data);
    _exit (write (ends[1], &result, sizeof result) == sizeof result ? 0 : 1);
  }
  close (ends[1]);
  if (child < 0 || read (ends[0], &result, sizeof result) != sizeof result)
    result = 0;
  close (ends[0]);
  if (child > 0)
    waitpid (child, NULL, 0);
  return result;
}
