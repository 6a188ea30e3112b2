#!/usr/bin/env python3
"""What comes out of Carrel holds nothing active, judged by html5lib, never by Carrel's own parser.

properties.py PROGRAM: PROGRAM is carrel-clean-lines. Inputs are own-vectors.json beside this file and, where CARREL_SHARED has
them, the collected attack strings and html5lib's own tree-construction tests. Each stands alone, as a text of an article, and
where a page's title, names, addresses, alternative text and languages of code stand.

Prints TAP. The allow list below is docs/clean-html.md, written anew.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse

import html5lib

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get('CARREL_SHARED', HERE / '../../../shared')) / 'security'
LIMIT_MS = 50 * (8 if os.environ.get('ASAN_OPTIONS') else 1)

EVERY = {'lang', 'dir'}
ELEMENTS = {
    'p': {'class'}, 'h1': {'id'}, 'h2': {'id'}, 'h3': {'id'}, 'h4': {'id'}, 'h5': {'id'}, 'h6': {'id'}, 'pre': {'data-lang'}, 'blockquote': set(), 'ul': set(),
    'ol': {'type', 'reversed', 'start'}, 'li': {'id', 'value'}, 'dl': set(), 'dt': set(), 'dd': set(), 'figure': {'class'}, 'figcaption': set(), 'table': set(), 'caption': set(), 'tbody': set(),
    'tr': set(), 'th': {'colspan', 'rowspan'}, 'td': {'colspan', 'rowspan'}, 'hr': set(), 'section': {'class'}, 'em': set(), 'strong': set(), 'code': set(), 'sub': set(),
    'sup': set(), 'mark': set(), 's': set(), 'u': set(), 'q': set(), 'small': set(), 'a': {'href', 'class', 'id'}, 'span': {'class'}, 'br': set(),
    'img': {'src', 'alt', 'width', 'height'},
}
CLASSES = {'math', 'embed', 'footnotes', 'fnref', 'fnback'}
IDS = re.compile(r'(h|fn|fnref)-[0-9]+\Z')
BLOB = re.compile(r'blob:[0-9a-f]{64}\Z')
# What Markdown's renderers make, with raw HTML on: Carrel's own marks among them.
RENDERED = set(ELEMENTS) | {'html', 'head', 'body', 'thead', 'b', 'i', 'del', 'div'}
CONTROLS = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]')
SEEN = re.compile(r'[a-z0-9]{3,}', re.I)
SHOWN_IN = {'p', 'div', 'b', 'i', 'em', 'strong', 'span', 'li', 'ul', 'ol', 'td', 'th', 'tr', 'tbody', 'table', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'body', 'html', 'u', 's', 'code', 'a'}


def tag_of(element):
    return element.tag if isinstance(element.tag, str) else None


def parse(text, scripting):
    return html5lib.parseFragment(text, treebuilder='etree', namespaceHTMLElements=False, scripting=scripting)


def browser_url(value):
    """As browsers see it: control characters and blanks at the ends go, tabs and line ends everywhere."""
    return re.sub('[\t\n\r]', '', value.strip(''.join(map(chr, range(0x21)))))


def check_url(value, image):
    url = browser_url(value)
    if image and BLOB.match(url):
        return None
    if not image and url.startswith('#'):
        return None if IDS.match(url[1:]) else f'a target that isn’t Carrel’s: {value!r}'
    scheme = url.split(':', 1)[0].lower() if ':' in url else ''
    if scheme == 'mailto' and not image:
        return None
    if scheme not in ('http', 'https') or not re.match(r'https?://[^/?#\s]', url, re.I):
        return f'an address that may not stand here: {value!r}'
    return None


def judge_clean(text):
    """The first reason why this isn't clean HTML, or None."""
    if CONTROLS.search(text):
        return 'a control character'
    if '<!--' in text or '<!' in text or '<?' in text:
        return 'a comment, a doctype or an instruction'
    trees = [parse(text, True), parse(text, False)]
    written = [html5lib.serialize(tree, tree='etree', quote_attr_values='always', omit_optional_tags=False) for tree in trees]
    if written[0] != written[1]:
        return 'another tree with scripting on'
    again = html5lib.serialize(parse(written[0], True), tree='etree', quote_attr_values='always', omit_optional_tags=False)
    if again != written[0]:
        return 'another tree when it is parsed again'
    targets = set()
    for element in trees[0].iter():
        name = tag_of(element)
        if name is None:
            return 'a comment'
        if name == 'DOCUMENT_FRAGMENT':
            continue
        if name not in ELEMENTS:
            return f'the element {name}'
        for attribute, value in element.attrib.items():
            if attribute not in ELEMENTS[name] | EVERY:
                return f'{name} has the attribute {attribute}'
            if attribute == 'class' and value not in CLASSES:
                return f'{name} has the class {value!r}'
            if attribute == 'id':
                if not IDS.match(value):
                    return f'{name} has the id {value!r}'
                targets.add(value)
            if attribute == 'dir' and value not in ('ltr', 'rtl'):
                return f'dir is {value!r}'
            if attribute in ('lang', 'data-lang') and not re.fullmatch(r'[A-Za-z0-9+#._-]{1,64}', value):
                return f'{attribute} is {value!r}'
            if attribute in ('width', 'height', 'colspan', 'rowspan', 'start', 'value') and not re.fullmatch(r'-?[0-9]{1,10}', value):
                return f'{attribute} is {value!r}'
            if attribute == 'type' and value not in ('a', 'A', 'i', 'I'):
                return f'type is {value!r}'
            if attribute in ('href', 'src'):
                problem = check_url(value, attribute == 'src')
                if problem:
                    return problem
    for element in trees[0].iter('a'):
        href = element.attrib.get('href', '')
        if href.startswith('#') and href[1:] not in targets:
            return f'{href} leads nowhere'
    return None


