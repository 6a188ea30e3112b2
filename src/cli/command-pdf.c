/* command-pdf.c: show --format pdf. Main thread, no window system.
 *
 * A file takes its name only when it is whole. Bytes of a PDF are nothing for a terminal to show.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "print/carrel-print-pdf.h"

#include <gio/gunixoutputstream.h>
#include <string.h>
#include <unistd.h>

static char *
find_picture (const char *source, gpointer data)
{
  CarrelCli *cli = data;

  return g_str_has_prefix (source, "blob:")
             ? carrel_library_dup_blob_path (cli->library, source + strlen ("blob:"))
             : NULL;
}

/* What was written so far goes. */
static void
discard (GOutputStream *stream)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (stream, cancelled, NULL);
}

int
carrel_command_show_pdf (CarrelCli *cli, CarrelReading *reading)
{
  const char *name = carrel_cli_get_option (cli, "output");
  g_autoptr (GOutputStream) stream = NULL;
  CarrelPrintSource   source = { reading->article, reading->document, reading->highlights,
                                 reading->links };
  CarrelPrintSettings settings;
  GError             *error = NULL;

  if ((!name || strcmp (name, "-") == 0) && isatty (STDOUT_FILENO))
    return carrel_cli_wrong_usage (cli, "A PDF is nothing for a terminal: name a file with "
                                        "--output=FILE, or send it on with | or >");
  if (name && strcmp (name, "-") != 0) {
    g_autoptr (GFile) file = g_file_new_for_commandline_arg (name);

    stream = G_OUTPUT_STREAM (
        g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, cli->cancellable, &error));
    if (!stream)
      return carrel_cli_fail (cli, error);
  } else {
    stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  }
  carrel_print_settings_init (&settings);
  carrel_print_pdf_async (&source, &settings, find_picture, cli, stream, cli->cancellable,
                          CARREL_CLI_CALLBACK);
  if (carrel_print_pdf_finish (carrel_cli_wait (cli), &error) > 0)
    return 0;
  discard (stream);
  return carrel_cli_fail (cli, error);
}
