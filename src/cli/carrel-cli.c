/* carrel-cli.c: the command table, options, help, exit status. Main thread.
 *
 * Options start with «--» and end at the first other word, so that «tag 12 -old» and «list -word»
 * mean what they say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/carrel-cli.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "config.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#define MANY G_MAXUINT

static int help (CarrelCli *cli);

/* ── The table ── */

static const CarrelOption common_options[] = {
  { "json", NULL, "Print JSON" },
  { "library", "PATH", "Use the library in this folder" },
  { "help", NULL, "Show the help of the command" },
  { "version", NULL, "Print the version" },
  { NULL },
};
static const CarrelOption add_options[] = {
  { "topic", "TOPIC", "Give the article this topic; may be repeated" },
  { "no-images", NULL, "Leave images on the web" },
  { "url", "URL", "The page's address, for one FILE or -" },
  { NULL },
};
static const CarrelOption fetch_options[] = {
  { "images", NULL, "Instead: the images that the articles ID still lack" },
  { "retry", NULL, "Also what failed, or waits for its next try" },
  { "deadline", "SECONDS", "Give up on a page after so long (120)" },
  { NULL },
};
static const CarrelOption queue_options[] = {
  { "topic", "TOPIC", "Give the articles this topic; may be repeated" },
  { "no-images", NULL, "Leave images on the web" },
  { NULL },
};
static const CarrelOption list_options[] = {
  { "sort", "ORDER", "added, published, title, relevance, site, length or progress" },
  { "limit", "N", "Print N articles at most" },
  { NULL },
};
static const CarrelOption suggest_options[] = {
  { "accept", "N", "Give the article the Nth of them" },
  { "refuse", "N", "Never suggest the Nth for it again" },
  { NULL },
};
static const CarrelOption show_options[] = {
  { "format", "FORMAT", "text, markdown, html, json or pdf" },
  { "output", "FILE", "Write the PDF to FILE; also -o FILE" },
  { NULL },
};
static const CarrelOption wanted_options[] = {
  { "limit", "N", "Print, or fetch, N at most" },
  { "fetch", NULL, "Fetch those that have an address" },
  { "hide", "KEY|URL|HOST", "Never want it: an address, a title's key, or all that a site has" },
  { "show", "KEY|URL|HOST", "Want it again" },
  { "hidden", NULL, "List what is hidden" },
  { NULL },
};
static const CarrelOption link_options[] = {
  { "note", "TEXT", "With this note" },
  { "own", NULL, "KIND is a name of your own: «answers»" },
  { "inverse", "TEXT", "What your own kind is called from the other side: «is answered by»" },
  { "title", NULL,
    "The last word is a title: it is wanted, and linked when such an article arrives" },
  { NULL },
};
static const CarrelOption unlink_options[] = {
  { "title", NULL, "The last word is a title that is wanted" }, { NULL }
};
static const CarrelOption links_options[] = {
  { "unlinked", NULL, "Instead: titles that stand in a text without a link" }, { NULL }
};
static const CarrelOption related_options[] = {
  { "limit", "N", "Print N at most (10)" },
  { "unlinked", NULL, "Only articles that no link joins with it" },
  { NULL },
};
static const CarrelOption thread_options[] = {
  { "title", "TEXT", "Give the thread this title; an empty one takes it away" }, { NULL }
};
static const CarrelOption map_options[] = {
  { "format", "FORMAT", "graphml, dot, json or svg" },
  { "steps", "N", "Around an article: so many links away, 1 to 3 (2)" },
  { "no-wanted", NULL, "Without what the library hasn't" },
  { NULL },
};
static const CarrelOption favourite_options[] = {
  { "remove", NULL, "Take them out of the favourites" }, { NULL }
};
static const CarrelOption read_options[] = { { "unread", NULL, "Mark them as unread" }, { NULL } };
static const CarrelOption check_options[] = {
  { "repair", NULL, "Make again what follows from the rest: index, counts, links" }, { NULL }
};
static const CarrelOption backup_options[] = {
  { "folder", "PATH", "From now on keep backups in this folder; empty: in the library's" },
  { "daily", NULL, "Count as the backup of the day" },
  { NULL },
};
static const CarrelOption restore_backup_options[] = { { "list", NULL, "List the backups" },
                                                       { NULL } };
