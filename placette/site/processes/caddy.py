"""The proxy in front: one address for pages, live streams and static files."""

import json
from pathlib import Path
from typing import Any

from placette.core.configuration import MAX_BODY

PRIVATE = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
PAGE = """<!doctype html>
<html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} – Placette</title><h1>{title}</h1><p>{text}</p><p lang="en">{english}</p>"""
SAY_ITS_LENGTH = PAGE.format(
    title="Longueur inconnue",
    text="Cette adresse ne lit un envoi que si son en-tête Content-Length dit combien d’octets il compte.",
    english="This address reads what is sent only where its Content-Length header says how many bytes it counts.",
)
RESTARTING = PAGE.format(
    title="Un instant",
    text="La place se remet en route : rechargez cette page dans quelques secondes. Ce que vous avez écrit est "
    "encore dans la page précédente.",
    english="The square is starting again: reload this page in a few seconds. What you wrote is still on the "
    "previous page.",
)

# What went wrong, never whose page it was: an address may hold a key, the headers name the visitor.
DISCREET = {"format": "filter", "wrap": {"format": "json"}, "fields": {"request": {"filter": "delete"}}}
# Refused before it is sent, where the browser says its length; MAX_BODY below holds for the others.
TOO_LONG = {
    "match": [{"header_regexp": {"Content-Length": {"pattern": "^[1-9][0-9]{8,}$"}}}],
    "handle": [{"handler": "error", "status_code": 413}],
    "terminal": True,
}
# Who hides the length is told at once. Sent on, the pages would answer without reading, and whether their answer or the
# closed line came first would be chance.
WITHOUT_LENGTH = {
    "match": [{"header": {"Transfer-Encoding": ["chunked"]}}],
    "handle": [{"handler": "error", "status_code": 411}],
    "terminal": True,
}
# While the live process is away: any other answer would make the page's EventSource give up for ever.
COME_BACK = "retry: 3000\n\n"


def configuration(listen: str, pages: Path, live: Path, static: Path, *, behind_a_proxy: bool) -> str:
    """Caddy's JSON: no administration port, nothing saved, no certificates of its own."""
    server: dict[str, Any] = {
        "listen": [listen],
        "automatic_https": {"disable": True},
        "protocols": ["h1", "h2c"],
        "routes": [TOO_LONG, WITHOUT_LENGTH, _static(static), _live(live), _pages(pages)],
        "errors": {
            "routes": [
                # Closed: else Caddy reads 256 KB of what nobody wants before it answers.
                _error(
                    {"expression": "{http.error.status_code} == 411"},
                    411,
                    SAY_ITS_LENGTH,
                    {"Connection": "close"},
                ),
                _error(
                    {"path": ["/live/*"]},
                    200,
                    COME_BACK,
                    {"Content-Type": "text/event-stream; charset=utf-8"},
                ),
                _too_large(pages),
                _error(
                    {"expression": "{http.error.status_code} >= 500"}, 503, RESTARTING, {"Retry-After": "3"}
                ),
            ]
        },
    }
    if behind_a_proxy:
        server["trusted_proxies"] = {"source": "static", "ranges": PRIVATE}
    return json.dumps(
        {
            "admin": {"disabled": True, "config": {"persist": False}},
            "logging": {"logs": {"default": {"level": "WARN", "encoder": DISCREET}}},
            "apps": {"http": {"grace_period": "1s", "servers": {"placette": server}}},
        },
        indent=1,
        ensure_ascii=False,
    )


def _static(folder: Path) -> dict[str, Any]:
    """Files whose names hold a hash of their content: browsers keep them for ever, collectstatic compresses once."""
    headers = {
        "Cache-Control": ["public, max-age=31536000, immutable"],
        "X-Content-Type-Options": ["nosniff"],
    }
    return {
        "match": [{"path": ["/static/*"]}],
        "handle": [
            {"handler": "rewrite", "strip_path_prefix": "/static"},
            {
                "handler": "headers",
                "response": {"set": headers, "require": {"status_code": [2, 3]}, "deferred": True},
            },
            {
                "handler": "file_server",
                "root": str(folder),
                "precompressed": {"br": {}, "gzip": {}},
                "precompressed_order": ["br", "gzip"],
            },
        ],
        "terminal": True,
    }


def _live(socket: Path) -> dict[str, Any]:
    return {
        "match": [{"path": ["/live/*"]}],
        "handle": [
            {"handler": "reverse_proxy", "upstreams": [{"dial": f"unix/{socket}"}], "flush_interval": -1}
        ],
        "terminal": True,
    }


def _pages(socket: Path) -> dict[str, Any]:
    return {
        "handle": [
            {"handler": "encode", "encodings": {"zstd": {}, "gzip": {}}, "prefer": ["zstd", "gzip"]},
            {"handler": "headers", "response": {"delete": ["Server", "Via"], "deferred": True}},
            {"handler": "request_body", "max_size": MAX_BODY},
            {
                "handler": "reverse_proxy",
                "upstreams": [{"dial": f"unix/{socket}"}],
                # While the pages start again a visitor waits a moment rather than read an error.
                "load_balancing": {"try_duration": "5s", "try_interval": "100ms"},
            },
        ]
    }


def _too_large(socket: Path) -> dict[str, Any]:
    """The pages say it, in the visitor's language; what was sent stays here: a GET has no body."""
    return {
        "match": [{"expression": "{http.error.status_code} == 413"}],
        "handle": [
            {
                "handler": "reverse_proxy",
                "upstreams": [{"dial": f"unix/{socket}"}],
                "rewrite": {"method": "GET", "uri": "/trop-lourd/"},
            }
        ],
        "terminal": True,
    }


def _error(match: dict[str, Any], status: int, body: str, headers: dict[str, str]) -> dict[str, Any]:
    said = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"} | headers
    answer = {
        "handler": "static_response",
        "status_code": status,
        "headers": {name: [value] for name, value in said.items()},
        "body": body,
    }
    return {"match": [match], "handle": [answer], "terminal": True}
