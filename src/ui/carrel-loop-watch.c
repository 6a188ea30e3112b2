/* carrel-loop-watch.c: measures the turns of the main loop. Main thread.
 *
 * A turn is what lies between the return of poll () and the next call of it: everything that was
 * dispatched, and nothing that was waited for. While it lasts no key is answered and no frame
 * drawn. Time in which the thread was ready but had no processor, as the kernel counts it, is not
 * the program's and is counted apart: a proof on a machine that does other things too would else
 * measure those.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-loop-watch.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define STEP 100     /* microseconds that a place of the table counts */
#define PLACES 10000 /* up to a second */
#define MAX_LONG 200 /* turns over 50 ms that are named */

typedef struct {
  double at, took,
      own; /* milliseconds: since the beginning; its length; in which the thread computed */
} Turn;

static GPollFunc real_poll;
static char     *path;
static int       schedule = -1; /* the kernel's count of this thread's time */
static gint64    began;         /* monotonic: when the last poll returned; 0: never */
static gint64    began_late;    /* microseconds without a processor, until then */
static gint64    began_own;     /* and with one */
static gint64    late;          /* in turns, in all */
static guint     table[PLACES + 1];
static guint     n_turns, n_over_16, n_over_50;
static gint64    longest;
static gint64    started;    /* monotonic */
static GArray   *long_turns; /* (owned) (element-type Turn) */

static void
note (gint64 took, gint64 own)
{
  table[CLAMP (took / STEP, 0, PLACES)]++;
  n_turns++;
  n_over_16 += took > 16000;
  n_over_50 += took > 50000;
  longest = MAX (longest, took);
  if (took > 50000 && long_turns->len < MAX_LONG) {
    Turn turn = { (g_get_monotonic_time () - started) / 1000.0, took / 1000.0, own / 1000.0 };

    g_array_append_val (long_turns, turn);
  }
}

/* Microseconds in which this thread was ready and didn't run. */
static gint64
get_late (void)
{
  char               text[100];
  ssize_t            n = schedule >= 0 ? pread (schedule, text, sizeof text - 1, 0) : -1;
  unsigned long long ran, waited;

  if (n <= 0)
    return 0;
  text[n] = '\0';
  return sscanf (text, "%llu %llu", &ran, &waited) == 2 ? (gint64) (waited / 1000) : 0;
}

/* Microseconds in which this thread ran. The rest of a turn it waited: for the disk, or, of a
 * display server that draws with the processor, for a frame. */
static gint64
get_own (void)
{
  struct timespec now = { 0, 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
poll_cb (GPollFD *fds, guint n_fds, int timeout)
{
  int result;

  if (began > 0) {
    gint64 waited = get_late () - began_late;

    late += waited;
    note (MAX (g_get_monotonic_time () - began - waited, 0), get_own () - began_own);
  }
  result = real_poll (fds, n_fds, timeout);
  began_late = get_late ();
  began_own = get_own ();
  began = g_get_monotonic_time ();
  return result;
}

/* Milliseconds that so many of a thousand turns don't exceed. */
static double
get_share (guint per_mille)
{
  guint64 wanted = (guint64) n_turns * per_mille / 1000, seen = 0;

  for (guint i = 0; i <= PLACES; i++) {
    seen += table[i];
    if (seen >= wanted)
      return (i + 1) * STEP / 1000.0;
  }
  return longest / 1000.0;
}

void
carrel_loop_watch_begin (void)
{
  const char *said = g_getenv ("CARREL_WATCH_LOOP");

  if (!said || !*said || path)
    return;
  path = g_strdup (said);
  schedule = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  long_turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  started = g_get_monotonic_time ();
  real_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
}

void
carrel_loop_watch_end (void)
{
  g_autoptr (GString) out = NULL;

  if (!path)
    return;
  g_main_context_set_poll_func (NULL, real_poll);
  out = g_string_new (NULL);
  g_string_append_printf (out,
                          "{\"turns\": %u, \"p50\": %.1f, \"p99\": %.1f, \"max\": %.1f, "
                          "\"over16\": %u, \"over50\": %u, \"late\": %.1f, \"long\": [",
                          n_turns, get_share (500), get_share (990), longest / 1000.0, n_over_16,
                          n_over_50, late / 1000.0);
  for (guint i = 0; i < long_turns->len; i++)
    g_string_append_printf (
        out, "%s[%.0f, %.1f, %.1f]", i > 0 ? ", " : "", g_array_index (long_turns, Turn, i).at,
        g_array_index (long_turns, Turn, i).took, g_array_index (long_turns, Turn, i).own);
  g_string_append (out, "]}\n");
  g_file_set_contents (path, out->str, (gssize) out->len, NULL);
  if (schedule >= 0)
    close (schedule);
  g_clear_pointer (&long_turns, g_array_unref);
  g_clear_pointer (&path, g_free);
}
