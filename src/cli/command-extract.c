/* command-extract.c: the article of a page, without a library. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-said.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "cli/carrel-command.h"
#include "cli/carrel-output.h"
#include "exchange/carrel-saved-page.h"
#include "extract/carrel-extract.h"
#include "model/carrel-address.h"

#include <string.h>

static JsonObject *
draft_to_json (CarrelDraft *draft, const char *address)
{
  JsonObject      *object = json_object_new ();
  JsonArray       *references = json_array_new ();
  JsonObject      *from = json_object_new ();
  g_autofree char *published = carrel_time_to_iso_at (draft->published, draft->published_offset);
  g_autofree char *modified = carrel_time_to_iso_at (draft->modified, draft->modified_offset);
  g_autofree char *text = carrel_document_to_text (draft->document, NULL),
                  *html = carrel_document_write (draft->document),
                  *reason = carrel_said_speak (draft->incomplete_reason);

  carrel_json_set_text (object, "url",
                        draft->canonical ? draft->canonical
                        : draft->address ? draft->address
                                         : address);
  carrel_json_set_text (object, "title", draft->title);
  carrel_json_set_text (object, "byline", draft->byline);
  carrel_json_set_text (object, "site", draft->site);
  carrel_json_set_text (object, "published", published);
  carrel_json_set_text (object, "modified", modified);
  carrel_json_set_text (object, "lang", draft->language);
  carrel_json_set_text (object, "dir", draft->rtl ? "rtl" : "ltr");
  carrel_json_set_text (object, "excerpt", draft->excerpt);
  carrel_json_set_text (object, "image", draft->image);
  carrel_json_set_text (object, "next", draft->next);
  carrel_json_set_text (object, "whole", draft->whole);
  carrel_json_set_text (object, "incomplete", draft->incomplete ? reason : NULL);
  carrel_json_set_text (object, "text", text);
  carrel_json_set_text (object, "html", html);
  for (guint i = 0; i < draft->references->len; i++) {
    const CarrelReference *reference = draft->references->pdata[i];
    JsonObject            *entry = json_object_new ();

    carrel_json_set_text (entry, "title", reference->title);
    carrel_json_set_text (entry, "url", reference->address);
    json_array_add_object_element (references, entry);
  }
  json_object_set_array_member (object, "references", references);
  for (guint i = 0; i < CARREL_DRAFT_N_FIELDS; i++)
    if (draft->from[i])
      json_object_set_string_member (from, carrel_draft_field_get_name (i), draft->from[i]);
  json_object_set_object_member (object, "from", from);
  return object;
}

static void
print_line (const char *label, const char *text)
{
  g_autofree char *line = carrel_output_line (text);

  if (*line)
    carrel_output_print ("%s%s\n", label, line);
}

static void
print_draft (CarrelDraft *draft)
{
  g_autofree char *text = carrel_document_to_text (draft->document, NULL),
                  *reason = carrel_said_speak (draft->incomplete_reason), *wrapped = NULL;
  g_autofree char *published = carrel_time_to_iso_at (draft->published, draft->published_offset);
  guint            width = carrel_output_get_width ();

  if (width > 0)
    wrapped = carrel_output_wrap (text, CLAMP (width, 20, 80));
  print_line ("", draft->title);
  print_line ("By ", draft->byline);
  print_line ("", draft->site);
  print_line ("", published);
  print_line ("", draft->canonical ? draft->canonical : draft->address);
  print_line ("May be incomplete: ", reason);
  print_line ("Goes on at: ", draft->whole ? draft->whole : draft->next);
  carrel_output_print ("\n%s\n", wrapped ? wrapped : text);
  if (draft->references->len > 0)
    carrel_output_print ("\nSee also:\n");
  for (guint i = 0; i < draft->references->len; i++) {
    const CarrelReference *reference = draft->references->pdata[i];

    print_line ("  ", reference->title ? reference->title : reference->address);
  }
}

int
carrel_command_extract (CarrelCli *cli)
{
  const char      *word = cli->words[0], *said = carrel_cli_get_option (cli, "url");
  g_autofree char *address = said ? carrel_address_normalize (said) : NULL;
  g_autofree char *name = strcmp (word, "-") != 0 ? g_path_get_basename (word) : NULL;
  g_autofree char *filename = name ? carrel_text_make_valid (name, -1) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CarrelSavedPage) saved = NULL;
  g_autoptr (CarrelDraft) draft = NULL;
  CarrelExtractOptions options = { .address = address, .filename = filename };
  GError              *error = NULL;

  if (said && !address)
    return carrel_cli_wrong_usage (cli, "“%s” is no web address", said);
  if ((g_ascii_strncasecmp (word, "http:", 5) == 0 ||
       g_ascii_strncasecmp (word, "https:", 6) == 0) &&
      !g_file_test (word, G_FILE_TEST_EXISTS))
    return carrel_cli_wrong_usage (
        cli, "“extract” fetches nothing: it takes a file, or - for standard input");
  bytes = carrel_cli_read_input (word, &error);
  if (!bytes)
    return carrel_cli_fail (cli, error);
  saved = carrel_saved_page_read (bytes, name ? word : NULL, NULL, &error);
  if (saved) {
    options.address = address ? address : saved->address;
    options.charset = saved->charset;
    options.type = "text/html";
  }
  draft = error ? NULL : carrel_extract (saved ? saved->html : bytes, &options, &error);
  if (!draft) {
    g_prefix_error (&error, "%s: ", filename ? filename : "standard input");
    return carrel_cli_fail (cli, error);
  }
  carrel_draft_complete (draft);
  if (cli->json)
    carrel_output_json (draft_to_json (draft, options.address));
  else
    print_draft (draft);
  return 0;
}
