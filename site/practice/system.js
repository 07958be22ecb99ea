// The drawing of the system: a part is lit when all checks of its lesson have passed in this browser.

import { hasPassed, onChange } from "./store.js";

export async function light(part, checks) {
  const show = () => part.classList.toggle("yours", checks.split(" ").every(hasPassed));
  show();
  onChange(show);
}
