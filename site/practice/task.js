// A task of an exercise, to be solved in the page: editor, Check, Hint, Reset, Solution, and what the checks found.

import { bar, button, element, prose, status, verbatim } from "./dom.js";
import { Editor } from "./editor.js";
import { cellsUpTo } from "./lessons.js";
import { shown, worth } from "./result.js";
import * as store from "./store.js";

export function live(place, lesson, task, python) {
  const stub = lesson.cells.find(({ id }) => id === task.cell).source;
  const said = status();
  const [hints, told, found] = ["ol", "div", "div"].map((tag) => element(tag, { class: "practice-told" }));
  let results = []; // of the last run

  const editor = new Editor({
    source: store.answerOf(task.cell) ?? stub,
    label: `Your answer to task ${task.id}: ${task.title}`,
    changed: (text) => store.keepAnswer(task.cell, text === stub ? null : text),
    run: () => checking.click(),
  });

  async function check() {
    checking.setAttribute("aria-disabled", "true");
    said.textContent = "Checking …";
    results = [];
    for (const part of [hints, told]) part.replaceChildren();
    const answerOf = (cell) => (cell === task.cell ? editor.text : store.answerOf(cell));
    const asked = task.checks.map(({ id, hints }) => ({ id, hints: hints.length - store.hintsShown(id) }));
    try {
      for await (const result of python.check(cellsUpTo(lesson, task.cell, answerOf), asked, store.learner())) {
        results.push(result);
        store.keepVerdict(result.check, result.passed);
      }
      const passed = results.filter((result) => result.passed).length;
      said.textContent = passed < results.length ? `${passed} of ${results.length} checks pass.` : "All checks pass.";
    } catch (error) {
      said.textContent = error.message;
    }
    show();
    checking.setAttribute("aria-disabled", "false");
  }

  function show() {
    const { cell_printed: printed, notes } = results[0] ?? { notes: [] };
    const first = results.find(({ passed }) => !passed);
    found.replaceChildren(
      ...(printed ? [element("p", {}, "Your cell printed:"), verbatim(printed, "printed")] : []),
      ...notes.map((note) => element("p", {}, ...prose(note))),
      ...results.map((result) => shown(result, result === first)),
    );
    if (!results.length) found.replaceChildren(element("ul", {}, ...task.checks.map(line)));
  }

  function line({ id, title, points }) {
    const passed = store.hasPassed(id) ? element("strong", {}, "passed") : "";
    return element("li", { "data-check": id }, element("code", {}, id), ` ${title} (${worth(points)}) `, passed);
  }

  function hint() {
    const failed = results.find(({ passed }) => !passed)?.check;
    const about = task.checks.find(({ id }) => (failed ? id === failed : !store.hasPassed(id))) ?? task.checks[0];
    const all = about.hints.length;
    const count = Math.min(store.hintsShown(about.id) + 1, all);
    store.keepHints(about.id, count);
    hints.replaceChildren(...about.hints.slice(0, count).map((text) => element("li", {}, ...prose(text))));
    said.textContent = `Hint ${count} of ${all} for ${about.id}`;
  }

  function solution() {
    const way = [element("p", {}, "One way to write it:"), verbatim(task.solution, "solution")];
    const tell = () => told.replaceChildren(...way);
    if (task.checks.every(({ id }) => store.hasPassed(id))) tell();
    else told.replaceChildren(element("p", {}, "Not all checks pass yet."), bar(button("Show it anyway", tell)));
  }

  store.onChange((key) => {
    if (key === `answer:${task.cell}`) editor.put(store.answerOf(task.cell) ?? stub);
    if (key.startsWith("passed:") && !results.length) show();
  });
  const checking = button("Check", check, "md-button md-button--primary");
  const reset = button("Reset", () => editor.put(stub));
  const hinting = task.checks[0].hints.length ? [button("Hint", hint)] : []; // a stretch task has none
  const buttons = bar(checking, ...hinting, reset, button("Solution", solution));
  editor.into(place, python, buttons, said, hints, told, found);
  show();
}
