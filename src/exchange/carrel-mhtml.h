/* carrel-mhtml.h: a page and what belongs to it in one MIME message (RFC 2557). Pure; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char         *type;     /* (owned): in lower case, without parameters */
  char         *charset;  /* (owned) (nullable) */
  char         *location; /* (owned) (nullable): as written */
  char         *id;       /* (owned) (nullable): without < and > */
  char          encoding; /* «b»ase64, «q»uoted-printable, 0: neither */
  const guint8 *data;     /* lent by the message, still encoded */
  gsize         len;
} CarrelMhtmlPart;

typedef struct {
  GBytes    *bytes;    /* (owned) */
  char      *location; /* (owned) (nullable): of the page, as the head says */
  GPtrArray *parts;    /* (owned) (element-type CarrelMhtmlPart): in their order, without those that
                          hold parts */
  guint page;          /* which of them is the page */
} CarrelMhtml;

/* Whether the bytes begin as such a message does. */
gboolean carrel_mhtml_sniff (const guint8 *bytes, gsize len);

/* Takes as many parts as are whole, at most 20,000; a message that ends too early has those before
 * its end. BAD_FILE for what is none, or has no page. */
CarrelMhtml *carrel_mhtml_read (GBytes *bytes, GError **error);
void         carrel_mhtml_free (CarrelMhtml *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelMhtml, carrel_mhtml_free)

/* A part's bytes; what isn't of its encoding is left out. (transfer full) */
GBytes *carrel_mhtml_part_decode (const CarrelMhtmlPart *part);

G_END_DECLS
