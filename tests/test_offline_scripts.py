"""What keeps hand-overs going without network, run by Node as it was built or written, with the network in our hand."""

import json
import subprocess

from bootstrap.pages import node
from placette.groupbuys.collecting import offline

SLOW = """
let opened, timers = new Map();
globalThis.setTimeout = (ends) => (timers.set(ends, ends), ends);
globalThis.clearTimeout = (ends) => timers.delete(ends);
AbortSignal.timeout = () => { const ends = new AbortController(); timers.set(ends, () => ends.abort()); return ends.signal; };
globalThis.self = {
  registration: { scope: "https://placette.test/remise/" },
  location: { origin: "https://placette.test" },
  addEventListener: (name, hears) => name === "fetch" && (opened = hears),
};
let cut;
globalThis.fetch = async (request, { signal }) => { cut = signal; return "the page begins"; };
%s
let answer;
const request = { url: "https://placette.test/remise/", method: "GET", mode: "navigate" };
opened({ request, respondWith: (given) => (answer = given) });
const page = await answer;
for (const ends of timers.values()) ends();
console.log(JSON.stringify([page, cut.aborted]));
"""
WRITTEN = """
import { readFileSync } from "node:fs";
import typescript from "typescript";
const options = { compilerOptions: { module: "esnext", target: "es2022" } };
const script = typescript.transpileModule(readFileSync("frontend/%s.ts", "utf8"), options).outputText;
const { %s: asked } = await import("data:text/javascript," + encodeURIComponent(script));
"""
WAITS = """
const kept = [{ path: "/remise/1/", fields: { key: "k", at: "2020-01-01T00:00:00Z" } }];
globalThis.localStorage = { getItem: () => JSON.stringify(kept) };
console.log(JSON.stringify(asked("1")));
"""
FOUND = """
const line = { name: "Noémie M. Lucette", code: "ABC234", slot: "7" };
const searched = [["noe", ""], ["lucette", "7"], ["abc 234", "7"], ["", "7"], ["noe", "8"], ["", "0"], ["abc", ""]];
console.log(JSON.stringify(searched.map(([words, slot]) => asked(line, words, slot))));
"""


def said_by(script):
    _npm, environment = node()
    command = ["node", "--input-type=module", "--eval", script]
    return json.loads(subprocess.check_output(command, env=environment, timeout=60))


def test_a_page_that_has_begun_to_come_is_not_cut():
    assert said_by(SLOW % offline.script().decode()) == ["the page begins", False]


def test_a_tick_waits_until_it_is_answered_however_old():
    assert [tick["path"] for tick in said_by(WRITTEN % ("ticks", "read") + WAITS)] == ["/remise/1/"]


def test_a_kept_copy_finds_by_name_code_and_slot():
    assert said_by(WRITTEN % ("find-comers", "fits") + FOUND) == [True] * 4 + [False] * 3
