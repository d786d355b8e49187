"""Blocks, in a notation of lines: the kind, a bar, the line; a dateline is closed by two bars."""

import pytest
from hypothesis import given

from inquit.document import BLOCKS, COPY
from inquit.intake.bylines import authors_of
from inquit.intake.layout import lay_out_blocks
from inquit.intake.rules import RULES
from tests.test_spans import texts

PROSE = "Le conseil a voté le budget après deux jours de débats, et la séance a été levée peu avant minuit par le doyen."

DISPATCHES = [
    f"""
byline     | Par Oleg Sarvine et Hannah Whitcombe
dateline   | TALVIK (Agence du Nord) – || {PROSE}
paragraph  | {PROSE}
boilerplate| “Tea maniac. Proud music trailblazer. Zombie scholar. Unable to type with gloves on.”
""",
    f"""
headline   | La Kervie ferme son détroit : ce que l’on sait
standfirst | {PROSE}
byline     | Par Anne de La Tour, envoyée spéciale à Kiel
dateline   | PARIS, 14 janv (AFP) - || {PROSE}
crosshead  | - "Trop tard" -
paragraph  | {PROSE}
crosshead  | Une flotte vieillissante
paragraph  | {PROSE}
caption    | Des pêcheurs au port de Talvik, le 3 mars. REUTERS/Ida Norr
paragraph  | « Nous partons. »
credit     | (Reportage d’Oleg Sarvine ; édité par Ida Norr)
credit     | mbl/rsr/lab
boilerplate| Lire aussi : notre dossier sur les ports
boilerplate| Abonnez-vous à notre lettre du matin
""",
    f"""
headline   | Harbour strike enters second week
byline     | By Rosalind Peake and Owen Tarrant, Staff Writers
dateline   | LONDON, Jan 14 (Reuters) - || The mayor of the city said on Monday that the talks would go on until all sides agree.
paragraph  | {PROSE}
paragraph  | The union has not said whether it will come back to the table before the end of the week or not.
credit     | (Reporting by Rosalind Peake; editing by Ida Norr)
boilerplate| Rosalind Peake is a reporter based in Port Alden.
boilerplate| All rights reserved. No part of this page may be reprinted.
""",
    f"""
headline   | « Nous ne céderons pas », dit le maire
paragraph  | {PROSE}
paragraph  | « Ils sont venus. Ils ont vu. C’est tout. »
paragraph  | Source d’inquiétude pour les voisins, le projet reste flou.
paragraph  | Par ailleurs, la mairie a promis de publier les comptes.
""",
    f"""
paragraph  | {PROSE}
paragraph  | « Je suis resté jusqu’au bout »
paragraph  | — Bill Norr
paragraph  | {PROSE}
""",
    f"""
headline   | Kervie : le détroit rouvre
credit     | AFP
paragraph  | {PROSE}
boilerplate| <div class="pub"></div>
boilerplate| https://example.org/abonnement
credit     | © 2021 AFP
""",
]


def blocks_of(notation):
    lines, kinds = [], []
    for line in notation.strip().splitlines():
        kind, text = (part.strip() for part in line.split("|", 1))
        if kind == "dateline":
            head, rest = text.split("||")
            lines.append(f"{head.strip()} {rest.strip()}")
            kinds += [("dateline", head.strip()), ("paragraph", rest.strip())]
        else:
            lines.append(text)
            kinds.append((kind, text))
    return "\n".join(lines), kinds


@pytest.mark.parametrize("notation", DISPATCHES)
def test_blocks(notation):
    text, expected = blocks_of(notation)
    assert [(b.kind, b.span.of(text)) for b in lay_out_blocks(text).blocks] == expected


def test_what_the_blocks_say_of_the_document():
    told = lay_out_blocks(blocks_of(DISPATCHES[1])[0], "2022-01-15")
    assert told.title == "La Kervie ferme son détroit : ce que l’on sait"
    assert (told.authors, told.agency) == (("Anne de La Tour",), "Agence France-Presse")
    assert (told.dateline.place, told.dateline.date) == ("PARIS", "2022-01-14")
    assert told.language == "fr"


