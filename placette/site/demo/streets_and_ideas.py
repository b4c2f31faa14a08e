"""What residents of Fonsorbes report and propose: fourteen reports in all states, nine ideas."""

from datetime import timedelta

from placette.civic.actions import ideas, reports
from placette.civic.models import Idea, Report
from placette.people.models import Membership, Person
from placette.places.models import Commune

from . import accounts
from .chance import Chance

# Category, words, where, degrees north and east of the town hall, days ago, what became of it.
REPORTS = (
    ("voirie", "Un nid-de-poule profond devant le portail de l’école.", "Rue de l’École", 0.002, 0.001, 3, ""),
    ("eclairage", "Trois lampadaires éteints à la suite, on ne voit plus le trottoir.", "Chemin du Lac", -0.003, 0.004, 2, ""),
    ("proprete", "Un matelas et des cartons laissés derrière les conteneurs.", "Avenue de Saint-Lys", 0.001, -0.004, 1, ""),
    ("espaces-verts", "Une grosse branche menace de tomber sur l’aire de jeux.", "Parc de la mairie", 0.0, 0.002, 4, "acknowledged"),
    ("mobilier", "Le banc sous le tilleul a une planche cassée.", "Place de la halle", 0.001, 0.0, 9, "acknowledged"),
    ("eau", "La bouche d’égout déborde à chaque pluie.", "Rue du 11 Novembre", -0.001, -0.002, 11, "planned"),
    ("voirie", "Le passage piéton est presque effacé.", "Route de Tarbes", -0.002, 0.001, 15, "planned"),
    ("eclairage", "Un lampadaire clignote toute la nuit.", "Impasse des Lilas", 0.003, 0.003, 30, "done"),
    ("proprete", "La poubelle du parc débordait.", "Parc de la mairie", 0.0, 0.003, 26, "done"),
    ("mobilier", "La balançoire grince et penche.", "Aire de jeux du Trépadé", 0.004, -0.001, 40, "done"),
    ("voirie", "Une plaque bougeait au milieu du carrefour.", "Carrefour du Banayre", -0.004, -0.003, 55, "done"),
    ("espaces-verts", "La haie cachait le panneau de stop.", "Chemin de Trujol", 0.002, -0.005, 62, "done"),
    ("voirie", "Une fissure tout le long de la départementale.", "Route de Toulouse", -0.005, 0.005, 20, "refused"),
    ("voirie", "Un trou devant l’école, mon fils y est tombé à vélo.", "Rue de l’École", 0.0021, 0.001, 2, "merged"),
)  # fmt: skip
WORDS = {
    "acknowledged": "Merci. Un agent passe cette semaine.",
    "planned": "L’entreprise vient la semaine prochaine.",
    "done": "C’est réparé. Merci de l’avoir dit !",
    "refused": "Cette route est au Département : nous lui avons transmis votre message.",
}
IDEAS = (
    ("Des bancs à l’ombre le long du canal", "Tous les deux cents mètres, pour souffler en chemin.", 41, "accepted"),
    ("Un pédibus pour l’école", "Trois lignes à pied, deux parents à chaque fois : moins de voitures devant le portail.", 33, "studied"),
    ("Une fête des voisins dans chaque quartier", "Le même soir de juin, la mairie prêterait les tables.", 27, "done"),
    ("Un composteur partagé près de la halle", "Pour ceux qui n’ont pas de jardin.", 22, "proposed"),
    ("Une grainothèque à la médiathèque", "On y dépose, on y prend. Un petit meuble suffit.", 18, "proposed"),
    ("Éteindre l’éclairage après minuit", "Comme à Saint-Lys : moins de dépenses, plus d’étoiles.", 14, "studied"),
    ("Un skate-park couvert", "Nos ados n’ont rien quand il pleut.", 11, "declined"),
    ("Une navette vers le marché le samedi", "Pour ceux qui ne conduisent plus.", 9, "proposed"),
    ("Une piste cyclable jusqu’à Seysses", "Il ne manque que deux kilomètres.", 6, "proposed"),
)  # fmt: skip
ANSWERS = {
    "accepted": "Les cinq premiers bancs sont commandés pour le printemps.",
    "studied": "Les services regardent ce que cela coûte. Réponse au prochain conseil.",
    "done": "Sept quartiers ont fait la fête. Rendez-vous l’an prochain !",
    "declined": "Le budget de cette année ne le permet pas ; nous en reparlerons avec le conseil des jeunes.",
}


def report_and_propose(chance: Chance, memberships: list[Membership]) -> int:
    """Returns how many there are of both."""
    officer = Person.objects.get(email=accounts.OFFICER.email)
    commune = Commune.objects.get(code="31187")
    ours = {each.email for each in accounts.ALL}
    people = [
        each.person for each in memberships
        if each.verified_at and each.commune_id == "31187" and each.person.email not in ours
    ]  # fmt: skip
    people = chance.draw.sample(people, min(60, len(people)))
    _report(chance, commune, officer, people)
    _propose(chance, commune, officer, people)
    return Report.objects.count() + Idea.objects.count()


def _report(chance: Chance, commune: Commune, officer: Person, people: list[Person]) -> None:
    first = None
    latitude = commune.town_hall_latitude or commune.latitude or 0.0
    longitude = commune.town_hall_longitude or commune.longitude or 0.0
    for number, (category, text, address, north, east, days, state) in enumerate(REPORTS):
        at = chance.now - timedelta(days=days, hours=number)
        sent = reports.send(
            commune, people[number], category=category, text=text, address=address,
            latitude=latitude + north, longitude=longitude + east, created_at=at, changed_at=at,
        )  # fmt: skip
        first = first or sent
        for neighbour in people[20 : 20 + (number * 5) % 9]:
            reports.follow(sent, neighbour)
        if state == "merged":
            reports.merge(sent.pk, first.pk, officer)
        elif state:
            who = "Conseil départemental" if state == "refused" else "Services techniques"
            reports.answer(sent.pk, officer, state, WORDS[state], in_charge=who)
    # Settled some days after they came, not all today.
    for number, done in enumerate(Report.objects.filter(state="done").order_by("pk")):
        ended = done.created_at + timedelta(days=3 + 2 * number)
        Report.objects.filter(pk=done.pk).update(ended_at=ended, changed_at=ended)
        done.steps.update(at=ended)


def _propose(chance: Chance, commune: Commune, officer: Person, people: list[Person]) -> None:
    for number, (title, text, supports, state) in enumerate(IDEAS):
        at = chance.now - timedelta(days=70 - 7 * number)
        idea = ideas.write(commune, people[number], title=title, text=text, created_at=at)
        for neighbour in people[number + 1 : number + supports]:
            ideas.support(idea, neighbour)
        if number < 3:
            ideas.comment(idea, people[30 + number], "Très bonne idée, je veux bien aider.")
        if state != "proposed":
            ideas.answer(idea.pk, officer, state, ANSWERS[state])
