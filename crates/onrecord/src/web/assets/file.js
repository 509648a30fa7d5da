// Reads a report while it is pasted, typed or dropped: asks the desk what it would come to and shows that beside it.
// Without this script the Preview button does the same.

const form = document.querySelector("form[data-file]");
const preview = document.querySelector("[data-preview]");
const drop = document.querySelector("[data-drop]");
const said = document.querySelector("[data-said]");

/** Bytes that a report may have, as on the server. */
const MOST = 2 << 20;

/** @type {AbortController | undefined} */
let asking;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon;

/** @param {string} words */
const tell = (words) => {
  if (said) said.textContent = words;
};

async function look() {
  if (!(form instanceof HTMLFormElement) || !(preview instanceof HTMLElement)) return;
  asking?.abort();
  asking = new AbortController();
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  preview.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("/file/preview", { method: "POST", body, signal: asking.signal });
    if (answer.redirected) return tell("Your session has ended: sign in again in another tab, then go on here.");
    if (answer.status === 413) return tell("This is more than a report can have, 2 MB.");
    if (!answer.ok) return tell("It cannot be read just now; the terminal that runs the desk says why.");
    // What comes back is escaped by the server; parsing it runs nothing.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    preview.replaceChildren(...page.body.childNodes);
    tell("");
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) tell("The desk does not answer; is it running?");
  } finally {
    preview.removeAttribute("aria-busy");
  }
}

const lookSoon = () => {
  clearTimeout(soon);
  soon = setTimeout(look, 500);
};

/** Puts the words of a file into the form. @param {File | null | undefined} file */
async function take(file) {
  if (!file || !(form instanceof HTMLFormElement)) return;
  if (file.size > MOST) return tell(`${file.name} has more than 2 MB; file it with onrecord file.`);
  const bytes = await file.arrayBuffer();
  let words;
  try {
    words = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return tell(`${file.name} is no UTF-8 text; file it with onrecord file, which knows other charsets and .gz.`);
  }
  const [text, name] = [form.elements.namedItem("text"), form.elements.namedItem("name")];
  if (text instanceof HTMLTextAreaElement) text.value = words;
  if (name instanceof HTMLInputElement) name.value = file.name;
  await look();
  tell(`${file.name} is in the form.`);
}

if (form instanceof HTMLFormElement) {
  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") return;
    lookSoon();
  });
  if (drop instanceof HTMLElement) {
    drop.hidden = false;
    const picker = drop.querySelector("input");
    picker?.addEventListener("change", () => take(picker.files?.[0]));
  }
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
}
document.getElementById("problem")?.focus();
