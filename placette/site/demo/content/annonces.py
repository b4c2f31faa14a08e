"""The annonces of the demo, written by us: what people of a small town really ask, lend, give and sell.

Each entry stands for several annonces: titles and texts are drawn in turn, by different neighbours.
"""

from dataclasses import dataclass

OFFER, REQUEST = "offer", "request"


@dataclass(frozen=True)
class Entry:
    direction: str
    kind: str
    category: str
    picture: str  # a name of pictures.THINGS; empty: no photo
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    euros: tuple[int, ...] = ()  # prices asked; empty: free or to be agreed


def _loan(category: str, picture: str, *titles: str, text: str, more: str = "") -> Entry:
    return Entry(OFFER, "loan", category, picture, titles, tuple(filter(None, (text, more))))


def _ask(kind: str, category: str, *titles: str, text: str = "", more: str = "") -> Entry:
    return Entry(REQUEST, kind, category, "", titles, (text, more) if more else (text,))


def _gift(category: str, picture: str, *titles: str, text: str) -> Entry:
    return Entry(OFFER, "gift", category, picture, titles, (text,))


def _sale(category: str, picture: str, euros: tuple[int, ...], *titles: str, text: str) -> Entry:
    return Entry(OFFER, "sale", category, picture, titles, (text,), euros)


def _help(category: str, picture: str, *titles: str, text: str) -> Entry:
    return Entry(OFFER, "help", category, picture, titles, (text,))


def _service(category: str, picture: str, euros: tuple[int, ...], *titles: str, text: str) -> Entry:
    return Entry(OFFER, "service", category, picture, titles, (text,), euros)


def _found(category: str, picture: str, *titles: str, text: str) -> Entry:
    return Entry(OFFER, "lost_found", category, picture, titles, (text,))


def _lost(category: str, picture: str, *titles: str, text: str) -> Entry:
    return Entry(REQUEST, "lost_found", category, picture, titles, (text,))


