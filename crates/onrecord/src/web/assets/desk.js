// Keys on top of pages that work without them: j and k between claims, ? for the list of keys, / to search, arrows on pictures.
// A claim in the text and its card in the rail light up together.

const dialog = document.getElementById("keys");
const button = document.querySelector("[data-keys]");

/** Claims in reading order, flags in a report's text or rows in a list; and the cases of a queue. */
const stops = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".flag, li[data-claim], li[data-case]")]);

/** Opens the list of keys, with those that do something on this page. */
function help() {
  if (!(dialog instanceof HTMLDialogElement)) return;
  for (const line of dialog.querySelectorAll("[data-for]")) {
    if (line instanceof HTMLElement) line.hidden = !document.querySelector(line.dataset.for ?? "");
  }
  dialog.showModal();
}

/** @param {number} step */
function move(step) {
  const all = stops();
  if (all.length === 0) return;
  const here = all.findIndex((stop) => stop === document.activeElement || stop.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
  all[next].focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "center" });
}

/**
 * Lights the words and the card of one claim, or none. Lit from the text, the card stands near it where the window has no
 * room for the rail beside; it stays there while it is itself pointed at.
 * @param {string | undefined} number @param {boolean} follow @param {boolean} fromText
 */
function light(number, follow, fromText) {
  const near = document.querySelector(".card.near")?.id;
  for (const lit of document.querySelectorAll(".lit, .near")) lit.classList.remove("lit", "near");
  if (!number) return;
  for (const words of document.querySelectorAll(`mark[data-claims~="${number}"]`)) words.classList.add("lit");
  const card = document.getElementById(`c${number}`);
  card?.classList.add("lit");
  if (fromText || card?.id === near) card?.classList.add("near");
  const rail = card?.closest("aside");
  // Only a rail that scrolls by itself follows; the page under the reader's eyes stays where it is.
  if (follow && card && rail && getComputedStyle(rail).overflowY === "auto") {
    const [box, frame] = [card.getBoundingClientRect(), rail.getBoundingClientRect()];
    if (box.top < frame.top || box.bottom > frame.bottom) rail.scrollTop += box.top - frame.top - 24;
  }
}

/** The number of the claim that an element shows, if it shows one. @param {EventTarget | null} target */
function claimOf(target) {
  const at = target instanceof Element ? target.closest(".flag, mark[data-claims], .card") : null;
  if (at instanceof HTMLElement && at.matches(".flag")) return at.dataset.claim;
  if (at instanceof HTMLElement && at.matches("mark")) return at.dataset.claims?.trim().split(" ").pop();
  return at?.id.slice(1);
}

// Under a mouse that rests on the rail the cards would run away, each bringing the next one under it.
const onRail = (/** @type {EventTarget | null} */ target) => target instanceof Element && target.closest("aside") !== null;
const inText = (/** @type {EventTarget | null} */ target) => target instanceof Element && target.closest("article") !== null;
document.addEventListener("mouseover", (event) => light(claimOf(event.target), !onRail(event.target), inText(event.target)));
document.addEventListener("focusin", (event) => light(claimOf(event.target), true, inText(event.target)));

/** Whether a decision about many cases has none to decide: where none is ticked, the one that has the focus is meant. */
function nobody() {
  if (document.querySelector("li[data-case] input:checked")) return false;
  row()?.querySelector("input")?.click();
  return !row();
}

/** What a key stands for on this page: a field to write in, a button or a link to press. @param {string} key */
function does(key) {
  const what = /^[a-z]$/.test(key) ? document.querySelector(`[data-key="${key}"]`) : null;
  if (what?.closest(".bulk") && nobody()) return true;
  if (what instanceof HTMLTextAreaElement || what instanceof HTMLInputElement) what.focus();
  else if (what instanceof HTMLElement) what.click();
  return what !== null;
}

/** The case of the queue that has the focus. */
const row = () => document.activeElement?.closest("li[data-case]");

