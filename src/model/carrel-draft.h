/* carrel-draft.h: all that is known of an article before it is saved.
 *
 * The one mutable value. It has one owner at a time and is handed on (transfer full) along the
 * chain extract → save, or import → save. Fields are set directly; strings are owned by the draft.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"
#include "model/carrel-site-rule.h"
#include "model/carrel-types.h"

G_BEGIN_DECLS

/* Something that the article itself points at under «See also» and its sisters. */
typedef struct {
  char *title;   /* (owned) (nullable) */
  char *address; /* (owned) (nullable): absolute */
} CarrelReference;

/* A page or file as it came. */
typedef struct {
  GBytes *bytes;   /* (owned): decoded transfer and content codings, not the charset */
  char   *type;    /* (owned): «text/html» */
  char   *charset; /* (owned) (nullable): as declared by the transport */
  char   *address; /* (owned) (nullable): final address */
  gint64  fetched;
  guint   status; /* HTTP; 0: not from the web */
} CarrelSnapshotData;

/* An image that was fetched and whose header was checked. */
typedef struct {
  char   *address; /* (owned): as in the document */
  GBytes *bytes;   /* (owned) */
  char   *type;    /* (owned): image/jpeg, image/png, image/gif, image/webp, image/avif */
  guint   width, height;
} CarrelDraftImage;

#define CARREL_DRAFT_MAX_PICTURES 200

/* What pictures are called that came with their page: nobody answers to it (RFC 2606). */
#define CARREL_DRAFT_EMBEDDED_PREFIX "https://embedded.invalid/"

/* An image that is still to be fetched. */
typedef struct {
  char *address;  /* (owned): as in the document */
  GStrv others;   /* (owned) (nullable): where it is in the size that is wanted, best first; tried
                     instead of the address, which is among them */
  gboolean cover; /* the page's own choice for rows and cards */
} CarrelDraftPicture;

/* What a draft says of its article, where each comes from is kept. */
typedef enum {
  CARREL_DRAFT_TITLE,
  CARREL_DRAFT_BYLINE,
  CARREL_DRAFT_SITE,
  CARREL_DRAFT_PUBLISHED,
  CARREL_DRAFT_MODIFIED,
  CARREL_DRAFT_LANGUAGE,
  CARREL_DRAFT_EXCERPT,
  CARREL_DRAFT_IMAGE,
  CARREL_DRAFT_CANONICAL,
  CARREL_DRAFT_N_FIELDS
} CarrelDraftField;

struct _CarrelDraft {
  char    *title, *byline, *site, *excerpt, *language; /* (owned) (nullable) */
  char    *address;   /* (owned) (nullable): final, tracking stripped */
  char    *canonical; /* (owned) (nullable): where it counts (carrel_address_canonical_counts) */
  char    *image;     /* (owned) (nullable): address of the page's picture */
  gboolean rtl;
  gint64   published, modified, added; /* 0: unknown; added 0: now */
  int      published_offset,
      modified_offset; /* of the clock that the page wrote them by: seconds east of UTC */
  const char *from[CARREL_DRAFT_N_FIELDS]; /* (nullable): static; «json-ld», «og:title», «heading»,
                                              «text» … */
  CarrelDocument *document;                /* (owned): the body, without title and references */
  GPtrArray      *references;              /* (owned) (element-type CarrelReference) */
  GPtrArray
      *addresses; /* (owned) (element-type utf8): others that led here: asked for, redirects, AMP */
  GPtrArray *topics;   /* (owned) (element-type utf8): paths */
  GPtrArray *images;   /* (owned) (element-type CarrelDraftImage) */
  GPtrArray *pictures; /* (owned) (element-type CarrelDraftPicture): from extraction those that come
                          in several sizes */
  CarrelSnapshotData *snapshot; /* (owned) (nullable) */
  CarrelPlace         place;
  CarrelReadState     read;
  gboolean            favourite;
  char               *next;       /* (owned) (nullable): address of the article's next page */
  char               *whole;      /* (owned) (nullable): address of a page with all of it */
  gboolean            incomplete; /* may be incomplete (wall, teaser, cut off) */
  char
      *incomplete_reason; /* (owned) (nullable): why, as it can be said again: base/carrel-said.h */
  guint           extractor; /* version of the extractor that made it; 0: none */
  CarrelRuleState rule;      /* how a chosen part took part in it */
};

CarrelDraft *carrel_draft_new (void);
void         carrel_draft_free (CarrelDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelDraft, carrel_draft_free)

/* What an export calls the field: «title», «lang», «url» … Static. */
const char *carrel_draft_field_get_name (CarrelDraftField field);
void        carrel_draft_add_reference (CarrelDraft *self, const char *title, const char *address);
/* Takes `bytes`' reference itself. */
void carrel_draft_add_image (CarrelDraft *self,
                             const char  *address,
                             GBytes      *bytes,
                             const char  *type,
                             guint        width,
                             guint        height);
/* An empty list of CarrelDraftPicture. (transfer full) */
GPtrArray        *carrel_draft_new_pictures (void);
CarrelDraftImage *carrel_draft_image_new (
    const char *address, GBytes *bytes, const char *type, guint width, guint height);
void carrel_draft_image_free (CarrelDraftImage *self);
/* Takes `others` (nullable). */
void
carrel_draft_add_picture (CarrelDraft *self, const char *address, GStrv others, gboolean cover);
void carrel_draft_set_snapshot (CarrelDraft *self,
                                GBytes      *bytes,
                                const char  *type,
                                const char  *charset,
                                const char  *address,
                                gint64       fetched,
                                guint        status);

/* Fills what is still missing from what is there: a title (from the first heading, the first
 * sentence, the file's or address's last part), site (display host), excerpt, language (an
 * extractor has looked for it), direction; cleans lines (carrel_text_clean_line). Called by the
 * store before saving. */
void carrel_draft_complete (CarrelDraft *self);

/* Words of the body. */
guint carrel_draft_count_words (CarrelDraft *self);

G_END_DECLS