static const CarrelOption recover_options[] = {
  { "force", NULL, "Even if the file is whole, or seems to be of a newer Carrel" }, { NULL }
};
static const CarrelOption empty_trash_options[] = {
  { "yes", NULL, "It can't be undone, and is meant" },
  { "no-backup", NULL, "Make no backup before" },
  { NULL },
};
static const CarrelOption extract_options[] = { { "url", "URL", "The page's address" }, { NULL } };
static const CarrelOption again_options[] = {
  { "all", NULL, "All whose text is of an older extractor" },
  { "dry-run", NULL, "Change nothing, and say what would" },
  { "images", NULL, "Fetch pictures that the library hasn't" },
  { NULL },
};
static const CarrelOption fetch_again_options[] = {
  { "less", NULL, "Take a text that lost much, too" },
  { "no-images", NULL, "Fetch no pictures" },
  { NULL },
};
static const CarrelOption versions_options[] = {
  { "diff", "A,B", "Print what changed between two versions" },
  { "restore", "N", "Go back to a version" },
  { NULL },
};

static const CarrelOption highlight_options[] = {
  { "colour", "COLOUR", "yellow, green, blue or pink" },
  { "note", "TEXT", "With this note" },
  { NULL },
};
static const CarrelOption highlights_options[] = {
  { "markdown", NULL, "Print quotes, notes and sources as Markdown" },
  { "colour", "COLOUR", "Only yellow, green, blue or pink ones" },
  { "lost", NULL, "Only those whose words are no longer in the text" },
  { "limit", "N", "Print N at most" },
  { NULL },
};

#define KINDS "KIND is related, follows, cites, supports or contradicts."

