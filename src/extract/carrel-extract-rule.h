/* carrel-extract-rule.h: names an element of a page so that it is found again on the next page of
 * the site. Any thread; no recursion.
 *
 * A selector is written as in CSS, in a small part of it: steps joined by « > », each with a tag,
 * an «#id», «.classes» and «:nth-of-type(N)», of which one at least is there: «div#story»,
 * «article.post-body», «main > div:nth-of-type(2)». The first step may stand anywhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-html.h"

G_BEGIN_DECLS

typedef struct _CarrelSelector CarrelSelector;

/* NULL for what isn't a selector of this kind. */
CarrelSelector *carrel_selector_parse (const char *text);
void            carrel_selector_free (CarrelSelector *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSelector, carrel_selector_free)

gboolean carrel_selector_matches (CarrelSelector *self, const CarrelNode *node);
/* The first element in document order, within `top`'s subtree. (nullable) */
CarrelNode *carrel_selector_find (CarrelSelector *self, CarrelNode *top);

/* Makes selectors for the elements of one tree, which must stay as it is meanwhile. */
typedef struct _CarrelSelectorMaker CarrelSelectorMaker;
CarrelSelectorMaker                *carrel_selector_maker_new (CarrelNode *top);
void                                carrel_selector_maker_free (CarrelSelectorMaker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSelectorMaker, carrel_selector_maker_free)
/* One that finds this element first, by names that look as if they stayed the same from page to
 * page where there are such. NULL for one that can't be named. (transfer full) */
char *carrel_selector_maker_make (CarrelSelectorMaker *self, CarrelNode *node);

G_END_DECLS
