// The lessons as data, which lie beside this script, in `practice/<hash>/` of the site.

export const SITE = new URL("../../", import.meta.url);

const loaded = new Map();

async function json(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name} could not be loaded: ${answer.status} ${answer.statusText}`);
  return answer.json();
}

function once(name) {
  if (!loaded.has(name)) loaded.set(name, json(name));
  return loaded.get(name);
}

export const course = () => once("course.json");
export const lesson = (number) => once(`lessons/${number}.json`);
export const notebook = (number) => json(`lessons/${number}.ipynb`);

// The code that runs up to a cell, or to the end, as in a notebook: given cells, and the learner's pieces.
export function cellsUpTo(lesson, cell, answerOf) {
  const last = lesson.cells.findIndex(({ id }) => id === cell);
  const cells = last < 0 ? lesson.cells : lesson.cells.slice(0, last + 1);
  return cells.map((one) => (one.given ? one : { ...one, source: answerOf(one.id) ?? one.source }));
}
