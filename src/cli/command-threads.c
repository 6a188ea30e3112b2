/* command-threads.c: articles that follow each other. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "library/carrel-library-links.h"

#include <string.h>

static CarrelThread *
load_thread (CarrelCli *cli, gint64 article)
{
  CarrelThread *thread;
  GError       *error = NULL;

  carrel_library_load_thread_async (cli->library, article, cli->cancellable, CARREL_CLI_CALLBACK);
  thread = carrel_library_load_thread_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!thread)
    carrel_cli_fail (cli, error);
  return thread;
}

static JsonObject *
thread_to_json (CarrelThread *thread)
{
  JsonObject *object = json_object_new ();
  JsonArray  *articles = json_array_new ();

  for (guint i = 0; i < carrel_thread_get_n_articles (thread); i++) {
    CarrelArticle *article = carrel_thread_get_article (thread, i);
    JsonObject    *member = json_object_new ();

    json_object_set_int_member (member, "id", carrel_article_get_id (article));
    carrel_json_set_text (member, "title", carrel_article_get_title (article));
    json_object_set_boolean_member (member, "read",
                                    carrel_article_get (article)->read == CARREL_READ_READ);
    json_array_add_object_element (articles, member);
  }
  carrel_json_set_text (object, "title", carrel_thread_get_title (thread));
  json_object_set_double_member (object, "progress", carrel_thread_get_progress (thread));
  json_object_set_array_member (object, "articles", articles);
  return object;
}

static int
print_thread (CarrelCli *cli, gint64 article)
{
  g_autoptr (CarrelThread) thread = load_thread (cli, article);
  g_autoptr (CarrelTable) table = NULL;
  guint n;

  if (!thread)
    return 1;
  if (cli->json) {
    carrel_output_json (thread_to_json (thread));
    return 0;
  }
  n = carrel_thread_get_n_articles (thread);
  carrel_output_print ("%s: %u of %u read\n", carrel_thread_get_title (thread),
                       carrel_thread_get_n_read (thread), n);
  table = carrel_table_new ((const char *[]) { "", ">", ">ID", "*TITLE", NULL });
  for (guint i = 0; i < n; i++) {
    CarrelArticle   *other = carrel_thread_get_article (thread, i);
    gint64           id = carrel_article_get_id (other);
    g_autofree char *number = g_strdup_printf ("%u", i + 1),
                    *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

    carrel_table_add (table, id == article ? "→" : "", number, text,
                      carrel_article_get_title (other));
  }
  carrel_table_print (table);
  return 0;
}

static int
print_threads (CarrelCli *cli)
{
  g_autoptr (GPtrArray) threads = NULL;
  g_autoptr (CarrelTable) table =
      carrel_table_new ((const char *[]) { ">FIRST", ">ARTICLES", ">READ", "*TITLE", NULL });
  CarrelJsonList list;
  GError        *error = NULL;

  carrel_library_load_threads_async (cli->library, cli->cancellable, CARREL_CLI_CALLBACK);
  threads = carrel_library_load_threads_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!threads)
    return carrel_cli_fail (cli, error);
  if (cli->json)
    carrel_json_list_begin (&list);
  for (guint i = 0; i < threads->len; i++) {
    CarrelThread    *thread = threads->pdata[i];
    g_autofree char *first = g_strdup_printf (
        "%" G_GINT64_FORMAT, carrel_article_get_id (carrel_thread_get_article (thread, 0)));
    g_autofree char *n = g_strdup_printf ("%u", carrel_thread_get_n_articles (thread)),
                    *read = g_strdup_printf ("%u", carrel_thread_get_n_read (thread));

    if (cli->json)
      carrel_json_list_add (&list, thread_to_json (thread));
    else
      carrel_table_add (table, first, n, read, carrel_thread_get_title (thread));
  }
  if (cli->json)
    carrel_json_list_end (&list);
  else
    carrel_table_print (table);
  return 0;
}

int
carrel_command_thread (CarrelCli *cli)
{
  const char *title = carrel_cli_get_option (cli, "title");
  g_autoptr (GArray) ids = NULL;
  int status = 0;

  if (cli->n_words == 0 && !title)
    return print_threads (cli);
  if (cli->n_words == 0)
    return carrel_cli_wrong_usage (cli, "--title needs an article of the thread");
  ids = carrel_cli_find_all (cli, cli->words, cli->n_words, &status);
  if (status != 0 || !ids || ids->len == 0)
    return status != 0 ? status : 1;
  if (ids->len != cli->n_words) { /* one was named twice */
    GError *error = g_error_new_literal (CARREL_ERROR, CARREL_ERROR_INVALID,
                                         "A thread is made of different articles");

    return carrel_cli_fail (cli, error);
  }
  if (cli->n_words > 1) {
    carrel_library_order_thread_async (cli->library, ids, CARREL_CLI_CALLBACK);
    if (!carrel_cli_finish_change (cli))
      return 1;
  }
  if (title) {
    carrel_library_title_thread_async (cli->library, g_array_index (ids, gint64, 0), title,
                                       CARREL_CLI_CALLBACK);
    if (!carrel_cli_finish_change (cli))
      return 1;
  }
  return print_thread (cli, g_array_index (ids, gint64, 0));
}
