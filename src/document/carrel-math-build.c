/* carrel-math-build.c: nodes, what is open while they are made, and how what is complete is
 * delivered. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-math-parser-private.h"

#include <string.h>

#define MAX_DEPTH 200      /* frames */
#define MAX_NODE_DEPTH 600 /* a frame makes up to three nodes around what it holds */

/* ── Nodes ── */

CarrelMathNode *
carrel_math_parser_get_node (CarrelMathParser *self, guint32 index)
{
  return &g_array_index (self->math->nodes, CarrelMathNode, index);
}

guint32
carrel_math_parser_add_node (CarrelMathParser *self,
                             CarrelMathKind    kind,
                             CarrelMathAtom    atom,
                             const guint32    *children,
                             guint             n_children)
{
  CarrelMathNode node = { .kind = (guint8) kind,
                          .atom = (guint8) atom,
                          .first = CARREL_MATH_NONE,
                          .next = CARREL_MATH_NONE };
  guint          depth = 0;

  for (guint i = 0; i < n_children; i++) {
    CarrelMathNode *child = carrel_math_parser_get_node (self, children[i]);

    depth = MAX (depth, child->depth + 1u);
    child->next = i + 1 < n_children ? children[i + 1] : CARREL_MATH_NONE;
  }
  if (n_children > 0)
    node.first = children[0];
  node.depth = (guint16) MIN (depth, G_MAXUINT16);
  self->failed |= depth > MAX_NODE_DEPTH;
  g_array_append_val (self->math->nodes, node);
  return self->math->nodes->len - 1;
}

guint32
carrel_math_parser_add_text (CarrelMathParser  *self,
                             CarrelMathKind     kind,
                             CarrelMathAtom     atom,
                             CarrelMathAlphabet alphabet,
                             const char        *text,
                             gsize              len)
{
  guint32 index = carrel_math_parser_add_node (self, kind, atom, NULL, 0);

  carrel_math_parser_get_node (self, index)->alphabet = (guint8) alphabet;
  carrel_math_parser_get_node (self, index)->text =
      g_string_chunk_insert_len (self->math->strings, text, (gssize) len);
  return index;
}

guint32
carrel_math_parser_add_symbol (CarrelMathParser *self, CarrelMathAtom atom, const char *text)
{
  return carrel_math_parser_add_text (self, CARREL_MATH_SYMBOL, atom, CARREL_MATH_ALPHABET_USUAL,
                                      text, strlen (text));
}

guint32
carrel_math_parser_add_space (CarrelMathParser *self, double em)
{
  guint32 index = carrel_math_parser_add_node (self, CARREL_MATH_SPACE, CARREL_MATH_ORD, NULL, 0);

  carrel_math_parser_get_node (self, index)->width = (float) CLAMP (em, -10, 100);
  return index;
}

guint32
carrel_math_parser_add_delimiter (CarrelMathParser *self,
                                  CarrelMathAtom    atom,
                                  gunichar          c,
                                  guint             size)
{
  guint32 index = carrel_math_parser_add_node (self, CARREL_MATH_DELIMITER, atom, NULL, 0);

  carrel_math_parser_get_node (self, index)->open = c;
  carrel_math_parser_get_node (self, index)->size = (guint8) size;
  return index;
}

guint32
carrel_math_parser_add_fence (CarrelMathParser *self, gunichar open, guint32 child, gunichar close)
{
  guint32 index =
      carrel_math_parser_add_node (self, CARREL_MATH_FENCE, CARREL_MATH_INNER, &child, 1);

  carrel_math_parser_get_node (self, index)->open = open;
  carrel_math_parser_get_node (self, index)->close = close;
  return index;
}

/* ── Frames ── */

CarrelMathFrame *
carrel_math_parser_get_top (CarrelMathParser *self)
{
  return &g_array_index (self->frames, CarrelMathFrame, self->frames->len - 1);
}

void
carrel_math_parser_clear_frame (gpointer data)
{
  CarrelMathFrame *frame = data;

  g_free (frame->name);
  g_clear_pointer (&frame->cells, g_array_unref);
}

