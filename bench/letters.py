"""Letters with codes for a whole commune, as the worker makes them: how long, and how much memory.

    .venv/bin/python bench/letters.py [households]     (13,000 by default; about two minutes)

A real worker beside a PostgreSQL of its own. From the press on « Préparer les lettres » to the last packet, by the clock; the
most memory that the worker and what it starts held together, looked at twenty times a second. Then an independent reader (zbar)
reads the drawings of forty letters of the finished files, and each must lead to the code that is printed beside it.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bars import bar
from processors import spent, work
from scratch import migrated

WITHIN, MEMORY = 180.0, 500  # seconds, megabytes
READ = 40  # letters, spread over the packets
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{3}")


def main(households: int) -> bool:
    with migrated(durable=True):
        campaign = fill(households)
        print(f"{os.cpu_count()} processors, of which others want {os.getloadavg()[0]:.1f}", flush=True)
        worker = subprocess.Popen(
            [sys.executable, "-m", "placette.site.cli", "worker"], stderr=subprocess.DEVNULL
        )
        try:
            time.sleep(4)  # it has started
            before = spent({"worker": worker.pid})
            seconds, peak = made(campaign, worker.pid)
            work("a letter", before, spent({"worker": worker.pid}), households)
        finally:
            worker.terminate()
            worker.wait()
        print(
            f"{households:,} letters in {seconds:.0f} s: {households / seconds:.0f} a second; at most {peak:.0f} MB"
        )
        read = readable(campaign)
        print(f"  memory {peak:.0f} MB of {MEMORY} MB: {'met' if peak <= MEMORY else 'MISSED'}")
        return all([bar("letters", seconds, WITHIN), peak <= MEMORY, read])


def fill(households: int):
    from placette.invitations.actions import drafts
    from placette.invitations.lists import Read
    from placette.people.tests.factories import commune_of, officer_of

    commune, officer = commune_of(), officer_of()
    found = Read[str]()
    for number in range(households):
        found.taken.append(
            f"Mme Jeanne Martin-Lagarde\nBâtiment B\n{number} avenue des Tilleuls\n31470 FONSORBES"
        )
    word = "Chers habitants, la place du village revient, sur votre téléphone. Venez y retrouver vos voisins."
    return drafts.draft("letters", commune, officer, "Toute la commune", word, found)


def made(campaign, worker: int) -> tuple[float, float]:
    from placette.invitations.actions import campaigns

    began, peak = time.perf_counter(), 0.0
    campaigns.begin(campaign.pk, campaign.by)
    while True:
        peak = max(peak, memory(worker))
        campaign.refresh_from_db(fields=["state", "done"])
        if campaign.state == "ready":
            return time.perf_counter() - began, peak
        time.sleep(0.05)


def memory(pid: int) -> float:
    """Megabytes of a process and of all that it has started."""
    total = 0.0
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task").glob("*/children")
        total += int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
        total += sum(memory(int(each)) for path in children for each in path.read_text().split())
    except (OSError, TypeError):
        pass  # it has just ended
    return total


def readable(campaign) -> bool:
    """What zbar reads of a page is the address of the code that stands on it."""
    import typst
    from pypdf import PdfReader

    from placette.invitations import sealed
    from placette.invitations.papers.letters import address_of

    packets = list(campaign.packets.order_by("first"))
    wrong = 0
    for number in range(READ):
        packet = packets[number % len(packets)]
        pages = sealed.read(packet.file)
        reader = PdfReader(io.BytesIO(pages))
        page = (number * 37) % len(reader.pages)
        (code,) = CODE.findall(reader.pages[page].extract_text())
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "l.pdf").write_bytes(pages)
            Path(folder, "p.typ").write_text(
                f'#set page(paper: "a4", margin: 0pt)\n#image("l.pdf", page: {page + 1}, width: 100%)'
            )
            Path(folder, "p.png").write_bytes(typst.compile(Path(folder, "p.typ"), format="png", ppi=110.0))
            asked = ["zbarimg", "--quiet", "--raw", Path(folder, "p.png")]
            seen = subprocess.run(asked, capture_output=True, check=False).stdout.decode().strip()
        wrong += seen != address_of("31187", code)
    print(f"zbar read {READ - wrong} of {READ} drawings, each leading to the code beside it")
    return wrong == 0


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 13_000) else 1)
