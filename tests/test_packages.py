"""The store of packages: found where Argos keeps them, unpacked whole or not at all, with real archives throughout."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import archives
from bilingual import packages
from bilingual.engines import Job
from bilingual.engines.argos import Argos
from bilingual.errors import ModelError
from bilingual.packages import argos_home, cache, resolve
from bilingual.packages.builtin import load_builtin, record
from bilingual.packages.folder import read_folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, with none of the settings that could lead elsewhere."""
    for key in [key for key in os.environ if key.startswith(("ARGOS_", "XDG_", "SNAP"))]:
        monkeypatch.delenv(key)
    made = tmp_path / "home"
    made.mkdir()
    monkeypatch.setenv("HOME", str(made))
    return made


@pytest.fixture
def store(home: Path) -> Path:
    """Where Argos keeps its packages in that home; not made yet."""
    return home / ".local/share/argos-translate/packages"


def python(program: str, env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run of a Python program in another process."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], env=env, capture_output=True, text=True, check=False, timeout=60
    )


SETTINGS = json.dumps({"ARGOS_PACKAGES_DIR": "/elsewhere/packages", "ARGOS_PACKAGE_INDEX": "https://index.example/"})


@pytest.mark.parametrize(
    ("settings", "more"),
    [
        ("", {}),
        (SETTINGS, {}),
        (SETTINGS, {"ARGOS_PACKAGES_DIR": "chosen/packages"}),
        ("[not json", {"ARGOS_PACKAGE_INDEX": "http://127.0.0.1:9/"}),
        ("", {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config"}),
        ("", {"XDG_DATA_HOME": ""}),
        ("", {"SNAP": "snap", "SNAP_USER_DATA": "data"}),
    ],
)
def test_the_folder_and_the_index_are_those_of_argos(settings: str, more: dict[str, str], tmp_path: Path) -> None:
    """Argos itself, asked in a second process, says the same."""
    settings = settings.replace("/elsewhere", str(tmp_path / "elsewhere"))
    (tmp_path / ".config/argos-translate").mkdir(parents=True)
    (tmp_path / ".config/argos-translate/settings.json").write_text(settings)
    program = """if True:
        import os
        from pathlib import Path
        os.chdir(Path.home())
        from bilingual.packages import argos_home as ours
        for folder in ("snap_custom/packages", "snap_custom/content_snap_packages/a"):
            Path("snap", folder).mkdir(parents=True, exist_ok=True)
        mine = [ours.packages_folder(), list(ours.search_folders()), ours.index_url()]
        from argostranslate import settings as theirs
        assert mine == [theirs.package_data_dir, theirs.package_dirs, theirs.remote_package_index], (mine, vars(theirs))
    """
    done = python(program, archives.environment(tmp_path, **more))
    assert done.returncode == 0, done.stderr


def test_an_index_may_come_without_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argos asks for `mainindex.json` then."""
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", "https://index.example/main")
    assert argos_home.index_url() == "https://index.example/main/index.json"


def test_settings_that_are_no_object_or_no_text_are_passed_over(home: Path, store: Path) -> None:
    """A broken file of Argos' is no reason to stop."""
    path = home / ".config/argos-translate/settings.json"
    path.parent.mkdir(parents=True)
    for text in ("[]", '{"ARGOS_PACKAGES_DIR": 3}'):
        path.write_text(text)
        assert argos_home.packages_folder() == store


def test_looking_makes_no_folder_and_imports_no_argos(home: Path) -> None:
    """`list` and `auto` only look: Argos would make five folders."""
    program = """if True:
        import sys
        from bilingual import packages
        assert packages.installed() == ()
        assert not {"argostranslate", "ctranslate2", "numpy", "lxml", "sentencepiece"} & sys.modules.keys()
    """
    done = python(program, archives.environment(home))
    assert done.returncode == 0, done.stderr
    assert list(home.iterdir()) == []


def test_auto_without_any_installed_package_is_the_built_in_one(home: Path) -> None:
    """Unpacked to the user's cache, complete, and named by the archive's hash."""
    package = resolve("auto")
    known = record()
    assert (package.name, package.origin, package.version) == ("builtin", "builtin", known.version)
    assert package.path == home / ".cache/bilingual/models" / known.sha256[:16]
    assert package.sha256() == known.sha256 == hashlib.sha256(known.archive.read_bytes()).hexdigest()
    assert package.fingerprint() == known.sha256[:16]
    assert package == resolve("builtin") == load_builtin()
    assert package.size() > known.archive.stat().st_size
    assert package.tokenizer.name == "sentencepiece.model"


def test_what_ships_inside_says_what_its_record_says() -> None:
    """`models list` shows the record without unpacking the archive, so they must agree."""
    package, known = load_builtin(), record()
    assert (package.source, package.target, package.version) == (known.source, known.target, known.version)


def test_the_built_in_package_translates() -> None:
    """CTranslate2 loads it: real weights, a real sentence."""
    (batch,) = Argos(load_builtin(), threads=1).decode([[Job("Le tribunal a rendu sa décision mardi.")]])
    assert "Tuesday" in batch[0].text


def test_auto_takes_the_newest_installed_package(store: Path) -> None:
    """Version 1.10 is newer than 1.9; other languages, other types and broken folders do not count."""
    archives.folder(store / "old", package_version="1.9")
    archives.folder(store / "new", package_version="1.10")
    archives.folder(store / "german", package_version="3", from_code="de")
    archives.folder(store / "sbd", package_version="4", type="sbd")
    archives.folder(store / "without", package_version="5")
    (store / "without/model/model.bin").unlink()
    (store / "empty").mkdir()
    (store / ".hidden").mkdir()
    (store / "file").write_text("no package")
    assert resolve("auto").name == "new"
    assert [package.name for package in packages.installed()] == ["german", "new", "old"]
    assert resolve("auto", "de").name == "german"


def test_an_installed_package_is_found_by_its_name(store: Path) -> None:
    """Its hash is over all that decides a translation, so that a changed vocabulary is noticed."""
    archives.folder(store / "mine", target_prefix=">>en<<")
    package = resolve("mine")
    assert (package.origin, package.path, package.target_prefix) == ("installed", store / "mine", ">>en<<")
    before = package.sha256()
    assert len(before) == 64
    (package.path / "model/shared_vocabulary.json").write_text("[]")
    assert package.sha256() != before


def test_a_package_is_found_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive is unpacked to the cache under its hash, a folder is used where it lies."""
    path = archives.archive(tmp_path / "special.argosmodel")
    package = resolve(str(path))
    assert (package.name, package.origin) == ("special", "file")
    assert package.path.parent == cache.user_cache()
    assert package.sha256() == hashlib.sha256(path.read_bytes()).hexdigest()
    place = archives.folder(tmp_path / "folder")
    monkeypatch.chdir(place)
    assert (resolve(".").name, resolve(str(place)).origin) == ("folder", "file")


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ("nothing", "no such package or file"),
        ("../packages/mine", "no such package or file"),
        ("missing.argosmodel", "cannot be read: No such file"),
        ("x" * 5_000, "too long"),
        ("nul\0", "no such package or file"),
        ("", "no such package or file"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(choice: str, message: str, store: Path) -> None:
    """With the mend, and without a traceback of the system's."""
    archives.folder(store / "mine")
    with pytest.raises(ModelError, match=message):
        resolve(choice)


def test_a_package_for_other_languages_is_refused(store: Path) -> None:
    """Rather than translate with it."""
    archives.folder(store / "german", from_code="de")
    with pytest.raises(ModelError, match="translates de → en, not fr → en"):
        resolve("german")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not valid JSON"),
        (b"\xff\xfe", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "no JSON object"),
        (b" " * 1_100_000, "larger than"),
        (archives.metadata(from_code=None), "from_code is no language code"),
        (archives.metadata(to_code="../en"), "to_code is no language code"),
        (archives.metadata(package_version="1\x1b[2J"), "package_version holds control characters"),
        (archives.metadata(target_prefix="a\nb"), "target_prefix holds control characters"),
        (archives.metadata(type="sbd"), "no translation package"),
    ],
)
def test_metadata_that_makes_no_sense_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    """It comes with the package, so it is untrusted."""
    place = archives.folder(tmp_path / "pkg")
    (place / "metadata.json").write_bytes(content)
    with pytest.raises(ModelError, match=message):
        read_folder(place, "file")


