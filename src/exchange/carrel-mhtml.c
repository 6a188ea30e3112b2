/* carrel-mhtml.c: MIME messages that browsers save pages as. Pure; any thread.
 *
 * The message is walked once for each level of parts in parts, of which eight are looked into;
 * nothing recurs. Parts are ranges of the message and are decoded when they are asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "exchange/carrel-mhtml.h"

#include "base/carrel-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_PARTS 20000
#define MAX_DEPTH 8
#define MAX_HEAD (256 * 1024) /* bytes of a head */
#define MAX_BOUNDARY 200
#define MAX_VALUE 16384

typedef struct {
  char *type, *charset, *boundary, *start, *location, *snapshot, *id; /* (owned) (nullable) */
  char  encoding;
} Head;

/* A multipart that is to be taken apart. */
typedef struct {
  const guint8 *data;
  gsize         len;
  char         *boundary; /* (owned) */
  guint         depth;
} Level;

static void
clear_head (Head *head)
{
  g_free (head->type);
  g_free (head->charset);
  g_free (head->boundary);
  g_free (head->start);
  g_free (head->location);
  g_free (head->snapshot);
  g_free (head->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Head, clear_head)

static void
clear_level (gpointer data)
{
  g_free (((Level *) data)->boundary);
}

static void
free_part (gpointer data)
{
  CarrelMhtmlPart *part = data;

  g_free (part->type);
  g_free (part->charset);
  g_free (part->location);
  g_free (part->id);
  g_free (part);
}

/* ── Heads ── */

/* A parameter of a value: «name=x» or «name="x"». (transfer full) (nullable) */
static char *
get_parameter (const char *value, const char *name)
{
  gsize len = strlen (name);

  for (const char *at = strchr (value, ';'); at; at = strchr (at, ';')) {
    const char *end;

    at += 1 + strspn (at + 1, " \t");
    if (g_ascii_strncasecmp (at, name, len) != 0 || at[len] != '=')
      continue;
    at += len + 1;
    if (*at == '"') {
      end = strchr (++at, '"');
      return end ? g_strndup (at, (gsize) (end - at)) : g_strdup (at);
    }
    return g_strndup (at, strcspn (at, "; \t"));
  }
  return NULL;
}

static char *
dup_type (const char *value)
{
  g_autofree char *type = g_strndup (value, strcspn (value, "; \t"));

  return g_ascii_strdown (type, -1);
}

static char *
strip_brackets (const char *value)
{
  gsize len = strlen (value);

  return *value == '<' && len > 1 && value[len - 1] == '>' ? g_strndup (value + 1, len - 2)
                                                           : g_strdup (value);
}

/* The first of each counts. */
static void
take_field (Head *head, const char *name, char *value)
{
  g_strstrip (value);
  if (g_ascii_strcasecmp (name, "content-type") == 0 && !head->type) {
    head->type = dup_type (value);
    head->charset = get_parameter (value, "charset");
    head->boundary = get_parameter (value, "boundary");
    head->start = get_parameter (value, "start");
  } else if (g_ascii_strcasecmp (name, "content-transfer-encoding") == 0 && head->encoding == 0) {
    head->encoding = g_ascii_strcasecmp (value, "base64") == 0             ? 'b'
                     : g_ascii_strcasecmp (value, "quoted-printable") == 0 ? 'q'
                                                                           : 0;
  } else if (g_ascii_strcasecmp (name, "content-location") == 0 && !head->location) {
    head->location = g_strdup (value);
  } else if (g_ascii_strcasecmp (name, "snapshot-content-location") == 0 && !head->snapshot) {
    head->snapshot = g_strdup (value);
  } else if (g_ascii_strcasecmp (name, "content-id") == 0 && !head->id) {
    head->id = strip_brackets (value);
  }
}

static void
end_field (Head *head, GString *line)
{
  char *colon = strchr (line->str, ':');

  if (colon && line->len <= MAX_VALUE) {
    *colon = '\0';
    take_field (head, line->str, colon + 1);
  }
  g_string_truncate (line, 0);
}

/* Where the body begins; `len` when there is none. FALSE for a head without an end. */
static gboolean
read_head (const guint8 *data, gsize len, Head *head, gsize *body)
{
  g_autoptr (GString) field = g_string_new (NULL);
  gsize at = 0;

  while (at < len && at <= MAX_HEAD) {
    const guint8 *end = memchr (data + at, '\n', len - at);
    gsize         next = end ? (gsize) (end - data) + 1 : len, stop = end ? next - 1 : len;

    while (stop > at && data[stop - 1] == '\r')
      stop--;
    if (stop == at) {
      end_field (head, field);
      *body = next;
      return TRUE;
    }
    /* A folded line belongs to the field before it. */
    if (data[at] != ' ' && data[at] != '\t')
      end_field (head, field);
    if (field->len <= MAX_VALUE && !memchr (data + at, '\0', stop - at))
      g_string_append_len (field, (const char *) data + at, (gssize) (stop - at));
    at = next;
  }
  end_field (head, field);
  *body = len;
  return at <= MAX_HEAD;
}

/* ── Parts ── */

/* The next line that is the boundary, from `from` on; its start, and where the next part begins.
 * `last`: it closes. FALSE: there is none. */
static gboolean
find_boundary (const Level *level, gsize from, gsize *start, gsize *next, gboolean *last)
{
  gsize         len = strlen (level->boundary);
  gsize         at = from;
  const guint8 *found, *end;

  while (at < level->len &&
         (found = memmem (level->data + at, level->len - at, level->boundary, len))) {
    gsize offset = (gsize) (found - level->data);

    at = offset + 1;
    if (offset < from + 2 || memcmp (found - 2, "--", 2) != 0 ||
        (offset > 2 && level->data[offset - 3] != '\n'))
      continue;
    *start = offset - 2;
    *last = level->len - offset - len >= 2 && memcmp (found + len, "--", 2) == 0;
    end = memchr (found + len, '\n', level->len - offset - len);
    /* «--B1» is not the boundary «--B». */
    for (const guint8 *c = found + len + (*last ? 2 : 0);
         c < (end ? end : level->data + level->len); c++)
      if (*c != ' ' && *c != '\t' && *c != '\r')
        goto another;
    *next = end ? (gsize) (end - level->data) + 1 : level->len;
    return TRUE;
  another:;
  }
  return FALSE;
}

static void
take_part (CarrelMhtml  *self,
           GArray       *levels,
           guint         depth,
           const guint8 *data,
           gsize         len,
           const char   *start)
{
  g_auto (Head) head = { 0 };
  CarrelMhtmlPart *part;
  gsize            body;

  if (!read_head (data, len, &head, &body))
    return;
  if (head.type && g_str_has_prefix (head.type, "multipart/")) {
    Level level = { data + body, len - body, NULL, depth + 1 };

    if (!head.boundary || !*head.boundary || strlen (head.boundary) > MAX_BOUNDARY ||
        depth + 1 > MAX_DEPTH)
      return;
    level.boundary = g_steal_pointer (&head.boundary);
    g_array_append_val (levels, level);
    return;
  }
  part = g_new0 (CarrelMhtmlPart, 1);
  part->type = head.type ? g_steal_pointer (&head.type) : g_strdup ("text/plain");
  part->charset = g_steal_pointer (&head.charset);
  part->location = g_steal_pointer (&head.location);
  part->id = g_steal_pointer (&head.id);
  part->encoding = head.encoding;
  part->data = data + body;
  part->len = len - body;
  g_ptr_array_add (self->parts, part);
  if (start && part->id && strcmp (part->id, start) == 0)
    self->page = self->parts->len - 1;
}

static void
take_apart (CarrelMhtml *self, const Level *level, GArray *levels, const char *start)
{
  gsize    at, begin, next;
  gboolean last;

  if (!find_boundary (level, 0, &begin, &at, &last))
    return;
  while (!last && self->parts->len + levels->len < MAX_PARTS) {
    gboolean more = find_boundary (level, at, &begin, &next, &last);
    gsize    end = more ? begin : level->len;

    /* The line end before a boundary is the boundary's. */
    if (more && end > at && level->data[end - 1] == '\n')
      end--;
    if (more && end > at && level->data[end - 1] == '\r')
      end--;
    take_part (self, levels, level->depth, level->data + at, end - at, start);
    if (!more)
      break;
    at = next;
  }
}

static gboolean
is_page (const CarrelMhtmlPart *part)
{
  return strcmp (part->type, "text/html") == 0 || strcmp (part->type, "application/xhtml+xml") == 0;
}

/* The part that the head names, else the first of the page's address, else the first page. */
static gboolean
choose_page (CarrelMhtml *self)
{
  guint first = G_MAXUINT;

  if (self->page != G_MAXUINT && is_page (self->parts->pdata[self->page]))
    return TRUE;
  for (guint i = 0; i < self->parts->len; i++) {
    const CarrelMhtmlPart *part = self->parts->pdata[i];

    if (!is_page (part))
      continue;
    if (first == G_MAXUINT)
      first = i;
    if (self->location && g_strcmp0 (part->location, self->location) == 0) {
      first = i;
      break;
    }
  }
  self->page = first;
  return first != G_MAXUINT;
}

gboolean
carrel_mhtml_sniff (const guint8 *bytes, gsize len)
{
  g_auto (Head) head = { 0 };
  gsize body;

  return len > 0 && g_ascii_isalpha (bytes[0]) && memchr (bytes, ':', MIN (len, 100)) &&
         read_head (bytes, MIN (len, 65536), &head, &body) && head.type &&
         g_str_has_prefix (head.type, "multipart/");
}

CarrelMhtml *
carrel_mhtml_read (GBytes *bytes, GError **error)
{
  g_autoptr (CarrelMhtml) self = g_new0 (CarrelMhtml, 1);
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_auto (Head) head = { 0 };
  g_autofree char *start = NULL;
  gsize            len, body;
  const guint8    *data = g_bytes_get_data (bytes, &len);
  Level            whole = { 0 };

  g_array_set_clear_func (levels, clear_level);
  self->bytes = g_bytes_ref (bytes);
  self->parts = g_ptr_array_new_with_free_func (free_part);
  self->page = G_MAXUINT;
  if (!data || !read_head (data, len, &head, &body) || !head.type ||
      !g_str_has_prefix (head.type, "multipart/") || !head.boundary || !*head.boundary ||
      strlen (head.boundary) > MAX_BOUNDARY) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE,
                 _ ("It is no page that a browser saved (MHTML without its parts)"));
    return NULL;
  }
  self->location = head.snapshot ? g_steal_pointer (&head.snapshot) : g_strdup (head.location);
  start = head.start ? strip_brackets (head.start) : NULL;
  whole.data = data + body;
  whole.len = len - body;
  whole.boundary = g_steal_pointer (&head.boundary);
  g_array_append_val (levels, whole);
  for (guint i = 0; i < levels->len; i++) {
    Level level = g_array_index (levels, Level, i); /* the array moves while it grows */

    take_apart (self, &level, levels, start);
  }
  if (!choose_page (self)) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE, _ ("There is no page in the file"));
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
carrel_mhtml_free (CarrelMhtml *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self->location);
  g_free (self);
}

