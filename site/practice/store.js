// What a learner wrote and reached, kept in this browser. One key a cell and one a check: two tabs that write different
// answers never erase each other's. Where the browser keeps nothing, it lasts as long as the page.

const PREFIX = "maif-course:";
const listeners = [];
const memory = new Map();

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const read = (key) => memory.get(key) ?? storage()?.getItem(PREFIX + key) ?? null;

function write(key, value) {
  memory.delete(key);
  try {
    if (value === null) storage().removeItem(PREFIX + key);
    else storage().setItem(PREFIX + key, value);
  } catch {
    memory.set(key, value); // there is no storage, or it is full
  }
  for (const listener of listeners) listener(key);
}

export const answerOf = (cell) => read(`answer:${cell}`);
export const keepAnswer = (cell, source) => write(`answer:${cell}`, source);

export const hasPassed = (check) => read(`passed:${check}`) !== null;
export const keepVerdict = (check, passed) => write(`passed:${check}`, passed ? "1" : null);

export const hintsShown = (check) => Number(read(`hints:${check}`));
export const keepHints = (check, shown) => write(`hints:${check}`, String(shown));

// Whose drawn cases: a number of this browser's own.
export function learner() {
  if (!read("learner")) write("learner", crypto.getRandomValues(new Uint32Array(2)).join("-"));
  return read("learner");
}

// Has `listener(key)` called after every change, in this tab or in another.
export const onChange = (listener) => listeners.push(listener);
window.addEventListener("storage", ({ key }) => {
  if (key?.startsWith(PREFIX)) for (const listener of listeners) listener(key.slice(PREFIX.length));
});
