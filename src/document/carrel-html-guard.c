/* carrel-html-guard.c: a linear tokenizer that leaves out what would make a parser slow.
 *
 * It keeps a stack of the open elements as the parser would have it, roughly: void elements are never
 * open, `li`, `p`, cells and the like are closed by their next, and an end tag closes all above its
 * start. Where its idea differs from the parser's, it sees more tags than the parser and not fewer:
 *
 *  - comments that are malformed end at the first «>»;
 *  - a CDATA section is read as such a comment;
 *  - the insides of raw text elements (script, style …) are tags to the parser when the element stands
 *    in SVG or MathML. The guard doesn't follow namespaces; past a number of «<x» in such places their
 *    text is left out, so that neither reading can be deep.
 *
 * Formatting elements (b, font, a …) are opened again by the parser in every block until they are
 * closed, so their number is bounded on its own.
 *
 * Nothing is copied before the first omission.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-html-guard.h"

#include "base/carrel-error.h"

#include <string.h>

#define MAX_FORMATTING 48  /* open formatting elements; real pages have a handful */
#define MAX_RAW_TAGS 4000  /* «<x» in raw text, in all */
#define MAX_NAME 24        /* bytes of a tag's name that are compared */

typedef enum {
  KIND_OTHER,
  KIND_VOID,
  KIND_RAW,        /* script, style, xmp, iframe, noembed, noframes */
  KIND_RCDATA,     /* title, textarea */
  KIND_PLAINTEXT,
  KIND_FORMATTING,
  KIND_BLOCK,      /* closes an open p */
  KIND_P,
  KIND_LI,
  KIND_DEFINITION, /* dt, dd */
  KIND_CELL,       /* td, th */
  KIND_ROW,
  KIND_ROWS,       /* tbody, thead, tfoot */
  KIND_OPTION,
  KIND_RUBY,       /* rb, rt, rtc, rp */
  KIND_LIST,       /* ul, ol, menu: bounds li */
  KIND_DL,
  KIND_TABLE,
  KIND_SELECT,
} Kind;

static const struct {
  const char *name;
  Kind        kind;
} names[] = {
  { "a", KIND_FORMATTING },      { "address", KIND_BLOCK },     { "area", KIND_VOID },         { "article", KIND_BLOCK },
  { "aside", KIND_BLOCK },       { "b", KIND_FORMATTING },      { "base", KIND_VOID },         { "basefont", KIND_VOID },
  { "bgsound", KIND_VOID },      { "big", KIND_FORMATTING },    { "blockquote", KIND_BLOCK },  { "br", KIND_VOID },
  { "center", KIND_BLOCK },      { "code", KIND_FORMATTING },   { "col", KIND_VOID },          { "dd", KIND_DEFINITION },
  { "details", KIND_BLOCK },     { "dialog", KIND_BLOCK },      { "dir", KIND_LIST },          { "div", KIND_BLOCK },
  { "dl", KIND_DL },             { "dt", KIND_DEFINITION },     { "em", KIND_FORMATTING },     { "embed", KIND_VOID },
  { "fieldset", KIND_BLOCK },    { "figcaption", KIND_BLOCK },  { "figure", KIND_BLOCK },      { "font", KIND_FORMATTING },
  { "footer", KIND_BLOCK },      { "form", KIND_BLOCK },        { "frame", KIND_VOID },        { "h1", KIND_BLOCK },
  { "h2", KIND_BLOCK },          { "h3", KIND_BLOCK },          { "h4", KIND_BLOCK },          { "h5", KIND_BLOCK },
  { "h6", KIND_BLOCK },          { "header", KIND_BLOCK },      { "hgroup", KIND_BLOCK },      { "hr", KIND_VOID },
  { "i", KIND_FORMATTING },      { "iframe", KIND_RAW },        { "img", KIND_VOID },          { "input", KIND_VOID },
  { "keygen", KIND_VOID },       { "li", KIND_LI },             { "link", KIND_VOID },         { "main", KIND_BLOCK },
  { "menu", KIND_LIST },         { "meta", KIND_VOID },         { "nav", KIND_BLOCK },         { "nobr", KIND_FORMATTING },
  { "noembed", KIND_RAW },       { "noframes", KIND_RAW },      { "ol", KIND_LIST },           { "optgroup", KIND_OPTION },
  { "option", KIND_OPTION },     { "p", KIND_P },               { "param", KIND_VOID },        { "plaintext", KIND_PLAINTEXT },
  { "pre", KIND_BLOCK },         { "rb", KIND_RUBY },           { "rp", KIND_RUBY },           { "rt", KIND_RUBY },
  { "rtc", KIND_RUBY },          { "s", KIND_FORMATTING },      { "script", KIND_RAW },        { "search", KIND_BLOCK },
  { "section", KIND_BLOCK },     { "select", KIND_SELECT },     { "small", KIND_FORMATTING },  { "source", KIND_VOID },
  { "strike", KIND_FORMATTING }, { "strong", KIND_FORMATTING }, { "style", KIND_RAW },         { "summary", KIND_BLOCK },
  { "table", KIND_TABLE },       { "tbody", KIND_ROWS },        { "td", KIND_CELL },           { "textarea", KIND_RCDATA },
  { "tfoot", KIND_ROWS },        { "th", KIND_CELL },           { "thead", KIND_ROWS },        { "title", KIND_RCDATA },
  { "tr", KIND_ROW },            { "track", KIND_VOID },        { "tt", KIND_FORMATTING },     { "u", KIND_FORMATTING },
  { "ul", KIND_LIST },           { "wbr", KIND_VOID },          { "xmp", KIND_RAW },
};

