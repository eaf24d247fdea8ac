"""The look of a network: one list of colours, and what cannot be read, is not there or is too large is named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapel.look_files import look_units, stylesheet, tokens
from lapel.model.colours import ENOUGH, contrast, ink_on, nearest
from lapel.model.look import COLOURS, DARK, LIGHT, Look
from lapel.outputs import open_context
from lapel.stream import Settings
from tests import catalogues
from tests.catalogues_check import problems

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def look(small: Path, text: str, **files: str | bytes) -> Path:
    catalogues.write(small, {"network/look.yml": text})
    for name, content in files.items():
        place = small / "network" / name.replace("__", ".")
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return small


def test_contrast_is_that_of_the_guidelines() -> None:
    """The pairs of the WCAG's own examples: black on white, and the least grey that passes on white."""
    assert 21 == pytest.approx(contrast("#000000", "#ffffff"))
    assert 4.54 == pytest.approx(contrast("#767676", "#ffffff"), abs=0.01)
    assert contrast("#777777", "#ffffff") < ENOUGH


@pytest.mark.parametrize("side", [LIGHT, DARK])
def test_every_colour_of_words_can_be_read(side: int) -> None:
    pairs = [
        *((ink, ground) for ink in ("ink", "soft", "brand") for ground in ("ground", "paper", "tint")),
        ("brand-ink", "brand"),
        ("deep-ink", "deep"),
        ("deep-soft", "deep"),
        ("warm-ink", "warm"),
        ("bad", "ground"),
    ]
    weak = [pair for pair in pairs if contrast(*(COLOURS[name][side] for name in pair)) < ENOUGH]
    assert [] == weak


@given(COLOUR, COLOUR)
def test_the_nearest_colour_can_be_read(colour: str, ground: str) -> None:
    assert contrast(nearest(colour, ground), ground) >= ENOUGH
    assert contrast(ink_on(ground), ground) >= ENOUGH


@given(COLOUR)
def test_a_look_that_is_not_refused_can_be_read(brand: str) -> None:
    one = Look(slug="look", source="network/look.yml", brand=brand)
    for side in (LIGHT, DARK):
        colours = {name: pair[side] for name, pair in one.colours.items()}
        if not one.unreadable():
            assert contrast(colours["brand"], colours["ground"]) >= ENOUGH
            assert contrast(colours["brand-ink"], colours["brand"]) >= ENOUGH


def test_light_and_dark_come_from_one_list() -> None:
    css = tokens(Look(slug="look", source="network/look.yml", brand="#7a1fa2", corners="square"))
    assert "--brand: #7a1fa2" in css
    assert "--radius: 0;" in css
    for name in COLOURS:
        assert 3 == len(re.findall(rf"--{name}: #[0-9a-f]{{6}};", css)), name


def test_a_brand_that_is_hard_to_read_is_named_with_the_nearest_that_passes(small: Path) -> None:
    (problem,) = problems(look(small, 'corners: soft\nbrand: "#f2b544"\n'))
    assert problem.startswith("network/look.yml:2: has the colour #f2b544, which makes links and buttons hard to read")
    mend = re.search(r'passes is "(#[0-9a-f]{6})"', problem)
    assert mend
    assert [] == problems(look(small, f'brand: "{mend[1]}"\n'))


def test_a_page_on_which_words_are_hard_to_read_is_named(small: Path) -> None:
    (problem,) = problems(look(small, 'ground: "#4c5854"\n'))
    assert "network/look.yml:1: has the colour #4c5854, which makes the words of a page on it hard to read" in problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("brand: green\n", "is not a colour: 'green' should look like '#17694a', in quotes"),
        ("corners: wavy\n", "'wavy'"),
        ("typeface: Comic Sans\n", "has the typeface 'Comic Sans': write 'lapel', 'system', 'serif'"),
        ("typeface: ../../secret.woff2\n", "has the typeface '../../secret.woff2'"),
        ("typeface: ours.woff2\n", "names the font 'ours.woff2', which does not exist: add it as network/ours.woff2"),
        ("image: {id: logo.svg, caption: A tree}\n", "names the image 'logo.svg', which does not exist"),
        ("colour: '#000000'\n", "colour"),
    ],
)
def test_what_is_wrong_with_a_look_is_named_at_its_line(small: Path, text: str, said: str) -> None:
    (problem,) = problems(look(small, text))
    assert problem.startswith("network/look.yml:1:")
    assert said in problem


