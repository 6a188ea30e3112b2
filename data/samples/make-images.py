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


@picture
def carrel_desk():
    p = Picture(3)
    # the wall of a cloister, in courses of stone
    p.rect(0, 0, W, H, p.gradient((0, '#8d7a66'), (.55, '#c3ac8c'), (1, '#a58c6d')))
    for row in range(11):
        x = -p.chance.uniform(0, 120)
        while x < W:
            w = p.chance.uniform(110, 190)
            p.rect(x + 2, row * 54 + 2, w - 4, 50, p.chance.choice(['#fff3dc', '#6b5540']), 4, f'opacity="{n(p.chance.uniform(.03, .10))}"')
            x += w
    # the window: two lights under one arch, and what is outside
    def light(x, w, top, foot):
        return f'M{x} {foot}V{top + w * .8}C{x} {top + w * .35} {x + w * .25} {top + w * .1} {x + w / 2} {top}C{x + w * .75} {top + w * .1} {x + w} {top + w * .35} {x + w} {top + w * .8}V{foot}Z'
    p.path(light(372, 456, -6, 470), '#6f5c49')
    p.path(light(384, 432, 8, 470), '#d9c6a6')
    p.path(light(398, 404, 26, 470), '#b7a183')
    panes = light(416, 174, 128, 452) + light(610, 174, 128, 452) + 'M600 74C632 74 650 92 650 120C650 148 626 166 600 184C574 166 550 148 550 120C550 92 568 74 600 74Z'
    p.path(panes, p.gradient((0, '#8fc0dd'), (.55, '#cfe5e6'), (.85, '#fbeccb'), units='userSpaceOnUse', line=(0, 60, 0, 452)))
    p.add(f'<g {p.clip(panes)}>')
    for x, y, w in [(430, 212, 90), (470, 226, 70), (660, 180, 96), (690, 194, 60)]:
        p.rect(x, y, w, 11, '#fff', 6, 'opacity=".75"')
    p.ridge(376, 20, 120, '#8fb4a4')
    p.ridge(404, 15, 90, '#6c9a7c')
    for x, y, r in [(462, 352, 34), (500, 372, 26), (716, 338, 42), (668, 376, 24), (758, 380, 26)]:
        p.rect(x - 3, y, 6, 60, '#5a4a3a')
        p.circle(x, y, r, '#4d8263')
        p.circle(x - r * .25, y - r * .25, r * .6, '#68a075')
    p.rect(380, 420, 440, 50, '#7fae6d')
    for k in range(-12, 30):
        for lean in (1, -1):
            p.line(f'M{400 + k * 28} 60L{400 + k * 28 + lean * 232} 460', '#5d5a52', 1.6, 'opacity=".3"')
    p.add('</g>')
    p.path(panes, 'none', 'stroke="#8d7860" stroke-width="5"')
    p.rect(372, 450, 456, 20, '#e2d0b1')
    p.rect(372, 466, 456, 8, '#8d7860')
    # light falls in over the desk
    p.path('M416 130L610 130L830 675L180 675Z', p.gradient((0, '#fff4d2', .0), (.5, '#fff4d2', .20), (1, '#fff4d2', .04)))
    p.path('M610 130L784 130L1010 675L560 675Z', p.gradient((0, '#fff4d2', .0), (.5, '#fff4d2', .16), (1, '#fff4d2', .03)))
    # the two panels
    for x, edge in ((0, 318), (882, 882)):
        p.rect(x, 150, 318, 525, p.gradient((0, '#6a4128'), (1, '#43271a')))
        for i in range(3):
            a = x + 22 + i * 96
            p.path(light(a, 82, 190, 520), '#3a2216')
            p.path(light(a + 8, 66, 206, 512), p.gradient((0, '#7d5134'), (1, '#5a3722')))
            for f in (.32, .5, .68):
                p.line(f'M{n(a + 82 * f)} 262V506', '#3a2216', 2.4, 'opacity=".45"')
        p.rect(x - 6, 136, 330, 18, '#8a5c3c', 4)
        p.rect(edge - (8 if edge < 600 else 4), 136, 12, 540, '#8a5c3c', 4)
    # the desk
    p.path('M120 522H1080L1180 600H20Z', p.gradient((0, '#b07a4a'), (1, '#8f5c34')))
    p.path('M330 522H870L960 600H240Z', '#ffe9b8', 'opacity=".13"')
    for y, a, b in [(538, 110, 560), (556, 640, 1100), (574, 70, 420), (586, 500, 1000)]:
        p.line(f'M{a} {y}H{b}', '#6f4526', 2, 'opacity=".25"')
    p.rect(20, 600, 1160, 26, '#6b4126')
    p.rect(20, 626, 1160, 49, '#3a2216')
    # an open book
    p.path('M418 578L470 520C520 506 570 512 600 528C630 512 680 506 730 520L782 578C720 566 650 570 600 586C550 570 480 566 418 578Z', '#7c2f2a')
    p.path('M432 568L476 515C522 502 572 508 600 524V578C556 562 490 558 432 568Z', p.gradient((0, '#e4d6b6'), (.55, '#fffaec'), (1, '#e9dcc0'), angle=0))
    p.path('M768 568L724 515C678 502 628 508 600 524V578C644 562 710 558 768 568Z', p.gradient((0, '#e2d3b3'), (.45, '#fffaec'), (1, '#f1e6cc'), angle=0))
    for i in range(5):
        y = 522 + i * 9
        p.line(f'M{480 - i * 8} {y}C{514 - i * 4} {y - 8} {556} {y - 6} {586} {y + 6}', '#857a68', 2.2, 'opacity=".7"')
        p.line(f'M{720 + i * 8} {y}C{686 + i * 4} {y - 8} {644} {y - 6} {614} {y + 6}', '#857a68', 2.2, 'opacity=".7"')
    p.path('M604 524C612 548 616 572 612 604L620 598L628 606C630 572 622 546 614 519Z', '#c4473a')
    # next books, a pencil
    for i, (w, colour, x) in enumerate([(176, '#2f5d6b', 852), (160, '#c98b3b', 862), (166, '#8b3f47', 848)]):
        y = 553 - i * 25
        p.rect(x, y, w, 24, colour, 4)
        p.rect(x + w - 11, y + 3, 12, 18, '#f1e6cc')
        p.rect(x + 20, y, 5, 24, '#fff', 0, 'opacity=".35"')
        p.rect(x + 30, y, 2, 24, '#fff', 0, 'opacity=".35"')
    p.path('M800 590l78 -9l1 7l-78 9l-12 -2Z', '#e0a93f')
    p.path('M800 590l-11 5l12 2Z', '#f3e2c0')
    # the lamp
    p.circle(306, 452, 240, p.glow((0, '#ffe3a0', .55), (.35, '#ffe3a0', .22), (1, '#ffe3a0', 0)))
    p.ellipse(292, 566, 62, 13, '#7a5520')
    p.ellipse(292, 561, 62, 13, '#c79a45')
    p.rect(287, 436, 10, 126, p.gradient((0, '#8f6a2c'), (.4, '#e8c472'), (1, '#8f6a2c'), angle=0))
    p.circle(292, 470, 9, '#d6ad5b')
    p.path('M206 440C212 388 250 366 292 366C334 366 372 388 378 440Z', p.gradient((0, '#2f7a5c'), (1, '#1d5340')))
    p.path('M226 424C234 396 254 382 282 377', 'none', 'stroke="#7cc2a0" stroke-width="6" stroke-linecap="round" opacity=".7"')
    p.ellipse(292, 440, 86, 9, '#ffefc0')
    p.circle(292, 364, 7, '#d6ad5b')
    return p


