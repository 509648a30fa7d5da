// Editing and filing in a real browser, by the flows that editors go through. Run by tests/browser.rs.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { focused, grave, HOSTILE, select, World } from "./world.mjs";

/** @type {World} */
let world;
before(async () => {
  world = await World.start();
});
after(() => world.stop());

/** The address of the first link on `list` that begins with `begin`, among rows that hold `words`. */
const find = async (page, /** @type {string} */ list, /** @type {string} */ begin, /** @type {string} */ words) => {
  await page.goto(world.desk + list);
  return (await page.locator("li", { hasText: words }).locator(`a[href^='${begin}']`).first().getAttribute("href")) ?? "";
};

/** What the page tells those who read by ear. */
const told = (page) => page.locator("[data-live]").textContent();

/** The words that are marked as being edited. */
const marked = (page) => page.evaluate(() => [...(CSS.highlights.get("editing") ?? [])].map((range) => range.toString()).join(" … "));

test("by keyboard alone a claim is edited beside the text, saved, undone, and the focus comes back to it", async () => {
  const { page, broken, context } = await world.editor();
  await page.goto(world.desk + await find(page, "/reports", "/reports/", "Bridge closed"));
  await page.keyboard.press("e");
  assert.match(await told(page), /Go to a claim first/);
  await page.keyboard.press("j");
  const flag = (await focused(page)).id;
  await page.keyboard.press("e");
  const form = page.getByRole("region", { name: "Claim of Anna Pichler" });
  await form.waitFor();
  assert.equal((await focused(page)).name, "textarea");
  assert.equal(await marked(page), "that two bridges were closed");
  await page.keyboard.press("Escape");
  assert.equal(await form.count(), 0);
  assert.equal((await focused(page)).id, flag, "Escape gives the focus back");
  assert.equal(await marked(page), "", "and takes the marks away");

  await page.keyboard.press("e");
  await form.waitFor();
  await page.keyboard.press("Control+Enter");
  await form.waitFor({ state: "hidden" });
  assert.match(await told(page), /Nothing was changed/);

  await page.keyboard.press("e");
  await form.waitFor();
  // Past the part further on and the button for selected words to those that move the ends.
  for (let n = 0; n < 4; n++) await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Begin a word later");
  await page.keyboard.press("Enter");
  assert.equal(await marked(page), "two bridges were closed", "the marks move with the words");
  const day = form.getByLabel("Day", { exact: true }).first();
  await day.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("soon");
  await page.keyboard.press("Enter");
  await form.getByRole("alert").waitFor();
  assert.match(await form.getByRole("alert").textContent(), /“soon” is no day/);
  assert.match(await told(page), /Nothing was saved/);
  assert.equal(await day.evaluate((field) => field === document.activeElement && field.getAttribute("aria-describedby")), "wrong-said");
  assert.equal(await marked(page), "two bridges were closed", "what was written is kept, and marked");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("2024-12");
  await page.keyboard.press("Escape");
  assert.match(await told(page), /not saved/, "what was written is not dropped at once");
  await page.keyboard.press("Enter");
  await form.waitFor({ state: "hidden" });
  assert.equal((await focused(page)).id, flag, "focus is back on the claim");
  assert.match(await told(page), /^Done: .*words: “two bridges were closed”.*said: Dec 2024.*z undoes it\.$/);
  assert.equal(await page.locator(".card").first().locator(".words").textContent(), "two bridges were closed");
  assert.equal(await page.locator(`mark[data-claims~="1"]`).textContent(), "two bridges were closed", "changed in place");
  await page.keyboard.press("z");
  await page.locator("[data-rail] .done", { hasText: "undone" }).waitFor();
  assert.equal((await focused(page)).id, flag);
  assert.equal(await page.locator(`mark[data-claims~="1"]`).textContent(), "that two bridges were closed");
  assert.deepEqual(broken, []);
  await context.close();
});

/** Selects words of the report as one does with the mouse. */
const drag = async (page, /** @type {string} */ words) => {
  await select(page, words);
  const box = await page.evaluate(() => getSelection()?.getRangeAt(0).getBoundingClientRect().toJSON());
  await page.evaluate(() => getSelection()?.removeAllRanges());
  await page.mouse.move(box.left + 1, box.top + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.right - 1, box.top + box.height / 2, { steps: 5 });
  await page.mouse.up();
};

