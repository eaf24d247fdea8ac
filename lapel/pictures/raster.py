"""From SVG artwork to PNG, by resvg: no script, no network, no fonts of this machine."""

from __future__ import annotations

from xml.etree import ElementTree

from resvg import render, usvg

SIZE = 320
"""Pixels: sharp on a phone, in a link preview, and on paper up to 3 cm."""


def png(svg: str, size: int = SIZE) -> bytes:
    """``svg`` as a PNG ``size`` pixels wide and high, on a clear ground, whatever size it gives itself.

    ``ValueError`` when it cannot be drawn. The caller has checked that the picture refers to nothing else
    (:mod:`lapel.load.images`).
    """
    # The drawing is put into a frame of the wanted size, so that its own width cannot ask for a giant canvas.
    try:
        inner = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ValueError(f"not an SVG: {error}") from error
    inner.attrib.pop("x", None)
    inner.attrib.pop("y", None)
    inner.set("width", str(size))
    inner.set("height", str(size))
    frame = ElementTree.Element("{http://www.w3.org/2000/svg}svg", width=str(size), height=str(size))
    frame.append(inner)
    # A panic of the Rust library is a BaseException of a class that cannot be imported.
    try:
        tree = usvg.Tree.from_str(ElementTree.tostring(frame, "unicode"), usvg.Options.default())
        return bytes(render(tree, (1, 0, 0, 0, 1, 0)))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise ValueError(f"cannot be drawn: {error}") from error
