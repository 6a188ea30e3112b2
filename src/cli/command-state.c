/* command-state.c: archive, inbox, favourite, merge, read, delete, restore. Main thread.
 *
 * Articles that there are not are named; the others change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-library-links.h"

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
  int      status = 0;
  g_autoptr (GArray) ids = find_articles (cli, &status);

  if (!ids)
    return 1;
  carrel_library_set_favourite_async (cli->library, ids, favourite, CARREL_CLI_CALLBACK);
  return finish (cli, ids, status,
                 favourite ? "among the favourites" : "no longer among the favourites");
}

int
carrel_command_merge (CarrelCli *cli)
{
  int status = 0;
  g_autoptr (GArray) ids = find_articles (cli, &status), kept = NULL;
  gint64 keep;

  if (!ids || status != 0)
    return 1;
  if (ids->len < 2)
    return carrel_cli_wrong_usage (cli, "An article can't be merged with itself");
  keep = g_array_index (ids, gint64, 0);
  g_array_remove_index (ids, 0);
  carrel_library_merge_articles_async (cli->library, keep, ids, CARREL_CLI_CALLBACK);
  if (!carrel_cli_finish_change (cli))
    return 1;
  kept = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (kept, keep);
  if (cli->json)
    return carrel_cli_print_articles (cli, kept) ? 0 : 1;
  carrel_output_print ("%u %s merged into %" G_GINT64_FORMAT ".\n", ids->len,
                       ids->len == 1 ? "article" : "articles", keep);
  return 0;
}

int
carrel_command_read (CarrelCli *cli)
{
  gboolean unread = carrel_cli_has_option (cli, "unread");
  int      status = 0;
  g_autoptr (GArray) ids = find_articles (cli, &status);

  if (!ids)
    return 1;
  carrel_library_set_read_async (cli->library, ids, unread ? CARREL_READ_UNREAD : CARREL_READ_READ,
                                 CARREL_CLI_CALLBACK);
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
