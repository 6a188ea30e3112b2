/* carrel-bookmarks.c: Netscape's bookmark file. Pure; any thread.
 *
 * It is no HTML that closes what it opens: <DT>, <DD> and <p> end where the next begins, so that
 * the list of a folder's bookmarks stands behind its heading, in the same <DT> or beside it. The
 * parser makes a tree of it as browsers do; a bookmark's folders are read upwards from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "exchange/carrel-bookmarks.h"

#include "base/carrel-text.h"
#include "document/carrel-charset.h"
#include "document/carrel-html.h"
#include "model/carrel-address.h"
#include "model/carrel-values.h"

#include <string.h>

#define BEGINNING "<!DOCTYPE NETSCAPE-Bookmark-file-1"
#define MAX_TOPICS 50 /* of a bookmark */

gboolean
carrel_bookmarks_is (GBytes *bytes)
{
  gsize       len;
  const char *data = g_bytes_get_data (bytes, &len), *end = data + len;

  if (len >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    data += 3;
  while (data < end && g_ascii_isspace (*data))
    data++;
  return (gsize) (end - data) > strlen (BEGINNING) &&
         g_ascii_strncasecmp (data, BEGINNING, strlen (BEGINNING)) == 0;
}

/* ── Folders ── */

static CarrelNode *
get_previous_element (CarrelNode *node)
{
  do
    node = node->previous;
  while (node && (node->type != CARREL_NODE_ELEMENT || node->tag == CARREL_TAG_P));
  return node;
}

/* The heading whose list this is. */
static CarrelNode *
find_heading (CarrelNode *list)
{
  CarrelNode *before = get_previous_element (list);

  /* What is said of the folder may stand between them, and then holds the list. */
  if (!before && list->parent && list->parent->tag == CARREL_TAG_DD)
    before = list->parent;
  if (before && before->tag == CARREL_TAG_DD)
    before = get_previous_element (before);
  if (before && before->tag == CARREL_TAG_DT)
    before = carrel_node_find (before, CARREL_TAG_H3);
  return before && before->tag == CARREL_TAG_H3 ? before : NULL;
}

/* A browser has these for everybody. */
static gboolean
is_of_browser (CarrelNode *heading)
{
  return carrel_node_get (heading, "personal_toolbar_folder") ||
         carrel_node_get (heading, "unfiled_bookmarks_folder");
}

typedef struct {
  GPtrArray  *bookmarks; /* (element-type CarrelBookmark) */
  GHashTable *known;     /* of an address's key */
  GHashTable *folders;   /* the name of each list; "" for none: it is looked for once */
} Reading;

static const char *
get_folder (Reading *self, CarrelNode *list)
{
  char *name = g_hash_table_lookup (self->folders, list);

  if (!name) {
    CarrelNode *heading = find_heading (list);

    name = heading && !is_of_browser (heading) ? carrel_node_dup_text (heading) : g_strdup ("");
    g_strdelimit (g_strstrip (name), "/", '-');
    g_hash_table_insert (self->folders, list, name);
  }
  return name;
}

/* The names of the folders around it, joined. (transfer full) (nullable) */
static char *
dup_folders (Reading *self, CarrelNode *link)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (CarrelNode *node = link->parent; node; node = node->parent) {
    const char *name = node->tag == CARREL_TAG_DL ? get_folder (self, node) : "";

    if (!*name)
      continue;
    if (path->len > 0)
      g_string_prepend_c (path, '/');
    g_string_prepend (path, name);
  }
  return path->len > 0 ? carrel_topic_normalize_path (path->str) : NULL;
}

/* ── Bookmarks ── */

static void
add_topic (GPtrArray *topics, char *path)
{
  if (path && topics->len < MAX_TOPICS &&
      !g_ptr_array_find_with_equal_func (topics, path, g_str_equal, NULL))
    g_ptr_array_add (topics, path);
  else
    g_free (path);
}

static GStrv
list_topics (Reading *self, CarrelNode *link, const GStrv had)
{
  g_autoptr (GPtrArray) topics = g_ptr_array_new ();
  const char *tags = carrel_node_get (link, "tags");
  g_auto (GStrv) names = tags ? g_strsplit (tags, ",", MAX_TOPICS) : NULL;

  for (guint i = 0; had && had[i]; i++)
    add_topic (topics, g_strdup (had[i]));
  add_topic (topics, dup_folders (self, link));
  for (guint i = 0; names && names[i]; i++)
    add_topic (topics, carrel_topic_normalize_path (names[i]));
  g_ptr_array_add (topics, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&topics), FALSE);
}

/* Some write thousandths or millionths of a second. */
static gint64
read_date (CarrelNode *link)
{
  const char *text = carrel_node_get (link, "add_date");
  gint64      date = text ? g_ascii_strtoll (text, NULL, 10) : 0;

  while (date >= G_GINT64_CONSTANT (100000000000))
    date /= 1000;
  return MAX (date, 0);
}

static void
take (Reading *self, CarrelNode *link)
{
  const char      *href = carrel_node_get (link, "href");
  gboolean         web = href && (g_ascii_strncasecmp (href, "http://", 7) == 0 ||
                          g_ascii_strncasecmp (href, "https://", 8) == 0);
  g_autofree char *address = web ? carrel_address_normalize (href) : NULL,
                  *key = address ? carrel_address_key (address) : NULL;
  CarrelBookmark *bookmark = key ? g_hash_table_lookup (self->known, key) : NULL;
  gint64          date = read_date (link);

  if (!key)
    return;
  if (bookmark) {
    GStrv topics = list_topics (self, link, bookmark->topics);

    g_strfreev (bookmark->topics);
    bookmark->topics = topics;
    if (date > 0 && (bookmark->added == 0 || date < bookmark->added))
      bookmark->added = date;
    return;
  }
  bookmark = carrel_bookmark_new (g_steal_pointer (&address), list_topics (self, link, NULL), date);
  g_hash_table_insert (self->known, g_steal_pointer (&key), bookmark);
  g_ptr_array_add (self->bookmarks, bookmark);
}

GPtrArray *
carrel_bookmarks_read (GBytes *bytes, GError **error)
{
  gsize         len, text_len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  char         *text = carrel_charset_decode (data, len, NULL, NULL, &text_len);
  g_autoptr (CarrelHtml) html = carrel_html_parse_taken (text, text_len, error);
  g_autoptr (GPtrArray) bookmarks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_bookmark_free);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) folders =
      g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);
  Reading     reading = { bookmarks, known, folders };
  CarrelNode *root;

  if (!html)
    return NULL;
  root = carrel_html_get_root (html);
  for (CarrelNode *node = root; node; node = carrel_node_next (node, root, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A)
      take (&reading, node);
  return g_steal_pointer (&bookmarks);
}
