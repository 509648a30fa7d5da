// Editing and filing in a real browser, by the flows that editors go through. Run by tests/browser.rs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
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

test("words are selected on the reading page, a adds them as a claim, z takes it back", async () => {
  const { page, broken, context } = await world.editor();
  const report = await find(page, "/reports", "/reports/", "Bridge closed");
  await page.goto(world.desk + report);
  await select(page, "They may open");
  await page.keyboard.press("a");
  await page.waitForURL(/\/add\?/);
  assert.equal(await page.locator("textarea").first().inputValue(), "They may open");
  assert.match(await page.locator("input[name=before]").first().inputValue(), /two bridges were closed\. “$/);
  await page.getByLabel("Source; empty for").fill("Anna Pichler");
  await page.getByLabel("Why").fill("overlooked");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/claims\/\w+\/edit\?done=/);
  assert.match(await page.locator("form.done").textContent(), /added They may open/);
  assert.match(await page.locator(".history").textContent(), /anna[^]*added[^]*They may open[^]*overlooked/);
  await page.locator("body").click({ position: { x: 3, y: 300 } });
  const done = page.url();
  await page.keyboard.press("z");
  await page.waitForURL((url) => url.href !== done);
  await page.goto(`${world.desk}/?q=${encodeURIComponent("\"they may open\"")}`);
  assert.equal(await page.locator("li.claim").count(), 1, "the claim of the whole sentence is left");
  assert.deepEqual(broken, []);
  await context.close();
});

test("a claim's words are set to others that are selected, and the log knows both", async () => {
  const { page, broken, context } = await world.editor();
  const claim = await find(page, "/", "/claims/", "two bridges were closed");
  await page.goto(world.desk + claim);
  await page.keyboard.press("e");
  await page.waitForURL(/\/edit$/);
  // The claim's own words stand above the report as well; it is the report in which they are selected.
  await page.locator("[data-text] mark").evaluate((mark) => {
    const at = mark.firstChild?.textContent?.indexOf("two bridges") ?? -1;
    getSelection()?.setBaseAndExtent(mark.firstChild ?? mark, at, mark.firstChild ?? mark, at + "two bridges".length);
  });
  await page.keyboard.press("w");
  assert.equal((await focused(page)).name, "textarea");
  assert.equal(await page.locator("#words textarea").first().inputValue(), "two bridges");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/done=/);
  assert.equal(await page.locator("[data-text] mark").textContent(), "two bridges");
  assert.match(await page.locator("main").textContent(), /What the machine had[^]*two bridges were closed/);
  await page.getByRole("group", { name: "Said", exact: true }).getByLabel("Day").fill("last week");
  await page.getByRole("button", { name: "Set day and channel" }).click();
  await page.locator("#problem").waitFor();
  assert.equal((await focused(page)).id, "problem", "who reads by ear is told at once");
  assert.match(await page.locator("#problem").textContent(), /“last week” is no day/);
  await page.goto(`${world.desk}/log`);
  await page.getByRole("button", { name: /^Undo operation/ }).first().click();
  await page.waitForURL(/\/log\?done=/);
  await page.goto(world.desk + claim);
  assert.match(await page.locator("main").textContent(), /two bridges were closed/);
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
  await page.locator("select[name=polarity]").selectOption("denied");
  await page.getByRole("button", { name: "Set the polarity" }).click();
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
  await page.getByLabel("or its file").setInputFiles({ name: "x\"><b>.md", mimeType: "text/markdown", buffer: Buffer.from(`# ${HOSTILE}\n\nLee Ito said that it rains.\n`) });
  await page.getByText("is in the form").waitFor();
  await page.locator("#preview .card", { hasText: "Lee Ito" }).waitFor();
  await page.getByRole("button", { name: "File it" }).click();
  await page.waitForURL(/\/file\?done=/);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.deepEqual(broken, []);
  await context.close();
});

test("axe finds nothing serious on the pages of editing and filing", async () => {
  const { page, broken, context } = await world.editor();
  const claim = await find(page, "/", "/claims/", "two bridges were closed");
  const report = await find(page, "/reports", "/reports/", "Bridge closed");
  const pages = [`${claim}/edit`, `${report}/add`, report, claim, "/sources/Anna%20Pichler/edit", "/sources/Anna%20Pichler", "/log", "/decisions", "/file"];
  const found = [];
  for (const path of pages) {
    for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(world.desk + path);
      if (path === "/file") {
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