CarrelMathFrame *
carrel_math_parser_push_frame (CarrelMathParser *self, CarrelMathFrameKind kind)
{
  CarrelMathFrame frame = { .kind = kind,
                            .items = self->items->len,
                            .numerator = CARREL_MATH_NONE,
                            .base = CARREL_MATH_NONE,
                            .below = CARREL_MATH_NONE,
                            .above = CARREL_MATH_NONE };

  if (self->frames->len > 0)
    frame.alphabet = carrel_math_parser_get_top (self)->alphabet;
  self->failed |= self->frames->len >= MAX_DEPTH;
  g_array_append_val (self->frames, frame);
  return carrel_math_parser_get_top (self);
}

void
carrel_math_parser_pop_frame (CarrelMathParser *self)
{
  g_array_set_size (self->frames, self->frames->len - 1);
}

gboolean
carrel_math_parser_is_row (const CarrelMathFrame *frame)
{
  return frame->kind <= CARREL_MATH_FRAME_OPTION;
}

/* ── The source ── */

void
carrel_math_parser_skip_space (CarrelMathParser *self)
{
  while (self->p < self->end) {
    if (*self->p == '%') {
      while (self->p < self->end && *self->p != '\n')
        self->p++;
    } else if (g_ascii_isspace (*self->p)) {
      self->p++;
    } else {
      break;
    }
  }
}

gboolean
carrel_math_parser_skip_character (CarrelMathParser *self, char c)
{
  if (self->p >= self->end || *self->p != c)
    return FALSE;
  self->p++;
  return TRUE;
}

/* What stands between `open` and its `close`, with what is nested in it. */
gboolean
carrel_math_parser_read_raw (
    CarrelMathParser *self, char open, char close, const char **start, const char **end)
{
  guint depth = 1;

  carrel_math_parser_skip_space (self);
  if (!carrel_math_parser_skip_character (self, open))
    return FALSE;
  *start = self->p;
  for (; self->p < self->end; self->p++) {
    if (*self->p == '\\' && self->p + 1 < self->end) {
      self->p++;
      continue;
    }
    if (*self->p == open && open != close)
      depth++;
    else if (*self->p == close && --depth == 0)
      break;
  }
  if (self->p >= self->end)
    return FALSE;
  *end = self->p++;
  return TRUE;
}

/* After \: the name, letters or one character. */
void
carrel_math_parser_read_name (CarrelMathParser *self, const char **name, gsize *len)
{
  *name = self->p;
  while (self->p < self->end && g_ascii_isalpha (*self->p))
    self->p++;
  if (self->p == *name && self->p < self->end)
    self->p = g_utf8_next_char (self->p);
  *len = (gsize) (self->p - *name);
}

/* (, \rangle, . …; FALSE when none stands there. */
gboolean
carrel_math_parser_read_delimiter (CarrelMathParser *self, gunichar *delimiter)
{
  gunichar c;

  carrel_math_parser_skip_space (self);
  if (self->p >= self->end)
    return FALSE;
  c = g_utf8_get_char (self->p);
  if (c == '\\') {
    const CarrelCommand *command;
    const char          *name;
    gsize                len;

    self->p++;
    carrel_math_parser_read_name (self, &name, &len);
    command = carrel_math_find_command (name, len);
    if (!command || command->kind != CARREL_COMMAND_DELIMITER)
      return FALSE;
    *delimiter = g_utf8_get_char (command->text);
    return TRUE;
  }
  self->p = g_utf8_next_char (self->p);
  if (c == '<' || c == '>')
    c = c == '<' ? 0x27e8 : 0x27e9;
  *delimiter = c == '.' ? 0 : c;
  return c < 0x80 ? strchr ("()[]|/.", (int) c) != NULL
                  : carrel_math_get_atom (c) == CARREL_MATH_OPEN ||
                        carrel_math_get_atom (c) == CARREL_MATH_CLOSE || c == 0x2016;
}

