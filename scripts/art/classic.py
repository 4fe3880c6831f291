#!/usr/bin/env python3
"""Engraved-diploma background for the "classic" certificate.

    python3 scripts/art/classic.py         > src/template/art/classic.svg
    python3 scripts/art/classic.py favicon > www/favicon.svg

Standard library only and deterministic: the same source prints the same bytes.
All line work is smooth curves fitted to exact trigonometric functions, written
as relative commands with one decimal to keep the file small.
"""

import sys
from math import cos, pi, radians, sin, sqrt

W, H = 1500, 1050
PAPER, TINT, WATER = "#fbf8f0", "#f1f2e6", "#f3f3e9"    # sheet, band ground, watermark
GREEN, SAGE = "#1f4d3a", "#93ad9d"                      # engraving ink and its pale second
GOLD, BRIGHT, BRONZE = "#b08d3e", "#dcc688", "#8a6c2a"  # ornaments, highlights, outlines

BAND = 62      # from the sheet's edge to the centre line of the guilloche band
CORNER = 78    # from both edges to the centre of a corner rosette
PITCH = 89.5   # wanted length of one swell of the band; divides both sides closely
SINE = 0.3642  # handle length (in steps) which makes half a sine between two extremes
TAU = 2 * pi


# --- writing paths -----------------------------------------------------------

def num(v):
    """At most one decimal, without useless zeros: 12.0 -> 12, -0.5 -> -.5."""
    s = f"{abs(v):.1f}".removesuffix(".0")
    s = s[1:] if s.startswith("0.") else s
    return "-" + s if v < 0 and s != "0" else s


def nums(*values):
    """Numbers in a row, with a space only where no minus sign separates them."""
    return " ".join(map(num, values)).replace(" -", "-")


def paint(fill, stroke, width):
    return f'fill="{fill}"' + (f' stroke="{stroke}" stroke-width="{width:g}"' if stroke else "")


def path(d, fill="none", stroke=None, width=1.0):
    return f'<path {paint(fill, stroke, width)} d="{d}"/>'


def circle(x, y, r, fill="none", stroke=None, width=1.0):
    return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" {paint(fill, stroke, width)}/>'


def fit(f, t0, t1, steps, k):
    """A smooth cubic path through f(t) = (x, y); the handles are k * step * f'(t)."""
    d = (t1 - t0) / steps

    def handle(t):
        (ax, ay), (bx, by) = f(t - 1e-5), f(t + 1e-5)
        return (bx - ax) / 2e-5 * d * k, (by - ay) / 2e-5 * d * k

    px, py = (round(v, 1) for v in f(t0))
    out = [f"M{nums(px, py)}c{nums(*handle(t0))} "]
    for i in range(1, steps + 1):
        (x, y), (hx, hy) = f(t0 + i * d), handle(t0 + i * d)
        qx, qy = round(x, 1), round(y, 1)  # track the rounded pen, so that no error adds up
        out.append(("s" if i > 1 else "") + nums(x - hx - px, y - hy - py, qx - px, qy - py))
        px, py = qx, qy
    return "".join(out).replace(" -", "-")


def ring(x, y, mid, amp, lobes, turns=1):
    """A closed rosette of radius mid + amp cos(lobes / turns * angle)."""
    def f(a):
        r = mid + amp * cos(lobes / turns * a)
        return x + r * sin(a), y - r * cos(a)
    return fit(f, 0, TAU * turns, 2 * lobes, SINE) + "z"


# --- the border --------------------------------------------------------------

def sides(strand):
    """Run a strand v(u) along the four sides, clockwise; u goes from corner to corner."""
    a, b = W - 2 * CORNER, H - 2 * CORNER
    return (strand(a, lambda u, v: (CORNER + u, BAND + v))
            + strand(b, lambda u, v: (W - BAND - v, CORNER + u))
            + strand(a, lambda u, v: (W - CORNER - u, H - BAND - v))
            + strand(b, lambda u, v: (BAND + v, H - CORNER - u)))


