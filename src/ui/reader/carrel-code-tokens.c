/* carrel-code-tokens.c: code in colours, by GtkSourceView's engine without its widget. Main thread.
 *
 * A buffer that nobody sees gets the text and a scheme in which each kind of thing has a colour of
 * its own; the engine tags it piece by piece, and the tags are read back as kinds. The page's own
 * colours come later, from CSS, so that one pass serves all themes.
 *
 * One source works on all blocks that wait, in their order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-code-tokens.h"

#include <gtksourceview/gtksource.h>
#include <string.h>

#define MAX_LINE 2000  /* bytes */
#define SLICE 1500     /* bytes that are analysed at once, to the end of a line */
#define TURN 4000      /* µs of the main loop at once */
#define TOO_LONG 40000 /* µs for a slice: the rest stays plain */
#define TELL 6000      /* bytes between two words to whoever waits */

struct _CarrelCodeTokens {
  char                *text; /* (owned) (nullable): until it is done */
  const char          *language;
  guint                block;
  CarrelCodeTokensFunc func;
  gpointer             data;
  GtkSourceBuffer     *buffer; /* (owned) (nullable): while it is worked on */
  GtkTextIter          at;
  guint32              offset, told; /* bytes */
  GArray              *tokens;       /* (owned) */
};

/* A language is read when the first buffer wants it, and forgotten with the last: these keep it. */
static GHashTable *kept; /* language's name → GtkSourceBuffer, without text */

static GQueue waiting = G_QUEUE_INIT; /* (element-type CarrelCodeTokens) */
static guint  source;                 /* 0: nothing is worked on */

/* ── Which language ── */

/* What pages call them, and what GtkSourceView does. */
static const char *const names[][2] = {
  { "bash", "sh" },         { "c#", "c-sharp" },
  { "c++", "cpp" },         { "cc", "cpp" },
  { "cs", "c-sharp" },      { "csharp", "c-sharp" },
  { "cxx", "cpp" },         { "docker", "dockerfile" },
  { "el", "commonlisp" },   { "elisp", "commonlisp" },
  { "f90", "fortran" },     { "golang", "go" },
  { "gql", "graphql" },     { "h", "c" },
  { "hpp", "cpp" },         { "hs", "haskell" },
  { "htm", "xml" },         { "html", "xml" },
  { "javascript", "js" },   { "jsonc", "json" },
  { "jsx", "js" },          { "kt", "kotlin" },
  { "ksh", "sh" },          { "lisp", "commonlisp" },
  { "make", "makefile" },   { "mjs", "js" },
  { "ml", "ocaml" },        { "node", "js" },
  { "objectivec", "objc" }, { "objective-c", "objc" },
  { "patch", "diff" },      { "pl", "perl" },
  { "posix", "sh" },        { "postgresql", "sql" },
  { "ps1", "powershell" },  { "py", "python3" },
  { "py2", "python" },      { "py3", "python3" },
  { "python", "python3" },  { "rb", "ruby" },
  { "rs", "rust" },         { "shell", "sh" },
  { "sqlite", "sql" },      { "tex", "latex" },
  { "ts", "js" },           { "tsx", "js" },
  { "typescript", "js" },   { "vb", "vbnet" },
  { "xhtml", "xml" },       { "yml", "yaml" },
  { "zsh", "sh" },
};

/* To read one of these takes the main thread more than 50 ms, or isn't possible without a
 * complaint. What is above instead of HTML and TypeScript shares most of their looks. */
static const char *const heavy[] = { "asp",  "dtl",  "erb-html", "erb-js",     "gdb-log",
                                     "html", "jsx",  "markdown", "mediawiki",  "objj",
                                     "php",  "tera", "twig",     "typescript", "typescript-jsx" };

/* Where a text begins like this, it is that. */
static const struct {
  const char *start, *language;
} starts[] = {
  { "#!/bin/bash", "sh" },         { "#!/bin/sh", "sh" },
  { "#!/usr/bin/env bash", "sh" }, { "#!/usr/bin/env python", "python3" },
  { "#!/usr/bin/env node", "js" }, { "#!/usr/bin/env ruby", "ruby" },
  { "#!/usr/bin/perl", "perl" },   { "#!/usr/bin/python", "python3" },
  { "#include <", "cpp" },         { "<!DOCTYPE html", "xml" },
  { "<!doctype html", "xml" },     { "<?xml", "xml" },
  { "diff --git ", "diff" },       { "package main\n", "go" },
};

