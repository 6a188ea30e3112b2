/* carrel-graph-write.h: the map for other programs. Any thread.
 *
 *   graphml   GraphML 1.0, http://graphml.graphdrawing.org/specification.html: Gephi, yEd, NetworkX
 *   dot       the DOT language, https://graphviz.org/doc/info/lang.html
 *   json      {"nodes": […], "links": […]} with ids, as D3 and others read it
 *   svg       a drawing that stands alone: no script, no style sheet, nothing from elsewhere
 *
 * A dot's id is «a12» for article 12, «w3» for the third wanted thing. What titles hold that XML,
 * DOT or JSON can't is escaped or left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-graph.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_GRAPH_GRAPHML,
  CARREL_GRAPH_DOT,
  CARREL_GRAPH_JSON,
  CARREL_GRAPH_SVG,
} CarrelGraphFormat;

gboolean carrel_graph_format_from_name (const char        *name,
                                        CarrelGraphFormat *format); /* «graphml» */

/* `places` has a point for each dot; all are finite. UTF-8. (transfer full) */
char *
carrel_graph_write (CarrelGraph *graph, const CarrelGraphPoint *places, CarrelGraphFormat format);

G_END_DECLS
