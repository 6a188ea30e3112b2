/* carrel-output.c: rows for people, JSON for programs, progress for terminals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/carrel-output.h"

#include "base/carrel-text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define GAP 2          /* columns between columns */
#define MIN_ELASTIC 10 /* what a column that gives way keeps */

/* ── Text ── */

void
carrel_output_print (const char *format, ...)
{
  g_autofree char *text = NULL, *safe = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  safe = carrel_text_for_terminal (text);
  fputs (safe, stdout);
}

void
carrel_output_error (const char *format, ...)
{
  g_autofree char *text = NULL, *safe = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  safe = carrel_text_for_terminal (text);
  carrel_output_progress (NULL);
  fflush (stdout);
  fprintf (stderr, "carrel: %s\n", safe);
}

/* Characters that a terminal may not see. */
static gboolean
is_unsafe (gunichar c)
{
  return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
         c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static char *
escape (const char *text, const char *format)
{
  g_autofree char *valid =
      g_utf8_validate (text, -1, NULL) ? NULL : carrel_text_make_valid (text, -1);
  GString    *out = g_string_new (NULL);
  const char *from = valid ? valid : text;

  for (const char *p = from; *p;) {
    gunichar    c = (guchar) *p;
    const char *next = p + 1;

    if (c >= 0x80) {
      c = g_utf8_get_char (p);
      next = g_utf8_next_char (p);
    }
    if (is_unsafe (c)) {
      g_string_append_len (out, from, p - from);
      g_string_append_printf (out, format[0] == '&' ? "&#x%x;" : "\\u%04x", c);
      from = next;
    }
    p = next;
  }
  g_string_append (out, from);
  return g_string_free (out, FALSE);
}

void
carrel_output_markup (const char *markup)
{
  g_autofree char *safe = escape (markup, "&");

  fputs (safe, stdout);
}

char *
carrel_output_line (const char *text)
{
  return carrel_text_collapse (text ? text : "", -1);
}

char *
carrel_output_wrap (const char *text, guint width)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i]; i++) {
    g_auto (GStrv) words = NULL;
    guint column = 0;

    if (i > 0)
      g_string_append_c (out, '\n');
    if (carrel_text_columns (lines[i]) <= width) {
      g_string_append (out, lines[i]);
      continue;
    }
    words = g_strsplit (lines[i], " ", -1);
    for (guint j = 0; words[j]; j++) {
      guint columns = carrel_text_columns (words[j]);

      if (j > 0 && column + 1 + columns > width) {
        g_string_append_c (out, '\n');
        column = 0;
      } else if (j > 0) {
        g_string_append_c (out, ' ');
        column++;
      }
      g_string_append (out, words[j]);
      column += columns;
    }
  }
  return g_string_free (out, FALSE);
}

guint
carrel_output_get_width (void)
{
  struct winsize size;

  if (!isatty (STDOUT_FILENO))
    return 0;
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}

gboolean
carrel_output_end (void)
{
  errno = 0;
  carrel_output_progress (NULL);
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  /* Who reads no more knows why. */
  if (errno != EPIPE)
    carrel_output_error ("Couldn't write the output: %s", g_strerror (errno ? errno : EIO));
  return FALSE;
}

/* ── Tables ── */

struct _CarrelTable {
  guint      n;
  GPtrArray *heads;   /* (owned) (element-type utf8) */
  gboolean  *right;   /* (owned) (array length=n) */
  gboolean  *elastic; /* (owned) (array length=n) */
  guint     *widths;  /* (owned) (array length=n) */
  GPtrArray *cells;   /* (owned) (element-type utf8) */
  gboolean   begun;
};

CarrelTable *
carrel_table_new (const char *const *heads)
{
  CarrelTable *self = g_new0 (CarrelTable, 1);

  self->n = g_strv_length ((GStrv) heads);
  self->heads = g_ptr_array_new_with_free_func (g_free);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->right = g_new0 (gboolean, self->n);
  self->elastic = g_new0 (gboolean, self->n);
  self->widths = g_new0 (guint, self->n);
  for (guint i = 0; i < self->n; i++) {
    const char *head = heads[i];

    self->right[i] = *head == '>';
    self->elastic[i] = *head == '*';
    if (*head == '>' || *head == '*')
      head++;
    g_ptr_array_add (self->heads, g_strdup (head));
  }
  return self;
}

void
carrel_table_free (CarrelTable *self)
{
  g_ptr_array_unref (self->heads);
  g_ptr_array_unref (self->cells);
  g_free (self->right);
  g_free (self->elastic);
  g_free (self->widths);
  g_free (self);
}

void
carrel_table_add (CarrelTable *self, ...)
{
  va_list arguments;

  va_start (arguments, self);
  for (guint i = 0; i < self->n; i++) {
    g_autofree char *line = carrel_output_line (va_arg (arguments, const char *));
    char            *cell = carrel_text_for_terminal (line);
    guint            columns = carrel_text_columns (cell);

    if (columns > self->widths[i])
      self->widths[i] = columns;
    g_ptr_array_add (self->cells, cell);
  }
  va_end (arguments);
}

/* Cut to `width` columns, «…» among them. */
static char *
cut (const char *text, guint width)
{
  const char *p = text;
  guint       columns = 0;

  if (carrel_text_columns (text) <= width)
    return g_strdup (text);
  for (; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    guint    add = g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;

    if (columns + add > width - 1)
      break;
    columns += add;
  }
  return g_strdup_printf ("%.*s…", (int) (p - text), text);
}

