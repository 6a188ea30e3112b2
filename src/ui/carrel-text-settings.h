/* carrel-text-settings.h: how the person wants pages to be set; kept in a file of theirs. Main
 * thread.
 *
 * One for all windows. It is read when it is first asked for, elsewhere than on the main thread:
 * until then, and for what the file doesn't say or says wrong, pages are set as the design has
 * them.
 *
 * Signal «changed» (): something is to look different.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/reader/carrel-document-view.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_THEME_SYSTEM,
  CARREL_THEME_LIGHT,
  CARREL_THEME_SEPIA,
  CARREL_THEME_DARK,
  CARREL_THEME_BLACK,
} CarrelPageTheme;
#define CARREL_N_THEMES 5

#define CARREL_TEXT_MIN_SIZE 12
#define CARREL_TEXT_MAX_SIZE 32
#define CARREL_TEXT_SIZE 18 /* px: at 100 % */
#define CARREL_TEXT_MIN_LINE 1.2
#define CARREL_TEXT_MAX_LINE 2.2
#define CARREL_TEXT_LINE 1.6 /* em */
#define CARREL_TEXT_MIN_WIDTH 40
#define CARREL_TEXT_MAX_WIDTH 110
#define CARREL_TEXT_WIDTH 66 /* characters */

typedef struct {
  CarrelFace      face;
  const char     *family; /* of CARREL_FACE_CHOSEN; may be "" */
  double          size, line;
  int             width;
  gboolean        justified;
  CarrelPageTheme theme;
} CarrelTextChoice;

#define CARREL_TYPE_TEXT_SETTINGS (carrel_text_settings_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTextSettings, carrel_text_settings, CARREL, TEXT_SETTINGS, GObject)

/* In the person's configuration. (transfer none): lives as long as the process. */
CarrelTextSettings *carrel_text_settings_get_default (void);
/* In a file of that name, which need not be there. */
CarrelTextSettings *carrel_text_settings_new (const char *file);

/* Until the next change. */
const CarrelTextChoice *carrel_text_settings_get (CarrelTextSettings *self);
/* What is out of bounds is brought within them; what changed is written down. */
void carrel_text_settings_set (CarrelTextSettings *self, const CarrelTextChoice *choice);
/* What was chosen isn't on the disk yet. */
gboolean carrel_text_settings_is_writing (CarrelTextSettings *self);
/* By so many pixels; 0: to what it was at first. */
void carrel_text_settings_change_size (CarrelTextSettings *self, int by);
/* A page is set so; `pane` is what takes the theme. */
void
carrel_text_settings_apply (CarrelTextSettings *self, CarrelDocumentView *view, GtkWidget *pane);

/* A theme's name in the file. */
const char *carrel_page_theme_get_name (CarrelPageTheme theme);

G_END_DECLS
