"""Archives come from anywhere: what a sound package holds is unpacked, all else is refused before a byte is written."""

from __future__ import annotations

import contextlib
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archives
from bilingual.errors import ModelError
from bilingual.packages import unpack as room
from bilingual.packages.unpack import extract, sizes


def refusal(raw: bytes, into: Path) -> str:
    """The message an archive is refused with; nothing may have been written outside `into`, or inside it."""
    into.mkdir(exist_ok=True)
    before = sorted(into.parent.rglob("*"))
    with pytest.raises(ModelError) as refused:
        extract(io.BytesIO(raw), "model.argosmodel", into)
    assert sorted(into.parent.rglob("*")) == before
    assert str(refused.value).startswith("model.argosmodel: ")
    return str(refused.value)


def packed(*extra: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A sound archive with members added as they come."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as made:
        for name, content in archives.files().items():
            made.writestr(name, content)
        for name, content in extra:
            made.writestr(name, content)
    return raw.getvalue()


def special(name: str, kind: int) -> zipfile.ZipInfo:
    """A member that says it is of a special kind."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    return info


def test_a_sound_package_is_unpacked_without_its_top_folder(tmp_path: Path) -> None:
    """The top folder's name comes back, its files and their folders lie directly in the folder given."""
    raw = packed(("pkg/stanza/", b""), ("pkg/stanza/fr/tokenize.pt", b"stanza"), ("pkg/README.md", b"read me"))
    assert extract(io.BytesIO(raw), "model.argosmodel", tmp_path) == "pkg"
    assert (tmp_path / "model/model.bin").read_bytes() == b"weights"
    assert (tmp_path / "stanza/fr/tokenize.pt").read_bytes() == b"stanza"


def test_bpe_codes_stand_in_for_sentencepiece(tmp_path: Path) -> None:
    """Argos' older packages bring bpe.model."""
    members = archives.files()
    members["pkg/bpe.model"] = members.pop("pkg/sentencepiece.model")
    path = archives.archive(tmp_path / "old.argosmodel", members)
    with path.open("rb") as file:
        assert Path("bpe.model") in map(Path, sizes(file, "old"))


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../evil",
        "pkg/../../evil",
        "pkg/model/../../../evil",
        "pkg\\..\\evil",
        "C:/evil",
        "pkg/a:stream",
        "pkg/bell\a",
        "pkg/line\nbreak",
        "pkg/right\u202eleft",
        ".hidden/evil",
        "./evil",
        "..",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    """Absolute names, `..`, drives, backslashes, hidden top folders and control characters."""
    assert "refused" in refusal(packed((name, b"evil")), tmp_path / "into")


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    """`zipfile` would cut it there and find a name that had not been judged."""
    raw = packed(("pkg/README.md\x01.exe", b"evil")).replace(b"README.md\x01", b"README.md\x00")
    assert "forbidden character" in refusal(raw, tmp_path / "into")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK, stat.S_IFDIR])
def test_links_and_special_files_are_refused(kind: int, tmp_path: Path) -> None:
    """Whatever is neither a plain file nor a folder that says so in its name."""
    assert "link or a special file" in refusal(packed((special("pkg/odd", kind), b"/etc")), tmp_path / "into")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "name", ["pkg/metadata.json", "pkg/METADATA.json", "pkg//metadata.json", "pkg/./metadata.json"]
)
def test_two_members_of_one_name_are_refused(name: str, tmp_path: Path) -> None:
    """Also where they are one only on a disk that ignores capitals."""
    assert "occurs twice" in refusal(packed((name, b"{}")), tmp_path / "into")


def test_a_file_that_is_also_a_folder_is_refused(tmp_path: Path) -> None:
    """Both cannot be written."""
    into = tmp_path / "into"
    into.mkdir()
    raw = packed(("pkg/README", b"a file"), ("pkg/README/me", b"in a folder"))
    with pytest.raises(ModelError, match="cannot be unpacked"):
        extract(io.BytesIO(raw), "model.argosmodel", into)


@pytest.mark.parametrize(
    ("name", "content"), [("other/file", b""), ("file", b""), ("__MACOSX/._pkg", b""), ("pkg", b"a file")]
)
def test_a_second_top_folder_is_refused(name: str, content: bytes, tmp_path: Path) -> None:
    """Argos takes every folder for a package."""
    assert "exactly one top folder" in refusal(packed((name, content)), tmp_path / "into")


