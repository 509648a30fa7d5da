// The desk and the readers' side in a real browser, by the flows that people go through. Run by tests/browser.rs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { focused, grave, HOSTILE, select, STORY, World } from "./world.mjs";

/** @type {World} */
let world;
before(async () => {
  world = await World.start();
  world.print("/bridges", `<article><p>${STORY}</p><p><a href="#more" id="more">More</a></p></article>`);
});
after(() => world.stop());

/** Fills in the dialogue that is open, by keyboard alone, and sends it. Focus stands on what is wrong. */
const tell = async (page, /** @type {string} */ suggestion, contact = "") => {
  await page.keyboard.type("A number");
  await page.keyboard.press("Tab");
  await page.keyboard.type(suggestion);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type(contact);
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).text, "Send");
  await page.keyboard.press("Enter");
  await page.getByText("Thank you. We have your report.").waitFor();
  const link = page.getByRole("link", { name: "your receipt" });
  return await link.getAttribute("href") ?? "";
};

/** The words that stand on the receipt at `address`. */
const receipt = async (page, /** @type {string} */ address) => {
  await page.goto(address);
  return page.locator("blockquote mark").textContent();
};

test("words are highlighted, Ctrl+Enter opens the dialogue, and the keyboard alone gets to a receipt", async () => {
  const { page, broken, context } = await world.someone();
  await page.goto(`${world.paper}/bridges`);
  await page.locator("#more").focus();
  await select(page, "two bridges");
  await page.keyboard.press("Control+Enter");
  const dialog = page.getByRole("dialog", { name: "Suggest a correction or clarification" });
  await dialog.waitFor();
  assert.equal(await dialog.locator("mark").textContent(), "two bridges");
  assert.match(await dialog.locator("blockquote").textContent(), /^Mayor Anna [^]*[^…]$/, "no dots where the article begins or ends");
  assert.equal((await focused(page)).id, "kind");
  const seen = new Set();
  for (let n = 0; n < 16; n++) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    assert.ok(at.inside, `focus left the dialogue for ${at.name}`);
    assert.notEqual(at.id, "website", "nobody comes into the trap by keyboard");
    seen.add(at.id || at.text);
  }
  assert.deepEqual([...seen].sort(), ["Cancel", "Send", "comment", "contact", "kind", "suggestion"]);
  await page.keyboard.press("Shift+Tab");
  assert.ok((await focused(page)).inside);
  await dialog.locator("#kind").focus();
  const address = await tell(page, "three bridges", "reader@mail.example");
  assert.match(address, new RegExp(`^${world.public}/receipt/`));
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).id, "more", "focus goes back to where it was");
  assert.equal(await receipt(page, address), "two bridges");
  assert.match(await page.locator("h1").textContent(), /We have your report/);
  assert.deepEqual(broken, []);
  await context.close();
});

test("Esc closes the dialogue, keeps nothing, and gives focus back to the link that opened it", async () => {
  const { page, broken, context } = await world.someone();
  await page.goto(`${world.paper}/bridges`);
  const link = page.getByRole("button", { name: "Suggest a correction or clarification" });
  await link.focus();
  await page.keyboard.press("Enter");
  assert.equal((await focused(page)).id, "quote", "without selected words it asks which");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.match((await focused(page)).text, /Suggest a correction/);
  await page.keyboard.press("Control+Enter");
  assert.equal(await page.locator("dialog[open]").count(), 0, "nothing is selected");
  assert.deepEqual(broken, []);
  await context.close();
});

test("what was typed and not sent is still there when the dialogue opens again", async () => {
  const { page, context } = await world.someone();
  await page.goto(`${world.paper}/bridges`);
  await select(page, "two bridges");
  await page.keyboard.press("Control+Enter");
  await page.getByLabel("What should stand there?").fill("three bridges");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  assert.equal(await page.getByLabel("What should stand there?").inputValue(), "three bridges");
  await context.close();
});

test("readers of a page that the desk does not know are told so plainly, and keep their words", async () => {
  const { page, broken, context } = await world.someone();
  await page.goto(`${world.stranger}/bridges`);
  await select(page, "two bridges");
  await page.keyboard.press("Control+Enter");
  await page.getByLabel("What is wrong with these words?").selectOption("figure");
  await page.getByLabel("What should stand there?").fill("three bridges");
  await page.getByRole("button", { name: "Send" }).click();
  const why = page.getByRole("alert").filter({ hasText: "This was not sent" });
  await why.waitFor();
  assert.match(await why.textContent(), /takes no reports from pages at this address; please tell the newsroom/);
  assert.equal(await page.getByLabel("What should stand there?").inputValue(), "three bridges");
  assert.deepEqual(broken, []);
  await context.close();
});