/* ── Decoding ── */

static GBytes *
decode_quoted (const guint8 *data, gsize len)
{
  guint8 *out = g_malloc (len + 1);
  gsize   n = 0;

  for (gsize i = 0; i < len; i++) {
    gsize end = i + 1;

    if (data[i] != '=') {
      out[n++] = data[i];
      continue;
    }
    if (i + 2 < len && g_ascii_isxdigit (data[i + 1]) && g_ascii_isxdigit (data[i + 2])) {
      out[n++] = (guint8) (g_ascii_xdigit_value ((char) data[i + 1]) << 4 |
                           g_ascii_xdigit_value ((char) data[i + 2]));
      i += 2;
      continue;
    }
    /* A soft break, perhaps with blanks at its end; anything else stands for itself. */
    while (end < len && (data[end] == ' ' || data[end] == '\t' || data[end] == '\r'))
      end++;
    if (end >= len || data[end] == '\n')
      i = end;
    else
      out[n++] = '=';
  }
  return g_bytes_new_take (out, n);
}

static GBytes *
decode_base64 (const guint8 *data, gsize len)
{
  guchar *out = g_malloc (len / 4 * 3 + 4);
  int     state = 0;
  guint   save = 0;
  gsize   n = g_base64_decode_step ((const char *) data, len, out, &state, &save);

  return g_bytes_new_take (out, n);
}

GBytes *
carrel_mhtml_part_decode (const CarrelMhtmlPart *part)
{
  if (part->encoding == 'q')
    return decode_quoted (part->data, part->len);
  if (part->encoding == 'b')
    return decode_base64 (part->data, part->len);
  return g_bytes_new (part->data, part->len);
}
