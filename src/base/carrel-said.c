/* carrel-said.c: see the header. Any thread.
 *
 * What is read back is a file's: it may have too few fields, or none that is known. A conversion
 * without a field stays empty, and a format that nobody knows is said as it stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-said.h"

#include "base/carrel-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define FIELD '\x1f'
#define PREFIX '\x1c'
#define PLURAL "\x1e" /* between the two forms of a format, and before the number that chooses */
#define MAX_FIELDS 16

/* What ends a conversion at `percent`: 's', 'u', 'd' or '%'; 0: none. `n` gets the field of «%2$s»,
 * counted from 1, else 0. */
static char
read_conversion (const char *percent, const char **end, guint *n)
{
  char   *after;
  guint64 number = g_ascii_strtoull (percent + 1, &after, 10);

  *n = 0;
  if (after > percent + 1 && *after == '$' && number <= MAX_FIELDS) {
    *n = (guint) number;
    percent = after;
  }
  *end = percent + 2;
  return percent[1] != '\0' && strchr ("sud%", percent[1]) ? percent[1] : 0;
}

static void
append_field (GString *text, const char *field)
{
  g_string_append_c (text, FIELD);
  for (const char *c = field; *c; c++) /* no field ends within a field */
    g_string_append_c (text, *c == FIELD || *c == PREFIX || *c == PLURAL[0] ? ' ' : *c);
}

static void
append_arguments (GString *text, const char *format, va_list arguments)
{
  const char *end;
  guint       n;

  for (const char *percent = strchr (format, '%'); percent; percent = strchr (end, '%')) {
    char kind = read_conversion (percent, &end, &n);

    g_assert (kind != 0 && n == 0); /* the formats are ours */
    if (kind == 's') {
      append_field (text, va_arg (arguments, const char *));
    } else if (kind != '%') {
      int              number = va_arg (arguments, int);
      g_autofree char *digits =
          kind == 'u' ? g_strdup_printf ("%u", (guint) number) : g_strdup_printf ("%d", number);

      append_field (text, digits);
    }
  }
}

char *
carrel_said_new (const char *format, va_list arguments)
{
  GString *text = g_string_new (format);

  append_arguments (text, format, arguments);
  return g_string_free (text, FALSE);
}

char *
carrel_said_make (const char *format, ...)
{
  va_list arguments;
  char   *said;

  va_start (arguments, format);
  said = carrel_said_new (format, arguments);
  va_end (arguments);
  return said;
}

char *
carrel_said_new_plural (const char *one, const char *many, guint n, va_list arguments)
{
  GString *text = g_string_new (one);

  g_string_append_printf (text, PLURAL "%s" PLURAL "%u", many, n);
  append_arguments (text, one, arguments);
  return g_string_free (text, FALSE);
}

char *
carrel_said_new_literal (const char *sentence)
{
  GString *text = g_string_new ("%s");

  append_field (text, sentence);
  return g_string_free (text, FALSE);
}

char *
carrel_said_prefix (const char *prefix, const char *said)
{
  return g_strdup_printf ("%s%c%s", prefix, PREFIX, said);
}

/* ── Said again ── */

/* (transfer full) */
static char *
translate (const char *format)
{
  g_auto (GStrv) forms = g_strsplit (format, PLURAL, 3);

  if (*format == '\0') /* would be the catalogue's own head */
    return g_strdup ("");
  if (g_strv_length (forms) < 3)
    return g_strdup (g_dgettext (GETTEXT_PACKAGE, format));
  return g_strdup (g_dngettext (GETTEXT_PACKAGE, forms[0], forms[1],
                                (gulong) g_ascii_strtoull (forms[2], NULL, 10)));
}

static void
append_spoken (GString *text, const char *field)
{
  g_autofree char *word = g_str_has_prefix (field, CARREL_SAID_WORD) ? translate (field + 1) : NULL;

  g_string_append (text, word ? word : field);
}

static void
append_filled (GString *text, const char *format, char *const *fields, guint n_fields)
{
  const char *rest = format, *end;
  guint       next = 0, n;

  for (const char *percent = strchr (rest, '%'); percent; percent = strchr (rest, '%')) {
    char kind = read_conversion (percent, &end, &n);

    g_string_append_len (text, rest, percent - rest);
    rest = kind ? end : percent + 1;
    if (kind == '%' || !kind) {
      g_string_append_c (text, '%');
      continue;
    }
    n = n > 0 ? n - 1 : next++;
    if (n < n_fields)
      append_spoken (text, fields[n]);
  }
  g_string_append (text, rest);
}

char *
carrel_said_speak (const char *said)
{
  const char *sentence = said ? strrchr (said, PREFIX) : NULL;
  g_autoptr (GString) text = g_string_new_len (said ? said : "", sentence ? sentence - said : 0);
  g_auto (GStrv) fields = g_strsplit (sentence ? sentence + 1
                                      : said   ? said
                                               : "",
                                      "\x1f", MAX_FIELDS + 1);
  g_autofree char *format = fields[0] ? translate (fields[0]) : g_strdup ("");

  if (!said)
    return NULL;
  if (fields[0] && fields[1])
    append_filled (text, format, fields + 1, g_strv_length (fields) - 1);
  else
    g_string_append (text, format);
  return carrel_text_make_valid (text->str, (gssize) text->len);
}