def judge_rendered(text):
    """Markdown through a renderer with raw HTML on."""
    tree = html5lib.parse(text, treebuilder='etree', namespaceHTMLElements=False, scripting=True)
    for element in tree.iter():
        name = tag_of(element)
        if name is None:
            continue
        if name not in RENDERED:
            return f'Markdown makes the element {name}'
        for attribute, value in element.attrib.items():
            if attribute.startswith('on') or attribute in ('style', 'srcdoc', 'srcset', 'formaction', 'ping', 'name', 'xmlns'):
                return f'Markdown makes {name} with {attribute}'
            if attribute in ('href', 'src') and value and not browser_url(value).startswith('#'):
                problem = check_url(value, attribute == 'src')
                if problem:
                    return 'Markdown makes ' + problem
    return None


# html5lib's tree of these isn't that of today's browsers.
OLD = re.compile(r'<(template|frameset|dialog)|\0', re.I)


def shown_words(html):
    """Words that every browser shows: the text of plain elements that nothing hides."""
    words = []
    if OLD.search(html):
        return words
    tree = html5lib.parseFragment(html, treebuilder='etree', namespaceHTMLElements=False, scripting=True)

    stack = [(tree, True)]
    while stack:
        element, shown = stack.pop()
        name = tag_of(element)
        inner = shown and (name in SHOWN_IN or name == 'DOCUMENT_FRAGMENT') and not ({'hidden', 'style', 'aria-hidden', 'class', 'role', 'popover'} & set(element.attrib))
        if inner and element.text:
            words += SEEN.findall(element.text)
        for child in element:
            stack.append((child, inner))
            if inner and child.tail:
                words += SEEN.findall(child.tail)
    return words


def judge(entry, result):
    for key in ('clean', 'html'):
        if result.get(key) is None:
            continue
        problem = judge_clean(result[key])
        if problem:
            return f'{key}: {problem}'
    if result['clean'] != result['again_clean']:
        return 'clean: reading and writing it again changes it'
    if result['html'] is not None and result['html'] != result['again']:
        return 'html: reading and writing it again changes it'
    problem = judge_rendered(result['rendered'])
    if problem:
        return problem
    for name, value in result['fields'].items():
        if value is None:
            continue
        if CONTROLS.search(value):
            return f'{name}: a control character'
        if name in ('image', 'canonical') or name.startswith('reference-address'):
            problem = check_url(value, True)
            if problem:
                return f'{name}: {problem}'
        if name == 'language' and not re.fullmatch(r'[A-Za-z0-9-]{1,35}', value):
            return f'language: {value!r}'
    if entry['words']:
        text = set(SEEN.findall(re.sub(r'<[^>]*>', ' ', result['clean']).replace('&lt;', '<').replace('&gt;', '>').replace('&amp;', '&')))
        joined = ''.join(re.sub(r'<[^>]*>', '', result['clean']).split()).replace('&lt;', '<').replace('&gt;', '>').replace('&amp;', '&')
        lost = [word for word in entry['words'] if word not in text and word not in joined]
        if lost:
            return f'what was shown is gone: {lost[:4]}'
    if result['ms'] > LIMIT_MS:
        return f'{result["ms"]:.0f} ms'
    return None


# ── Inputs ──

FILL = '<p>' + 'A paragraph with words enough to be taken for the text of an article, which a reader would like to keep. ' * 6 + '</p>'


