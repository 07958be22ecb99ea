// A cell of one's own: any code, run behind the lesson's given cells and one's answers.

import { bar, button, element, verbatim } from "./dom.js";
import { Editor } from "./editor.js";
import { cellsUpTo } from "./lessons.js";
import * as store from "./store.js";

export function scratch(place, lesson, python) {
  const cell = `s${lesson.number}`;
  const output = element("div", { role: "status" });

  async function run() {
    output.replaceChildren("Running …");
    try {
      const { printed, value, error } = await python.run(cellsUpTo(lesson, null, store.answerOf), editor.text);
      output.replaceChildren(...[printed, value, error].filter(Boolean).map((text) => verbatim(text)));
    } catch (error) {
      output.replaceChildren(error.message);
    }
  }

  const changed = (text) => store.keepAnswer(cell, text || null);
  const label = `A cell of your own for lesson ${lesson.number}`;
  const editor = new Editor({ source: store.answerOf(cell) ?? "", label, changed, run });
  editor.into(place, python, bar(button("Run", run)), output);
}
