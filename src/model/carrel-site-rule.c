/* carrel-site-rule.c: which part of a site's pages is the text. Immutable, reference-counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-site-rule.h"

struct _CarrelSiteRule {
  gatomicrefcount references;
  char           *host, *content; /* (owned); host nullable */
  GStrv           skip;           /* (owned): never NULL */
  gint64          created;
};

G_DEFINE_BOXED_TYPE (CarrelSiteRule, carrel_site_rule, carrel_site_rule_ref, carrel_site_rule_unref)

CarrelSiteRule *
carrel_site_rule_new (const char        *host,
                      const char        *content,
                      const char *const *skip,
                      gint64             created)
{
  CarrelSiteRule *self = g_new0 (CarrelSiteRule, 1);

  g_atomic_ref_count_init (&self->references);
  self->host = g_strdup (host);
  self->content = g_strdup (content);
  self->skip = skip ? g_strdupv ((GStrv) skip) : g_new0 (char *, 1);
  self->created = created;
  return self;
}

CarrelSiteRule *
carrel_site_rule_new_from_lines (const char *host,
                                 const char *content,
                                 const char *lines,
                                 gint64      created)
{
  g_auto (GStrv) skip = lines && *lines ? g_strsplit (lines, "\n", -1) : NULL;

  return carrel_site_rule_new (host, content, (const char *const *) skip, created);
}

CarrelSiteRule *
carrel_site_rule_ref (CarrelSiteRule *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
carrel_site_rule_unref (CarrelSiteRule *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->host);
  g_free (self->content);
  g_strfreev (self->skip);
  g_free (self);
}

const char *
carrel_site_rule_get_host (CarrelSiteRule *self)
{
  return self->host;
}

const char *
carrel_site_rule_get_content (CarrelSiteRule *self)
{
  return self->content;
}

const char *const *
carrel_site_rule_get_skip (CarrelSiteRule *self)
{
  return (const char *const *) self->skip;
}

gint64
carrel_site_rule_get_created (CarrelSiteRule *self)
{
  return self->created;
}

char *
carrel_site_rule_dup_lines (CarrelSiteRule *self)
{
  return *self->skip ? g_strjoinv ("\n", self->skip) : NULL;
}
