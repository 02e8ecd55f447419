// What a page does beyond HTML. Every core journey works without it.
import "htmx.org";

// The summary of errors takes the focus, so that a screen reader begins there.
function focusErrors(root) {
  root.querySelector("[data-error-summary]")?.focus();
}

// A second click must not send a form twice; the idempotency key would catch
// it, and the reader would wonder.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
});

// Coming back with the browser's Back button makes forms usable again.
function releaseForms() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
}
window.addEventListener("pageshow", releaseForms);
document.addEventListener("htmx:after:request", releaseForms);
document.addEventListener("htmx:after:swap", (event) => focusErrors(event.target));

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  if (event.target.closest("[data-close]")) event.target.closest("details")?.removeAttribute("open");
});

// Digits typed on an Arabic keyboard become 0-9 where a number is expected.
document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.inputMode !== "numeric" && field.inputMode !== "decimal") return;
  const western = field.value.replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 0x660).replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 0x6f0);
  if (western !== field.value) field.value = western;
});

// Leaving a half-filled form asks first; sending it does not.
let touched = null;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.method !== "get" && form.hasAttribute("data-guard")) touched = form;
});
window.addEventListener("beforeunload", (event) => {
  if (touched && touched.isConnected && !touched.dataset.sent) event.preventDefault();
});

// One digit ticks a tap of the first form on the page while nothing is typed.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select")) return;
  const form = event.target.closest("[data-keys], form") || document;
  const tap = [...form.querySelectorAll("[data-key]")].find((box) => box.dataset.key === event.key && box.checkVisibility());
  if (!tap) return;
  tap.click();
  tap.focus();
});

// An address that names a folded act opens it.
function openNamed() {
  const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (named instanceof HTMLDetailsElement) named.open = true;
}
window.addEventListener("hashchange", openNamed);
openNamed();

// On a sheet Enter goes to the next line: only the button sends it.
document.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-sheet] tbody tr");
  if (!row || event.key !== "Enter") return;
  event.preventDefault();
  row.nextElementSibling?.querySelector("input:not([type=hidden]), select")?.focus();
});

// The menu and open panels close with Escape.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details[data-panel][open]")) {
    open.removeAttribute("open");
    open.querySelector("summary").focus();
  }
});

// A printed page shows what the screen folds.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("main details:not([open]):not([data-panel])")) {
    folded.open = true;
    folded.dataset.printed = "1";
  }
});
window.addEventListener("afterprint", () => {
  for (const folded of document.querySelectorAll("details[data-printed]")) {
    folded.open = false;
    delete folded.dataset.printed;
  }
});

focusErrors(document);