def forms(payload):
    quoted = payload.replace('&', '&amp;').replace('"', '&quot;')
    yield payload, True
    yield f'<!DOCTYPE html><html><head><title>A page</title></head><body><article><h1>A page</h1>{FILL}<div>{payload}</div>{FILL}</article></body></html>', False
    yield (f'<!DOCTYPE html><html lang="{quoted}"><head><title>{quoted}</title><meta name="author" content="{quoted}"><meta property="og:site_name" content="{quoted}">'
           f'<meta name="description" content="{quoted}"><meta property="og:image" content="{quoted}"><link rel="canonical" href="{quoted}"><meta property="og:title" content="{quoted}">'
           f'<script type="application/ld+json">{json.dumps({"@type": "Article", "headline": payload, "author": payload, "image": payload}).replace("</", "<\\/")}</script></head>'
           f'<body><article><h1>{quoted}</h1>{FILL}<p><img src="https://e.example/a.png" alt="{quoted}"><img src="{quoted}"><a href="{quoted}">a link</a></p>'
           f'<pre><code class="language-{quoted}" data-lang="{quoted}">code of some length\nin two lines</code></pre>{FILL}'
           f'<h2>See also</h2><ul><li><a href="{quoted}">A reference</a></li><li>{quoted}</li></ul></article></body></html>', False)


def dat_inputs(folder):
    for path in sorted(folder.rglob('*.dat')):
        for test in ('\n' + path.read_bytes().decode('utf-8', 'replace')).split('\n#data\n')[1:]:
            yield path.name, test.split('\n#errors', 1)[0]


def gather():
    sets = {'own': json.loads((HERE / 'own-vectors.json').read_text(encoding='utf-8'))}
    if (SHARED / 'xss-vectors.json').exists():
        sets['attacks'] = [entry['payload'] for entry in json.loads((SHARED / 'xss-vectors.json').read_text(encoding='utf-8'))]
    if (SHARED / 'html5lib').is_dir():
        sets['html5lib'] = [text for _, text in dat_inputs(SHARED / 'html5lib' / 'tree-construction')]
    return sets


# What the judge must not let pass, lest it is no judge.
ACTIVE = ['<p onclick="x">a</p>', '<script>a</script>', '<a href="javascript:x">a</a>', '<a href="java\nscript:x">a</a>', '<img src="data:image/png,x" alt="">', '<p style="x">a</p>',
          '<svg></svg>', '<!-- a -->', '<a href="#x">a</a>', '<h2 id="x">a</h2>', '<img src="https://e.example/x" srcset="y" alt="">', '<p class="x">a</p>', '<p>a\x07</p>',
          '<noscript><p title="</noscript><img src=x onerror=x>"></noscript>', '<a href="#fn-1">a</a>']


def main():
    program = sys.argv[1]
    passed = [text for text in ACTIVE if judge_clean(text) is None] + [text for text in ACTIVE[:3] + ACTIVE[5:7] if judge_rendered(text) is None]
    print(f'{"not ok" if passed else "ok"} 1 the judge')
    for text in passed:
        print(f'# lets pass {text!r}')
    number = 1
    failed = bool(passed)
    for name, payloads in gather().items():
        entries = []
        for payload in payloads:
            for html, alone in forms(payload):
                html = html.encode('utf-8', 'replace').decode('utf-8')
                # Words are asked for where nothing but plain elements stands: elsewhere browsers differ from each other.
                entries.append({'html': html, 'payload': payload, 'words': shown_words(html) if alone and len(html) < 4000 else []})
        done = subprocess.run([program], input='\n'.join(json.dumps(entry['html']) for entry in entries) + '\n', capture_output=True, text=True, encoding='utf-8', check=False)
        results = [json.loads(line) for line in done.stdout.split('\n')[:-1]]
        problems = []
        if done.returncode or len(results) != len(entries):
            problems.append(f'ended with {done.returncode} after {len(results)} of {len(entries)}: {done.stderr[-300:]}')
        for entry, result in zip(entries, results):
            problem = judge(entry, result)
            if problem:
                problems.append(f'{problem}\n#   input {entry["html"][:300]!r}\n#   clean {result["clean"][:300]!r}')
        number += 1
        print(f'{"not ok" if problems else "ok"} {number} {name}')
        print(f'# {len(entries)} inputs, {sum(r["html"] is not None for r in results)} with an article, {len(problems)} problems, at most {max((r["ms"] for r in results), default=0):.1f} ms of processor')
        for problem in problems[:int(os.environ.get('CARREL_SHOW', '10'))]:
            print('#', problem.replace('\r', '\\r'))
        failed |= bool(problems)
    print(f'1..{number}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
