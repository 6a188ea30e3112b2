/* main.c: a command on the line → the terminal; none → the window. Started by itself → decodes
 * pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/carrel-image-decoder.h"
#include "base/carrel-image-wire.h"
#include "base/carrel-memory.h"
#include "cli/carrel-cli.h"
#include "decode/carrel-image-helper.h"
#include "ui/carrel-application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#define MAX_TRIES 5

/* Whether the line is for the terminal: its first word, behind a --library, is a command, or a
 * plain word that can only have been meant as one. Then GTK is never initialised. */
static gboolean
is_for_terminal (int argc, char **argv)
{
  int at = 1;

  while (at < argc && g_str_has_prefix (argv[at], "--library"))
    at += argv[at][strlen ("--library")] == '=' ? 1 : 2;
  if (at >= argc)
    return FALSE;
  if (carrel_cli_is_command (argv[at]) || g_str_has_prefix (argv[at], "--json"))
    return TRUE;
  return *argv[at] != '-' && !strpbrk (argv[at], "./:\\") &&
         !g_file_test (argv[at], G_FILE_TEST_EXISTS);
}

int
main (int argc, char *argv[])
{
  int status = CARREL_APPLICATION_AGAIN;

  if (argc == 2 && strcmp (argv[1], CARREL_IMAGE_WORD) == 0)
    return carrel_image_helper_run ();
  carrel_image_decoder_set_program (
      "/proc/self/exe"); /* this file, even when a newer one has taken its place */
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (is_for_terminal (argc, argv))
    return carrel_cli_run (argc, argv);
  carrel_memory_give_back ();
  for (guint i = 0; status == CARREL_APPLICATION_AGAIN && i < MAX_TRIES; i++) {
    g_autoptr (CarrelApplication) application = carrel_application_new ();

    status = g_application_run (G_APPLICATION (application), argc, argv);
  }
  return status;
}
