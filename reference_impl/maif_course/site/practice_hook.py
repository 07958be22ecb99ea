"""What MkDocs calls to make exercises run in their pages; `mkdocs.yml` names this file under `hooks`.

Scripts, Python for the browser and the course are bundled into `practice/<hash>/` of the site. A page loads them that
has something to practise: an element with `data-practice="t07-3"`, or one of its kin (see `site/practice/page.js`).
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from maif_course.errors import CourseError
from maif_course.site import bundle, notices


def on_pre_build(config: MkDocsConfig) -> None:
    """Bundle before there are pages, which name the bundle."""
    folder = Path(tempfile.mkdtemp(prefix="maif-practice-"))
    try:
        config.extra["practice"] = (folder, bundle.make(Path(config.config_file_path).parent, folder))
    except CourseError as error:
        shutil.rmtree(folder)
        raise PluginError(str(error)) from None


def on_page_markdown(markdown: str, *, config: MkDocsConfig, **_: Any) -> str:
    """Put the licences of what the site gives away into the page that asks for them."""
    if notices.MARK not in markdown:
        return markdown
    return markdown.replace(notices.MARK, notices.licences(Path(config.config_file_path).parent))


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Have a page with something to practise load the script."""
    if "data-practice" not in output:
        return output
    script = get_relative_url(f"practice/{config.extra['practice'][1]}/page.js", page.url)
    return output.replace("</body>", f'<script type="module" src="{script}"></script></body>')


def on_post_build(config: MkDocsConfig) -> None:
    """Put the bundle into the site, which MkDocs has emptied meanwhile."""
    folder, name = config.extra.pop("practice")
    folder.chmod(0o755)
    shutil.move(folder, Path(config.site_dir) / "practice" / name)
