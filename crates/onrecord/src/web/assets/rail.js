// Edits on the reading page: the form of a claim stands in the rail beside the text, its words stay marked, and what was
// saved is seen in place, with Undo. Without this script the links lead to the same forms on pages of their own.

import { forget, quoted, ready, unpaint } from "/edit.js";

const panel = document.querySelector("[data-panel]");
const live = document.querySelector("[data-live]");

/** The claim that is edited, by its id; "" for one that is added. */
let claim = "";
/** What stood in the form when it opened, to tell whether anything would be lost. */
let before = "";
let warned = false;

/** @param {string} words */
const tell = (words) => {
  if (live) live.textContent = words;
};

const rail = () => document.querySelector("[data-rail]");
const isOpen = () => panel instanceof HTMLElement && !panel.hidden;

/** All that is written in the forms of the panel. */
const written = () =>
  [...(panel?.querySelectorAll("form") ?? [])].map((form) => new URLSearchParams(/** @type {any} */ (new FormData(form)))).join("&");

/** The card of the claim where somebody is: that of the focus, or the one that is lit. */
function here() {
  const at = document.activeElement?.closest(".flag, .card");
  const number = at instanceof HTMLElement && (at.dataset.claim ?? at.id.slice(1));
  const card = number ? document.getElementById(`c${number}`) : document.querySelector(".card.lit");
  return card instanceof HTMLElement && card.dataset.id ? card : null;
}

/** The words of a claim in the text, by its id. @param {string} id */
function flag(id) {
  const card = [...document.querySelectorAll(".card")].find((card) => card instanceof HTMLElement && card.dataset.id === id);
  return card ? document.getElementById(`w${card.id.slice(1)}`) ?? card : null;
}

/** What came back as a page, of which nothing runs. @param {string} html */
const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

/** Shows forms in the rail. @param {string} html */
function show(html) {
  if (!(panel instanceof HTMLElement)) return;
  panel.replaceChildren(...parsed(html).body.childNodes);
  panel.hidden = false;
  rail()?.setAttribute("hidden", "");
  warned = false;
  const wrong = ready(panel);
  before = written();
  if (wrong) return;
  const first = panel.querySelector("textarea");
  first?.focus({ preventScroll: true });
  first?.setSelectionRange(0, 0);
  top();
}

/** Begins at the top of the form, whichever box it is that scrolls. */
function top() {
  for (const box of [panel, panel?.closest("aside")]) if (box) box.scrollTop = 0;
}

/** Fetches forms and shows them in the rail. @param {string} address @param {string} id */
async function open(address, id) {
  const url = new URL(address, location.href);
  url.searchParams.set("part", "rail");
  try {
    const answer = await fetch(url);
    if (answer.redirected) {
      location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
      return;
    }
    if (!answer.ok) return tell(said(await answer.text()));
    claim = id;
    show(await answer.text());
    forget();
    const words = id && flag(id);
    // Where the form covers the foot of a narrow window, the words stay above it.
    if (words) words.scrollIntoView({ block: matchMedia("(min-width: 64rem)").matches ? "nearest" : "start" });
    tell(id ? "The form of the claim is open beside the text; Escape closes it." : "A form for a missed claim is open beside the text; Escape closes it.");
  } catch {
    tell("The desk does not answer; is it running?");
  }
}

/** What a page says went wrong. @param {string} html */
const said = (html) => parsed(html).querySelector("main")?.textContent?.replace(/\s+/g, " ").trim() ?? "It did not work.";

/** Closes the panel and gives the focus back to the words. */
function close() {
  if (!(panel instanceof HTMLElement)) return;
  panel.hidden = true;
  panel.replaceChildren();
  rail()?.removeAttribute("hidden");
  unpaint();
  // From the top the rail scrolls to the card of whatever gets the focus.
  top();
  const back = claim ? flag(claim) : document.querySelector("[data-add]");
  if (back instanceof HTMLElement) back.focus();
  // What was done stands over the rail's head; the card comes out from below it.
  const [done, aside] = [document.querySelector("[data-rail] .done"), panel.closest("aside")];
  if (done instanceof HTMLElement && aside) aside.scrollTop -= done.offsetHeight;
}

