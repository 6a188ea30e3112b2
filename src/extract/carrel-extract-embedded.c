/* carrel-extract-embedded.c: pictures whose bytes stand in their address
 * («data:image/png;base64,…»).
 *
 * Each gets an address made of its bytes, so that the same bytes are one picture; what of them the
 * article shows goes into the draft. Nothing is decoded but the base64 and the header. Any thread;
 * each address is read once, and all of them together are no longer than the page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-image.h"

#include <string.h>

#define MIN_LENGTH 240 /* bytes of an address: less holds a place, or is an arrow */
#define MIN_SIDE 8     /* pixels … */
#define MIN_LONG                                                                                   \
  64 /* … and of the longer side: smaller ones are what is shown until the picture comes */
#define MAX_SCALE 3 /* shown more times as wide as it is, it is that too */

/* (transfer full) (nullable) */
static guint8 *
decode (const char *address, gsize *len)
{
  const char      *comma = strchr (address, ',');
  gsize            head = comma ? (gsize) (comma - address) : 0;
  g_autofree char *plain = NULL;

  if (head < strlen (";base64") || head > 200 ||
      g_ascii_strncasecmp (address, "data:image/", strlen ("data:image/")) != 0 ||
      g_ascii_strncasecmp (comma - strlen (";base64"), ";base64", strlen (";base64")) != 0)
    return NULL;
  plain = strchr (comma, '%') ? g_uri_unescape_string (comma + 1, NULL) : NULL;
  if (!plain && strchr (comma, '%'))
    return NULL;
  return g_base64_decode (plain ? plain : comma + 1, len);
}

/* NULL for what is no picture, or only stands for one. (transfer full) */
static CarrelDraftImage *
load (const char *address)
{
  static const char *const endings[] = { "", ".avif", ".gif", ".jpg", ".png", ".webp" };
  CarrelImageInfo          info;
  gsize                    len = 0;
  guint8                  *data = decode (address, &len);
  g_autoptr (GBytes) bytes = data ? g_bytes_new_take (data, len) : NULL;
  g_autofree char *hash = NULL, *own = NULL;
  gboolean         turned;

  if (len == 0 || !carrel_image_read_info (data, len, &info, NULL) ||
      MIN (info.width, info.height) < MIN_SIDE || MAX (info.width, info.height) < MIN_LONG)
    return NULL;
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  own = g_strconcat (CARREL_DRAFT_EMBEDDED_PREFIX, hash, endings[info.kind], NULL);
  turned = info.orientation >= 5;
  return carrel_draft_image_new (own, bytes, carrel_image_kind_get_type (info.kind),
                                 turned ? info.height : info.width,
                                 turned ? info.width : info.height);
}

static gboolean
is_blown_up (CarrelNode *node, guint width)
{
  const char *shown = carrel_node_get (node, "width");

  return shown && g_ascii_strtoull (shown, NULL, 10) > (guint64) width * MAX_SCALE;
}

static void
free_embedded (gpointer image)
{
  if (image)
    carrel_draft_image_free (image);
}

void
carrel_extract_settle_embedded (CarrelExtraction *self, CarrelNode *node)
{
  const char       *address = carrel_node_get (node, "src");
  CarrelDraftImage *image;

  if (!address || strlen (address) < MIN_LENGTH ||
      g_ascii_strncasecmp (address, "data:", strlen ("data:")) != 0)
    return;
  if (!self->embedded)
    self->embedded = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_embedded);
  if (!g_hash_table_lookup_extended (self->embedded, address, NULL, (gpointer *) &image)) {
    if (g_hash_table_size (self->embedded) >= CARREL_DRAFT_MAX_PICTURES)
      return;
    image = load (address);
    g_hash_table_insert (self->embedded, (char *) address,
                         image); /* the page's text lives as long */
  }
  if (image && !is_blown_up (node, image->width))
    carrel_node_set (self->html, node, "src", image->address);
}

void
carrel_extract_adopt_embedded (CarrelExtraction *self, CarrelExtraction *part)
{
  GHashTableIter iter;
  gpointer       value;

  if (!part->embedded)
    return;
  if (!self->embedded)
    self->embedded = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_embedded);
  g_hash_table_iter_init (&iter, part->embedded);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    CarrelDraftImage *image = value;

    if (!image || g_hash_table_contains (self->embedded, image->address) ||
        g_hash_table_size (self->embedded) >= CARREL_DRAFT_MAX_PICTURES)
      continue;
    /* The part's text, which was its name, goes: its address is one too, and it owns that. */
    g_hash_table_iter_steal (&iter);
    g_hash_table_insert (self->embedded, image->address, image);
  }
  g_clear_pointer (&part->embedded, g_hash_table_unref);
}

void
carrel_extract_take_embedded (CarrelExtraction *self)
{
  g_autoptr (GHashTable) by_address = NULL;
  g_autoptr (GPtrArray) shown = NULL;
  GHashTableIter iter;
  gpointer       value;

  if (!self->embedded)
    return;
  by_address = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_iter_init (&iter, self->embedded);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value)
      g_hash_table_insert (by_address, ((CarrelDraftImage *) value)->address, value);
  shown = carrel_document_list_images (self->draft->document);
  for (guint i = 0; i < shown->len; i++) {
    CarrelDraftImage *image = g_hash_table_lookup (by_address, shown->pdata[i]);

    if (!image)
      continue;
    carrel_draft_add_image (self->draft, image->address, image->bytes, image->type, image->width,
                            image->height);
    g_hash_table_remove (by_address, shown->pdata[i]);
  }
}
