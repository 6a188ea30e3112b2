/* carrel-words.c: what the panels say. Tables, and functions without a state; main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-words.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"
#include "model/carrel-article.h"
#include "model/carrel-query.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <string.h>

#define MAX_MISREAD 3 /* lines of what a search has that is no filter */
#define MAX_TERM 40   /* characters of each */

static gboolean
runs_leftwards (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if ((c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfefc))
      return TRUE;
  }
  return FALSE;
}

char *
carrel_words_join (const char *const *parts, guint n_parts)
{
  GString *out = g_string_new (NULL);
  gboolean mirrored = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL, any = FALSE, apart;

  for (guint i = 0; i < n_parts; i++) {
    if (!parts[i] || !*parts[i])
      continue;
    apart = mirrored || runs_leftwards (parts[i]);
    any |= apart;
    if (out->len > 0)
      g_string_append (out, " · ");
    if (apart && !g_str_has_prefix (parts[i], "\u2068"))
      g_string_append_printf (out, "\u2068%s\u2069", parts[i]);
    else
      g_string_append (out, parts[i]);
  }
  /* The line runs as the window does: Pango would have it run as its first letter, though that is
   * set apart, and wherever it stands. */
  if (any)
    g_string_prepend (out, mirrored ? "\u200f" : "\u200e");
  return g_string_free (out, FALSE);
}

char *
carrel_words_meta (CarrelArticle *article)
{
  g_autofree char *meta = carrel_article_dup_meta (article);
  g_auto (GStrv) parts = g_strsplit (meta, " · ", -1);

  return carrel_words_join ((const char *const *) parts, g_strv_length (parts));
}

const char *
carrel_words_link_heading (CarrelLinkKind kind, gboolean backlink)
{
  static const struct {
    const char *out, *back;
  } headings[CARREL_N_LINK_KINDS] = {
    [CARREL_LINK_MENTIONS] = { N_ ("Mentions"), N_ ("Mentioned by") },
    /* One list: whether a page is named in the text or below it makes no difference from here. */
    [CARREL_LINK_SEE_ALSO] = { N_ ("See also"), N_ ("Mentioned by") },
    [CARREL_LINK_RELATED] = { N_ ("Related"), N_ ("Related") },
    [CARREL_LINK_FOLLOWS] = { N_ ("Follows"), N_ ("Followed by") },
    [CARREL_LINK_CITES] = { N_ ("Cites"), N_ ("Cited by") },
    [CARREL_LINK_SUPPORTS] = { N_ ("Supports"), N_ ("Supported by") },
    [CARREL_LINK_CONTRADICTS] = { N_ ("Contradicts"), N_ ("Contradicted by") },
  };

  g_return_val_if_fail ((guint) kind < CARREL_N_LINK_KINDS, "");
  return backlink ? _ (headings[kind].back) : _ (headings[kind].out);
}

const char *
carrel_words_colour (guint colour)
{
  static const char *const names[CARREL_N_HIGHLIGHT_COLOURS] = { N_ ("Yellow"), N_ ("Green"),
                                                                 N_ ("Blue"), N_ ("Pink") };

  return _ (names[MIN (colour, CARREL_N_HIGHLIGHT_COLOURS - 1)]);
}

char *
carrel_words_minutes (guint words)
{
  guint minutes = carrel_text_minutes (words);

  return g_strdup_printf (ngettext ("%u min", "%u min", minutes), minutes);
}

