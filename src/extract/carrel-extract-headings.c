/* carrel-extract-headings.c: what a heading says of that which follows it, in the languages of the
 * web.
 *
 * Tables only: a phrase counts when it is the whole heading, compared by its folded key, so that
 * case, accents, colons and dashes make no difference. Any thread; the tables are folded once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-headings-words.h"
#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-text.h"
#include "base/carrel-uri.h"

#include <string.h>

#define MAX_HEADING 80 /* bytes of its key */

static void
add_all (GHashTable *table, const char *const *phrases, CarrelHeadingKind kind)
{
  for (guint i = 0; phrases[i]; i++)
    g_hash_table_insert (table, carrel_text_title_key (phrases[i], NULL), GINT_TO_POINTER (kind));
}

static GHashTable *
get_table (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    add_all (table, carrel_heading_widgets, CARREL_HEADING_WIDGET);
    add_all (table, carrel_heading_comments, CARREL_HEADING_COMMENTS);
    add_all (table, carrel_heading_see_also, CARREL_HEADING_SEE_ALSO);
    g_once_init_leave (&once, GPOINTER_TO_SIZE (table));
  }
  return GSIZE_TO_POINTER (once);
}

/* Folded. (element-type utf8) */
static GPtrArray *
get_also_on (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; carrel_heading_also_on[i]; i++)
      g_ptr_array_add (keys, carrel_text_title_key (carrel_heading_also_on[i], NULL));
    g_once_init_leave (&once, GPOINTER_TO_SIZE (keys));
  }
  return GSIZE_TO_POINTER (once);
}

/* How any of them begins. */
static const CarrelBeginnings *
get_beginnings (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    CarrelBeginnings *beginnings = carrel_beginnings_new ();

    carrel_beginnings_add_keys (beginnings, get_table ());
    for (guint i = 0; i < get_also_on ()->len; i++)
      carrel_beginnings_add (beginnings, get_also_on ()->pdata[i]);
    g_once_init_leave (&once, GPOINTER_TO_SIZE (beginnings));
  }
  return GSIZE_TO_POINTER (once);
}

gboolean
carrel_extract_may_be_named (CarrelNode *heading)
{
  return carrel_beginnings_may_node (get_beginnings (), heading);
}

CarrelHeadingKind
carrel_extract_judge_heading (const char *line)
{
  g_autofree char *key = NULL;
  const char      *from, *end;
  gpointer         kind;

  if (strlen (line) > 2 * MAX_HEADING || !carrel_beginnings_may (get_beginnings (), line))
    return CARREL_HEADING_OTHER;
  key = carrel_text_title_key (line, NULL);
  if (!*key || strlen (key) > MAX_HEADING)
    return CARREL_HEADING_OTHER;
  if (g_hash_table_lookup_extended (get_table (), key, NULL, &kind))
    return (CarrelHeadingKind) GPOINTER_TO_INT (kind);

  /* «12 comments», «Comments 12» */
  from = key + strspn (key, "0123456789 ");
  end = key + strlen (key);
  while (end > from && (g_ascii_isdigit (end[-1]) || end[-1] == ' '))
    end--;
  if (from > key || *end) {
    g_autofree char *bare = g_strndup (from, (gsize) (end - from));

    if (GPOINTER_TO_INT (g_hash_table_lookup (get_table (), bare)) == CARREL_HEADING_COMMENTS)
      return CARREL_HEADING_COMMENTS;
  }
  return CARREL_HEADING_OTHER;
}

gboolean
carrel_extract_leads_to_site (CarrelExtraction *self, const char *line)
{
  g_autofree char *key = NULL;
  GPtrArray       *leads = get_also_on ();

  if (strlen (line) > 2 * MAX_HEADING || !carrel_beginnings_may (get_beginnings (), line))
    return FALSE;
  key = carrel_text_title_key (line, NULL);
  for (guint i = 0; i < leads->len; i++) {
    gsize len = strlen (leads->pdata[i]);

    if (g_str_has_prefix (key, leads->pdata[i]) && key[len] == ' ' &&
        carrel_extract_is_site (self, key + len + 1))
      return TRUE;
  }
  return FALSE;
}

/* ── Lines of a list of references ── */

/* After «- », «• », «3. », «[3] ». */
static const char *
skip_bullet (const char *line)
{
  static const char *const bullets[] = { "- ", "* ", "+ ", "•", "◦", "‣", "·", "– ", "— ",
                                         "→",  "»",  "›",  "►", "▶", "■", "●", "・" };
  const char              *p = line;

  while (*p == ' ')
    p++;
  for (guint i = 0; i < G_N_ELEMENTS (bullets); i++)
    if (carrel_text_starts (p, bullets[i])) {
      p += strlen (bullets[i]);
      return p + strspn (p, " ");
    }
  if (*p == '[' || g_ascii_isdigit (*p)) {
    const char *q = p + (*p == '[');
    gsize       digits = strspn (q, "0123456789");

    /* «2026 was a year» is no numbered line. */
    if (digits > 0 && digits <= 2 && strchr (*p == '[' ? "]" : ".)", q[digits]) && q[digits] &&
        q[digits + 1] == ' ')
      return q + digits + 1 + strspn (q + digits + 1, " ");
  }
  return p;
}

static const char *
find_address (const char *text)
{
  const char *https = strstr (text, "https://"), *http = strstr (text, "http://");

  return https && (!http || https < http) ? https : http;
}

gsize
carrel_extract_measure_address (const char *text)
{
  gsize len = 0;

  while (text[len] && !strchr (" \t\n<>\"", text[len])) {
    gunichar c = g_utf8_get_char (text + len);

    if (c == 0xab || c == 0xbb || c == 0x201c || c == 0x201d) /* « » “ ” */
      break;
    len += (gsize) g_unichar_to_utf8 (c, NULL);
  }
  while (len > 0 && strchr (".,;:!?]'", text[len - 1]))
    len--;
  if (len > 0 && text[len - 1] == ')' && !memchr (text, '(', len))
    len--;
  return len;
}

gboolean
carrel_extract_parse_reference (const char *line, char **title, char **address)
{
  const char      *start = skip_bullet (line), *at;
  g_autofree char *text = NULL, *found = NULL;

  if (!*start || g_utf8_strlen (start, -1) > CARREL_EXTRACT_MAX_TITLE)
    return FALSE;
  at = find_address (start);
  if (at) {
    gsize            len = carrel_extract_measure_address (at);
    g_autofree char *raw = g_strndup (at, len);

    found = carrel_uri_resolve (NULL, raw);
    if (found) {
      g_autofree char *before = g_strndup (start, (gsize) (at - start)),
                      *both = g_strconcat (before, at + len, NULL);

      text = carrel_text_collapse (both, -1);
    }
  }
  if (!text)
    text = carrel_text_collapse (start, -1);

  /* What led to the address: «Title: », «Title (», «Title – ». */
  for (gsize len = strlen (text); found && len > 0; len = strlen (text)) {
    const char *last = g_utf8_find_prev_char (text, text + len);
    gunichar    c = g_utf8_get_char (last);

    if (c != ' ' && c != ':' && c != '(' && c != ')' && c != '<' && c != '>' && c != '-' &&
        c != ',' && c != '[' && c != ']' && c != 0x2013 && c != 0x2014)
      break;
    text[last - text] = '\0';
  }
  if (!*text && !found)
    return FALSE;
  *title = *text ? g_steal_pointer (&text) : NULL;
  *address = g_steal_pointer (&found);
  return TRUE;
}
