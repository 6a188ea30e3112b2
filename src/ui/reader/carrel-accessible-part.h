/* carrel-accessible-part.h: what assistive technology sees of a page where there is no widget: a
 * link in a text; a list, an item, a quote, a table's row. Private to the reader. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/reader/carrel-block-widget.h"

G_BEGIN_DECLS

#define CARREL_TYPE_ACCESSIBLE_PART (carrel_accessible_part_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelAccessiblePart, carrel_accessible_part, CARREL, ACCESSIBLE_PART, GObject)

/* The link that is the span'th span of the text's block. (transfer full) */
CarrelAccessiblePart *
carrel_accessible_part_new_link (CarrelSheet *page, CarrelBlockText *text, guint span);
/* A container. (transfer full) */
CarrelAccessiblePart *carrel_accessible_part_new_group (CarrelSheet *page, guint block);

/* The link after this one in the same text; not owned. */
void     carrel_accessible_part_set_next (CarrelAccessiblePart *self, CarrelAccessiblePart *next);
gboolean carrel_accessible_part_is_link (CarrelAccessiblePart *self, const CarrelSpan *span);
guint    carrel_accessible_part_get_block (CarrelAccessiblePart *self);

G_END_DECLS
