"""Give the French catalogue what differs from the message ids, which are French: plurals, and spaces that hold.

French has its own rule of plurals (0 is singular), and its high marks and guillemets never leave their word at the end
of a line. Who writes a sentence types plain spaces; this command, a part of `make messages`, writes the others.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).parent.parent / "placette/locale"
HELD = "\u00a0"
# A colon within « 8 : 30 » or an address has no space; what follows a mark is a space, a tag, a quote or the end.
BEFORE_A_MARK = re.compile(r"(?<=\S) (?=[?!;:»](?:[\s<\"'’),.…»]|$))")
AFTER_AN_OPENING = re.compile(r"(?<=«) ")


def main() -> None:
    english, path = LOCALE / "en/LC_MESSAGES/django.po", LOCALE / "fr/LC_MESSAGES/django.po"
    with english.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    with path.open("rb") as file:
        former = read_po(file)
    french = Catalog(locale="fr", header_comment=former.header_comment, fuzzy=False)
    french.mime_headers = former.mime_headers
    for message in messages:
        plural = isinstance(message.id, tuple)
        set_well = tuple(map(typeset, message.id)) if plural else typeset(message.id)
        if plural or set_well != message.id:
            french.add(message.id, set_well, flags=message.flags - {"fuzzy"}, context=message.context)
    with path.open("wb") as file:
        write_po(file, french, width=0, sort_output=True)


def typeset(sentence: str) -> str:
    return AFTER_AN_OPENING.sub(HELD, BEFORE_A_MARK.sub(HELD, sentence))


if __name__ == "__main__":
    main()
