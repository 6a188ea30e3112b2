/* carrel-store-pictures.c: the list of pictures that articles still lack, and their coming into the
 * text.
 *
 * A picture's row and its address in the body go together: one transaction replaces the address by
 * «blob:HASH» and removes the row. What is nothing to look at (a pixel that counts readers) stays
 * where it is with the size that it has, so that no place in the text moves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-store-pictures.h"

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "store/carrel-store-private.h"

#include <string.h>

#define GRACE                                                                                      \
  120 /* seconds that are left to whoever inserted the article: it fetches them itself */
#define MAX_TRIES 6
#define FIRST_WAIT 60 /* seconds; four times as long each time */
#define MAX_WAIT (24 * 3600)
#define COVER_WIDTH 120 /* a picture of the text that may stand for the article is not smaller */
#define COVER_HEIGHT 90

void
carrel_lacking_picture_free (CarrelLackingPicture *self)
{
  if (!self)
    return;
  g_free (self->address);
  g_strfreev (self->others);
  g_free (self->host);
  g_clear_pointer (&self->image, carrel_draft_image_free);
  g_clear_error (&self->error);
  g_free (self);
}

void
carrel_lacking_free (CarrelLacking *self)
{
  g_ptr_array_unref (self->pictures);
  g_free (self->page);
  g_free (self);
}

/* ── Writing down ── */

gboolean
carrel_store_insert_pictures (CarrelConnection *connection,
                              gint64            article,
                              GPtrArray        *pictures,
                              const char       *host,
                              GError          **error)
{
  for (guint i = 0; i < pictures->len; i++) {
    const CarrelDraftPicture *picture = pictures->pdata[i];
    g_autofree char          *others = picture->others ? g_strjoinv ("\n", picture->others) : NULL;
    g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
        connection, "INSERT INTO picture (article, address, n, others, cover, host, next_try) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");

    carrel_statement_bind_int (statement, 1, article);
    carrel_statement_bind_text (statement, 2, picture->address);
    carrel_statement_bind_int (statement, 3, i);
    carrel_statement_bind_text (statement, 4, others);
    carrel_statement_bind_int (statement, 5, picture->cover);
    carrel_statement_bind_text (statement, 6, host);
    carrel_statement_bind_int (statement, 7, carrel_time_now () + GRACE);
    if (!carrel_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

/* ── Looking ── */

static GPtrArray *
load_rows (CarrelConnection  *connection,
           gint64             article,
           CarrelLackingWhich which,
           gint64             now,
           GError           **error)
{
  g_autoptr (GPtrArray) pictures =
      g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_lacking_picture_free);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "SELECT address, others, host, cover, tries FROM picture WHERE article = ?1 AND (?2 = 2 OR "
      "(state = 'waiting' AND (?2 = 1 OR next_try <= ?3))) ORDER BY cover DESC, n");

  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_int (statement, 2, which);
  carrel_statement_bind_int (statement, 3, now);
  while (carrel_statement_next (statement)) {
    CarrelLackingPicture *picture = g_new0 (CarrelLackingPicture, 1);
    const char           *others = carrel_statement_get_text (statement, 1);

    picture->address = g_strdup (carrel_statement_get_text (statement, 0));
    picture->others = others ? g_strsplit (others, "\n", -1) : NULL;
    picture->host = g_strdup (carrel_statement_get_text (statement, 2));
    picture->cover = carrel_statement_get_int (statement, 3) != 0;
    picture->tries = (guint) CLAMP (carrel_statement_get_int (statement, 4), 0, MAX_TRIES);
    g_ptr_array_add (pictures, picture);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&pictures) : NULL;
}

