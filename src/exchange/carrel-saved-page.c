/* carrel-saved-page.c: a page that a browser saved: where it is from, and its own pictures in place
 * of those of the web.
 *
 * Any thread. What the page names is looked for among the parts of its file, in its own text
 * (data:), and in the folder beside it, never elsewhere: a path that leaves the folder by a link or
 * by «..» is none. What is found and is a picture gets an address made of its bytes, which replaces
 * the one that was there; the rest of the page stays byte for byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "exchange/carrel-saved-page.h"

#include "base/carrel-error.h"
#include "base/carrel-image.h"
#include "base/carrel-text.h"
#include "base/carrel-uri.h"
#include "exchange/carrel-mhtml.h"
#include "exchange/carrel-saved-page-reader.h"
#include "model/carrel-address.h"
#include "model/carrel-draft.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_PICTURES 400
#define MAX_PICTURE (25 * 1024 * 1024)
#define MAX_ALL (64 * 1024 * 1024)
#define MAX_LOOKS 4000    /* at files beside the page */
#define MIN_SIDE 8        /* pixels: less counts readers or holds a place */
#define MARKS (64 * 1024) /* where a browser says that it saved the page */

/* Bytes that are replaced; what replaces them, with quotes. */
typedef struct {
  gsize start, end;
  char *text; /* (owned) */
} Edit;

typedef struct {
  CarrelSavedPage *page;
  CarrelMhtml     *message; /* (nullable) */
  GHashTable      *parts;   /* (owned) (nullable): location, or «cid:ID» → CarrelMhtmlPart */
  char            *base;    /* (owned) (nullable): against which references of a message stand */
  char            *folder;  /* (owned) (nullable): where the page's file is */
  char            *stem;    /* (owned) (nullable): its name without the ending */
  GHashTable      *known;   /* (owned): reference → address, or "" */
  GArray          *edits;   /* (owned) (element-type Edit) */
  GArray          *sources; /* (owned) (element-type Edit): of the <picture> that is open */
  gsize            n_bytes;
  guint            n_looks;
  gboolean         has_files; /* the folder beside it was used */
  char            *canonical; /* (owned) (nullable) */
} Reader;

static void
clear_edit (gpointer data)
{
  g_free (((Edit *) data)->text);
}

/* ── Pictures ── */

/* The address under which they are the page's, or NULL for what is no picture. */
static char *
keep_picture (Reader *self, GBytes *bytes)
{
  static const char *const endings[] = { "", ".avif", ".gif", ".jpg", ".png", ".webp" };
  CarrelImageInfo          info;
  gsize                    len;
  const guint8            *data = g_bytes_get_data (bytes, &len);
  g_autofree char         *hash = NULL, *address = NULL;

  if (len == 0 || len > MAX_PICTURE || !carrel_image_read_info (data, len, &info, NULL) ||
      info.width < MIN_SIDE || info.height < MIN_SIDE)
    return NULL;
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  address = g_strconcat (CARREL_DRAFT_EMBEDDED_PREFIX, hash, endings[info.kind], NULL);
  if (!g_hash_table_contains (self->page->pictures, address)) {
    if (g_hash_table_size (self->page->pictures) >= MAX_PICTURES || self->n_bytes + len > MAX_ALL)
      return NULL;
    self->n_bytes += len;
    g_hash_table_insert (self->page->pictures, g_strdup (address), g_bytes_ref (bytes));
  }
  return g_steal_pointer (&address);
}

/* «data:image/png;base64,…» */
static GBytes *
load_data (const char *reference)
{
  const char      *comma = strchr (reference, ',');
  g_autofree char *head = comma ? g_ascii_strdown (reference, comma - reference) : NULL,
                  *plain = NULL;
  gsize   len;
  guchar *data;

  if (!head || !g_str_has_suffix (head, ";base64") || !g_str_has_prefix (head, "data:image/"))
    return NULL;
  plain = strchr (comma, '%') ? g_uri_unescape_string (comma + 1, NULL) : g_strdup (comma + 1);
  data = plain ? g_base64_decode (plain, &len) : NULL;
  return data ? g_bytes_new_take (data, len) : NULL;
}