test("text that runs from right to left gets a dialogue that does", async () => {
  const words = "أُغلق جسران";
  world.print("/rtl", `<article><p>قال رئيس البلدية إنه ${words} يوم الاثنين؟</p></article>`, { title: "الجسر", dir: "rtl" });
  const { page, broken, context } = await world.someone();
  await page.goto(`${world.paper}/rtl`);
  await select(page, words);
  const near = page.getByRole("button", { name: "Suggest a correction", exact: true });
  await near.waitFor();
  const box = await near.boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 1280, `the button is in sight: ${JSON.stringify(box)}`);
  await page.keyboard.press("Control+Enter");
  assert.equal(await page.locator("dialog").getAttribute("dir"), "rtl");
  assert.equal(await receipt(page, await tell(page, "أُغلقت ثلاثة جسور")), words);
  assert.deepEqual(broken, []);
  await context.close();
});

test("link and dialogue look like the page around them, and words are shown as they are set", async () => {
  const body = "<article><h2>Two headlines</h2><p>The ferry was late.<br>It sank.</p><ul><li>One</li><li>Two</li></ul></article>";
  const looks = (page) => page.evaluate(() => {
    const of = (/** @type {Element | null | undefined} */ at) => at ? getComputedStyle(at) : null;
    const link = document.querySelector("[data-onrecord-correct] span")?.shadowRoot?.querySelector("button");
    const dialog = document.querySelector("onrecord-correct")?.shadowRoot?.querySelector("dialog");
    return { page: of(document.body)?.color, link: of(link)?.color, dialog: of(dialog)?.colorScheme, lang: dialog?.closest("[lang]") ?? dialog?.getRootNode().host.lang };
  });
  for (const [look, system, scheme] of [["", "dark", "light"], [" class=\"night\"", "light", "dark"]]) {
    world.print("/looks", `<div${look}>${body}</div>`);
    const { page, broken, context } = await world.someone({ colorScheme: system });
    await page.goto(`${world.paper}/looks`);
    if (look) await page.evaluate(() => document.body.classList.add("night"));
    await page.evaluate(() => {
      const [p, li] = [document.querySelector("article p"), document.querySelectorAll("li")[1]];
      if (p?.firstChild && li?.firstChild) getSelection()?.setBaseAndExtent(p.firstChild, 4, li.firstChild, 3);
    });
    await page.keyboard.press("Control+Enter");
    const quoted = page.locator("dialog blockquote");
    assert.equal(await quoted.textContent(), "Two headlines The ferry was late. It sank. One Two");
    assert.equal(await quoted.locator("mark").textContent(), "ferry was late. It sank. One Two");
    const seen = await looks(page);
    assert.deepEqual(seen, { page: seen.page, link: seen.page, dialog: scheme, lang: "en" });
    assert.deepEqual(broken, []);
    await context.close();
  }
});

test("words in an open shadow tree can be reported", async () => {
  const tree = `<template shadowrootmode="open"><p id="deep">The council said that four ferries ran.</p></template>`;
  world.print("/shadow", `<article><p>Before.</p><paper-story>${tree}</paper-story></article>`);
  const { page, broken, context } = await world.someone();
  await page.goto(`${world.paper}/shadow`);
  // By the mouse, as a reader would: a double click selects a word.
  await page.locator("#deep").dblclick({ position: { x: 60, y: 12 } });
  await page.getByRole("button", { name: "Suggest a correction", exact: true }).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("dialog").waitFor();
  const words = (await page.locator("dialog mark").textContent())?.trim() ?? "";
  assert.match("The council said that four ferries ran.", new RegExp(`\\b${words}\\b`));
  assert.equal(await receipt(page, await tell(page, "five")), words);
  assert.deepEqual(broken, []);
  await context.close();
});

test("words in a frame of the same origin can be reported, whether the frame loads the script or its page does", async () => {
  world.print("/framed", `<article><p>The harbour said that nine cranes stood.</p></article>`, { script: false });
  world.print("/framed-with", `<article><p>The harbour said that nine cranes stood.</p></article>`);
  for (const [path, inside] of [["/framed", false], ["/framed-with", true]]) {
    const outer = world.print("/outer", `<article><p>Around it.</p><iframe src="${path}" title="Inside"></iframe></article>`);
    const { page, broken, context } = await world.someone();
    await page.goto(outer);
    const frame = page.frame({ url: world.paper + path });
    await frame.waitForSelector("article p");
    await frame.locator("article p").click();
    await select(frame, "nine cranes");
    await page.keyboard.press("Control+Enter");
    const at = inside ? frame : page;
    await at.locator("dialog[open]").waitFor();
    assert.equal(await at.locator("dialog mark").textContent(), "nine cranes", path);
    await at.locator("#kind").focus();
    await page.keyboard.type("A number");
    await at.locator("#suggestion").fill("eight cranes");
    await at.getByRole("button", { name: "Send" }).click();
    const link = at.getByRole("link", { name: "your receipt" });
    await link.waitFor();
    assert.equal(await receipt(page, await link.getAttribute("href") ?? ""), "nine cranes");
    assert.ok((await page.locator("p.meta a").first().getAttribute("href")).endsWith(path), "filed under the frame's address");
    assert.deepEqual(broken, []);
    await context.close();
  }
});

