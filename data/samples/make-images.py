#!/usr/bin/env python3
"""Draws the pictures of the samples: an SVG each, and from it a JPEG of 1200 × 675.

Run it in this folder (`./dev exec python3 data/samples/make-images.py`); names on the line choose
some of them. Chance has a fixed seed, so the same script always draws the same pictures.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import math
import os
import random
import subprocess
import sys

W, H = 1200, 675
MOST = 60000 # bytes of a JPEG
HERE = os.path.dirname(os.path.abspath(__file__))


class Picture:
    """An SVG under construction. Colours are CSS, gradients are made where they are used."""

    def __init__(self, seed):
        self.defs, self.body, self.chance = [], [], random.Random(seed)

    def add(self, text):
        self.body.append(text)

    def gradient(self, *stops, angle=90, units='objectBoundingBox', line=None):
        """stops: (offset, colour[, opacity]). Returns what to fill with."""
        name = f'g{len(self.defs)}'
        x1, y1, x2, y2 = line or {90: (0, 0, 0, 1), 0: (0, 0, 1, 0)}[angle]
        inner = ''.join(stop(*s) for s in stops)
        self.defs.append(f'<linearGradient id="{name}" gradientUnits="{units}" x1="{n(x1)}" y1="{n(y1)}" '
                         f'x2="{n(x2)}" y2="{n(y2)}">{inner}</linearGradient>')
        return f'url(#{name})'

    def glow(self, *stops):
        name = f'g{len(self.defs)}'
        self.defs.append(f'<radialGradient id="{name}">{"".join(stop(*s) for s in stops)}</radialGradient>')
        return f'url(#{name})'

    def clip(self, path):
        name = f'g{len(self.defs)}'
        self.defs.append(f'<clipPath id="{name}"><path d="{path}"/></clipPath>')
        return f'clip-path="url(#{name})"'

    def rect(self, x, y, w, h, fill, r=0, more=''):
        self.add(f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" fill="{fill}"'
                 + (f' rx="{n(r)}"' if r else '') + f' {more}/>')

    def circle(self, x, y, r, fill, more=''):
        self.add(f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}" {more}/>')

    def ellipse(self, x, y, rx, ry, fill, more=''):
        self.add(f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}" fill="{fill}" {more}/>')

    def path(self, d, fill='none', more=''):
        self.add(f'<path d="{d}" fill="{fill}" {more}/>')

    def line(self, d, colour, width, more=''):
        self.path(d, 'none', f'stroke="{colour}" stroke-width="{n(width)}" stroke-linecap="round" '
                             f'stroke-linejoin="round" {more}')

    def ridge(self, y, height, wave, fill, steps=60, phase=None):
        """A hill line across the picture, filled down to its foot: three sines of falling size."""
        phases = phase or [self.chance.uniform(0, 6.3) for _ in range(3)]
        points = []
        for i in range(steps + 1):
            x = -10 + (W + 20) * i / steps
            t = x / wave
            up = math.sin(t + phases[0]) + .45 * math.sin(2.3 * t + phases[1]) + .2 * math.sin(5.1 * t + phases[2])
            points.append((x, y - height * up / 1.65))
        self.path(smooth(points) + f'V{H}H-10Z', fill)
        return points

    def stars(self, count, bottom, colour='#fff'):
        for _ in range(count):
            y = bottom * self.chance.random() ** 1.5
            self.circle(self.chance.uniform(0, W), y, self.chance.choice((.9, 1.1, 1.4, 1.9)), colour,
                        f'opacity="{n(self.chance.uniform(.35, .95) * (1 - y / bottom * .7))}"')

    def text(self):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" width="{W}" height="{H}">\n<defs>\n'
                + '\n'.join(self.defs) + '\n</defs>\n' + '\n'.join(t.replace(' />', '/>') for t in self.body) + '\n</svg>\n')


def n(number):
    return f'{number:.2f}'.rstrip('0').rstrip('.') if isinstance(number, float) else str(number)


def stop(offset, colour, opacity=1):
    return f'<stop offset="{offset}" stop-color="{colour}"' + (f' stop-opacity="{opacity}"' if opacity != 1 else '') + '/>'


def smooth(points):
    """A path through the points without corners."""
    d = f'M{n(float(points[0][0]))} {n(float(points[0][1]))}'
    for i in range(len(points) - 1):
        p0, p1, p2 = points[max(i - 1, 0)], points[i], points[i + 1]
        p3 = points[min(i + 2, len(points) - 1)]
        c = (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6, p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)
        d += 'C' + ' '.join(f'{v:.1f}' for v in c + p2)
    return d


def at(points, x):
    """The height of a line of points at x."""
    for a, b in zip(points, points[1:]):
        if a[0] <= x <= b[0]:
            return a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])
    return points[-1][1]


PICTURES = {}


def picture(draw):
    PICTURES[draw.__name__.replace('_', '-')] = draw
    return draw


@picture
def lighthouse():
    p = Picture(5)
    sea = 470
    p.rect(0, 0, W, H, p.gradient((0, '#0d1b3e'), (.45, '#1f3f6e'), (.7, '#3f6d91')))
    p.stars(150, 400)
    p.circle(1010, 96, 150, p.glow((0, '#e8eefc', .34), (.4, '#e8eefc', .1), (1, '#e8eefc', 0)))
    p.circle(1010, 96, 40, '#f1f0ea')
    for x, y, r in [(998, 86, 9), (1020, 104, 12), (1022, 80, 5), (1000, 112, 5)]:
        p.circle(x, y, r, '#d8d9d6')
    # two beams, fading
    lx, ly = 800, 166
    beam = [(0, '#ffe9a8', .85), (.25, '#ffe9a8', .38), (1, '#ffe9a8', 0)]
    p.path(f'M{lx} {ly - 9}L-20 {ly - 120}V{ly + 60}L{lx} {ly + 9}Z', p.gradient(*beam, units='userSpaceOnUse', line=(lx, 0, -20, 0)))
    p.path(f'M{lx} {ly - 9}L{W + 20} {ly - 96}V{ly + 20}L{lx} {ly + 9}Z', p.gradient(*beam, units='userSpaceOnUse', line=(lx, 0, W + 160, 0)))
    p.ridge(sea - 6, 22, 190, '#2a4f79')
    # the sea, in bands
    p.rect(0, sea, W, H - sea, p.gradient((0, '#2f6288'), (1, '#0b1f40')))
    for i in range(26):
        y = sea + 6 + (i / 26) ** 1.7 * 200
        x, w = p.chance.uniform(-60, W), p.chance.uniform(60, 220) * (.5 + i / 26)
        p.rect(x, y, w, 2 + i / 9, '#6fa3bf' if i % 3 else '#a8cbd8', 2, f'opacity="{n(.14 + .2 * p.chance.random())}"')
    for i in range(9):
        w = 120 - i * 6 + p.chance.uniform(-25, 25)
        p.rect(lx - 210 - w / 2 + p.chance.uniform(-14, 14), sea + 12 + i * 19, w, 4, '#ffe9a8', 2, f'opacity="{n(.34 - i * .03)}"')
    # a boat that counts
    p.path('M300 497h84l-16 17h-54Z', '#12233f')
    p.rect(337, 420, 2.5, 78, '#12233f')
    p.path('M342 492V424L378 492Z', '#e9e2d2')
    p.path('M334 492V438L308 492Z', '#c8bfae')
    # rock
    p.path(smooth([(560, 560), (600, 510), (650, 488), (690, 452), (740, 436), (880, 434), (938, 442), (972, 468), (1000, 505), (1060, 522), (1110, 562)]) + 'Z', '#0d1a33')
    p.path(smooth([(690, 452), (740, 436), (880, 434), (938, 442)]) + smooth([(938, 442), (870, 462), (780, 476), (690, 452)])[len('M938 442'):] + 'Z', '#24385c')
    for x, w, y, o in [(836, 640, 561, .5), (800, 720, 572, .28), (870, 560, 584, .2)]:
        p.path(f'M{x - w / 2} {y}Q{x} {y - 9} {x + w / 2} {y}Q{x} {y + 11} {x - w / 2} {y}Z', '#9cc6d4', f'opacity="{o}"')
    # keeper's house
    p.rect(862, 396, 76, 44, '#d9d2c4')
    p.path('M854 398L900 366L946 398Z', '#8d3b35')
    p.rect(876, 410, 15, 18, '#ffd98a')
    p.rect(908, 410, 15, 18, '#ffd98a')
    # tower: tapering, striped
    top, foot = 196, 440
    half = lambda y: 25 + (y - top) / (foot - top) * 19
    for i in range(6):
        y1, y2 = top + (foot - top) * i / 6, top + (foot - top) * (i + 1) / 6
        a, b = half(y1), half(y2)
        p.path(f'M{n(lx - a)} {n(y1)}H{n(lx + a)}L{n(lx + b)} {n(y2)}H{n(lx - b)}Z', '#d8493f' if i % 2 else '#f3ede2')
    p.path(f'M{lx} {top}H{lx + 25}L{lx + 44} {foot}H{lx + 4}Z', '#0d1b3e', 'opacity=".26"')
    p.rect(lx - 7, 300, 14, 20, '#22365c', 7)
    p.path(f'M{lx - 11} {foot}V412a11 11 0 0 1 22 0V{foot}Z', '#22365c')
    p.rect(lx - 36, 188, 72, 9, '#172747', 2)
    for i in range(7):
        p.rect(lx - 34 + i * 11, 172, 2, 16, '#172747')
    p.rect(lx - 35, 171, 70, 3, '#172747')
    p.circle(lx, ly, 78, p.glow((0, '#fff6d6', .95), (.3, '#ffe39a', .5), (.6, '#ffe39a', .14), (1, '#ffe39a', 0)))
    p.rect(lx - 18, 146, 36, 42, '#ffe9ae', 2)
    p.circle(lx, ly, 12, '#fffbe9')
    for i in range(4):
        p.rect(lx - 18 + i * 11.3, 146, 2.2, 42, '#172747')
    p.path(f'M{lx - 25} 147C{lx - 20} 124 {lx + 20} 124 {lx + 25} 147Z', '#8d3b35')
    p.circle(lx, 124, 6, '#8d3b35')
    return p


@picture
def twilight():
    p = Picture(11)
    p.rect(0, 0, W, H, p.gradient((0, '#16224f'), (.25, '#33407f'), (.44, '#75538f'), (.56, '#b96a8a'), (.65, '#e58c74'), (.73, '#f7b267'), (.82, '#fde0a0')))
    p.stars(110, 330)
    # the thin moon, with earthshine, and the evening star
    p.circle(830, 170, 170, p.glow((0, '#ffe9c9', .34), (.45, '#ffe9c9', .1), (1, '#ffe9c9', 0)))
    p.circle(830, 170, 46, '#6a6aa0', 'opacity=".45"')
    p.path('M846 127A46 46 0 1 1 796 201A50 50 0 0 0 846 127Z', '#fff3d6')
    p.circle(960, 252, 30, p.glow((0, '#fff', .7), (.4, '#fff', .18), (1, '#fff', 0)))
    p.circle(960, 252, 4.5, '#fffdf2')
    for i in range(4):
        y, x = 372 + i * 24, p.chance.uniform(-60, 700)
        p.rect(x, y, p.chance.uniform(260, 520), 7 - i, '#f6a98c' if i > 1 else '#b06c97', 4, f'opacity="{n(.5 - i * .07)}"')
    hills = [(470, 34, 150, '#c06f7c'), (506, 40, 190, '#94578a'), (545, 38, 160, '#633f77'), (588, 34, 210, '#3c2c5e')]
    lines = [p.ridge(*h) for h in hills]
    for i, h in enumerate(hills[:3]):
        p.rect(0, h[0] + 6, W, 70, p.gradient((0, '#f7c8a0', 0), (1, '#f2b9a4', .20 - .05 * i)))
        p.path(smooth(lines[i + 1]) + f'V{H}H-10Z', hills[i + 1][3])
    # a row of poplars and one house with its lamp lit
    for x, h in [(190, 62), (214, 78), (240, 70), (264, 86), (290, 60), (930, 50), (950, 62)]:
        y = at(lines[3], x) + 8
        p.path(f'M{x} {n(y)}C{x - 15} {n(y - h * .4)} {x - 7} {n(y - h * .85)} {x} {n(y - h)}C{x + 7} {n(y - h * .85)} {x + 15} {n(y - h * .4)} {x} {n(y)}Z', '#2b2049')
    y = at(lines[3], 640) + 6
    p.rect(604, y - 34, 74, 42, '#2b2049')
    p.path(f'M594 {n(y - 32)}L641 {n(y - 68)}L688 {n(y - 32)}Z', '#241a3f')
    p.rect(660, y - 66, 9, 24, '#241a3f')
    p.circle(628, y - 16, 90, p.glow((0, '#ffd27a', .6), (.4, '#ffd27a', .18), (1, '#ffd27a', 0)))
    p.rect(620, y - 25, 17, 19, '#ffd98a')
    p.rect(627.6, y - 25, 1.8, 19, '#7d5a4c')
    p.rect(620, y - 16.4, 17, 1.8, '#7d5a4c')
    p.ridge(650, 20, 260, '#1f1838')
    # swifts
    for x, y, s, turn in [(420, 176, .95, 24), (500, 232, .72, 52), (352, 262, .62, 10), (560, 150, .5, 40), (446, 306, .46, 66)]:
        p.path('M0 -13C3 -10 4 -7 5 -4C20 -6 36 4 46 24C33 10 20 5 6 6C5 12 4 17 6 26L0 20L-6 26C-4 17 -5 12 -6 6C-20 5 -33 10 -46 24C-36 4 -20 -6 -5 -4C-4 -7 -3 -10 0 -13Z', '#1b1740',
               f'transform="translate({x} {y}) rotate({turn}) scale({s})"')
    return p


@picture
def tea_hills():
    p = Picture(23)
    p.rect(0, 0, W, H, p.gradient((0, '#f3e3cf'), (.35, '#f1dcc6'), (.7, '#dfe3d3')))
    p.circle(870, 150, 210, p.glow((0, '#e2593f', .3), (.5, '#e2593f', .08), (1, '#e2593f', 0)))
    p.circle(870, 150, 74, p.gradient((0, '#d8462f'), (1, '#ec8259')))
    # mountains, each paler than the one before it, with mist at their feet
    ranges = [(250, 62, 78, '#c3cdc2'), (300, 74, 100, '#a3b7ad'), (356, 66, 84, '#7f9d92'), (412, 54, 120, '#5b8276')]
    for y, height, wave, colour in ranges:
        p.ridge(y, height, wave, colour, 90)
        p.rect(0, y + 6, W, 110, p.gradient((0, '#f0ead9', 0), (.75, '#f0ead9', .72), (1, '#f0ead9', 0)))
    for x, y, w in [(150, 214, 190), (330, 236, 130), (1010, 262, 170)]:
        p.rect(x, y, w, 9, '#fbf5ea', 5, 'opacity=".75"')
        p.rect(x + 44, y + 15, w * .7, 7, '#fbf5ea', 4, 'opacity=".6"')
    # the tea: rows that follow three slopes
    slopes = [([(-20, 500), (180, 468), (420, 452), (680, 490), (900, 540), (1220, 580)], '#4c7a56', '#6b9a63', '#39614a'),
              ([(-20, 640), (240, 610), (480, 560), (740, 500), (980, 462), (1220, 448)], '#3f7150', '#7fae68', '#2d5643'),
              ([(-20, 560), (200, 566), (420, 600), (640, 640), (860, 668), (1220, 690)], '#2f5f47', '#699b5c', '#214838')]
    for points, ground, light, dark in slopes:
        d = smooth(points) + f'V{H + 20}H-20Z'
        p.path(d, p.gradient((0, light), (.7, ground), (1, dark)))
        p.add(f'<g {p.clip(d)}>')
        for k in range(1, 9):
            drop = 7 * k + 2.6 * k * k
            row = [(x, y + drop + .02 * k * (x - 600) * (1 if points[0][1] > points[-1][1] else -1) * .4) for x, y in points]
            p.line(smooth(row), dark, 3.4 + k * 1.25, 'opacity=".55"')
            p.line(smooth([(x, y - 2.4 - k * .5) for x, y in row]), light, 1.4 + k * .75, 'opacity=".8"')
        p.add('</g>')
    # a pavilion on the far slope, and two pines
    x, y = 300, 463
    p.rect(x - 34, y - 42, 6, 46, '#5a3327')
    p.rect(x + 28, y - 42, 6, 46, '#5a3327')
    p.rect(x - 12, y - 36, 24, 38, '#e7d2ae')
    p.rect(x - 44, y, 88, 7, '#7a6a58')
    p.path(f'M{x - 62} {y - 36}C{x - 40} {y - 42} {x - 18} {y - 58} {x - 7} {y - 74}H{x + 7}C{x + 18} {y - 58} {x + 40} {y - 42} {x + 62} {y - 36}C{x + 40} {y - 38} {x - 40} {y - 38} {x - 62} {y - 36}Z', '#7c2f28')
    p.rect(x - 3, y - 84, 6, 14, '#7c2f28', 2)
    for tx, ty, s in [(392, 466, 1), (424, 470, .72), (196, 480, .8)]:
        p.rect(tx - 2.5 * s, ty - 40 * s, 5 * s, 44 * s, '#4a382d')
        for dy, w in [(-26, 58), (-46, 46), (-64, 32)]:
            p.ellipse(tx, ty + dy * s, w / 2 * s, 9 * s, '#2c5443')
    # birds
    for bx, by, s in [(560, 170, 1), (606, 196, .7), (528, 208, .55)]:
        p.line(f'M{bx - 16 * s} {n(by - 5 * s)}Q{bx - 5 * s} {n(by - 9 * s)} {bx} {by}Q{bx + 5 * s} {n(by - 9 * s)} {bx + 16 * s} {n(by - 5 * s)}', '#5d5648', 2.4 * s)
    return p


@picture
def meanders():
    p = Picture(8)
    p.rect(0, 0, W, H, p.gradient((0, '#8db57a'), (1, '#5f9468'), line=(0, 0, 1, 1)))
    # fields on the high ground of two corners
    for corner, cells in [([(0, 430), (130, 560), (300, 675), (0, 675)], 6), ([(1200, 0), (700, 0), (870, 74), (1060, 110), (1200, 190)], 5)]:
        d = 'M' + 'L'.join(f'{x} {y}' for x, y in corner) + 'Z'
        p.add(f'<g {p.clip(d)}>')
        x0, y0 = min(x for x, _ in corner), min(y for _, y in corner)
        for i in range(cells):
            for j in range(4):
                colour = p.chance.choice(['#c9c77c', '#a9c27a', '#dccb86', '#93b46c', '#bfae6a'])
                p.path(f'M{x0 + i * 108 + j * 26} {y0 + j * 74 - i * 12}l102 -12l26 68l-102 12Z', colour)
        p.add('</g>')
    river = [(-60, 110), (80, 142), (186, 236), (160, 372), (186, 506), (316, 556), (420, 462), (392, 322), (430, 176), (566, 116), (694, 206),
             (664, 356), (676, 494), (800, 566), (930, 478), (906, 344), (962, 222), (1084, 226), (1146, 350), (1260, 404)]

    def bend(points, way, amount):
        """Shifts each point along the inside (1) or outside (-1) of its bend."""
        out = []
        for i, (x, y) in enumerate(points):
            (ax, ay), (bx, by) = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
            cx, cy = (ax + bx) / 2 - x, (ay + by) / 2 - y
            length = math.hypot(cx, cy) or 1
            out.append((x + way * amount * cx / length, y + way * amount * cy / length))
        return out

    # the beds of other centuries, as ribbons
    for amount, wander, colour in [(120, 34, '#e9b08f'), (92, 30, '#efd79c'), (62, 26, '#a9cfc0'), (34, 18, '#dfa196')]:
        old = [(x + p.chance.uniform(-wander, wander), y + p.chance.uniform(-wander, wander)) for x, y in bend(river, 1, amount)]
        p.line(smooth(old), colour, 40, 'opacity=".82"')
    lake = smooth([(772, 258), (744, 190), (786, 128), (856, 134), (878, 196)])
    p.line(lake, '#ecdcae', 38)
    p.line(lake, '#4f93a6', 28)
    # sand on the insides, water over it
    p.line(smooth(bend(river, 1, 17)), '#f1e2b8', 58)
    now = smooth(river)
    p.line(now, '#5ea6b4', 52)
    p.line(smooth(bend(river, -1, 5)), '#3f8aa3', 34)
    p.line(smooth(bend(river, -1, 10)), '#2f7492', 15)
    # woods
    for x, y, count in [(60, 300, 6), (300, 300, 5), (300, 430, 4), (560, 330, 8), (540, 470, 6), (790, 400, 5), (1030, 400, 7), (1070, 560, 9), (350, 70, 6), (480, 610, 5), (1000, 640, 5)]:
        for _ in range(count):
            tx, ty, size = x + p.chance.gauss(0, 26), y + p.chance.gauss(0, 20), p.chance.uniform(9, 16)
            p.circle(tx + 5, ty + 6, size, '#2f5a48', 'opacity=".45"')
            p.circle(tx, ty, size, p.chance.choice(['#3f7a52', '#4b8757', '#356b4c']))
            p.circle(tx - size * .28, ty - size * .3, size * .5, '#6ba266', 'opacity=".7"')
    return p


def main():
    for name in sys.argv[1:] or PICTURES:
        svg, png, jpeg = (os.path.join(HERE, f'{name}.{suffix}') for suffix in ('svg', 'png', 'jpg'))
        with open(svg, 'w', encoding='utf-8') as out:
            out.write(PICTURES[name]().text())
        subprocess.run(['rsvg-convert', '-o', png, svg], check=True)
        for quality in range(86, 40, -4): # the best that is small enough
            subprocess.run(['convert', png, '-strip', '-sampling-factor', '4:4:4', '-interlace', 'JPEG',
                            '-quality', str(quality), jpeg], check=True)
            if os.path.getsize(jpeg) <= MOST:
                break
        os.remove(png)
        print(name, quality, os.path.getsize(svg), os.path.getsize(jpeg))


if __name__ == '__main__':
    main()
