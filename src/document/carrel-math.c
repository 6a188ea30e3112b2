/* carrel-math.c: TeX's mathematics, parsed. Any thread.
 *
 * One loop over the source with a stack of what is open: groups, fences, environments, commands
 * that wait for their arguments, scripts that wait for theirs. What is complete is delivered to the
 * frame on top, which keeps it or becomes complete by it. Rows keep their children on one common
 * stack until they close, so that nodes come out children first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-math-parser-private.h"

#include <string.h>

#define MAX_TEX 102400 /* bytes */

/* ── Groups and fences ── */

static void
end_group (CarrelMathParser *self)
{
  CarrelMathFrame *frame = carrel_math_parser_get_top (self);
  guint32          row;

  if (frame->kind == CARREL_MATH_FRAME_TABLE && !frame->name) {
    carrel_math_parser_end_table (self);
    return;
  }
  if (frame->kind != CARREL_MATH_FRAME_GROUP) {
    self->failed = TRUE;
    return;
  }
  row = carrel_math_parser_make_row (self, frame);
  carrel_math_parser_pop_frame (self);
  carrel_math_parser_deliver (self, row);
}

static void
end_option (CarrelMathParser *self)
{
  guint32 row = carrel_math_parser_make_row (self, carrel_math_parser_get_top (self));

  carrel_math_parser_pop_frame (self);
  carrel_math_parser_deliver (self, row);
}

static void
read_left (CarrelMathParser *self)
{
  gunichar open;

  if (!carrel_math_parser_read_delimiter (self, &open)) {
    self->failed = TRUE;
    return;
  }
  carrel_math_parser_push_frame (self, CARREL_MATH_FRAME_LEFT)->open = open;
}

static void
read_right (CarrelMathParser *self)
{
  CarrelMathFrame *frame = carrel_math_parser_get_top (self);
  gunichar         close;
  guint32          fence;

  if (frame->kind != CARREL_MATH_FRAME_LEFT || !carrel_math_parser_read_delimiter (self, &close)) {
    self->failed = TRUE;
    return;
  }
  fence = carrel_math_parser_make_row (self, frame);
  fence = carrel_math_parser_add_fence (self, frame->open, fence, close);
  carrel_math_parser_pop_frame (self);
  carrel_math_parser_deliver (self, fence);
}

static void
read_sized (CarrelMathParser *self, CarrelMathAtom atom, guint size)
{
  gunichar c;

  if (!carrel_math_parser_read_delimiter (self, &c)) {
    self->failed = TRUE;
    return;
  }
  carrel_math_parser_deliver (self, carrel_math_parser_add_delimiter (self, atom, c, size));
}

/* ── Commands ── */

/* Words of \text, without the commands in them that only matter to TeX. */
static char *
make_words (const char *start, const char *end)
{
  GString *words = g_string_new (NULL);

  for (const char *p = start; p < end; p++) {
    if (*p == '\\' && p + 1 < end) {
      p++;
      if (!g_ascii_isalpha (*p)) { /* an escaped character; \, and the like are spaces */
        g_string_append_c (words, strchr (",;:!", *p) ? ' ' : *p);
        if ((guchar) *p >= 0x80)
          for (; p + 1 < end && ((guchar) p[1] & 0xc0) == 0x80; p++)
            g_string_append_c (words, p[1]);
      } else {
        const char          *name = p;
        const CarrelCommand *command;

        while (p + 1 < end && g_ascii_isalpha (p[1]))
          p++;
        command = carrel_math_find_command (name, (gsize) (p + 1 - name));
        if (command && command->kind <= CARREL_COMMAND_DELIMITER)
          g_string_append (words, command->text);
        else if (command && command->kind == CARREL_COMMAND_SPACE)
          g_string_append_c (words, ' ');
        else if (!command)
          g_string_append_len (words, name - 1, p + 2 - name);
      }
    } else if (*p == '~' || g_ascii_isspace (*p)) {
      g_string_append_c (words, ' ');
    } else if (*p != '{' && *p != '}' && *p != '$') {
      g_string_append_c (words, *p);
    }
  }
  return g_string_free (words, FALSE);
}

