/* carrel-draft.c: all that is known of an article before it is saved. One owner at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-draft.h"

#include "base/carrel-text.h"
#include "model/carrel-address.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_TITLE 400    /* characters; longer ones are no titles */
#define MADE_UP_TITLE 90 /* of a title made from the text */
#define EXCERPT 240

static void
free_reference (gpointer data)
{
  CarrelReference *reference = data;

  g_free (reference->title);
  g_free (reference->address);
  g_free (reference);
}

void
carrel_draft_image_free (CarrelDraftImage *self)
{
  g_free (self->address);
  g_free (self->type);
  g_bytes_unref (self->bytes);
  g_free (self);
}

static void
free_picture (gpointer data)
{
  CarrelDraftPicture *picture = data;

  g_free (picture->address);
  g_strfreev (picture->others);
  g_free (picture);
}

static void
free_snapshot (CarrelSnapshotData *snapshot)
{
  g_bytes_unref (snapshot->bytes);
  g_free (snapshot->type);
  g_free (snapshot->charset);
  g_free (snapshot->address);
  g_free (snapshot);
}

CarrelDraft *
carrel_draft_new (void)
{
  CarrelDraft *self = g_new0 (CarrelDraft, 1);

  self->references = g_ptr_array_new_with_free_func (free_reference);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->topics = g_ptr_array_new_with_free_func (g_free);
  self->images = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_draft_image_free);
  self->pictures = carrel_draft_new_pictures ();
  return self;
}

void
carrel_draft_free (CarrelDraft *self)
{
  g_free (self->title);
  g_free (self->byline);
  g_free (self->site);
  g_free (self->excerpt);
  g_free (self->language);
  g_free (self->address);
  g_free (self->canonical);
  g_free (self->image);
  g_free (self->next);
  g_free (self->whole);
  g_free (self->incomplete_reason);
  g_clear_pointer (&self->document, carrel_document_unref);
  g_ptr_array_unref (self->references);
  g_ptr_array_unref (self->addresses);
  g_ptr_array_unref (self->topics);
  g_ptr_array_unref (self->images);
  g_ptr_array_unref (self->pictures);
  g_clear_pointer (&self->snapshot, free_snapshot);
  g_free (self);
}

const char *
carrel_draft_field_get_name (CarrelDraftField field)
{
  static const char *const names[] = { "title", "byline",  "site",  "published", "modified",
                                       "lang",  "excerpt", "image", "url" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == CARREL_DRAFT_N_FIELDS);
  g_return_val_if_fail ((guint) field < CARREL_DRAFT_N_FIELDS, NULL);
  return names[field];
}

void
carrel_draft_add_reference (CarrelDraft *self, const char *title, const char *address)
{
  CarrelReference *reference = g_new0 (CarrelReference, 1);

  g_return_if_fail (title != NULL || address != NULL);
  reference->title = g_strdup (title);
  reference->address = g_strdup (address);
  g_ptr_array_add (self->references, reference);
}

GPtrArray *
carrel_draft_new_pictures (void)
{
  return g_ptr_array_new_with_free_func (free_picture);
}

CarrelDraftImage *
carrel_draft_image_new (
    const char *address, GBytes *bytes, const char *type, guint width, guint height)
{
  CarrelDraftImage *self = g_new0 (CarrelDraftImage, 1);

  self->address = g_strdup (address);
  self->bytes = g_bytes_ref (bytes);
  self->type = g_strdup (type);
  self->width = width;
  self->height = height;
  return self;
}

void
carrel_draft_add_image (CarrelDraft *self,
                        const char  *address,
                        GBytes      *bytes,
                        const char  *type,
                        guint        width,
                        guint        height)
{
  g_ptr_array_add (self->images, carrel_draft_image_new (address, bytes, type, width, height));
}

void
carrel_draft_add_picture (CarrelDraft *self, const char *address, GStrv others, gboolean cover)
{
  CarrelDraftPicture *picture = g_new0 (CarrelDraftPicture, 1);

  picture->address = g_strdup (address);
  picture->others = others;
  picture->cover = cover;
  g_ptr_array_add (self->pictures, picture);
}