test("by mouse a claim's words are selected anew, it is split, rejected and taken back", async () => {
  const { page, broken, context } = await world.editor();
  await page.goto(world.desk + await find(page, "/reports", "/reports/", "Bridge closed"));
  await page.locator("mark[data-claims]").first().click();
  assert.equal((await focused(page)).id, "w1", "a click on words goes to their claim");
  await page.getByRole("link", { name: "Edit claim 1" }).click();
  const form = page.getByRole("region", { name: /^Claim of/ });
  await form.waitFor();
  await drag(page, "two bridges");
  await page.keyboard.press("w");
  assert.equal(await form.locator("textarea").first().inputValue(), "two bridges");
  assert.equal(await marked(page), "two bridges");
  await page.keyboard.press("Control+Enter");
  await form.waitFor({ state: "hidden" });
  assert.equal(await page.locator(`mark[data-claims~="1"]`).textContent(), "two bridges");
  await page.locator(".done button").click();
  await page.locator("[data-rail] .done", { hasText: "undone" }).waitFor();

  const cards = await page.locator(".card").count();
  await page.getByRole("link", { name: "Edit claim 1" }).click();
  await form.getByText("Split it in two").click();
  await drag(page, "were closed");
  await form.locator("form[action$='/split'] [data-use]").click();
  await form.getByRole("button", { name: "Split" }).click();
  await form.waitFor({ state: "hidden" });
  assert.equal(await page.locator(".card").count(), cards + 1);
  await page.keyboard.press("z");
  await page.locator("[data-rail] .done", { hasText: "undone" }).waitFor();
  assert.equal(await page.locator(".card").count(), cards);

  await page.getByRole("link", { name: "Edit claim 1" }).click();
  await form.getByText("Reject it").click();
  await form.getByRole("button", { name: "Take it off the record" }).click();
  await form.waitFor({ state: "hidden" });
  assert.equal(await page.locator(".card").count(), cards - 1);
  assert.match((await focused(page)).text, /Undo/, "where the claim is gone, the way back has the focus");
  await page.keyboard.press("Enter");
  await page.locator("[data-rail] .done", { hasText: "undone" }).waitFor();
  assert.equal(await page.locator(".card").count(), cards);
  assert.deepEqual(broken, []);
  await context.close();
});

test("words are selected on the reading page, a adds them as a claim beside the text, z takes it back", async () => {
  const { page, broken, context } = await world.editor();
  await page.goto(world.desk + await find(page, "/reports", "/reports/", "Bridge closed"));
  const cards = await page.locator(".card").count();
  await select(page, "They may open");
  await page.keyboard.press("a");
  const form = page.getByRole("region", { name: "A claim that was missed" });
  await form.waitFor();
  assert.equal(await form.locator("textarea").first().inputValue(), "They may open");
  assert.match(await form.locator("input[name=before]").first().inputValue(), /two bridges were closed\. “$/);
  await form.getByLabel("Source; empty for").fill("Anna Pichler");
  await form.getByLabel("Why").fill("overlooked");
  await page.keyboard.press("Enter");
  await form.waitFor({ state: "hidden" });
  assert.equal(await page.locator(".card").count(), cards + 1);
  const at = await focused(page);
  assert.equal(await page.locator(`#c${at.id.slice(1)} .words`).textContent(), "They may open", "the focus is on what was added");
  await page.keyboard.press("z");
  await page.locator("[data-rail] .done", { hasText: "undone" }).waitFor();
  assert.equal(await page.locator(".card").count(), cards);
  // The way without this page's script is a link.
  await select(page, "They may open");
  assert.match(await page.locator("a[data-add]").getAttribute("href") ?? "", /\/add$/);
  await page.goto(`${world.desk}/log`);
  assert.match(await page.locator(".history").textContent(), /anna[^]*added[^]*They may open[^]*overlooked/);
  assert.deepEqual(broken, []);
  await context.close();
});

