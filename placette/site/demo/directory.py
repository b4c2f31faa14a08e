"""What there is in Fonsorbes: a list of associations and one of places, imported as an officer imports hers. All invented."""

import io

from placette.people.models import Person
from placette.places.models import Commune
from placette.townhall.directory import actions
from placette.townhall.directory.kinds import ASSOCIATIONS, FACILITIES

from . import accounts

LISTS = (
    (
        ASSOCIATIONS,
        """Nom;Thème;Objet;Lieu d’accueil;Téléphone;E-mail;Site web
Les Amis du four à pain;Patrimoine;Rallumer le four banal, pétrir et cuire ensemble le premier dimanche du mois.;Four communal, rue du Moulin;05 61 99 00 01;four@fonsorbes.example;
Chorale À travers chants;Musique;Chanter à quatre voix, sans savoir lire une note. Répétition le mardi soir.;Salle du Trépadé;;chorale@fonsorbes.example;chorale.fonsorbes.example
Boule fonsorbaise;Sport;Pétanque pour tous les âges, concours le vendredi.;Boulodrome;05 61 99 00 02;;
Fonsorbes Basket;Sport;Des babies aux vétérans.;Gymnase du Cantelauze;;basket@fonsorbes.example;basket.fonsorbes.example
Club de randonnée Les Semelles;Sport;Une sortie le mercredi et une le dimanche, de dix à vingt kilomètres.;;05 61 99 00 03;;
Le Jardin partagé de Bidot;Nature;Trente parcelles, un verger, un compost pour le quartier.;Chemin de Bidot;;jardin@fonsorbes.example;
Théâtre de la Halle;Culture;Une troupe d’amateurs, une pièce par an, des ateliers pour enfants.;La halle;;theatre@fonsorbes.example;
Les Doigts de fées;Loisirs;Couture, tricot et broderie le jeudi après-midi.;Maison des associations;05 61 99 00 04;;
Entraide alimentaire du Touch;Solidarité;Distribution de colis le vendredi, sur inscription au CCAS.;Maison des associations;05 61 99 00 05;;
Parents d’élèves de La Béouzo;École;La kermesse, les goûters, et la voix des parents au conseil d’école.;;;parents@fonsorbes.example;
Comité des fêtes;Fêtes;La fête locale, le feu de la Saint-Jean, le réveillon.;La halle;05 61 99 00 06;fetes@fonsorbes.example;
Informatique pour tous;Loisirs;Apprivoiser l’ordinateur et le téléphone, à tout âge.;Médiathèque;;ordinateur@fonsorbes.example;
Judo Club;Sport;Judo et taïso à partir de quatre ans.;Dojo du Cantelauze;;judo@fonsorbes.example;
Mémoire et histoire;Patrimoine;Recueillir les récits et les photographies de la commune.;;;memoire@fonsorbes.example;
""",
    ),
    (
        FACILITIES,
        """Nom;Type;Adresse;Horaires;Latitude;Longitude;Téléphone
Médiathèque;Culture;Rue du 11 Novembre;Mardi, mercredi, vendredi et samedi, de 10 h à 18 h;43,5355;1,2312;05 61 99 01 01
Gymnase du Cantelauze;Sport;Chemin du Cantelauze;De 8 h à 22 h 30, selon les clubs;43,5301;1,2263;
La halle;Place;Place de la Mairie;;43,5339;1,2301;
Maison des associations;Salle;Rue de l’Église;Du lundi au vendredi, de 9 h à 12 h;43,5346;1,2297;05 61 99 01 02
Déchèterie;Environnement;Route de Tarbes;Du lundi au samedi, de 9 h à 18 h;43,5272;1,2388;05 61 99 01 03
Terrain de pétanque;Sport;Allée des Platanes;Toujours ouvert;43,5361;1,2289;
Salle du Trépadé;Salle;Rue du Trépadé;Sur réservation à la mairie;43,5327;1,2335;
""",
    ),
)


def list_what_there_is() -> int:
    """Returns how many lines were imported."""
    officer, commune = Person.objects.get(email=accounts.OFFICER.email), Commune.objects.get(code="31187")
    imported = 0
    for kind, text in LISTS:
        draft = actions.begin(commune, officer, kind, io.BytesIO(text.encode()), f"{kind.name}.csv")
        found = actions.carry_out(draft.pk, commune, officer)
        imported += found.accepted if found else 0
    return imported