def braid(phase):
    """One strand of the braid which swells and narrows once every PITCH."""
    def strand(length, place):
        n = round(length / PITCH)
        k = TAU * n / length
        return fit(lambda u: place(u, (14 - 6.5 * cos(k * u)) * cos(k * u + phase)),
                   0, length, 4 * n, 0.345)
    return sides(strand)


def mesh(shift, amp=20.4):
    """One strand of the fine mesh below: half waves as mirrored quadratics, very short."""
    def strand(length, place):
        n = 2 * round(length / PITCH)
        h = length / n
        u = h * (2 * shift - 1)
        (x, y), (cx, cy), (ex, ey) = place(u, 0), place(u + h / 2, 2 * amp), place(u + h, 0)
        return (f"M{nums(x, y)}q{nums(cx - x, cy - y, ex - x, ey - y)}"
                + ("t" + nums(ex - x, ey - y)) * (n - 1))
    return sides(strand)


def swing(out, r):
    """A rule at BAND + out which circles the rosettes, outside (out < 0) or inside."""
    inset, sweep = BAND + out, int(out < 0)
    d = CORNER + sqrt(r * r - (inset - CORNER) ** 2)

    def arc(x, y):
        return f"A{num(r)} {num(r)} 0 0 {sweep} {nums(x, y)}"

    return (f"M{nums(d, inset)}H{num(W - d)}{arc(W - inset, d)}V{num(H - d)}{arc(W - d, H - inset)}"
            f"H{num(d)}{arc(inset, H - d)}V{num(d)}{arc(d, inset)}z")


def boss(x, y):
    """A corner rosette: lobes in multiples of four make all corners alike."""
    yield circle(x, y, 52.5, PAPER, GREEN, 0.7)
    yield circle(x, y, 49, TINT, GREEN, 1.4)
    yield path(ring(x, y, 36.3, 10.4, 36, 5), "none", GREEN, 0.7)
    yield circle(x, y, 24, PAPER, GOLD, 1.2)
    yield path(ring(x, y, 14.6, 7, 16, 3), "none", GREEN, 0.7)
    yield path(ring(x, y, 4.4, 1.6, 8), GOLD)


def border(strands=12):
    """Tinted ground, mesh, braid, hairlines; rosettes over the ends; the rules on top."""
    yield (f'<rect x="{BAND}" y="{BAND}" width="{W - 2 * BAND}" height="{H - 2 * BAND}" '
           f'{paint("none", TINT, 46)}/>')
    yield path("".join(mesh((j + 0.5) / strands) for j in range(strands)), "none", SAGE, 0.6)
    yield path("".join(braid(TAU * j / 6) for j in range(6)), "none", GREEN, 0.9)
    yield path(swing(-24, 52.5) + swing(24, 52.5), "none", GREEN, 0.7)
    for x, y in ((CORNER, CORNER), (W - CORNER, CORNER), (CORNER, H - CORNER), (W - CORNER, H - CORNER)):
        yield from boss(x, y)
    yield path(swing(-29, 57), "none", GREEN, 2.4)
    yield path(swing(29, 57), "none", GOLD, 1.8)
    yield path(swing(33, 61), "none", GOLD, 0.6)


# --- laurel ornaments --------------------------------------------------------

def leaf(x, y, angle, size, slim):
    """A pointed leaf from (x, y) and its rib; the angle runs clockwise from upwards."""
    s, c = sin(angle) * size, cos(angle) * size

    def at(t, w):
        return nums(t * s + w * slim * c, w * slim * s - t * c)

    blade = f"M{nums(x, y)}c{at(.3, 1)} {at(.72, .8)} {at(1, 0)}c{at(-.28, -.8)} {at(-.7, -1)} {at(-1, 0)}z"
    rib = f"M{nums(x + .25 * s, y - .25 * c)}l{at(.55, 0)}"
    return blade.replace(" -", "-"), rib


