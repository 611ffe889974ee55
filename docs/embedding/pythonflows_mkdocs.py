"""An MkDocs hook: flows in the pages of a documentation.

In mkdocs.yml::

    hooks: [pythonflows_mkdocs.py]
    extra:
      pythonflows_site: https://flows.example/   # where dist/ lies; or a folder inside docs_dir

In a page, on a line of its own::

    ::python-flow sales.flow.json height=480 mode=view

The flow and its files lie beside the page, as pictures do; MkDocs copies them.
"""

import html
import posixpath
import re
import shlex
from typing import Any

LINE = re.compile(r"^::python-flow[ \t]+(.+?)[ \t]*$", re.MULTILINE)
ATTRIBUTES = ("mode", "height", "lazy", "theme", "lang", "toolbar")


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    if not LINE.search(markdown):
        return markdown
    site = config.get("extra", {}).get("pythonflows_site", "")
    if "://" not in site:
        site = posixpath.relpath(site or ".", posixpath.dirname(page.url) or ".")
    script = f'<script src="{html.escape(site.rstrip("/"))}/embed.js"></script>\n\n'
    return script + LINE.sub(lambda found: element(found.group(1), page, files), markdown)


def element(text: str, page: Any, files: Any) -> str:
    path, *settings = shlex.split(text)
    source = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), path))
    file = files.get_file_from_path(source)
    if file is None:
        raise ValueError(f'{page.file.src_uri}: there is no flow "{path}".')
    # The page may lie in a folder of its own that its source does not have.
    attributes = {"src": posixpath.relpath(file.url, page.url if page.url.endswith("/") else posixpath.dirname(page.url) or ".")}
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in ATTRIBUTES:
            raise ValueError(f'{page.file.src_uri}: a flow has no "{name}".')
        attributes[name] = value
    return "<python-flow" + "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items()) + "></python-flow>"