static GBytes *
load_part (Reader *self, const char *reference)
{
  CarrelMhtmlPart *part = NULL;
  g_autofree char *key = NULL;

  if (g_ascii_strncasecmp (reference, "cid:", 4) == 0) {
    g_autofree char *id = g_uri_unescape_string (reference + 4, NULL);

    key = id ? g_strconcat ("cid:", id, NULL) : NULL;
  } else {
    key = carrel_uri_resolve (self->base, reference);
    if (key && strchr (key, '#'))
      *strchr (key, '#') = '\0';
  }
  part = key ? g_hash_table_lookup (self->parts, key) : NULL;
  if (!part && key)
    part = g_hash_table_lookup (self->parts, reference);
  return part && part->len <= 2 * MAX_PICTURE ? carrel_mhtml_part_decode (part) : NULL;
}

static GBytes *
read_file (const char *path)
{
  struct stat info;
  int         file = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  guint8     *data = NULL;
  gsize       len = 0;

  if (file < 0)
    return NULL;
  if (fstat (file, &info) == 0 && S_ISREG (info.st_mode) && info.st_size > 0 &&
      info.st_size <= MAX_PICTURE) {
    data = g_malloc ((gsize) info.st_size);
    while (len < (gsize) info.st_size) {
      ssize_t n = read (file, data + len, (gsize) info.st_size - len);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      len += (gsize) n;
    }
  }
  close (file);
  return data ? g_bytes_new_take (data, len) : NULL;
}

/* A file of the folder that was saved with the page: «Page_files/a.png» beside «Page.html». */
static GBytes *
load_file (Reader *self, const char *reference)
{
  g_autofree char *cut = NULL, *name = NULL, *top = NULL, *path = NULL;
  char            *real_top = NULL, *real = NULL, *slash;
  GBytes          *bytes = NULL;
  gsize            stem = strlen (self->stem);

  while (carrel_text_starts (reference, "./"))
    reference += 2;
  cut = g_strndup (reference, strcspn (reference, "?#"));
  name = g_uri_unescape_string (cut, "/");
  slash = name ? strchr (name, '/') : NULL;
  if (!slash || strncmp (name, self->stem, stem) != 0 || !strchr ("_-.", name[stem]) ||
      name[stem] == '\0')
    return NULL;
  *slash = '\0';
  top = g_build_filename (self->folder, name, NULL);
  path = g_build_filename (top, slash + 1, NULL);
  real_top = realpath (top, NULL);
  real = real_top ? realpath (path, NULL) : NULL;
  if (real && g_str_has_prefix (real, real_top) && real[strlen (real_top)] == '/')
    bytes = read_file (real);
  free (real_top);
  free (real);
  self->has_files |= bytes != NULL;
  return bytes;
}

/* The address of the picture that a reference of the page means. Lent; NULL: it has none of its
 * own. */
static const char *
find_picture (Reader *self, const char *reference)
{
  g_autoptr (GBytes) bytes = NULL;
  char *address;

  if (!*reference)
    return NULL;
  if (g_hash_table_lookup_extended (self->known, reference, NULL, (gpointer *) &address))
    return *address ? address : NULL;
  if (g_ascii_strncasecmp (reference, "data:", 5) == 0)
    bytes = load_data (reference);
  else if (self->parts)
    bytes = load_part (self, reference);
  else if (self->stem && !strstr (reference, "://") && *reference != '/' &&
           self->n_looks++ < MAX_LOOKS)
    bytes = load_file (self, reference);
  address = bytes ? keep_picture (self, bytes) : NULL;
  if (!address)
    address = g_strdup ("");
  g_hash_table_insert (self->known, g_strdup (reference), address);
  return *address ? address : NULL;
}

/* Of «a.png 1x, b.png 2x» the last that the page has. */
static const char *
find_in_set (Reader *self, const char *set)
{
  const char *found = NULL;

  while (*set) {
    g_autofree char *reference = NULL;
    const char      *address;
    gsize            len;

    set += strspn (set, " \t\r\n\f,");
    len = strcspn (set, " \t\r\n\f");
    if (len == 0)
      break;
    while (len > 1 && set[len - 1] == ',')
      len--;
    reference = g_strndup (set, len);
    address = find_picture (self, reference);
    found = address ? address : found;
    set += len;
    set += strcspn (set, ",");
  }
  return found;
}

/* ── The page ── */

static void
replace (GArray *edits, gsize start, gsize end, char *text)
{
  Edit edit = { start, end, text };

  g_array_append_val (edits, edit);
}

static gboolean
holds_source (const CarrelTagAttribute *attribute)
{
  g_autofree char *name = g_ascii_strdown (attribute->name, (gssize) attribute->name_len);

  return strcmp (name, "srcset") == 0 ||
         (g_str_has_prefix (name, "data-") && (strstr (name, "src") || strstr (name, "original")));
}

