"""Every setting as a table, from configuration.py itself."""

from placette.core.configuration import PROJECT, Configuration, variable


def table(*, markdown: bool) -> str:
    rows = [
        (variable(name), _default(field.default), field.description or "")
        for name, field in Configuration.model_fields.items()
    ]
    if markdown:
        lines = [
            f"| `{name}` | {f'`{default}`' if default else ''} | {text} |" for name, default, text in rows
        ]
        return "\n".join(["| variable | default | what it is |", "| --- | --- | --- |", *lines])
    width = max(len(name) for name, _, _ in rows)
    return "\n".join(
        f"{name:<{width}}  {text} {f'[{default}]' if default else ''}".rstrip()
        for name, default, text in rows
    )


def _default(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value).replace(f"{PROJECT}/", "")
