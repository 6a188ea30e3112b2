/* carrel-extract-weights.c: the model's trees. Made by tests/score/train.py; not to be edited.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"

const gint32 carrel_extract_bias = 0;
const guint  carrel_extract_n_trees = 0;

const CarrelTree carrel_extract_trees[] = { { { 0 }, { 0 }, { 0 } } };
