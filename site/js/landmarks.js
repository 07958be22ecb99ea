/* The theme puts the buttons of each block of code into a landmark of its own, all without a name. */

new MutationObserver(() => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "none")
}).observe(document.body, {childList: true, subtree: true})