/* «2em», «-.5ex», in em; 0 for what isn't known. */
double
carrel_math_parser_read_length (const char *start, const char *end)
{
  static const struct {
    char   unit[3];
    double em;
  } units[] = { { "em", 1 },        { "mu", 1.0 / 18 }, { "ex", .45 }, { "pt", .1 },
                { "px", 1.0 / 18 }, { "cm", 2.85 },     { "mm", .285 } };
  g_autofree char *text = g_strndup (start, (gsize) (end - start));
  char            *unit;
  double           number = g_ascii_strtod (g_strstrip (text), &unit);

  while (*unit == ' ')
    unit++;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_prefix (unit, units[i].unit))
      return number > -1e6 && number < 1e6 ? number * units[i].em : 0;
  return 0;
}

/* ── Delivering ── */

/* What a row frame holds so far, as a node. */
guint32
carrel_math_parser_make_row (CarrelMathParser *self, CarrelMathFrame *frame)
{
  guint          n = self->items->len - frame->items;
  const guint32 *items = n > 0 ? &g_array_index (self->items, guint32, frame->items) : NULL;
  guint32        row;

  if (n == 1 && carrel_math_parser_get_node (self, items[0])->atom == CARREL_MATH_ORD &&
      carrel_math_parser_get_node (self, items[0])->kind != CARREL_MATH_SPACE)
    row = items[0];
  else
    row = carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, items, n);
  g_array_set_size (self->items, frame->items);
  if (frame->over) {
    guint32     parts[2] = { frame->numerator, row };
    const char *around = frame->over->text;

    row = carrel_math_parser_add_node (self, CARREL_MATH_FRACTION, CARREL_MATH_INNER, parts, 2);
    carrel_math_parser_get_node (self, row)->bare = !frame->over->argument;
    if (*around != '/')
      row = carrel_math_parser_add_fence (self, (gunichar) around[0], row, (gunichar) around[1]);
    frame->over = NULL;
  }
  return row;
}

static guint32
make_mod (CarrelMathParser *self, const CarrelMathFrame *frame)
{
  guint32 parts[6];
  guint   n = 0;

  parts[n++] = carrel_math_parser_add_space (self, frame->command->argument ? .45 : .65);
  if (frame->command->argument)
    parts[n++] = carrel_math_parser_add_symbol (self, CARREL_MATH_OPEN, "(");
  parts[n++] = carrel_math_parser_add_text (self, CARREL_MATH_TEXT, CARREL_MATH_ORD,
                                            CARREL_MATH_ALPHABET_UPRIGHT, "mod", 3);
  parts[n++] = carrel_math_parser_add_space (self, .34);
  parts[n++] = frame->arguments[0];
  if (frame->command->argument)
    parts[n++] = carrel_math_parser_add_symbol (self, CARREL_MATH_CLOSE, ")");
  return carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, parts, n);
}

static guint32
make_stack (CarrelMathParser *self, const CarrelMathFrame *frame)
{
  guint32        parts[3] = { frame->arguments[1], frame->arguments[0], CARREL_MATH_NONE }, index;
  CarrelMathAtom atom =
      frame->command->argument == CARREL_STACK_RELATION
          ? CARREL_MATH_REL
          : (CarrelMathAtom) carrel_math_parser_get_node (self, frame->arguments[1])->atom;

  parts[2] = frame->arguments[0];
  parts[1] = carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, NULL, 0);
  if (frame->command->argument == CARREL_STACK_BELOW) {
    parts[2] = parts[1];
    parts[1] = frame->arguments[0];
  }
  index = carrel_math_parser_add_node (self, CARREL_MATH_SCRIPTS, atom, parts, 3);
  carrel_math_parser_get_node (self, index)->stacked = TRUE;
  return index;
}

static guint32
make_negated (CarrelMathParser *self, guint32 index)
{
  CarrelMathNode *node = carrel_math_parser_get_node (self, index);

  if (node->kind == CARREL_MATH_SYMBOL) {
    g_autofree char *text = g_strconcat (node->text, "\xcc\xb8", NULL);
    g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);

    node->text = g_string_chunk_insert (self->math->strings, composed ? composed : text);
    node->atom = CARREL_MATH_REL;
    return index;
  }
  return carrel_math_parser_add_node (self, CARREL_MATH_CANCEL, (CarrelMathAtom) node->atom, &index,
                                      1);
}

