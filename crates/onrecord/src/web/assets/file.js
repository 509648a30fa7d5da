// Reads reports while they are pasted, chosen or dropped: asks the desk what they would come to and shows that beside
// the form. The bytes of files go as they are. Without this script the Preview button does the same.

const form = document.querySelector("form[data-file]");
const preview = document.querySelector("[data-preview]");
const said = document.querySelector("[data-said]");
const clear = document.querySelector("[data-clear]");
const picker = form?.querySelector("input[type=file]");

/** @type {AbortController | undefined} */
let asking;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon;

/** @param {string} words */
const tell = (words) => {
  if (said) said.textContent = words;
};

/** The files that are in the form. */
const files = () => (picker instanceof HTMLInputElement ? [...(picker.files ?? [])] : []);

/** Says which files are in the form. */
function count() {
  const all = files();
  if (clear instanceof HTMLElement) clear.hidden = all.length === 0;
  if (all.length === 0) return tell("");
  tell(all.length === 1 ? `${all[0].name} is in the form.` : `${all.length} files are in the form.`);
}

async function look() {
  if (!(form instanceof HTMLFormElement) || !(preview instanceof HTMLElement)) return;
  clearTimeout(soon);
  asking?.abort();
  asking = new AbortController();
  preview.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("/file/preview", { method: "POST", body: new FormData(form), signal: asking.signal });
    if (answer.redirected) return tell("Your session has ended: sign in again in another tab, then go on here.");
    // What comes back is escaped by the server; parsing it runs nothing.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status === 413) return tell(page.querySelector("main")?.textContent ?? "This is too much at once.");
    if (!answer.ok) return tell("It cannot be read just now; the terminal that runs the desk says why.");
    preview.replaceChildren(...page.body.childNodes);
    count();
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

/** Puts files into the form, beside those that are there. @param {Iterable<File>} dropped */
function take(dropped) {
  if (!(picker instanceof HTMLInputElement)) return;
  const all = new DataTransfer();
  for (const file of [...files(), ...dropped]) all.items.add(file);
  picker.files = all.files;
  count();
  void look();
}

if (form instanceof HTMLFormElement && picker instanceof HTMLInputElement) {
  form.addEventListener("input", (event) => {
    if (event.target !== picker) lookSoon();
  });
  picker.addEventListener("change", () => {
    count();
    void look();
  });
  clear?.addEventListener("click", () => {
    picker.value = "";
    count();
    picker.focus();
    void look();
  });
  form.addEventListener("submit", () => {
    clearTimeout(soon);
    asking?.abort();
    const n = files().length;
    tell(n > 1 ? `${n} files are being read; this page answers when all are done.` : "It is being read.");
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("dropping");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  // A browser that goes back to the page may have kept the files.
  count();
}
(document.getElementById("problem") ?? document.getElementById("filed"))?.focus();