/** A problem that is about no field. @param {string} words */
function fail(words) {
  const line = document.createElement("p");
  line.className = "problem";
  line.setAttribute("role", "alert");
  line.textContent = words;
  if (!isOpen()) return tell(words);
  panel?.querySelector(":scope > .problem")?.remove();
  panel?.prepend(line);
  top();
}

/** Puts the report and its rail in place as a page has them. @param {string} html */
function draw(html) {
  const page = parsed(html);
  for (const part of [".reading article", "[data-rail]"]) {
    document.querySelector(part)?.replaceChildren(...(page.querySelector(part)?.childNodes ?? []));
  }
  forget();
}

/** Sends a form and shows what came of it in place. @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function send(form, button) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const html = await answer.text();
    if (answer.status === 422) {
      show(html);
      return tell("Nothing was saved: something in the form needs another look.");
    }
    if (answer.status === 409) {
      // Somebody else was faster: what they made of it is there when the form is closed.
      const now = await fetch(location.pathname);
      if (now.ok) draw(await now.text());
      if (panel) ready(panel);
    }
    if (!answer.ok) return fail(said(html));
    const at = new URL(answer.url);
    if (at.pathname === "/sign-in") return fail("Your session has ended: sign in again in another tab, then save here once more.");
    draw(html);
    claim = at.searchParams.get("claim") ?? claim;
    const none = at.searchParams.get("done") === "";
    close();
    // A claim that is not there any more leaves the focus with the way back.
    const undo = document.querySelector("[data-rail] .done button");
    if (!flag(claim) && undo instanceof HTMLElement) undo.focus();
    const done = document.querySelector("[data-rail] .done span")?.textContent;
    tell(none || !done ? "Nothing was changed." : `Done: ${done}. z undoes it.`);
  } catch {
    fail("The desk does not answer, and nothing was saved; is it running?");
  } finally {
    form.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.closest("[data-panel], [data-rail]")) return;
  event.preventDefault();
  // Undoing draws the page anew, and what is being written would be lost.
  if (isOpen() && !form.closest("[data-panel]")) return tell("Save or close the form first; Escape closes it.");
  send(form, event.submitter);
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const link = event.target.closest("a.edit, a[data-add]");
  if (link instanceof HTMLAnchorElement) {
    const card = link.closest(".card");
    const words = card ? null : quoted();
    event.preventDefault();
    open(words ? `${link.href}?${new URLSearchParams(words)}` : link.href, card instanceof HTMLElement ? card.dataset.id ?? "" : "");
  } else if (event.target.closest("[data-cancel]")) close();
  else {
    // A claim that is clicked is where one is; words that are being selected are not.
    const mark = event.target.closest(".reading mark[data-claims]");
    if (!(mark instanceof HTMLElement) || !getSelection()?.isCollapsed) return;
    document.getElementById(`w${mark.dataset.claims?.trim().split(" ").pop()}`)?.focus({ preventScroll: true });
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen() && !document.querySelector("dialog[open]")) {
    if (written() !== before && !warned) {
      warned = true;
      fail("What you wrote is not saved. Escape once more drops it.");
      tell("What you wrote is not saved. Escape once more drops it.");
    } else close();
    event.stopPropagation();
    return;
  }
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea, dialog");
  if (typing || event.key !== "e" || event.ctrlKey || event.metaKey || event.altKey) return;
  const card = here();
  const link = card?.querySelector("a.edit");
  if (card && link instanceof HTMLAnchorElement) {
    event.preventDefault();
    open(link.href, card.dataset.id ?? "");
  } else if (card) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
  else tell("Go to a claim first, with j and k.");
}, true);
