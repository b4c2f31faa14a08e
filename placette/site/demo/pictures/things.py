"""Things and scenes, each a handful of flat shapes on a shelf, a lawn or a table."""

import random
from collections.abc import Callable

from .paper import Paper

WIDTH, HEIGHT = 1200, 900
WALLS = ("#f3e3c8", "#dfe8d8", "#d8e6ee", "#f1d9cf", "#e6dff0", "#efe6b8")
FLOORS = ("#c9a27a", "#b98f66", "#a9b88a", "#d6c3a5", "#9fb3a4")
PAINTS = ("#a8323c", "#2f6f4f", "#2d5f8a", "#d08a2e", "#6a4c93", "#c9a227", "#48606b")
WOOD, DARK, METAL, PALE = "#8d623c", "#35302c", "#9aa3a8", "#f7f1e6"

type Drawing = Callable[[Paper, str, str], None]


def _ladder(p: Paper, a: str, b: str) -> None:
    for x in (470, 690):
        p.shape([(x, 760), (x + 34, 760), (x + 64, 130), (x + 34, 130)], METAL)
    for step in range(7):
        p.box(486 + step * 5, 680 - step * 84, 240, 24, METAL, 8)


def _drill(p: Paper, a: str, b: str) -> None:
    p.box(380, 330, 360, 150, a, 40)
    p.shape([(430, 470), (560, 470), (520, 700), (400, 700)], a)
    p.box(370, 690, 190, 70, DARK, 20)
    p.shape([(740, 350), (830, 380), (830, 430), (740, 460)], METAL)
    p.box(830, 396, 190, 18, METAL)
    p.box(560, 490, 60, 46, b, 16)


def _mower(p: Paper, a: str, b: str) -> None:
    p.line([(300, 300), (520, 620)], DARK, 26)
    p.box(470, 560, 360, 150, a, 50)
    p.box(560, 500, 150, 80, DARK, 20)
    for x in (520, 790):
        p.oval(x, 720, 66, 66, DARK)
        p.oval(x, 720, 26, 26, PALE)


def _trimmer(p: Paper, a: str, b: str) -> None:
    p.line([(300, 250), (820, 640)], METAL, 24)
    p.box(240, 190, 170, 120, a, 36)
    p.oval(850, 670, 90, 34, DARK)
    p.arc(540, 400, 70, 60, 150, 340, DARK, 20)


def _washer(p: Paper, a: str, b: str) -> None:
    p.box(430, 280, 300, 440, a, 50)
    p.oval(470, 730, 56, 56, DARK)
    p.oval(690, 730, 56, 56, DARK)
    p.arc(580, 260, 110, 110, 180, 360, DARK, 24)
    p.line([(720, 400), (880, 470), (860, 660), (980, 700)], DARK, 20)
    p.box(500, 360, 160, 90, b, 24)


def _machine(p: Paper, a: str, b: str) -> None:
    p.shape([(420, 420), (720, 300), (800, 560), (520, 640)], a)
    p.oval(610, 480, 150, 170, a)
    p.line([(400, 760), (610, 500), (830, 760)], DARK, 30)
    p.oval(420, 740, 60, 60, DARK)


def _trailer(p: Paper, a: str, b: str) -> None:
    p.box(330, 420, 560, 220, a, 16)
    p.line([(330, 640), (160, 680)], DARK, 24)
    p.oval(660, 690, 90, 90, DARK)
    p.oval(660, 690, 36, 36, METAL)
    p.shape([(330, 420), (400, 330), (830, 330), (890, 420)], b)


def _barrow(p: Paper, a: str, b: str) -> None:
    p.shape([(360, 400), (880, 400), (780, 620), (470, 620)], a)
    p.line([(200, 470), (500, 600), (640, 690)], WOOD, 26)
    p.oval(820, 710, 80, 80, DARK)
    p.oval(820, 710, 30, 30, METAL)
    p.line([(470, 620), (430, 770)], DARK, 22)


def _saw(p: Paper, a: str, b: str) -> None:
    p.shape([(320, 480), (960, 420), (960, 500), (420, 640)], METAL)
    for step in range(12):
        x = 430 + step * 44
        p.shape([(x, 640 - step * 11), (x + 22, 664 - step * 11), (x + 44, 630 - step * 11)], METAL)
    p.box(200, 440, 220, 210, a, 60)
    p.box(260, 500, 90, 90, PALE, 40)