static void
read_words (CarrelMathParser *self, CarrelMathAlphabet alphabet)
{
  const char      *start, *end;
  g_autofree char *words = NULL;

  if (!carrel_math_parser_read_raw (self, '{', '}', &start, &end)) {
    self->failed = TRUE;
    return;
  }
  words = make_words (start, end);
  carrel_math_parser_deliver (self,
                              carrel_math_parser_add_text (self, CARREL_MATH_TEXT, CARREL_MATH_ORD,
                                                           alphabet, words, strlen (words)));
}

static void
read_tag (CarrelMathParser *self)
{
  g_autofree char *words = NULL, *tag = NULL;
  gboolean         starred = carrel_math_parser_skip_character (self, '*');
  const char      *start, *end;

  if (!carrel_math_parser_read_raw (self, '{', '}', &start, &end) ||
      !carrel_math_parser_is_row (carrel_math_parser_get_top (self))) {
    self->failed = TRUE;
    return;
  }
  words = make_words (start, end);
  tag = starred ? g_steal_pointer (&words) : g_strdup_printf ("(%s)", words);
  carrel_math_parser_deliver (self, carrel_math_parser_add_space (self, 2));
  carrel_math_parser_deliver (
      self, carrel_math_parser_add_text (self, CARREL_MATH_TEXT, CARREL_MATH_ORD,
                                         CARREL_MATH_ALPHABET_UPRIGHT, tag, strlen (tag)));
}

static void
await_arguments (CarrelMathParser    *self,
                 const CarrelCommand *command,
                 guint                n,
                 gboolean             may_have_option)
{
  gboolean starred = command->kind == CARREL_COMMAND_OPERATOR &&
                     carrel_math_parser_skip_character (self, '*'),
           option;
  CarrelMathFrame *frame;

  carrel_math_parser_skip_space (self);
  option = may_have_option && carrel_math_parser_skip_character (self, '[');
  frame = carrel_math_parser_push_frame (self, CARREL_MATH_FRAME_ARGUMENTS);
  frame->command = command;
  frame->n_wanted = n + option;
  frame->starred = starred;
  if (command->kind == CARREL_COMMAND_ALPHABET)
    frame->alphabet = command->argument;
  else if (command->kind == CARREL_COMMAND_OPERATOR)
    frame->alphabet = CARREL_MATH_ALPHABET_UPRIGHT;
  if (option)
    carrel_math_parser_push_frame (self, CARREL_MATH_FRAME_OPTION);
}

/* \genfrac{(}{)}{0pt}{1}{n}{k}: what it is made of, then as \frac. */
static void
read_general_fraction (CarrelMathParser *self, const CarrelCommand *command)
{
  gunichar         fences[2] = { 0, 0 };
  const char      *start, *end;
  gboolean         bare = FALSE;
  CarrelMathStyle  style = CARREL_MATH_STYLE_INHERITED;
  CarrelMathFrame *frame;

  for (guint i = 0; i < 4; i++) {
    if (!carrel_math_parser_read_raw (self, '{', '}', &start, &end)) {
      self->failed = TRUE;
      return;
    }
    if (i < 2 && start < end)
      fences[i] = *start == '\\' && start + 1 < end ? (gunichar) start[1] : g_utf8_get_char (start);
    else if (i == 2)
      bare = start < end && strspn (start, "0.ptemx ") >= (gsize) (end - start);
    else if (i == 3 && start < end && *start >= '0' && *start <= '3')
      style = (CarrelMathStyle) (CARREL_MATH_STYLE_DISPLAY + *start - '0');
  }
  frame = carrel_math_parser_push_frame (self, CARREL_MATH_FRAME_ARGUMENTS);
  frame->command = command;
  frame->n_wanted = 2;
  frame->starred = bare;
  frame->style = (guint8) style;
  frame->open = fences[0];
  frame->close = fences[1];
}

static void
read_over (CarrelMathParser *self, const CarrelCommand *command)
{
  CarrelMathFrame *frame = carrel_math_parser_get_top (self);

  if (!carrel_math_parser_is_row (frame) || frame->over) {
    self->failed = TRUE;
    return;
  }
  frame->numerator = carrel_math_parser_make_row (self, frame);
  frame->over = command;
}

