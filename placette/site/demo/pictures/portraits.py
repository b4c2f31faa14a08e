"""Invented faces, from 18 to 90."""

import random

from .paper import Paper

BACKS = ("#f6d9a8", "#cfe3c4", "#c7dfee", "#f2c9bd", "#ddd0ea", "#f4e4b4", "#bfe0d8")
SKINS = ("#f6d3b8", "#efc19c", "#e0a77f", "#c98a5e", "#a66a43", "#7d4c30")
HAIRS = ("#2b211c", "#4a3122", "#6f4426", "#a86f34", "#d9b36a", "#8c3b22")
GREYS = ("#d8d5d0", "#bdb8b2", "#ece9e4")
CLOTHES = ("#a8323c", "#2f6f4f", "#2d5f8a", "#b5702a", "#6a4c93", "#3c4a52", "#c9a227")


def portrait(seed: int, *, feminine: bool, age: int) -> bytes:
    """A JPEG of 512 by 512 pixels."""
    draw = random.Random(f"portrait {seed}")  # noqa: S311 - no secret
    paper = Paper(512, 512, draw.choice(BACKS))
    skin = draw.choices(SKINS, weights=(30, 28, 16, 12, 8, 6))[0]
    grey = age > 48 + draw.randrange(22)
    hair = draw.choice(GREYS) if grey else draw.choice(HAIRS)
    cloth = draw.choice(CLOTHES)
    long = feminine and draw.random() < (0.35 if age > 60 else 0.65)
    bald = not feminine and draw.random() < (0.4 if age > 50 else 0.08)
    wide = draw.randint(104, 122)
    if long:
        paper.box(256 - wide - 26, 150, 2 * wide + 52, 280, hair, 110)
    elif feminine:
        paper.oval(256, 215, wide + 30, 135, hair)
    paper.oval(256, 560, 210, 190, cloth)
    paper.box(212, 330, 88, 90, skin, 40)
    paper.pie(256, 405, 70, 46, 0, 180, skin)
    paper.oval(256 - wide, 252, 22, 30, skin)
    paper.oval(256 + wide, 252, 22, 30, skin)
    paper.oval(256, 245, wide, 138, skin)
    _hair(paper, draw, hair, wide, feminine, bald)
    _face(paper, draw, skin, hair, age, feminine)
    if draw.random() < (0.55 if age > 50 else 0.25):
        for x in (210, 302):
            paper.arc(x, 248, 36, 32, 0, 360, "#3a2f2a", 6)
        paper.line([(246, 246), (266, 246)], "#3a2f2a", 6)
    if draw.random() < 0.16:
        paper.pie(256, 172, wide + 16, 92, 180, 360, draw.choice(CLOTHES))
        paper.box(256 - wide - 34, 164, 2 * wide + 68, 20, "#3c342e", 10)
    return paper.jpeg()


def _hair(paper: Paper, draw: random.Random, hair: str, wide: int, feminine: bool, bald: bool) -> None:
    if bald:
        paper.pie(256 - wide + 6, 236, 26, 60, 90, 300, hair)
        paper.pie(256 + wide - 6, 236, 26, 60, 240, 90, hair)
        return
    paper.pie(256, 208, wide + 8, 118, 180, 360, hair)
    side = draw.choice((-1, 1))
    paper.shape(
        [(256 - wide - 6, 210), (256 + wide + 6, 210), (256 + side * 70, 236), (256 - side * 10, 178)], hair
    )
    if feminine and draw.random() < 0.3:
        paper.oval(256, 84, 46, 42, hair)


def _face(paper: Paper, draw: random.Random, skin: str, hair: str, age: int, feminine: bool) -> None:
    for x in (210, 302):
        paper.oval(x, 250, 11, 13, "#2c2420")
        paper.oval(x + 4, 246, 3.5, 4, "#ffffff")
        paper.arc(x, 228, 26, 14, 200, 340, hair if hair not in GREYS else "#8d867f", 7)
    darker = "#" + "".join(f"{int(int(skin[i : i + 2], 16) * 0.86):02x}" for i in (1, 3, 5))
    paper.line([(256, 252), (250, 288), (264, 290)], darker, 7)
    paper.oval(186, 292, 22, 14, "#e8998d" if skin in SKINS[:3] else darker)
    paper.oval(326, 292, 22, 14, "#e8998d" if skin in SKINS[:3] else darker)
    beard = not feminine and draw.random() < 0.38
    if beard:
        paper.pie(256, 296, 98, 96, 10, 170, hair)
        paper.oval(256, 312, 58, 20, hair)
    if draw.random() < 0.6:
        paper.pie(256, 314, 44, 34, 5, 175, "#8e2f35")
        paper.pie(256, 314, 36, 16, 5, 175, "#ffffff")
    else:
        paper.arc(256, 302, 42, 30, 20, 160, "#8e2f35", 8)
    if age > 58:
        for x, start, end in ((168, 300, 60), (344, 120, 240)):
            paper.arc(x, 262, 14, 16, start, end, darker, 4)
        paper.arc(256, 190, 50, 10, 200, 340, darker, 4)
