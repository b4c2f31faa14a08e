"""What kind of request a line of text is, guessed from its words."""

import unicodedata

from placette.core.text import one_line

# Beginnings of words, without accents -> kind and category. The first that is found decides.
HINTS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("perdu", "disparu", "egare"), "lost_found", "things"),
    (("garder", "promener", "nourrir", "veto"), "help", "pets"),
    (("baby", "nounou", "garde d"), "service", "children"),
    (
        ("echelle", "escabeau", "perceuse", "visseuse", "ponceuse", "scie", "marteau", "outil", "betonniere"),
        "loan",
        "tools",
    ),
    (
        ("tondeuse", "taille-haie", "debroussail", "brouette", "karcher", "nettoyeur", "motoculteur"),
        "loan",
        "garden",
    ),
    (("remorque", "diable", "porte-velo", "coffre"), "loan", "transport"),
    (("barnum", "tonnelle", "chaises", "tables"), "loan", "party"),
    (("raclette", "creper", "marmite", "plancha"), "loan", "kitchen"),
    (("poussette", "lit bebe", "siege auto", "rehausseur"), "loan", "children"),
    (("tente", "velo", "skis"), "loan", "sport"),
    (("machine a coudre", "shampouineuse"), "loan", "home"),
    (("ordinateur", "imprimante", "internet", "telephone", "declaration"), "help", "digital"),
    (("haie", "jardin", "tailler", "arroser", "bois"), "help", "garden"),
    (("course", "pharmacie", "rendez-vous", "accompagner", "conduire"), "help", "errands"),
    (("demenage", "porter", "canape", "armoire"), "help", "moving"),
    (("cours", "devoirs", "anglais", "maths", "physique"), "help", "learning"),
    (("acheter",), "sale", "home"),
)


def kind_of(line: str) -> tuple[str, str]:
    """(kind, category) of a request in a few words; a helping hand where no word tells."""
    plain = unicodedata.normalize("NFKD", one_line(line).lower()).encode("ascii", "ignore").decode()
    for beginnings, kind, category in HINTS:
        if any(f" {beginning}" in f" {plain}" for beginning in beginnings):
            return kind, category
    return "help", "other"
