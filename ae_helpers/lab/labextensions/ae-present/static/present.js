// Present: a lesson as slides, in the page that is already alive. Nothing is drawn again: the cells
// of one slide stay, everything else is hidden by present.css, so kernel, labs and training go on.
//
// JupyterLab loads this script as an extension and asks it for its plugin (last lines). The button,
// the menu entry and the shortcut stand in schemas/ae-present/plugin.json.
(() => {
  const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  const KEEPS_ITS_KEYS = "input, textarea, select, [contenteditable='true'], [role='slider'], .ae-lab";
  const WIDTH = 1280, HEIGHT = 720; // a slide is laid out in these and enlarged to the screen

  /** The cells of each slide: a cell without a type of its own belongs to the slide before it. */
  function slidesOf(cells) {
    const slides = [];
    for (const cell of cells) {
      const type = cell.model.getMetadata("slideshow")?.slide_type;
      if (type === "skip" || type === "notes") continue;
      if (!slides.length || type === "slide" || type === "subslide") slides.push([]);
      slides.at(-1).push(cell);
    }
    return slides;
  }

  function isFolded({ model }) {
    const tags = model.getMetadata("tags") ?? [];
    return tags.includes("hide-input") || Boolean(model.getMetadata("jupyter")?.source_hidden);
  }

  class Presentation {
    constructor(notebook, onLeave) {
      this.notebook = notebook;
      this.onLeave = onLeave;
      this.slides = slidesOf(notebook.widgets);
      this.scroller = notebook.node.querySelector(".jp-WindowedPanel-outer");
      this.before = {
        cell: notebook.activeCell,
        selected: notebook.selectedCells,
        mode: notebook.mode,
        config: notebook.notebookConfig,
        scrollTop: this.scroller.scrollTop,
      };
      // JupyterLab may keep cells that are out of sight out of the page.
      if (notebook.notebookConfig.windowingMode !== "none") {
        notebook.notebookConfig = { ...notebook.notebookConfig, windowingMode: "none" };
      }
      this.unfolded = new Map(); // cell -> what JupyterLab does with its code
      this.way = []; // from the notebook up to the page
      for (let node = notebook.node; node !== document.body; node = node.parentElement) this.way.push(node);
      for (const node of this.way) node.classList.add("ae-way");
      notebook.addClass("ae-present");
      this.bar = this.makeBar();
      document.body.append(this.bar);
      // On the window, because JupyterLab's own shortcuts listen on the document.
      window.addEventListener("keydown", this.onKey, true);
      window.addEventListener("resize", this.fit);
      document.addEventListener("fullscreenchange", this.onFullScreen);
      // A link may have opened another tab, or the notebook was closed.
      this.watch = new ResizeObserver(() => notebook.isVisible || this.leave());
      this.watch.observe(notebook.node);
      document.documentElement.requestFullscreen?.().catch(() => {}); // refused: the window will do
      this.fit();
      const current = notebook.widgets.indexOf(notebook.activeCell);
      this.first = this.slides.findLastIndex((slide) => notebook.widgets.indexOf(slide[0]) <= current);
      this.first = Math.max(0, this.first);
      this.show(this.first);
    }

    makeBar() {
      const bar = document.createElement("div");
      const button = (text, label, click) => {
        const node = document.createElement("button");
        Object.assign(node, { textContent: text, title: label, ariaLabel: label, onclick: click });
        return node;
      };
      this.counter = document.createElement("span");
      this.counter.title = "Arrows, Page Up and Down, Home, End; F: code; Escape: leave";
      bar.className = "ae-present-bar";
      bar.append(
        button("‹", "Previous slide", () => this.show(this.at - 1)),
        this.counter,
        button("›", "Next slide", () => this.show(this.at + 1)),
        button("✕", "Leave the slides", () => this.leave()),
      );
      return bar;
    }

    fit = () => {
      const scale = Math.min(window.innerWidth / WIDTH, window.innerHeight / HEIGHT);
      this.notebook.node.style.setProperty("--ae-scale", scale);
    };

    show(number) {
      this.at = Math.max(0, Math.min(this.slides.length - 1, number));
      this.foldCode();
      for (const cell of this.notebook.widgets) {
        cell.toggleClass("ae-now", this.slides[this.at].includes(cell));
        cell.toggleClass("ae-folded", isFolded(cell));
      }
      this.counter.textContent = `${this.at + 1} / ${this.slides.length}`;
      this.scroller.scrollTop = 0;
      this.notebook.node.focus({ preventScroll: true });
    }

    unfoldCode() {
      this.notebook.addClass("ae-code");
      for (const cell of this.slides[this.at].filter(isFolded)) {
        this.unfolded.set(cell, { inputHidden: cell.inputHidden, syncCollapse: cell.syncCollapse });
        cell.syncCollapse = false; // the notebook's file is not told
        cell.inputHidden = false;
      }
    }

    foldCode() {
      this.notebook.removeClass("ae-code");
      for (const [cell, before] of this.unfolded) if (!cell.isDisposed) Object.assign(cell, before);
      this.unfolded.clear();
    }

    /** A slide higher than the screen is read to its end before an up or down arrow leaves it. */
    scrolls(key, step) {
      const { scrollTop, scrollHeight, clientHeight } = this.scroller;
      const rest = step > 0 ? scrollHeight - clientHeight - scrollTop : scrollTop;
      if (!["ArrowUp", "ArrowDown"].includes(key) || rest < 1) return false;
      this.scroller.scrollTop += step * 0.8 * clientHeight;
      return true;
    }

    onKey = (event) => {
      const { key, target } = event;
      const here = target === document.body || this.bar.contains(target) || this.notebook.node.contains(target);
      if (!here || target.closest(KEEPS_ITS_KEYS)) return; // a dialog, a lab, a field
      event.stopPropagation(); // no shortcut of JupyterLab's on cells that nobody sees
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = STEPS[key];
      if (step) this.scrolls(key, step) || this.show(this.at + step);
      else if (key === "Home") this.show(0);
      else if (key === "End") this.show(this.slides.length - 1);
      else if (key === "f" || key === "F") this.notebook.hasClass("ae-code") ? this.foldCode() : this.unfoldCode();
      else if (key === "Escape") this.leave();
      else return;
      event.preventDefault();
    };

    onFullScreen = () => {
      if (!document.fullscreenElement) this.leave();
    };

    leave() {
      const { notebook, before } = this;
      window.removeEventListener("keydown", this.onKey, true);
      window.removeEventListener("resize", this.fit);
      document.removeEventListener("fullscreenchange", this.onFullScreen);
      if (document.fullscreenElement) document.exitFullscreen();
      this.watch.disconnect();
      this.bar.remove();
      for (const node of this.way) node.classList.remove("ae-way");
      this.onLeave();
      if (notebook.isDisposed) return;
      this.foldCode();
      notebook.removeClass("ae-present");
      notebook.node.style.removeProperty("--ae-scale");
      for (const cell of notebook.widgets) {
        cell.removeClass("ae-now");
        cell.removeClass("ae-folded");
      }
      if (notebook.notebookConfig !== before.config) notebook.notebookConfig = before.config;
      window.dispatchEvent(new Event("resize")); // the panels are measured again
      this.restoreSelection();
      this.restorePlace();
    }

    restoreSelection() {
      const { notebook, before } = this;
      notebook.deselectAll();
      notebook.activeCellIndex = notebook.widgets.indexOf(before.cell);
      notebook.mode = before.mode;
      for (const cell of before.selected) if (!cell.isDisposed) notebook.select(cell);
    }

    /** Where we were, or, after other slides, at the top of the slide that was shown last. */
    restorePlace() {
      const { scroller } = this;
      if (this.at === this.first) scroller.scrollTop = this.before.scrollTop;
      else {
        const cell = this.slides[this.at][0].node.getBoundingClientRect();
        scroller.scrollTop += cell.top - scroller.getBoundingClientRect().top;
      }
    }
  }

  function activate(app) {
    let presentation = null;
    const panel = () => app.shell.currentWidget;
    const isNotebook = () => Boolean(panel()?.content?.model?.cells && panel().content.notebookConfig);
    app.commands.addCommand("ae-present:start", {
      label: "Present",
      caption: "Show this notebook as slides (Alt P); Escape ends it",
      isEnabled: () => isNotebook() && slidesOf(panel().content.widgets).length > 0,
      execute: () => {
        presentation ??= new Presentation(panel().content, () => { presentation = null; });
      },
    });
  }

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("present.css", document.currentScript.src);
  document.head.append(style);

  const plugin = { id: "ae-present:plugin", autoStart: true, activate };
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["ae-present"] = { init: () => {}, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
