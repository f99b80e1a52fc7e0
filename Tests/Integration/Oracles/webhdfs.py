"""Fetches a directory over WebHDFS, as simply as can be."""
import json
import os
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

TIMEOUT = 60


def fetch(url, target):
    """Copies what is under webhdfs://HOST:PORT/PATH into a local directory."""
    parts = urlsplit(url)
    scheme = "https" if parts.scheme == "swebhdfs" else "http"
    pending = [(parts.path.rstrip("/"), target)]
    while pending:
        path, local = pending.pop()
        os.makedirs(local, exist_ok=True)
        address = f"{scheme}://{parts.netloc}/webhdfs/v1"
        with urlopen(f"{address}{quote(path)}?op=LISTSTATUS", timeout=TIMEOUT) as answer:
            entries = json.load(answer)["FileStatuses"]["FileStatus"]
        for entry in entries:
            name = entry["pathSuffix"]
            if entry["type"] == "DIRECTORY":
                pending.append((f"{path}/{name}", f"{local}/{name}"))
                continue
            content = b""
            if entry["length"]:
                with urlopen(f"{address}{quote(f'{path}/{name}')}?op=OPEN", timeout=TIMEOUT) as answer:
                    content = answer.read()
            if len(content) != entry["length"]:
                raise OSError(f"{path}/{name}: {len(content)} bytes came, {entry['length']} were promised")
            with open(f"{local}/{name}", "wb") as file:
                file.write(content)