static gboolean
is_diff (const char *text)
{
  const char *second = strchr (text, '\n');

  return g_str_has_prefix (text, "--- ") && second && g_str_has_prefix (second + 1, "+++ ");
}

static const char *
guess_by_text (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (text, starts[i].start))
      return starts[i].language;
  return is_diff (text) ? "diff" : NULL;
}

/* Of a page's name, «language-c++ hljs», its first word without what some put before it. */
static char *
clean_name (const char *language)
{
  g_autofree char *lower = g_ascii_strdown (language, 40);
  char            *name = lower;

  if (g_str_has_prefix (name, "language-"))
    name += strlen ("language-");
  else if (g_str_has_prefix (name, "lang-"))
    name += strlen ("lang-");
  name[strcspn (name, " \t,;{")] = '\0';
  return g_strdup (name);
}

const char *
carrel_code_find_language (const CarrelBlock *block)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  g_autofree char *name = block->language && *block->language ? clean_name (block->language) : NULL;
  const char      *id = name;
  GtkSourceLanguage *language;

  for (guint i = 0; name && i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i][0]) == 0)
      id = names[i][1];
  if (!id || !*id)
    id = guess_by_text (block->text);
  for (guint i = 0; id && i < G_N_ELEMENTS (heavy); i++)
    if (strcmp (id, heavy[i]) == 0)
      return NULL;
  language = id ? gtk_source_language_manager_get_language (manager, id) : NULL;
  return language && !gtk_source_language_get_hidden (language)
             ? gtk_source_language_get_id (language)
             : NULL;
}

static gboolean
is_within_bounds (const CarrelBlock *block)
{
  guint32 line = 0;

  if (block->text_len == 0 || block->text_len > CARREL_CODE_MAX)
    return FALSE;
  for (guint32 i = 0; i < block->text_len; i++) {
    line = block->text[i] == '\n' ? 0 : line + 1;
    if (line > MAX_LINE)
      return FALSE;
  }
  return TRUE;
}

/* ── Reading what the engine found ── */

static GtkSourceStyleScheme *
get_scheme (void)
{
  static GtkSourceStyleSchemeManager *manager;

  if (!manager) {
    static const char *const path[] = { "resource:///app/carrel/Carrel/code", NULL };

    manager = gtk_source_style_scheme_manager_new ();
    gtk_source_style_scheme_manager_set_search_path (manager, path);
  }
  return gtk_source_style_scheme_manager_get_scheme (manager, "carrel-kinds");
}

/* The scheme's colours are numbers: 1 + the kind, in blue. -1: plain. */
static int
get_kind (const GtkTextIter *iter)
{
  GSList *tags = gtk_text_iter_get_tags (iter);
  int     kind = -1;

  for (GSList *i = tags; i; i = i->next) { /* the last one lies uppermost */
    g_autoptr (GdkRGBA) colour = NULL;
    gboolean set = FALSE;

    g_object_get (i->data, "foreground-rgba", &colour, "foreground-set", &set, NULL);
    if (set && colour) {
      int number = (int) (colour->blue * 255 + .5f) / 16 - 1;

      kind = number >= 0 && number < CARREL_N_TOKEN_KINDS ? number : -1;
    }
  }
  g_slist_free (tags);
  return kind;
}

static void
append_token (CarrelCodeTokens *self, guint32 start, guint32 end, int kind)
{
  CarrelToken *last = self->tokens->len > 0
                          ? &g_array_index (self->tokens, CarrelToken, self->tokens->len - 1)
                          : NULL;
  CarrelToken  token = { start, end, (guint32) kind };

  if (last && last->end == start && last->kind == (guint32) kind)
    last->end = end;
  else
    g_array_append_val (self->tokens, token);
}