static const CarrelCommand commands[] = {
  { "add", carrel_command_add, TRUE, 1, MANY,
    "[--topic TOPIC]… [--no-images] [--url URL] URL|FILE|-…", "Add pages or files to the library",
    add_options,
    "Fetches each address, or reads each file (- is standard input), extracts the article and "
    "saves it. Prints the number and the title of each as soon as it is on disk. "
    "An address that can't be had, or that Ctrl+C leaves, stays in the queue: see «queue» and "
    "«fetch»; so do all the addresses of a file of bookmarks, with its folders and tags as "
    "topics." },
  { "queue", carrel_command_queue, TRUE, 0, MANY, "[ID… | add URL|FILE|-… | clear | remove ID…]",
    "List the addresses that are to be fetched, add some, or give them up", queue_options,
    "What waits, runs or failed; with ID also what happened to it and when. «add» writes addresses "
    "down and goes, also all that stand in a file or in a text that comes in (-); of a browser's "
    "bookmarks with their topics and dates. The window and «fetch» work on it." },
  { "fetch", carrel_command_fetch, TRUE, 0, MANY,
    "[--retry] [--deadline SECONDS] [ID…] | --images ID…", "Fetch what waits in the queue",
    fetch_options,
    "All whose turn it is, or those named, at once. Ends when nothing is left to do; what failed "
    "for a while stays for its next try. The exit status is 1 when something failed." },
  { "list", carrel_command_list, TRUE, 0, MANY, "[--sort ORDER] [--limit N] [QUERY]",
    "List the articles that match", list_options,
    "QUERY is in the search language of the window: words, \"a phrase\", prefix*, -without, a OR "
    "b, topic:ai, site:example.org, is:unread, added:7d, words:>2000 … "
    "Without --sort the best come first when there are words to look for, else the newest." },
  { "show", carrel_command_show, TRUE, 1, 1, "[--format FORMAT] [-o FILE] ID|URL",
    "Print one article", show_options,
    "A PDF has the pages of a print: the article and its pictures, then the addresses of its "
    "links. Without FILE it goes to standard output, unless that is a terminal." },
  { "tag", carrel_command_tag, TRUE, 2, MANY, "ID… +TOPIC… -TOPIC…",
    "Add topics to articles, or take them away", NULL,
    "Topics nest with /, as in +ai/llm. A new topic is made." },
  { "topics", carrel_command_topics, TRUE, 0, 3,
    "[rename OLD NEW | merge FROM INTO | delete TOPIC | alias TOPIC NAME | unalias NAME | alike | "
    "distinct A B]",
    "List the topics, or change them", NULL,
    "Renaming moves the subtopics too: «topics rename llm ai/llm». Deleting a topic leaves its "
    "articles. Whoever types another name (alias) gets the topic; merging makes one of the name "
    "that goes. "
    "«alike» lists topics whose names differ by case, accents, plural or typing errors, and "
    "«distinct» says that two are not the same." },
  { "suggest", carrel_command_suggest, TRUE, 1, 1, "[--accept N | --refuse N] ID|URL",
    "Say which topics an article may be about", suggest_options,
    "By what articles with similar words, of the same site and author and linked with it are "
    "about; then by its own phrases. Nothing leaves the computer. A library needs ten articles for "
    "it." },
  { "link", carrel_command_link, TRUE, 3, 3,
    "[--note TEXT] [--own [--inverse TEXT]] [--title] ID KIND ID|URL|TITLE",
    "Link an article to another", link_options,
    KINDS
    " An address that isn't in the library goes into the queue, and is linked when it arrives." },
  { "unlink", carrel_command_unlink, TRUE, 3, 3, "[--title] ID KIND ID|URL|TITLE",
    "Take a link away", unlink_options, KINDS },
  { "links", carrel_command_links, TRUE, 1, 1, "[--unlinked] ID|URL",
    "List the links from and to an article", links_options,
    "With --unlinked, instead: the articles whose title, or its distinctive part, stands in its "
    "text, and those whose text has its title, where no link says so." },
  { "related", carrel_command_related, TRUE, 1, 1, "[--limit N] [--unlinked] ID|URL",
    "List the articles most like one, and why", related_options,
    "By the words that both have and few others, by links in common and by topics. Nothing leaves "
    "the computer." },
  { "wanted", carrel_command_wanted, TRUE, 0, 0,
    "[--limit N] [--fetch | --hide KEY | --show KEY | --hidden]",
    "List what articles point at and the library hasn't", wanted_options,
    "With --fetch, those with an address are fetched, the most wanted first. What is hidden is "
    "never wanted again, until it is shown." },
  { "thread", carrel_command_thread, TRUE, 0, MANY, "[--title TEXT] [ID|URL…]",
    "List the threads, show one, or make one", thread_options,
    "One article: its thread. Several: they follow each other in this order, and are one thread. "
    "Without an article: all threads." },
  { "map", carrel_command_map, TRUE, 0, 1, "[--format FORMAT] [--steps N] [ID|URL]",
    "Print the library as a graph, or what is around an article", map_options, NULL },
  { "highlight", carrel_command_highlight, TRUE, 2, MANY,
    "[--colour COLOUR] [--note TEXT] ID|URL PASSAGE…", "Mark a passage of an article",
    highlight_options,
    "PASSAGE is looked for in the article's text; a word that differs does no harm. What it "
    "overlaps in the same colour becomes one with it." },
  { "highlights", carrel_command_highlights, TRUE, 0, MANY,
    "[--markdown] [--colour COLOUR] [--lost] [--limit N] [ID|QUERY]",
    "List marked passages and their notes", highlights_options,
    "Of one article in the order of its text, else the newest first. With QUERY: those of the "
    "articles that match, and where it has words only those that have one of them." },
  { "note", carrel_command_note, TRUE, 1, MANY, "ID|URL [TEXT…|-]",
    "Print the note on an article, or write it", NULL,
    "Without TEXT the note is printed. - reads it from standard input. An empty TEXT takes it "
    "away." },
  { "archive", carrel_command_archive, TRUE, 1, MANY, "ID|URL…", "Move articles to the archive",
    NULL, NULL },
  { "inbox", carrel_command_inbox, TRUE, 1, MANY, "ID|URL…", "Move articles back to the inbox",
    NULL, NULL },
  { "favourite", carrel_command_favourite, TRUE, 1, MANY, "[--remove] ID|URL…",
    "Make articles favourites", favourite_options, NULL },
  { "merge", carrel_command_merge, TRUE, 2, MANY, "ID|URL ID|URL…",
    "Make one of articles that are the same", NULL,
    "The first stays, and gets the addresses, links by hand, topics and star of the others, and "
    "what links to them; they go to the trash." },
  { "read", carrel_command_read, TRUE, 1, MANY, "[--unread] ID|URL…", "Mark articles as read",
    read_options, NULL },
  { "delete", carrel_command_delete, TRUE, 1, MANY, "ID|URL…", "Move articles to the trash", NULL,
    "They stay there for 30 days; «restore» brings them back." },
  { "restore", carrel_command_restore, TRUE, 1, MANY, "ID|URL…",
    "Bring articles back from the trash", NULL, NULL },
  { "empty-trash", carrel_command_empty_trash, TRUE, 0, 0, "--yes [--no-backup]",
    "Delete what is in the trash for good", empty_trash_options,
    "The text goes from the file, the search index, the log and the folder of pictures. Backups "
    "made before keep it until they are replaced; one is made now, too, but with --no-backup." },
  { "extract", carrel_command_extract, FALSE, 1, 1, "[--url URL] FILE|-",
    "Print the article of a page, without a library", extract_options, NULL },
  { "extract-again", carrel_command_extract_again, TRUE, 0, MANY,
    "[--dry-run] [--images] --all|ID|URL…",
    "Make the text of articles anew from the page that was kept", again_options,
    "Nothing is fetched but pictures, with --images. Topics, links by hand, highlights and "
    "pictures stay. With --all, an article that would lose more than a third of its words stays as "
    "it is: "
    "name it to change it all the same." },
  { "fetch-again", carrel_command_fetch_again, TRUE, 1, MANY, "[--less] [--no-images] ID|URL…",
    "Fetch the pages of articles again", fetch_again_options,
    "A text that changed becomes a new version; the one before is kept: see «versions». Where the "
    "page is gone, or shows less than before, the article stays as it is and says so." },
  { "versions", carrel_command_versions, TRUE, 1, 1, "[--diff A,B | --restore N] ID|URL",
    "List the texts that an article has and had", versions_options,
    "The newest first, with its words, and those that came and went since the one before. In a "
    "difference [-words-] went and {+words+} came." },
  { "site-rules", carrel_command_site_rules, TRUE, 0, 2, "[remove HOST]",
    "List the parts chosen as the text of a site's pages, or forget one", NULL,
    "They are chosen in the window, with “Choose the Text…” in an article's menu." },
  { "backup", carrel_command_backup, FALSE, 0, 1, "[--folder PATH] [--daily] [PATH]",
    "Make a backup, or a copy of the library in a new folder", backup_options,
    "Without PATH a backup is made in the folder of backups. The last of each of seven days and "
    "four weeks stay, and the last three of each other kind: by hand, before an update, before a "
    "deletion. With PATH, which must not be there, a complete library is made, with all "
    "pictures." },
  { "restore-backup", carrel_command_restore_backup, FALSE, 0, 1, "--list | NAME|PATH",
    "Make a backup the library again", restore_backup_options,
    "NAME is a backup's name or its beginning, as in 2026-11-26; PATH is a library, or its file. "
    "The present library is set aside, never deleted." },
  { "move-library", carrel_command_move_library, FALSE, 1, 1, "FOLDER",
    "Move the library to another folder", NULL,
    "FOLDER must not be there, or be empty. On another disk the library is copied, and the old one "
    "deleted when all of it is there. From then on Carrel opens it there, unless the library was "
    "named with --library." },
  { "recover", carrel_command_recover, FALSE, 0, 0, "[--force]",
    "Bring back what can be read of a damaged library", recover_options,
    "The newest good backup adds what can't be read. Prints what is missing. The damaged file is "
    "set aside, unchanged." },
  { "check", carrel_command_check, TRUE, 0, 0, "[--repair]", "Check that the library is sound",
    check_options,
    "Also clears away files that no article uses. The exit status is 1 when something is wrong." },
  { "stats", carrel_command_stats, TRUE, 0, 0, "", "Print the library's numbers", NULL, NULL },
  { "samples", carrel_command_samples, TRUE, 0, 0, "", "Add the sample articles", NULL, NULL },
  { "help", help, FALSE, 0, 1, "[COMMAND]", "Show this, or the help of a command", NULL, NULL },
};

