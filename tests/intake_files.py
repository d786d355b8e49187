"""Small files of every type, written for the tests of the intake."""

import gzip
import io
import json
import struct
import zipfile

TEXT = "Le pont rouvre lundi, a dit la mairie.\n"
PAGE = (
    "<!DOCTYPE html><html lang=fr><head><title>Le pont rouvre</title></head><body><h1>Le pont rouvre</h1>"
    + "".join(
        f"<p>Le maire a dit le {n} mars que le pont de la ville rouvrirait, et que les travaux avaient trop duré.</p>" for n in range(2, 6)
    )
    + "</body></html>"
)
ROWS = [
    {"titre": "Un", "corps": "Le premier texte, a dit Ana.", "date": "2022-01-28", "auteurs": "Ana Roy; Luc Petit"},
    {"titre": "Deux", "corps": "Le deuxième texte,\nsur deux lignes.", "date": "29/01/2022", "auteurs": "Reuters"},
    {"titre": "Trois", "corps": "  ", "date": None, "auteurs": None},
]


def zipped(members, **options):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def csv_table(delimiter=","):
    lines = [delimiter.join(ROWS[0])]
    lines += [delimiter.join('"' + (value or "").replace('"', '""') + '"' for value in row.values()) for row in ROWS]
    return ("\r\n".join(lines) + "\r\n").encode()


def json_lines():
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()


def docx(paragraphs=(("Title", "Le pont rouvre"), ("", "« Enfin », a dit le maire.")), core="", body=""):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    made = "".join(
        f'<w:p><w:pPr>{f"""<w:pStyle w:val="{style}"/>""" if style else ""}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    properties = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{word}"><w:body>{made}{body}</w:body></w:document>',
            "docProps/core.xml": properties,
        }
    )


def parquet(rows=None, **options):
    import pyarrow
    from pyarrow import parquet as writer

    data = io.BytesIO()
    writer.write_table(pyarrow.Table.from_pylist(ROWS if rows is None else rows), data, **options)
    return data.getvalue()


def locked():
    """A zip whose member says that it is encrypted."""
    data = bytearray(zipped({"a.txt": TEXT}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature) + at
        struct.pack_into("<H", data, place, struct.unpack_from("<H", data, place)[0] | 1)
    return bytes(data)


def files():
    """One small file of each type, by name."""
    return {
        "a.txt": TEXT.encode(),
        "a.html": PAGE.encode(),
        "a.csv": csv_table(),
        "a.tsv": csv_table("\t"),
        "a.jsonl": json_lines(),
        "a.json": json.dumps(ROWS).encode(),
        "a.parquet": parquet(),
        "a.docx": docx(),
        "a.zip": zipped({"b.txt": TEXT, "c.html": PAGE, "d.csv": csv_table()}),
        "a.jsonl.gz": gzip.compress(json_lines(), mtime=0),
    }
