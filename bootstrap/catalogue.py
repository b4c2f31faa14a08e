"""Compiles one translation, with the Babel of the project's environment. A fuzzy sentence is no translation yet."""

import sys

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

with open(sys.argv[1], "rb") as written:
    catalogue = read_po(written, abort_invalid=True)
with open(sys.argv[2], "wb") as compiled:
    write_mo(compiled, catalogue)
