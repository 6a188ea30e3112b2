/* carrel-text-settings.c: how the person wants pages to be set. Main thread; a task reads the file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-text-settings.h"

#include "library/carrel-settings-file.h"

#include <math.h>
#include <string.h>

#define GROUP "Text"
#define MAX_FAMILY 100 /* bytes of a font's name */
#define PX_PER_CHAR (620.0 / CARREL_TEXT_WIDTH)

struct _CarrelTextSettings {
  GObject             parent_instance;
  CarrelSettingsFile *file;   /* (owned) */
  char               *family; /* (owned) */
  CarrelTextChoice    choice; /* its family is the one above */
  GtkCssProvider
          *provider; /* (owned) (nullable): the chosen font, for what stands above the text */
  gboolean touched;  /* by the person: the file has nothing to say any more */
};

G_DEFINE_FINAL_TYPE (CarrelTextSettings, carrel_text_settings, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *const themes[CARREL_N_THEMES] = { "system", "light", "sepia", "dark", "black" };
static const char *const faces[] = { "serif", "sans", "mono", "legible", "chosen" };

const char *
carrel_page_theme_get_name (CarrelPageTheme theme)
{
  return themes[theme];
}

/* ── What may be chosen ── */

static gboolean
is_family (const char *family)
{
  gsize len = strlen (family);

  if (len == 0 || len > MAX_FAMILY || !g_utf8_validate (family, -1, NULL))
    return FALSE;
  for (const char *p = family; *p; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)) || strchr (",\"\\;{}", *p))
      return FALSE;
  return TRUE;
}

/* Takes over what differs. */
static gboolean
take (CarrelTextSettings *self, const CarrelTextChoice *wanted)
{
  CarrelTextChoice choice = *wanted, *old = &self->choice;
  const char      *family = choice.family && is_family (choice.family) ? choice.family : "";

  choice.size = isfinite (choice.size)
                    ? CLAMP (round (choice.size), CARREL_TEXT_MIN_SIZE, CARREL_TEXT_MAX_SIZE)
                    : CARREL_TEXT_SIZE;
  choice.line = isfinite (choice.line) ? CLAMP (round (choice.line * 10) / 10, CARREL_TEXT_MIN_LINE,
                                                CARREL_TEXT_MAX_LINE)
                                       : CARREL_TEXT_LINE;
  choice.width = CLAMP (choice.width, CARREL_TEXT_MIN_WIDTH, CARREL_TEXT_MAX_WIDTH);
  choice.justified = choice.justified != FALSE;
  choice.theme = choice.theme < CARREL_N_THEMES ? choice.theme : CARREL_THEME_SYSTEM;
  if (choice.face >= G_N_ELEMENTS (faces) || (choice.face == CARREL_FACE_CHOSEN && !*family))
    choice.face = CARREL_FACE_SERIF;
  if (choice.face == old->face && choice.size == old->size && choice.line == old->line &&
      choice.width == old->width && choice.justified == old->justified &&
      choice.theme == old->theme && g_str_equal (family, self->family))
    return FALSE;
  if (!g_str_equal (family, self->family)) {
    g_free (self->family);
    self->family = g_strdup (family);
  }
  *old = choice;
  old->family = self->family;
  return TRUE;
}

/* ── The file ── */

static GKeyFile *
make_key_file (CarrelTextSettings *self)
{
  GKeyFile               *file = g_key_file_new ();
  const CarrelTextChoice *choice = &self->choice;

  g_key_file_set_string (file, GROUP, "Face", faces[choice->face]);
  if (*self->family)
    g_key_file_set_string (file, GROUP, "Family", self->family);
  g_key_file_set_integer (file, GROUP, "Size", (int) choice->size);
  g_key_file_set_double (file, GROUP, "LineHeight", choice->line);
  g_key_file_set_integer (file, GROUP, "Width", choice->width);
  g_key_file_set_boolean (file, GROUP, "Justified", choice->justified);
  g_key_file_set_string (file, GROUP, "Theme", themes[choice->theme]);
  return file;
}

/* The place of a value in a list; `fallback` when it isn't there. */
static guint
read_name (GKeyFile *file, const char *key, const char *const *names, guint n_names, guint fallback)
{
  g_autofree char *value = g_key_file_get_string (file, GROUP, key, NULL);

  for (guint i = 0; value && i < n_names; i++)
    if (g_str_equal (value, names[i]))
      return i;
  return fallback;
}

static double
read_number (GKeyFile *file, const char *key, double fallback)
{
  g_autoptr (GError) error = NULL;
  double value = g_key_file_get_double (file, GROUP, key, &error);

  return error ? fallback : value;
}

