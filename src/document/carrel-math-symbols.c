/* carrel-math-symbols.c: finding commands, environments, and what a character is. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-math-private.h"

#include <string.h>

#define TABLE(name, kind, style)                                                                   \
  { name, CARREL_MATH_TABLE_##kind, CARREL_MATH_STYLE_##style, FALSE, 0, 0 }
#define FENCED(name, kind, open, close)                                                            \
  { name, CARREL_MATH_TABLE_##kind, CARREL_MATH_STYLE_INLINE, FALSE, open, close }

static const CarrelEnvironment environments[] = {
  TABLE ("matrix", MATRIX, INLINE),
  FENCED ("pmatrix", MATRIX, '(', ')'),
  FENCED ("bmatrix", MATRIX, '[', ']'),
  FENCED ("Bmatrix", MATRIX, '{', '}'),
  FENCED ("vmatrix", MATRIX, '|', '|'),
  FENCED ("Vmatrix", MATRIX, 0x2016, 0x2016),
  TABLE ("smallmatrix", SMALL, SCRIPT),
  { "array", CARREL_MATH_TABLE_ARRAY, CARREL_MATH_STYLE_INLINE, TRUE, 0, 0 },
  FENCED ("cases", CASES, '{', 0),
  FENCED ("rcases", CASES, 0, '}'),
  { "dcases", CARREL_MATH_TABLE_CASES, CARREL_MATH_STYLE_DISPLAY, FALSE, '{', 0 },
  TABLE ("aligned", ALIGNED, DISPLAY),
  TABLE ("align", ALIGNED, DISPLAY),
  { "alignat", CARREL_MATH_TABLE_ALIGNED, CARREL_MATH_STYLE_DISPLAY, TRUE, 0, 0 },
  { "alignedat", CARREL_MATH_TABLE_ALIGNED, CARREL_MATH_STYLE_DISPLAY, TRUE, 0, 0 },
  TABLE ("flalign", ALIGNED, DISPLAY),
  TABLE ("split", ALIGNED, DISPLAY),
  TABLE ("eqnarray", ALIGNED, DISPLAY),
  TABLE ("gather", LINES, DISPLAY),
  TABLE ("gathered", LINES, DISPLAY),
  TABLE ("multline", LINES, DISPLAY),
  TABLE ("equation", LINES, DISPLAY),
  TABLE ("displaymath", LINES, DISPLAY),
  TABLE ("math", LINES, INLINE),
  { "subarray", CARREL_MATH_TABLE_SMALL, CARREL_MATH_STYLE_SCRIPT, TRUE, 0, 0 },
};

/* ── Looking up ── */

typedef struct {
  GHashTable *by_name;      /* (element-type utf8 CarrelCommand) */
  GHashTable *by_character; /* (element-type unichar CarrelCommand) */
} Index;

static const Index *
get_index (void)
{
  static Index *index;

  if (g_once_init_enter_pointer (&index)) {
    Index *made = g_new0 (Index, 1);

    made->by_name = g_hash_table_new (g_str_hash, g_str_equal);
    made->by_character = g_hash_table_new (NULL, NULL);
    for (guint i = 0; i < carrel_math_n_commands; i++) {
      const CarrelCommand *command = &carrel_math_commands[i];
      gboolean             character =
          command->kind <= CARREL_COMMAND_LARGE || command->kind == CARREL_COMMAND_DELIMITER;

      g_hash_table_insert (made->by_name, (gpointer) command->name, (gpointer) command);
      if (character && *g_utf8_next_char (command->text) == '\0' &&
          !g_hash_table_contains (made->by_character,
                                  GUINT_TO_POINTER (g_utf8_get_char (command->text))))
        g_hash_table_insert (made->by_character, GUINT_TO_POINTER (g_utf8_get_char (command->text)),
                             (gpointer) command);
    }
    g_once_init_leave_pointer (&index, made);
  }
  return index;
}

const CarrelCommand *
carrel_math_find_command (const char *name, gsize len)
{
  char copy[32];

  if (len >= sizeof copy)
    return NULL;
  memcpy (copy, name, len);
  copy[len] = '\0';
  return g_hash_table_lookup (get_index ()->by_name, copy);
}

const CarrelEnvironment *
carrel_math_find_environment (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (environments); i++)
    if (g_str_equal (environments[i].name, name))
      return &environments[i];
  return NULL;
}