/* All arguments are there. */
static guint32
make_command (CarrelMathParser *self, const CarrelMathFrame *frame)
{
  const CarrelCommand *command = frame->command;
  guint32              index;

  switch ((CarrelCommandKind) command->kind) {
  case CARREL_COMMAND_ACCENT:
  case CARREL_COMMAND_UNDER:
    index = carrel_math_parser_add_node (
        self, CARREL_MATH_ACCENT,
        command->argument == CARREL_MATH_MARK_BRACE ? CARREL_MATH_OP : CARREL_MATH_ORD,
        frame->arguments, 1);
    carrel_math_parser_get_node (self, index)->mark = command->argument;
    carrel_math_parser_get_node (self, index)->under = command->kind == CARREL_COMMAND_UNDER;
    carrel_math_parser_get_node (self, index)->text = command->text;
    carrel_math_parser_get_node (self, index)->stacked =
        command->argument == CARREL_MATH_MARK_BRACE;
    return index;
  case CARREL_COMMAND_FRACTION:
  case CARREL_COMMAND_BINOMIAL:
    index = carrel_math_parser_add_node (self, CARREL_MATH_FRACTION, CARREL_MATH_INNER,
                                         frame->arguments, 2);
    carrel_math_parser_get_node (self, index)->style = command->argument;
    if (command->kind == CARREL_COMMAND_FRACTION)
      return index;
    carrel_math_parser_get_node (self, index)->bare = TRUE;
    index = carrel_math_parser_add_fence (self, '(', index, ')');
    carrel_math_parser_get_node (self, index)->style = command->argument;
    return index;
  case CARREL_COMMAND_GENFRAC:
    index = carrel_math_parser_add_node (self, CARREL_MATH_FRACTION, CARREL_MATH_INNER,
                                         frame->arguments, 2);
    carrel_math_parser_get_node (self, index)->style = frame->style;
    carrel_math_parser_get_node (self, index)->bare = frame->starred;
    if (frame->open || frame->close)
      index = carrel_math_parser_add_fence (self, frame->open, index, frame->close);
    return index;
  case CARREL_COMMAND_ROOT: {
    guint32 parts[2] = { frame->arguments[frame->n_wanted - 1], frame->arguments[0] };

    return carrel_math_parser_add_node (self, CARREL_MATH_ROOT, CARREL_MATH_ORD, parts,
                                        frame->n_wanted);
  }
  case CARREL_COMMAND_ARROW: {
    guint32 parts[2] = { frame->arguments[frame->n_wanted - 1], frame->arguments[0] };

    index = carrel_math_parser_add_node (self, CARREL_MATH_ARROW, CARREL_MATH_REL, parts,
                                         frame->n_wanted);
    carrel_math_parser_get_node (self, index)->open = g_utf8_get_char (command->text);
    return index;
  }
  case CARREL_COMMAND_STACK:
    return make_stack (self, frame);
  case CARREL_COMMAND_MOD:
    return make_mod (self, frame);
  case CARREL_COMMAND_NOT:
    return make_negated (self, frame->arguments[0]);
  case CARREL_COMMAND_WRAP:
    return carrel_math_parser_add_node (self, (CarrelMathKind) command->argument, CARREL_MATH_ORD,
                                        frame->arguments, 1);
  case CARREL_COMMAND_ATOM:
  case CARREL_COMMAND_OPERATOR:
    index = carrel_math_parser_add_node (
        self, CARREL_MATH_ROW,
        command->kind == CARREL_COMMAND_ATOM ? (CarrelMathAtom) command->argument : CARREL_MATH_OP,
        frame->arguments, 1);
    carrel_math_parser_get_node (self, index)->limits =
        carrel_math_parser_get_node (self, index)->atom == CARREL_MATH_OP &&
        (command->kind == CARREL_COMMAND_ATOM || frame->starred);
    return index;
  default:
    return frame->arguments[0];
  }
}