test("in a sandboxed frame that may not submit forms, Send and the keys send all the same", async () => {
  world.print("/boxed", `<article><p>The harbour said that three locks stood.</p></article>`);
  for (const how of ["Send", "Enter in a field", "Ctrl+Enter"]) {
    const { page, broken, context } = await world.someone();
    await page.goto(world.print("/box", `<iframe src="/boxed" sandbox="allow-scripts allow-same-origin" title="Inside"></iframe>`, { script: false }));
    const frame = page.frame({ url: `${world.paper}/boxed` });
    await frame.locator("article p").click();
    await select(frame, "three locks");
    await page.keyboard.press("Control+Enter");
    await frame.locator("dialog[open]").waitFor();
    await frame.getByRole("button", { name: "Send" }).click();
    assert.equal(await frame.locator("#kind").evaluate((at) => at.getRootNode().activeElement?.id), "kind", "what is missing is shown");
    await frame.locator("#kind").selectOption("figure");
    await frame.locator("#suggestion").fill("four locks");
    if (how === "Send") await frame.getByRole("button", { name: "Send" }).click();
    else await frame.locator(how === "Ctrl+Enter" ? "#suggestion" : "#contact").press(how === "Ctrl+Enter" ? "Control+Enter" : "Enter");
    const link = frame.getByRole("link", { name: "your receipt" });
    await link.waitFor();
    assert.equal(await receipt(page, await link.getAttribute("href") ?? ""), "three locks", how);
    assert.deepEqual(broken, []);
    await context.close();
  }
});

