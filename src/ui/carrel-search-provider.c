/* carrel-search-provider.c: the desktop's search asks the library. Main thread; the library
 * searches on its readers.
 *
 * A search that is overtaken by the next is cancelled, and answered with nothing. Each call holds
 * the application, so that a service leaves only when it has been asked nothing for a while.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-search-provider.h"

#include "library/carrel-settings.h"

#include <string.h>

#define MAX_TERMS 64
#define MAX_TEXT 1000 /* bytes: nobody types more there */

static const char description[] =
    "<node><interface name='org.gnome.Shell.SearchProvider2'>"
    "<method name='GetInitialResultSet'><arg type='as' name='terms' direction='in'/><arg type='as' "
    "name='results' direction='out'/></method>"
    "<method name='GetSubsearchResultSet'><arg type='as' name='previous_results' "
    "direction='in'/><arg type='as' name='terms' direction='in'/><arg type='as' name='results' "
    "direction='out'/></method>"
    "<method name='GetResultMetas'><arg type='as' name='identifiers' direction='in'/><arg "
    "type='aa{sv}' name='metas' direction='out'/></method>"
    "<method name='ActivateResult'><arg type='s' name='identifier' direction='in'/><arg type='as' "
    "name='terms' direction='in'/><arg type='u' name='timestamp' direction='in'/></method>"
    "<method name='LaunchSearch'><arg type='as' name='terms' direction='in'/><arg type='u' "
    "name='timestamp' direction='in'/></method>"
    "</interface></node>";

struct _CarrelSearchProvider {
  GApplication     *application; /* lent: it owns this */
  GDBusConnection  *connection;  /* (owned) */
  guint             registration;
  CarrelSearchOwner owner;
  gpointer          data;
  GCancellable     *searching; /* (owned) (nullable): the newest search */
};

/* ── A call ── */

typedef struct {
  GApplication          *application; /* (owned), held */
  GDBusMethodInvocation *invocation;  /* (owned) until it is answered */
  GCancellable          *cancellable; /* (owned) (nullable) */
  CarrelQuery           *query;       /* (owned) (nullable): what is searched */
  GArray                *ids;         /* (owned) (nullable): what is asked about */
} Call;

static Call *
begin_call (CarrelSearchProvider *self, GDBusMethodInvocation *invocation)
{
  Call *call = g_new0 (Call, 1);

  call->application = g_object_ref (self->application);
  g_application_hold (call->application);
  call->invocation = invocation;
  return call;
}

/* Takes the answer. */
static void
end_call (Call *call, GVariant *answer)
{
  g_dbus_method_invocation_return_value (call->invocation, answer);
  g_application_release (call->application);
  g_object_unref (call->application);
  g_clear_object (&call->cancellable);
  g_clear_pointer (&call->query, carrel_query_unref);
  g_clear_pointer (&call->ids, g_array_unref);
  g_free (call);
}

static char *
join_terms (const char *const *terms)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; terms[i] && i < MAX_TERMS && text->len + strlen (terms[i]) < MAX_TEXT; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", terms[i]);
  return g_string_free (text, FALSE);
}

/* ── Searching ── */

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids =
      carrel_library_search_finish (CARREL_LIBRARY (source), result, NULL, NULL, &error);
  GVariantBuilder results;

  g_variant_builder_init (&results, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; ids && i < ids->len && i < CARREL_SEARCH_PROVIDER_MAX; i++)
    g_variant_builder_add_value (
        &results, g_variant_new_take_string (
                      g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (ids, gint64, i))));
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("The desktop's search: %s", error->message);
  end_call (call, g_variant_new ("(as)", &results));
}

static void
search_ready (CarrelLibrary *library, gpointer user_data)
{
  Call *call = user_data;

  if (library)
    carrel_library_search_async (library, call->query, CARREL_SORT_RELEVANCE, FALSE,
                                 CARREL_SEARCH_PROVIDER_MAX, call->cancellable, searched_cb, call);
  else
    end_call (call, g_variant_new ("(as)", NULL));
}

