/* carrel-filter-chips.c: what a search is narrowed by, as chips below its entry. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-filter-chips.h"

#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Kept on the box: what its chips were made for. */
#define MADE_FOR "carrel-filters"

static const char *const often[] = { "is:unread", "is:highlighted" };

static GtkWidget *
append_chip (AdwWrapBox *box, const char *text, gboolean on)
{
  GtkWidget *chip = gtk_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
            *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (content), label);
  gtk_button_set_child (GTK_BUTTON (chip), content);
  gtk_widget_add_css_class (chip, "filter");
  if (on)
    gtk_widget_add_css_class (chip, "on");
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  adw_wrap_box_append (box, chip);
  return chip;
}

static void
set_action (GtkWidget *chip, const char *action, const char *term)
{
  if (term)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (chip), "s", term);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (chip), action);
}

static GtkWidget *
make_dot (CarrelLibrary *library, const CarrelQueryFilter *filter)
{
  g_autoptr (CarrelTopic) topic = strcmp (filter->field, "topic") == 0
                                      ? carrel_library_find_topic (library, filter->value)
                                      : NULL;

  return topic ? carrel_ui_dot_new (carrel_topic_get_colour (topic)) : NULL;
}

/* It is there, and goes when it is clicked. */
static void
append_filter (AdwWrapBox              *box,
               CarrelLibrary           *library,
               const char              *typed,
               const CarrelQueryFilter *filter)
{
  g_autofree char *term = g_strndup (typed + filter->start, filter->end - filter->start),
                  *text = carrel_words_filter (filter->field, filter->value, filter->negated),
                  /* Translators: a chip that takes a filter out of a search */
                      *remove = g_strdup_printf (_ ("Remove Filter “%s”"), text);
  GtkWidget *chip = append_chip (box, text, TRUE),
            *content = gtk_button_get_child (GTK_BUTTON (chip)), *dot = make_dot (library, filter),
            *cross = gtk_image_new_from_icon_name ("window-close-symbolic");

  if (dot) {
    gtk_widget_add_css_class (dot, "small");
    gtk_box_prepend (GTK_BOX (content), dot);
  }
  gtk_box_append (GTK_BOX (content), cross);
  gtk_widget_set_tooltip_text (chip, term);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  set_action (chip, "list.drop", term);
}

static void
append_often (AdwWrapBox *box, GPtrArray *filters)
{
  for (guint i = 0; i < G_N_ELEMENTS (often); i++) {
    const char      *value = strchr (often[i], ':') + 1;
    g_autofree char *field = g_strndup (often[i], (gsize) (value - 1 - often[i])),
                    *text = carrel_words_filter (field, value, FALSE);
    gboolean there = FALSE;

    for (guint f = 0; f < filters->len; f++) {
      CarrelQueryFilter *filter = filters->pdata[f];

      there = there || (strcmp (filter->field, field) == 0 &&
                        g_ascii_strcasecmp (filter->value, value) == 0);
    }
    if (!there)
      set_action (append_chip (box, text, FALSE), "list.only", often[i]);
  }
}

/* Everything that decides which chips there are. (transfer full) */
static char *
describe (const char *typed, GPtrArray *filters, const CarrelFilterScope *scope)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%d%d%d", scope->elsewhere, scope->everywhere, scope->capped);
  for (guint i = 0; i < filters->len; i++) {
    CarrelQueryFilter *filter = filters->pdata[i];

    g_string_append_printf (out, "\n%.*s", (int) (filter->end - filter->start),
                            typed + filter->start);
  }
  return g_string_free (out, FALSE);
}

void
carrel_filter_chips_show (AdwWrapBox              *box,
                          CarrelLibrary           *library,
                          const char              *typed,
                          const CarrelFilterScope *scope)
{
  g_autoptr (GPtrArray) filters = carrel_query_list_filters (typed);
  g_autofree char *now = describe (typed, filters, scope);
  GtkWidget       *child;

  if (g_strcmp0 (now, g_object_get_data (G_OBJECT (box), MADE_FOR)) == 0)
    return;
  g_object_set_data_full (G_OBJECT (box), MADE_FOR, g_steal_pointer (&now), g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))))
    adw_wrap_box_remove (box, child);
  if (scope->elsewhere) {
    GtkWidget *chip = append_chip (box, _ ("Everywhere"), scope->everywhere);

    set_action (chip, "list.everywhere", NULL);
    gtk_accessible_update_state (
        GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_STATE_PRESSED,
        scope->everywhere ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  }
  for (guint i = 0; i < filters->len; i++)
    append_filter (box, library, typed, filters->pdata[i]);
  append_often (box, filters);
  if (scope->capped) {
    GtkWidget *chip = append_chip (box, _ ("All Results"), FALSE);

    gtk_widget_set_tooltip_text (
        chip,
        _ ("Only the newest 10,000 are in the order of their match; the others follow by age"));
    set_action (chip, "list.rank-all", NULL);
  }
}
