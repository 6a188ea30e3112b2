/* command-map.c: the library as a graph, for other programs. Main thread; the layout on a worker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "exchange/carrel-graph-write.h"
#include "library/carrel-library-links.h"

#include <string.h>

typedef struct {
  CarrelMap        *map; /* (owned) */
  CarrelGraphFormat format;
  gint              stop;
} Job;

static void
free_job (gpointer data)
{
  carrel_map_free (((Job *) data)->map);
  g_free (data);
}

static void
write_map (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (CarrelGraphLayout) layout = carrel_graph_lay_out (job->map->graph, job->map->places);

  for (guint i = 0; i < carrel_graph_get_n_dots (job->map->graph); i++)
    if (job->map->pinned[i])
      carrel_graph_layout_pin (layout, i, job->map->places[i]);
  while (!g_cancellable_is_cancelled (cancellable) && carrel_graph_layout_step (layout))
    ;
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (
        task,
        carrel_graph_write (job->map->graph, carrel_graph_layout_get_places (layout), job->format),
        g_free);
}

int
carrel_command_map (CarrelCli *cli)
{
  const char *format = carrel_cli_get_option (cli, "format"),
             *steps = carrel_cli_get_option (cli, "steps");
  gint64 article = cli->n_words > 0 ? carrel_cli_find (cli, cli->words[0]) : 0;
  g_autoptr (GTask) task = NULL;
  g_autofree char *text = NULL;
  guint64          n_steps = 2;
  GError          *error = NULL;
  Job             *job;

  if (cli->n_words > 0 && article == 0)
    return 1;
  if (steps && !g_ascii_string_to_unsigned (steps, 10, 1, 3, &n_steps, NULL))
    return carrel_cli_wrong_usage (cli, "“%s” is not 1, 2 or 3", steps);
  job = g_new0 (Job, 1);
  job->format = CARREL_GRAPH_JSON;
  if (format && !carrel_graph_format_from_name (format, &job->format)) {
    g_free (job);
    return carrel_cli_wrong_usage (
        cli, "There is no format “%s”; there are graphml, dot, json and svg", format);
  }
  carrel_library_load_map_async (cli->library, article, (guint) n_steps,
                                 !carrel_cli_has_option (cli, "no-wanted"), cli->cancellable,
                                 CARREL_CLI_CALLBACK);
  job->map = carrel_library_load_map_finish (cli->library, carrel_cli_wait (cli), &error);
  if (!job->map) {
    g_free (job);
    return carrel_cli_fail (cli, error);
  }
  task = g_task_new (NULL, cli->cancellable, CARREL_CLI_CALLBACK);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, write_map);
  text = g_task_propagate_pointer (G_TASK (carrel_cli_wait (cli)), &error);
  if (!text)
    return carrel_cli_fail (cli, error);
  carrel_output_print ("%s", text);
  return 0;
}