static void
read_tags (CarrelCodeTokens *self, const GtkTextIter *end)
{
  GtkTextIter iter = self->at;

  while (gtk_text_iter_compare (&iter, end) < 0) {
    GtkTextIter      next = iter;
    int              kind = get_kind (&iter);
    g_autofree char *piece = NULL;
    guint32          len;

    if (!gtk_text_iter_forward_to_tag_toggle (&next, NULL) ||
        gtk_text_iter_compare (&next, end) > 0)
      next = *end;
    piece = gtk_text_iter_get_slice (&iter, &next);
    len = (guint32) strlen (piece);
    if (kind >= 0 && len > 0)
      append_token (self, self->offset, self->offset + len, kind);
    self->offset += len;
    iter = next;
  }
  self->at = *end;
}

/* ── Working ── */

/* FALSE: it had been read already. */
static gboolean
read_language (const char *name)
{
  if (!kept)
    kept = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  if (g_hash_table_contains (kept, name))
    return FALSE;
  g_hash_table_insert (
      kept, (gpointer) name,
      gtk_source_buffer_new_with_language (gtk_source_language_manager_get_language (
          gtk_source_language_manager_get_default (), name)));
  return TRUE;
}

static void
begin (CarrelCodeTokens *self)
{
  GtkSourceLanguage *language = gtk_source_language_manager_get_language (
      gtk_source_language_manager_get_default (), self->language);

  self->buffer = gtk_source_buffer_new_with_language (language);
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, FALSE);
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (self->buffer), FALSE);
  gtk_source_buffer_set_style_scheme (self->buffer, get_scheme ());
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), self->text, -1);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &self->at);
}

/* FALSE: nothing is left to be done. */
static gboolean
work_on_slice (CarrelCodeTokens *self)
{
  GtkTextIter end = self->at;
  gint64      began = g_get_monotonic_time ();

  if (!self->buffer) {
    if (!read_language (self->language)) /* that is enough for one turn */
      begin (self);
    return TRUE;
  }
  gtk_text_iter_forward_chars (&end, SLICE);
  if (!gtk_text_iter_is_end (&end) && !gtk_text_iter_starts_line (&end))
    gtk_text_iter_forward_line (&end);
  gtk_source_buffer_ensure_highlight (self->buffer, &self->at, &end);
  read_tags (self, &end);
  return !gtk_text_iter_is_end (&end) && g_get_monotonic_time () - began < TOO_LONG;
}

static void
finish (CarrelCodeTokens *self)
{
  g_clear_object (&self->buffer);
  g_clear_pointer (&self->text, g_free);
}

static gboolean
work_cb (gpointer data)
{
  gint64 began = g_get_monotonic_time ();

  do {
    CarrelCodeTokens *self = g_queue_peek_head (&waiting);
    gboolean          more;

    if (!self) {
      source = 0;
      return G_SOURCE_REMOVE;
    }
    more = work_on_slice (self);
    if (!more) {
      g_queue_pop_head (&waiting);
      finish (self);
    }
    if (!more || self->offset - self->told >= TELL) {
      self->told = self->offset;
      self->func (self, self->block, self->data);
    }
  } while (g_get_monotonic_time () - began < TURN);
  return G_SOURCE_CONTINUE;
}

CarrelCodeTokens *
carrel_code_tokens_new (const CarrelBlock   *block,
                        guint                index,
                        CarrelCodeTokensFunc func,
                        gpointer             data)
{
  CarrelCodeTokens *self = g_new0 (CarrelCodeTokens, 1);

  self->block = index;
  self->func = func;
  self->data = data;
  self->tokens = g_array_new (FALSE, FALSE, sizeof (CarrelToken));
  self->language = is_within_bounds (block) ? carrel_code_find_language (block) : NULL;
  if (!self->language)
    return self;
  self->text = g_strdup (block->text);
  g_queue_push_tail (&waiting, self);
  if (source == 0)
    source = g_idle_add_full (G_PRIORITY_LOW, work_cb, NULL, NULL);
  return self;
}

void
carrel_code_tokens_free (CarrelCodeTokens *self)
{
  g_queue_remove (&waiting, self);
  finish (self);
  g_array_unref (self->tokens);
  g_free (self);
}

GArray *
carrel_code_tokens_get (CarrelCodeTokens *self)
{
  return self->tokens;
}

gboolean
carrel_code_tokens_is_done (CarrelCodeTokens *self)
{
  return !self->text;
}