test("in a sandboxed frame without an origin, the form without script is offered, with what was written", async () => {
  world.print("/nameless", `<article><p>The harbour said that two moles stood.</p></article>`);
  const { page, broken, context } = await world.someone();
  await page.goto(world.print("/nowhere", `<iframe src="/nameless" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" title="Inside"></iframe>`, { script: false }));
  const frame = page.frame({ url: `${world.paper}/nameless` });
  await frame.locator("article p").click();
  await select(frame, "two moles");
  await page.keyboard.press("Control+Enter");
  await frame.locator("#kind").selectOption("figure");
  await frame.locator("#suggestion").fill("three moles");
  await frame.locator("#contact").fill("reader@mail.example");
  await frame.getByRole("button", { name: "Send" }).click();
  const why = frame.getByRole("alert").filter({ hasText: "This was not sent: this part of the page may not send." });
  await why.waitFor();
  const offered = why.getByRole("link", { name: `${world.public}/report` });
  assert.doesNotMatch(await offered.getAttribute("href") ?? "", /mail/, "a contact goes into no address");
  const opening = context.waitForEvent("page");
  await offered.click();
  const form = await opening;
  assert.equal(await form.getByLabel("Address of the page").inputValue(), `${world.paper}/nameless`);
  assert.equal(await form.getByLabel("The words, as they stand there").inputValue(), "two moles");
  assert.equal(await form.getByLabel("What should stand there?").inputValue(), "three moles");
  await form.getByRole("button", { name: "Send" }).click();
  await form.waitForURL(/\/receipt\//);
  assert.deepEqual(broken, []);
  await context.close();
});

test("words in a frame of a frame can be reported", async () => {
  world.print("/deep", `<article><p>The harbour said that six docks stood.</p></article>`, { script: false });
  world.print("/between", `<iframe src="/deep" title="Inside"></iframe>`, { script: false });
  const { page, broken, context } = await world.someone();
  await page.goto(world.print("/around", `<article><p>Around it.</p><iframe src="/between" title="Between"></iframe></article>`));
  const frame = page.frame({ url: `${world.paper}/deep` });
  await frame.waitForSelector("article p");
  await frame.locator("article p").click();
  await select(frame, "six docks");
  const near = page.getByRole("button", { name: "Suggest a correction", exact: true });
  await near.waitFor();
  const [button, words] = [await near.boundingBox(), await frame.locator("article p").boundingBox()];
  assert.ok(Math.abs(button.y - words.y) < 200, `the button is by the words: ${JSON.stringify([button, words])}`);
  await page.keyboard.press("Control+Enter");
  await page.locator("dialog[open]").waitFor();
  assert.equal(await page.locator("dialog mark").textContent(), "six docks");
  assert.deepEqual(broken, []);
  await context.close();
});

test("on a phone a tap on the button by the words opens a dialogue that fits", async () => {
  const { page, broken, context } = await world.someone({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.goto(`${world.paper}/bridges`);
  await select(page, "They may open soon");
  const near = page.getByRole("button", { name: "Suggest a correction", exact: true });
  await near.tap();
  const box = await page.getByRole("dialog").boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 390 && box.height <= 844, JSON.stringify(box));
  assert.equal(await page.locator("dialog mark").textContent(), "They may open soon");
  await page.getByLabel("What is wrong with these words?").selectOption("quotation");
  await page.getByLabel("What should stand there?").fill("They will open soon");
  await page.getByRole("button", { name: "Send" }).tap();
  await page.getByText("Thank you. We have your report.").waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing runs out of the page");
  assert.deepEqual(broken, []);
  await context.close();
});

test("by touch the button comes after the finger, follows the selection, and is large enough and in sight", async () => {
  const long = Array.from({ length: 60 }, (_, n) => `<p>Line ${n} of a page that is longer than a phone.</p>`).join("");
  const { page, broken, context } = await world.someone({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.goto(world.print("/touched", `<article><p id="words">The harbour said that eleven cranes stood by the water.</p>${long}</article>`));
  const near = page.getByRole("button", { name: "Suggest a correction", exact: true });
  const touch = await context.newCDPSession(page);
  const choose = (/** @type {string} */ from, /** @type {string} */ to) => page.evaluate(([from, to]) => {
    const text = document.getElementById("words")?.firstChild;
    const last = document.querySelector(to)?.firstChild ?? text;
    if (text && last) getSelection()?.setBaseAndExtent(text, text.textContent?.indexOf(from) ?? 0, last, last === text ? (text.textContent?.indexOf(to) ?? 0) + to.length : 4);
  }, [from, to]);
  /** What a phone sends while a finger rests on words: some select them and cancel the touch, others end it first. */
  const press = async (/** @type {string} */ from, /** @type {string} */ to, ends = false) => {
    await page.evaluate(() => addEventListener("pointerdown", (event) => { document.body.dataset.by = event.pointerType; }, { once: true }));
    const box = await page.locator("#words").boundingBox();
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: box.x + 60, y: box.y + box.height / 2 }] });
    if (!ends) await choose(from, to);
    await touch.send("Input.dispatchTouchEvent", { type: ends ? "touchEnd" : "touchCancel", touchPoints: [] });
    if (ends) await choose(from, to);
    assert.equal(await page.evaluate(() => document.body.dataset.by), "touch");
  };
  assert.equal(await near.isVisible(), false);
  await press("eleven", "cranes");
  await near.waitFor();
  const [first, words] = [await near.boundingBox(), await page.locator("#words").boundingBox()];
  assert.ok(first.width >= 44 && first.height >= 44, JSON.stringify(first));
  assert.ok(first.y > words.y && first.y < words.y + words.height + 60 && first.x >= 0 && first.x + first.width <= 390, JSON.stringify([first, words]));
  // The handles are pulled down to where the page goes on below the phone's edge.
  await press("eleven", "article p:nth-of-type(40)");
  await page.waitForFunction((y) => (document.querySelector("onrecord-correct")?.shadowRoot?.querySelector(".near")?.getBoundingClientRect().y ?? 0) > y + 200, first.y);
  const far = await near.boundingBox();
  assert.ok(far.y + far.height <= 844, `in sight: ${JSON.stringify(far)}`);
  await page.evaluate(() => getSelection()?.removeAllRanges());
  await near.waitFor({ state: "hidden" });
  await press("eleven", "cranes", true);
  await near.waitFor();
  await near.tap();
  await page.getByRole("dialog").waitFor();
  assert.equal(await page.locator("dialog mark").textContent(), "eleven cranes");
  for (const control of await page.locator("dialog button:visible, dialog select:visible, dialog textarea:visible, dialog input:visible:not([tabindex='-1'])").all()) {
    const box = await control.boundingBox();
    assert.ok(box.height >= 44, `${await control.evaluate((at) => at.id || at.textContent)}: ${box.height}`);
  }
  assert.deepEqual(broken, []);
  await context.close();
});

