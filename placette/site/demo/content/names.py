"""First names by generation and family names of the south-west; the people are invented."""

# Decade of birth -> (women, men)
FIRST_NAMES: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {
    1940: (
        ("Monique", "Jacqueline", "Odette", "Yvette", "Ginette", "Josette", "Colette", "Marie-Thérèse"),
        ("André", "Roger", "Marcel", "Guy", "Raymond", "Jean-Claude", "René", "Maurice"),
    ),
    1950: (
        ("Martine", "Françoise", "Chantal", "Jeanne", "Nicole", "Annie", "Danielle", "Bernadette", "Mireille"),
        ("Michel", "Alain", "Bernard", "Gérard", "Christian", "Jean-Pierre", "Serge", "Francis", "Henri"),
    ),
    1960: (
        ("Sylvie", "Véronique", "Pascale", "Brigitte", "Isabelle", "Corinne", "Fatima", "Maria", "Catherine"),
        ("Philippe", "Thierry", "Pascal", "Éric", "Didier", "José", "Bruno", "Mohamed", "Laurent"),
    ),
    1970: (
        ("Sandrine", "Stéphanie", "Céline", "Karine", "Nathalie", "Virginie", "Samira", "Laurence", "Delphine"),
        ("Stéphane", "Christophe", "Frédéric", "Sébastien", "David", "Karim", "Olivier", "Nicolas", "Yannick"),
    ),
    1980: (
        ("Aurélie", "Émilie", "Julie", "Élodie", "Marion", "Amélie", "Nadia", "Laëtitia", "Mélanie", "Claire"),
        ("Julien", "Guillaume", "Mickaël", "Romain", "Mathieu", "Benoît", "Rachid", "Cédric", "Damien"),
    ),
    1990: (
        ("Camille", "Manon", "Laura", "Pauline", "Chloé", "Inès", "Léa", "Morgane", "Anaïs", "Sarah"),
        ("Thomas", "Alexandre", "Kévin", "Maxime", "Florian", "Anthony", "Quentin", "Mehdi", "Clément"),
    ),
    2000: (
        ("Lucie", "Emma", "Jade", "Océane", "Lina", "Clara", "Zoé", "Maëlys"),
        ("Lucas", "Hugo", "Théo", "Enzo", "Nathan", "Yanis", "Mathis", "Louis"),
    ),
}

LAST_NAMES = (
    "Abadie", "Aguilar", "Amiel", "Andrieu", "Arnal", "Azéma", "Barthe", "Bayle", "Benali", "Bergès", "Bonnet", "Bousquet",
    "Cabrol", "Calvet", "Carrère", "Castex", "Caubet", "Cazaux", "Combes", "Couderc", "Dauriac", "Delmas", "Dedieu", "Duffaut",
    "Dupuy", "Escande", "Estève", "Fabre", "Faure", "Fernandez", "Ferrand", "Fontan", "Garrigue", "Gayral", "Gomes", "Guiraud",
    "Haddad", "Izard", "Joly", "Labatut", "Lacaze", "Lafforgue", "Lagarde", "Laporte", "Larrieu", "Lopez", "Loubet", "Marty",
    "Massat", "Mazars", "Montagne", "Navarro", "Nguyen", "Olivier", "Pagès", "Pascual", "Pech", "Périssé", "Pinto", "Pons",
    "Pujol", "Rey", "Ribes", "Rivals", "Roques", "Rouquette", "Sabatier", "Salles", "Sanchez", "Séguy", "Sénac", "Soulié",
    "Tarrade", "Traoré", "Vidal", "Vergnes", "Verdier", "Ziani",
)

QUARTERS: dict[str, tuple[str, ...]] = {
    "31187": ("Centre-bourg", "La Béouzo", "Les Bastides", "Cantelauze", "Le Trépadé", "La Hountasse"),
    "31499": ("Bastide", "Ayguebelle", "Le Moulin"),
    "31547": ("Le Fort", "Les Boulbènes", "La Saudrune"),
    "31203": ("Vieux village", "Le Triangle", "La Rivière"),
    "31188": ("Cœur de ville", "Génibrat", "La Mouline"),
    "31424": ("La Ménude", "Centre", "Monestié"),
}

ABOUT = (
    "Retraitée, jardinière et lève-tôt.",
    "Arrivés l’an dernier avec nos deux enfants, on découvre le village.",
    "Bricoleur du dimanche, et du samedi aussi.",
    "Je travaille à Toulouse, je suis là le soir et le week-end.",
    "Ancien électricien : je conseille volontiers, je ne fais plus les échelles.",
    "Deux poules, un chat, un potager qui déborde en août.",
    "Membre du conseil des sages. Le mercredi, je suis à la médiathèque.",
    "Assistante maternelle, trois petits à la maison.",
    "Étudiante, je fais du baby-sitting et du soutien en maths.",
    "Toujours partant pour une partie de pétanque.",
    "J’aime réparer ce qui semble perdu.",
    "Nouvelle ici, ravie de rencontrer du monde.",
)

OFFERINGS = (
    "une échelle", "une grande échelle de 6 m", "un escabeau", "une perceuse", "une visseuse", "une ponceuse", "une scie sauteuse",
    "une tondeuse", "un taille-haie", "une débroussailleuse", "un nettoyeur haute pression", "une remorque", "un diable", "une brouette",
    "un barnum", "des tables et des chaises pliantes", "un appareil à raclette", "une machine à coudre", "une tente de camping",
    "un porte-vélos", "des coffres de toit", "un siège auto", "un lit parapluie", "une poussette", "un vidéoprojecteur",
    "garder un chat", "promener un chien", "arroser le jardin pendant les vacances", "relever le courrier", "aider en informatique",
    "remplir un dossier administratif", "soutien en maths", "conversation en anglais", "conversation en espagnol", "faire des courses",
    "conduire à un rendez-vous", "petits travaux d’électricité", "monter un meuble", "coudre un ourlet", "affûter des couteaux",
    "tailler des rosiers", "conseils pour le potager", "réparer un vélo", "lire à voix haute", "porter des cartons",
)
