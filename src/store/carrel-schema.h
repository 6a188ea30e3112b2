/* carrel-schema.h: brings a file to the newest version of the schema.
 *
 * Migrations are the resources schema/0001.sql …, run in order, each in one transaction together
 * with its PRAGMA user_version. Before the first on a file that has tables a backup is made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/carrel-statement.h"

G_BEGIN_DECLS

/* The version that this program writes. */
guint carrel_schema_get_version (void);

/* The file's version, 0 for an empty one. FALSE with DAMAGED (another program's file) or TOO_NEW.
 */
gboolean carrel_schema_check (CarrelConnection *connection, guint *version, GError **error);

/* On a connection that may write: to an earlier version, for proofs. */
gboolean carrel_schema_migrate_to (CarrelConnection *connection, guint newest, GError **error);
/* On a connection that may write; `keep`: a backup of FOLDER/carrel.db first. */
gboolean carrel_schema_migrate (CarrelConnection *connection, gboolean keep, GError **error);

G_END_DECLS