typedef struct {
  char name[MAX_NAME];
  Kind kind;
} Open;

typedef struct {
  const char *html, *end;
  GString    *out;        /* (owned) (nullable): once something was left out */
  const char *copied;     /* up to here it is in `out` */
  Open        open[CARREL_GUARD_MAX_DEPTH];
  guint       n_open;
  guint       n_formatting; /* among them */
  guint       n_dropped;    /* start tags left out whose end tags are to come */
  guint       n_tags, n_raw_tags;
  const guint8 *index;      /* of the names */
} Guard;

/* Where in the table, which is sorted by name, each first letter begins; filled once. */
static const guint8 *
get_index (void)
{
  static gsize once;
  static guint8 starts[26 + 1];

  G_STATIC_ASSERT (G_N_ELEMENTS (names) < 256);
  if (g_once_init_enter (&once)) {
    guint at = 0;

    for (guint letter = 0; letter <= 26; letter++) {
      while (at < G_N_ELEMENTS (names) && names[at].name[0] < (char) ('a' + letter))
        at++;
      starts[letter] = (guint8) at;
    }
    g_once_init_leave (&once, 1);
  }
  return starts;
}

/* `name` begins with a letter. */
static Kind
find_kind (Guard *guard, const char *name)
{
  guint letter = (guint) (name[0] - 'a');

  for (guint i = guard->index[letter]; i < guard->index[letter + 1]; i++)
    if (strcmp (name, names[i].name) == 0)
      return names[i].kind;
  return KIND_OTHER;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* Leaves [from, to) out, and puts `instead` there. */
static void
omit (Guard *guard, const char *from, const char *to, const char *instead)
{
  if (!guard->out) {
    guard->out = g_string_sized_new ((gsize) (guard->end - guard->html));
    guard->copied = guard->html;
  }
  g_string_append_len (guard->out, guard->copied, from - guard->copied);
  if (instead)
    g_string_append (guard->out, instead);
  guard->copied = to;
}

static void
pop_to (Guard *guard, guint depth)
{
  while (guard->n_open > depth)
    guard->n_formatting -= guard->open[--guard->n_open].kind == KIND_FORMATTING;
}

/* Closes what a start tag of this kind closes by itself: its own sort up to the element that bounds it. */
static void
close_implied (Guard *guard, Kind kind)
{
  Kind sort = kind, also = kind;

  switch (kind) {
  case KIND_BLOCK:
  case KIND_LIST:
  case KIND_DL:
    sort = also = KIND_P;
    break;
  case KIND_ROW:
    also = KIND_CELL;
    break;
  case KIND_ROWS:
    also = KIND_ROW;
    break;
  case KIND_P:
  case KIND_LI:
  case KIND_DEFINITION:
  case KIND_CELL:
  case KIND_OPTION:
  case KIND_RUBY:
    break;
  default:
    return;
  }

  for (guint i = guard->n_open; i > 0; i--) {
    Kind open = guard->open[i - 1].kind;

    if (open == sort || open == also) {
      pop_to (guard, i - 1);
      /* A new row ends the cell and then the row before it. */
      if (open == sort || (kind != KIND_ROW && kind != KIND_ROWS))
        return;
      continue;
    }
    if (open == KIND_TABLE || open == KIND_SELECT)
      return;
    if (sort == KIND_P && (open == KIND_CELL || open == KIND_BLOCK || open == KIND_LI || open == KIND_DEFINITION))
      return;
    if (sort == KIND_LI && (open == KIND_LIST || open == KIND_BLOCK))
      return;
    if (sort == KIND_DEFINITION && (open == KIND_DL || open == KIND_BLOCK))
      return;
  }
}

/* The name of a tag at `p`, in lower case, cut. Returns where it ends. */
static const char *
read_name (Guard *guard, const char *p, char *name)
{
  guint n = 0;

  for (; p < guard->end && !is_space (*p) && *p != '/' && *p != '>'; p++)
    if (n < MAX_NAME - 1)
      name[n++] = g_ascii_tolower (*p);
  name[n] = '\0';
  return p;
}

/* Past the attributes and the «>». Where there are too many, `cut` gets where the surplus begins. */
static const char *
skip_attributes (Guard *guard, const char *p, const char **cut)
{
  guint n = 0;

  *cut = NULL;
  while (p < guard->end) {
    const char *start;

    while (p < guard->end && (is_space (*p) || *p == '/'))
      p++;
    if (p >= guard->end || *p == '>')
      break;
    start = p;
    if (n++ == CARREL_GUARD_MAX_ATTRIBUTES)
      *cut = start;
    p++; /* a name may begin with «=» */
    while (p < guard->end && !is_space (*p) && *p != '/' && *p != '>' && *p != '=')
      p++;
    while (p < guard->end && is_space (*p))
      p++;
    if (p >= guard->end || *p != '=')
      continue;
    p++;
    while (p < guard->end && is_space (*p))
      p++;
    if (p < guard->end && (*p == '"' || *p == '\'')) {
      const char *close = memchr (p + 1, *p, (gsize) (guard->end - p - 1));

      p = close ? close + 1 : guard->end;
    } else {
      while (p < guard->end && !is_space (*p) && *p != '>')
        p++;
    }
  }
  return p < guard->end ? p + 1 : guard->end;
}

static const char *
skip_comment (Guard *guard, const char *p)
{
  const char *close;

  if (guard->end - p >= 4 && p[2] == '-' && p[3] == '-') {
    p += 4;
    if (p < guard->end && *p == '>')
      return p + 1;
    if (guard->end - p >= 2 && p[0] == '-' && p[1] == '>')
      return p + 2;
    while (p < guard->end && (p = memchr (p, '-', (gsize) (guard->end - p)))) {
      if (guard->end - p >= 3 && p[1] == '-' && p[2] == '>')
        return p + 3;
      if (guard->end - p >= 4 && p[1] == '-' && p[2] == '!' && p[3] == '>')
        return p + 4;
      p++;
    }
    return guard->end;
  }
  close = memchr (p, '>', (gsize) (guard->end - p));
  return close ? close + 1 : guard->end;
}

/* The text of a raw text element, up to its end tag. */
static const char *
skip_raw (Guard *guard, const char *p, const char *name)
{
  const char *start = p;
  gsize n = strlen (name);
  guint before = guard->n_raw_tags;

  for (; p < guard->end && (p = memchr (p, '<', (gsize) (guard->end - p))); p++) {
    if (guard->end - p > (gssize) n + 2 && p[1] == '/' && g_ascii_strncasecmp (p + 2, name, n) == 0 &&
        (is_space (p[n + 2]) || p[n + 2] == '/' || p[n + 2] == '>'))
      break;
    if (guard->end - p > 1 && g_ascii_isalpha (p[1]))
      guard->n_raw_tags++;
  }
  if (!p)
    p = guard->end;
  if (guard->n_raw_tags > MAX_RAW_TAGS && guard->n_raw_tags > before) {
    guard->n_raw_tags = before;
    omit (guard, start, p, NULL);
  }
  return p;
}

static const char *
take_start_tag (Guard *guard, const char *tag)
{
  char name[MAX_NAME];
  const char *after = read_name (guard, tag + 1, name), *cut, *end = skip_attributes (guard, after, &cut);
  Kind kind = find_kind (guard, name);

  close_implied (guard, kind);
  if (kind == KIND_PLAINTEXT || (kind != KIND_VOID && kind != KIND_RAW && kind != KIND_RCDATA &&
                                 (guard->n_open == CARREL_GUARD_MAX_DEPTH || (kind == KIND_FORMATTING && guard->n_formatting == MAX_FORMATTING)))) {
    omit (guard, tag, end, NULL);
    guard->n_dropped += kind != KIND_PLAINTEXT;
    return end;
  }
  if (cut)
    omit (guard, cut, end, ">");
  if (kind == KIND_RAW || kind == KIND_RCDATA)
    return skip_raw (guard, end, name);
  if (kind != KIND_VOID) {
    Open *open = &guard->open[guard->n_open++];

    memcpy (open->name, name, sizeof name);
    open->kind = kind;
    guard->n_formatting += kind == KIND_FORMATTING;
  }
  return end;
}

static const char *
take_end_tag (Guard *guard, const char *tag)
{
  char name[MAX_NAME];
  const char *after = read_name (guard, tag + 2, name), *cut, *end = skip_attributes (guard, after, &cut);

  if (cut)
    omit (guard, cut, end, ">");
  if (guard->n_dropped > 0) {
    guard->n_dropped--;
    omit (guard, tag, end, NULL);
    return end;
  }
  for (guint i = guard->n_open; i > 0; i--)
    if (strcmp (guard->open[i - 1].name, name) == 0) {
      /* The parser takes a formatting element out from under the blocks that stand in it. */
      if (guard->open[i - 1].kind == KIND_FORMATTING && i < guard->n_open) {
        guard->n_formatting--;
        memmove (&guard->open[i - 1], &guard->open[i], (guard->n_open - i) * sizeof (Open));
        guard->n_open--;
      } else {
        pop_to (guard, i - 1);
      }
      break;
    }
  return end;
}

char *
carrel_html_guard (const char *html, gsize len, gsize *out_len, GError **error)
{
  g_autofree Guard *guard = NULL;
  const char *p = html;

  if (len > CARREL_GUARD_MAX_BYTES) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE, "The page is larger than 16 MB");
    return NULL;
  }
  guard = g_new0 (Guard, 1);
  guard->html = html;
  guard->index = get_index ();
  guard->end = html + len;

  while (p < guard->end && (p = memchr (p, '<', (gsize) (guard->end - p)))) {
    char c = p + 1 < guard->end ? p[1] : '\0';

    if (!g_ascii_isalpha (c) && c != '/' && c != '!' && c != '?') {
      p++;
      continue;
    }
    if (++guard->n_tags > CARREL_GUARD_MAX_TAGS) {
      if (guard->out)
        g_string_free (guard->out, TRUE);
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE, "The page has more than %d tags", CARREL_GUARD_MAX_TAGS);
      return NULL;
    }
    if (g_ascii_isalpha (c))
      p = take_start_tag (guard, p);
    else if (c == '/' && p + 2 < guard->end && g_ascii_isalpha (p[2]))
      p = take_end_tag (guard, p);
    else
      p = skip_comment (guard, p);
  }

  if (!guard->out)
    return NULL;
  g_string_append_len (guard->out, guard->copied, guard->end - guard->copied);
  *out_len = guard->out->len;
  return g_string_free (guard->out, FALSE);
}
