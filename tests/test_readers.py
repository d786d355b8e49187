import codecs

import pytest

from inquit.errors import InputError
from inquit.intake.readers import decode, read_bytes, read_file


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("Été\r\n«\u00a0oui\u00a0»".encode(), "Été\r\n«\u00a0oui\u00a0»", "utf-8"),
        (codecs.BOM_UTF8 + "Été".encode(), "Été", "utf-8"),
        (codecs.BOM_UTF16_LE + "Été".encode("utf-16-le"), "Été", "utf-16-le"),
        (codecs.BOM_UTF16_BE + "Été".encode("utf-16-be"), "Été", "utf-16-be"),
        (codecs.BOM_UTF32_LE + "Été".encode("utf-32-le"), "Été", "utf-32-le"),
        ("L’été à 3 €".encode("cp1252"), "L’été à 3 €", "cp1252"),
        (b"\xe9t\xe9 \x81", "été \x81", "cp1252"),
        (codecs.BOM_UTF8 * 2, "\ufeff", "utf-8"),
    ],
)
def test_decoding_keeps_every_character(data, text, encoding):
    assert decode(data) == (text, encoding)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.7 ...", "pdftotext"),
        (b"PK\x03\x04...", "zip"),
        (b"\x7fELF\x02\x01", "program"),
        (bytes(range(32)) * 40, "control characters"),
    ],
)
def test_what_is_no_copy_is_refused_in_one_line(data, words):
    with pytest.raises(InputError, match=words) as caught:
        read_bytes(data, "x.txt")
    assert str(caught.value).startswith("x.txt: ")
    assert "\n" not in str(caught.value)


def test_a_stray_null_byte_is_copy_still():
    assert read_bytes(b"Il a dit\0 non.", "x").text == "Il a dit\0 non."


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(InputError, match="a folder"):
        read_file(tmp_path)
    with pytest.raises(InputError):
        read_file(tmp_path / "nul\0byte")
