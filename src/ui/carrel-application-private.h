/* carrel-application-private.h: what the application's files share. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-application.h"
#include "ui/carrel-busy.h"
#include "ui/carrel-search-provider.h"

G_BEGIN_DECLS

/* What a window is to show once it is there. */
typedef struct {
  gint64      article;      /* 0: none */
  char       *search, *add; /* (owned) (nullable) */
  GSList     *files;        /* (owned) (element-type GFile) */
  gboolean    another;      /* in a window of its own */
  const char *action;       /* (nullable): static; of the window */
} CarrelWish;

typedef struct {
  CarrelLibraryReady ready;
  gpointer           user_data;
} CarrelWaiting;

struct _CarrelApplication {
  AdwApplication parent_instance;

  char                 *folder; /* (owned) (nullable): the default */
  char                 *page;   /* (owned) (nullable): shown first */
  int                   width, height;
  CarrelLibrary        *library; /* (owned) (nullable): until it is open */
  gboolean              samples, opening, closing, quitting;
  gboolean              wants_window; /* as soon as the library is open */
  gboolean              behind;       /* no window is left, and the queue goes on */
  CarrelWish            wish;
  GArray               *waiting;  /* (owned) (element-type CarrelWaiting): for the library */
  CarrelBusy           *busy;     /* (owned) (nullable): while it is open */
  CarrelSearchProvider *provider; /* (owned) (nullable) */
  GtkWidget            *trouble;  /* weak: the window without a library */
  char    *restore; /* (owned) (nullable): the database that the library is closed for */
  char    *move_to; /* (owned) (nullable): the folder that it is closed for, to be moved there, */
  gboolean move_only_opens; /* or only another one opened */
  guint    daily;           /* source id */
  guint    patience;        /* source id: until it is said that the library is being opened */
  guint    staying; /* source id: while the desktop may ask, and the application is held for it */
  gboolean daily_said; /* that there is no backup today */
  char    *said;       /* (owned) (nullable): to be said in the next window */
};

/* The library's folder, open or not. (transfer full) */
char *carrel_application_dup_folder (CarrelApplication *self);
/* The library can't be opened: a window that says so, and what helps. */
void carrel_application_show_trouble (CarrelApplication *self, const GError *error);
/* Opening takes long: a window that says so, until there is another. */
void carrel_application_show_opening (CarrelApplication *self);
/* An open library that turns out to be damaged is closed, and that window comes. */
void carrel_application_watch_damage (CarrelApplication *self);
/* What became of a restore, in the window that is there again. */
void carrel_application_say_restored (CarrelApplication *self, GtkWindow *window);
/* app.mend, app.restore-backup (s), app.open-library (s), app.move-library (s): each closes the
 * library, works on its files, and opens it again. */
void carrel_application_add_trouble_actions (CarrelApplication *self);

G_END_DECLS
