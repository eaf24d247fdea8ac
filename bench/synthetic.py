"""Catalogues of any size, the same for the same seed, and the equal pages for plain MkDocs."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

WORDS = (
    "work learn show write talk plan help find keep start meet read listen ask answer pay home team shop care cook "
    "drive build clean count sort pack serve travel train phone paper letter form rule right duty time money week "
    "month year friend group trainer manager worker neighbour library garden kitchen office school street town bus"
).split()
ORGANISATIONS = 20
COMMON = "site_name: Bench\nsite_url: https://badges.example.org/\n"
COLOURS = ("#17694a", "#1d4f91", "#a3470b", "#6a3494", "#0b6570")


def _sentence(rng: random.Random, least: int = 6, most: int = 16) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(least, most))).capitalize() + "."


def _badge(rng: random.Random, number: int) -> tuple[dict[str, object], str]:
    meta: dict[str, object] = {
        "name": f"Badge {number}: {rng.choice(WORDS)} and {rng.choice(WORDS)}",
        "description": _sentence(rng),
        "issuers": sorted({f"org-{rng.randrange(ORGANISATIONS)}" for _ in range(2)}),
        "image": {"caption": _sentence(rng, 4, 6)},
        "level": rng.choice(["starter", "intermediate", "advanced"]),
        "tags": sorted({rng.choice(WORDS[:12]) for _ in range(3)}),
        "activities": [
            {"name": _sentence(rng), "timeRequired": f"{rng.randint(1, 9) * 15} minutes"}
            for _ in range(rng.randint(3, 6))
        ],
        "evidence": [
            {
                "genre": "writing",
                "description": _sentence(rng),
                "mustShow": [_sentence(rng, 4, 8) for _ in range(3)],
                "mustNotContain": [_sentence(rng, 4, 8)],
            }
        ],
        "assessment": {"method": _sentence(rng), "assessor": "A trained assessor", "turnaround": "28 days"},
        "limits": [_sentence(rng) for _ in range(2)],
        "start": {"email": "start@example.org", "askAt": _sentence(rng, 3, 5)},
    }
    if number >= 10:
        meta["prerequisites"] = [f"badge-{rng.randrange(number // 10)}"]
        meta["related"] = sorted({f"badge-{rng.randrange(number)}" for _ in range(3)})
    body = _sentence(rng) + "\n\n" + "\n".join(f"{step}. {_sentence(rng)}" for step in range(1, 5)) + "\n"
    return meta, body


def _picture(rng: random.Random) -> str:
    """Every badge has a picture of its own, so that nothing can be drawn once for all."""
    points = " ".join(f"{rng.randint(50, 190)},{rng.randint(50, 190)}" for _ in range(6))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240">'
        f'<circle cx="120" cy="120" r="108" fill="{rng.choice(COLOURS)}"/>'
        f'<polyline points="{points}" fill="none" stroke="#fff" stroke-width="9"/></svg>\n'
    )


def catalogue(root: Path, count: int, seed: int = 1) -> None:
    """Writes a catalogue of ``count`` badges, and settings like those of the sample network."""
    rng = random.Random(seed)
    here = Path(__file__).resolve().parent.parent
    settings = (here / "mkdocs.yml").read_text(encoding="utf-8").replace("  - overrides\n", "")
    for local, absolute in (
        ("custom_dir: overrides", here / "overrides"),
        ("- hooks/catalogue.py", here / "hooks/catalogue.py"),
    ):
        key = local.split()[0]
        settings = settings.replace(local, f"{key} {absolute}")
    files = {
        "mkdocs.yml": settings,
        "network/network.yml": "name: Bench\ndescription: Bench.\nterritory: England\n"
        "email: a@example.org\nanchor: org-0\n",
        "network/index.md": "---\ntitle: Bench\nheadline: Bench\nlead: Bench.\n---\n\nWelcome.\n",
    }
    for number in range(ORGANISATIONS):
        member: dict[str, object] = {
            "name": f"Organisation {number}",
            "description": _sentence(rng),
            "roles": ["issuer"],
            "email": "a@example.org",
        }
        files[f"network/organisations/org-{number}.md"] = f"---\n{yaml.safe_dump(member)}---\n"
    for number in range(count):
        meta, body = _badge(rng, number)
        files[f"badges/badge-{number}/badge.md"] = f"---\n{yaml.safe_dump(meta, sort_keys=False)}---\n\n{body}"
        files[f"badges/badge-{number}/image.svg"] = _picture(rng)
    _write(root, files)


def plain(root: Path, count: int, seed: int = 1) -> None:
    """The same words as plain Markdown pages for MkDocs and Material, with a short nav and their own search."""
    rng = random.Random(seed)
    files = {
        "mkdocs.yml": COMMON + "theme:\n  name: material\n  font: false\nnav:\n  - index.md\n"
        "validation:\n  nav:\n    omitted_files: ignore\nplugins:\n  - search\n",
        "docs/index.md": "# Bench\n",
    }
    for number in range(ORGANISATIONS):
        files[f"docs/organisations/org-{number}.md"] = f"# Organisation {number}\n\n{_sentence(rng)}\n"
    for number in range(count):
        meta, body = _badge(rng, number)
        files[f"docs/badges/badge-{number}.md"] = _as_markdown(meta, body)
        _picture(rng)
    _write(root, files)


def _as_markdown(meta: dict[str, object], body: str) -> str:
    """The text of a criteria page, written out by hand."""
    lines = [f"# {meta['name']}", str(meta["description"]), "## To earn this badge you"]
    lines += [f"1. {item['name']} ({item['timeRequired']})" for item in meta["activities"]]  # type: ignore[attr-defined]
    lines += [body]
    for item in meta["evidence"]:  # type: ignore[attr-defined]
        lines += [
            "## Evidence",
            item["description"],
            *[f"- {line}" for line in item["mustShow"] + item["mustNotContain"]],
        ]
    lines += ["## How it is judged", *[str(value) for value in meta["assessment"].values()]]  # type: ignore[attr-defined]
    lines += ["## Limits", *[f"- {line}" for line in meta["limits"]]]  # type: ignore[attr-defined]
    lines += ["## How to start", *[str(value) for value in meta["start"].values()]]  # type: ignore[attr-defined]
    for key in ("prerequisites", "related"):
        lines += [f"- [{slug}]({slug}.md)" for slug in meta.get(key, [])]  # type: ignore[attr-defined]
    return "\n\n".join(lines) + "\n"


def _write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
