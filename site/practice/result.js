// What a check found, shown from the result as data: the same call, got, expected and why as in a notebook.

import { element, prose, scrolling, verbatim } from "./dom.js";

export const worth = (points) => (points === 1 ? "1 point" : `${points} points`);

// The result as an element; one that failed folds, and is `open` or not.
export function shown(result, open) {
  const { check, passed, cause } = result;
  const verdict = [element("strong", {}, passed ? "PASS" : "NOT YET"), " ", element("code", {}, check)];
  const head = [...verdict, ` ${result.title} (${result.earned} of ${worth(result.points)})`];
  if (passed) return element("p", { class: "practice-passed", "data-check": check }, ...head);
  const kind = { class: "practice-failed", "data-check": check, "data-cause": cause, open: open && "" };
  return element("details", kind, element("summary", {}, ...head), element("dl", {}, ...sections(result)));
}

function* sections(result) {
  const parts = {
    call: result.call && verbatim(result.call, "call"),
    got: seen(result.got, "got"),
    expected: seen(result.expected, "expected"),
    printed: result.printed && verbatim(result.printed, "printed"),
    why: element("p", {}, ...prose(result.why)),
    next: element("p", {}, next(result)),
  };
  for (const [name, part] of Object.entries(parts)) {
    if (part) yield element("div", {}, element("dt", {}, name), element("dd", {}, part));
  }
}

function next({ cause, hints_left: left }) {
  if (cause === "unwritten") return "Write your answer in the editor, and press Check.";
  return left ? `Mend it and press Check, or press Hint (${left} left).` : "Mend it and press Check.";
}

function seen(found, name) {
  if (typeof found === "string") return found && verbatim(found, name);
  const row = (values, kind = "") => element("tr", { class: kind }, ...values.map((value) => element("td", {}, value)));
  const more = (count, where) => (count ? [row(["", `… ${count} more ${where}`])] : []);
  const rows = found.rows.map((values, number) => {
    const note = found.notes[number];
    return row([note && `${note} →`, ...values], note && "practice-differs");
  });
  const body = element("tbody", {}, ...more(found.above, "above"), ...rows, ...more(found.below, "below"));
  const head = element("thead", {}, row(["", ...found.columns]));
  return scrolling(name, element("table", { class: "practice-rows" }, head, body));
}