static void
search (CarrelSearchProvider *self, Call *call, const char *const *terms)
{
  g_autofree char *text = join_terms (terms);

  if (self->searching)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  call->query = carrel_query_parse (text, TRUE);
  if (!carrel_settings_get_desktop_search (carrel_settings_get_default ()) ||
      carrel_query_is_all (call->query)) {
    end_call (call, g_variant_new ("(as)", NULL));
    return;
  }
  self->searching = g_cancellable_new ();
  call->cancellable = g_object_ref (self->searching);
  self->owner.need_library (self->data, search_ready, call);
}

/* ── Describing ── */

static GVariant *
describe (CarrelArticle *article)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, carrel_article_get_id (article)),
                  *meta = carrel_article_dup_meta (article);
  g_autoptr (GIcon) icon = g_themed_icon_new_with_default_fallbacks ("text-html");
  g_autoptr (GVariant) serialized = g_icon_serialize (icon);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (&builder, "{sv}", "name",
                         g_variant_new_string (carrel_article_get_title (article)));
  g_variant_builder_add (&builder, "{sv}", "description", g_variant_new_string (meta));
  g_variant_builder_add (&builder, "{sv}", "icon", serialized);
  return g_variant_builder_end (&builder);
}

static void
described_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GPtrArray) articles =
      carrel_library_load_articles_finish (CARREL_LIBRARY (source), result, NULL);
  GVariantBuilder metas;

  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; articles && i < articles->len; i++)
    if (articles->pdata[i])
      g_variant_builder_add_value (&metas, describe (articles->pdata[i]));
  end_call (call, g_variant_new ("(aa{sv})", &metas));
}

static void
describe_ready (CarrelLibrary *library, gpointer user_data)
{
  Call *call = user_data;

  if (library)
    carrel_library_load_articles_async (library, call->ids, NULL, described_cb, call);
  else
    end_call (call, g_variant_new ("(aa{sv})", NULL));
}

static void
describe_all (CarrelSearchProvider *self, Call *call, const char *const *names)
{
  call->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; names[i] && i < CARREL_SEARCH_PROVIDER_MAX; i++) {
    gint64 id = g_ascii_strtoll (names[i], NULL, 10);

    if (id > 0)
      g_array_append_val (call->ids, id);
  }
  self->owner.need_library (self->data, describe_ready, call);
}

/* ── The bus ── */

static void
method_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  CarrelSearchProvider   *self = user_data;
  Call                   *call = begin_call (self, invocation);
  g_autofree const char **words = NULL;
  const char             *name;

  if (strcmp (method, "GetInitialResultSet") == 0) {
    g_variant_get (parameters, "(^a&s)", &words);
    search (self, call, words);
  } else if (strcmp (method, "GetSubsearchResultSet") == 0) {
    g_variant_get (parameters, "(@as^a&s)", NULL, &words);
    search (self, call, words);
  } else if (strcmp (method, "GetResultMetas") == 0) {
    g_variant_get (parameters, "(^a&s)", &words);
    describe_all (self, call, words);
  } else if (strcmp (method, "ActivateResult") == 0) {
    g_variant_get (parameters, "(&s^a&su)", &name, &words, NULL);
    self->owner.show (self->data, MAX (g_ascii_strtoll (name, NULL, 10), 0), NULL);
    end_call (call, NULL);
  } else {
    g_autofree char *text = NULL;

    g_variant_get (parameters, "(^a&su)", &words, NULL);
    text = join_terms (words);
    self->owner.show (self->data, 0, text);
    end_call (call, NULL);
  }
}

CarrelSearchProvider *
carrel_search_provider_new (GApplication            *application,
                            GDBusConnection         *connection,
                            const char              *path,
                            const CarrelSearchOwner *owner,
                            gpointer                 data,
                            GError                 **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_cb };
  g_autoptr (CarrelSearchProvider) self = g_new0 (CarrelSearchProvider, 1);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (description, NULL);

  self->application = application;
  self->connection = g_object_ref (connection);
  self->owner = *owner;
  self->data = data;
  self->registration = g_dbus_connection_register_object (connection, path, node->interfaces[0],
                                                          &vtable, self, NULL, error);
  return self->registration == 0 ? NULL : g_steal_pointer (&self);
}

void
carrel_search_provider_free (CarrelSearchProvider *self)
{
  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  if (self->searching)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_object_unref (self->connection);
  g_free (self);
}
