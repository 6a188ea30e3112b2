/* carrel-fuzz-main.c: a target without libFuzzer: runs it on each file below the folders that are
 * named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-fuzz.h"

#include <stdio.h>

static guint
run_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint       n = 0;

  if (!dir) {
    fprintf (stderr, "%s\n", error->message);
    return 0;
  }
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL), *data = NULL;
    gsize            len;

    if (!g_file_get_contents (path, &data, &len, NULL))
      continue;
    /* What is running says which input it was, if it ends here. */
    g_setenv ("CARREL_FUZZ_INPUT", path, TRUE);
    LLVMFuzzerTestOneInput ((const guint8 *) data, len);
    n++;
  }
  return n;
}

int
main (int argc, char **argv)
{
  guint n = 0;

  for (int i = 1; i < argc; i++)
    n += run_folder (argv[i]);
  printf ("1..1\n%s 1 - %u inputs\n", n > 0 ? "ok" : "not ok", n);
  return n > 0 ? 0 : 1;
}
