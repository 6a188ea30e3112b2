/* carrel-store-undo.c: inverse statements, run backwards.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-store.h"

typedef struct {
  CarrelConnection *connection;
  GError           *error;
} Run;

static void
bind_value (CarrelStatement *statement, int index, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64)) {
    carrel_statement_bind_int (statement, index, g_variant_get_int64 (value));
  } else if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE)) {
    carrel_statement_bind_double (statement, index, g_variant_get_double (value));
  } else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)) {
    carrel_statement_bind_text (statement, index, g_variant_get_string (value, NULL));
  } else if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING)) {
    gsize         len;
    gconstpointer data = g_variant_get_fixed_array (value, &len, 1);

    carrel_statement_bind_blob (statement, index, data, len);
  } else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("ms"))) {
    const char *text;

    g_variant_get (value, "m&s", &text);
    carrel_statement_bind_text (statement, index, text);
  } else {
    g_assert_not_reached ();
  }
}

static void
run_record (const char *sql, GVariant *arguments, gpointer data)
{
  Run *run = data;
  g_autoptr (CarrelStatement) statement = NULL;

  if (run->error)
    return;
  statement = carrel_connection_prepare (run->connection, sql);
  for (gsize i = 0; i < g_variant_n_children (arguments); i++) {
    g_autoptr (GVariant) value = g_variant_get_child_value (arguments, i);

    bind_value (statement, (int) i + 1, value);
  }
  carrel_statement_run (statement, &run->error);
}

gboolean
carrel_store_undo (CarrelConnection *connection,
                   CarrelUndo       *undo,
                   CarrelChanges    *changes,
                   GError          **error)
{
  Run run = { connection, NULL };

  carrel_undo_foreach (undo, run_record, &run);
  carrel_changes_add (changes, CARREL_CHANGED_EVERYTHING, 0);
  if (run.error) {
    g_propagate_error (error, run.error);
    return FALSE;
  }
  return TRUE;
}