/* What the text shows from elsewhere, and no row speaks of: it was saved without its pictures. */
static void
add_unwritten (CarrelDocument *document, GPtrArray *pictures)
{
  g_autoptr (GPtrArray) sources = carrel_document_list_images (document);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < pictures->len; i++)
    g_hash_table_add (seen, ((CarrelLackingPicture *) pictures->pdata[i])->address);
  for (guint i = 0; i < sources->len && pictures->len < CARREL_DRAFT_MAX_PICTURES; i++) {
    const char           *source = sources->pdata[i];
    CarrelLackingPicture *picture;

    if ((!g_str_has_prefix (source, "http:") && !g_str_has_prefix (source, "https:")) ||
        !g_hash_table_add (seen, (gpointer) source))
      continue;
    picture = g_new0 (CarrelLackingPicture, 1);
    picture->address = g_strdup (source);
    g_ptr_array_add (pictures, picture);
  }
}

CarrelLacking *
carrel_store_load_lacking (CarrelConnection  *connection,
                           gint64             article,
                           CarrelLackingWhich which,
                           gint64             now,
                           GError           **error)
{
  g_autoptr (CarrelArticle) row = carrel_store_load_article (connection, article, error);
  g_autoptr (CarrelLacking) lacking = NULL;
  g_autoptr (GPtrArray) pictures = NULL;

  if (!row)
    return NULL;
  pictures = load_rows (connection, article, which, now, error);
  if (!pictures)
    return NULL;
  if (which == CARREL_LACKING_ALL) {
    g_autofree char *html = carrel_store_load_body (connection, article, error);
    g_autoptr (CarrelDocument) document = html ? carrel_document_read (html, -1) : NULL;

    if (!document)
      return NULL;
    add_unwritten (document, pictures);
  }
  lacking = g_new0 (CarrelLacking, 1);
  lacking->pictures = g_steal_pointer (&pictures);
  lacking->page = g_strdup (carrel_article_get (row)->address);
  return g_steal_pointer (&lacking);
}

gint64
carrel_store_find_lacking (CarrelConnection *connection, gint64 now, gint64 *next, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "SELECT p.article, p.next_try FROM picture p JOIN article a ON a.id = p.article WHERE "
      "p.state = 'waiting' AND a.trashed = 0 ORDER BY p.next_try, p.article LIMIT 1");
  gint64 article = 0;

  *next = 0;
  if (carrel_statement_next (statement)) {
    *next = carrel_statement_get_int (statement, 1);
    if (*next <= now)
      article = carrel_statement_get_int (statement, 0);
  }
  return carrel_statement_finish (statement, error) ? article : 0;
}

/* ── Their coming ── */

static gboolean
remove_row (CarrelConnection *connection, gint64 article, const char *address, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "DELETE FROM picture WHERE article = ? AND address = ?");

  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_text (statement, 2, address);
  return carrel_statement_run (statement, error);
}

/* One that was never written down is now. */
static gboolean
note_failure (CarrelConnection           *connection,
              gint64                      article,
              guint                       n,
              const CarrelLackingPicture *picture,
              GError                    **error)
{
  gboolean later = carrel_error_is_temporary (picture->error) && picture->tries + 1 < MAX_TRIES;
  g_autofree char *message = carrel_error_dup_said (picture->error);
  gint64           wait = MIN ((gint64) FIRST_WAIT << (2 * picture->tries), MAX_WAIT);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "INSERT INTO picture (article, address, n, state, tries, next_try, error, "
                  "message) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7) "
                  "ON CONFLICT DO UPDATE SET state = ?4, tries = tries + 1, next_try = ?5, error = "
                  "?6, message = ?7");

  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_text (statement, 2, picture->address);
  carrel_statement_bind_int (statement, 3, n);
  carrel_statement_bind_text (statement, 4, later ? "waiting" : "failed");
  carrel_statement_bind_int (
      statement, 5,
      later ? carrel_time_now () + MAX (wait, (gint64) carrel_error_get_wait (picture->error)) : 0);
  carrel_statement_bind_text (statement, 6,
                              picture->error->domain == CARREL_ERROR
                                  ? carrel_error_code_name ((CarrelErrorCode) picture->error->code)
                                  : NULL);
  carrel_statement_bind_text (statement, 7, message);
  return carrel_statement_run (statement, error);
}

