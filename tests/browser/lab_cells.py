"""The cells that a lesson's lab needs, without the trainings that stand above it."""

import ast
import symtable

import nbformat

# Other statements, as `x += 1` or a loop, need what stood above them, too.
MAKES = ast.Assign | ast.AnnAssign | ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom


def has_lab(path):
    return any("LiveLab(" in cell.source for cell in nbformat.read(path, 4).cells)


def lab_cells(path):
    """Sources of a lesson's set-up cell, the statements its lab is built from, and its lab.

    Found backwards from the lab: a statement is kept if it makes a name that is needed below it, or
    calls a method of it.
    """
    cells = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    while "LiveLab(" not in cells[-1]:
        cells.pop()
    setup, *above, lab = cells
    kept, needed = [], set()
    for cell in [lab, *reversed(above)]:
        statements = []
        for statement in reversed(ast.parse(cell).body):
            decorators = [f"@{ast.unparse(d)}" for d in getattr(statement, "decorator_list", [])]
            source = "\n".join([*decorators, ast.get_source_segment(cell, statement)])
            made, used = names(source)
            if cell is lab or needed & made or _owner(statement) in needed:
                statements.insert(0, source)
                needed = (needed - (made if isinstance(statement, MAKES) else set())) | used
        if statements:
            kept.insert(0, "\n".join(statements))
    return [setup, *kept[:-1], lab]


def names(source):
    """The global names that a piece of code makes, and those that it uses."""
    module = symtable.symtable(source, "cell", "exec")
    symbols = module.get_symbols()
    made = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
    used, inside = {s.get_name() for s in symbols if s.is_referenced()}, module.get_children()
    for table in inside:  # grows: functions in functions
        used |= {s.get_name() for s in table.get_symbols() if s.is_global()}
        inside += table.get_children()
    return made, used


def _owner(statement):
    """`model` of a statement like `model.compile(...)` or `model.name = ...`."""
    node = statement.value if isinstance(statement, ast.Expr) else statement
    node = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "func", None)
    if not isinstance(node, ast.Attribute | ast.Subscript):
        return None
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return getattr(node, "id", None)