def test_the_built_in_package_is_not_used_with_another_hash(tmp_path: Path) -> None:
    """A damaged or exchanged archive is refused before it is unpacked."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(record().archive.with_name("builtin.toml"), data)
    archives.archive(data / record().archive.name)
    with pytest.raises(ModelError, match="wrong SHA-256"):
        load_builtin(data)
    assert not [path for path in cache.user_cache().iterdir() if path.is_dir()]


@pytest.mark.parametrize("damage", ["metadata.json", "model/model.bin", "model/shared_vocabulary.json"])
def test_a_cache_that_lost_a_file_is_filled_again(damage: str) -> None:
    """Those who clean caches take single files."""
    path = load_builtin().path
    whole = (path / damage).read_bytes()
    (path / damage).unlink()
    assert (load_builtin().path / damage).read_bytes() == whole
    (path / damage).write_bytes(whole[:-1])
    assert (load_builtin().path / damage).read_bytes() == whole


def test_a_full_cache_is_used_without_writing() -> None:
    """A read-only cache that was filled before, as in a container's image, serves."""
    path = load_builtin().path
    (path.parent / ".bilingual.lock").unlink()
    load_builtin()
    assert not (path.parent / ".bilingual.lock").exists()


def test_runs_at_the_same_time_unpack_once_and_agree(home: Path) -> None:
    """Three of them start on an empty cache; each gets the whole package."""
    program = "from bilingual.packages import resolve; p = resolve('auto'); print(p.path, p.size())"
    runs = [
        subprocess.Popen([sys.executable, "-c", program], env=archives.environment(home), stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    answers = {run.communicate(timeout=60)[0] for run in runs}
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert len(answers) == 1
    assert [path.name for path in cache.user_cache().iterdir() if path.is_dir()] == [record().sha256[:16]]


def test_where_the_cache_cannot_be_written_a_temporary_folder_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says why and where; the folder is ours alone, kept for the next run, and never one others can write."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    kept = tmp_path / f"bilingual-{os.getuid()}"
    with caplog.at_level(logging.WARNING):
        assert load_builtin().path.parent == load_builtin().path.parent == kept
    assert "/dev/null/bilingual/models: Not a directory" in caplog.text
    kept.chmod(0o777)
    assert load_builtin().path.parent != kept
    shutil.rmtree(kept)
    kept.write_text("in the way")
    assert load_builtin().path.parent.parent == tmp_path


def test_where_nothing_can_be_written_the_reasons_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the setting that mends it."""
    monkeypatch.setattr("tempfile.tempdir", "/dev/null")
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    with pytest.raises(ModelError, match="nowhere to unpack it") as refused:
        load_builtin()
    assert "XDG_CACHE_HOME" in refused.value.hint


def test_without_a_home_the_built_in_package_still_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without an entry in the password file and without HOME: as in many containers."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative, so to be ignored")
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("ARGOS_PACKAGES_DIR", raising=False)
    monkeypatch.setattr("pwd.getpwuid", _nobody)
    assert resolve("auto").path.is_relative_to(tmp_path)
    with pytest.raises(ModelError, match="no home folder"):
        packages.install(archives.BUILTIN)


def _nobody(uid: int) -> None:
    raise KeyError(uid)


def test_installed_means_that_argos_sees_it(home: Path, store: Path) -> None:
    """The same package, the same folder, as Argos itself tells."""
    package, replaced = packages.install(archives.BUILTIN)
    assert (package.path, replaced) == (store / package.name, False)
    assert packages.install(archives.BUILTIN) == (package, True)
    program = """if True:
        from argostranslate import package
        (found,) = package.get_installed_packages()
        print(found.package_path, found.from_code, found.to_code)
    """
    done = python(program, archives.environment(home))
    assert done.stdout.split() == [str(package.path), "fr", "en"], done.stderr
    assert resolve("auto") == package


def test_a_package_is_staged_among_the_others_where_there_is_no_other_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when only the packages are mounted into a container: here a file system of its own, where there is one."""
    memory = Path("/dev/shm")  # noqa: S108  # a second file system
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == memory.parent.stat().st_dev:
        pytest.skip("no second file system to write to")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(memory))
    archive = archives.archive(tmp_path / "a.argosmodel", top=f"bilingual-test-{os.getpid()}")
    package, _ = packages.install(archive)
    try:
        assert package.path.parent == memory
    finally:
        packages.remove(package.name)
        (memory / ".bilingual.lock").unlink()
    assert not package.path.exists()


@pytest.mark.parametrize(
    ("changes", "arguments", "message"),
    [
        ({}, {"sha256": "0" * 64}, "wrong SHA-256"),
        ({}, {"languages": ("de", "en")}, "translates fr → en, which was not asked for"),
        ({"from_code": "?"}, {}, "from_code is no language code"),
    ],
)
def test_a_refused_package_leaves_the_old_one_alone(
    changes: dict[str, object], arguments: dict[str, object], message: str, store: Path, tmp_path: Path
) -> None:
    """Nothing of the new one is left, not even beside it."""
    archives.folder(store / "pkg", package_version="0.9")
    archive = archives.archive(tmp_path / "new.argosmodel", **changes)
    with pytest.raises(ModelError, match=message):
        packages.install(archive, **arguments)  # type: ignore[arg-type]
    assert resolve("pkg").version == "0.9"
    assert {path.name for path in store.parent.iterdir()} == {"packages", ".bilingual.lock"}


def test_the_right_hash_installs(store: Path, tmp_path: Path) -> None:
    """In capitals, too."""
    archive = archives.archive(tmp_path / "new.argosmodel")
    package, _ = packages.install(archive, hashlib.sha256(archive.read_bytes()).hexdigest().upper(), ("fr", "en"))
    assert package.path == store / "pkg"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """As every error names its file."""
    with pytest.raises(ModelError, match=r"gone\.argosmodel: No such file"):
        packages.install(tmp_path / "gone.argosmodel")


def test_a_link_in_the_place_of_a_package_is_replaced_not_followed(store: Path, tmp_path: Path) -> None:
    """What it points to stays as it was."""
    other = archives.folder(tmp_path / "other", package_version="7")
    store.mkdir(parents=True)
    (store / "pkg").symlink_to(other)
    packages.install(archives.archive(tmp_path / "a.argosmodel"))
    assert not (store / "pkg").is_symlink()
    assert read_folder(other, "file").version == "7"


def test_remove_takes_a_package_away(store: Path, tmp_path: Path) -> None:
    """Also a broken one, and of a link only the link."""
    archives.folder(store / "pkg")
    (store / "broken").mkdir()
    other = archives.folder(tmp_path / "other")
    (store / "link").symlink_to(other)
    for name in ("pkg", "broken", "link"):
        assert packages.remove(name) == store / name
    assert list(store.iterdir()) == []
    assert read_folder(other, "file")
    assert {path.name for path in store.parent.iterdir()} == {"packages", ".bilingual.lock"}


@pytest.mark.parametrize("name", ["builtin", "..", ".", "", "pkg/model", "../packages", "/", "gone", ".hidden"])
def test_remove_touches_nothing_else(name: str, store: Path) -> None:
    """Only an entry of Argos' folder, named as it is."""
    archives.folder(store / "pkg")
    (store / ".hidden").mkdir()
    before = sorted(store.parent.rglob("*"))
    with pytest.raises(ModelError):
        packages.remove(name)
    assert sorted(store.parent.rglob("*")) == before


def test_what_cannot_be_removed_is_named(store: Path) -> None:
    """The parent's lock file cannot be opened: a folder stands in its place."""
    archives.folder(store / "pkg")
    (store.parent / ".bilingual.lock").mkdir()
    with pytest.raises(ModelError, match="cannot be removed: Is a directory"):
        packages.remove("pkg")
    assert resolve("pkg")


def test_a_killed_install_leaves_no_half_package(home: Path, store: Path, tmp_path: Path) -> None:
    """Killed while it unpacks: the old package serves on, and the next run sweeps up."""
    archives.folder(store / "pkg", package_version="0.9")
    members = archives.files(package_version="2.0")
    archive = archives.archive(tmp_path / "big.argosmodel", members | {"pkg/model/model.bin": os.urandom(48 << 20)})
    command = [*archives.CLI, "install", str(archive)]
    run = subprocess.Popen(command, env=archives.environment(home))
    while not (stages := list(store.parent.glob(".bilingual-part-*"))):
        assert run.poll() is None
        time.sleep(0.001)
    run.send_signal(signal.SIGKILL)
    assert run.wait(timeout=60) == -signal.SIGKILL
    assert stages[0].is_dir()
    assert resolve("pkg").version == "0.9"
    assert subprocess.run(command, env=archives.environment(home), check=False, timeout=60).returncode == 0
    assert resolve("pkg").version == "2.0"
    assert {path.name for path in store.parent.iterdir()} == {"packages", ".bilingual.lock"}


@pytest.mark.slow
def test_argos_itself_translates_with_the_built_in_package(home: Path) -> None:
    """Its own `translate` gives what our engine writes; only its sentence splitter, a download, is put aside."""
    texts = ["La justice a rendu sa décision mardi.", "Le logiciel espion vise 1 400 utilisateurs en 2019."]
    packages.install(archives.BUILTIN)
    program = f"""if True:
        import argostranslate.sbd, argostranslate.translate
        argostranslate.sbd.MiniSBDSentencizer.split_sentences = lambda _self, text: [text]
        translation = argostranslate.translate.get_translation_from_codes("fr", "en")
        print(*map(translation.translate, {texts}), sep="\\n")
    """
    done = python(program, archives.environment(home))
    ours = next(iter(Argos(resolve("builtin")).decode([[Job(text) for text in texts]])))
    assert done.stdout.splitlines() == [hypothesis.text for hypothesis in ours], done.stderr