@picture
def brot():
    p = Picture(17)
    p.rect(0, 0, W, H, p.gradient((0, '#f3d9ae'), (.72, '#e7b57f')))
    p.circle(600, 330, 300, '#f8e6c3', 'opacity=".75"')
    p.circle(600, 330, 300, p.glow((0, '#fff7e0', .9), (.7, '#fff7e0', .2), (1, '#fff7e0', 0)))
    # table and board
    p.rect(0, 520, W, 155, p.gradient((0, '#a7683c'), (1, '#7d4828')))
    for y, a, b in [(552, 60, 420), (584, 700, 1160), (612, 180, 700), (644, 820, 1130), (656, 40, 300)]:
        p.line(f'M{a} {y}H{b}', '#6b3b20', 3, 'opacity=".3"')
    p.ellipse(600, 575, 372, 34, '#4f2a17', 'opacity=".35"')
    p.path('M250 532H950C968 532 974 566 950 566H250C226 566 232 532 250 532Z', p.gradient((0, '#d9a066'), (1, '#a9683a')))
    p.line('M262 540H940', '#edc08a', 4)
    # the loaf
    p.add('<g transform="translate(0 96) scale(1 .82)">')
    loaf = 'M322 532C296 470 316 360 400 300C480 244 720 244 800 300C884 360 904 470 878 532Z'
    p.path(loaf, p.gradient((0, '#d98b45'), (.4, '#bf6c2d'), (.8, '#8f4a20'), (1, '#6f3516')))
    p.add(f'<g {p.clip(loaf)}>')
    p.ellipse(520, 320, 230, 110, p.glow((0, '#f6c27a', .85), (1, '#f6c27a', 0)))
    # rings of the proving basket, in flour
    for k in range(8):
        y = 334 + k * 30
        p.line(f'M280 {y + 60}C400 {y - 26} 800 {y - 26} 920 {y + 60}', '#fbe9cb', 9 - k * .6, f'opacity="{n(.42 - k * .035)}"')
    # one long cut that opened, and an ear of small ones
    p.path('M404 452C470 330 690 288 806 356C700 352 520 392 404 452Z', '#f3cf94')
    p.path('M404 452C470 330 690 288 806 356C676 312 500 350 404 452Z', '#7c3c18')
    for i in range(7):
        x, y = 470 + i * 44, 470 - i * 10
        p.path(f'M{x} {y}C{x + 6} {y - 26} {x + 28} {y - 40} {x + 50} {y - 42}C{x + 44} {y - 20} {x + 24} {y - 4} {x} {y}Z', '#f3cf94')
        p.path(f'M{x} {y}C{x + 6} {y - 26} {x + 28} {y - 40} {x + 50} {y - 42}C{x + 30} {y - 30} {x + 14} {y - 18} {x} {y}Z', '#7c3c18')
        p.path(f'M{x + 8} {y + 8}C{x + 30} {y + 26} {x + 54} {y + 24} {x + 72} {y + 10}C{x + 52} {y - 2} {x + 30} {y - 4} {x + 8} {y + 8}Z', '#f3cf94')
        p.path(f'M{x + 8} {y + 8}C{x + 30} {y - 4} {x + 52} {y - 2} {x + 72} {y + 10}C{x + 52} {y + 6} {x + 30} {y + 2} {x + 8} {y + 8}Z', '#7c3c18')
    for _ in range(120):
        p.circle(p.chance.gauss(560, 170), p.chance.gauss(330, 50), p.chance.uniform(.8, 2.4), '#fff4dc', 'opacity=".5"')
    p.add('</g></g>')
    # the jar: what lives behind the mustard
    p.rect(972, 352, 150, 190, '#fff', 22, 'opacity=".38"')
    p.path('M980 430C1010 420 1030 438 1056 428C1080 420 1100 432 1114 428V518C1114 530 1106 536 1094 536H1000C988 536 980 530 980 518Z', p.gradient((0, '#f4e4c6'), (1, '#dcc39a')))
    for _ in range(26):
        p.circle(p.chance.uniform(992, 1102), p.chance.uniform(444, 526), p.chance.uniform(2.5, 8), '#c7aa7c', 'opacity=".6"')
    p.rect(972, 352, 150, 190, 'none', 22, 'stroke="#fff" stroke-width="5" opacity=".75"')
    p.rect(990, 380, 10, 120, '#fff', 5, 'opacity=".6"')
    p.path('M966 356C990 330 1104 330 1128 356L1138 384C1090 372 1004 372 956 384Z', '#d8574a')
    p.path('M966 356C990 330 1104 330 1128 356L1131 364C1090 352 1004 352 963 364Z', '#ec8273')
    p.line('M968 360C1010 350 1084 350 1126 360', '#fff', 4, 'stroke-dasharray="3 9"')
    p.rect(972, 466, 150, 12, '#5d8a72', 0, 'opacity=".9"')
    # ears of wheat
    for x, y, turn in [(136, 440, -20), (150, 440, -2), (164, 440, 17)]:
        p.add(f'<g transform="translate({x} {y}) rotate({turn})">')
        p.line('M0 20C4 -60 2 -140 0 -210', '#b9812f', 5)
        for k in range(7):
            for side in (1, -1):
                p.path(f'M0 {-150 - k * 17}C{side * 20} {-156 - k * 17} {side * 24} {-176 - k * 17} {side * 15} {-186 - k * 17}C{side * 4} {-180 - k * 17} 0 {-166 - k * 17} 0 {-150 - k * 17}Z', '#e0a83e' if side > 0 else '#c98e2c')
                p.line(f'M{side * 15} {-184 - k * 17}L{side * (24 + k)} {-222 - k * 19}', '#d49b3a', 1.6)
        p.path('M0 -252C8 -264 6 -276 0 -286C-6 -276 -8 -264 0 -252Z', '#e0a83e')
        p.add('</g>')
    p.ellipse(150, 566, 96, 14, '#4f2a17', 'opacity=".35"')
    p.path('M118 424H182C184 452 226 470 226 514C226 546 206 566 190 566H110C94 566 74 546 74 514C74 470 116 452 118 424Z',
           p.gradient((0, '#5d7f86'), (.45, '#7ea3a6'), (1, '#466369'), angle=0))
    p.path('M76 500C120 512 180 512 224 500C226 512 226 522 224 530C180 542 120 542 76 530C74 522 74 512 76 500Z', '#e9d9b8', 'opacity=".8"')
    p.rect(110, 416, 80, 14, '#8fb2b3', 7)
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