/* Puts it into the table of the article's pictures. FALSE: an error. */
static gboolean
take_image (CarrelConnection           *connection,
            gint64                      article,
            const CarrelLackingPicture *picture,
            GHashTable                 *map,
            GHashTable                 *sizes,
            GError                    **error)
{
  CarrelDraftImage *image = picture->image;
  g_autofree char  *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, image->bytes);
  char             *source = g_strconcat ("blob:", hash, NULL);
  g_autoptr (CarrelStatement) choose = carrel_connection_prepare (
      connection, "UPDATE article SET image = ?2, image_width = ?3, image_height = ?4 WHERE id = "
                  "?1 AND (?5 OR image IS NULL)");

  g_hash_table_insert (map, picture->address, source);
  g_hash_table_insert (sizes, source, GUINT_TO_POINTER (image->width << 16 | image->height));
  carrel_statement_bind_int (choose, 1, article);
  carrel_statement_bind_text (choose, 2, hash);
  carrel_statement_bind_int (choose, 3, image->width);
  carrel_statement_bind_int (choose, 4, image->height);
  carrel_statement_bind_int (choose, 5, picture->cover);
  if (!carrel_store_insert_image (connection, article, image, hash, error)) {
    carrel_statement_finish (choose, NULL);
    return FALSE;
  }
  if (!picture->cover && (image->width < COVER_WIDTH || image->height < COVER_HEIGHT)) {
    carrel_statement_finish (choose, NULL);
    return TRUE;
  }
  return carrel_statement_run (choose, error);
}

static gboolean
rewrite_body (CarrelConnection *connection,
              gint64            article,
              GHashTable       *map,
              GHashTable       *sizes,
              GError          **error)
{
  g_autofree char *html = carrel_store_load_body (connection, article, error), *written = NULL;
  g_autoptr (CarrelDocument) document = html ? carrel_document_read (html, -1) : NULL;
  g_autoptr (CarrelDocument) mapped =
      document ? carrel_document_map_images (document, map, sizes) : NULL;
  g_autoptr (CarrelStatement) statement = NULL;

  if (!mapped)
    return FALSE;
  written = carrel_document_write (mapped);
  statement =
      carrel_connection_prepare (connection, "UPDATE body SET html = ?2 WHERE article = ?1");
  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_text (statement, 2, written);
  return carrel_statement_run (statement, error);
}

static gboolean
exists (CarrelConnection *connection, gint64 article, gboolean *there, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT 1 FROM article WHERE id = ?");

  carrel_statement_bind_int (statement, 1, article);
  *there = carrel_statement_next (statement);
  return carrel_statement_finish (statement, error);
}

gboolean
carrel_store_apply_pictures (CarrelConnection *connection,
                             gint64            article,
                             GPtrArray        *pictures,
                             CarrelChanges    *changes,
                             GError          **error)
{
  g_autoptr (GHashTable) map = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GHashTable) sizes = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean there;

  if (!exists (connection, article, &there, error))
    return FALSE;
  if (!there)
    return TRUE;
  for (guint i = 0; i < pictures->len; i++) {
    CarrelLackingPicture *picture = pictures->pdata[i];

    if (picture->error) {
      if (!note_failure (connection, article, i, picture, error))
        return FALSE;
      continue;
    }
    if (picture->no_sight) {
      char *source = g_strdup (picture->address);

      g_hash_table_insert (map, picture->address, source);
      g_hash_table_insert (sizes, source, GUINT_TO_POINTER (1u << 16 | 1u));
    } else if (!picture->image) {
      continue;
    } else if (!take_image (connection, article, picture, map, sizes, error)) {
      return FALSE;
    }
    if (!remove_row (connection, article, picture->address, error))
      return FALSE;
  }
  if (g_hash_table_size (map) > 0 && !rewrite_body (connection, article, map, sizes, error))
    return FALSE;
  carrel_changes_add (changes, CARREL_CHANGED_ARTICLES, article);
  return TRUE;
}