test("without selecting anything a missed claim is added: its first words are typed and its end is moved", async () => {
  const { page, broken, context } = await world.editor();
  await page.goto(world.desk + await find(page, "/reports", "/reports/", "Bridge closed"));
  const cards = await page.locator(".card").count();
  await page.keyboard.press("a");
  const form = page.getByRole("region", { name: "A claim that was missed" });
  await form.waitFor();
  assert.equal((await focused(page)).name, "textarea");
  await page.keyboard.type("They");
  assert.equal(await marked(page), "They", "what is typed is found in the text");
  await page.keyboard.type(" ma");
  await form.getByRole("button", { name: "End a word later" }).press("Enter");
  assert.equal(await form.locator("textarea").first().inputValue(), "They may");
  assert.equal(await marked(page), "They may");
  await form.locator("textarea").first().focus();
  await page.keyboard.press("Control+Enter");
  await form.waitFor({ state: "hidden" });
  assert.equal(await page.locator(".card").count(), cards + 1);
  await page.keyboard.press("z");
  await page.locator("[data-rail] .done", { hasText: "undone" }).waitFor();
  assert.deepEqual(broken, []);
  await context.close();
});

test("who edits what somebody else just changed is told, keeps what was written, and overwrites nothing", async () => {
  const [first, second] = [await world.editor(), await world.editor()];
  const report = world.desk + await find(first.page, "/reports", "/reports/", "Bridge closed");
  for (const { page } of [first, second]) {
    await page.goto(report);
    await page.keyboard.press("j");
    await page.keyboard.press("e");
    await page.locator("[data-panel] textarea").first().waitFor();
  }
  for (const { page } of [first, second]) {
    await page.locator("[name='certainty.degree']").selectOption("doubted");
    await page.getByLabel("Why").first().fill("heard it again");
    await page.keyboard.press("Enter");
    if (page === first.page) await page.locator("[data-rail] .done").waitFor();
  }
  const { page } = second;
  await page.locator("[data-panel] [role=alert]").waitFor();
  assert.match(await page.locator("[data-panel] [role=alert]").textContent(), /Somebody decided on this claim since/);
  assert.equal(await page.getByLabel("Why").first().inputValue(), "heard it again");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.match(await page.locator(".card").first().textContent(), /doubted/, "what the other made of it is there");
  await first.page.keyboard.press("z");
  await first.page.locator("[data-rail] .done", { hasText: "undone" }).waitFor();
  assert.deepEqual([...first.broken, ...second.broken], []);
  await first.context.close();
  await second.context.close();
});

test("signing in leads back to the report, and who is signed out there is told and loses nothing", async () => {
  const { page, broken, context } = await world.someone();
  const report = world.desk + await find(page, "/reports", "/reports/", "Bridge closed");
  await page.goto(report);
  assert.equal(await page.locator("a.edit").count(), 0);
  await page.keyboard.press("j");
  await page.keyboard.press("e");
  await page.waitForURL(/\/sign-in\?next=/);
  await world.signIn(page);
  await page.waitForURL(report);
  await page.getByRole("link", { name: "Edit claim 1" }).click();
  const form = page.getByRole("region", { name: /^Claim of/ });
  await form.waitFor();
  await form.getByLabel("Why").first().fill("heard it again");
  await context.clearCookies();
  await page.keyboard.press("Enter");
  await form.getByRole("alert").waitFor();
  assert.match(await form.getByRole("alert").textContent(), /session has ended/);
  assert.equal(await form.getByLabel("Why").first().inputValue(), "heard it again");
  assert.deepEqual(broken, []);
  await context.close();
});

