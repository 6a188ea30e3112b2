/* carrel-extract-headings-words.h: what headings say of lists of references, of boxes and of
 * comments.
 *
 * Constants; each table ends with NULL.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What an author or editor chose to go on with. */
extern const char *const carrel_heading_see_also[];
/* What the site puts under or into every article. */
extern const char *const carrel_heading_widgets[];
extern const char *const carrel_heading_comments[];
/* What leads to the site's name: «Also on …». */
extern const char *const carrel_heading_also_on[];