ENTRIES: tuple[Entry, ...] = (
    # --- Loans ------------------------------------------------------------------------------------------------
    _loan(
        "tools",
        "échelle",
        "Échelle double 2 × 3 m",
        "Grande échelle alu",
        "Échelle coulissante 6 m",
        text="Elle dort au garage onze mois sur douze. À rendre propre et sèche. Pieds antidérapants neufs.",
        more="Idéale pour les gouttières ou la haie. Je vous montre comment la caler.",
    ),
    _loan(
        "tools",
        "perceuse",
        "Perceuse à percussion",
        "Perceuse-visseuse avec ses forets",
        text="Avec la boîte de forets béton, bois et métal. Pensez à vos chevilles !",
    ),
    _loan(
        "garden",
        "tondeuse",
        "Tondeuse thermique",
        "Tondeuse électrique, petite surface",
        text="Plein fait, lame affûtée au printemps. Merci de rendre le bac vidé.",
    ),
    _loan(
        "garden",
        "débroussailleuse",
        "Débroussailleuse à dos",
        "Débroussailleuse et son harnais",
        text="Avec lunettes, casque et fil de rechange. À prendre chez moi, je fais la démonstration.",
    ),
    _loan(
        "garden",
        "nettoyeur haute pression",
        "Nettoyeur haute pression",
        "Kärcher pour terrasse",
        text="Parfait pour une terrasse avant l’été. Demander un jour à l’avance.",
    ),
    _loan(
        "tools",
        "bétonnière",
        "Bétonnière électrique 140 l",
        text="À venir chercher avec une remorque, elle pèse son poids.",
    ),
    _loan(
        "transport",
        "remorque",
        "Remorque 500 kg",
        "Remorque bagagère bâchée",
        text="Prise 13 broches, roue de secours, sangles. Pour la déchèterie ou un meuble.",
    ),
    _loan(
        "transport",
        "diable",
        "Diable pliant",
        "Diable pour escalier",
        text="Supporte 150 kg. Très utile pour un frigo.",
    ),
    _loan(
        "tools", "scie", "Scie circulaire", "Scie sauteuse", text="Lame neuve. Gants et lunettes prêtés avec."
    ),
    _loan(
        "tools",
        "ponceuse",
        "Ponceuse excentrique",
        "Ponceuse à bande",
        text="Avec quelques abrasifs de chaque grain.",
    ),
    _loan(
        "garden",
        "taille-haie",
        "Taille-haie électrique",
        "Taille-haie sur perche",
        text="Coupe jusqu’à 2 cm. Rallonge de 25 m fournie.",
    ),
    _loan(
        "garden",
        "brouette",
        "Brouette et pelles",
        text="Deux pelles, une pioche, une brouette qui roule droit.",
    ),
    _loan(
        "sport",
        "tente",
        "Tente 4 places",
        "Tente familiale",
        text="Montée une fois pour vérifier : complète. Sardines neuves.",
    ),
    _loan(
        "party",
        "barnum",
        "Barnum 3 × 6 m",
        "Tonnelle pliante 3 × 3",
        text="Pour un anniversaire ou une fête de quartier. À deux on la monte en dix minutes.",
    ),
    _loan(
        "party",
        "table pliante",
        "Tables pliantes et bancs",
        "Six tables et douze bancs",
        text="Achetés à plusieurs dans la rue, ils servent à tout le monde.",
    ),
    _loan("party", "chaises", "Vingt chaises pliantes", text="En deux voyages dans une voiture moyenne."),
    _loan(
        "kitchen",
        "raclette",
        "Appareil à raclette 8 personnes",
        "Raclette et crêpière",
        text="Nettoyé, prêt à servir. Les soirées fraîches arrivent !",
    ),
    _loan(
        "home",
        "machine à coudre",
        "Machine à coudre",
        text="Simple et robuste, avec fils et canettes. Je peux montrer les bases.",
    ),
    _loan(
        "children",
        "siège auto",
        "Siège auto groupe 1",
        "Rehausseur",
        text="Pour une visite des petits-enfants. Jamais accidenté.",
    ),
    _loan("children", "poussette", "Poussette canne", text="Pliable, pour dépanner quelques jours."),
    _loan("children", "lit bébé", "Lit parapluie et matelas", text="Pour accueillir un bébé le week-end."),
    _loan(
        "culture",
        "console",
        "Console et deux manettes",
        text="Pour occuper les vacances. Trois jeux tout public.",
    ),
    _loan(
        "culture",
        "livres",
        "Romans policiers à emprunter",
        "Bandes dessinées à faire tourner",
        text="Une étagère entière. Prenez, lisez, rendez, ou passez au suivant.",
    ),
    _loan("sport", "vélo", "Vélo de ville adulte", text="Taille M, freins refaits, antivol fourni."),
    # --- Requests for a loan ---------------------------------------------------------------------------------------
    _ask(
        "loan",
        "tools",
        "Je cherche une échelle pour samedi",
        "Échelle pour nettoyer les gouttières ?",
        "Qui aurait une échelle de 5 m ?",
        text="Une demi-journée suffit, je viens la chercher.",
    ),
    _ask(
        "loan",
        "tools",
        "Une perceuse pour deux étagères",
        "Perceuse à prêter ce soir ?",
        text="Trois trous et je vous la rapporte !",
    ),
    _ask(
        "loan",
        "garden",
        "Taille-haie pour le week-end",
        "Quelqu’un aurait une débroussailleuse ?",
        text="Petit terrain derrière la maison, une matinée de travail.",
    ),
    _ask(
        "loan",
        "transport",
        "Remorque pour la déchèterie",
        "Je cherche un diable pour un frigo",
        text="Pour un aller-retour, caution possible.",
    ),
    _ask(
        "loan",
        "party",
        "Barnum pour un anniversaire",
        "Tables et chaises pour 20 personnes",
        text="Fête de famille dans le jardin, tout sera rendu propre.",
    ),
    _ask(
        "loan",
        "kitchen",
        "Appareil à raclette pour samedi soir",
        "Grande marmite à couscous ?",
        text="On sera douze à table.",
    ),
    _ask(
        "loan",
        "children",
        "Lit bébé pour les fêtes",
        "Siège auto pour une semaine",
        text="Notre petite-fille vient nous voir.",
    ),
    _ask(
        "loan",
        "home",
        "Une machine à coudre pour un ourlet",
        "Shampouineuse pour canapé ?",
        text="Le chien a encore frappé.",
    ),
    _ask(
        "loan",
        "sport",
        "Porte-vélos pour les vacances",
        "Tente 2 places pour un week-end",
        text="Départ vendredi, retour dimanche.",
    ),
    # --- Help ---------------------------------------------------------------------------------------------------
    _help(
        "digital",
        "aide informatique",
        "Aide informatique patiente",
        "Coup de main sur ordinateur ou téléphone",
        text="Démarches en ligne, photos, messagerie. Je prends le temps et j’explique.",
    ),
    _help(
        "garden",
        "aide jardin",
        "Coup de main au jardin",
        "Je peux tailler vos rosiers",
        text="J’aime ça, et mon balcon est petit. Un café suffit comme salaire.",
    ),
    _help(
        "errands",
        "courses",
        "Je fais vos courses le vendredi",
        "Courses au marché du samedi",
        text="J’y vais de toute façon. Donnez-moi la liste la veille.",
    ),
    _help(
        "pets",
        "promenade du chien",
        "Je promène votre chien",
        "Promenades le matin, tous chiens",
        text="Je marche une heure chaque matin le long de la rivière.",
    ),
    _help(
        "pets",
        "chat",
        "Je nourris votre chat pendant vos vacances",
        text="Et je relève le courrier en même temps.",
    ),
    _help("garden", "arrosage", "J’arrose votre potager cet été", text="Je passe à vélo matin ou soir."),
    _help(
        "learning",
        "cours de maths",
        "Soutien en maths, collège",
        "Aide aux devoirs le mercredi",
        text="Ancienne professeure. Une heure par semaine avec plaisir.",
    ),
    _help(
        "company",
        "café-rencontre",
        "Un café, un jeu de cartes ?",
        "Lecture à voix haute à domicile",
        text="Pour ceux qui trouvent les après-midi longs.",
    ),
    _help(
        "diy",
        "bricolage",
        "Petits bricolages",
        "Monter un meuble en kit",
        text="J’ai les outils et la patience.",
    ),
    _help(
        "moving",
        "déménagement",
        "Deux bras et une camionnette un samedi",
        text="Pour un meuble, pas pour toute une maison.",
    ),
    _ask(
        "help",
        "garden",
        "Un coup de main pour tailler la haie",
        "Qui peut m’aider à rentrer du bois ?",
        text="J’ai 78 ans et les bras ne suivent plus. Une heure à deux devrait suffire.",
    ),
    _ask(
        "help",
        "digital",
        "Mon imprimante ne veut plus rien savoir",
        "Aide pour une déclaration en ligne",
        text="Je n’y arrive pas seule, il me manque le bon bouton.",
    ),
    _ask(
        "help",
        "pets",
        "Garder mon chat la semaine du 15",
        "Promener Ulysse pendant mon opération",
        text="Il est très doux. Je suis absente quelques jours.",
    ),
    _ask(
        "help",
        "errands",
        "M’accompagner à un rendez-vous à Muret",
        "Passer prendre mes médicaments",
        text="Je ne conduis plus. Mardi ou jeudi.",
    ),
    _ask(
        "help",
        "moving",
        "Deux bras pour porter un canapé",
        "Déplacer une armoire d’un étage",
        text="Dix minutes de courage et une part de gâteau.",
    ),
    _ask(
        "help",
        "diy",
        "Accrocher deux cadres lourds",
        "Changer un joint de robinet",
        text="J’ai acheté le joint, je n’ose pas.",
    ),
    _ask(
        "help",
        "learning",
        "Conversation en anglais pour ma fille",
        "Aide en physique, classe de seconde",
        text="Une heure de temps en temps avant le contrôle.",
    ),
    _ask(
        "help",
        "children",
        "Aller chercher les enfants à l’école jeudi",
        "Garde d’une heure mercredi midi",
        text="Réunion imprévue, école du centre.",
    ),
    _ask(
        "help",
        "company",
        "Un partenaire d’échecs",
        "Quelqu’un pour marcher le matin ?",
        text="Niveau débutant, bonne humeur exigée.",
    ),
    # --- Gifts --------------------------------------------------------------------------------------------------
    _gift(
        "garden",
        "tomates",
        "Tomates du jardin, trop de tomates",
        "Tomates anciennes à partager",
        text="Cagette devant le portail, servez-vous.",
    ),
    _gift(
        "garden",
        "courgettes",
        "Courgettes, encore des courgettes",
        text="Elles ne s’arrêtent plus. Sauvez-moi.",
    ),
    _gift(
        "garden",
        "plants de tomates",
        "Plants de tomates et de basilic",
        text="Semés trop serré, il m’en reste une vingtaine.",
    ),
    _gift("food", "œufs", "Œufs de nos poules", text="Une boîte par famille, rapportez les boîtes vides !"),
    _gift(
        "food",
        "confitures",
        "Confiture de figues",
        "Pots de confiture de prunes",
        text="Le figuier a été généreux.",
    ),
    _gift(
        "children",
        "vêtements enfant",
        "Vêtements bébé 6-12 mois",
        "Sac de vêtements fille 4 ans",
        text="Bon état, lavés. À prendre en lot.",
    ),
    _gift(
        "children",
        "jouets",
        "Jouets premier âge",
        "Garage et petites voitures",
        text="Ils ont fait le bonheur des nôtres.",
    ),
    _gift(
        "home",
        "canapé",
        "Canapé deux places",
        text="Confortable, un accoudoir usé par le chat. À venir chercher à deux.",
    ),
    _gift("home", "lampe", "Lampe de salon", "Lampadaire", text="Fonctionne. Ampoule comprise."),
    _gift("home", "cartons", "Cartons de déménagement", text="Une trentaine, pliés, au sec."),
    _gift("garden", "compost", "Compost mûr", text="Venez avec vos seaux."),
    _gift(
        "culture",
        "livres",
        "Encyclopédie et romans",
        "Livres jeunesse",
        text="Trois cartons, à prendre en tout ou partie.",
    ),
    _gift(
        "home",
        "table",
        "Table de cuisine en formica",
        text="Avec une rallonge. Pleine de souvenirs mais plus de place.",
    ),
    _ask(
        "gift",
        "home",
        "Bocaux vides pour confitures",
        "Cherche cartons de déménagement",
        text="Je passe les prendre.",
    ),
    _ask(
        "gift",
        "garden",
        "Graines ou boutures de géranium",
        "Paille ou tonte pour le potager",
        text="Pour pailler trois rangs.",
    ),
    _ask(
        "gift",
        "children",
        "Déguisement de sorcière 6 ans",
        "Puzzles pour la classe",
        text="Même s’il manque une pièce !",
    ),
    # --- Sales --------------------------------------------------------------------------------------------------
    _sale(
        "children",
        "vélo enfant",
        (35, 45, 60),
        "Vélo enfant 20 pouces",
        "Vélo 16 pouces avec roulettes",
        text="Révisé, pneus neufs. Il a grandi trop vite.",
    ),
    _sale(
        "sport",
        "vélo",
        (90, 120, 150),
        "Vélo de randonnée",
        "VTT adulte",
        text="Entretenu chaque année. Essai possible devant la maison.",
    ),
    _sale("home", "armoire", (40, 80), "Armoire deux portes", text="Démontée, vis dans un sachet étiqueté."),
    _sale(
        "home",
        "réfrigérateur",
        (70, 110),
        "Réfrigérateur classe C",
        text="Changement de cuisine, il marche très bien.",
    ),
    _sale(
        "home",
        "lave-linge",
        (90, 130),
        "Lave-linge 7 kg",
        text="Cinq ans, jamais en panne. À venir chercher.",
    ),
    _sale(
        "digital",
        "ordinateur",
        (120, 180),
        "Ordinateur portable reconditionné",
        text="Batterie changée, système à jour.",
    ),
    _sale("digital", "imprimante", (25, 40), "Imprimante laser", text="Toner à moitié plein."),
    _sale(
        "culture",
        "guitare",
        (60, 95),
        "Guitare classique",
        text="Avec housse et accordeur. Cordes de l’année.",
    ),
    _sale(
        "culture", "piano numérique", (220, 260), "Piano numérique", text="Touches lestées, pédale, tabouret."
    ),
    _sale("clothes", "manteau", (20, 30), "Manteau de laine", text="Taille 40, porté un hiver."),
    _sale(
        "clothes", "chaussures", (15, 25), "Chaussures de marche", text="Pointure 42, trop petites pour moi."
    ),
    _sale(
        "home",
        "bois de chauffage",
        (55, 70),
        "Bois de chauffage, le stère",
        text="Chêne sec, coupé en 50. Livraison dans la commune.",
    ),
    _sale(
        "food",
        "miel",
        (8,),
        "Miel toutes fleurs",
        text="Nos trois ruches, récolte de l’été. Le pot de 500 g.",
    ),
    _ask(
        "sale",
        "children",
        "Cherche vélo 24 pouces",
        "Cherche bureau d’écolier",
        text="Budget raisonnable, on peut venir le chercher.",
    ),
    _ask(
        "sale", "home", "Cherche petit congélateur", "Cherche table basse", text="Même avec quelques rayures."
    ),
    # --- Services -----------------------------------------------------------------------------------------------
    _service(
        "children",
        "garde d'enfants",
        (10, 11, 12),
        "Baby-sitting le soir",
        "Garde d’enfants le mercredi",
        text="Étudiante, formation premiers secours, références dans le quartier.",
    ),
    _service(
        "learning",
        "cours de maths",
        (15, 18),
        "Cours particuliers de maths",
        text="Du collège à la terminale, chez vous ou chez moi.",
    ),
    _service(
        "home", "machine à coudre", (5, 8), "Retouches et ourlets", text="Délai d’une semaine, rideaux aussi."
    ),
    _service(
        "garden",
        "tondeuse",
        (15, 20),
        "Tonte et petit entretien",
        text="Micro-entreprise du village, devis gratuit.",
    ),
    _service("learning", "guitare", (18,), "Cours de guitare débutant", text="Première heure offerte."),
    _ask(
        "service",
        "home",
        "Cherche quelqu’un pour le ménage, 2 h",
        "Repassage une fois par semaine",
        text="En chèques emploi-service.",
    ),
    _ask(
        "service",
        "garden",
        "Élagage d’un petit cerisier",
        "Nettoyer une toiture de garage",
        text="Devis bienvenu.",
    ),
    # --- Lost and found -----------------------------------------------------------------------------------------
    _lost(
        "animals",
        "chat perdu",
        "Chat tigré perdu",
        "Notre chatte grise n’est pas rentrée",
        text="Craintif, collier bleu. Regardez dans vos garages, merci.",
    ),
    _lost(
        "things",
        "doudou perdu",
        "Doudou lapin perdu au parc",
        text="Une petite fille ne dort plus. Récompense en gâteaux.",
    ),
    _lost(
        "things",
        "clés perdues",
        "Trousseau de clés perdu",
        text="Porte-clés rouge, entre la boulangerie et l’école.",
    ),
    _found(
        "things",
        "gants trouvés",
        "Gants d’enfant trouvés",
        "Écharpe trouvée au marché",
        text="Posés à l’accueil de la médiathèque.",
    ),
    _found(
        "things",
        "clés perdues",
        "Clés trouvées près du stade",
        text="Dites-moi combien il y en a et de quelle marque.",
    ),
    _found(
        "animals",
        "chien",
        "Chien trouvé, couleur sable",
        text="Sans collier, très gentil, au chaud chez nous en attendant.",
    ),
)
