// Elements of the page, made in one line; text is always text, never HTML.

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) if (value !== false) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// A button that keeps the focus while it is out of use: `disabled` would throw it to the top of the page.
export function button(text, act, kind = "md-button") {
  const made = element("button", { type: "button", class: kind }, text);
  made.addEventListener("click", () => made.getAttribute("aria-disabled") === "true" || act());
  return made;
}

export const bar = (...buttons) => element("div", { class: "practice-bar" }, ...buttons);

export const status = () => element("p", { class: "practice-status", role: "status" });

// Prose of a lesson: what stands in backticks is code.
export const prose = (text) => text.split("`").map((part, number) => (number % 2 ? element("code", {}, part) : part));

// Tables and code scroll by themselves, by keyboard too; prose wraps.
export const scrolling = (name, content) =>
  element("div", { class: "practice-scroll", tabindex: "0", role: "group", "aria-label": name }, content);

export const verbatim = (text, name = "text") => scrolling(name, element("pre", {}, element("code", {}, text)));