static void
take_image (Reader *self, const CarrelTag *tag)
{
  const CarrelTagAttribute *source = carrel_tag_find (tag, "src"),
                           *set = carrel_tag_find (tag, "srcset");
  g_autofree char *reference = source ? carrel_tag_attribute_dup (source) : NULL,
                  *references = set ? carrel_tag_attribute_dup (set) : NULL;
  const char *address = reference ? find_picture (self, g_strstrip (reference)) : NULL;

  if (!address && references)
    address = find_in_set (self, references);
  if (!address)
    return;
  /* What a <source> before it offers, and other addresses of its own, would go before. */
  for (guint i = 0; i < self->sources->len; i++) {
    Edit *edit = &g_array_index (self->sources, Edit, i);

    replace (self->edits, edit->start, edit->end, g_strdup ("\"\""));
  }
  if (!source)
    replace (self->edits, tag->name_end, tag->name_end, g_strdup_printf (" src=\"%s\"", address));
  for (guint i = 0; i < tag->n_attributes; i++) {
    const CarrelTagAttribute *attribute = &tag->attributes[i];

    if (attribute == source)
      replace (self->edits, attribute->start, attribute->end, g_strdup_printf ("\"%s\"", address));
    else if (attribute->value && holds_source (attribute))
      replace (self->edits, attribute->start, attribute->end, g_strdup ("\"\""));
  }
}

static void
take_tag (Reader *self, const CarrelTag *tag)
{
  if (carrel_tag_is (tag, "picture")) {
    g_array_set_size (self->sources, 0);
  } else if (tag->closing) {
    return;
  } else if (carrel_tag_is (tag, "img")) {
    take_image (self, tag);
    g_array_set_size (self->sources, 0);
  } else if (carrel_tag_is (tag, "source")) {
    const CarrelTagAttribute *set = carrel_tag_find (tag, "srcset");

    if (set && self->sources->len < 100)
      replace (self->sources, set->start, set->end, NULL);
  } else if (carrel_tag_is (tag, "link") && !self->canonical) {
    const CarrelTagAttribute *rel = carrel_tag_find (tag, "rel"),
                             *href = carrel_tag_find (tag, "href");
    g_autofree char *what = rel ? carrel_tag_attribute_dup (rel) : NULL,
                    *where = href ? carrel_tag_attribute_dup (href) : NULL;

    if (what && where && g_ascii_strcasecmp (what, "canonical") == 0 && strstr (where, "://"))
      self->canonical = carrel_address_normalize (where);
  }
}

static GBytes *
apply_edits (Reader *self, const char *data, gsize len)
{
  g_autoptr (GByteArray) out =
      g_byte_array_sized_new ((guint) MIN (len, CARREL_SAVED_PAGE_MAX_HTML));
  gsize at = 0;

  for (guint i = 0; i < self->edits->len; i++) {
    const Edit *edit = &g_array_index (self->edits, Edit, i);

    if (edit->start < at) /* said twice */
      continue;
    g_byte_array_append (out, (const guint8 *) data + at, (guint) (edit->start - at));
    g_byte_array_append (out, (const guint8 *) edit->text, (guint) strlen (edit->text));
    at = edit->end;
  }
  g_byte_array_append (out, (const guint8 *) data + at, (guint) (len - at));
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static void
rewrite (Reader *self, GBytes *html)
{
  gsize                 len, at = 0;
  const char           *data = g_bytes_get_data (html, &len);
  g_autofree CarrelTag *tag = g_new (CarrelTag, 1);

  while (carrel_tag_next (data, len, &at, tag))
    take_tag (self, tag);
  self->page->html = self->edits->len > 0 ? apply_edits (self, data, len) : g_bytes_ref (html);
}

/* ── Where it is from ── */

static char *
read_address (const char *from)
{
  g_autofree char *text =
      g_strndup (from, MIN (strcspn (from, " \t\r\n<>\"'"), CARREL_URI_MAX_LENGTH));

  return strstr (text, "://") ? carrel_address_normalize (text) : NULL;
}

/* «saved from url=(0023)https://…», which browsers write; and SingleFile's comment. */
static char *
find_mark (GBytes *html)
{
  gsize            len;
  const char      *data = g_bytes_get_data (html, &len), *at, *comment;
  g_autofree char *head = g_strndup (data, MIN (len, MARKS));

  at = strstr (head, "saved from url=(");
  if (at && (at = strchr (at, ')')))
    return read_address (at + 1);
  comment = strstr (head, "Page saved with SingleFile");
  if (!comment)
    comment = strstr (head, "Archive processed by SingleFile");
  at = comment ? strstr (comment, "url:") : NULL;
  return at ? read_address (at + 4 + strspn (at + 4, " ")) : NULL;
}

/* ── Kinds of files ── */

static void
list_parts (Reader *self, const CarrelMhtml *message)
{
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < message->parts->len; i++) {
    CarrelMhtmlPart *part = message->parts->pdata[i];
    g_autofree char *location =
        part->location ? carrel_uri_resolve (self->base, part->location) : NULL;

    if (i == message->page)
      continue;
    if (part->location)
      g_hash_table_insert (self->parts, g_strdup (part->location), part);
    if (location)
      g_hash_table_insert (self->parts, g_steal_pointer (&location), part);
    if (part->id)
      g_hash_table_insert (self->parts, g_strconcat ("cid:", part->id, NULL), part);
  }
}

