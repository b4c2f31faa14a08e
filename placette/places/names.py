"""How French places are written, and how people type them."""

import re
import unicodedata

# INSEE's « type de nom en clair » (TNCC): how a name takes « de ».
OF = {
    0: "de {}",
    1: "d’{}",
    2: "du {}",
    3: "de {}",
    4: "des {}",
    5: "de {}",
    6: "des {}",
    7: "de {}",
    8: "de {}",
}
ARTICLES = {2: "Le ", 3: "La ", 4: "Les ", 5: "L’", 6: "Aux ", 7: "Las ", 8: "Los "}
CONTRACTED = {
    2: "Le ",
    4: "Les ",
    6: "Aux ",
}  # « du Havre », « des Angles »: the article is in the preposition
VOWELS = "aeiouyh"

ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "nd": "notre dame"}
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
CITIES_WITH_DISTRICTS = {"paris", "lyon", "marseille"}
DISTRICT = re.compile(r"0*(\d{1,2})(er|ere|e|eme|ieme|nd|nde)?")
DISTRICT_WORDS = {"arrondissement", "arrdt", "arr", "ardt"}
COMMON = {
    *(
        "saint",
        "sainte",
        "saints",
        "saintes",
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
    ),
    *("les", "sous", "sur"),
}
HEARD = ((r"ph", "f"), (r"(?<!c)h", ""), (r"y", "i"), (r"m(?=[pb])", "n"), (r"(\D)\1", r"\1"))
BARE = re.compile(r"(?:l|le|la|les|las|los|aux) (?=.)")
LONGEST = 200


def typographic(name: str) -> str:
    return name.replace("'", "’")


def with_article(name: str, name_type: int) -> str:
    """The whole name where the article is given apart: (« Haÿ-les-Roses », 5) → « L’Haÿ-les-Roses »."""
    return typographic(ARTICLES.get(name_type, "") + name)


def of(name: str, name_type: int | None) -> str:
    """« de Fonsorbes », « d’Auch », « du Havre », « de L’Haÿ-les-Roses »."""
    if name_type is None:
        name_type = 1 if words(name)[:1] and words(name)[0][0] in VOWELS else 0
    return OF[name_type].format(name.removeprefix(CONTRACTED.get(name_type, "")))


def at(of_name: str) -> str:
    """« de Fonsorbes » → « à Fonsorbes », « du Havre » → « au Havre », « des Angles » → « aux Angles », of → in."""
    for preposition, place in (("du ", "au "), ("des ", "aux "), ("de ", "à "), ("d’", "à "), ("of ", "in ")):
        if of_name.startswith(preposition):
            return place + of_name.removeprefix(preposition)
    return f"à {of_name}"


def words(text: str) -> list[str]:
    """Lower-case words without accents: every other sign separates."""
    folded = unicodedata.normalize("NFKD", text[:LONGEST]).casefold().translate(LIGATURES)
    flat = unicodedata.normalize("NFKD", folded)
    letters = (sign for sign in flat if not unicodedata.combining(sign))
    return "".join(sign if sign.isalnum() else " " for sign in letters).split()


def slug(name: str) -> str:
    return "-".join(words(name))


def plain(text: str) -> str:
    """What is compared: words without accents, abbreviations written out, « Paris 12e » as « paris 12 »."""
    typed = words(text)
    written: list[str] = []
    for place, word in enumerate(typed):
        if written and written[-1] in CITIES_WITH_DISTRICTS and (number := DISTRICT.fullmatch(word)):
            written.append(number[1])
        elif word in DISTRICT_WORDS and written and written[-1].isdigit():
            continue
        elif word == "s" and 0 < place < len(typed) - 1:  # Chalon s/ Saône
            written.append("sur")
        else:
            written.append(ABBREVIATIONS.get(word, word))
    return " ".join(written)


def key(text: str) -> str:
    """`plain` without its spaces: « L Hay les Roses » and « l’haÿ-les-roses » are the same place."""
    return plain(text).replace(" ", "")


def rare(plain_name: str) -> str:
    """The words that tell places apart, about as they sound, each after a space.

    « l hay les roses » → « ai roses ».
    """
    all_words = plain_name.split()
    kept = [word for word in all_words if word not in COMMON] or all_words
    return "".join(f" {_sound(word)}" for word in kept)


def _sound(word: str) -> str:
    """What the ear does not tell apart is written alike."""
    for written, heard in HEARD:
        word = re.sub(written, heard, word)
    return word


def bare(plain_name: str) -> str:
    """Without the leading article: « hay les roses »."""
    return BARE.sub("", plain_name, count=1) if BARE.match(plain_name) else plain_name
