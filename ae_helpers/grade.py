"""Grade handed-in notebooks: `python -m ae_helpers.grade folder -o grades.csv`.

Each notebook gets a kernel of its own, in an empty folder. There the first cell of the official
lesson runs, then what the student wrote in the cells of the exercises, and the official check
judges it: a check that the student has changed does not count. Only if an answer needs a name that
cells above it make do these run as well, the official ones and then the student's own.
"""

import argparse
import csv
import json
import re
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import Empty
from subprocess import DEVNULL

from jupyter_client import KernelManager

WARNING = """It runs the students' code as your own: their code can read and delete your files, use
the network, end this program, and fake its grade by changing the package while it runs. Use a
container without a network that holds the course and the hand-ins, and nothing else. A right answer
may also be a copied one: each lesson has its solutions, folded away."""
CHECK = re.compile(r"""\bcheck\(\s*["']([\w.]+)["']""")
OFFICIAL_CHECK = re.compile(r'^check\("([\w.]+)", (.+)\)$', re.M)
NO_NAME = re.compile(r"NameError: name '(\w+)' is not defined")
LESSON_SECONDS = 300  # for a cell of the lesson, or one of the student's above an answer
KINDS = ["right", "mistake", "not yet", "error"]
PREPARE = """
from ae_helpers.exercises import judge as _judge
check = lambda name, answer: None  # the official one is asked below
type(get_ipython()).ask_exit = lambda shell: None  # exit() ends a kernel late, in another answer
try:
    import resource
    resource.setrlimit(resource.RLIMIT_DATA, ({0}, {0}))
except (ImportError, ValueError):
    pass  # Windows has no such limit
"""


class Ended(Exception):
    """The kernel is gone, or has to go."""


