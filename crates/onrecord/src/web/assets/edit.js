// Words of a report that are selected go into the field they are meant for, with those before and after, so that the
// server finds the very place. Whoever selects nothing moves both ends word by word, by buttons. Without this script
// people copy the words into the fields.

const CONTEXT = 64;

/** @typedef {{ start: number, end: number }} Place Where words begin and end, in letters of the report's text. */

/** The report, on whichever page it stands. */
const report = () => document.querySelector("[data-text], .reading article");

/** The words of a stretch of the page, without the marks that we put between them. @param {Range} range */
function words(range) {
  const copy = range.cloneContents();
  for (const mark of copy.querySelectorAll(".flag, .sr")) mark.remove();
  return copy.textContent ?? "";
}

/** The stretch of the page that holds the report's words; title and day stand above it, the way to forms below. */
function all() {
  const blocks = report()?.querySelectorAll(".block") ?? [];
  if (blocks.length === 0) return null;
  const range = new Range();
  range.setStartBefore(blocks[0]);
  range.setEndAfter(blocks[blocks.length - 1]);
  return range;
}

/** The report's text, as `words` counts it. */
const text = () => {
  const range = all();
  return range ? words(range) : "";
};

/** The stretch of the page where words stand. @param {Place} place */
function range(place) {
  const whole = all();
  if (!whole) return null;
  const walk = document.createTreeWalker(whole.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  const found = new Range();
  let [at, begun] = [0, false];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!(node instanceof Text) || !whole.intersectsNode(node) || node.parentElement?.closest(".flag, .sr")) continue;
    const next = at + node.length;
    if (!begun && place.start < next) {
      found.setStart(node, place.start - at);
      begun = true;
    }
    if (begun && place.end <= next) {
      found.setEnd(node, place.end - at);
      return found;
    }
    at = next;
  }
  return null;
}

/** Where a stretch of the page stands in the report's text. @param {Range} range @returns {Place | null} */
function placeOf(range) {
  const whole = all();
  if (!whole || !whole.intersectsNode(range.commonAncestorContainer)) return null;
  const before = whole.cloneRange();
  before.setEnd(range.startContainer, range.startOffset);
  const [start, found] = [words(before).length, words(range)];
  const trimmed = found.trim();
  const lead = found.length - found.trimStart().length;
  return trimmed === "" ? null : { start: start + lead, end: start + lead + trimmed.length };
}

/** What is selected in the report; null where nothing is. */
function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  return report()?.contains(range.commonAncestorContainer) ? range : null;
}

/** Where the words are that are selected, or were just before. */
function chosen() {
  const range = selected() ?? last;
  return range && placeOf(range);
}

/** The words at a place, with those around them. @param {Place} place */
function around({ start, end }) {
  const whole = text();
  const [before, after] = [whole.slice(0, start).slice(-CONTEXT), whole.slice(end, end + CONTEXT)];
  return { words: whole.slice(start, end).replace(/\s+/g, " "), before, after };
}

/** What is selected, as a form asks for it. */
export const quoted = () => {
  const here = chosen();
  return here && around(here);
};

/** @type {Range | null} */
let last = null;
document.addEventListener("selectionchange", () => {
  // Pressing a button takes the selection away; what was selected just before is what is meant. Where in the text that is
  // is found out when it is asked for: this comes with every step of a mouse.
  last = selected()?.cloneRange() ?? last;
});

/** Forgets what was selected, for it has been used or the text is another. */
export const forget = () => {
  last = null;
};

/** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */

/** @param {unknown} field @returns {field is Field} */
const isField = (field) => field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;

/** Where the words of a field stand. @type {WeakMap<Field, Place>} */
const places = new WeakMap();

/** Fields for what is claimed, in a form. @param {ParentNode} form @returns {Field[]} */
const contents = (form) => [...form.querySelectorAll("[data-content]")].filter(isField);

/** Marks the words of the form's fields in the text, where the browser can. @param {ParentNode} form */
function paint(form) {
  if (!("highlights" in CSS)) return;
  const ranges = contents(form).map((field) => places.get(field)).map((place) => place && range(place));
  CSS.highlights.set("editing", new Highlight(...ranges.filter((found) => found instanceof Range)));
}

/** Takes the marks away. */
export const unpaint = () => {
  if ("highlights" in CSS) CSS.highlights.delete("editing");
};

/** Says in a field which words are meant. @param {Field} field @param {Place} place */
function put(field, place) {
  const here = around(place);
  places.set(field, place);
  field.value = here.words;
  let next = field.closest("label")?.nextElementSibling;
  for (const beside of [here.before, here.after]) {
    if (next instanceof HTMLInputElement && next.type === "hidden") next.value = beside;
    next = next?.nextElementSibling;
  }
  const form = field.form;
  if (form) paint(form);
}