static guint32
make_scripts (CarrelMathParser *self, const CarrelMathFrame *frame)
{
  guint32               parts[3] = { frame->base, frame->below, frame->above }, index;
  const CarrelMathNode *base;

  if (frame->n_primes > 0) {
    g_autofree guint32 *primes = g_new (guint32, frame->n_primes + 1);

    for (guint i = 0; i < frame->n_primes; i++)
      primes[i] = carrel_math_parser_add_symbol (self, CARREL_MATH_ORD, "′");
    primes[frame->n_primes] = frame->above;
    parts[2] = carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, primes,
                                            frame->n_primes + (frame->above != CARREL_MATH_NONE));
  }
  for (guint i = 0; i < 3; i++)
    if (parts[i] == CARREL_MATH_NONE)
      parts[i] = carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, NULL, 0);
  base = carrel_math_parser_get_node (self, parts[0]);
  index = carrel_math_parser_add_node (self, CARREL_MATH_SCRIPTS, (CarrelMathAtom) base->atom,
                                       parts, 3);
  carrel_math_parser_get_node (self, index)->limits =
      carrel_math_parser_get_node (self, parts[0])->limits;
  carrel_math_parser_get_node (self, index)->stacked =
      carrel_math_parser_get_node (self, parts[0])->stacked &&
      carrel_math_parser_get_node (self, parts[0])->kind != CARREL_MATH_SCRIPTS;
  carrel_math_parser_get_node (self, index)->style =
      carrel_math_parser_get_node (self, parts[0])->style;
  return index;
}

/* Goes on with the other script, if it follows; TRUE when nothing more does. */
static gboolean
is_script_complete (CarrelMathParser *self, CarrelMathFrame *frame)
{
  carrel_math_parser_skip_space (self);
  while (frame->above == CARREL_MATH_NONE && carrel_math_parser_skip_character (self, '\''))
    frame->n_primes++;
  carrel_math_parser_skip_space (self);
  if (frame->above == CARREL_MATH_NONE && carrel_math_parser_skip_character (self, '^')) {
    frame->awaits_above = TRUE;
    return FALSE;
  }
  if (frame->below == CARREL_MATH_NONE && carrel_math_parser_skip_character (self, '_')) {
    frame->awaits_above = FALSE;
    return FALSE;
  }
  return TRUE;
}

/* A node is complete: the frame on top takes it, and may be complete by that. */
void
carrel_math_parser_deliver (CarrelMathParser *self, guint32 index)
{
  while (!self->failed) {
    CarrelMathFrame *frame = carrel_math_parser_get_top (self);

    if (carrel_math_parser_is_row (frame)) {
      if (carrel_math_parser_get_node (self, index)->style == CARREL_MATH_STYLE_INHERITED)
        carrel_math_parser_get_node (self, index)->style = frame->style;
      g_array_append_val (self->items, index);
      return;
    }
    if (frame->kind == CARREL_MATH_FRAME_ARGUMENTS) {
      frame->arguments[frame->n_arguments++] = index;
      if (frame->n_arguments < frame->n_wanted)
        return;
      index = make_command (self, frame);
    } else {
      if (frame->awaits_above)
        frame->above = index;
      else
        frame->below = index;
      if (!is_script_complete (self, frame))
        return;
      index = make_scripts (self, frame);
    }
    carrel_math_parser_pop_frame (self);
  }
}

/* ── Scripts ── */

void
carrel_math_parser_begin_script (CarrelMathParser *self, char c)
{
  CarrelMathFrame *frame = carrel_math_parser_get_top (self);
  guint32          base = CARREL_MATH_NONE;

  if (!carrel_math_parser_is_row (frame)) {
    self->failed = TRUE;
    return;
  }
  if (self->items->len > frame->items) {
    guint32 last = g_array_index (self->items, guint32, self->items->len - 1);

    if (carrel_math_parser_get_node (self, last)->kind != CARREL_MATH_SPACE) {
      base = last;
      g_array_set_size (self->items, self->items->len - 1);
    }
  }
  frame = carrel_math_parser_push_frame (self, CARREL_MATH_FRAME_SCRIPTS);
  frame->base = base;
  frame->awaits_above = c == '^';
  if (c == '\'') {
    frame->n_primes = 1;
    if (is_script_complete (self, frame)) {
      guint32 index = make_scripts (self, frame);

      carrel_math_parser_pop_frame (self);
      carrel_math_parser_deliver (self, index);
    }
  }
}
