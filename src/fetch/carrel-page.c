/* carrel-page.c: what came from the web. Written once by the fetcher, then only read; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fetch/carrel-page.h"

CarrelPage *
carrel_page_new (void)
{
  CarrelPage *self = g_new0 (CarrelPage, 1);

  g_atomic_ref_count_init (&self->references);
  self->redirects = g_ptr_array_new_with_free_func (g_free);
  return self;
}

CarrelPage *
carrel_page_ref (CarrelPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
carrel_page_unref (CarrelPage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->address);
  g_ptr_array_unref (self->redirects);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->type);
  g_free (self->charset);
  g_free (self->language);
  g_free (self);
}