def test_a_font_that_is_none_and_one_that_is_too_large_are_named(small: Path) -> None:
    found = problems(look(small, "typeface: ours.woff2\n", ours__woff2=b"no font"))
    assert ["network/look.yml:1: names the font 'ours.woff2', which is no WOFF2 file: save it as WOFF2"] == found
    found = problems(look(small, "typeface: ours.woff2\n", ours__woff2=b"wOF2" + bytes(200_000)))
    assert "of 195 KiB, and 100 KiB is the most" in found[0]


def test_a_logo_of_two_megabytes_is_named(small: Path) -> None:
    large = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">' + "<!-- -->" * 260_000 + "</svg>"
    (problem,) = problems(look(small, "image: {id: logo.svg, caption: A tree}\n", logo__svg=large))
    assert problem.startswith("network/logo.svg:1: is 2031 KiB, and 512 KiB is the most")


def test_a_font_of_the_networks_own_is_used_and_published(small: Path, root: Path) -> None:
    font = (root / "verifier/dist/type.woff2").read_bytes()
    folder = look(small, "typeface: ours.woff2\nimage: {id: logo.svg, caption: A tree}\n", ours__woff2=font)
    (folder / "network/logo.svg").write_text(catalogues.SVG, encoding="utf-8")
    settings = Settings.of(folder)
    context = open_context(folder, settings)
    assert 'src: url("ours.woff2")' in stylesheet(context, settings)


def test_the_layers_stand_in_their_order(sample_style: str) -> None:
    marks = ["box-sizing: border-box", "--step-3:", "Every one is shown", "Where parts stand", "On paper."]
    places = [sample_style.index(mark) for mark in marks]
    assert sorted(places) == places


@pytest.fixture
def sample_style(site: Path) -> str:
    return (site / "assets/lapel.css").read_text(encoding="utf-8")


def test_the_typeface_is_small_and_never_blocks_the_text(site: Path, sample_style: str) -> None:
    assert (site / "assets/type.woff2").stat().st_size < 45_000
    faces = re.findall(r"@font-face \{[^}]*\}", sample_style)
    assert faces
    assert all("font-display: optional" in face for face in faces)
    assert "Open Font License" in (site / "assets/type.LEGAL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "root",
    [
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" x="3" viewBox="0 0 10 10">{}</svg>',
        '<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><!-- <svg --><s:path d="M1 1h8v8z"/></s:svg>',
    ],
)
def test_a_logo_as_drawing_programs_write_it_becomes_icons(small: Path, root: str) -> None:
    folder = look(small, "image: {id: logo.svg, caption: A tree}\n", logo__svg=root.format('<path d="M1 1h8v8z"/>'))
    settings = Settings.of(folder)
    made = {unit.key: unit for unit in look_units(open_context(folder, settings), settings)}
    for name in ("assets/icon-192.png", "assets/icon-maskable-512.png"):
        (file,) = made[name].make()
        assert file.content.startswith(b"\x89PNG")


def test_a_file_of_the_networks_own_stands_in_the_place_of_each_file_of_the_look(small: Path) -> None:
    own = small / "overrides/assets"
    own.mkdir(parents=True)
    for name in ("lapel.css", "icon-192.png", "type.woff2"):
        (own / name).write_bytes(b"ours")
    settings = Settings.of(small)
    keys = {unit.key for unit in look_units(open_context(small, settings), settings)}
    assert set() == keys & {"assets/lapel.css", "assets/icon-192.png", "assets/type.woff2"}


@pytest.mark.parametrize("name", ['a"); } body { color: red } x.woff2', "A.woff2", "a b.woff2", "é.woff2"])
def test_the_name_of_a_font_cannot_say_anything_else_in_the_style_sheet(small: Path, name: str) -> None:
    found = problems(look(small, f"typeface: {json.dumps(name)}\n"))
    assert any("has the typeface" in one for one in found)