test("without scripts a form takes the report", async () => {
  const { page, broken, context } = await world.someone({ javaScriptEnabled: false });
  await page.goto(`${world.paper}/bridges`);
  await page.getByRole("link", { name: "Suggest a correction" }).click();
  assert.equal(await page.getByLabel("Address of the page").inputValue(), `${world.paper}/bridges`);
  await page.getByLabel("The words, as they stand there").fill("on Monday");
  await page.getByLabel("What is wrong with them?").selectOption("date");
  await page.getByLabel("What should stand there?").fill("on Tuesday");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Send" }).click();
  await page.waitForURL(/\/receipt\//);
  assert.match(await page.locator("main").textContent(), /We have your report[^]*on Monday[^]*on Tuesday/);
  assert.deepEqual(broken, []);
  await context.close();
});

test("reports of one matter are joined by keyboard, parted and joined again, and each receipt has the answer", async () => {
  const { page, broken, context } = await world.editor();
  world.print("/piers", `<article><p>The harbour said that five piers were shut on Friday.</p></article>`);
  const send = async (/** @type {string} */ exact, /** @type {string} */ suggestion) => {
    const sent = await page.request.post(`${world.public}/report`, {
      headers: { "x-forwarded-for": "10.9.9.10" },
      form: { url: `${world.paper}/piers`, quote: exact, kind: "fact", suggestion },
      maxRedirects: 0,
    });
    assert.equal(sent.status(), 303);
    return world.public + sent.headers().location;
  };
  await send("five piers", "six piers");
  const other = await send("on Friday", "on Saturday, six piers");
  const row = (/** @type {string} */ words) => page.locator("li[data-case]", { has: page.locator(`mark:text-is("${words}")`) });
  await page.goto(`${world.desk}/cases`);
  const number = (await row("five piers").getByRole("link").first().textContent() ?? "").replace(/\D/g, "");
  await row("on Friday").focus();
  await page.keyboard.press("f");
  await page.keyboard.type(number);
  await page.keyboard.press("Enter");
  await page.waitForURL(/done=/);
  assert.match(await page.getByRole("status").textContent() ?? "", /joined/);
  assert.deepEqual([await row("five piers").count(), await row("on Friday").count()], [1, 0]);
  await page.keyboard.press("z");
  await page.waitForURL(/\/cases\/\d+$/);
  await page.keyboard.press("f");
  await page.keyboard.type(number);
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/cases/${number}\\?done=`));
  assert.match(await page.locator("main").textContent() ?? "", /2 reports[^]*Joined with this case[^]*on Friday/);
  assert.deepEqual(await grave(page), []);
  await page.getByRole("link", { name: /^Case/ }).last().click();
  await page.getByText("is decided with it").waitFor();
  assert.deepEqual(await grave(page), []);
  await page.keyboard.press("p");
  await page.waitForURL(/\/cases\/\d+$/);
  await page.locator("textarea[data-key=a]").waitFor();
  await page.waitForLoadState();
  await page.keyboard.press("f");
  await page.keyboard.type(number);
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/cases/${number}\\?done=`));
  await page.keyboard.press("a");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("six piers");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL((at) => !at.pathname.endsWith(`/${number}`));
  await page.goto(other);
  assert.match(await page.locator("main").textContent() ?? "", /were corrected[^]*six piers[^]*answered once, for the words “five piers”[^]*on Friday/);
  assert.deepEqual(await grave(page), []);
  assert.deepEqual(broken, []);
  await context.close();
});

test("reports without a position fold by the words of the page on record", async () => {
  const { page, broken, context } = await world.editor();
  for (const exact of ["two bridges were closed", "that two bridges were"]) {
    const sent = await page.request.post(`${world.public}/report`, {
      headers: { "x-forwarded-for": "10.9.9.11" },
      form: { url: `${world.paper}/bridges`, quote: exact, kind: "fact", suggestion: "three" },
      maxRedirects: 0,
    });
    assert.equal(sent.status(), 303);
  }
  await page.waitForFunction(async (at) => (await (await fetch(at)).text()).includes("that two bridges were</mark>"), `${world.desk}/cases?status=joined`);
  await page.goto(`${world.desk}/cases?status=joined`);
  await page.locator("li[data-case]", { hasText: "that two bridges were" }).getByRole("link").first().click();
  assert.match(await page.locator("main").textContent() ?? "", /rule:overlap[^]*joined: with case/);
  assert.deepEqual(broken, []);
  await context.close();
});

