// Words of a report that are selected go into the field they are meant for, with those before and after, so that the
// server finds the very place. Without this script people copy the words into the fields.

const CONTEXT = 64;

/** The words of a stretch of the page, without the marks that we put between them. @param {Range} range */
function words(range) {
  const copy = range.cloneContents();
  for (const mark of copy.querySelectorAll(".flag, .sr")) mark.remove();
  return copy.textContent ?? "";
}

/**
 * The words that are selected in the report, with those around them; null where none are.
 * @returns {{ words: string, before: string, after: string } | null}
 */
function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const at = range.commonAncestorContainer;
  const text = (at instanceof Element ? at : at.parentElement)?.closest("[data-text], .reading article");
  if (!text) return null;
  const [before, after] = [range.cloneRange(), range.cloneRange()];
  // Title and day stand above the report's words, the way to this form below.
  const blocks = text.querySelectorAll(".block");
  if (blocks.length === 0) return null;
  before.setStartBefore(blocks[0]);
  before.setEnd(range.startContainer, range.startOffset);
  after.setStart(range.endContainer, range.endOffset);
  after.setEndAfter(blocks[blocks.length - 1]);
  const found = words(range);
  if (found.trim() === "") return null;
  return { words: found.trim(), before: words(before).slice(-CONTEXT), after: words(after).slice(0, CONTEXT) };
}

/** @type {ReturnType<typeof selected>} */
let last = null;
document.addEventListener("selectionchange", () => {
  // Pressing a button takes the selection away; what was selected just before is what is meant.
  last = selected() ?? last;
});

/** Puts the words into the field that stands before a button. @param {HTMLElement} button */
function use(button) {
  const here = selected() ?? last;
  const group = button.closest(".of, fieldset");
  const fields = [...(group?.querySelectorAll("[data-words]") ?? [])];
  const empty = fields.find((field) => field instanceof HTMLTextAreaElement && field.value.trim() === "");
  const field = fields.length > 1 && empty && group?.matches(".of") ? empty : fields[0];
  if (!here || !(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
  field.value = here.words.replace(/\s+/g, " ");
  let next = field.closest("label")?.nextElementSibling;
  for (const around of [here.before, here.after]) {
    if (next instanceof HTMLInputElement && next.type === "hidden") next.value = around;
    next = next?.nextElementSibling;
  }
  field.focus();
}

for (const button of document.querySelectorAll("[data-use]")) {
  if (!(button instanceof HTMLElement)) continue;
  button.hidden = false;
  // The selection stays where it is.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => use(button));
}

// On the reading page the link carries the words along.
for (const link of document.querySelectorAll("a[data-add]")) {
  if (!(link instanceof HTMLAnchorElement)) continue;
  const plain = link.href;
  link.addEventListener("click", () => {
    const here = selected();
    link.href = here ? `${plain}?${new URLSearchParams(here)}` : plain;
  });
  link.addEventListener("mousedown", (event) => event.preventDefault());
}

document.getElementById("problem")?.focus();