const char *
carrel_words_language (const char *tag)
{
  static const struct {
    const char *code, *name;
  } names[] = {
    { "ar", N_ ("Arabic") },     { "bg", N_ ("Bulgarian") },  { "bn", N_ ("Bengali") },
    { "ca", N_ ("Catalan") },    { "cs", N_ ("Czech") },      { "da", N_ ("Danish") },
    { "de", N_ ("German") },     { "el", N_ ("Greek") },      { "en", N_ ("English") },
    { "es", N_ ("Spanish") },    { "et", N_ ("Estonian") },   { "eu", N_ ("Basque") },
    { "fa", N_ ("Persian") },    { "fi", N_ ("Finnish") },    { "fr", N_ ("French") },
    { "ga", N_ ("Irish") },      { "gl", N_ ("Galician") },   { "he", N_ ("Hebrew") },
    { "hi", N_ ("Hindi") },      { "hr", N_ ("Croatian") },   { "hu", N_ ("Hungarian") },
    { "id", N_ ("Indonesian") }, { "is", N_ ("Icelandic") },  { "it", N_ ("Italian") },
    { "ja", N_ ("Japanese") },   { "ko", N_ ("Korean") },     { "lt", N_ ("Lithuanian") },
    { "lv", N_ ("Latvian") },    { "ms", N_ ("Malay") },      { "nb", N_ ("Norwegian") },
    { "nl", N_ ("Dutch") },      { "nn", N_ ("Norwegian") },  { "no", N_ ("Norwegian") },
    { "pl", N_ ("Polish") },     { "pt", N_ ("Portuguese") }, { "ro", N_ ("Romanian") },
    { "ru", N_ ("Russian") },    { "sk", N_ ("Slovak") },     { "sl", N_ ("Slovenian") },
    { "sr", N_ ("Serbian") },    { "sv", N_ ("Swedish") },    { "ta", N_ ("Tamil") },
    { "th", N_ ("Thai") },       { "tr", N_ ("Turkish") },    { "uk", N_ ("Ukrainian") },
    { "ur", N_ ("Urdu") },       { "vi", N_ ("Vietnamese") }, { "yi", N_ ("Yiddish") },
    { "zh", N_ ("Chinese") },
  };
  gsize len;

  if (!tag)
    return NULL;
  len = strcspn (tag, "-_");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i].code) == len && g_ascii_strncasecmp (names[i].code, tag, len) == 0)
      return _ (names[i].name);
  return tag;
}

char *
carrel_words_address (const char *address)
{
  g_autofree char *host = carrel_address_dup_display_host (address), *plain = NULL, *clean = NULL;
  const char      *rest = strstr (address, "://");
  char            *shown;

  rest = rest ? rest + 3 : address;
  rest += strcspn (rest, "/?#");
  plain = g_uri_unescape_string (rest, NULL);
  clean = carrel_text_clean_line (plain && g_utf8_validate (plain, -1, NULL) ? plain : rest);
  shown = host ? g_strconcat (host, clean, NULL) : g_strdup (address);
  if (g_str_has_suffix (shown, "/"))
    shown[strlen (shown) - 1] = '\0';
  return shown;
}

char *
carrel_words_quote (const char *text)
{
  /* Translators: the quotation marks of the language */
  return g_strdup_printf (_ ("“%s”"), text);
}

char *
carrel_words_error (const GError *error)
{
  static const char *const ends[] = { ".", "!", "?", "…", "。", "؟", "।", "”" };
  g_autofree char         *message = g_strstrip (g_strdup (error->message));

  /* A sentence of another script has another mark at its end. */
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (*message == '\0' || g_str_has_suffix (message, ends[i]))
      return g_steal_pointer (&message);
  return g_strconcat (message, ".", NULL);
}

char *
carrel_words_span (double seconds)
{
  guint minutes = (guint) ((seconds + 30) / 60), hours = (guint) ((seconds + 1800) / 3600);

  if (seconds < 20)
    return g_strdup (_ ("a few seconds"));
  if (seconds < 55)
    /* Translators: less than that */
    return g_strdup (_ ("a minute"));
  if (seconds < 120 && seconds > 75)
    return g_strdup (_ ("1½ minutes"));
  if (minutes < 90)
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
  return g_strdup_printf (ngettext ("%u hour", "%u hours", hours), hours);
}