def code_cells(path):
    """The code cells of a notebook, `(id, source)`; Colab keeps the id among the metadata."""
    cells = json.loads(path.read_text("utf-8-sig"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    return [(c.get("id") or c.get("metadata", {}).get("id"), "".join(c["source"])) for c in code]


def exercises(official):
    """`{exercise: (id of its cell, what its check is given)}`."""
    cells = ((i, OFFICIAL_CHECK.findall(source)) for i, source in official)
    return {name: (i, given) for i, checks in cells for name, given in checks}


def names_in(cell, asked):
    """The exercises that a student's cell answers: it has their check, or their cell's id."""
    checked = CHECK.findall(cell[1])
    return [name for name, (i, _) in asked.items() if name in checked or i == cell[0]]


def answers(hand_in, official):
    """What the student wrote for exercises: `(source, exercises, cells above it)`, in order."""
    asked, own, found = exercises(official), [], []
    ids, untouched = [i for i, _ in official], {source.strip() for _, source in official}
    of_exercises = {i for i, _ in asked.values()}
    for i, source in hand_in:
        names = names_in((i, source), asked)
        if source.strip() in untouched:
            continue
        if names:
            above = official[1 : ids.index(asked[names[0]][0])]
            above = [source for i, source in above if i not in of_exercises]
            found.append((source, names, above + own))
        else:
            own.append(source)
    return found


def run(kernel, source, seconds, expression="None"):
    """Run a cell; `(error in one line or "", text of the expression's value)`.

    Raises:
        Ended: the kernel died, or the cell takes longer than `seconds`.
    """
    manager, client = kernel
    how = {"store_history": False, "allow_stdin": False, "stop_on_error": False}
    asked = client.execute(source, user_expressions={"value": expression}, **how)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not manager.is_alive():
            raise Ended("it ended the kernel: an exit, a crash, or too much memory")
        try:
            reply = client.get_shell_msg(timeout=0.2)
        except Empty:
            continue
        if reply["parent_header"].get("msg_id") == asked:
            said = reply["content"].get("user_expressions", {}).get("value", reply["content"])
            if said["status"] == "ok":
                return "", one_line(said["data"]["text/plain"])
            return one_line(f"{said['ename']}: {said['evalue']}"), ""
    raise Ended(f"it did not come to an end in {seconds:g} s")


def one_line(text):
    return " ".join(str(text).split())[:500]


def start(folder):
    """A new kernel, as `(manager, client)`."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=folder, stdout=DEVNULL, stderr=DEVNULL)
    client = manager.client()
    client.start_channels(iopub=False, stdin=False, hb=False)  # what cells print goes nowhere
    return manager, client


def stop(manager, client):
    client.stop_channels()
    manager.shutdown_kernel(now=True)  # and all processes that it has started


def judge(kernel, source, names, asked, seconds):
    """Run an answer; `{exercise: verdict}` by the official checks."""
    failed, _ = run(kernel, source, seconds)
    verdicts = {}
    for name in names:
        error, text = run(kernel, "", seconds, f"_judge({name!r}, {asked[name][1]})")
        if text.startswith("Right: "):
            verdicts[name] = "right"
        else:
            error = failed or error
            verdicts[name] = f"error: {error}" if error else text[:1].lower() + text[1:]
    return verdicts


def grade(hand_in, official, seconds, memory):
    """`{exercise: verdict}` of a student's cells; the last answer counts, without one is none."""
    asked, verdicts, kernel = exercises(official), {}, None
    first = [official[0][1], PREPARE.format(int(memory * 1e9))]
    temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    with temporary as folder, ExitStack() as running:
        for source, names, above in answers(hand_in, official):
            try:
                if not kernel:
                    kernel, done = start(folder), []
                    running.callback(stop, *kernel)
                    for cell in first:
                        failed, _ = run(kernel, cell, LESSON_SECONDS)
                        if failed:
                            raise Ended(f"the first cell of the official lesson fails: {failed}")
                verdicts |= judge(kernel, source, names, asked, seconds)
                missing = NO_NAME.findall(" ".join(verdicts[name] for name in names))
                above = [cell for cell in above if cell not in done]
                if {*missing} & {*re.findall(r"\w+", " ".join(above))}:
                    for cell in above:
                        run(kernel, cell, LESSON_SECONDS)
                    done += above
                    verdicts |= judge(kernel, source, names, asked, seconds)
            except Ended as ended:
                verdicts |= dict.fromkeys(names, f"error: {ended}")
                running.close()
                kernel = None
    return verdicts


def row(path, lessons, seconds, memory):
    """A notebook's row of the table; whatever is wrong with the notebook, there is one."""
    row = {"hand-in": re.sub("^(?=[=+@-])", "./", str(path))}  # no formula in a spreadsheet
    try:
        cells = code_cells(path)
        shared = Counter()
        for lesson, official in lessons.items():
            shared[lesson] = sum(len(names_in(cell, exercises(official))) for cell in cells)
        ((lesson, found),) = shared.most_common(1)
        if not found:
            return row | {"note": "it has no exercise of the course"}
        names = dict.fromkeys(exercises(lessons[lesson]), "not yet: not answered")
        row |= {"lesson": lesson, "right": "", "of": len(names)}
        verdicts = names | grade(cells, lessons[lesson], seconds, memory)
        return row | {"right": [*verdicts.values()].count("right")} | verdicts
    except Exception as error:
        return row | {
            "note": f"error: not read or not run: {type(error).__name__}: {one_line(error)}"
        }


def notebooks(paths):
    """The notebooks themselves, and all in the folders, each once."""
    found = (sorted(p.rglob("*.ipynb")) if p.is_dir() else [p] for p in map(Path, paths))
    return [p for p in dict.fromkeys(sum(found, [])) if ".ipynb_checkpoints" not in p.parts]


def write(path, rows):
    """The table so far, so that nothing is lost if it ends early; Excel needs the mark in front."""
    columns = dict.fromkeys(["hand-in", "lesson", "right", "of", "note"])
    columns |= dict.fromkeys(name for row in rows for name in row)
    with open(path, "w", newline="", encoding="utf-8-sig", errors="backslashreplace") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows(rows)


def summary(rows):
    """A line for each exercise: how often it was right, and the most frequent mistake."""
    for name in dict.fromkeys(name for row in rows for name in row if "." in name):
        told = Counter(row[name] for row in rows if name in row)
        kinds = Counter(row[name].partition(":")[0] for row in rows if name in row)
        often = [text for text, _ in told.most_common() if text.startswith("mistake")]
        yield f"{name}: " + ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kinds[kind])
        yield from (f"    {text}" for text in often[:1])


def main(arguments=None):
    parser = argparse.ArgumentParser(
        "python -m ae_helpers.grade", description=__doc__.split("\n\n")[1], epilog=WARNING
    )
    parser.add_argument("hand_ins", nargs="+", help="notebooks, or folders with notebooks")
    parser.add_argument("-o", "--table", default="grades.csv", help="default: %(default)s")
    parser.add_argument("--lessons", default="notebooks", help="the repository's folder of lessons")
    parser.add_argument("--seconds", type=float, default=60, help="limit for a cell: %(default)s")
    parser.add_argument("--memory", type=float, default=4, help="limit in GB: %(default)s")
    parser.add_argument("--jobs", type=int, default=1, help="kernels at once: %(default)s")
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(errors="backslashreplace")  # a file's name may be no text
    lessons = {path.stem: code_cells(path) for path in notebooks([options.lessons])}
    paths, rows, begin = notebooks(options.hand_ins), [], time.monotonic()
    if not any(map(exercises, lessons.values())):
        parser.error(
            f"{options.lessons!r} is no folder of lessons: clone the course's repository, and name "
            "its folder 'notebooks' with --lessons."
        )
    try:
        write(options.table, rows)
    except OSError as error:
        parser.error(f"the table cannot be written: {error}")

    def tell(path):
        return row(path, lessons, options.seconds, options.memory)

    with ThreadPoolExecutor(options.jobs) as pool:
        for n, found in enumerate(pool.map(tell, paths), 1):
            rows.append(found)
            write(options.table, rows)
            said = found.get("note") or f"{found['right']} of {found['of']} right"
            left = (time.monotonic() - begin) / n * (len(paths) - n) / 60
            print(f"{n}/{len(paths)} {found['hand-in']}: {said} ({left:.0f} min left)", flush=True)
    print(f"\n{len(rows)} hand-ins, of which {sum('note' in r for r in rows)} have a note.")
    print(*summary(rows), f"All are in {options.table}.", sep="\n")


if __name__ == "__main__":
    main()
