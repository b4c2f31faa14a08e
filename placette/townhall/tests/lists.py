"""Lists as town halls have them, for tests."""

import io

from placette.people.models import Person
from placette.people.tests.factories import commune_of, officer_of
from placette.townhall.directory import actions
from placette.townhall.directory.kinds import ASSOCIATIONS, FACILITIES, Kind
from placette.townhall.models import Import

LIST = (
    "Nom de l’association;Objet;Téléphone;Courriel;Site internet\r\n"
    "Tennis Club;Jouer, apprendre;561000001;contact@tennis.example;tennis.example\r\n"
    "Les Amis de l’Été;Chants;+33 5 61 00 00 02;;néant\r\n"
)
# As data.gouv.fr publishes it, « waldec », shortened: an active one, a dissolved one, one of another commune.
RNA = (
    "id;id_ex;siret;titre;titre_court;objet;adrs_numvoie;adrs_libvoie;adrs_codeinsee;adrg_libvoie;siteweb;position\n"
    '"W313000001";"";"";"COMITE DES FETES";"";"fêtes du village";"3";"DES LILAS";"31187";"CHEZ MME X";"";"A"\n'
    '"W313000002";"";"";"ANCIENNE CHORALE";"";"chant";"";"";"31187";"";"";"D"\n'
    '"W313000003";"";"";"CLUB DE SEYSSES";"";"rugby";"";"";"31547";"";"";"A"\n'
)
SCDL = (
    "COLL_NOM,COLL_SIRET,EQUIP_UID,EQUIP_THEME,EQUIP_CODE,EQUIP_TYPE,EQUIP_NOM,ADR_NUMERO,ADR_NOMVOIE,EQUIP_LAT,EQUIP_LONG,"
    "EQUIP_OUVERTURE,EQUIP_TEL,EQUIP_WEB\n"
    "Fonsorbes,21310187800011,31187-001,Sport,BPE-F103,Terrain de tennis,Courts du Bas,12 bis,Chemin du Bas,43.531,1.229,Mo-Su 08:00-22:00,,\n"
    "Fonsorbes,21310187800011,31187-002,Sport,BPE-F103,Terrain de tennis,Court perdu,99999,Chemin du Haut,1.229,43.531,,,\n"
)


def begun(text: str, kind: Kind = ASSOCIATIONS, by: Person | None = None) -> Import:
    return actions.begin(commune_of(), by or officer_of(), kind, io.BytesIO(text.encode()), "liste.csv")


def imported() -> None:
    officer = officer_of()
    actions.carry_out(begun(LIST, by=officer).pk, commune_of(), officer)
    actions.carry_out(begun(SCDL, FACILITIES, officer).pk, commune_of(), officer)