static gboolean
take_file (CarrelTextSettings *self, GKeyFile *file)
{
  g_autofree char *family = NULL;
  double           width;
  CarrelTextChoice choice = self->choice;

  family = g_key_file_get_string (file, GROUP, "Family", NULL);
  choice.face = (CarrelFace) read_name (file, "Face", faces, G_N_ELEMENTS (faces), choice.face);
  choice.theme = (CarrelPageTheme) read_name (file, "Theme", themes, CARREL_N_THEMES, choice.theme);
  choice.family = family;
  choice.size = read_number (file, "Size", choice.size);
  choice.line = read_number (file, "LineHeight", choice.line);
  width = read_number (file, "Width", choice.width);
  choice.width = isfinite (width) ? (int) CLAMP (width, 0, 1000) : CARREL_TEXT_WIDTH;
  choice.justified = g_key_file_get_boolean (file, GROUP, "Justified", NULL);
  return take (self, &choice);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, carrel_settings_file_read (data), (GDestroyNotify) g_key_file_unref);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelTextSettings *self = CARREL_TEXT_SETTINGS (source);
  g_autoptr (GKeyFile) file = g_task_propagate_pointer (G_TASK (result), NULL);

  if (file && !self->touched && take_file (self, file))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
write_down (CarrelTextSettings *self)
{
  g_autoptr (GKeyFile) contents = make_key_file (self);

  carrel_settings_file_write (self->file, contents);
}

/* ── Asking and choosing ── */

const CarrelTextChoice *
carrel_text_settings_get (CarrelTextSettings *self)
{
  return &self->choice;
}

void
carrel_text_settings_set (CarrelTextSettings *self, const CarrelTextChoice *choice)
{
  if (!take (self, choice))
    return;
  self->touched = TRUE;
  write_down (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
carrel_text_settings_is_writing (CarrelTextSettings *self)
{
  return carrel_settings_file_is_writing (self->file);
}

void
carrel_text_settings_change_size (CarrelTextSettings *self, int by)
{
  CarrelTextChoice choice = self->choice;

  choice.size = by == 0 ? CARREL_TEXT_SIZE : choice.size + by;
  carrel_text_settings_set (self, &choice);
}

/* ── Applying ── */

/* What stands above and below the text takes its font from CSS. */
static void
provide_family (CarrelTextSettings *self)
{
  g_autofree char *css =
      *self->family ? g_strdup_printf (".page.chosen { font-family: \"%s\", serif; }", self->family)
                    : g_strdup ("");

  if (!self->provider) {
    self->provider = gtk_css_provider_new ();
    gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                GTK_STYLE_PROVIDER (self->provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  }
  gtk_css_provider_load_from_string (self->provider, css);
}

void
carrel_text_settings_apply (CarrelTextSettings *self, CarrelDocumentView *view, GtkWidget *pane)
{
  const CarrelTextChoice *choice = &self->choice;

  provide_family (self);
  carrel_document_view_set_text_scale (view, choice->size / CARREL_TEXT_SIZE);
  carrel_document_view_set_line_scale (view, choice->line / CARREL_TEXT_LINE);
  carrel_document_view_set_column_width (view, (int) (choice->width * PX_PER_CHAR));
  carrel_document_view_set_face (view, choice->face, self->family);
  carrel_document_view_set_justified (view, choice->justified);
  for (guint i = 0; i < CARREL_N_THEMES; i++) {
    g_autofree char *class =
        g_strconcat ("reader-", i == CARREL_THEME_SYSTEM ? "paper" : themes[i], NULL);

    if (i == choice->theme)
      gtk_widget_add_css_class (pane, class);
    else
      gtk_widget_remove_css_class (pane, class);
  }
}

/* ── Object ── */

static void
carrel_text_settings_finalize (GObject *object)
{
  CarrelTextSettings *self = CARREL_TEXT_SETTINGS (object);

  if (self->provider)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                   GTK_STYLE_PROVIDER (self->provider));
  g_clear_object (&self->provider);
  carrel_settings_file_free (self->file);
  g_free (self->family);
  G_OBJECT_CLASS (carrel_text_settings_parent_class)->finalize (object);
}

static void
carrel_text_settings_class_init (CarrelTextSettingsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = carrel_text_settings_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
carrel_text_settings_init (CarrelTextSettings *self)
{
  self->family = g_strdup ("");
  self->choice =
      (CarrelTextChoice) { CARREL_FACE_SERIF, self->family, CARREL_TEXT_SIZE,   CARREL_TEXT_LINE,
                           CARREL_TEXT_WIDTH, FALSE,        CARREL_THEME_SYSTEM };
}

CarrelTextSettings *
carrel_text_settings_new (const char *file)
{
  CarrelTextSettings *self = g_object_new (CARREL_TYPE_TEXT_SETTINGS, NULL);
  g_autoptr (GTask) task = g_task_new (self, NULL, read_cb, NULL);

  self->file = carrel_settings_file_new (file);
  g_task_set_task_data (task, g_strdup (file), g_free);
  g_task_run_in_thread (task, read_thread);
  return self;
}

CarrelTextSettings *
carrel_text_settings_get_default (void)
{
  static CarrelTextSettings *settings;

  if (!settings) {
    g_autofree char *file = carrel_settings_file_dup_path ("text.ini");

    settings = carrel_text_settings_new (file);
  }
  return settings;
}