static const CarrelCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

gboolean
carrel_cli_is_command (const char *word)
{
  return find_command (word) || strcmp (word, "--help") == 0 || strcmp (word, "-h") == 0 ||
         strcmp (word, "--version") == 0;
}

/* ── Help ── */

static void
print_options (const CarrelOption *options)
{
  for (; options && options->name; options++) {
    g_autofree char *left =
        g_strconcat ("--", options->name, options->argument ? "=" : NULL, options->argument, NULL);

    carrel_output_print ("  %-18s %s\n", left, options->help);
  }
}

static void
print_command_help (const CarrelCommand *command)
{
  carrel_output_print ("Usage: carrel %s%s%s\n\n%s.\n", command->name, *command->usage ? " " : "",
                       command->usage, command->summary);
  if (command->more) {
    g_autofree char *more = carrel_output_wrap (command->more, 78);

    carrel_output_print ("\n%s\n", more);
  }
  carrel_output_print ("\nOptions, before other words:\n");
  print_options (command->options);
  print_options (common_options);
}

static void
print_help (void)
{
  carrel_output_print ("Usage: carrel                    opens the window\n"
                       "       carrel COMMAND [WORD…]    works in the terminal\n\nCommands:\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    carrel_output_print ("  %-14s %s\n", commands[i].name, commands[i].summary);
  carrel_output_print ("\nOptions of all commands:\n");
  print_options (common_options);
  carrel_output_print (
      "\nThe library is the folder that CARREL_LIBRARY names, else the one that it was\nmoved to, "
      "else $XDG_DATA_HOME/carrel/library. More: carrel help COMMAND, man carrel.\n");
}

static int
help (CarrelCli *cli)
{
  const CarrelCommand *command = cli->n_words > 0 ? find_command (cli->words[0]) : NULL;

  if (cli->n_words == 0)
    print_help ();
  else if (command)
    print_command_help (command);
  else
    return carrel_cli_wrong_usage (cli, "There is no command “%s”", cli->words[0]);
  return 0;
}

int
carrel_cli_wrong_usage (CarrelCli *cli, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  carrel_output_error ("%s. See “carrel help%s%s”.", text,
                       cli->command && cli->command->run != help ? " " : "",
                       cli->command && cli->command->run != help ? cli->command->name : "");
  return 2;
}

/* ── Options ── */

gboolean
carrel_cli_has_option (CarrelCli *cli, const char *name)
{
  return carrel_cli_get_option (cli, name) != NULL;
}

const char *
carrel_cli_get_option (CarrelCli *cli, const char *name)
{
  for (guint i = cli->options->len; i >= 2; i -= 2)
    if (strcmp (cli->options->pdata[i - 2], name) == 0)
      return cli->options->pdata[i - 1];
  return NULL;
}

GStrv
carrel_cli_dup_options (CarrelCli *cli, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i + 1 < cli->options->len; i += 2)
    if (strcmp (cli->options->pdata[i], name) == 0)
      g_strv_builder_take (builder, carrel_text_make_valid (cli->options->pdata[i + 1], -1));
  return g_strv_builder_end (builder);
}

