/* command-state.c: archive, inbox, favourite, read, delete, restore. Main thread.
 *
 * Articles that there are not are named; the others change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/carrel-command.h"
#include "cli/carrel-output.h"

static GArray *
find_articles (CarrelCli *cli, int *status)
{
  GArray *ids = carrel_cli_find_all (cli, cli->words, cli->n_words, status);

  if (ids->len == 0)
    g_clear_pointer (&ids, g_array_unref);
  return ids;
}

/* `done` ends the sentence «2 articles …». */
static int
finish (CarrelCli *cli, GArray *ids, int status, const char *done)
{
  if (!carrel_cli_finish_change (cli))
    return 1;
  if (cli->json)
    return carrel_cli_print_articles (cli, ids) ? status : 1;
  carrel_output_print ("%u %s %s.\n", ids->len, ids->len == 1 ? "article" : "articles", done);
  return status;
}

static int
set_place (CarrelCli *cli, CarrelPlace place, const char *done)
{
  int status = 0;
  g_autoptr (GArray) ids = find_articles (cli, &status);

  if (!ids)
    return 1;
  carrel_library_set_place_async (cli->library, ids, place, CARREL_CLI_CALLBACK);
  return finish (cli, ids, status, done);
}

int
carrel_command_archive (CarrelCli *cli)
{
  return set_place (cli, CARREL_PLACE_ARCHIVE, "in the archive");
}

int
carrel_command_inbox (CarrelCli *cli)
{
  return set_place (cli, CARREL_PLACE_INBOX, "in the inbox");
}

int
carrel_command_favourite (CarrelCli *cli)
{
  gboolean favourite = !carrel_cli_has_option (cli, "remove");
  int status = 0;
  g_autoptr (GArray) ids = find_articles (cli, &status);

  if (!ids)
    return 1;
  carrel_library_set_favourite_async (cli->library, ids, favourite, CARREL_CLI_CALLBACK);
  return finish (cli, ids, status, favourite ? "among the favourites" : "no longer among the favourites");
}

int
carrel_command_read (CarrelCli *cli)
{
  gboolean unread = carrel_cli_has_option (cli, "unread");
  int status = 0;
  g_autoptr (GArray) ids = find_articles (cli, &status);

  if (!ids)
    return 1;
  carrel_library_set_read_async (cli->library, ids, unread ? CARREL_READ_UNREAD : CARREL_READ_READ, CARREL_CLI_CALLBACK);
  return finish (cli, ids, status, unread ? "marked as unread" : "marked as read");
}

int
carrel_command_delete (CarrelCli *cli)
{
  int status = 0;
  g_autoptr (GArray) ids = find_articles (cli, &status);

  if (!ids)
    return 1;
  carrel_library_trash_async (cli->library, ids, CARREL_CLI_CALLBACK);
  return finish (cli, ids, status, "in the trash");
}

int
carrel_command_restore (CarrelCli *cli)
{
  int status = 0;
  g_autoptr (GArray) ids = find_articles (cli, &status);

  if (!ids)
    return 1;
  carrel_library_restore_async (cli->library, ids, CARREL_CLI_CALLBACK);
  return finish (cli, ids, status, "restored");
}
