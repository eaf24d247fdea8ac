"""A verdict as lines of text: what the page ``/verify/`` says."""

from __future__ import annotations

import re
from typing import Any

from ..strings import Strings


def sentences(strings: Strings, result: dict[str, Any]) -> str:
    """What the page says, as lines of text: each check with its sentence, its property and the address it is about."""
    facts, proven = result["facts"] or {}, result["proven"]
    verdict = result["verdict"]
    lines = [result["input"], f"  {strings(f'verifier.verdict.{verdict}')}"]
    if facts and proven:
        giver = _fill(strings.texts[f"verifier.giver.{proven['by']}"], proven)
        lines.append(f"  {_one_line(facts['name'])} – {giver}")
        if facts["issuer"] and facts["issuer"] != proven["name"]:
            lines.append(f"  {strings('verifier.said_name')}: {_one_line(facts['issuer'])}")
    asked = result["recipient"]
    if asked:
        known = {"passed": "same", "failed": "not_same"}.get(asked["outcome"], "unknown")
        key = "link" if known == "unknown" and asked["details"].get("link") else known
        question = strings("verifier.recipient.title")
        lines.append(f"  {question} {_fill(strings.texts[f'verifier.recipient.{key}'], asked['details'])}")
    for check in result["checks"]:
        if check["id"] != "recipient":
            lines += _check_lines(strings, check)
    if result["hosts"]:
        lines.append(f"  {_fill(strings.texts['verifier.asked_hosts'], {'hosts': ', '.join(result['hosts'])})}")
    lines += [f"    {one}" for one in map(_one_line, result["unreached"]) if result["verdict"] == "undetermined"]
    for one in result.get("inside") or []:
        inner = sentences(strings, {**one, "input": strings("verifier.column_badge")})
        lines += [f"  {line}" for line in inner.split("\n")]
    return "\n".join(lines)


def _check_lines(strings: Strings, check: dict[str, Any]) -> list[str]:
    question, answer = strings(f"verifier.check.{check['id']}"), strings(f"verifier.outcome.{check['outcome']}")
    passed = f"verifier.passed.{check['id']}" if check["code"] == "OK" else f"verifier.code.{check['code']}"
    lines = [f"  {question} {answer} {_fill(strings.texts[passed], check['details'])} ({check['code']})"]
    if check["outcome"] != "passed":
        details = check["details"]
        about = [
            details[name] for name in ("property", "address", "cause", "reason") if isinstance(details.get(name), str)
        ]
        lines += [f"    {_one_line(one)}" for one in about if one]
    return lines


def _fill(text: str, values: dict[str, Any]) -> str:
    """The sentence with its holes filled; a hole without a value is left out with its brackets."""

    def value(name: str) -> str:
        found = values.get(name, "")
        return _one_line(found if isinstance(found, str) else str(found))[:200]

    text = re.sub(r" \(\{(\w+)\}\)", lambda hole: f" ({value(hole[1])})" if value(hole[1]) else "", text)
    return re.sub(r"\{(\w+)\}", lambda hole: value(hole[1]), text)


def _one_line(text: str) -> str:
    """What a badge says cannot look like a line of ours."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
