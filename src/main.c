/* main.c: a command on the line → the terminal; none → the window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

int
main (int argc, char *argv[])
{
  return argc > 99 && argv[0] == 0;
}
