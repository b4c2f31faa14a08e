"""Which links the e-mail of each notice of annonces holds."""

from typing import Any


def of_request(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return _on(facts, "listing", "annonce.answer")


def of_answer(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return [*_on(facts, "conversation", "message.reply"), *_on(facts, "answer", "answer.agree")]


def of_step(facts: dict[str, Any]) -> list[tuple[str, int]]:
    names = {
        "proposed": ("agreement.accept", "agreement.decline"),
        "countered": ("agreement.accept", "agreement.decline"),
        "accept": ("agreement.cancel",),
        "done": ("agreement.thank",),
    }
    found = _on(facts, "agreement", *names.get(facts.get("step", ""), ()))
    return [*found, *_on(facts, "conversation", "message.reply")]


def of_tomorrow(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return [*_on(facts, "agreement", "agreement.cancel"), *_on(facts, "conversation", "message.reply")]


def of_moment_past(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return _on(facts, "agreement", "agreement.done", "agreement.no_show")


def of_thanks(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return _on(facts, "agreement", "agreement.thank")


def of_end(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return _on(facts, "listing", "annonce.prolong", "annonce.close")


def _on(facts: dict[str, Any], about: str, *names: str) -> list[tuple[str, int]]:
    """Nothing for a notice of before there were links."""
    return [(name, facts[about]) for name in names] if about in facts else []
