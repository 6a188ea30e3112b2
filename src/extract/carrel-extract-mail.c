/* carrel-extract-mail.c: the page of an archive that shows one letter of a list.
 *
 * Programs that keep such archives (Pipermail, MHonArc and their kin) put the letter into a <pre>
 * right in the page, between rules; above it the heads of a letter, and around both lists of links
 * to other letters. The letter is the text, and whoever sent it wrote it. Others (public-inbox,
 * MARC) put the heads into the <pre> too. Any thread; one pass over the page's own children and
 * what stands above the letter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-mail-private.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"

#include <string.h>

#define MAX_PARTS 60  /* children of the page */
#define MAX_ABOVE 400 /* nodes above the letter */
#define MAX_NAME 80   /* bytes */
#define MAX_HEAD 300  /* bytes of one head of a letter */

/* The only <pre> among the page's children, between two rules. (nullable) */
static CarrelNode *
find_letter (const CarrelNode *body)
{
  CarrelNode *letter = NULL;
  gboolean    ruled = FALSE, closed = FALSE;
  guint       n = 0;

  for (CarrelNode *part = body->first; part; part = part->next) {
    if (++n > MAX_PARTS || (part->tag == CARREL_TAG_PRE && letter) || part->tag == CARREL_TAG_DIV ||
        part->tag == CARREL_TAG_TABLE)
      return NULL;
    if (part->tag == CARREL_TAG_HR) {
      ruled |= !letter;
      closed |= letter != NULL;
    } else if (part->tag == CARREL_TAG_PRE) {
      letter = part;
    }
  }
  return ruled && closed ? letter : NULL;
}

/* «Ansgar Brandt» of «Ansgar Brandt <ansgar@example.org>», with quotes or without. (transfer full)
 * (nullable) */
static char *
read_name (const char *from)
{
  gsize            len = strcspn (from, "<(&");
  g_autofree char *part = g_strndup (from, len), *name = carrel_text_collapse (part, -1);
  gsize            start = strspn (name, "\"' "), end = strlen (name);

  while (end > start && strchr ("\"' ", name[end - 1]))
    end--;
  if (end - start < 2 || end - start > MAX_NAME || memchr (name + start, '@', end - start))
    return NULL;
  return g_strndup (name + start, end - start);
}

/* «From: …» as an item, or a name in bold before the address to which one answers. (transfer full)
 * (nullable) */
static char *
find_sender (CarrelNode *body, const CarrelNode *letter)
{
  guint n = 0;

  for (CarrelNode *node = body->first; node && node != letter && n < MAX_ABOVE;
       node = carrel_node_next (node, body, FALSE), n++) {
    const char *href = node->tag == CARREL_TAG_A ? carrel_node_get (node, "href") : NULL;
    CarrelNode *before = node->previous;

    while (before && before->type == CARREL_NODE_TEXT && carrel_node_is_blank (before))
      before = before->previous;
    if (node->tag == CARREL_TAG_LI) {
      g_autofree char *line = carrel_node_dup_text (node);

      if (g_ascii_strncasecmp (line, "From:", strlen ("From:")) == 0 && strlen (line) < MAX_HEAD)
        return read_name (line + strlen ("From:"));
    } else if (href && g_ascii_strncasecmp (href, "mailto:", strlen ("mailto:")) == 0 && before &&
               (before->tag == CARREL_TAG_B || before->tag == CARREL_TAG_STRONG)) {
      g_autofree char *line = carrel_node_dup_text (before);

      return read_name (line);
    }
  }
  return NULL;
}

/* The letter that begins with its own heads, as archives of programs' lists show it; those around
 * it tell of others. `written` is what it says. (nullable) */
static CarrelNode *
find_headed (CarrelExtraction *self, CarrelLetterHeads *heads, CarrelNode **written)
{
  guint n = 0;

  for (CarrelNode *part = self->body->first; part && n < MAX_PARTS; part = part->next, n++) {
    if (part->tag != CARREL_TAG_PRE)
      continue;
    *written = carrel_extract_write_letter (self, part, heads);
    if (*written)
      return part;
    carrel_letter_heads_clear (heads);
  }
  return NULL;
}

static void
take_heads (CarrelExtraction *self, const CarrelLetterHeads *heads)
{
  CarrelDraft     *draft = self->draft;
  g_autofree char *name = read_name (heads->from);
  int              offset = 0;
  gint64           time = carrel_time_read (heads->date, CARREL_TIME_ORDER_UNKNOWN, &offset);

  if (heads->subject && *heads->subject) {
    g_free (draft->title);
    draft->title = g_strdup (heads->subject);
    draft->from[CARREL_DRAFT_TITLE] = "text";
  }
  if (name) {
    g_free (draft->byline);
    draft->byline = g_steal_pointer (&name);
    draft->from[CARREL_DRAFT_BYLINE] = "text";
  }
  if (time) {
    draft->published = time;
    draft->published_offset = offset;
    draft->from[CARREL_DRAFT_PUBLISHED] = "text";
  }
}

void
carrel_extract_mail (CarrelExtraction *self)
{
  CarrelNode       *letter = self->chosen ? NULL : find_letter (self->body), *written = NULL, *next;
  CarrelLetterHeads heads = { 0 };
  g_autofree char  *sender = letter ? find_sender (self->body, letter) : NULL;

  if (self->chosen)
    return;
  if (sender) {
    written = carrel_extract_write_letter (self, letter, NULL);
    if (!self->draft->byline) {
      self->draft->byline = g_steal_pointer (&sender);
      self->draft->from[CARREL_DRAFT_BYLINE] = "text";
    }
  } else {
    letter = find_headed (self, &heads, &written);
    if (letter)
      take_heads (self, &heads);
    carrel_letter_heads_clear (&heads);
    if (!letter)
      return;
  }
  if (written) {
    carrel_node_insert_before (letter, written);
    carrel_node_unlink (letter);
    carrel_extract_mark (self, written);
    letter = written;
  }
  for (CarrelNode *part = self->body->first; part; part = next) {
    next = part->next;
    if (part != letter && part->tag != CARREL_TAG_SCRIPT)
      carrel_node_unlink (part);
  }
}