char *
carrel_words_next_try (const char *sentence, gint64 next_try)
{
  gint64           now = carrel_time_now ();
  g_autofree char *span = carrel_words_span ((double) MAX (next_try - now, 0));

  if (next_try <= now)
    /* Translators: a sentence that says why a page could not be had */
    return g_strdup_printf (_ ("%s It stays in the queue, and is tried again now."), sentence);
  /* Translators: a sentence that says why a page could not be had; a span of time */
  return g_strdup_printf (_ ("%s It stays in the queue; next try in %s."), sentence, span);
}

/* Bytes of `text` that the folded `mark` («word», «word*») covers from here; 0: none. A word is
 * looked for as a whole, but where words aren't apart. */
static gsize
match_mark (const char *text, const char *mark)
{
  const char *p = text, *m = mark;

  while (*m && *m != '*') {
    gunichar want = g_utf8_get_char (m), have;

    while (*p && carrel_text_fold_char (g_utf8_get_char (p)) == 0)
      p = g_utf8_next_char (p);
    have = *p ? carrel_text_fold_char (g_utf8_get_char (p)) : 0;
    if (g_unichar_isspace (have))
      have = ' ';
    if (have != want)
      return 0;
    p = g_utf8_next_char (p);
    m = g_utf8_next_char (m);
  }
  while (*p && carrel_text_fold_char (g_utf8_get_char (p)) == 0)
    p = g_utf8_next_char (p);
  if (*m != '*' && g_unichar_isalnum (g_utf8_get_char (p)) &&
      !carrel_text_is_unspaced (g_utf8_get_char (p)))
    return 0;
  return (gsize) (p - text);
}

char *
carrel_words_mark (const char *text, GPtrArray *marks, const char *colour)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GPtrArray) folded = g_ptr_array_new_with_free_func (g_free);
  gunichar before = ' ';

  for (guint i = 0; i < marks->len; i++)
    g_ptr_array_add (folded, carrel_text_fold (marks->pdata[i]));
  for (const char *p = text; *p;) {
    gunichar         c = g_utf8_get_char (p);
    gsize            longest = 0, n = (gsize) (g_utf8_next_char (p) - p);
    g_autofree char *escaped = NULL;

    for (guint i = 0;
         i < folded->len && (!g_unichar_isalnum (before) || carrel_text_is_unspaced (c)); i++) {
      gsize len = *(const char *) folded->pdata[i] ? match_mark (p, folded->pdata[i]) : 0;

      if (len > longest)
        longest = len;
    }
    if (longest > 0) {
      n = longest;
      g_string_append_printf (out, "<span background=\"%s\">", colour);
    }
    escaped = g_markup_escape_text (p, (gssize) n);
    g_string_append (out, escaped);
    if (longest > 0)
      g_string_append (out, "</span>");
    p += n;
    before = g_utf8_get_char (g_utf8_prev_char (p));
  }
  return g_string_free (out, FALSE);
}

char *
carrel_words_search_address (const char *title)
{
  g_autofree char *query = g_uri_escape_string (title, NULL, FALSE);

  return g_strconcat ("https://duckduckgo.com/?q=", query, NULL);
}

char *
carrel_words_day (const char *day)
{
  int year, month, number;
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (carrel_time_now ());
  g_autoptr (GDateTime) date = sscanf (day, "%d-%d-%d", &year, &month, &number) == 3
                                   ? g_date_time_new_local (year, month, number, 12, 0, 0)
                                   : NULL;
  g_autoptr (GDateTime) today =
      now ? g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                                   g_date_time_get_day_of_month (now), 12, 0, 0)
          : NULL;
  gint64 age;

  if (!date || !today)
    return g_strdup (day);
  /* Noon to noon: a day that is an hour shorter is a day. */
  age = (g_date_time_difference (today, date) + 12 * G_TIME_SPAN_HOUR) / G_TIME_SPAN_DAY;
  if (age == 0)
    return g_strdup (_ ("Today"));
  if (age == 1)
    return g_strdup (_ ("Yesterday"));
  if (age > 1 && age < 7)
    return g_date_time_format (date, "%A");
  if (g_date_time_get_year (date) == g_date_time_get_year (today))
    /* Translators: a day of this year, as in «5 January» */
    return g_date_time_format (date, _ ("%-d %B"));
  /* Translators: a day of another year, as in «5 January 2024» */
  return g_date_time_format (date, _ ("%-d %B %Y"));
}

