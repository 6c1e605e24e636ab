"""The browser tests run what a lesson's lab needs, and nothing that trains above it."""

import nbformat
from lab_cells import lab_cells

SETUP = "%pip install a\nimport net, base"
ABOVE = [
    "model = train(1)\nWIDTH = 4\nWIDTH += 1",
    "def build(d):\n    model = net.Net(d, WIDTH)\n    return model\n\n\nbuild(3).shape",
    "@net.saved\nclass Noise(base.Layer):\n    pass\nrows = {model: model for model in [1]}",
    "plain, extra = net.Parts()\nplain.name = 'plain'\nplain.add(7)\nextra\nother.add(plain)",
]
LAB = "live = build(2)\nmodel = plain, Noise\nLiveLab(live, model)"


def test_what_is_needed_is_kept_statement_by_statement(tmp_path):
    cells = [nbformat.v4.new_code_cell(source) for source in [SETUP, *ABOVE, LAB, "model.fit()"]]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(notebook, tmp_path / "lesson.ipynb")
    assert lab_cells(tmp_path / "lesson.ipynb") == [
        SETUP,
        "WIDTH = 4\nWIDTH += 1",
        "def build(d):\n    model = net.Net(d, WIDTH)\n    return model",
        "@net.saved\nclass Noise(base.Layer):\n    pass",
        "plain, extra = net.Parts()\nplain.name = 'plain'\nplain.add(7)",
        LAB,
    ]