static void
read_dimension (CarrelMathParser *self, gboolean braced)
{
  const char *start = self->p, *end;

  if (braced) {
    carrel_math_parser_skip_character (self, '*');
    if (!carrel_math_parser_read_raw (self, '{', '}', &start, &end)) {
      self->failed = TRUE;
      return;
    }
  } else {
    while (self->p < self->end && (g_ascii_isdigit (*self->p) || strchr ("+-. ", *self->p)))
      self->p++;
    while (self->p < self->end && g_ascii_isalpha (*self->p) && self->p - start < 16)
      self->p++;
    end = self->p;
  }
  carrel_math_parser_deliver (
      self, carrel_math_parser_add_space (self, carrel_math_parser_read_length (start, end)));
}

static void
read_substack (CarrelMathParser *self)
{
  carrel_math_parser_skip_space (self);
  if (!carrel_math_parser_skip_character (self, '{')) {
    self->failed = TRUE;
    return;
  }
  carrel_math_parser_begin_table (self, carrel_math_find_environment ("smallmatrix"), NULL);
}

static void
set_limits (CarrelMathParser *self, gboolean limits)
{
  CarrelMathFrame *frame = carrel_math_parser_get_top (self);
  CarrelMathNode  *last;

  if (!carrel_math_parser_is_row (frame) || self->items->len == frame->items)
    return;
  last = carrel_math_parser_get_node (self,
                                      g_array_index (self->items, guint32, self->items->len - 1));
  last->limits = FALSE;
  last->stacked = limits && last->atom == CARREL_MATH_OP;
}

static void
skip_arguments (CarrelMathParser *self, guint n)
{
  const char *start, *end;

  for (guint i = 0; i < n; i++) {
    carrel_math_parser_skip_space (self);
    if (self->p < self->end && *self->p == '[')
      self->failed |= !carrel_math_parser_read_raw (self, '[', ']', &start, &end);
    self->failed |= !carrel_math_parser_read_raw (self, '{', '}', &start, &end);
  }
}

static void
do_command (CarrelMathParser *self, const CarrelCommand *command)
{
  guint32 index;

  switch ((CarrelCommandKind) command->kind) {
  case CARREL_COMMAND_SYMBOL:
    index = carrel_math_parser_add_text (
        self, CARREL_MATH_SYMBOL, (CarrelMathAtom) command->argument,
        (CarrelMathAlphabet) carrel_math_parser_get_top (self)->alphabet, command->text,
        strlen (command->text));
    carrel_math_parser_deliver (self, index);
    return;
  case CARREL_COMMAND_LARGE:
  case CARREL_COMMAND_FUNCTION:
    index = carrel_math_parser_add_symbol (self, CARREL_MATH_OP, command->text);
    carrel_math_parser_get_node (self, index)->alphabet = CARREL_MATH_ALPHABET_UPRIGHT;
    carrel_math_parser_get_node (self, index)->large = command->kind == CARREL_COMMAND_LARGE;
    carrel_math_parser_get_node (self, index)->limits = command->argument;
    carrel_math_parser_deliver (self, index);
    return;
  case CARREL_COMMAND_DELIMITER:
    carrel_math_parser_deliver (self, carrel_math_parser_add_symbol (
                                          self, (CarrelMathAtom) command->argument, command->text));
    return;
  case CARREL_COMMAND_SPACE:
    carrel_math_parser_deliver (
        self, carrel_math_parser_add_space (self, (double) (gint8) command->argument / 18));
    return;
  case CARREL_COMMAND_SWITCH:
    carrel_math_parser_get_top (self)->alphabet = command->argument;
    return;
  case CARREL_COMMAND_STYLE:
    carrel_math_parser_get_top (self)->style = command->argument;
    return;
  case CARREL_COMMAND_WORDS:
    read_words (self, (CarrelMathAlphabet) command->argument);
    return;
  case CARREL_COMMAND_FRACTION:
  case CARREL_COMMAND_BINOMIAL:
  case CARREL_COMMAND_STACK:
    await_arguments (self, command, 2, FALSE);
    return;
  case CARREL_COMMAND_ROOT:
  case CARREL_COMMAND_ARROW:
    await_arguments (self, command, 1, TRUE);
    return;
  case CARREL_COMMAND_ALPHABET:
  case CARREL_COMMAND_ACCENT:
  case CARREL_COMMAND_UNDER:
  case CARREL_COMMAND_NOT:
  case CARREL_COMMAND_ATOM:
  case CARREL_COMMAND_OPERATOR:
  case CARREL_COMMAND_WRAP:
  case CARREL_COMMAND_MOD:
    await_arguments (self, command, 1, FALSE);
    return;
  case CARREL_COMMAND_GENFRAC:
    read_general_fraction (self, command);
    return;
  case CARREL_COMMAND_BIG:
    read_sized (self, (CarrelMathAtom) (command->argument / 16), command->argument % 16);
    return;
  case CARREL_COMMAND_LEFT:
    read_left (self);
    return;
  case CARREL_COMMAND_MIDDLE:
    self->failed |= carrel_math_parser_get_top (self)->kind != CARREL_MATH_FRAME_LEFT;
    read_sized (self, CARREL_MATH_REL, 0);
    return;
  case CARREL_COMMAND_RIGHT:
    read_right (self);
    return;
  case CARREL_COMMAND_BEGIN:
    carrel_math_parser_read_begin (self);
    return;
  case CARREL_COMMAND_END:
    carrel_math_parser_read_end (self);
    return;
  case CARREL_COMMAND_LINE:
    carrel_math_parser_read_line (self);
    return;
  case CARREL_COMMAND_HLINE:
    carrel_math_parser_get_top (self)->ruled = TRUE;
    return;
  case CARREL_COMMAND_LIMITS:
    set_limits (self, command->argument);
    return;
  case CARREL_COMMAND_OVER:
    read_over (self, command);
    return;
  case CARREL_COMMAND_SUBSTACK:
    read_substack (self);
    return;
  case CARREL_COMMAND_DIMENSION:
    read_dimension (self, command->argument);
    return;
  case CARREL_COMMAND_TAG:
    read_tag (self);
    return;
  case CARREL_COMMAND_SKIP:
  default:
    skip_arguments (self, command->argument);
    return;
  }
}