CarrelMathAtom
carrel_math_get_atom (gunichar c)
{
  const CarrelCommand *command;

  switch (c) {
  case '+':
  case '-':
  case '*':
  case 0x2212: /* − */
    return CARREL_MATH_BIN;
  case '=':
  case '<':
  case '>':
  case ':':
    return CARREL_MATH_REL;
  case '(':
  case '[':
    return CARREL_MATH_OPEN;
  case ')':
  case ']':
  case '!':
  case '?':
    return CARREL_MATH_CLOSE;
  case ',':
  case ';':
    return CARREL_MATH_PUNCT;
  default:
    command =
        c < 0x80 ? NULL : g_hash_table_lookup (get_index ()->by_character, GUINT_TO_POINTER (c));
    if (!command)
      return CARREL_MATH_ORD;
    return command->kind == CARREL_COMMAND_LARGE ? CARREL_MATH_OP
                                                 : (CarrelMathAtom) command->argument;
  }
}

gboolean
carrel_math_is_large (gunichar c, gboolean *limits)
{
  const CarrelCommand *command =
      c < 0x80 ? NULL : g_hash_table_lookup (get_index ()->by_character, GUINT_TO_POINTER (c));

  if (!command || command->kind != CARREL_COMMAND_LARGE)
    return FALSE;
  *limits = command->argument;
  return TRUE;
}

/* The letters that stand in a block of their own were there before it. */
gunichar
carrel_math_get_letter (gunichar letter, CarrelMathAlphabet alphabet)
{
  static const struct {
    guint8   alphabet;
    char     letter;
    gunichar is;
  } others[] = {
    { CARREL_MATH_ALPHABET_DOUBLE, 'C', 0x2102 },  { CARREL_MATH_ALPHABET_DOUBLE, 'H', 0x210d },
    { CARREL_MATH_ALPHABET_DOUBLE, 'N', 0x2115 },  { CARREL_MATH_ALPHABET_DOUBLE, 'P', 0x2119 },
    { CARREL_MATH_ALPHABET_DOUBLE, 'Q', 0x211a },  { CARREL_MATH_ALPHABET_DOUBLE, 'R', 0x211d },
    { CARREL_MATH_ALPHABET_DOUBLE, 'Z', 0x2124 },  { CARREL_MATH_ALPHABET_SCRIPT, 'B', 0x212c },
    { CARREL_MATH_ALPHABET_SCRIPT, 'E', 0x2130 },  { CARREL_MATH_ALPHABET_SCRIPT, 'F', 0x2131 },
    { CARREL_MATH_ALPHABET_SCRIPT, 'H', 0x210b },  { CARREL_MATH_ALPHABET_SCRIPT, 'I', 0x2110 },
    { CARREL_MATH_ALPHABET_SCRIPT, 'L', 0x2112 },  { CARREL_MATH_ALPHABET_SCRIPT, 'M', 0x2133 },
    { CARREL_MATH_ALPHABET_SCRIPT, 'R', 0x211b },  { CARREL_MATH_ALPHABET_SCRIPT, 'e', 0x212f },
    { CARREL_MATH_ALPHABET_SCRIPT, 'g', 0x210a },  { CARREL_MATH_ALPHABET_SCRIPT, 'o', 0x2134 },
    { CARREL_MATH_ALPHABET_FRAKTUR, 'C', 0x212d }, { CARREL_MATH_ALPHABET_FRAKTUR, 'H', 0x210c },
    { CARREL_MATH_ALPHABET_FRAKTUR, 'I', 0x2111 }, { CARREL_MATH_ALPHABET_FRAKTUR, 'R', 0x211c },
    { CARREL_MATH_ALPHABET_FRAKTUR, 'Z', 0x2128 },
  };
  gunichar capitals = alphabet == CARREL_MATH_ALPHABET_DOUBLE    ? 0x1d538
                      : alphabet == CARREL_MATH_ALPHABET_SCRIPT  ? 0x1d49c
                      : alphabet == CARREL_MATH_ALPHABET_FRAKTUR ? 0x1d504
                                                                 : 0;

  if (capitals == 0 || letter >= 0x80)
    return letter;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i].alphabet == alphabet && (gunichar) others[i].letter == letter)
      return others[i].is;
  if (g_ascii_isupper ((char) letter))
    return capitals + letter - 'A';
  if (g_ascii_islower ((char) letter))
    return capitals + 26 + letter - 'a';
  return g_ascii_isdigit ((char) letter) && alphabet == CARREL_MATH_ALPHABET_DOUBLE
             ? 0x1d7d8 + letter - '0'
             : letter;
}