test("without scripts a field is set, a source split, and a report filed", async () => {
  const { page, broken, context } = await world.someone({ javaScriptEnabled: false });
  await page.goto(`${world.desk}/sign-in`);
  await page.getByLabel("Name").fill("anna");
  await page.getByLabel("Password").fill("correct horse");
  await page.getByRole("button", { name: "Sign in" }).click();
  const claim = await find(page, "/", "/claims/", "They may open soon");
  await page.goto(`${world.desk}${claim}/edit`);
  await page.locator("select[name='polarity.polarity']").selectOption("denied");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(/done=/);
  assert.match(await page.locator("main").textContent(), /polarity[^]*affirmed[^]*rule:/);
  await page.goto(`${world.desk}/sources/Anna%20Pichler/edit`);
  await page.getByLabel("“she”").check();
  await page.getByLabel("The other source is called").fill("Ida Holm");
  await page.getByRole("button", { name: "Split" }).click();
  await page.waitForURL(/done=/);
  await page.goto(`${world.desk}/sources/Ida%20Holm`);
  assert.match(await page.locator("main").textContent(), /They may open soon/);
  await page.goto(`${world.desk}/file`);
  await page.getByLabel("The report").fill("Pier opened\n\nLee Ito said that the pier was open.\n");
  await page.getByRole("button", { name: "Preview" }).click();
  assert.match(await page.locator("#preview").textContent(), /1 claim[^]*Lee Ito/);
  await page.getByRole("button", { name: "File it" }).click();
  await page.waitForURL(/\/file\?done=/);
  assert.match(await page.locator("main").textContent(), /Pier opened is on record now: 1 claim\./);
  await page.getByLabel("or files").setInputFiles([{ name: "ski.txt", mimeType: "text/plain", buffer: Buffer.from("Road opened\n\nLee Ito said that the road was open.\n") }, { name: "x.bin", mimeType: "", buffer: Buffer.from([0, 1, 2]) }]);
  await page.getByRole("button", { name: "Preview" }).click();
  assert.match(await page.locator("#preview").textContent(), /2 reports[^]*Road opened[^]*not a text/);
  await page.getByLabel("or files").setInputFiles([{ name: "ski.txt", mimeType: "text/plain", buffer: Buffer.from("Road opened\n\nLee Ito said that the road was open.\n") }]);
  await page.getByRole("button", { name: "File it" }).click();
  assert.match(await page.locator("main").textContent(), /Road opened is on record now: 1 claim\./);
  assert.deepEqual(broken, []);
  await context.close();
});

test("a report is read while it is pasted, and hostile words in it stay words", async () => {
  const { page, broken, context } = await world.editor();
  await page.goto(`${world.desk}/file`);
  assert.equal((await focused(page)).name, "textarea");
  await page.keyboard.insertText(`Storm\n\nMayor Anna Berg said that “${HOSTILE}” had come.\n`);
  await page.locator("#preview .card").waitFor();
  assert.match(await page.locator("#preview").textContent(), /1 claim[^]*Anna Berg[^]*<script>window\.pwned=1<\/script>/);
  await page.getByLabel("The report").fill("");
  await page.getByLabel("or files").setInputFiles({ name: "x\"><b>.md", mimeType: "text/markdown", buffer: Buffer.from(`# ${HOSTILE}\n\nLee Ito said that it rains.\n`) });
  await page.getByText("is in the form").waitFor();
  await page.locator("#preview .card", { hasText: "Lee Ito" }).waitFor();
  await page.getByRole("button", { name: "File it" }).click();
  await page.waitForURL(/\/file\?done=/);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.deepEqual(broken, []);
  await context.close();
});

/** Lets files fall on the page, as from a folder. */
const drop = (page, /** @type {[string, number[]][]} */ files) =>
  page.evaluate((files) => {
    const carried = new DataTransfer();
    for (const [name, bytes] of files) carried.items.add(new File([new Uint8Array(bytes)], name));
    for (const type of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried }));
  }, files);
const bytes = (/** @type {Buffer} */ words) => [...words];