test("an editor signs in, triages by keyboard, and the correction stands in the log and on the claim", async () => {
  const { page, broken, context } = await world.editor();
  await page.goto(`${world.desk}/cases`);
  await page.keyboard.press("j");
  for (let n = 0; n < 20 && !(await focused(page)).text.includes("said on Monday that two bridges"); n++) await page.keyboard.press("j");
  await page.locator("li[data-case]:has(mark.content:text-is('two bridges'))").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/cases\/\d+$/);
  const at = page.url();
  assert.match(await page.locator("main").textContent(), /FOUND[^]*Claims that they touch/);
  const claim = await page.locator("a[href^='/claims/']").first().getAttribute("href");
  await page.keyboard.press("t");
  await page.waitForURL(/\/cases\/\d+\?done=/);
  assert.equal(await page.locator("select[name=to]").inputValue(), "anna");
  await page.keyboard.press("u");
  await page.waitForURL(/\/cases$/);
  await page.keyboard.press("m");
  await page.waitForURL(/mine=yes/);
  assert.equal(await page.locator("li[data-case]").count(), 1, "one case is anna's own");
  await page.goto(at);
  await page.keyboard.press("a");
  assert.equal((await focused(page)).name, "textarea");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("three bridges, not two,");
  await page.keyboard.press("Tab");
  await page.keyboard.type("We had counted wrong.");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/done=/);
  await page.goto(at);
  assert.equal(await page.locator(".status").first().textContent(), "accepted");
  await page.goto(world.desk + claim);
  assert.match(await page.locator(".correction").textContent(), /Corrected[^]*two bridges[^]*three bridges, not two,[^]*We had counted wrong/);
  // On the report the corrected words are marked, and what is copied there is still what was printed.
  await page.locator("a[href^='/reports/']").first().click();
  await page.locator("article .corrected").first().waitFor();
  const copied = await page.evaluate(() => {
    const block = document.querySelector("article .corrected")?.closest(".block");
    if (block) getSelection()?.selectAllChildren(block);
    return String(getSelection());
  });
  assert.equal(copied.trim(), STORY);
  await page.goto(`${world.public}/corrections`);
  assert.match(await page.locator("main").textContent(), /two bridges three bridges, not two,[^]*We had counted wrong/);
  assert.ok(!(await page.content()).includes("anna"), "nobody outside is told who decided");
  assert.deepEqual(broken, []);
  await context.close();
});

test("an editor without scripts can do the same", async () => {
  const { page, broken, context } = await world.someone({ javaScriptEnabled: false });
  await page.goto(`${world.desk}/sign-in`);
  await page.getByLabel("Name").fill("anna");
  await page.getByLabel("Password").fill("correct horse");
  await page.getByRole("button", { name: "Sign in" }).click();
  const row = page.locator("li[data-case]", { hasText: "They may open soon" });
  await row.getByRole("link").first().click();
  await page.getByLabel("Why the words stay; readers see it").fill("So she said.");
  await page.getByRole("button", { name: "Reject" }).click();
  await page.waitForURL(/done=/);
  await page.goto(`${world.desk}/cases?status=rejected`);
  assert.equal(await page.locator("li[data-case]", { hasText: "They may open soon" }).count(), 1);
  assert.deepEqual(broken, []);
  await context.close();
});

test("by keyboard alone several cases are asked about at once, and all of it is taken back at once", async () => {
  const { page, broken, context } = await world.editor();
  const send = (/** @type {string} */ exact) => page.request.post(`${world.public}/report`, {
    headers: { "x-forwarded-for": "10.9.9.9" },
    data: {
      "@context": "http://www.w3.org/ns/anno.jsonld", type: "Annotation", motivation: "editing",
      target: { source: `${world.paper}/many`, selector: [{ type: "TextQuoteSelector", exact }] },
      body: [{ type: "TextualBody", purpose: "classifying", value: "fact" }, { type: "TextualBody", purpose: "editing", value: "other" }],
    },
  });
  for (const words of ["first of many", "second of many", "third of many"]) assert.equal((await send(words)).status(), 201);
  const asked = async () => {
    await page.goto(`${world.desk}/cases?status=asked`);
    return page.locator("li[data-case]", { hasText: "of many" }).count();
  };
  await page.goto(`${world.desk}/cases`);
  const row = (/** @type {string} */ words) => page.locator("li[data-case]", { hasText: words });
  await row("first of many").focus();
  await page.keyboard.press("x");
  // A tick by mouse takes no key away.
  await row("second of many").locator("input").click();
  await page.keyboard.press("j");
  assert.equal((await focused(page)).name, "li");
  await page.keyboard.press("q");
  assert.equal((await focused(page)).name, "textarea");
  await page.keyboard.type("How do you know?");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/done=/);
  assert.match(await page.getByRole("status").textContent() ?? "", /2 cases: asked/);
  await page.keyboard.press("z");
  await page.waitForURL((at) => at.search.includes("left=0"));
  await page.getByRole("status").filter({ hasText: "2 cases: no longer asked" }).waitFor();
  assert.equal(await asked(), 0);
  // Without ticks a key means the one case that has the focus, and none where none has.
  await page.goto(`${world.desk}/cases`);
  await page.keyboard.press("s");
  assert.equal(page.url(), `${world.desk}/cases`);
  await row("third of many").focus();
  await page.keyboard.press("s");
  await page.waitForURL(/done=/);
  assert.match(await page.getByRole("status").textContent() ?? "", /Case \d+: spam/);
  await page.goto(`${world.desk}/cases?status=spam`);
  assert.equal(await row("of many").count(), 1);
  assert.deepEqual(broken, []);
  await context.close();
});

