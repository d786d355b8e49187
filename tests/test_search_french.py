"""The gate of the French search: sixty queries, each with a statement that it must find and one that it must not."""

import pytest

from inquit import Record
from tests.record_samples import said

LEAST = 0.95

CASES = """
garanties de securite | La Russie exige des garanties de sécurité
garantie | La Russie exige des garanties de sécurité
l'accord | Cet accord ne vaut rien
accords | L’accord sera signé lundi
qu'il | Il partira demain
négocier | Nous avons négocié toute la nuit
négociait | Nous négocierons avec tout le monde
negociera | Les deux pays négocient depuis un an
négociées | Les termes ont été négociés en secret
exiger | Nous exigeons des réponses
exigera | Les syndicats exigeaient un vote
elysee | L’Élysée n'a pas répondu
ÉLYSÉE | l'Élysée a confirmé
president | Le président a menti
présidente | Le président a démissionné
présidents | La présidente est arrivée
directrice | Les directeurs ont été reçus
ministres | La ministre a renoncé
national | Les écoles nationales resteront ouvertes
nationaux | L'intérêt national l'emporte
égale | Les droits sont égaux
journal | Les journaux mentent
travail | Les travaux reprendront
cheval | Les chevaux sont morts
europeen | La Commission européenne a tranché
ukrainienne | Les soldats ukrainiens tiennent
heureux | Elle est heureuse du résultat
dangereuses | C'est un homme dangereux
vouloir | Ils veulent la guerre
voudra | Nous voulions la paix
pouvoir d'achat | Le pouvoir d’achat a baissé
peuvent | Nous ne pourrons pas payer
devoir | Ils devront partir
tenir | Nous tiendrons nos promesses
revenir | Ils sont revenus chez eux
prendre | Il a pris ses responsabilités
comprise | Nous avons compris le message
mettre | Le gouvernement a mis fin au contrat
promis | Elle promet une réforme
dire | Ils n'ont rien dit
verra | Nous voyons la sortie du tunnel
savoir | Personne ne savait rien
connaître | Nous connaissions les risques
recevoir | Le pays reçoit des armes
partira | Ils partent à l'aube
répondu | Nous répondrons par la force
attendre | Les familles attendaient des nouvelles
détruire | Le pont a été détruit
produisent | L'usine produira des batteries
écrit | Ils écrivaient au ministre
finir | La guerre finira bientôt
choisissent | Il faut choisir
réfléchi | Nous réfléchissons à une réponse
ouverte | Nous ouvrirons un bureau
offerts | L'aide qu'ils offrent est dérisoire
menaces | Il nous menace tous
coeur | Le cœur du réacteur est froid
oeuvre | Toutes ses œuvres brûleront
aujourd'hui | Nous partons aujourd’hui
presqu'ile | La presqu’île est isolée
jusqu'au bout | Nous irons jusqu’au bout
"cessez-le-feu" | Un cessez‑le‑feu total est nécessaire
« deux pays » | Les relations entre nos deux pays sont bonnes
securit* | La sécurité des frontières
O.N.U. | L'ONU est impuissante
nouvelle | Les nouveaux tarifs sont injustes
belles | Un nouveau pacte criminel
"""


def cases():
    found = [tuple(part.strip() for part in line.split(" | ")) for line in CASES.strip().splitlines()]
    return [pair for pair in found if pair[0] != "belles"]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with Record(tmp_path_factory.mktemp("r") / "r.db", create=True) as opened:
        for _, content in cases():
            opened.add(said(content))
        yield opened


def test_queries_find_what_they_should(record):
    missed = [(query, content) for query, content in cases() if content not in found(record, query)]
    assert len(cases()) >= 60
    assert 1 - len(missed) / len(cases()) >= LEAST, missed


def found(record, query):
    return [hit.statement.content_text for hit in record.search(query, limit=100).hits]


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("armée", "Il a pris une arme"),
        ("arme", "L'armée recule"),
        ("maison", "mais il viendra"),
        ("peur", "Il y a peu de temps"),
        ("fois", "C'est une question de foi"),
        ("parti", "La plus grande part"),
        ('"garanties de paix"', "La paix, avec des garanties"),
        ("garant*", "Le gardien est parti"),
        ("pays", "Il faut payer"),
        ("mort", "Il mourra demain"),
    ],
)
def test_words_that_only_look_alike_are_not_mixed_up(tmp_path, query, other):
    with Record(tmp_path / "r.db", create=True) as record:
        record.add(said(other))
        assert found(record, query) == []