def laurel(x, y, r, size, pairs, low=160, high=30, slim=.23,
           leans=((36, 1), (-26, .85)), taper=.28):
    """A wreath open at the top, as path data: leaves, ribs, stems."""
    leaves, stems = [], ""
    for side in (1, -1):
        def at(deg):
            return x + side * r * sin(radians(deg)), y - r * cos(radians(deg))
        stems += f"M{nums(*at(180))}A{num(r)} {num(r)} 0 0 {(1 - side) // 2} {nums(*at(high))}"
        for i in range(pairs + 1):
            deg = low + (high - low) * i / pairs
            grow = size * (1 - taper * i / pairs)
            for lean, part in leans if i < pairs else ((-4, 1),):
                leaves.append(leaf(*at(deg), side * radians(deg - 90 + lean), grow * part, slim))
    return "".join(b for b, _ in leaves), "".join(r for _, r in leaves), stems


def star(x, y, r):
    """A five-pointed star."""
    spots = [(.4 * r if i % 2 else r, pi * i / 5) for i in range(10)]
    return "M" + "L".join(nums(x + q * sin(a), y - q * cos(a)) for q, a in spots) + "z"


def crest(x, y, r=29):
    """The ornament at the head: a tied wreath around a star, between swelled rules."""
    leaves, ribs, stems = laurel(x, y, r, 16, 6)
    yield path(stems, "none", GREEN, 1)
    yield path(leaves, GREEN)
    yield path(ribs, "none", PAPER, .5)
    yield path(f"M{nums(x, y + r)}c-4-5-10-5-10-.5s6 4.5 10 .5c4-5 10-5 10-.5s-6 4.5-10 .5"
               "l-6 7.5m6-7.5l6 7.5", "none", GOLD, 1.3)
    yield path(star(x, y, 10), GOLD)
    for s in (1, -1):
        yield path(f"M{nums(x + s * 66, y)}q{nums(s * 50, -2.4, s * 130, 0)}"
                   f"q{nums(s * -80, 2.4, s * -130, 0)}z"
                   f"M{nums(x + s * 52, y)}l{s * 5}-3.5l{s * 5} 3.5l{s * -5} 3.5z", GOLD)


def seal(x, y):
    """The medal at the foot: toothed gold rim, engine-turned ring, laurel and star.

    Drawn at twice its size, so that one decimal is fine enough for the teeth."""
    yield f'<g transform="translate({x} {y}) scale(.5)">'
    yield path(ring(0, 0, 121.4, 2.4, 64), GOLD)
    yield circle(0, 0, 112, "none", BRIGHT, 1.6)
    yield circle(0, 0, 106, GREEN, BRONZE, 1.6)
    yield path(ring(0, 0, 89.6, 12.4, 36, 7), "none", BRIGHT, 1)
    yield circle(0, 0, 73, GOLD, BRONZE, 1.6)
    yield circle(0, 0, 68, GREEN, BRIGHT, 1.6)
    leaves, _, stems = laurel(0, 0, 44, 25, 6, slim=.21)
    yield path(stems, "none", BRIGHT, 1.6)
    yield path(leaves, BRIGHT)
    yield path(star(0, 0, 19), BRIGHT) + "</g>"


def watermark(x, y):
    lines = ring(x, y, 208, 38, 64, 7) + ring(x, y, 122, 40, 36, 5) + ring(x, y, 48, 26, 20, 3)
    yield path(lines, "none", WATER, 1.4)


# --- output ------------------------------------------------------------------

def svg(width, height, *groups):
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
           f'viewBox="0 0 {width} {height}">')
    for group in groups:
        yield "<g>" + "\n".join(group) + "</g>"
    yield "</svg>"


def sheet():
    ground = [f'<rect width="{W}" height="{H}" fill="{PAPER}"/>']
    return svg(W, H, ground, watermark(750, 520), border(), crest(750, 138.5), seal(750, 850))


def favicon():
    """A bold wreath, wide open, whose leaf tips stay apart at 16 px."""
    leaves, _, stems = laurel(32, 33, 21.5, 15, 4, 156, 50, .29, ((40, .94), (-22, .82)), 0)
    return svg(64, 64, [path(stems, "none", GREEN, 3.4), path(leaves, GREEN)])


if __name__ == "__main__":
    print("\n".join(favicon() if sys.argv[1:] == ["favicon"] else sheet()))
