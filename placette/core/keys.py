"""One key, one content: what a form sends twice is kept once, and what it sends changed is kept as well."""

import uuid

FORMS = uuid.UUID("3f6c2d1e-7a45-4c9b-9d02-5b1f0e8a6c11")


def of(key: object, *content: object) -> str | None:
    """The key of a form together with what is in it; None where the form has none.

    A browser that goes back to a page shows the key that was sent already, perhaps with other words.
    """
    if not key:
        return None
    return str(uuid.uuid5(FORMS, "\x1f".join([str(key), *(str(each) for each in content)])))
