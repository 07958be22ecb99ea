// A cell of Python to write in. Tab indents; Escape, then Tab leaves.

import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { python as pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { element } from "./dom.js";

const KEYS = "Ctrl-Enter runs it. Escape, then Tab leaves the editor.";

export class Editor {
  // `changed(text)` is called after each change, `run()` for Ctrl-Enter and Shift-Enter.
  constructor({ source, label, changed, run }) {
    const runs = ["Mod-Enter", "Shift-Enter"].map((key) => ({ key, run: () => (run(), true) }));
    this.view = new EditorView({
      doc: source,
      extensions: [
        keymap.of([...runs, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        [history(), lineNumbers(), pythonLanguage(), indentOnInput(), bracketMatching()],
        [indentUnit.of("    "), EditorState.tabSize.of(4), syntaxHighlighting(classHighlighter)],
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label }),
        EditorView.updateListener.of((update) => update.docChanged && changed(this.text)),
      ],
    });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  // Puts another text in its place, as a step that Ctrl-Z takes back.
  put(text) {
    const changes = { from: 0, to: this.view.state.doc.length, insert: text };
    if (text !== this.text) this.view.dispatch({ changes, annotations: isolateHistory.of("full") });
  }

  // Makes a place of the page live: the editor, and what belongs to it.
  into(place, python, ...others) {
    const about = element("p", { class: "practice-about" }, KEYS, " ", element("span", { class: "practice-python" }));
    place.replaceChildren(this.view.dom, about, ...others);
    place.classList.add("practice", "practice-live");
    place.addEventListener("keydown", (event) => event.stopPropagation()); // the site's own keys are n, p, s, /
    place.addEventListener("focusin", () => python.start().catch(() => {}), { once: true });
  }
}
