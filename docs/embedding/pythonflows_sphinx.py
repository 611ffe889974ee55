"""A Sphinx extension: flows in the pages of a documentation.

In conf.py, with this file on sys.path::

    extensions = ["pythonflows_sphinx"]
    pythonflows_site = "https://flows.example/"  # where dist/ lies; or a folder of the built documentation, like "flows"

In a page::

    .. python-flow:: sales.flow.json
       :height: 480
       :mode: view

The flow is copied beside the page with the files that it reads. Formats other than HTML get a line with the flow's name.
"""

import html
import json
import os
import shutil
import zipfile
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.util import logging

logger = logging.getLogger(__name__)

ATTRIBUTES = ("mode", "height", "lazy", "theme", "lang", "toolbar")


class FlowNode(nodes.General, nodes.Element):
    """A flow in a page."""


class FlowDirective(Directive):
    required_arguments = 1
    final_argument_whitespace = True
    option_spec = dict.fromkeys(ATTRIBUTES, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        env = self.state.document.settings.env
        relative, absolute = env.relfn2path(self.arguments[0])
        if not os.path.isfile(absolute):
            return [self.state_machine.reporter.error(f'There is no flow "{self.arguments[0]}".', line=self.lineno)]
        env.note_dependency(relative)
        node = FlowNode()
        node["path"] = absolute
        node["relative"] = relative
        node["attributes"] = dict(self.options)
        return [node]


def files_beside(path: str) -> list[str]:
    """What the flow reads and has not inside, as far as it lies beside it."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                flow = json.loads(archive.read("flow.flow.json"))
        else:
            with open(path, encoding="utf-8") as file:
                flow = json.load(file)
        names = [each["name"] for each in flow.get("files", []) if "data" not in each]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        logger.warning("%s is no flow: %s", path, problem)
        return []
    folder = os.path.dirname(path)
    # A flow's files have plain names; anything else would lead out of the folder.
    plain = [name for name in names if isinstance(name, str) and os.path.basename(name) == name]
    return [os.path.join(folder, name) for name in plain if os.path.isfile(os.path.join(folder, name))]


def visit_html(self: Any, node: FlowNode) -> None:
    # Beside the page itself, so that its address is right wherever the documentation lies. One folder a flow: two may read files of one name.
    folder = os.path.splitext(node["relative"].replace(os.sep, "_").replace("/", "_"))[0]
    target = os.path.join(self.builder.outdir, "_flows", folder)
    os.makedirs(target, exist_ok=True)
    for path in [node["path"], *files_beside(node["path"])]:
        shutil.copyfile(path, os.path.join(target, os.path.basename(path)))
    page = self.builder.get_target_uri(self.builder.current_docname)
    up = "../" * page.split("#")[0].count("/")
    attributes = {"src": f"{up}_flows/{folder}/{os.path.basename(node['path'])}", **node["attributes"]}
    text = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    site = self.builder.config.pythonflows_site
    if "://" not in site:
        site = up + site
    # Once a page; only pages with a flow have it.
    if not getattr(self, "has_python_flow", False):
        self.body.append(f'<script src="{html.escape(site.rstrip("/"))}/embed.js"></script>\n')
        self.has_python_flow = True
    self.body.append(f"<python-flow{text}></python-flow>\n")
    raise nodes.SkipNode


def visit_other(self: Any, node: FlowNode) -> None:
    name = os.path.basename(node["path"])
    if hasattr(self, "add_text"):
        self.add_text(name)
    else:
        self.body.append(name)
    raise nodes.SkipNode


def setup(app: Any) -> dict[str, Any]:
    app.add_config_value("pythonflows_site", "", "html", [str])
    others = dict.fromkeys(("latex", "text", "man", "texinfo"), (visit_other, None))
    app.add_node(FlowNode, html=(visit_html, None), **others)
    app.add_directive("python-flow", FlowDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
