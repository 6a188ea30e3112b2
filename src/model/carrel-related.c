/* carrel-related.c: articles that seem to belong to another, and why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-related.h"

void
carrel_related_free (CarrelRelated *self)
{
  g_clear_object (&self->article);
  g_strfreev (self->words);
  g_strfreev (self->topics);
  g_free (self);
}

void
carrel_unlinked_free (CarrelUnlinked *self)
{
  g_clear_object (&self->article);
  g_free (self->words);
  g_free (self->context);
  g_free (self);
}