static void
read_command (CarrelMathParser *self)
{
  const CarrelCommand *command;
  const char          *name;
  gsize                len;

  carrel_math_parser_read_name (self, &name, &len);
  command = carrel_math_find_command (name, len);
  if (len == 0)
    self->failed = TRUE;
  else if (command)
    do_command (self, command);
  else /* its name says more than a hole */
    carrel_math_parser_deliver (
        self, carrel_math_parser_add_text (self, CARREL_MATH_TEXT, CARREL_MATH_ORD,
                                           CARREL_MATH_ALPHABET_MONO, name - 1, len + 1));
}

/* ── Characters ── */

/* A number in a row is one thing, and so is a word of upright letters. */
static gsize
get_run (CarrelMathParser *self, const char *start)
{
  const CarrelMathFrame *frame = carrel_math_parser_get_top (self);
  const char            *p = g_utf8_next_char (start);
  gboolean word = g_ascii_isalpha (*start) && frame->alphabet != CARREL_MATH_ALPHABET_USUAL &&
                  frame->alphabet != CARREL_MATH_ALPHABET_BOLD_ITALIC;

  if (!carrel_math_parser_is_row (frame))
    return (gsize) (p - start);
  if (g_ascii_isdigit (*start))
    while (p < self->end && (g_ascii_isdigit (*p) ||
                             (strchr (".,", *p) && p + 1 < self->end && g_ascii_isdigit (p[1]))))
      p++;
  else if (word)
    while (p < self->end && g_ascii_isalpha (*p))
      p++;
  return (gsize) (p - start);
}

static void
read_character (CarrelMathParser *self)
{
  static const struct {
    char        character;
    const char *text;
  } others[] = { { '-', "−" }, { '*', "∗" }, { '`', "‘" }, { '"', "”" } };
  const char *start = self->p;
  gunichar    c = g_utf8_get_char (start);
  gsize       len = get_run (self, start);
  gboolean    limits = FALSE;
  guint32     index;

  self->p += len;
  index = carrel_math_parser_add_text (
      self, CARREL_MATH_SYMBOL, carrel_math_get_atom (c),
      (CarrelMathAlphabet) carrel_math_parser_get_top (self)->alphabet, start, len);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i].character == *start)
      carrel_math_parser_get_node (self, index)->text = others[i].text;
  if (carrel_math_is_large (c, &limits)) {
    carrel_math_parser_get_node (self, index)->large = TRUE;
    carrel_math_parser_get_node (self, index)->limits = limits;
  }
  carrel_math_parser_deliver (self, index);
}