void
carrel_draft_set_snapshot (CarrelDraft *self,
                           GBytes      *bytes,
                           const char  *type,
                           const char  *charset,
                           const char  *address,
                           gint64       fetched,
                           guint        status)
{
  g_clear_pointer (&self->snapshot, free_snapshot);
  self->snapshot = g_new0 (CarrelSnapshotData, 1);
  self->snapshot->bytes = g_bytes_ref (bytes);
  self->snapshot->type = g_strdup (type);
  self->snapshot->charset = g_strdup (charset);
  self->snapshot->address = g_strdup (address);
  self->snapshot->fetched = fetched;
  self->snapshot->status = status;
}

/* One clean line, or NULL where nothing is left. */
static void
clean (char **field, guint max)
{
  g_autofree char *old = g_steal_pointer (field);
  g_autofree char *line = old ? carrel_text_clean_line (old) : NULL;

  if (line && *line)
    *field = g_utf8_strlen (line, -1) > (glong) max ? carrel_text_excerpt (line, max)
                                                    : g_steal_pointer (&line);
}

/* The first heading; else the first sentence, shortened; else the last part of the address. */
static char *
make_title (CarrelDraft *self, const char *text, const char **from)
{
  const CarrelBlock *blocks;
  guint              n_blocks;

  *from = "text";
  blocks = carrel_document_get_blocks (self->document, &n_blocks);
  for (guint i = 0; i < MIN (n_blocks, 8); i++)
    if (blocks[i].type == CARREL_BLOCK_HEADING && blocks[i].text_len > 0)
      return carrel_text_excerpt (blocks[i].text, MADE_UP_TITLE);

  if (*text) {
    g_autofree char *start = carrel_text_excerpt (text, 4 * MADE_UP_TITLE);

    for (char *p = start; *p; p = g_utf8_next_char (p)) {
      gunichar c = g_utf8_get_char (p);
      char    *next = g_utf8_next_char (p);
      gboolean ends =
          c == 0x3002 || c == '!' || c == '?' || (c == '.' && (*next == ' ' || *next == '\0'));

      if (ends && p - start > 12) {
        *(c == '!' || c == '?' ? next : p) = '\0';
        break;
      }
    }
    return carrel_text_excerpt (start, MADE_UP_TITLE);
  }

  *from = "address";
  if (self->address) {
    g_autoptr (GUri) uri = g_uri_parse (self->address, G_URI_FLAGS_NONE, NULL);
    g_autofree char *name = uri ? g_path_get_basename (g_uri_get_path (uri)) : NULL;

    if (name && strlen (name) > 1) {
      g_strdelimit (name, "-_+", ' ');
      return g_steal_pointer (&name);
    }
    return carrel_address_dup_display_host (self->address);
  }
  return NULL;
}

void
carrel_draft_complete (CarrelDraft *self)
{
  g_autofree char *text = NULL;
  gboolean         guess;

  if (!self->document)
    self->document = carrel_document_read ("", 0);
  clean (&self->title, MAX_TITLE);
  clean (&self->byline, 300);
  clean (&self->site, 120);
  clean (&self->excerpt, EXCERPT);
  clean (&self->language, 35);
  /* Who extracted the text has looked for its language. */
  guess = !self->language && self->extractor == 0;
  if (!self->title || !self->excerpt || guess)
    text = carrel_document_to_text (self->document, NULL);

  if (!self->title) {
    self->title = make_title (self, text, &self->from[CARREL_DRAFT_TITLE]);
    clean (&self->title, MAX_TITLE);
  }
  if (!self->title) {
    self->title = g_strdup (_ ("Untitled"));
    self->from[CARREL_DRAFT_TITLE] = NULL;
  }
  if (!self->site && self->address) {
    self->site = carrel_address_dup_display_host (self->address);
    self->from[CARREL_DRAFT_SITE] = "address";
  }
  if (!self->excerpt && *text) {
    self->excerpt = carrel_text_excerpt (text, EXCERPT);
    self->from[CARREL_DRAFT_EXCERPT] = "text";
  }
  if (guess) {
    self->language = g_strdup (carrel_text_guess_language (text));
    self->from[CARREL_DRAFT_LANGUAGE] = self->language ? "text" : NULL;
    self->rtl |= carrel_text_language_is_rtl (self->language);
  }
}

guint
carrel_draft_count_words (CarrelDraft *self)
{
  g_autofree char *text = self->document ? carrel_document_to_text (self->document, NULL) : NULL;

  return text ? carrel_text_count_words (text, -1) : 0;
}
