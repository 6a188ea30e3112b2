/* carrel-extract-text.c: a plain text → a draft.
 *
 * Lines are joined to paragraphs where the text is wrapped by hand (lines of about one length,
 * blank lines between paragraphs), else each line is one. Title, byline and date are taken from the
 * head, the «See also» list from the end. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "base/carrel-uri.h"

#include <string.h>

#define MAX_TITLE 140   /* characters of a first line that is a title */
#define MAX_WRAPPED 110 /* columns: a longer line wasn't wrapped by hand */
#define MIN_WRAPPED 45
#define MAX_LOOSE_LINE                                                                             \
  90 /* characters; a list of references ends at a longer line that is a sentence */

typedef struct {
  char    *text; /* (owned): white space collapsed; never empty */
  guint    chars;
  gboolean blank_before, blank_after;
} Line;

static void
clear_line (gpointer data)
{
  g_free (((Line *) data)->text);
}

/* (element-type Line) (transfer full) */
static GArray *
split_lines (const char *text)
{
  GArray  *lines = g_array_new (FALSE, TRUE, sizeof (Line));
  gboolean blank = TRUE;

  g_array_set_clear_func (lines, clear_line);
  while (*text) {
    gsize len = strcspn (text, "\n\r\f");
    Line  line = { .text = carrel_text_collapse (text, (gssize) len), .blank_before = blank };

    if (*line.text) {
      line.chars = (guint) g_utf8_strlen (line.text, -1);
      line.blank_after = TRUE; /* until another follows */
      if (!blank)
        g_array_index (lines, Line, lines->len - 1).blank_after = FALSE;
      g_array_append_val (lines, line);
      blank = FALSE;
    } else {
      g_free (line.text);
      blank = TRUE;
    }
    text += len;
    if (*text == '\r' && text[1] == '\n')
      text++;
    if (*text)
      text++;
  }
  return lines;
}

static gunichar
get_last_char (const char *text)
{
  const char *last = g_utf8_find_prev_char (text, text + strlen (text));

  return last ? g_utf8_get_char (last) : 0;
}

/* It ends like a sentence, or goes on in the next line. */
static gboolean
ends_sentence (const char *text)
{
  gunichar c = get_last_char (text);

  return c == '.' || c == ',' || c == ';' || c == ':' || c == 0x3002 || c == 0xff0c ||
         c == 0xff1a || c == 0x061b || c == 0x060c || c == 0x06d4 || c == 0x0964;
}

