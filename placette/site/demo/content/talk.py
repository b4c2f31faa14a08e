"""What neighbours write to each other in the demo."""

ANSWERS_TO_REQUEST = (
    "Bonjour, j’en ai une, elle est au garage. Passez quand vous voulez après 18 h.",
    "J’en ai une ! Je peux vous la laisser samedi matin.",
    "Bonjour, je peux vous aider. Mercredi après-midi vous irait ?",
    "Avec plaisir. Je suis juste à côté, dites-moi l’heure.",
    "Je peux samedi, en fin de matinée.",
    "Bonjour ! Oui, c’est possible. Il faudra juste me la rapporter dimanche soir.",
)
ANSWERS_TO_OFFER = (
    "Bonjour, est-ce toujours disponible ? Cela m’intéresse beaucoup.",
    "Bonjour, je suis intéressée. Je peux passer demain soir ?",
    "C’est exactement ce que je cherchais ! Quand pourrais-je venir ?",
    "Bonjour, je le prendrais volontiers. J’habite à deux rues.",
    "Merci pour cette annonce. Est-ce libre ce week-end ?",
)
FOLLOW_UPS = (
    "Parfait, merci beaucoup !",
    "Très bien pour moi. À samedi alors.",
    "C’est gentil. Je sonne en arrivant.",
    "Entendu. Je vous apporte un pot de confiture.",
    "Super, je note. Bonne soirée !",
    "Oui, le portail vert, à gauche après la boulangerie.",
    "Je serai là vers 10 h. Si vous avez un empêchement, dites-le ici.",
)
THANKS = (
    "Merci, l’échelle était parfaite et l’accueil aussi.",
    "Un grand merci pour votre temps !",
    "Voisin très arrangeant, je recommande.",
    "Merci pour le coup de main, le jardin revit.",
    "Tout s’est bien passé, merci encore.",
    "Merci ! Les enfants sont ravis.",
    "Ponctuelle et souriante, merci Madame.",
    "Prêt rendu propre et à l’heure, à refaire quand vous voulez.",
    "Merci pour les tomates, un délice.",
    "",
)