static void
print_row (CarrelTable *self, char **cells, const guint *widths)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++) {
    g_autofree char *cell = self->elastic[i] ? cut (cells[i], widths[i]) : g_strdup (cells[i]);
    guint columns = carrel_text_columns (cell), pad = widths[i] > columns ? widths[i] - columns : 0;

    if (i > 0)
      g_string_append_printf (line, "%*s", GAP, "");
    if (self->right[i])
      g_string_append_printf (line, "%*s", (int) pad, "");
    g_string_append (line, cell);
    if (!self->right[i])
      g_string_append_printf (line, "%*s", (int) pad, "");
  }
  while (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  puts (line->str);
}

/* The widest elastic column gives first, but the first of them keeps twice as much as the others:
 * it says what a row is. (transfer full) */
static guint *
fit (CarrelTable *self, guint screen)
{
  guint *widths = g_memdup2 (self->widths, self->n * sizeof *widths);

  for (;;) {
    guint    total = self->n > 0 ? GAP * (self->n - 1) : 0, giving = self->n, most = 0;
    gboolean first = TRUE;

    for (guint i = 0; i < self->n; i++) {
      total += widths[i];
      if (!self->elastic[i])
        continue;
      if (widths[i] > MIN_ELASTIC && widths[i] * (first ? 1 : 2) > most) {
        giving = i;
        most = widths[i] * (first ? 1 : 2);
      }
      first = FALSE;
    }
    if (total <= screen || giving == self->n)
      return widths;
    widths[giving]--;
  }
}

void
carrel_table_print (CarrelTable *self)
{
  guint             screen = carrel_output_get_width ();
  g_autofree guint *widths = NULL;

  if (screen > 0)
    for (guint i = 0; i < self->n; i++) {
      guint columns = carrel_text_columns (self->heads->pdata[i]);

      if (columns > self->widths[i])
        self->widths[i] = columns;
    }
  widths = fit (self, screen > 0 ? screen : G_MAXUINT);
  if (screen > 0 && !self->begun && self->cells->len > 0)
    print_row (self, (char **) self->heads->pdata, widths);
  self->begun = TRUE;
  for (guint i = 0; i + self->n <= self->cells->len; i += self->n)
    print_row (self, (char **) self->cells->pdata + i, widths);
  g_ptr_array_set_size (self->cells, 0);
}

/* ── JSON ── */

static void
print_json (JsonObject *object, gboolean pretty)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL, *safe = NULL;

  json_node_take_object (node, object);
  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, pretty);
  text = json_generator_to_data (generator, NULL);
  /* What is not ASCII stands in strings only, where an escape means the same. */
  safe = escape (text, "\\");
  fputs (safe, stdout);
}

void
carrel_output_json (JsonObject *object)
{
  print_json (object, TRUE);
  putchar ('\n');
}

void
carrel_json_list_begin (CarrelJsonList *list)
{
  list->n = 0;
  putchar ('[');
}

void
carrel_json_list_add (CarrelJsonList *list, JsonObject *object)
{
  fputs (list->n++ == 0 ? "\n" : ",\n", stdout);
  print_json (object, FALSE);
}

void
carrel_json_list_end (CarrelJsonList *list)
{
  fputs (list->n > 0 ? "\n]\n" : "]\n", stdout);
}

void
carrel_json_set_text (JsonObject *object, const char *name, const char *text)
{
  if (text)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

JsonObject *
carrel_output_article_to_json (CarrelArticle *article)
{
  static const char *const read[] = { "unread", "reading", "read" };
  const CarrelArticleData *data = carrel_article_get (article);
  JsonObject              *object = json_object_new ();
  JsonArray               *topics = json_array_new ();

  json_object_set_int_member (object, "id", data->id);
  carrel_json_set_text (object, "title", data->title);
  carrel_json_set_text (object, "byline", data->byline);
  carrel_json_set_text (object, "site", data->site);
  carrel_json_set_text (object, "address", data->address);
  carrel_json_set_text (object, "excerpt", data->excerpt);
  carrel_json_set_text (object, "language", data->language);
  json_object_set_boolean_member (object, "rtl", data->rtl);
  carrel_json_set_text (object, "image", data->image);
  json_object_set_int_member (object, "image_width", data->image_width);
  json_object_set_int_member (object, "image_height", data->image_height);
  json_object_set_int_member (object, "published", data->published);
  json_object_set_int_member (object, "added", data->added);
  json_object_set_int_member (object, "trashed", data->trashed);
  json_object_set_int_member (object, "words", data->words);
  json_object_set_double_member (object, "progress", data->progress);
  json_object_set_string_member (object, "place",
                                 data->place == CARREL_PLACE_ARCHIVE ? "archive" : "inbox");
  json_object_set_string_member (
      object, "read", (guint) data->read < G_N_ELEMENTS (read) ? read[data->read] : "unread");
  json_object_set_boolean_member (object, "favourite", data->favourite);
  for (guint i = 0; i < data->n_topics; i++)
    json_array_add_string_element (topics, data->topics[i]);
  json_object_set_array_member (object, "topics", topics);
  return object;
}

/* ── Progress ── */

void
carrel_output_progress (const char *format, ...)
{
  static gboolean  shown;
  g_autofree char *text = NULL, *line = NULL, *safe = NULL, *fitting = NULL;
  struct winsize   size;
  va_list          arguments;

  if (format && !isatty (STDERR_FILENO))
    return;
  if (shown)
    fputs ("\r\033[K", stderr);
  shown = format != NULL;
  if (!format)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = carrel_output_line (text);
  safe = carrel_text_for_terminal (line);
  /* A line that wraps could not be taken away. */
  fitting = cut (safe, ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20
                           ? size.ws_col - 1u
                           : 79);
  fputs (fitting, stderr);
  fflush (stderr);
}