static const CarrelOption *
find_option (const CarrelOption *options, const char *word)
{
  for (; options && options->name; options++) {
    gsize len = strlen (options->name);

    if (strncmp (word, options->name, len) == 0 && (word[len] == '\0' || word[len] == '='))
      return options;
  }
  return NULL;
}

/* The one short option, of commands that write a file. */
static gboolean
is_output (CarrelCli *cli, const char *word)
{
  return strcmp (word, "-o") == 0 && cli->command && find_option (cli->command->options, "output");
}

/* Reads the options at argv[*at] and those behind it. FALSE: wrong usage, said. Before the command
 * word (cli->command is NULL) there are only the common ones. */
static gboolean
parse_options (CarrelCli *cli, int argc, char **argv, int *at, gboolean *ended)
{
  for (; *at < argc && (g_str_has_prefix (argv[*at], "--") || is_output (cli, argv[*at]));
       (*at)++) {
    const char *word = is_output (cli, argv[*at]) ? "output" : argv[*at] + 2,
               *equals = strchr (word, '=');
    const CarrelOption *option = find_option (common_options, word);

    if (*word == '\0' && cli->command) {
      (*at)++;
      *ended = TRUE;
      return TRUE;
    }
    if (!option && cli->command)
      option = find_option (cli->command->options, word);
    if (!option) {
      if (cli->command)
        carrel_cli_wrong_usage (cli, "“%s” has no option “--%.*s”", cli->command->name,
                                (int) (equals ? equals - word : (gssize) strlen (word)), word);
      else
        carrel_cli_wrong_usage (cli, "There is no option “%s”", argv[*at]);
      return FALSE;
    }
    if (!option->argument && equals) {
      carrel_cli_wrong_usage (cli, "“--%s” takes no value", option->name);
      return FALSE;
    }
    if (option->argument && !equals && ++*at >= argc) {
      carrel_cli_wrong_usage (cli, "“--%s” needs a value: --%s=%s", option->name, option->name,
                              option->argument);
      return FALSE;
    }
    g_ptr_array_add (cli->options, g_strdup (option->name));
    g_ptr_array_add (cli->options, g_strdup (!option->argument ? ""
                                             : equals          ? equals + 1
                                                               : argv[*at]));
  }
  return TRUE;
}

