/* carrel-command.h: what the commands share: the line as it was parsed, the library, and waiting.
 *
 * A command is parse → one or two library calls → print. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

G_BEGIN_DECLS

#define CARREL_CLI_MAX_INPUT (16 * 1024 * 1024)

typedef struct {
  const char *name;     /* without «--» */
  const char *argument; /* its value in the help; NULL: takes none */
  const char *help;
} CarrelOption;

typedef struct _CarrelCli     CarrelCli;
typedef struct _CarrelCommand CarrelCommand;

/* The exit status: 0, 1 when something failed, 2 for wrong usage. */
typedef int (*CarrelCommandFunc) (CarrelCli *cli);

struct _CarrelCommand {
  const char         *name;
  CarrelCommandFunc   run;
  gboolean            needs_library;
  guint               min_words, max_words;
  const char         *usage;   /* what follows the name */
  const char         *summary; /* one line of help */
  const CarrelOption *options; /* (nullable) ends with a NULL name; besides the common ones */
  const char         *more;    /* (nullable): paragraphs for `carrel help NAME` */
};

struct _CarrelCli {
  const CarrelCommand *command;
  CarrelLibrary       *library;     /* (owned) (nullable): where the command needs one */
  GCancellable        *cancellable; /* (owned): Ctrl+C */
  GPtrArray           *options;     /* (owned) (element-type utf8): name, value, name, value … */
  char               **words;       /* (array length=n_words): bytes as they were typed */
  guint                n_words;
  gboolean             json;
  GAsyncResult        *result; /* (owned) (nullable): has come, nobody has waited for it yet */
  GAsyncResult        *waited; /* (owned) (nullable): what the last wait lent */
};

gboolean carrel_cli_has_option (CarrelCli *cli, const char *name);
/* The last value given (nullable). Lent. */
const char *carrel_cli_get_option (CarrelCli *cli, const char *name);
/* All of them, as UTF-8. (transfer full) */
GStrv carrel_cli_dup_options (CarrelCli *cli, const char *name);

/* The library's folder, as the line or the environment says. (transfer full) */
char *carrel_cli_dup_folder (CarrelCli *cli);

/* Give both to an async call, then wait: `carrel_cli_wait ()` runs the main context until it has
 * ended and lends its result until the next call. */
#define CARREL_CLI_CALLBACK carrel_cli_done_cb, cli
void          carrel_cli_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *carrel_cli_wait (CarrelCli *cli);
/* The same, and says how far it is: «Checking … 45 %». */
GAsyncResult *
carrel_cli_wait_with_progress (CarrelCli *cli, const char *what, CarrelProgress *progress);

/* Prints why the line is wrong and how to get help. Always 2. */
int carrel_cli_wrong_usage (CarrelCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Prints the error, unless Ctrl+C is the cause, and frees it. Always 1. */
int carrel_cli_fail (CarrelCli *cli, GError *error);
/* Waits for a change that CARREL_CLI_CALLBACK was given to; FALSE after the error was printed.
 * Nothing is undone. */
gboolean carrel_cli_finish_change (CarrelCli *cli);

/* Says what of a search looks like a filter and is looked for as text; that no field is called so
 * is said where `nothing` was found. The search has worked: the exit status stays. */
void carrel_cli_note_misread (const char *search, gboolean nothing);

/* The article that a word names, by id or address; 0 after the error was printed. */
gint64 carrel_cli_find (CarrelCli *cli, const char *word);
/* Those that the words name, each once, in order; where there is none the error is printed and
 * `status` becomes 1. (transfer full) (element-type gint64) */
GArray *carrel_cli_find_all (CarrelCli *cli, char **words, guint n_words, int *status);
/* (transfer full) (element-type CarrelArticle); NULL after the error was printed. */
GPtrArray *carrel_cli_load (CarrelCli *cli, GArray *ids);

/* Those articles as one JSON array; FALSE after the error was printed. */
gboolean carrel_cli_print_articles (CarrelCli *cli, GArray *ids);

/* `show --format pdf`, of what was loaded. The exit status. */
int carrel_command_show_pdf (CarrelCli *cli, CarrelReading *reading);

/* A file's bytes, or those of standard input for «-»; at most CARREL_CLI_MAX_INPUT, else TOO_LARGE.
 */
GBytes *carrel_cli_read_input (const char *path, GError **error);

int carrel_command_add (CarrelCli *cli);
int carrel_command_archive (CarrelCli *cli);
int carrel_command_backup (CarrelCli *cli);
int carrel_command_check (CarrelCli *cli);
int carrel_command_delete (CarrelCli *cli);
int carrel_command_empty_trash (CarrelCli *cli);
int carrel_command_extract (CarrelCli *cli);
int carrel_command_extract_again (CarrelCli *cli);
int carrel_command_favourite (CarrelCli *cli);
int carrel_command_fetch (CarrelCli *cli);
int carrel_command_fetch_again (CarrelCli *cli);
int carrel_command_highlight (CarrelCli *cli);
int carrel_command_highlights (CarrelCli *cli);
int carrel_command_inbox (CarrelCli *cli);
int carrel_command_link (CarrelCli *cli);
int carrel_command_links (CarrelCli *cli);
int carrel_command_related (CarrelCli *cli);
/* «links --unlinked» */
int carrel_cli_list_unlinked (CarrelCli *cli, gint64 id);
int carrel_command_list (CarrelCli *cli);
int carrel_command_map (CarrelCli *cli);
int carrel_command_merge (CarrelCli *cli);
int carrel_command_note (CarrelCli *cli);
int carrel_command_queue (CarrelCli *cli);
int carrel_command_read (CarrelCli *cli);
int carrel_command_recover (CarrelCli *cli);
int carrel_command_move_library (CarrelCli *cli);
int carrel_command_restore_backup (CarrelCli *cli);
int carrel_command_restore (CarrelCli *cli);
int carrel_command_samples (CarrelCli *cli);
int carrel_command_show (CarrelCli *cli);
int carrel_command_site_rules (CarrelCli *cli);
int carrel_command_stats (CarrelCli *cli);
int carrel_command_tag (CarrelCli *cli);
int carrel_command_thread (CarrelCli *cli);
int carrel_command_topics (CarrelCli *cli);
int carrel_command_suggest (CarrelCli *cli);
int carrel_command_unlink (CarrelCli *cli);
int carrel_command_versions (CarrelCli *cli);
int carrel_command_wanted (CarrelCli *cli);

G_END_DECLS