/** Finds out where the words of a form's fields stand, by those around them. @param {ParentNode} form */
function locate(form) {
  const whole = text();
  const bare = whole.replace(/\s+/g, "");
  /** The place of a letter that is not a space, by its number. @param {number} n */
  const letter = (n) => {
    let at = -1;
    for (const found of whole.matchAll(/\S/g)) if (n-- === 0) at = found.index;
    return at;
  };
  for (const field of contents(form)) {
    const words = field.value.replace(/\s+/g, "");
    const beside = field.closest("label")?.nextElementSibling;
    const before = beside instanceof HTMLInputElement ? beside.value.replace(/\s+/g, "") : "";
    const known = bare.indexOf(before + words);
    const [start, other] = known < 0 ? [bare.indexOf(words), bare.lastIndexOf(words)] : [known + before.length, -1];
    places.delete(field);
    // Words that stand in several places are left to whoever selects them.
    if (words === "" || start < 0 || (known < 0 && start !== other)) continue;
    places.set(field, { start: letter(start), end: letter(start + words.length - 1) + 1 });
  }
}

/** The field of a form for words that had the focus last. @type {WeakMap<HTMLFormElement, Field>} */
const latest = new WeakMap();
document.addEventListener("focusin", ({ target }) => {
  if (isField(target) && target.form && target.matches("[data-words]")) latest.set(target.form, target);
});
document.addEventListener("input", ({ target }) => {
  if (!isField(target) || !target.form || !target.matches("[data-content]")) return;
  locate(target.form);
  paint(target.form);
});

/** Puts the words that are selected into the field that a button stands for. @param {HTMLElement} button */
function use(button) {
  const here = chosen();
  const group = button.closest(".of, fieldset");
  const fields = [...(group?.querySelectorAll("[data-words]") ?? [])].filter(isField);
  const form = fields[0]?.form;
  const meant = form && latest.get(form);
  // A claim in pieces: the one that somebody was in, or the first that is empty, or the first.
  const field = meant && fields.includes(meant) ? meant : (form?.matches(".forms") && fields.find((f) => f.value === "")) || fields[0];
  if (!here || !field) return;
  put(field, here);
  field.focus();
}

// A word, or a mark between words; what is between them is spacing.
const WORD = /[\p{L}\p{N}]+(?:[’'.,-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu;

/** Moves one end of the words by a word. @param {HTMLElement} button */
function nudge(button) {
  const form = button.closest("form");
  if (!form) return;
  const fields = contents(form);
  const meant = latest.get(form);
  const field = meant && fields.includes(meant) ? meant : fields[0];
  const place = field && places.get(field);
  if (!place) return;
  const whole = text();
  // Words farther off than this are no neighbours.
  const [from, to] = [Math.max(0, place.start - 200), Math.min(whole.length, place.end + 200)];
  const near = [...whole.slice(from, to).matchAll(WORD)].map((w) => ({ start: from + w.index, end: from + w.index + w[0].length }));
  // A word that is cut is made whole first.
  const step = {
    "start-back": () => ({ ...place, start: near.findLast((w) => w.start < place.start)?.start ?? place.start }),
    "start-on": () => ({ ...place, start: near.find((w) => w.start > place.start && w.start < place.end)?.start ?? place.start }),
    "end-back": () => ({ ...place, end: near.findLast((w) => w.end < place.end && w.end > place.start)?.end ?? place.end }),
    "end-on": () => ({ ...place, end: near.find((w) => w.end > place.end)?.end ?? place.end }),
  }[button.dataset.nudge ?? ""];
  if (step) put(field, step());
}

// The selection stays where it is.
document.addEventListener("mousedown", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-use], [data-nudge], [data-add]")) event.preventDefault();
});
document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-use], [data-nudge], [data-name]") : null;
  if (!(button instanceof HTMLButtonElement)) return;
  if (button.matches("[data-use]")) use(button);
  else if (button.matches("[data-nudge]")) nudge(button);
  else {
    const name = button.form?.elements.namedItem("source.name");
    if (name instanceof HTMLInputElement) {
      name.value = button.dataset.name ?? "";
      name.focus();
    }
  }
});

/** Makes a form that came with the page, or later, ready for all this. @param {ParentNode} root */
export function ready(root) {
  for (const hidden of root.querySelectorAll("[data-use], [data-nudges], [data-name]")) hidden.removeAttribute("hidden");
  for (const plain of root.querySelectorAll("[data-plain]")) plain.remove();
  const form = root.querySelector("form[data-claim-form]");
  if (form) {
    locate(form);
    paint(form);
  }
  const wrong = root.querySelector("[aria-invalid]");
  // What is wrong is told where it can be set right; whoever reads by ear hears it with the field.
  if (wrong instanceof HTMLElement) wrong.focus();
  return wrong !== null;
}

for (const forms of document.querySelectorAll("[data-forms]")) ready(forms);
document.getElementById("problem")?.focus();