/* FALSE: wrong usage, said. */
static gboolean
parse_words (CarrelCli *cli, int argc, char **argv, int at, gboolean ended)
{
  const CarrelCommand *command = cli->command;

  cli->words = argv + at;
  cli->n_words = (guint) (argc - at);
  /* Nobody looks for «--json»: it was meant as an option. */
  for (guint i = 0; !ended && i < cli->n_words; i++)
    if (g_str_has_prefix (cli->words[i], "--") &&
        (find_option (common_options, cli->words[i] + 2) ||
         find_option (command->options, cli->words[i] + 2))) {
      carrel_cli_wrong_usage (
          cli, "“%s” stands behind other words, where no option is read (-- ends the options)",
          cli->words[i]);
      return FALSE;
    }
  if (cli->n_words < command->min_words || cli->n_words > command->max_words) {
    if (cli->n_words > command->max_words && command->max_words == 0)
      carrel_cli_wrong_usage (cli, "“%s” takes no words", command->name);
    else
      carrel_cli_wrong_usage (cli, "Usage: carrel %s %s", command->name, command->usage);
    return FALSE;
  }
  return TRUE;
}

/* ── Running ── */

static gboolean
interrupt_cb (gpointer data)
{
  g_cancellable_cancel (((CarrelCli *) data)->cancellable);
  return G_SOURCE_CONTINUE;
}

char *
carrel_cli_dup_folder (CarrelCli *cli)
{
  const char      *said = carrel_cli_get_option (cli, "library");
  g_autofree char *folder = said && *said ? g_strdup (said) : carrel_library_dup_default_folder ();

  return g_canonicalize_filename (folder, NULL);
}