static void
read_one (CarrelMathParser *self)
{
  char c = *self->p;

  switch (c) {
  case '\\':
    self->p++;
    read_command (self);
    return;
  case '{':
    self->p++;
    carrel_math_parser_push_frame (self, CARREL_MATH_FRAME_GROUP);
    return;
  case '}':
    self->p++;
    end_group (self);
    return;
  case '^':
  case '_':
  case '\'':
    self->p++;
    carrel_math_parser_begin_script (self, c);
    return;
  case '&':
    self->p++;
    carrel_math_parser_read_column (self, carrel_math_parser_get_top (self));
    return;
  case '~':
    self->p++;
    carrel_math_parser_deliver (self, carrel_math_parser_add_space (self, .33));
    return;
  case '$': /* left over around the formula */
    self->p++;
    return;
  case '\0':
    self->failed = TRUE;
    return;
  case ']':
    if (carrel_math_parser_get_top (self)->kind == CARREL_MATH_FRAME_OPTION) {
      self->p++;
      end_option (self);
      return;
    }
    break;
  default:
    break;
  }
  read_character (self);
}

/* ── The whole ── */

static void
finish (CarrelMathParser *self)
{
  CarrelMathFrame *root = carrel_math_parser_get_top (self);

  if (root->kind != CARREL_MATH_FRAME_ROOT) {
    self->failed = TRUE;
    return;
  }
  if (root->cells) {
    guint32 table = carrel_math_parser_close_table (
        self, root, root->aligned ? CARREL_MATH_TABLE_ALIGNED : CARREL_MATH_TABLE_LINES);

    if (!self->failed)
      carrel_math_parser_get_node (self, table)->style =
          self->math->display ? CARREL_MATH_STYLE_DISPLAY : CARREL_MATH_STYLE_INLINE;
    return;
  }
  {
    guint32 row = carrel_math_parser_make_row (self, root);

    carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, &row, 1);
  }
}

CarrelMath *
carrel_math_parse (const char *tex, gssize len, gboolean display)
{
  gsize n = len < 0 ? strlen (tex) : (gsize) len;
  g_autoptr (CarrelMath) math = NULL;
  CarrelMathParser parser = { 0 };

  if (n > MAX_TEX || !g_utf8_validate_len (tex, n, NULL))
    return NULL;
  math = g_new0 (CarrelMath, 1);
  g_ref_count_init (&math->references);
  math->nodes = g_array_new (FALSE, FALSE, sizeof (CarrelMathNode));
  math->strings = g_string_chunk_new (256);
  math->display = display;
  parser.math = math;
  parser.p = tex;
  parser.end = tex + n;
  parser.frames = g_array_new (FALSE, FALSE, sizeof (CarrelMathFrame));
  parser.items = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_set_clear_func (parser.frames, carrel_math_parser_clear_frame);
  carrel_math_parser_push_frame (&parser, CARREL_MATH_FRAME_ROOT);
  for (carrel_math_parser_skip_space (&parser); parser.p < parser.end && !parser.failed;
       carrel_math_parser_skip_space (&parser))
    read_one (&parser);
  if (!parser.failed)
    finish (&parser);
  g_array_unref (parser.frames);
  g_array_unref (parser.items);
  return parser.failed ? NULL : g_steal_pointer (&math);
}

CarrelMath *
carrel_math_ref (CarrelMath *self)
{
  g_ref_count_inc (&self->references);
  return self;
}

void
carrel_math_unref (CarrelMath *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  g_array_unref (self->nodes);
  g_string_chunk_free (self->strings);
  g_free (self);
}

gboolean
carrel_math_is_display (CarrelMath *self)
{
  return self->display;
}

const CarrelMathNode *
carrel_math_get_nodes (CarrelMath *self, guint *n_nodes)
{
  *n_nodes = self->nodes->len;
  return (const CarrelMathNode *) (gpointer) self->nodes->data;
}