@pytest.mark.parametrize("missing", list(archives.files()))
def test_what_is_no_translation_package_is_refused(missing: str, tmp_path: Path) -> None:
    """Metadata, weights and a tokenizer must be there."""
    members = archives.files()
    del members[missing]
    raw = archives.archive(tmp_path / "a.zip", members).read_bytes()
    assert "its folder needs" in refusal(raw, tmp_path / "into")


@pytest.mark.parametrize("count", [2_001, 20_000, 70_000])
def test_too_many_members_are_refused(count: int, tmp_path: Path) -> None:
    """By their number, by the directory's size, or as ZIP64: the last two before `zipfile` reads them all."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as made:
        for number in range(count):
            made.writestr(f"pkg/{number}", b"")
    assert "ZIP64" in refusal(raw.getvalue(), tmp_path / "into") or "more than 2,000 members" in refusal(
        raw.getvalue(), tmp_path / "into"
    )


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    """Thirty megabytes of zeros in thirty kilobytes."""
    assert "100 times its size" in refusal(packed(("pkg/zeros", bytes(30 << 20))), tmp_path / "into")


def test_a_declared_size_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    """The sizes are added before anything is unpacked."""
    raw = bytearray(packed(("pkg/big", b"small"), ("pkg/too", b"small")))
    for name in (b"pkg/big", b"pkg/too"):
        at = raw.rindex(name) - 46  # the member's record in the directory
        struct.pack_into("<I", raw, at + 24, 0xF0000000)
    assert "more than 4 GiB" in refusal(bytes(raw), tmp_path / "into")


@pytest.mark.parametrize("declared", [3, 70_000])
def test_a_member_that_lies_about_its_length_is_refused(declared: int, tmp_path: Path) -> None:
    """Shorter or longer: what is written never exceeds what was declared and counted."""
    raw = bytearray(packed(("pkg/liar", b"x" * 60_000)))
    struct.pack_into("<I", raw, raw.rindex(b"pkg/liar") - 46 + 24, declared)
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(ModelError, match="model"):
        extract(io.BytesIO(bytes(raw)), "model", into)
    assert sum(path.stat().st_size for path in into.rglob("*") if path.is_file()) <= 60_100


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    """No password is ever asked for."""
    raw = bytearray(packed(("pkg/secret", b"x")))
    raw[raw.rindex(b"pkg/secret") - 46 + 8] |= 1
    assert "encrypted" in refusal(bytes(raw), tmp_path / "into")


def test_other_packings_than_deflate_are_refused(tmp_path: Path) -> None:
    """LZMA lets an archive ask for gigabytes of memory."""
    assert "other than deflate" in refusal(packed(method=zipfile.ZIP_LZMA), tmp_path / "into")


@pytest.mark.parametrize("raw", [b"", b"no zip at all", b"PK\x05\x06", packed()[:-30], packed()[30:]])
def test_what_is_no_archive_is_refused(raw: bytes, tmp_path: Path) -> None:
    """Empty, another format, cut off at either end."""
    assert refusal(raw, tmp_path / "into")


def test_a_flipped_bit_in_the_data_is_noticed(tmp_path: Path) -> None:
    """The CRC of each member is checked."""
    raw = packed(method=zipfile.ZIP_STORED).replace(b"weights", b"wfights")
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(ModelError, match="no sound package"):
        extract(io.BytesIO(raw), "model", into)


def test_a_path_that_a_link_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """Should the folder to unpack into hold a link, nothing is written through it."""
    into = tmp_path / "into"
    into.mkdir()
    (into / "model").symlink_to(tmp_path)
    with pytest.raises(ModelError, match="leads out of its folder"):
        extract(io.BytesIO(packed()), "model", into)
    assert not (tmp_path / "model.bin").exists()


@given(st.data())
def test_no_damage_does_anything_but_refuse(data: st.DataObject) -> None:
    """Bytes overwritten anywhere: the archive is judged sound or refused with our own error, nothing else."""
    raw = bytearray(packed())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ModelError):
        assert sizes(io.BytesIO(bytes(raw)), "model")


def test_the_limits_are_those_of_the_manual() -> None:
    """A change of a limit is a change of the manual."""
    assert (room.MAX_MEMBERS, room.MAX_BYTES, room.MAX_RATIO) == (2_000, 4 << 30, 100)
