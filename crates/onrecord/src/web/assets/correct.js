/* Onrecord: suggest a correction. Select words and press Ctrl+Enter (⌘+Enter), or use the button or the link.
   One classic script; it sets no cookie, keeps nothing, and sends nothing but the report. MIT OR Apache-2.0 */
(() => {
  "use strict";
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const own = /** @type {any} */ (window);
  if (!script || own.onrecordCorrect) return;
  own.onrecordCorrect = true;
  const desk = new URL(script.src).origin;
  const CONTEXT = 64;
  const MOST = 2000;
  const KINDS = [
    ["fact", "A fact is wrong"], ["name", "A name or title"], ["figure", "A number or figure"], ["date", "A date or time"],
    ["quotation", "A quotation"], ["typing", "A typing or grammar mistake"],
    ["clarification", "It is unclear or can be misread"], ["other", "Something else"],
  ];
  const INVITE = "Suggest a correction or clarification";
  const BLOCKS = "address, article, aside, blockquote, dd, div, dt, figcaption, figure, footer, h1, h2, h3, h4, h5, h6, header, li, main, p, pre, section, td, th";

  const STYLE = `
    :host { all: initial; color-scheme: light dark; --paper: Canvas; --ink: CanvasText; --line: color-mix(in srgb, CanvasText 55%, Canvas);
      --tint: color-mix(in srgb, CanvasText 8%, Canvas); --warn: light-dark(#8a2500, #ffb38a); }
    * { box-sizing: border-box; }
    button, input, select, textarea, p, label, h2, a, blockquote { font: 16px/1.45 system-ui, sans-serif; color: var(--ink); }
    button { background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: 8px 14px; min-height: 44px; cursor: pointer; }
    button.main { background: var(--ink); color: var(--paper); }
    :host(span) { color: inherit; } .link:focus-visible { outline-color: currentcolor; }
    button.link { color: inherit; background: none; border: 0; padding: 8px 0; text-decoration: underline; text-underline-offset: .15em; text-align: start; }
    :focus-visible { outline: 3px solid light-dark(#1f4f7a, #9cc4ec); outline-offset: 2px; }
    .near { position: absolute; z-index: 2147483646; box-shadow: 0 2px 10px rgb(0 0 0 / .25); background: var(--paper); }
    dialog { background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: 10px; padding: 20px; width: min(34rem, 94vw);
      max-height: 92vh; overflow: auto; scroll-padding-bottom: 80px; }
    dialog::backdrop { background: rgb(0 0 0 / .45); }
    h2 { font-size: 20px; font-weight: 650; margin: 0 0 8px; }
    blockquote { margin: 0 0 4px; padding: 4px 12px; border-inline-start: 3px solid var(--line); max-height: 9em; overflow: auto; overflow-wrap: anywhere; }
    mark { background: light-dark(#ffe9a8, #5b4a10); color: inherit; }
    form { display: grid; gap: 4px; } label { font-weight: 600; margin-top: 10px; } label small { font-weight: 400; font-size: 14px; } [dir=rtl] small { display: block; }
    input, select, textarea { width: 100%; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 8px; min-height: 44px; }
    textarea { min-height: 72px; resize: vertical; }
    .row { display: flex; flex-wrap: wrap; gap: 10px; margin: 10px 0 -20px; padding: 6px 0 20px; position: sticky; bottom: -20px; background: var(--paper); } .says { margin: 8px 0 0; overflow-wrap: anywhere; } .says.bad { color: var(--warn); }
    .trap { position: absolute; inset-inline-start: -200vw; width: 1px; height: 1px; overflow: hidden; }
    [hidden] { display: none; }`;

  /** An element with attributes and children; text goes in as text, never as markup. */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  /** A host whose style neither touches the page nor needs its policy to allow inline styles. */
  const shadow = (host) => {
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    return root;
  };

  /** Strings count UTF-16, selectors count code points. */
  const points = (text) => [...text];

  const ours = (node) => Boolean(node && node.nodeType) && (host.contains(node) || node.getRootNode() === root);

  // Frames of the page's own origin have classes of their own, so nothing here asks `instanceof` of their nodes.
  const isElement = (node) => Boolean(node) && node.nodeType === 1;
  const isTree = (node) => Boolean(node) && node.nodeType === 11 && Boolean(node.host);

  // --- What is selected ---------------------------------------------------------------------------------------------

  /** The selection of `within`, also where it lies in the shadow tree that `path` leads into. */
  const selected = (path = [], within = document) => {
    for (const at of path) {
      if (!isTree(at) || at === root) continue;
      const inner = at.getSelection ? at.getSelection() : null;
      if (inner && inner.rangeCount && !inner.isCollapsed) return inner.getRangeAt(0);
      const outer = within.getSelection();
      if (outer && outer.getComposedRanges) {
        let [range] = outer.getComposedRanges({ shadowRoots: [at] });
        if (range && range.startContainer.getRootNode() === at && !range.collapsed) {
          const live = within.createRange();
          live.setStart(range.startContainer, range.startOffset);
          live.setEnd(range.endContainer, range.endOffset);
          return live;
        }
      }
    }
    const selection = within.getSelection();
    if (!selection || !selection.rangeCount || selection.isCollapsed) return null;
    return selection.getRangeAt(0);
  };

  const text = (startNode, startOffset, endNode, endOffset) => {
    const range = startNode.ownerDocument.createRange();
    range.setStart(startNode, startOffset);
    range.setEnd(endNode, endOffset);
    return range.toString();
  };

  /** Where blocks and lines begin in the text of `whole`: the page sets them apart by its layout, often without a space. */
  const breaks = (whole) => {
    const walk = whole.ownerDocument.createTreeWalker(whole, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    const at = [];
    let length = 0;
    let last = null;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const block = isElement(node) ? node : node.parentElement && node.parentElement.closest(BLOCKS);
      if (isElement(node)) {
        if (node.localName === "br") last = node;
        continue;
      }
      if (length && block !== last) at.push(length);
      last = block;
      length += node.data.length;
    }
    return at;
  };

  /** The words of `range` with selectors, counted in the text of the article that holds them, one space for each stretch of it. */
  const quote = (range) => {
    if (!range || ours(range.startContainer)) return null;
    const full = range.toString();
    const exact = full.trim();
    if (!exact) return null;
    const inner = range.commonAncestorContainer;
    const element = isElement(inner) ? inner : inner.parentElement;
    if (element && element.closest("input, textarea, [contenteditable]:not([contenteditable=false])")) return null;
    const tree = inner.getRootNode();
    const whole = (element && element.closest("article")) || (element && element.closest("main")) ||
      (isTree(tree) ? tree : inner.ownerDocument.body);
    const before = text(whole, 0, range.startContainer, range.startOffset) + full.slice(0, full.length - full.trimStart().length);
    const after = full.slice(full.trimEnd().length) + text(range.endContainer, range.endOffset, whole, whole.childNodes.length);
    const whereBroken = breaks(whole);
    /** The words as they are read: from `from` in the text, one space where blocks part. */
    const read = (words, from) => {
      let last = 0;
      let told = "";
      for (const at of whereBroken) {
        if (at < from || at > from + words.length) continue;
        told += `${words.slice(last, at - from)} `;
        last = at - from;
      }
      return (told + words.slice(last)).replace(/\s+/g, " ");
    };
    const [front, quoted] = [points(read(before, 0)), read(exact, before.length).trim()];
    return {
      exact: quoted,
      prefix: front.slice(-CONTEXT).join(""),
      suffix: points(read(after.slice(0, 8 * CONTEXT), before.length + exact.length)).slice(0, CONTEXT).join(""),
      start: front.length,
      end: front.length + points(quoted).length,
      direction: element ? getComputedStyle(element).direction : "ltr",
      language: ((element && element.closest("[lang]")) || { lang: "" }).lang,
      page: page(inner.ownerDocument),
    };
  };

  /** The address of `of`; a canonical one elsewhere is another publisher's, and a frame without one is part of its page. */
  const page = (of) => {
    // A frame whose text stands in its page's markup knows its page by what addresses are counted from.
    const web = (address) => /^https?:/.test(address);
    const own = new URL([of.location.href, location.href].find(web) || of.baseURI);
    const link = of.querySelector("link[rel=canonical][href]");
    const canonical = link && new URL(link.href, own.href);
    return canonical && canonical.origin === own.origin ? canonical.href : own.href;
  };

  // --- The button by the selection ----------------------------------------------------------------------------------

  const host = make("onrecord-correct", { lang: "en" });
  const root = shadow(host);
  const near = make("button", { type: "button", class: "near", hidden: "" }, "Suggest a correction");
  const live = make("p", { role: "status", "aria-live": "polite", class: "trap" });
  root.append(near, live);
  let last = null;
  let path = [];
  /** The document in which something was selected last: the page's, or that of a frame. */
  let here = document;

  /** Dark where the page writes in light on dark, whatever the system prefers: ours must not look like another page's. */
  const suit = () => {
    const [, ...rgb] = getComputedStyle(document.body).color.match(/^rgba?\((\d+), (\d+), (\d+)/) || [];
    const [r, g, b] = rgb.map(Number);
    host.style.colorScheme = !rgb.length ? "light dark" : 0.3 * r + 0.6 * g + 0.1 * b > 140 ? "dark" : "light";
  };

  const offer = () => {
    const range = selected(path, here);
    const words = dialog.open ? null : quote(range);
    near.hidden = !words;
    if (!words) return;
    last = words;
    suit();
    const box = seen(range);
    // Below the words, for above them phones show their own menu; and never out of sight, however far the words reach.
    near.style.top = `${Math.max(8, Math.min(box.bottom + 8, innerHeight - near.offsetHeight - 8)) + scrollY}px`;
    const left = words.direction === "rtl" ? box.right - near.offsetWidth : box.left;
    near.style.left = `${Math.max(4, Math.min(left, document.documentElement.clientWidth - near.offsetWidth - 4)) + scrollX}px`;
  };

  /** Where `range` is in sight of the page, also from within frames. */
  const seen = (range) => {
    let box = range.getBoundingClientRect();
    for (let of = range.startContainer.ownerDocument; of !== document; ) {
      const frame = of.defaultView && of.defaultView.frameElement;
      if (!frame) break;
      const around = frame.getBoundingClientRect();
      box = new DOMRect(around.left + frame.clientLeft + box.left, around.top + frame.clientTop + box.top, box.width, box.height);
      of = frame.ownerDocument;
    }
    return box;
  };

  let timer = 0;
  const soon = (event) => {
    const from = event.composedPath();
    if (event.type !== "selectionchange") path = ours(from[0]) ? [] : from;
    if (ours(from[0])) return;
    here = from[0].ownerDocument || from[0];
    clearTimeout(timer);
    timer = setTimeout(offer, 200);
  };
  // A press must not take the selection away before the click uses it.
  near.addEventListener("pointerdown", (event) => event.preventDefault());
  near.addEventListener("click", () => open(quote(selected(path, here)) || last));

  const press = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || dialog.open) return;
    // Keys go to what has focus, which need not be the shadow tree that the words are in.
    const within = event.target.ownerDocument || document;
    const words = quote(selected(event.composedPath(), within)) || quote(selected(path, here));
    if (!words) return;
    event.preventDefault();
    open(words);
  };

  /** Listens to a document and to the frames within it. */
  const watch = (of) => {
    // "load" does not bubble, but it can be caught on its way down.
    of.addEventListener("load", (event) => reach(event.target), true);
    for (const kind of ["selectionchange", "pointerup", "keyup"]) of.addEventListener(kind, soon);
    of.addEventListener("keydown", press);
  };

  /** Watches a frame of the page's own origin too, unless it has the script itself, and those that it has loaded by now. */
  const reach = (frame) => {
    if (!isElement(frame) || frame.localName !== "iframe" || !frame.contentDocument || frame.contentWindow.onrecordCorrect) return;
    if (!reached.has(frame.contentDocument)) watch(frame.contentDocument);
    reached.add(frame.contentDocument);
    frames(frame.contentDocument);
  };
  const reached = new WeakSet();
  const frames = (of) => {
    for (const frame of of.querySelectorAll("iframe")) {
      if (frame.contentDocument && frame.contentDocument.readyState === "complete") reach(frame);
    }
  };
  watch(document);

  // --- The dialogue -------------------------------------------------------------------------------------------------

  const field = (id, label, hint, control) => {
    control.id = id;
    // Set apart, or a question mark would jump to the front in a dialogue that runs from right to left.
    const name = make("label", { for: id }, make("bdi", {}, label));
    if (hint) name.append(" ", make("small", {}, make("bdi", {}, hint)));
    return [name, control];
  };
  const shown = make("blockquote");
  const typed = make("textarea", { dir: "auto", maxlength: MOST });
  const [typedName] = field("quote", "Which words?", "copy them from the article", typed);
  const kind = make("select", { required: "" }, make("option", { value: "" }, "Please choose"));
  for (const [value, words] of KINDS) kind.append(make("option", { value }, words));
  const suggestion = make("textarea", { dir: "auto", maxlength: MOST });
  const comment = make("textarea", { dir: "auto", maxlength: MOST });
  const contact = make("input", { maxlength: 200, autocomplete: "email" });
  const trap = make("input", { tabindex: "-1", autocomplete: "off" });
  const says = make("p", { class: "says", role: "alert", dir: "auto" });
  const send = make("button", { type: "submit", class: "main" }, "Send");
  const cancel = make("button", { type: "button" }, "Cancel");
  const form = make("form", {},
    shown, typedName, typed,
    ...field("kind", "What is wrong with these words?", "", kind),
    ...field("suggestion", "What should stand there?", "", suggestion),
    ...field("comment", "How do you know?", "(optional)", comment),
    ...field("contact", "How can we reach you?", "(optional; only the editors see it)", contact),
    make("div", { class: "trap", "aria-hidden": "true" }, ...field("website", "Leave this empty", "", trap)),
    says, make("div", { class: "row" }, send, cancel));
  const done = make("div", { hidden: "" });
  const dialog = make("dialog", { "aria-labelledby": "title" }, make("h2", { id: "title", tabindex: "-1" }, INVITE), form, done);
  root.append(dialog);
  let words = null;
  let back = null;

  const open = (chosen, opener) => {
    words = chosen;
    suit();
    near.hidden = true;
    back = opener || document.activeElement;
    // Into shadow trees and frames, to the very element.
    for (let at = back; at; ) {
      const tree = at.shadowRoot || at.contentDocument;
      at = tree && tree.activeElement !== tree.body ? tree.activeElement : null;
      back = at || back;
    }
    form.hidden = false;
    done.hidden = true;
    says.textContent = "";
    shown.hidden = !words;
    typedName.hidden = typed.hidden = Boolean(words);
    typed.required = !words;
    if (words) {
      // Where less than that stands around them, the article begins or ends there.
      const more = (context) => (points(context).length < CONTEXT ? "" : "…");
      shown.replaceChildren(more(words.prefix) + words.prefix, make("mark", {}, words.exact), words.suffix + more(words.suffix));
      [shown.dir, shown.lang] = [words.direction, words.language];
      if (points(words.exact).length > MOST) says.textContent = `Please select fewer words: at most ${MOST} characters.`;
    }
    dialog.dir = (words && words.direction) || getComputedStyle(document.body).direction;
    dialog.showModal();
    (words ? kind : typed).focus();
  };

  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (back && back.focus && back.isConnected) back.focus();
  });
  // The page's own keys stay out of the dialogue, and focus goes round in it.
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !form.hidden) {
      event.preventDefault();
      submit();
    }
    if (event.key !== "Tab") return;
    const all = [...dialog.querySelectorAll("button, input, select, textarea, a[href]")]
      .filter((element) => element !== trap && element.getClientRects().length);
    const at = all.indexOf(root.activeElement);
    const next = event.shiftKey ? (at <= 0 ? all.length - 1 : -1) : (at === all.length - 1 ? 0 : -1);
    if (next < 0 || !all.length) return;
    event.preventDefault();
    all[next].focus();
  });

  const annotation = () => {
    const selector = words
      ? [
        { type: "TextQuoteSelector", exact: words.exact, prefix: words.prefix, suffix: words.suffix },
        { type: "TextPositionSelector", start: words.start, end: words.end },
      ]
      : [{ type: "TextQuoteSelector", exact: typed.value.trim() }];
    const body = [["classifying", kind.value], ["editing", suggestion.value], ["commenting", comment.value]]
      .filter(([, value]) => value.trim())
      .map(([purpose, value]) => ({ type: "TextualBody", purpose, value }));
    return {
      "@context": "http://www.w3.org/ns/anno.jsonld", type: "Annotation", motivation: "editing",
      target: { source: words ? words.page : page(document), selector }, body, contact: contact.value, website: trap.value,
    };
  };

  /** The desk's form for readers without scripts, with as much of what was written as an address can carry; no contact. */
  const plain = () => {
    const { target, body } = annotation();
    const [{ exact, prefix = "", suffix = "" }] = target.selector;
    const written = (purpose) => (body.find((part) => part.purpose === purpose) || { value: "" }).value;
    const asked = new URLSearchParams({ url: target.source, quote: exact });
    for (const [name, value] of [["kind", kind.value], ["prefix", prefix], ["suffix", suffix],
      ["suggestion", written("editing")], ["comment", written("commenting")]]) {
      asked.set(name, value);
      // Web servers in front of the desk refuse long ones.
      if (!value || String(asked).length > 6000) asked.delete(name);
    }
    return make("a", { target: "_blank", rel: "noopener noreferrer", href: `${desk}/report?${asked}` }, `${desk}/report`);
  };

  const submit = async () => {
    if (send.disabled || !form.reportValidity()) return;
    const bad = (why, ...more) => {
      says.className = "says bad";
      says.replaceChildren(`This was not sent: ${why}.`, ...more);
      says.scrollIntoView({ block: "nearest" });
    };
    const instead = () => [" You can send it with the form at ", plain(), "."];
    if (!suggestion.value.trim() && !comment.value.trim()) {
      bad("say what should stand there, or how you know that it is wrong");
      suggestion.focus();
      return;
    }
    send.disabled = true;
    says.className = "says";
    says.textContent = "Sending…";
    try {
      const response = await fetch(`${desk}/report`, {
        method: "POST", mode: "cors", credentials: "omit", referrerPolicy: "no-referrer",
        headers: { "content-type": "application/json" }, body: JSON.stringify(annotation()),
      });
      const answer = await response.json().catch(() => ({}));
      if (response.ok) thank(answer.receipt);
      else if (self.origin === "null") bad("this part of the page may not send", ...instead());
      else bad(answer.problem || "the desk did not take it");
    } catch {
      bad("the desk could not be reached; your words are still here, please try again", ...instead());
    } finally {
      send.disabled = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  // Sandboxed frames may keep a form from being submitted, without an event by which to know. A click is never kept
  // back, and Enter in a field is one on this button.
  send.addEventListener("click", (event) => {
    event.preventDefault();
    void submit();
  });

  const thank = (receipt) => {
    const thanks = make("p", { tabindex: "-1", dir: "auto" }, "Thank you. We have your report. Here you can follow what becomes of it:");
    const link = make("a", { target: "_blank", rel: "noopener" }, "your receipt");
    // Only an address of the desk itself is worth a click.
    if (new URL(receipt, desk).origin === desk || /^https:/.test(receipt)) link.href = receipt;
    const address = make("p", { class: "says" }, link, " ", make("small", {}, "(keep this address: nobody else has it)"));
    const close = make("button", { type: "button", class: "main" }, "Close");
    close.addEventListener("click", () => dialog.close());
    done.replaceChildren(thanks, address, make("div", { class: "row" }, close));
    form.reset();
    form.hidden = true;
    says.textContent = "";
    done.hidden = false;
    thanks.focus();
    live.textContent = "Your report was sent.";
  };

  // --- The link that everybody sees ---------------------------------------------------------------------------------

  const start = () => {
    document.body.append(host);
    // Those that had loaded before this script ran.
    frames(document);
    let places = [...document.querySelectorAll("[data-onrecord-correct]")];
    if (!places.length) {
      const place = make("div");
      (document.querySelector("article") || document.body).append(place);
      places = [place];
    }
    for (const place of places) {
      const link = make("button", { type: "button", class: "link", "aria-haspopup": "dialog", "aria-keyshortcuts": "Control+Enter Meta+Enter" }, INVITE);
      link.addEventListener("pointerdown", (event) => event.preventDefault());
      link.addEventListener("click", () => open(quote(selected(path, here)), link));
      const inside = make("span", { lang: "en" });
      shadow(inside).append(link);
      // What stood there for readers without scripts has done its work.
      place.replaceChildren(inside);
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