static gboolean
has_letters (const char *text)
{
  for (; *text; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* `text` begins with `lead`, which is in lower case. */
static gboolean
has_lead (const char *text, const char *lead, gsize len)
{
  g_autofree char *head = NULL, *lower = NULL;

  if ((guchar) *lead < 0x80)
    return g_ascii_strncasecmp (text, lead, len) == 0;
  if ((guchar) *text < 0x80)
    return FALSE;
  head = g_strndup (text, len);
  lower = g_utf8_validate (head, -1, NULL) ? g_utf8_strdown (head, -1) : NULL;
  return lower && strcmp (lower, lead) == 0;
}

char *
carrel_extract_parse_byline (const char *line)
{
  static const char *const leads[] = { "written by", "posted by", "words by", "story by", "by",
                                       "von",        "par",       "por",      "di",       "door",
                                       "av",         "af",        "автор",    "作者",     "文" };
  g_autofree char         *folded = carrel_text_collapse (line, -1);
  const char              *name = NULL;

  if (g_utf8_strlen (folded, -1) > 80)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (leads) && !name; i++) {
    gsize len = strlen (leads[i]);

    if (!has_lead (folded, leads[i], len))
      continue;
    if (g_str_has_prefix (folded + len, ": "))
      name = folded + len + 2;
    else if (g_str_has_prefix (folded + len, "："))
      name = folded + len + strlen ("：");
    else if (folded[len] == ' ')
      name = folded + len + 1;
  }
  /* «By and large» is no name: names begin with capitals, or have none. */
  if (!name || !*name || g_unichar_islower (g_utf8_get_char (name)) || ends_sentence (name))
    return NULL;
  {
    guint words = 1;

    for (const char *p = strchr (name, ' '); p; p = strchr (p + 1, ' '))
      words++;
    return words <= 8 ? g_strdup (name) : NULL;
  }
}

/* ── The head ── */

/* How many lines at the top are not of the body. */
static guint
take_head (CarrelDraft *draft, GArray *lines)
{
  const Line *first = &g_array_index (lines, Line, 0), *second;
  guint       taken = 1;

  if (lines->len < 2 || first->chars > MAX_TITLE || ends_sentence (first->text) ||
      !has_letters (first->text))
    return 0;
  second = first + 1;
  if (!first->blank_after && second->chars < 2 * MIN (first->chars, 40) &&
      !carrel_time_parse (second->text)) {
    g_autofree char *byline = carrel_extract_parse_byline (second->text);

    if (!byline)
      return 0; /* a list, a poem, a wrapped paragraph */
  }
  if (carrel_extract_judge_heading (first->text) == CARREL_HEADING_SEE_ALSO)
    return 0;
  draft->title = g_strdup (first->text);

  for (; taken < lines->len && taken < 4; taken++) {
    const Line      *line = &g_array_index (lines, Line, taken);
    g_autofree char *byline = draft->byline ? NULL : carrel_extract_parse_byline (line->text);
    gint64 time = draft->published || line->chars > 40 ? 0 : carrel_time_parse (line->text);

    if (byline)
      draft->byline = g_steal_pointer (&byline);
    else if (time)
      draft->published = time;
    else
      break;
  }
  return taken;
}

/* ── References ── */

static gboolean
is_see_also (const Line *line)
{
  const char *text = line->text + strspn (line->text, "#*=_- ");

  return line->chars <= 60 && carrel_extract_judge_heading (text) == CARREL_HEADING_SEE_ALSO;
}

/* A title, not a paragraph of the text. */
static gboolean
is_reference_line (const Line *line)
{
  return line->chars <= CARREL_EXTRACT_MAX_TITLE &&
         !(line->chars > MAX_LOOSE_LINE && ends_sentence (line->text) &&
           !strstr (line->text, "://"));
}

/* Marks the lines that are lists of references, and takes them. */
static void
take_references (CarrelDraft *draft, GArray *lines, guint from, gboolean *taken)
{
  for (guint i = from; i < lines->len; i++) {
    guint end = i + 1, left;

    if (!is_see_also (&g_array_index (lines, Line, i)))
      continue;
    /* Up to a paragraph, another such heading, or, in a list without blank lines, a blank one. */
    while (end < lines->len && is_reference_line (&g_array_index (lines, Line, end)) &&
           !is_see_also (&g_array_index (lines, Line, end))) {
      if (end > i + 2 && g_array_index (lines, Line, end).blank_before &&
          !g_array_index (lines, Line, end - 1).blank_before)
        break;
      end++;
    }
    /* At the end, or nearly: a heading in the middle is a heading. */
    left = lines->len - end;
    if (end == i + 1 || end - i > CARREL_EXTRACT_MAX_REFERENCES ||
        (left > 8 && end < lines->len * 2 / 3))
      continue;
    taken[i] = TRUE;
    for (guint k = i + 1; k < end; k++) {
      g_autofree char *title = NULL, *address = NULL;

      taken[k] = TRUE;
      if (carrel_extract_parse_reference (g_array_index (lines, Line, k).text, &title, &address))
        carrel_draft_add_reference (draft, title, address);
    }
    i = end - 1;
  }
}

/* ── The body ── */

/* Text in which addresses are links. */
static void
add_linked (CarrelDocumentBuilder *builder, const char *text)
{
  while (*text) {
    const char      *at = text;
    gsize            len;
    g_autofree char *raw = NULL, *address = NULL;

    do {
      at = strstr (at, "http");
      if (at && !carrel_text_starts (at, "http://") && !carrel_text_starts (at, "https://"))
        at += 4;
      else
        break;
    } while (TRUE);
    if (!at)
      break;
    len = carrel_extract_measure_address (at);
    raw = g_strndup (at, len);
    address = carrel_uri_resolve (NULL, raw);
    carrel_document_builder_text (builder, text, (gssize) (at - text));
    if (address)
      carrel_document_builder_push (builder, CARREL_SPAN_LINK, address);
    carrel_document_builder_text (builder, at, (gssize) MAX (len, 4));
    if (address)
      carrel_document_builder_pop (builder);
    text = at + MAX (len, 4);
  }
  carrel_document_builder_text (builder, text, -1);
}

/* The text of a «- line» of a list, NULL for other lines. */
static const char *
get_item (const char *text)
{
  static const char *const bullets[] = { "- ", "* ", "• ", "– ", "· " };

  for (guint i = 0; i < G_N_ELEMENTS (bullets); i++)
    if (carrel_text_starts (text, bullets[i]))
      return text + strlen (bullets[i]);
  return NULL;
}

/* Most lines of the body that another follows at once are about as long as the longest. */
static gboolean
is_wrapped (GArray *lines, guint from, const gboolean *taken)
{
  guint longest = 0, followed = 0, full = 0;

  for (guint i = from; i < lines->len; i++)
    if (!taken[i])
      longest = MAX (longest, g_array_index (lines, Line, i).chars);
  if (longest > MAX_WRAPPED || longest < MIN_WRAPPED)
    return FALSE;
  for (guint i = from; i < lines->len; i++) {
    const Line *line = &g_array_index (lines, Line, i);

    if (taken[i] || line->blank_after || get_item (line->text) || get_item ((line + 1)->text))
      continue;
    followed++;
    full += line->chars * 10 >= longest * 7;
  }
  return followed >= 3 && full * 10 >= followed * 7;
}

static CarrelDocument *
make_body (GArray *lines, guint from, const gboolean *taken)
{
  CarrelDocumentBuilder *builder = carrel_document_builder_new ();
  gboolean               wrapped = is_wrapped (lines, from, taken), in_list = FALSE, open = FALSE;

  for (guint i = from; i < lines->len; i++) {
    const Line *line = &g_array_index (lines, Line, i);
    const char *item = get_item (line->text);

    if (taken[i])
      continue;
    if (open && (!wrapped || line->blank_before || item)) {
      carrel_document_builder_close (builder);
      if (in_list)
        carrel_document_builder_close (builder);
      open = FALSE;
    }
    if (in_list && !item && !open) {
      carrel_document_builder_close (builder);
      in_list = FALSE;
    }
    if (item && !in_list) {
      carrel_document_builder_open (builder, CARREL_BLOCK_LIST);
      in_list = TRUE;
    }
    if (open) {
      carrel_document_builder_text (builder, " ", 1);
    } else {
      if (in_list)
        carrel_document_builder_open (builder, CARREL_BLOCK_LIST_ITEM);
      carrel_document_builder_open (builder, CARREL_BLOCK_PARAGRAPH);
      open = TRUE;
    }
    add_linked (builder, item ? item : line->text);
  }
  return carrel_document_builder_finish (builder);
}

CarrelDraft *
carrel_extract_text (const char *text)
{
  CarrelDraft *draft = carrel_draft_new ();
  g_autoptr (GArray) lines = split_lines (text);
  g_autofree gboolean *taken = g_new0 (gboolean, lines->len + 1);
  guint                from = lines->len > 0 ? take_head (draft, lines) : 0;

  take_references (draft, lines, from, taken);
  draft->document = make_body (lines, from, taken);
  return draft;
}
