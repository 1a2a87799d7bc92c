"""What the documents show is done as they show it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT, SCENARIOS

NOTEBOOKS = sorted((ROOT / "python" / "examples").glob("*.ipynb"))
PAGES = [ROOT / "docs" / "python.md", ROOT / "python" / "README.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_of_python_runs(page: Path, place: Path) -> None:
    (place / "scenarios").symlink_to(SCENARIOS)
    blocks = re.findall(r"^```python\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    assert blocks
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, page.name, "exec"), names)  # as somebody would who reads from the top


@pytest.mark.slow
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name)
def test_a_notebook_runs_and_prints_what_stands_in_it(notebook: Path) -> None:
    nbformat, client = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    shown = nbformat.read(notebook, as_version=4)
    again = nbformat.read(notebook, as_version=4)
    client.NotebookClient(again, timeout=600, kernel_name="python3").execute(cwd=str(ROOT / "scenarios"))
    printed = lambda book: [  # noqa: E731
        output.text for cell in book.cells if cell.cell_type == "code" for output in cell.outputs
        if output.output_type == "stream" and output.name == "stdout"
    ]
    assert printed(again) == printed(shown) and len(printed(shown)) >= 3


def test_there_is_a_notebook() -> None:
    assert [notebook.name for notebook in NOTEBOOKS] == ["winter.ipynb"]