static const struct {
  const char *field, *value, *text;
} flags[] = {
  { "is", "unread", N_ ("Unread") },           { "is", "read", N_ ("Read") },
  { "is", "reading", N_ ("Reading") },         { "is", "favourite", N_ ("Favourites") },
  { "is", "favorite", N_ ("Favourites") },     { "is", "inbox", N_ ("Inbox") },
  { "is", "archived", N_ ("Archived") },       { "is", "trashed", N_ ("In the Trash") },
  { "is", "highlighted", N_ ("Highlighted") }, { "is", "linked", N_ ("Linked") },
  { "is", "orphan", N_ ("Not Linked") },       { "has", "note", N_ ("With a Note") },
  { "has", "image", N_ ("With Images") },      { "has", "highlight", N_ ("With Highlights") },
  { "has", "topic", N_ ("With Topics") },      { "has", "link", N_ ("With Links") },
  { "topic", "none", N_ ("No Topic") },
};

static const struct {
  const char *field, *format;
} named_values[] = {
  /* Translators: filters of a search, with what was typed, as in «Added: 7d» */
  { "added", N_ ("Added: %s") },
  { "published", N_ ("Published: %s") },
  { "read", N_ ("Read: %s") },
  { "words", N_ ("Words: %s") },
  { "title", N_ ("Title: %s") },
  { "links-to", N_ ("Links to: %s") },
  { "linked-from", N_ ("Linked from: %s") },
  { "id", N_ ("Article: %s") },
};

static char *
name_filter (const char *field, const char *value)
{
  g_autofree char *day =
      strlen (value) == strlen ("2026-03-14") ? carrel_words_day (value) : g_strdup (value);

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (strcmp (flags[i].field, field) == 0 && g_ascii_strcasecmp (flags[i].value, value) == 0)
      return g_strdup (_ (flags[i].text));
  for (guint i = 0; i < G_N_ELEMENTS (named_values); i++)
    if (strcmp (named_values[i].field, field) == 0) {
      g_auto (GStrv) parts = g_strsplit (_ (named_values[i].format), "%s", 2);

      return g_strconcat (parts[0], day, parts[1], NULL);
    }
  return g_strdup (strcmp (field, "lang") == 0 ? carrel_words_language (value) : value);
}

char *
carrel_words_filter (const char *field, const char *value, gboolean negated)
{
  g_autofree char *name = name_filter (field, value);

  /* Translators: what a search leaves out, as in «Not: Unread» */
  return negated ? g_strdup_printf (_ ("Not: %s"), name) : g_steal_pointer (&name);
}

char *
carrel_words_misread (const char *typed, gboolean nothing)
{
  g_autoptr (GPtrArray) list = carrel_query_list_misread (typed, TRUE);
  GString *out = g_string_new (NULL);
  guint    n_lines = 0;

  for (guint i = 0; i < list->len && n_lines < MAX_MISREAD; i++) {
    const CarrelQueryMisread *misread = list->pdata[i];
    g_autofree char          *term = carrel_text_shorten (misread->term, MAX_TERM),
                    *name = g_strconcat (misread->name, ":", NULL);

    if (!misread->filter && !nothing)
      continue;
    if (n_lines++ > 0)
      g_string_append_c (out, '\n');
    if (misread->filter)
      /* Translators: of what was typed to search for, «added:soon»; then what can be typed */
      g_string_append_printf (out, _ ("“%s” is looked for as text; a filter would be %s."), term,
                              misread->filter);
    else
      /* Translators: of what was typed to search for, «before:2026»; then «before:» */
      g_string_append_printf (out, _ ("“%s” is looked for as text; there is no filter “%s”."), term,
                              name);
  }
  return g_string_free (out, n_lines == 0);
}
