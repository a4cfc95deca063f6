"""Whether a folder lies in one that a program copies to other machines: told by names and by marks. Not: what to do."""

import re
from pathlib import Path

_NAMES = {
    "OneDrive": r"onedrive(?: ?- ?.*)?",
    "Dropbox": r"dropbox(?: ?\(.*\))?",
    "iCloud": r"iclouddrive|icloud drive|mobile documents|com~apple~clouddocs",
    "Google Drive": r"google ?drive|googledrive-.*|my drive|我的云端硬盘",
    "坚果云": r"nutstore(?: files)?|坚果云|我的坚果云",
    "百度网盘": r"baidusyncdisk|百度网盘同步空间|百度网盘",
    "WPS云盘": r"wps ?云盘|wpsdrive|wps cloud files|wps网盘",
    "微云": r"weiyun|腾讯微云|微云同步助手",
    "阿里云盘": r"aliyundrive|阿里云盘",
    "Box": r"box|box sync",
    "Nextcloud": r"nextcloud|owncloud",
    "Seafile": r"seafile",
    "MEGA": r"megasync|mega",
}
"""How the folders of such programs are called, in small letters."""

_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nutstore": "坚果云",
    ".nutstore.db": "坚果云",
    ".stfolder": "Syncthing",
    ".sync": "Resilio Sync",
    ".tmp.drivedownload": "Google Drive",
    ".owncloudsync.log": "ownCloud",
    ".seafile-data": "Seafile",
    ".baidusyncdisk": "百度网盘",
}
"""What such programs leave in their folder."""


def clouds_of(folder: Path) -> tuple[str, ...]:
    """The programs that copy the folder elsewhere, as far as names and marks of it and the folders above tell."""
    found: dict[str, None] = {}
    for path in {folder.absolute(), folder.resolve()}:
        for each in (path, *path.parents):
            name = each.name.casefold()
            found |= dict.fromkeys(program for program, pattern in _NAMES.items() if re.fullmatch(pattern, name))
            found |= dict.fromkeys(program for mark, program in _MARKS.items() if _is_there(each / mark))
    return tuple(sorted(found))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
