// What a learner takes along, and how far they are.

import { bar, button, element, status } from "./dom.js";
import { course, notebook, SITE } from "./lessons.js";
import { worth } from "./result.js";
import * as store from "./store.js";

const FORMAT = 1;

export async function take(place, number) {
  const { lessons, version } = await course();
  const known = lessons.flatMap(({ tasks }) => tasks.map(({ cell }) => cell));
  const said = status();
  const file = element("input", { type: "file", accept: ".json", hidden: "", "aria-label": "A file of answers" });

  async function download() {
    const exercise = await notebook(number);
    for (const cell of exercise.cells) cell.source = store.answerOf(cell.id)?.split(/(?<=\n)/) ?? cell.source;
    save(`${number}_exercise.ipynb`, exercise);
  }

  function all() {
    const cells = known.map((cell) => [cell, store.answerOf(cell)]).filter(([, source]) => source !== null);
    save("answers.json", { format: FORMAT, course: version, cells: Object.fromEntries(cells) });
    said.textContent = "In your own folder, this takes them over: maif-course import answers.json";
  }

  file.addEventListener("change", async () => {
    said.textContent = bringIn(await file.files[0].text(), known);
    file.value = "";
  });
  const own = number ? [button("This exercise as a notebook, with your answers", download)] : [];
  const bring = button("Bring answers in", () => file.click());
  place.replaceChildren(bar(...own, button("All answers as one file", all), bring), file, said);
}

function bringIn(text, known) {
  const none = "This is no file of answers; maif-course export writes one.";
  try {
    const { format, cells } = JSON.parse(text);
    if (format !== FORMAT) return format ? `This file has the format ${format}, this page reads ${FORMAT}.` : none;
    const answers = Object.entries(cells).filter(([, source]) => typeof source === "string");
    const ours = answers.filter(([cell]) => known.includes(cell));
    for (const [cell, source] of ours) store.keepAnswer(cell, source);
    const others = answers.length - ours.length;
    const came = ours.length === 1 ? "1 answer came in" : `${ours.length} answers came in`;
    return `${came}${others ? `; ${others} belong${others === 1 ? "s" : ""} to no task of this course` : ""}.`;
  } catch {
    return none;
  }
}

function save(name, values) {
  const text = `${JSON.stringify(values, null, 1)}\n`;
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { download: name, href }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

export async function progress(place) {
  const { lessons } = await course();
  const sum = (checks) => checks.reduce((total, { points }) => total + points, 0);
  const link = ({ name, number, title }, text = "", kind = "") =>
    element("a", { class: kind, href: new URL(`exercises/${name}.html`, SITE) }, `${text}${number} ${title}`);

  function show() {
    const rows = lessons.map((lesson) => {
      const checks = lesson.tasks.flatMap((task) => task.checks);
      const earned = sum(checks.filter(({ id }) => store.hasPassed(id)));
      const begun = earned > 0 || lesson.tasks.some(({ cell }) => store.answerOf(cell) !== null);
      return { lesson, earned, begun, all: sum(checks) };
    });
    const open = rows.filter(({ earned, all }) => earned < all);
    const next = open.find(({ begun }) => begun) ?? open[0];
    const says = rows.some(({ begun }) => begun) ? "Continue with " : "Begin with ";
    const items = rows.map(({ lesson, earned, all }) =>
      element("li", {}, link(lesson), `: ${earned} of ${worth(all)}${earned === all ? " ✓" : ""}`),
    );
    const on = next ? [element("p", {}, link(next.lesson, says, "md-button md-button--primary"))] : [];
    place.replaceChildren(...on, element("ul", { class: "practice-progress" }, ...items));
  }

  show();
  store.onChange(show);
}
