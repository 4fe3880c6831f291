#!/usr/bin/env python3
"""The icons of the installed site, all from the wreath of the favicon.

    python3 scripts/art/icons.py        (writes www/site/icons/)

The PNGs are committed: they change once in years, and drawing them needs a
browser, which a build should not wait for. Needs Chromium, as the tests do.
"""

import subprocess
import tempfile
from pathlib import Path

from classic import PAPER, favicon

OUT = Path(__file__).parents[2] / "www/site/icons"
SIZE = 512


def icon(wreath, corner, inset=0):
    """A sheet of paper with the wreath on it; `wreath` is its width as a share of the whole."""
    inner = "\n".join(list(favicon())[1:-1])
    scale = wreath * SIZE / 64
    # The drawing stands between 8.4 and 57.2 of its 64.
    x, y = (SIZE - 64 * scale) / 2, SIZE / 2 - 32.8 * scale
    side = SIZE - 2 * inset
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}">\n'
        f'<rect x="{inset}" y="{inset}" width="{side}" height="{side}" rx="{corner}" fill="{PAPER}"/>\n'
        f'<g transform="translate({x:g} {y:.1f}) scale({scale:g})">\n{inner}\n</g>\n</svg>\n'
    )


def png(svg, size, name):
    """Drawn by Chromium, in a window that is larger than the icon: it has a least size."""
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        sized = svg.replace(f'width="{SIZE}" height="{SIZE}" viewBox', f'width="{size}" height="{size}" viewBox', 1)
        page.write_text(f'<body style="margin:0;overflow:hidden">{sized.replace("<svg", "<svg style=display:block", 1)}')
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--user-data-dir={folder}/profile", "--default-background-color=00000000",
             f"--window-size={size},{size}", f"--screenshot={shot}", page.as_uri()],
            check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        data = shot.read_bytes()
    found = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if found != (size, size):
        raise SystemExit(f"{name}: Chromium drew {found}, wanted {size}")
    (OUT / name).write_bytes(data)


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    plain = icon(.72, 112, 16)
    # Inside the circle that every mask leaves: 80 % of the width.
    full = icon(.6, 0)
    (OUT / "icon.svg").write_text(plain)
    png(plain, 192, "icon-192.png")
    png(plain, 512, "icon-512.png")
    png(full, 512, "maskable-512.png")
    png(full, 180, "apple-touch-icon.png")