test("hostile words from a page, a reader, and a report on record never run", async () => {
  const shown = HOSTILE.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  world.print("/hostile", `<article><p>They wrote ${shown} and left.</p></article>`, { title: shown });
  const { page, broken, context } = await world.someone();
  await page.goto(`${world.paper}/hostile?x=${encodeURIComponent(HOSTILE)}#${encodeURIComponent(HOSTILE)}`);
  await select(page, HOSTILE);
  await page.keyboard.press("Control+Enter");
  assert.equal(await page.locator("dialog mark").textContent(), HOSTILE);
  const address = await tell(page, HOSTILE, HOSTILE);
  const never = async (where) => assert.equal(await page.evaluate(() => window.pwned), undefined, where);
  assert.equal(await receipt(page, address), HOSTILE);
  await never(address);
  const editor = await world.editor();
  await editor.page.goto(`${world.desk}/cases`);
  await editor.page.locator("li[data-case]", { hasText: "They wrote" }).getByRole("link").first().click();
  await editor.page.waitForURL(/\/cases\/\d+$/);
  const number = editor.page.url();
  await editor.page.getByLabel("Words that stand there now").fill(HOSTILE);
  await editor.page.getByLabel("What the public is told").fill(HOSTILE);
  await editor.page.getByRole("button", { name: "Accept" }).click();
  await editor.page.waitForURL(/done=/);
  const q = encodeURIComponent(HOSTILE);
  const pages = [number, "/", `/?q=${q}&source=${q}&from=${q}`, "/reports", "/sources", `/sources/${q}`, "/cases?status=accepted"];
  for (const path of pages) {
    await editor.page.goto(new URL(path, world.desk).href);
    assert.equal(await editor.page.evaluate(() => window.pwned), undefined, path);
    assert.equal(await editor.page.locator("main script, main img, main svg[onload]").count(), 0, path);
  }
  for (const href of ["/reports/", "/claims/", "/sources/"]) {
    await editor.page.goto(`${world.desk}${href === "/claims/" ? "/" : href.slice(0, -1)}`);
    const all = await editor.page.locator(`main a[href^='${href}']`).evaluateAll((links) => links.map((link) => link.href));
    assert.ok(all.length > 0, href);
    for (const one of new Set(all)) {
      await editor.page.goto(one);
      assert.equal(await editor.page.evaluate(() => window.pwned), undefined, one);
    }
  }
  const notice = `/notice?url=${encodeURIComponent(`${world.paper}/hostile?x=${encodeURIComponent(HOSTILE)}`)}`;
  for (const path of ["/corrections", "/corrections.atom", "/corrections.jsonld", notice, `/report?quote=${q}&suggestion=${q}&contact=${q}&kind=${q}`]) {
    // Feeds are looked at as a page would be, had somebody sent their link.
    await page.goto(world.public + path).catch(() => null);
    await never(path);
  }
  assert.deepEqual([...broken, ...editor.broken], []);
  await editor.context.close();
  await context.close();
});

test("keys lead through claims, the help opens and closes, and focus is always to be seen", async () => {
  const { page, broken, context } = await world.someone();
  await page.goto(world.desk);
  await page.keyboard.press("j");
  const first = await focused(page);
  assert.equal(first.name, "li");
  await page.keyboard.press("j");
  assert.notEqual((await focused(page)).text, first.text);
  await page.keyboard.press("k");
  assert.equal((await focused(page)).text, first.text);
  await page.keyboard.press("?");
  assert.ok((await focused(page)).inside);
  const listed = () => page.locator("#keys dt").evaluateAll((all) => all.filter((at) => at.checkVisibility()).map((at) => at.textContent));
  assert.deepEqual(await listed(), ["j k", "/", "?", "Esc"], "only keys that do something here");
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).text, first.text, "focus comes back");
  // From a page without a field to search in, to that of the claims.
  await page.goto(`${world.desk}/log`);
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement?.id === "q");
  await page.keyboard.press("/");
  assert.equal((await focused(page)).name, "input");
  assert.deepEqual(broken, []);
  await context.close();
});