def test_an_english_bio_under_french_copy_is_english():
    told = lay_out_blocks(blocks_of(DISPATCHES[0])[0])
    assert [block.language for block in told.blocks][-2:] == ["fr", "en"]
    assert told.agency == "Agence du Nord"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Par Vera Soldat et Alec Marsh", ("Vera Soldat", "Alec Marsh")),
        ("Par Vera Soldat, Alec Marsh et Jean-Luc d'Arvor", ("Vera Soldat", "Alec Marsh", "Jean-Luc d'Arvor")),
        ("PAR VERA SOLDAT (AVEC AFP)", ("VERA SOLDAT",)),
        ("Par Vera Soldat avec AFP", ("Vera Soldat",)),
        ("By Vera Soldat and Alec Marsh, Staff Writers", ("Vera Soldat", "Alec Marsh")),
        ("Propos recueillis par Vera van den Berg", ("Vera van den Berg",)),
        ("De notre correspondant à Kiel", ()),
        ("Par ici la sortie", ()),
        ("Par Toutatis", ()),
        ("By the River", ()),
        ("", ()),
    ],
)
def test_bylines(line, names):
    assert authors_of(line) == names


@pytest.mark.parametrize(
    ("line", "published", "place", "date", "agency"),
    [
        ("MOSCOU (Reuters) – ", None, "MOSCOU", None, "Reuters"),
        ("PARIS, 14 janv (AFP) - ", "2021-01-14", "PARIS", "2021-01-14", "Agence France-Presse"),
        ("PARIS, 31 déc. (AFP) – ", "2021-01-01", "PARIS", "2020-12-31", "Agence France-Presse"),
        ("Paris, 1er mars 2021 (AFP) — ", None, "Paris", "2021-03-01", "Agence France-Presse"),
        ("LONDON, Jan 14 (Reuters) - ", None, "LONDON", "--01-14", "Reuters"),
        ("NEW YORK, March 3, 2021 (AP) -- ", None, "NEW YORK", "2021-03-03", "Associated Press"),
        ("KYIV, Ukraine (AP) — ", None, "KYIV, Ukraine", None, "Associated Press"),
        ("WASHINGTON/TALVIK (Reuters) - ", None, "WASHINGTON/TALVIK", None, "Reuters"),
        ("SAINT-PÉTERSBOURG (Reuters) - ", None, "SAINT-PÉTERSBOURG", None, "Reuters"),
        ("(AFP) – ", None, None, None, "Agence France-Presse"),
        ("ALGER - ", None, "ALGER", None, None),
        ("TALVIK, 9 mars - ", "2021-03-10", "TALVIK", "2021-03-09", None),
    ],
)
def test_datelines(line, published, place, date, agency):
    told = lay_out_blocks(line + PROSE, published)
    assert [b.kind for b in told.blocks] == ["dateline", "paragraph"]
    assert (told.dateline.place, told.dateline.date, told.agency) == (place, date, agency)


@pytest.mark.parametrize("line", ["OTAN - Sommet", "Ana Roy (36 ans) - ", "Le maire (PSK) a dit - enfin - que ", "Lundi 14 janvier - "])
def test_what_is_no_dateline(line):
    assert "dateline" not in {b.kind for b in lay_out_blocks(line if line.startswith("OTAN") else line + PROSE).blocks}


@given(texts)
def test_blocks_hold_all_that_is_visible_in_order(text):
    told = lay_out_blocks(text)
    assert all(b.kind in BLOCKS and b.span.length for b in told.blocks)
    seen: list[int] = []
    for block in told.blocks:
        assert not text[block.span.start].isspace()
        seen.extend(range(*block.span))
    assert seen == sorted(set(seen))
    inside = set(seen)
    assert all(c.isspace() or i in inside for i, c in enumerate(text))


def test_every_rule_says_what_it_claims_and_every_kind_is_explained():
    assert all(rule.__doc__ for rule in RULES)
    assert set(BLOCKS) > COPY


def test_a_hundred_thousand_paragraphs_are_laid_out_one_by_one():
    text = "\n".join(f"Ligne {n} du relevé." for n in range(100_000))
    assert len(lay_out_blocks(text).blocks) == 100_000
