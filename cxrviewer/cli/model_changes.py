"""``cxrviewer model add | fetch | remove | restore | default``: what changes the checkpoints known.

Knows words and questions; the folders are ``inference``'s. The network is touched by ``fetch`` alone.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxrviewer.cli.inputs import shown
from cxrviewer.cli.output import Progress, complain, say, say_json
from cxrviewer.errors import CheckpointStays
from cxrviewer.inference.checkpoint import open_checkpoint, resolve
from cxrviewer.inference.licences import PUBLISHED
from cxrviewer.inference.manifest import read_manifest
from cxrviewer.inference.models_folder import add_folder, is_removable, purge, remove, removed, restore
from cxrviewer.settings import load_settings, save_settings, settings_file

if TYPE_CHECKING:
    # What argparse gives for a set of verbs has no public name.
    from argparse import _SubParsersAction

_REFUSED = 1


def add_verbs(verbs: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs and their arguments."""
    command = _verb(verbs, "add", "remember a folder that holds a checkpoint; its files stay where they are")
    command.add_argument("folder", type=Path, metavar="DIR")
    command = _verb(verbs, "fetch", "download the published checkpoint; the only command that uses the network")
    command.add_argument(
        "--accept-licences", action="store_true", help="agree to the licences shown, for use in scripts"
    )
    command.add_argument("--repository", metavar="OWNER/NAME", help="another repository of the Hugging Face Hub")
    command.add_argument("--revision", metavar="COMMIT", help="another revision of it")
    command.add_argument(
        "--manifest", type=Path, metavar="FILE", help="SHA-256 of every file, in lines as sha256sum writes them"
    )
    command = _verb(verbs, "remove", "take a checkpoint away; `restore` brings it back until `remove --purge`")
    command.add_argument("model", nargs="?", metavar="NAME_OR_DIR")
    command.add_argument("--purge", action="store_true", help="free the space of all that was removed, for good")
    command = _verb(verbs, "restore", "bring a removed checkpoint back")
    command.add_argument("model", metavar="NAME")
    command = _verb(verbs, "default", "choose the checkpoint that the viewer loads")
    command.add_argument("model", metavar="NAME_OR_DIR")


def _verb(verbs: "_SubParsersAction[argparse.ArgumentParser]", name: str, words: str) -> argparse.ArgumentParser:
    command = verbs.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    command.add_argument("--json", action="store_true", help="one JSON object on stdout")
    command.add_argument("--quiet", action="store_true", help="no progress")
    return command


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says. Raises ModelError and SettingsError."""
    return VERBS[arguments.verb](arguments)


def _add(arguments: argparse.Namespace) -> int:
    checkpoint = open_checkpoint(arguments.folder)
    add_folder(checkpoint.folder)
    _say(arguments, f"{checkpoint.name} is known now", name=checkpoint.name, folder=shown(checkpoint.folder))
    return 0


def _fetch(arguments: argparse.Namespace) -> int:
    from cxrviewer.inference.fetching import REPOSITORY, REVISION, Published, fetch

    repository = arguments.repository or REPOSITORY
    published = Published(
        repository=repository,
        revision=arguments.revision or (REVISION if repository == REPOSITORY else "main"),
        manifest=read_manifest(arguments.manifest) if arguments.manifest else {},
    )
    if not arguments.accept_licences and not _asked(published.repository):
        complain("nothing was fetched; answer yes, or give --accept-licences, once you have read the licences")
        return _REFUSED
    progress = Progress(quiet=arguments.quiet)
    folder = fetch(
        published, licences_accepted=True, progress=lambda done, total: progress.step("fetching", done, total)
    )
    _say(arguments, f"{folder.name} is whole, in {shown(folder)}", name=folder.name, folder=shown(folder))
    return 0


def _asked(repository: str) -> bool:
    """Whether the person at the terminal has read the licences and agrees."""
    for licence in PUBLISHED:
        sys.stderr.write(f"{licence.name}\n  {licence.summary}\n  {licence.link}\n\n")
    sys.stderr.write(f"{repository} is under both licences. Research use only; not a medical device.\n")
    if not sys.stdin.isatty():
        return False
    sys.stderr.write("Do you accept them? yes/no: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() == "yes"


def _remove(arguments: argparse.Namespace) -> int:
    if arguments.purge:
        gone = removed()
        freed = sum(each.bytes for each in gone)
        for each in gone:
            purge(each)
        _say(arguments, f"{len(gone)} removed checkpoint(s) deleted, {freed / 1e9:.1f} GB freed", bytes=freed)
        return 0
    if not arguments.model:
        raise CheckpointStays("no checkpoint is named; `cxrviewer model list` names those known")
    folder = _folder_of(arguments.model)
    taken = remove(folder)
    words = f"{taken.name} is removed; `cxrviewer model restore {taken.name}` brings it back"
    if taken.kept_at is None:
        words = f"{taken.name} is forgotten; its files stay in {shown(taken.folder)}"
    _say(arguments, words, name=taken.name, folder=shown(taken.folder))
    return 0


def _folder_of(named: str) -> Path:
    """A folder that may be removed even where it holds no whole checkpoint any more."""
    from cxrviewer.inference.checkpoint import candidate_folders

    broken = (folder for folder in candidate_folders() if folder.name == named and is_removable(folder))
    return next(broken, None) or resolve(named).folder


def _restore(arguments: argparse.Namespace) -> int:
    gone = next((each for each in removed() if each.name == arguments.model), None)
    if gone is None:
        raise CheckpointStays(f"no removed checkpoint is called {arguments.model}; fetch or add it again")
    restore(gone)
    _say(arguments, f"{gone.name} is back", name=gone.name, folder=shown(gone.folder))
    return 0


def _default(arguments: argparse.Namespace) -> int:
    checkpoint = resolve(arguments.model)
    chosen = arguments.model if checkpoint.name == arguments.model else str(checkpoint.folder)
    settings = load_settings(settings_file())
    save_settings(replace(settings, model=replace(settings.model, checkpoint=chosen)), settings_file())
    _say(arguments, f"the viewer loads {checkpoint.name} from now on", name=checkpoint.name, default=chosen)
    return 0


def _say(arguments: argparse.Namespace, words: str, **facts: object) -> None:
    if arguments.json:
        say_json(facts)
    else:
        say(words)


VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": _add,
    "fetch": _fetch,
    "remove": _remove,
    "restore": _restore,
    "default": _default,
}
