"""Give the French catalogue the plurals of the code: French needs no other translation, but its own rule (0 is singular)."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).parent.parent / "placette/locale"


def main() -> None:
    english, path = LOCALE / "en/LC_MESSAGES/django.po", LOCALE / "fr/LC_MESSAGES/django.po"
    with english.open("rb") as file:
        plurals = [message for message in read_po(file) if isinstance(message.id, tuple)]
    with path.open("rb") as file:
        former = read_po(file)
    french = Catalog(locale="fr", header_comment=former.header_comment, fuzzy=False)
    french.mime_headers = former.mime_headers
    for message in plurals:
        french.add(message.id, message.id, flags=message.flags - {"fuzzy"})
    with path.open("wb") as file:
        write_po(file, french, width=0, sort_output=True)


if __name__ == "__main__":
    main()
