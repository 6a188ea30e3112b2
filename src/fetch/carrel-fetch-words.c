/* carrel-fetch-words.c: how what went wrong on the way is said. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fetch/carrel-fetch-words.h"

#include "model/carrel-address.h"

#include <string.h>

char *
carrel_fetch_words_name_host (const char *host)
{
  g_autofree char *address = g_strdup_printf (strchr (host, ':') ? "http://[%s]/" : "http://%s/", host);
  char *shown = carrel_address_dup_display_host (address);

  return shown ? shown : g_strdup (host);
}