static gboolean
read_message (Reader *self, CarrelMhtml *message)
{
  const CarrelMhtmlPart *part = message->parts->pdata[message->page];
  g_autoptr (GBytes) html = carrel_mhtml_part_decode (part);
  const char *location =
      part->location && strstr (part->location, "://") ? part->location : message->location;

  self->base = g_strdup (location);
  self->page->charset = g_strdup (part->charset);
  self->page->address = message->location && strstr (message->location, "://")
                            ? carrel_address_normalize (message->location)
                            : NULL;
  if (!self->page->address && location)
    self->page->address = carrel_address_normalize (location);
  list_parts (self, message);
  rewrite (self, html);
  return TRUE;
}

/* FALSE: it is a page as any other. */
static gboolean
read_html (Reader *self, GBytes *bytes, const char *path)
{
  if (path) {
    g_autofree char *name = g_path_get_basename (path);
    char            *dot = strrchr (name, '.');

    if (dot)
      *dot = '\0';
    self->folder = g_path_get_dirname (path);
    self->stem = *name ? g_steal_pointer (&name) : NULL;
  }
  self->page->address = find_mark (bytes);
  rewrite (self, bytes);
  if (!self->page->address && self->has_files)
    self->page->address = g_steal_pointer (&self->canonical);
  return self->page->address || self->edits->len > 0;
}

static gboolean
looks_like_html (const guint8 *data, gsize len)
{
  gsize at = len >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (at < len && g_ascii_isspace (data[at]))
    at++;
  return at < len && data[at] == '<';
}

static gboolean
ends_as_message (const char *path)
{
  g_autofree char *lower = path ? g_ascii_strdown (path, -1) : NULL;

  return lower && (g_str_has_suffix (lower, ".mht") || g_str_has_suffix (lower, ".mhtml"));
}

CarrelSavedPage *
carrel_saved_page_read (GBytes *bytes, const char *path, const char *type, GError **error)
{
  g_autoptr (CarrelSavedPage) page = g_new0 (CarrelSavedPage, 1);
  g_autoptr (CarrelMhtml) message = NULL;
  Reader        self = { .page = page };
  gsize         len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  gboolean      found = FALSE;

  page->pictures =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  if (ends_as_message (path) || g_strcmp0 (type, "multipart/related") == 0 ||
      carrel_mhtml_sniff (data, len)) {
    message = carrel_mhtml_read (bytes, error);
    if (!message)
      return NULL;
  } else if (!looks_like_html (data, len)) {
    return NULL;
  }
  self.known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.edits = g_array_new (FALSE, FALSE, sizeof (Edit));
  self.sources = g_array_new (FALSE, FALSE, sizeof (Edit));
  g_array_set_clear_func (self.edits, clear_edit);
  found = message ? read_message (&self, message) : read_html (&self, bytes, path);
  g_hash_table_unref (self.known);
  g_array_unref (self.edits);
  g_array_unref (self.sources);
  g_clear_pointer (&self.parts, g_hash_table_unref);
  g_free (self.base);
  g_free (self.folder);
  g_free (self.stem);
  g_free (self.canonical);
  if (!found)
    return NULL;
  if (g_bytes_get_size (page->html) > CARREL_SAVED_PAGE_MAX_HTML) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE,
                 _ ("The page is larger than 16 MB, without its pictures"));
    return NULL;
  }
  return g_steal_pointer (&page);
}

void
carrel_saved_page_free (CarrelSavedPage *self)
{
  g_clear_pointer (&self->html, g_bytes_unref);
  g_clear_pointer (&self->pictures, g_hash_table_unref);
  g_free (self->charset);
  g_free (self->address);
  g_free (self);
}
