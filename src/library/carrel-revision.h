/* carrel-revision.h: an article's text as it is, and as the extractor makes it now from the kept
 * page, or from the page as it is on the web now.
 *
 * Made by carrel_library_revise_async (); immutable from then on but for what keeping it takes; one
 * owner at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/carrel-diff.h"
#include "extract/carrel-extract-outline.h"
#include "library/carrel-library.h"
#include "model/carrel-site-rule.h"

G_BEGIN_DECLS

typedef struct {
  char           *title, *byline, *site, *language, *incomplete_reason; /* (owned) (nullable) */
  gint64          published, modified;
  CarrelDocument *document; /* (owned) */
  gboolean        rtl;
  guint           words, pictures, headings, references;
} CarrelRevisionSide;

typedef struct {
  gint64             id;
  CarrelRevisionSide before, after;
  gboolean           same;       /* neither the text nor what is known of it changes */
  gboolean           less;       /* much of the text would go */
  gboolean           fetched;    /* from the web: keeping it makes a version */
  gboolean           first_page; /* it came from several pages, of which only the first was kept */
  guint              n_missing;  /* pictures that aren't in the library */
  guint              n_lost;     /* highlights whose words would be gone */
  CarrelRuleState    rule;
  CarrelDraft       *draft;                    /* (owned): what is saved */
  char              *before_text, *after_text; /* (owned) */
  GArray            *runs; /* (owned) (element-type CarrelDiffRun): of the two texts */
} CarrelRevision;

void carrel_revision_free (CarrelRevision *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelRevision, carrel_revision_free)

/* ── One article ── */

/* Makes the text anew. `rule` (nullable) is the part to take; without one the article's own is
 * used, then its site's; one whose content is "" is none. Fails with NOT_FOUND where no page was
 * kept, and as carrel_extract () does. */
void carrel_library_revise_async (CarrelLibrary      *self,
                                  gint64              id,
                                  CarrelSiteRule     *rule,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
CarrelRevision *
carrel_library_revise_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

typedef enum {
  CARREL_KEEP_PICTURES = 1 << 0,    /* fetch those that are missing */
  CARREL_KEEP_FOR_ARTICLE = 1 << 1, /* and `rule` for this article; NULL: takes its own away */
  CARREL_KEEP_FOR_SITE = 1 << 2,    /* or for all pages of its site; NULL: takes the site's away */
  CARREL_KEEP_IN_BACKGROUND = 1 << 3, /* a click overtakes it */
  CARREL_KEEP_NOT_FOR_SITE = 1 << 4,  /* and take the site's rule away */
} CarrelKeepFlags;
/* Takes the revision. carrel_library_change_finish () gives the undo, of the rule too. */
void carrel_library_keep_revision_async (CarrelLibrary      *self,
                                         CarrelRevision     *revision,
                                         CarrelKeepFlags     flags,
                                         CarrelSiteRule     *rule,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);

/* ── The parts of a page ── */

typedef struct {
  CarrelOutline  *outline; /* (owned) */
  CarrelSiteRule *own;     /* (owned) (nullable): the article's */
  CarrelSiteRule *of_site; /* (owned) (nullable) */
  char           *host; /* (owned) (nullable): the site; without one a rule is the article's only */
} CarrelPageOutline;
void carrel_page_outline_free (CarrelPageOutline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelPageOutline, carrel_page_outline_free)

void carrel_library_load_outline_async (CarrelLibrary      *self,
                                        gint64              id,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
CarrelPageOutline *
carrel_library_load_outline_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* ── Sites ── */

/* (element-type CarrelSiteRule) (transfer full) */
void carrel_library_load_site_rules_async (CarrelLibrary      *self,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
GPtrArray *
carrel_library_load_site_rules_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);
/* carrel_library_change_finish () */
void carrel_library_remove_site_rule_async (CarrelLibrary      *self,
                                            const char         *host,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);

/* carrel_extract () on a worker, with the rule of the page's site where there is one. */
void carrel_library_extract_async (CarrelLibrary              *self,
                                   GBytes                     *bytes,
                                   const CarrelExtractOptions *options,
                                   GCancellable               *cancellable,
                                   GAsyncReadyCallback         callback,
                                   gpointer                    user_data);
CarrelDraft *
carrel_library_extract_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* ── Older articles ── */

/* Whose text is of an older extractor; `n_without` (nullable): how many of them have no page kept.
 * (element-type gint64) (transfer full) */
void    carrel_library_list_older_async (CarrelLibrary      *self,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
GArray *carrel_library_list_older_finish (CarrelLibrary *self,
                                          GAsyncResult  *result,
                                          guint         *n_without,
                                          GError       **error);

/* Many articles, one after the other, in the background. Properties «done» and «total». What would
 * lose much of its text stays as it is, unless `less` is said to be kept too. */
#define CARREL_TYPE_AGAIN (carrel_again_get_type ())
G_DECLARE_FINAL_TYPE (CarrelAgain, carrel_again, CARREL, AGAIN, GObject)

typedef enum {
  CARREL_AGAIN_CHANGED,
  CARREL_AGAIN_SAME,
  CARREL_AGAIN_LESS,    /* it would lose much: left */
  CARREL_AGAIN_WITHOUT, /* no page was kept */
  CARREL_AGAIN_FAILED,
  CARREL_N_AGAIN
} CarrelAgainResult;

/* Called for each when it is done; `revision` and `error` nullable. */
typedef void (*CarrelAgainFunc) (CarrelAgain      *again,
                                 gint64            id,
                                 CarrelAgainResult result,
                                 CarrelRevision   *revision,
                                 const GError     *error,
                                 gpointer          data);

CarrelAgain *carrel_again_new (GArray *ids);
void         carrel_again_set_dry_run (CarrelAgain *self, gboolean dry_run);
void         carrel_again_set_keep_less (CarrelAgain *self, gboolean keep);
void         carrel_again_set_pictures (CarrelAgain *self, gboolean pictures);
void         carrel_again_set_func (CarrelAgain *self, CarrelAgainFunc func, gpointer data);
guint        carrel_again_get_n (CarrelAgain *self, CarrelAgainResult result);
guint        carrel_again_get_done (CarrelAgain *self);
guint        carrel_again_get_total (CarrelAgain *self);

/* One undo for all. When it is cancelled, what was kept stays, and is in the undo. */
void carrel_library_extract_again_async (CarrelLibrary      *self,
                                         CarrelAgain        *again,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
CarrelUndo *
carrel_library_extract_again_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

G_END_DECLS