static gboolean
open_library (CarrelCli *cli)
{
  g_autofree char *folder = carrel_cli_dup_folder (cli);
  GError          *error = NULL;

  carrel_library_open_async (folder, cli->cancellable, CARREL_CLI_CALLBACK);
  cli->library = carrel_library_open_finish (carrel_cli_wait (cli), &error);
  if (!cli->library)
    carrel_cli_fail (cli, error);
  return cli->library != NULL;
}

static int
close_library (CarrelCli *cli, int status)
{
  GError *error = NULL;

  carrel_library_close_async (cli->library, CARREL_CLI_CALLBACK);
  if (!carrel_library_close_finish (cli->library, carrel_cli_wait (cli), &error))
    status = carrel_cli_fail (cli, error);
  g_clear_object (&cli->waited);
  g_clear_object (&cli->library);
  return status;
}

static int
run_command (CarrelCli *cli)
{
  int status = 1;

  if (cli->command->needs_library && !open_library (cli))
    return 1;
  status = cli->command->run (cli);
  if (!carrel_output_end () && status == 0)
    status = 1;
  if (cli->library)
    status = close_library (cli, status);
  return g_cancellable_is_cancelled (cli->cancellable) ? 130 : status;
}

static int
print_version (void)
{
  carrel_output_print ("Carrel " CARREL_VERSION "\n");
  return carrel_output_end () ? 0 : 1;
}

/* What other programs call it. */
static int
refuse_command (CarrelCli *cli, const char *word)
{
  static const char *const names[][2] = {
    { "search", "list" },      { "find", "list" },        { "ls", "list" },
    { "open", "show" },        { "view", "show" },        { "cat", "show" },
    { "import", "add" },       { "save", "add" },         { "get", "add" },
    { "remove", "delete" },    { "rm", "delete" },        { "trash", "delete" },
    { "undelete", "restore" }, { "star", "favourite" },   { "favorite", "favourite" },
    { "tags", "topics" },      { "info", "stats" },       { "verify", "check" },
    { "notes", "note" },       { "move", "move-library" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (word, names[i][0]) == 0)
      return carrel_cli_wrong_usage (cli, "There is no command “%s”; here it is “%s”", word,
                                     names[i][1]);
  return carrel_cli_wrong_usage (cli, "There is no command “%s”", word);
}

static int
read_and_run (CarrelCli *cli, int argc, char **argv)
{
  gboolean ended = FALSE, general;
  int      at = 1;

  if (argc > 1 && strcmp (argv[1], "-h") == 0)
    at = argc;
  else if (!parse_options (cli, argc, argv, &at, &ended))
    return 2;
  if (carrel_cli_has_option (cli, "version"))
    return print_version ();
  general = at == argc || carrel_cli_has_option (cli, "help");
  cli->command = !general ? find_command (argv[at]) : find_command ("help");
  if (!cli->command)
    return refuse_command (cli, argv[at]);
  at++;
  if (at > argc)
    at = argc;
  if (!parse_options (cli, argc, argv, &at, &ended))
    return 2;
  if (carrel_cli_has_option (cli, "help")) {
    if (general)
      print_help ();
    else
      print_command_help (cli->command);
    return carrel_output_end () ? 0 : 1;
  }
  if (carrel_cli_has_option (cli, "version"))
    return print_version ();
  cli->json = carrel_cli_has_option (cli, "json");
  return parse_words (cli, argc, argv, at, ended) ? run_command (cli) : 2;
}

int
carrel_cli_run (int argc, char **argv)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) options = g_ptr_array_new_with_free_func (g_free);
  CarrelCli cli = { .cancellable = cancellable, .options = options };
  guint     interrupt, terminate;
  int       status;

  setlocale (LC_ALL, "");
  interrupt = g_unix_signal_add (SIGINT, interrupt_cb, &cli);
  terminate = g_unix_signal_add (SIGTERM, interrupt_cb, &cli);
  status = read_and_run (&cli, argc, argv);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  g_clear_object (&cli.waited);
  return status;
}
