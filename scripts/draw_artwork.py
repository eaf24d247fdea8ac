"""Draws the pictures of the sample badges and organisations: ``python scripts/draw_artwork.py``.

Each row is a file, a shape, a colour and a symbol of white lines. Change a row and run it again.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lapel.pictures.artwork import draw  # noqa: E402

BADGES: dict[str, tuple[str, str, str]] = {
    "getting-started-with-badges": ("shield", "green", '<path d="M76 172V72H164V172M62 172H178"/><path d="M76 172L124 184V88L76 72Z" fill="#fff"/><path d="M110 132v8" stroke="#17694a"/>'),
    "writing-evidence-for-a-badge": ("shield", "green", '<path d="M72 176H168"/><path d="M84 150L90 124L146 68Q154 60 162 68L166 72Q174 80 166 88L110 144Z"/><path d="M134 80L154 100"/>'),
    "helping-someone-earn-a-badge": ("shield", "green", '<circle cx="90" cy="86" r="19"/><circle cx="150" cy="86" r="19"/><path d="M60 172V156Q60 128 90 128Q110 128 120 146Q130 128 150 128Q180 128 180 156V172"/>'),
    "motivation-and-work-habits": ("circle", "blue", '<path d="M60 156H180M76 180H164"/><path d="M84 156A36 36 0 0 1 156 156"/><path d="M120 66V92M66 98L82 112M174 98L158 112"/>'),
    "finding-and-applying-for-jobs": ("circle", "blue", '<path d="M150 86V64H70V172H104M88 90H118M88 116H104M88 142H100"/><circle cx="142" cy="132" r="29"/><path d="M164 154L182 172"/>'),
    "preparing-for-an-interview": ("circle", "blue", '<path d="M62 74H140V124H96L78 142V124H62Z"/><path d="M160 102H180V150H166V168L146 150H116"/><path d="M84 99h1M101 99h1M118 99h1"/>'),
    "managing-money-when-you-start-work": ("circle", "blue", '<path d="M62 104H168V176H62Z"/><path d="M168 128H138V152H168"/><circle cx="92" cy="78" r="15"/><circle cx="140" cy="78" r="15"/>'),
    "introduction-to-work": ("star", "gold", '<path d="M66 94H174V164H66Z"/><path d="M98 94V76H142V94M66 122Q120 146 174 122M120 130V146"/>'),
    "ready-for-work-in-england": ("star", "gold", '<path d="M70 174L106 72M170 174L134 72M64 98H84M156 98H176"/><path d="M120 86V100M120 122V136M120 158V172"/>'),
    "tenancy-readiness": ("hexagon", "orange", '<path d="M62 116L120 66L178 116M78 104V174H162V104"/><circle cx="108" cy="136" r="12"/><path d="M120 136H146V148"/>'),
    "managing-stress": ("hexagon", "orange", '<path d="M120 138Q72 130 84 70Q148 74 136 130Q132 138 120 138ZM104 92Q114 112 122 138"/><path d="M66 160Q84 148 102 160T138 160T174 160M80 182Q94 172 108 182T136 182T160 182"/>'),
    "english-for-the-workplace": ("hexagon", "orange", '<path d="M66 74H174V150H122L96 174V150H66Z"/><path d="M96 112L112 128L144 96"/>'),
    "skills-from-another-country": ("hexagon", "orange", '<circle cx="120" cy="104" r="42"/><path d="M78 104H162M120 62Q92 104 120 146Q148 104 120 62"/><path d="M64 176Q120 150 176 176"/>'),
    "volunteering-in-your-community": ("hexagon", "orange", '<path d="M120 136L86 102Q72 84 90 72Q108 64 120 84Q132 64 150 72Q168 84 154 102Z"/><path d="M62 140Q86 176 120 176Q154 176 178 140"/>'),
    "conference-attendance": ("square", "purple", '<path d="M92 58L120 98L148 58"/><path d="M72 104H168V178H72Z"/><circle cx="104" cy="134" r="10"/><path d="M88 160H120M136 132H150M136 152H150"/>'),
    "digital-basics-for-job-seekers": ("square", "purple", '<path d="M86 58H154Q162 58 162 66V174Q162 182 154 182H86Q78 182 78 174V66Q78 58 86 58Z"/><path d="M100 112L114 126L142 98M112 160H128"/>'),
    "know-your-rights-at-work": ("square", "purple", '<path d="M120 60V178M88 178H152M66 84H174"/><path d="M66 84L48 132H84ZM174 84L156 132H192Z"/>'),
    "job-club-attendance": ("circle", "grey", '<path d="M70 80H170V174H70ZM70 108H170M94 62V88M146 62V88"/><path d="M98 142L112 154L140 128"/>'),
}  # fmt: skip
ORGANISATIONS: dict[str, tuple[str, str, str]] = {
    "open-door-skills": BADGES["getting-started-with-badges"],
    "fenmarket-homes": ("circle", "teal", '<path d="M62 116L120 66L178 116M78 104V174H162V104M108 174V138H132V174"/>'),
    "harbour-learning-centre": ("circle", "blue", '<circle cx="120" cy="74" r="13"/><path d="M120 87V176M92 106H148M66 136Q70 176 120 176Q170 176 174 136"/>'),
    "new-voices-forum": ("circle", "purple", '<path d="M66 70H150V124H104L84 144V124H66Z"/><path d="M166 92V150L178 166M138 150H96"/>'),
    "meadowbank-care": ("circle", "green", '<path d="M120 172L76 126Q56 100 80 82Q104 68 120 96Q136 68 160 82Q184 100 164 126Z"/>'),
    "larkfield-foods": ("circle", "orange", '<path d="M66 122Q66 84 120 84Q174 84 174 122Q174 134 164 134V168H76V134Q66 134 66 122ZM100 104L110 120M128 104L138 120"/>'),
}  # fmt: skip

GUIDES: dict[str, tuple[str, str, str]] = {
    "case": BADGES["introduction-to-work"],
    "start": ("shield", "green", '<path d="M62 172H92V140H122V108H152V76H178"/>'),
    "badge": ("circle", "blue", '<path d="M72 124L106 158L170 88"/>'),
}  # fmt: skip


def write(path: Path, text: str) -> None:
    """Writes whole or not at all."""
    temporary = path.with_suffix(".svg.part")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def main() -> None:
    for slug, (shape, colour, symbol) in BADGES.items():
        write(ROOT / "badges" / slug / "image.svg", draw(shape, colour, symbol))
    for slug, (shape, colour, symbol) in ORGANISATIONS.items():
        write(ROOT / "network" / "organisations" / f"{slug}.svg", draw(shape, colour, symbol))
    for name, (shape, colour, symbol) in GUIDES.items():
        write(ROOT / "network" / "guides" / f"{name}.svg", draw(shape, colour, symbol))
    print(f"{len(BADGES) + len(ORGANISATIONS) + len(GUIDES)} pictures drawn")


if __name__ == "__main__":
    main()
