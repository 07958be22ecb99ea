// Makes a page live: every element that names a task with `data-practice`, and what goes with tasks.

import { element } from "./dom.js";
import { lesson } from "./lessons.js";
import { Python } from "./python.js";
import { scratch } from "./scratch.js";
import { light } from "./system.js";
import { progress, take } from "./take.js";
import { live } from "./task.js";

const python = new Python((text) => {
  for (const place of document.querySelectorAll(".practice-python")) place.textContent = text;
});

const KINDS = {
  async "data-practice"(place, cell) {
    const own = await lesson(cell.slice(1, 3)); // "t07-3" is of lesson 07
    const task = own.tasks.find((task) => task.cell === cell);
    if (!task.needs.length) live(place, own, task, python); // else the page says what it needs
  },
  "data-practice-scratch": async (place, number) => scratch(place, await lesson(number), python),
  "data-practice-take": take,
  "data-practice-progress": progress,
  "data-checks": light,
};

for (const [kind, mount] of Object.entries(KINDS)) {
  for (const place of document.querySelectorAll(`[${kind}]`)) {
    mount(place, place.getAttribute(kind)).catch(({ message }) => place.append(element("p", {}, message)));
  }
}
document.body.classList.add("practice-works");
