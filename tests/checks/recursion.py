#!/usr/bin/env python3
"""No function that walks a page may call itself, by whatever way.

A page decides how deep its tree is, so a walk that recursed would let a page choose how much of the stack is used. This reads
the sources of the layers that handle pages, takes every mention of a function inside another as a call (so a function that is
handed on as a callback counts too), and fails where the calls form a circle.

recursion.py SOURCE-ROOT
"""

import pathlib
import re
import sys

LAYERS = ("base", "document", "extract")

TOKENS = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
DEFINITION = re.compile(r"^(?:(static)\b[^;{}()]*?)?^(\w+) (\([^;{}]*?\)\s*\n\{\n.*?)^\}", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"(?<![\w.>])[A-Za-z_]\w*")
OWN = re.compile(r"\b(?!return\b|case\b|else\b|sizeof\b)[A-Za-z_]\w* \**([A-Za-z_]\w*)\b(?! \()")  # «Type *name»
TAG = re.compile(r"g_task_set_source_tag \([^;]*;")  # an address that nobody calls

# What may, because its depth does not come from the page: one function of the circle, and why.
ALLOWED = {
    ("document/carrel-document-markdown-inline.c", "write_range"): "a document's spans: one of a kind within another, whether read or made of Markdown",
    ("extract/carrel-extract-markdown-inline.c", "carrel_markdown_tokenize"): "one level: there are no links in links",
}


def plain(source):
    """The source without comments, strings and directives, its lines kept."""
    source = TOKENS.sub(lambda found: '""' if found[0][0] in "\"'" else "\n" * found[0].count("\n"), source)
    return DIRECTIVE.sub(lambda found: "\n" * found[0].count("\n"), source)


def functions(name, source):
    """(file, function, is static, parameters and body) of each function defined in a source."""
    return [(name, found[2], bool(found[1]), found[3]) for found in DEFINITION.finditer(plain(source))]


def calls(defined):
    """Who mentions whom: a static function is known in its own file only."""
    public = {function: (file, function) for file, function, static, _ in defined if not static}
    local = {}
    for file, function, _, _ in defined:
        local.setdefault(file, {})[function] = (file, function)
    graph = {}
    for file, function, _, body in defined:
        edges = graph.setdefault((file, function), set())
        body = TAG.sub("", body)
        for mention in set(NAME.findall(body)) - set(OWN.findall(body)):
            target = local[file].get(mention) or public.get(mention)
            if target:
                edges.add(target)
    return graph


def circles(graph):
    """The groups of functions that reach themselves (Tarjan's way, with a stack of its own)."""
    index, low, stack, on_stack, groups = {}, {}, [], set(), []
    for root in sorted(graph):
        if root in index:
            continue
        work = [(root, iter(sorted(graph[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            target = next(rest, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = []
                    while not group or group[-1] != node:
                        group.append(stack.pop())
                        on_stack.discard(group[-1])
                    if len(group) > 1 or node in graph[node]:
                        groups.append(sorted(group))
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                on_stack.add(target)
                work.append((target, iter(sorted(graph[target]))))
            elif target in on_stack:
                low[node] = min(low[node], index[target])
    return groups


def self_test():
    source = """
static void
self (int depth)
{
  self (depth - 1); /* other () */
}

static gboolean
odd (int n);

gboolean
even (int n)
{
  return n == 0 || odd (n - 1);
}

static gboolean
odd (int n)
{
  each (n, even);
}

void
sound (Thing *thing)
{
  g_print ("sound (thing)");
  thing->sound (thing);
  g_task_set_source_tag (task, sound);
}

static void
walk (Node *node)
{
  enter (node);
}

static gboolean
enter (Node *node)
{
  gboolean walk = TRUE;

  return walk;
}
"""
    found = circles(calls(functions("a.c", source)))
    expected = [[("a.c", "even"), ("a.c", "odd")], [("a.c", "self")]]
    return sorted(found) == expected


def main():
    root = pathlib.Path(sys.argv[1]) / "src"
    defined = []
    for layer in LAYERS:
        for path in sorted((root / layer).glob("*.c")):
            defined += functions(f"{layer}/{path.name}", path.read_text())
    graph = calls(defined)
    found = circles(graph)
    groups = [group for group in found if not ALLOWED.keys() & set(group)]
    stale = [name for name in ALLOWED if not any(name in group for group in found)]

    print("TAP version 14\n1..3")
    print("ok 1 - finds a circle" if self_test() else "not ok 1 - finds a circle")
    enough = len(defined) > 200 and sum(map(len, graph.values())) > len(defined)
    print(f"{'ok' if enough else 'not ok'} 2 - {len(defined)} functions were read")
    for group in groups + [[name] for name in stale]:
        print("# " + ", ".join(f"{file}:{function}" for file, function in group))
    print(f"{'not ok' if groups or stale else 'ok'} 3 - no function of {', '.join(LAYERS)} calls itself")


main()
