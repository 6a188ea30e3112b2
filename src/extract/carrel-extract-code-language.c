/* carrel-extract-code-language.c: the language that code is in, by what its elements are called.
 * Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-code-private.h"

#include <stdlib.h>
#include <string.h>

#define MAX_LANGUAGE 20 /* bytes */
#define MAX_ABOVE 3     /* elements around the code whose class may say its language */

static const char *const languages[] = {
  "actionscript",
  "ada",
  "applescript",
  "asm",
  "assembly",
  "awk",
  "bash",
  "basic",
  "bat",
  "bibtex",
  "c",
  "c#",
  "c++",
  "clojure",
  "cmake",
  "cobol",
  "coffeescript",
  "console",
  "cpp",
  "cs",
  "csharp",
  "css",
  "csv",
  "d",
  "dart",
  "diff",
  "docker",
  "dockerfile",
  "elisp",
  "elixir",
  "elm",
  "erlang",
  "fish",
  "fortran",
  "fsharp",
  "glsl",
  "go",
  "golang",
  "gradle",
  "graphql",
  "groovy",
  "haskell",
  "hcl",
  "hs",
  "html",
  "http",
  "ini",
  "java",
  "javascript",
  "js",
  "json",
  "jsx",
  "julia",
  "kotlin",
  "kt",
  "latex",
  "less",
  "lisp",
  "lua",
  "makefile",
  "markdown",
  "matlab",
  "md",
  "mysql",
  "nginx",
  "nim",
  "nix",
  "objc",
  "objective-c",
  "objectivec",
  "ocaml",
  "pascal",
  "perl",
  "php",
  "pl",
  "powershell",
  "prolog",
  "properties",
  "proto",
  "ps1",
  "purescript",
  "py",
  "python",
  "python3",
  "r",
  "racket",
  "rb",
  "rs",
  "ruby",
  "rust",
  "sass",
  "scala",
  "scheme",
  "scss",
  "sh",
  "shell",
  "smalltalk",
  "solidity",
  "sql",
  "svelte",
  "swift",
  "tcl",
  "terraform",
  "tex",
  "toml",
  "ts",
  "tsx",
  "typescript",
  "vb",
  "verilog",
  "vhdl",
  "vim",
  "vue",
  "wasm",
  "wgsl",
  "xml",
  "yaml",
  "yml",
  "zig",
  "zsh",
};

static int
compare_names (const void *a, const void *b)
{
  return strcmp (a, *(const char *const *) b);
}

static gboolean
is_known_language (const char *name)
{
  return bsearch (name, languages, G_N_ELEMENTS (languages), sizeof *languages, compare_names) !=
         NULL;
}

/* A name that a highlighter takes for «none». */
static gboolean
is_no_language (const char *name)
{
  static const char *const names[] = { "none",      "plain",       "plaintext", "text",
                                       "txt",       "nohighlight", "default",   "code",
                                       "auto",      "unknown",     "undefined", "notranslate",
                                       "highlight", "other",       NULL };

  return g_strv_contains (names, name);
}

gboolean
carrel_code_is_language (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return is_known_language (lower) || is_no_language (lower);
}

static char *
make_language (const char *name, gsize len)
{
  g_autofree char *language =
      len > 0 && len <= MAX_LANGUAGE ? g_ascii_strdown (name, (gssize) len) : NULL;

  if (!language || strspn (language, "abcdefghijklmnopqrstuvwxyz0123456789+#-_.") != len ||
      is_no_language (language))
    return NULL;
  return g_steal_pointer (&language);
}

/* What a class says: a word with a prefix that highlighters use, or beside theirs the bare name.
 * (transfer full) (nullable) */
static char *
get_language_of_class (const char *class, gboolean strict)
{
  static const char *const prefixes[] = {
    "language-", "lang-",  "highlight-source-", "highlight-text-", "brush:", "highlight-",
    "src-",      "syntax-"
  };
  const guint              n_sure = 5;
  static const char *const marks[] = { "hljs",   "highlight",  "sourceCode", "prettyprint",
                                       "prism",  "code",       "shiki",      "src",
                                       "brush:", "codehilite", "crayon" };
  gboolean                 marked =
      !strict && strlen (class) > 1 && is_known_language (class); /* and nothing else */

  for (guint i = 0; i < G_N_ELEMENTS (marks) && !marked; i++)
    marked = strstr (class, marks[i]) != NULL;
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++) {
    const char *at = strstr (class, prefixes[i]);
    char       *found;

    if (!at || (at > class && !strchr (" \t\n", at[-1])))
      continue;
    at += strlen (prefixes[i]);
    at += strspn (at, " ");
    found = make_language (at, strcspn (at, " ;,\t\n"));
    if (found && ((i < n_sure && !strict) || is_known_language (found)))
      return found;
    g_free (found);
  }
  for (const char *p = class; marked && *p;) {
    gsize            len = (p += strspn (p, " \t\n"), strcspn (p, " \t\n"));
    g_autofree char *word = make_language (p, len);

    if (word && is_known_language (word))
      return g_steal_pointer (&word);
    p += len;
  }
  return NULL;
}

char *
carrel_code_dup_language (CarrelNode *node, gboolean strict)
{
  static const char *const names[] = { "data-lang", "data-language", "data-code-language",
                                       "data-enlighter-language", "language" };
  const char *class = carrel_node_get (node, "class");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = carrel_node_get (node, names[i]);
    char       *found = value ? make_language (value, strlen (value)) : NULL;

    if (found)
      return found;
  }
  return class && *class ? get_language_of_class (class, strict) : NULL;
}

void
carrel_code_set_language (CarrelExtraction *self, CarrelNode *pre, CarrelNode *around)
{
  CarrelNode      *code = carrel_node_find (pre, CARREL_TAG_CODE), *above = around;
  g_autofree char *language = carrel_code_dup_language (pre, FALSE);

  if (!language && code)
    language = carrel_code_dup_language (code, FALSE);
  for (guint i = 0; !language && above && i < MAX_ABOVE && above->tag != CARREL_TAG_BODY &&
                    above->tag != CARREL_TAG_ARTICLE;
       i++, above = above->parent)
    language = carrel_code_dup_language (above, TRUE);
  if (language)
    carrel_node_set (self->html, pre, "data-lang", language);
  else
    carrel_node_unset (pre, "data-lang");
}
