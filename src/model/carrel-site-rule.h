/* carrel-site-rule.h: which part of a site's pages is the text, as the person chose it. Immutable,
 * reference-counted; any thread.
 *
 * Selectors are those of extract/carrel-extract-rule.h; here they are only kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* How a rule took part in an article's text; the numbers are the schema's. */
typedef enum {
  CARREL_RULE_NONE, /* there was none */
  CARREL_RULE_USED,
  CARREL_RULE_UNMATCHED, /* what it names isn't on the page: the ordinary extraction was used */
} CarrelRuleState;

#define CARREL_TYPE_SITE_RULE (carrel_site_rule_get_type ())
typedef struct _CarrelSiteRule CarrelSiteRule;

GType carrel_site_rule_get_type (void);
/* `host` as carrel_address_dup_display_host () gives it, nullable for one article's own; `skip`
 * NULL-terminated, nullable. */
CarrelSiteRule *carrel_site_rule_new (const char        *host,
                                      const char        *content,
                                      const char *const *skip,
                                      gint64             created);
/* `lines`: the left-out selectors, one a line, as they are stored; nullable. */
CarrelSiteRule *carrel_site_rule_new_from_lines (const char *host,
                                                 const char *content,
                                                 const char *lines,
                                                 gint64      created);
CarrelSiteRule *carrel_site_rule_ref (CarrelSiteRule *self);
void            carrel_site_rule_unref (CarrelSiteRule *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSiteRule, carrel_site_rule_unref)

const char        *carrel_site_rule_get_host (CarrelSiteRule *self); /* (nullable) */
const char        *carrel_site_rule_get_content (CarrelSiteRule *self);
const char *const *carrel_site_rule_get_skip (CarrelSiteRule *self); /* never NULL */
gint64             carrel_site_rule_get_created (CarrelSiteRule *self);
/* (transfer full) (nullable): nothing is left out */
char *carrel_site_rule_dup_lines (CarrelSiteRule *self);

G_END_DECLS