test("several files are dropped, looked at and filed, each byte as it was, and each is told of", async () => {
  const { page, broken, context } = await world.editor();
  await page.goto(`${world.desk}/file`);
  const old = Buffer.from("Br\xfccke gesperrt\r\n\r\nMayor Lee Ito said that three bridges were closed.\r\n", "latin1");
  const packed = gzipSync("Harbour opened\n\nLee Ito said that the harbour was open.\n");
  await drop(page, [["old.txt", bytes(old)]]);
  await page.locator("#preview .card", { hasText: "Lee Ito" }).waitFor();
  assert.match(await page.locator("#preview").textContent(), /1 claim[^]*Brücke gesperrt[^]*charset not declared/);
  await drop(page, [["packed.txt.gz", bytes(packed)], ["scan.pdf", [37, 80, 68, 70, 0, 0, 1]]]);
  await page.getByText("3 files are in the form").waitFor();
  await page.locator("#preview li", { hasText: "scan.pdf" }).waitFor();
  assert.match(await page.locator("#preview").textContent(), /old\.txt[^]*packed\.txt\.gz[^]*Harbour[^]*scan\.pdf[^]*not a text/);
  await page.getByRole("button", { name: "File it" }).click();
  await page.locator("#filed").waitFor();
  // The focus comes a moment after the words.
  await page.waitForFunction(() => document.activeElement?.id === "filed");
  assert.equal((await focused(page)).id, "filed", "what became of them is read out");
  assert.equal(await page.locator("#filed").textContent(), "2 filed, 1 not filed");
  const hash = createHash("sha256").update(old).digest("hex");
  assert.equal(await page.locator(".filed li", { hasText: "old.txt" }).locator("a").getAttribute("href"), `/reports/${hash}`);
  // Once more, by keyboard and by choosing.
  await page.getByLabel("or files").setInputFiles([{ name: "a.txt", mimeType: "text/plain", buffer: old }, { name: "b.gz", mimeType: "application/gzip", buffer: packed }]);
  await page.getByText("2 files are in the form").waitFor();
  await page.getByRole("button", { name: "Take the files out" }).press("Enter");
  assert.equal(await page.getByLabel("or files").evaluate((field) => field.files.length), 0);
  await page.getByLabel("or files").setInputFiles([{ name: "a.txt", mimeType: "text/plain", buffer: old }, { name: "b.gz", mimeType: "application/gzip", buffer: packed }]);
  await page.getByRole("button", { name: "File it" }).press("Enter");
  await page.getByText("2 known already").waitFor();
  assert.deepEqual(broken, []);
  await context.close();
});

test("axe finds nothing serious on the pages of editing and filing", async () => {
  const { page, broken, context } = await world.editor();
  const claim = await find(page, "/", "/claims/", "two bridges were closed");
  const report = await find(page, "/reports", "/reports/", "Bridge closed");
  const pages = ["form", "wrong", "done", "missed", `${claim}/edit`, `${report}/add`, report, claim, "/sources/Anna%20Pichler/edit", "/sources/Anna%20Pichler", "/log", "/decisions", "/file"];
  const found = [];
  for (const path of pages) {
    for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const beside = !path.startsWith("/");
      await page.goto(world.desk + (beside ? report : path));
      if (beside) {
        await page.keyboard.press("j");
        await page.keyboard.press(path === "missed" ? "a" : "e");
        await page.locator("[data-panel] textarea").first().waitFor();
        await page.evaluate(() => document.querySelectorAll("[data-panel] details").forEach((part) => part.setAttribute("open", "")));
        if (path === "wrong") {
          await page.locator("[name='said.day']").fill("soon");
          await page.keyboard.press("Enter");
          await page.locator("[data-panel] [role=alert]").waitFor();
        } else if (path === "done") {
          await page.locator("[name='reason']").first().focus();
          const polarity = page.locator("[name='polarity.polarity']");
          await polarity.selectOption(await polarity.inputValue() === "denied" ? "affirmed" : "denied");
          await page.getByRole("button", { name: "Save" }).click();
          await page.locator("[data-rail] .done").waitFor();
        }
      }
      if (path === "/file" && colorScheme === "dark") {
        await drop(page, [["a.txt", bytes(Buffer.from("Road opened\n\nLee Ito said that the road was open.\n"))], ["scan.pdf", [0, 1]]]);
        await page.locator("#preview li", { hasText: "scan.pdf" }).waitFor();
        if (width === 390) {
          await page.getByRole("button", { name: "File it" }).click();
          await page.locator("#filed").waitFor();
        }
      } else if (path === "/file") {
        await page.getByLabel("The report").fill("Pier\n\nLee Ito said that it may be open by May.\n");
        await page.locator("#preview .card").waitFor();
      }
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wider > 0) found.push(`${path} at ${width}: ${wider} pixels wider than the window`);
      for (const line of await grave(page)) found.push(`${path} at ${width}, ${colorScheme}: ${line}`);
    }
  }
  assert.deepEqual(found, []);
  assert.deepEqual(broken, []);
  await context.close();
});