def _tent(p: Paper, a: str, b: str) -> None:
    p.shape([(210, 760), (600, 240), (990, 760)], a)
    p.shape([(480, 760), (600, 300), (720, 760)], b)
    p.line([(600, 300), (600, 760)], DARK, 8)


def _gazebo(p: Paper, a: str, b: str) -> None:
    p.shape([(200, 420), (600, 210), (1000, 420)], a)
    for x in range(200, 1000, 100):
        p.pie(x + 50, 420, 50, 40, 0, 180, b if (x // 100) % 2 else a)
    for x in (230, 580, 950):
        p.box(x, 420, 22, 350, METAL)


def _table(p: Paper, a: str, b: str) -> None:
    p.box(260, 430, 680, 44, WOOD, 12)
    p.shape([(330, 474), (370, 474), (310, 770), (270, 770)], WOOD)
    p.shape([(830, 474), (870, 474), (930, 770), (890, 770)], WOOD)
    p.box(540, 330, 90, 100, a, 20)
    p.oval(585, 300, 60, 50, b)


def _chairs(p: Paper, a: str, b: str) -> None:
    for x, c in ((280, a), (520, b), (760, a)):
        p.box(x, 330, 34, 440, WOOD)
        p.box(x, 550, 190, 34, c, 10)
        p.box(x + 156, 584, 34, 186, WOOD)
        p.box(x, 350, 160, 120, c, 20)


def _raclette(p: Paper, a: str, b: str) -> None:
    p.box(300, 520, 600, 90, DARK, 40)
    p.box(340, 440, 520, 60, a, 30)
    for x in range(350, 850, 125):
        p.box(x, 610, 80, 60, METAL, 14)
        p.box(x + 14, 612, 52, 26, "#f0c75a", 8)
    p.shape([(560, 440), (700, 330), (760, 440)], "#f0c75a")


def _sewing(p: Paper, a: str, b: str) -> None:
    p.box(300, 630, 600, 80, a, 20)
    p.box(720, 370, 130, 280, a, 30)
    p.box(370, 350, 480, 110, a, 40)
    p.box(400, 460, 44, 130, METAL, 10)
    p.oval(860, 410, 50, 50, b)
    p.box(560, 300, 50, 60, b, 8)


def _bike(p: Paper, a: str, b: str) -> None:
    for x in (380, 820):
        p.arc(x, 620, 150, 150, 0, 360, DARK, 18)
        p.oval(x, 620, 16, 16, DARK)
    p.line([(380, 620), (520, 420), (740, 420), (820, 620)], a, 24)
    p.line([(520, 420), (600, 620), (740, 420)], a, 24)
    p.line([(380, 620), (600, 620)], a, 24)
    p.line([(500, 360), (520, 420)], a, 22)
    p.box(440, 340, 130, 30, DARK, 15)
    p.line([(720, 330), (740, 420)], METAL, 20)
    p.line([(680, 330), (790, 320)], DARK, 20)


def _pram(p: Paper, a: str, b: str) -> None:
    p.pie(600, 440, 210, 200, 150, 360, a)
    p.shape([(420, 440), (810, 440), (740, 620), (480, 620)], b)
    p.line([(810, 440), (930, 330)], DARK, 22)
    for x in (500, 730):
        p.oval(x, 710, 64, 64, DARK)
        p.oval(x, 710, 24, 24, PALE)


def _books(p: Paper, a: str, b: str) -> None:
    x = 320
    for width, height, colour in (
        (70, 380, a),
        (50, 330, b),
        (90, 410, "#c9a227"),
        (60, 350, "#48606b"),
        (80, 390, "#a8323c"),
        (56, 320, "#2f6f4f"),
        (90, 370, a),
    ):
        p.box(x, 760 - height, width, height, colour, 6)
        p.box(x + 10, 790 - height, width - 20, 16, PALE)
        x += width + 8


def _box(p: Paper, a: str, b: str) -> None:
    p.box(340, 430, 340, 330, "#c8975f", 6)
    p.box(700, 530, 250, 230, "#b98452", 6)
    p.box(480, 430, 60, 330, "#e0bd8d")
    p.shape([(340, 430), (280, 350), (450, 350), (510, 430)], "#d9ae78")
    p.shape([(680, 430), (740, 350), (570, 350), (510, 430)], "#d9ae78")


def _jars(p: Paper, a: str, b: str) -> None:
    for x, c in ((300, a), (510, b), (720, "#d08a2e")):
        p.box(x, 440, 180, 320, c, 36)
        p.box(x + 10, 390, 160, 60, PALE, 12)
        p.box(x + 30, 550, 120, 110, PALE, 10)


def _crate(p: Paper, a: str, b: str) -> None:
    for x, y in (
        (380, 500),
        (500, 470),
        (620, 490),
        (740, 470),
        (840, 505),
        (440, 540),
        (560, 545),
        (690, 545),
    ):
        p.oval(x, y, 72, 68, a)
        p.shape([(x - 22, y - 60), (x, y - 88), (x + 22, y - 60)], "#3d7a45")
    for row in range(3):
        p.box(280, 560 + row * 70, 650, 56, WOOD, 6)


def _eggs(p: Paper, a: str, b: str) -> None:
    for x in range(360, 900, 100):
        p.oval(x, 560, 48, 64, "#e8c9a0" if (x // 100) % 2 else "#f6ead6")
    p.box(290, 580, 640, 140, "#a9a295", 30)


def _plants(p: Paper, a: str, b: str) -> None:
    for x in (360, 600, 840):
        p.shape([(x - 80, 580), (x + 80, 580), (x + 56, 760), (x - 56, 760)], "#b5623f")
        p.line([(x, 580), (x, 360)], "#3d7a45", 16)
        for dx, dy in ((-60, 60), (60, 20), (-50, -40), (40, -80)):
            p.oval(x + dx, 440 + dy, 56, 30, "#4f9457")


def _wood(p: Paper, a: str, b: str) -> None:
    for row in range(4):
        for column in range(6 - row % 2):
            x, y = 330 + column * 110 + (row % 2) * 55, 700 - row * 98
            p.oval(x, y, 54, 50, WOOD)
            p.oval(x, y, 42, 38, "#d9b283")
            p.arc(x, y, 22, 20, 0, 360, WOOD, 5)


def _sofa(p: Paper, a: str, b: str) -> None:
    p.box(270, 380, 660, 220, a, 60)
    p.box(230, 500, 130, 220, a, 50)
    p.box(840, 500, 130, 220, a, 50)
    p.box(350, 560, 250, 120, b, 40)
    p.box(600, 560, 250, 120, b, 40)
    p.box(280, 720, 40, 50, DARK)
    p.box(880, 720, 40, 50, DARK)


def _lamp(p: Paper, a: str, b: str) -> None:
    p.shape([(480, 230), (720, 230), (800, 450), (400, 450)], a)
    p.box(585, 450, 30, 280, METAL)
    p.oval(600, 740, 140, 34, DARK)


def _cupboard(p: Paper, a: str, b: str) -> None:
    p.box(390, 180, 420, 590, a, 18)
    p.box(410, 210, 185, 520, b, 10)
    p.box(605, 210, 185, 520, b, 10)
    p.oval(575, 480, 12, 12, DARK)
    p.oval(625, 480, 12, 12, DARK)


def _fridge(p: Paper, a: str, b: str) -> None:
    p.box(420, 170, 360, 600, PALE, 30)
    p.box(420, 370, 360, 10, METAL)
    p.box(450, 240, 20, 90, METAL, 8)
    p.box(450, 420, 20, 150, METAL, 8)
    p.box(640, 220, 70, 60, a, 8)


def _laundry(p: Paper, a: str, b: str) -> None:
    p.box(390, 290, 420, 480, PALE, 24)
    p.box(390, 290, 420, 90, METAL, 24)
    p.oval(600, 570, 150, 150, METAL)
    p.oval(600, 570, 116, 116, "#9fc4dc")
    p.oval(470, 335, 22, 22, a)


def _computer(p: Paper, a: str, b: str) -> None:
    p.box(330, 290, 540, 350, DARK, 24)
    p.box(356, 316, 488, 298, "#bcd9e8", 8)
    p.shape([(270, 650), (930, 650), (990, 730), (210, 730)], METAL)
    p.oval(520, 430, 70, 70, a)
    p.shape([(420, 600), (580, 470), (720, 600)], b)


def _guitar(p: Paper, a: str, b: str) -> None:
    p.line([(620, 470), (880, 180)], WOOD, 40)
    p.oval(480, 600, 170, 160, "#c98a4a")
    p.oval(600, 480, 120, 116, "#c98a4a")
    p.oval(540, 545, 52, 52, DARK)
    p.line([(440, 640), (880, 180)], PALE, 5)


def _piano(p: Paper, a: str, b: str) -> None:
    p.box(220, 430, 760, 190, DARK, 20)
    for x in range(250, 950, 50):
        p.box(x, 520, 46, 90, PALE)
    for x in range(280, 930, 50):
        p.box(x, 520, 26, 52, DARK)
    p.line([(320, 620), (300, 770)], DARK, 26)
    p.line([(880, 620), (900, 770)], DARK, 26)


def _clothes(p: Paper, a: str, b: str) -> None:
    p.line([(500, 300), (600, 230), (700, 300)], DARK, 14)
    p.shape(
        [
            (460, 300),
            (740, 300),
            (860, 430),
            (790, 500),
            (740, 450),
            (740, 740),
            (460, 740),
            (460, 450),
            (410, 500),
            (340, 430),
        ],
        a,
    )
    p.pie(600, 300, 60, 50, 0, 180, b)


def _shoes(p: Paper, a: str, b: str) -> None:
    for x, y in ((280, 600), (560, 660)):
        p.shape(
            [
                (x, y - 170),
                (x + 110, y - 170),
                (x + 180, y - 60),
                (x + 340, y),
                (x + 340, y + 60),
                (x, y + 60),
            ],
            a,
        )
        p.box(x - 6, y + 56, 356, 36, DARK, 16)


def _toys(p: Paper, a: str, b: str) -> None:
    p.box(300, 560, 180, 180, a, 16)
    p.box(400, 400, 160, 160, b, 16)
    p.box(620, 620, 320, 90, "#c9a227", 40)
    p.box(700, 550, 150, 90, "#c9a227", 30)
    for x in (700, 860):
        p.oval(x, 715, 46, 46, DARK)


def _teddy(p: Paper, a: str, b: str) -> None:
    for x in (530, 670):
        p.oval(x, 190, 34, 120, "#d9b99b")
    p.oval(600, 370, 130, 120, "#d9b99b")
    p.oval(600, 620, 150, 170, "#d9b99b")
    for x in (555, 645):
        p.oval(x, 350, 13, 15, DARK)
    p.oval(600, 396, 24, 16, "#b36a5e")
    p.box(520, 470, 160, 34, a, 16)


def _keys(p: Paper, a: str, b: str) -> None:
    p.arc(520, 380, 120, 120, 0, 360, METAL, 24)
    p.line([(590, 470), (800, 720)], METAL, 40)
    p.line([(480, 490), (440, 740)], "#c9a227", 40)
    p.box(760, 640, 90, 34, METAL, 8)
    p.oval(520, 250, 90, 60, a)


def _gloves(p: Paper, a: str, b: str) -> None:
    for x in (340, 660):
        p.box(x, 420, 200, 260, a, 80)
        p.box(x + 170, 480, 90, 150, a, 45)
        p.box(x, 660, 200, 90, b, 20)


def _cat(p: Paper, a: str, b: str) -> None:
    fur = "#b98a5a"
    p.oval(600, 640, 190, 160, fur)
    p.oval(600, 400, 150, 130, fur)
    p.shape([(470, 340), (480, 200), (580, 290)], fur)
    p.shape([(730, 340), (720, 200), (620, 290)], fur)
    p.arc(800, 640, 110, 120, 270, 80, fur, 44)
    for x in (545, 655):
        p.oval(x, 390, 20, 26, "#e6d35c")
        p.oval(x, 390, 8, 22, DARK)
    p.shape([(580, 440), (620, 440), (600, 464)], "#b36a5e")
    p.box(500, 510, 200, 30, a, 14)


def _dog(p: Paper, a: str, b: str) -> None:
    fur = "#d2ab7c"
    p.oval(600, 640, 170, 170, fur)
    p.oval(600, 390, 150, 140, fur)
    p.oval(440, 400, 52, 110, "#8d623c")
    p.oval(760, 400, 52, 110, "#8d623c")
    p.oval(600, 450, 74, 60, PALE)
    for x in (550, 650):
        p.oval(x, 360, 17, 20, DARK)
    p.oval(600, 424, 30, 22, DARK)
    p.box(490, 520, 220, 34, a, 16)


def _two(p: Paper, a: str, b: str) -> None:
    for x, cloth, skin in ((440, a, "#f0c9a4"), (760, b, "#a66a43")):
        p.oval(x, 330, 90, 96, skin)
        p.pie(x, 300, 96, 90, 180, 360, DARK if skin != "#f0c9a4" else "#d8d5d0")
        p.box(x - 130, 430, 260, 380, cloth, 110)
        for dx in (-32, 32):
            p.oval(x + dx, 330, 9, 11, DARK)
        p.arc(x, 350, 34, 26, 20, 160, "#8e2f35", 7)
    p.line([(540, 600), (660, 600)], "#f0c9a4", 44)


DRAWINGS: dict[str, Drawing] = {
    "échelle": _ladder,
    "perceuse": _drill,
    "bricolage": _drill,
    "tondeuse": _mower,
    "débroussailleuse": _trimmer,
    "taille-haie": _trimmer,
    "nettoyeur haute pression": _washer,
    "bétonnière": _machine,
    "remorque": _trailer,
    "diable": _barrow,
    "brouette": _barrow,
    "compost": _barrow,
    "scie": _saw,
    "ponceuse": _drill,
    "tente": _tent,
    "barnum": _gazebo,
    "table pliante": _table,
    "table": _table,
    "chaises": _chairs,
    "raclette": _raclette,
    "machine à coudre": _sewing,
    "vélo": _bike,
    "vélo enfant": _bike,
    "siège auto": _pram,
    "poussette": _pram,
    "lit bébé": _pram,
    "livres": _books,
    "console": _toys,
    "cartons": _box,
    "déménagement": _box,
    "confitures": _jars,
    "miel": _jars,
    "tomates": _crate,
    "courgettes": _crate,
    "courses": _crate,
    "œufs": _eggs,
    "plants de tomates": _plants,
    "aide jardin": _plants,
    "arrosage": _plants,
    "bois de chauffage": _wood,
    "canapé": _sofa,
    "lampe": _lamp,
    "armoire": _cupboard,
    "réfrigérateur": _fridge,
    "lave-linge": _laundry,
    "ordinateur": _computer,
    "imprimante": _computer,
    "aide informatique": _computer,
    "guitare": _guitar,
    "piano numérique": _piano,
    "vêtements enfant": _clothes,
    "manteau": _clothes,
    "chaussures": _shoes,
    "jouets": _toys,
    "doudou perdu": _teddy,
    "clés perdues": _keys,
    "gants trouvés": _gloves,
    "chat": _cat,
    "chat perdu": _cat,
    "chien": _dog,
    "promenade du chien": _dog,
    "cours de maths": _books,
    "garde d'enfants": _teddy,
    "café-rencontre": _two,
}
CROPS = {
    "tomates": "#c8402f",
    "courgettes": "#4f8a46",
    "courses": "#d08a2e",
    "confitures": "#8e2f4f",
    "miel": "#d9a02e",
}


def thing(name: str, seed: int) -> bytes:
    """A JPEG of 1200 by 900 pixels; an unknown name gives two neighbours talking."""
    draw = random.Random(f"{name} {seed}")  # noqa: S311 - no secret
    paper = Paper(WIDTH, HEIGHT, draw.choice(WALLS))
    _setting(paper, draw)
    first, second = draw.sample(PAINTS, 2)
    DRAWINGS.get(name, _two)(paper, CROPS.get(name, first), second)
    return paper.jpeg()


def _setting(paper: Paper, draw: random.Random) -> None:
    floor = draw.choice(FLOORS)
    paper.box(0, 690, WIDTH, 210, floor)
    corner = draw.choice(("window", "sun", "shelf", "frame"))
    x = draw.choice((60, 960))
    if corner == "window":
        paper.box(x, 90, 190, 240, PALE, 10)
        paper.box(x + 14, 104, 74, 98, "#b7d7e8")
        paper.box(x + 102, 104, 74, 98, "#b7d7e8")
        paper.box(x + 14, 216, 74, 98, "#b7d7e8")
        paper.box(x + 102, 216, 74, 98, "#b7d7e8")
    elif corner == "sun":
        paper.oval(x + 90, 170, 80, 80, "#f3c951")
        paper.oval(x + 60, 690, 220, 90, "#8fae7a")
        paper.box(0, 690, WIDTH, 210, "#a9b88a")
    elif corner == "shelf":
        paper.box(x, 300, 200, 18, WOOD)
        paper.box(x + 20, 210, 40, 90, draw.choice(PAINTS), 6)
        paper.box(x + 74, 230, 50, 70, draw.choice(PAINTS), 6)
        paper.oval(x + 160, 270, 30, 30, draw.choice(PAINTS))
    else:
        paper.box(x, 120, 180, 150, WOOD, 6)
        paper.box(x + 16, 136, 148, 118, PALE)
        paper.oval(x + 90, 200, 40, 34, draw.choice(PAINTS))
