/* old-library.c FILE VERSION: brings a library's file to an earlier version of the schema, for
 * proofs.
 *
 * By the same steps that the program takes, up to there; snapshots are forgotten, for the file came
 * without theirs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-connection-private.h"
#include "store/carrel-schema.h"

#include <stdlib.h>

static gboolean
run (const char *path, guint version, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (CarrelConnection) connection =
      carrel_connection_open_file (path, folder, FALSE, FALSE, error);

  return connection && carrel_schema_migrate_to (connection, version, error) &&
         carrel_connection_execute (connection,
                                    "DELETE FROM snapshot; PRAGMA journal_mode = DELETE", error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    return EXIT_FAILURE;
  if (!run (argv[1], (guint) atoi (argv[2]), &error)) {
    g_printerr ("%s\n", error->message);
    return EXIT_FAILURE;
  }
  g_print ("%u\n", carrel_schema_get_version ());
  return EXIT_SUCCESS;
}