document.addEventListener("keydown", (event) => {
  const field = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement ? event.target : null;
  // Ctrl+Enter sends what is being written, as in most places where people write; in a field of one line Enter does.
  const line = field instanceof HTMLInputElement && field.dataset.sends !== undefined;
  if (event.key === "Enter" && field && (line || field instanceof HTMLTextAreaElement && (event.ctrlKey || event.metaKey))) {
    const { form, dataset: { sends } } = field;
    /** @type {HTMLButtonElement | null | undefined} */
    const button = sends ? form?.querySelector(`button[value="${sends}"]`) : null;
    event.preventDefault();
    form?.requestSubmit(button);
    return;
  }
  if (event.key === "Escape" && field && (field instanceof HTMLTextAreaElement || field.dataset.key)) field.blur();
  // In a tick there is nothing to type: whoever set one with the mouse goes on with the keys.
  const typing = event.target instanceof Element && event.target.closest("input:not([type=checkbox]), select, textarea, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") light(undefined, false, false);
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "?" && dialog) help();
  else if (event.key === "x" && row()) row()?.querySelector("input")?.click();
  else if (event.key === "Enter" && row() === document.activeElement && row()) row()?.querySelector("a")?.click();
  else if (does(event.key)) { /* done */ }
  else if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (search instanceof HTMLInputElement) search.focus();
    else location.assign("/#q");
  } else return;
  event.preventDefault();
});

if (button instanceof HTMLButtonElement && dialog instanceof HTMLDialogElement) {
  button.hidden = false;
  button.addEventListener("click", help);
}

// Addresses of views and of words: whole, so that they can be sent, and copied with one press.
for (const address of document.querySelectorAll("input[data-address]")) {
  if (!(address instanceof HTMLInputElement)) continue;
  address.value = new URL(address.value, location.href).href;
  address.addEventListener("focus", () => address.select());
  const copy = address.closest(".kept")?.querySelector("button[data-copy]");
  if (copy instanceof HTMLButtonElement && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(address.value);
      copy.textContent = "Copied";
      copy.removeAttribute("aria-label");
    });
  }
}

// Who comes by the anchor of a claim stands on it; who comes to search, in the field.
function arrive() {
  if (location.hash === "#q") document.getElementById("q")?.focus();
  const at = location.hash.startsWith("#at-") ? document.getElementById(location.hash.slice(1))?.closest(".flag") : null;
  if (at instanceof HTMLElement) at.focus();
}
// The browser goes to an anchor when all is loaded, and takes the focus away with it.
addEventListener("load", () => setTimeout(arrive));
addEventListener("hashchange", () => setTimeout(arrive));

// Arrow keys on the map: to the next place in that direction.
document.querySelector("svg.map")?.addEventListener("keydown", (event) => {
  if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const here = document.activeElement?.closest("svg.map a");
  if (!way || !here) return;
  const middle = (/** @type {Element} */ at) => {
    const box = at.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = middle(here);
  let next;
  let least = Infinity;
  for (const other of document.querySelectorAll("svg.map a")) {
    const [dx, dy] = [middle(other)[0] - x, middle(other)[1] - y];
    const along = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    // What lies aside counts twice, so that the way leads on and not around.
    if (other !== here && along > 0.5 && along + 2 * aside < least) [next, least] = [other, along + 2 * aside];
  }
  event.preventDefault();
  if (next instanceof SVGElement) next.focus();
});

// Arrow keys on the timeline: left and right between marks of one side of the line, up and down between a claim's own marks.
document.querySelector(".timeline")?.addEventListener("keydown", (event) => {
  if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
  const here = document.activeElement?.closest("a[data-mark]");
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const side = { ArrowUp: "said", ArrowDown: "about" }[event.key];
  if (step === undefined && side === undefined) return;
  const marks = /** @type {SVGElement[]} */ ([...document.querySelectorAll(".timeline a[data-mark]")]);
  let next = /** @type {SVGElement | undefined} */ (marks[0]);
  if (here) {
    const of = (/** @type {string} */ name) => here.getAttribute(name);
    const row = marks.filter((mark) => mark.getAttribute("data-side") === of("data-side"));
    next = step === undefined
      ? marks.find((mark) => mark.getAttribute("data-side") === side && mark.getAttribute("data-mark") === of("data-mark"))
      : row[row.indexOf(/** @type {SVGElement} */ (here)) + step];
  }
  event.preventDefault();
  next?.focus();
  next?.scrollIntoView({ block: "nearest", inline: "center" });
});