/** A page of the route `template`: as it stands, or by the first link to one from the list above it. */
const pageOf = async (page, /** @type {string} */ template) => {
  if (!template.includes("{")) return world.desk + template;
  const prefix = template.slice(0, template.indexOf("{"));
  const form = new RegExp(`^${template.replace(/\{[^}]*\}.*/, "[^/?#]+")}$`);
  // Claims are listed at the front.
  for (const list of [prefix.slice(0, -1), "/"]) {
    await page.goto(world.desk + list);
    const links = await page.locator("main a[href]").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
    const found = links.find((href) => form.test(href));
    if (found) return world.desk + found + template.replace(/^[^{]*\{[^}]*\}/, "");
  }
  return undefined;
};

/** What is wrong for somebody who goes over the page by Tab: places where the focus cannot be seen, or does not move on. */
const unseen = async (page) => {
  const wrong = [];
  let last = "";
  const places = await page.locator("a[href]:visible, button:visible, input:visible, select:visible, textarea:visible").count();
  for (let n = 0; n < Math.min(places, 12); n++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const [box, style] = [at.getBoundingClientRect(), getComputedStyle(at)];
      const path = `${at.localName}${at.id && `#${at.id}`} ${at.getAttribute("name") ?? ""} ${(at.textContent ?? "").trim().slice(0, 40)}`;
      const shown = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return { path, where: `${path} ${box.top + scrollY} ${box.left}`, shown, ring: style.outlineStyle !== "none" && style.outlineWidth !== "0px" };
    });
    if (!at) break;
    if (!at.shown) wrong.push(`the focus is out of sight on ${at.path}`);
    if (!at.ring) wrong.push(`no ring shows the focus on ${at.path}`);
    // Where there is one place only, the window's own frame is the next.
    if (at.where === last && n > 1) wrong.push(`Tab does not lead on from ${at.path}`);
    last = at.where;
  }
  return wrong;
};

test("axe finds nothing serious on any page, wide and narrow, light and dark, and Tab leads over it", async () => {
  const editors = [await world.editor(), await world.editor()];
  const { page } = editors[0];
  const found = [];
  const pages = new Set();
  // What answers to GET in the router, so that no page that is added is forgotten.
  const routes = JSON.parse(process.env.ROUTES ?? "[]");
  assert.ok(routes.length > 10, "the routes of the desk are known");
  for (const route of routes) {
    const at = await pageOf(page, route);
    if (at) pages.add(at);
    else found.push(`no link leads to a page of ${route}`);
  }
  for (const path of ["/?q=bridges", "/?q=nothing-like-it", "/cases?mine=yes", "/cases?status=accepted", "/no-such-page", "/api"]) {
    pages.add(world.desk + path);
  }
  const sent = await world.someone();
  await sent.page.goto(`${world.paper}/bridges`);
  await select(sent.page, "closed");
  await sent.page.keyboard.press("Control+Enter");
  found.push(...(await grave(sent.page)).map((line) => `the dialogue: ${line}`));
  const address = await tell(sent.page, "open");
  found.push(...(await grave(sent.page)).map((line) => `the dialogue's thanks: ${line}`));
  const url = encodeURIComponent(`${world.paper}/bridges`);
  for (const path of ["/", `/report?url=${url}`, `/notice?url=${url}`, new URL(address).pathname, "/receipt/none"]) pages.add(world.public + path);
  // What changes with the width and the scheme is colours, sizes and what scrolls, and nothing else.
  const looks = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];
  const go = async (page, at) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
    const answer = await page.goto(at);
    if (!answer?.headers()["content-type"]?.startsWith("text/html")) return;
    const look = async (how, rules) => found.push(...(await grave(page, rules)).map((line) => `${at} ${how}: ${line}`));
    found.push(...(await unseen(page)).map((line) => `${at}: ${line}`));
    await look("wide and light");
    await page.emulateMedia({ colorScheme: "dark" });
    await look("wide and dark", looks);
    await page.setViewportSize({ width: 390, height: 844 });
    await look("narrow and dark", looks);
    await page.emulateMedia({ colorScheme: "light" });
    await look("narrow and light", looks);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) found.push(`${at} narrow: runs ${over} px out of the page`);
  };
  // Two at once, for as many cores as a small machine has.
  const left = [...pages];
  await Promise.all(editors.map(async ({ page }) => {
    for (let at = left.shift(); at; at = left.shift()) await go(page, at);
  }));
  assert.deepEqual(found, []);
  assert.deepEqual([...editors, sent].flatMap((one) => one.broken), []);
  for (const one of [...editors, sent]) await one.context.close();
});
