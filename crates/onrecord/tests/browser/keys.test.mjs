// The desk by keyboard alone: pictures, facets, addresses of words, and the way to the page. Run by tests/browser.rs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { focused, grave, World } from "./world.mjs";

const LINE = "The council had met in the town hall for the ninth time this year, and nobody had left before midnight.";
/** Long enough that a browser has to scroll to its last words. */
const FLOOD = [
  "Harbour flooded", "On 3 March 2025, Mayor Anna Berg said on Telegram that 40 houses were flooded in Kyiv since 1 March 2025.",
  ...Array(30).fill(LINE), "On 5 March 2025, police chief Lee Ito said that 70 houses might be flooded in Warsaw.",
  "Bo Lund said that police believed two bridges might be closed. “They may open soon,” he added.",
].join("\n\n");

/** @type {World} */
let world;
before(async () => {
  world = await World.start();
  const { page, context } = await world.editor();
  await page.goto(`${world.desk}/file`);
  await page.getByLabel("The report").fill(FLOOD);
  await page.getByRole("button", { name: "File it" }).click();
  await page.getByRole("status").filter({ hasText: "claims" }).first().waitFor();
  await context.close();
});
after(() => world.stop());

/** Presses Tab until `found` says that the focus is there. */
const tabTo = async (page, /** @type {(at: string) => boolean} */ found) => {
  for (let n = 0; n < 120; n++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 300) ?? "");
    if (found(at)) return at;
  }
  assert.fail("Tab does not lead there");
};
const attribute = (page, /** @type {string} */ name) => page.evaluate((name) => document.activeElement?.getAttribute(name), name);

test("the first stop skips to the page", async () => {
  const { page, context } = await world.someone();
  await page.goto(`${world.desk}/sources`);
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).text, "Skip to the page");
  await page.keyboard.press("Enter");
  assert.equal((await focused(page)).id, "main");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => Boolean(document.activeElement?.closest("main"))), true);
  await context.close();
});

test("arrows lead along the timeline and from when it was said to when it speaks of", async () => {
  const { page, broken, context } = await world.someone();
  await page.goto(`${world.desk}/timeline?from=2025-03&to=2025-03`);
  await tabTo(page, (at) => at.includes("data-mark"));
  const first = await attribute(page, "data-mark");
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await attribute(page, "data-mark"), first);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await attribute(page, "data-mark"), first);
  await page.keyboard.press("ArrowDown");
  assert.deepEqual([await attribute(page, "data-mark"), await attribute(page, "data-side")], [first, "about"]);
  await page.keyboard.press("ArrowUp");
  assert.equal(await attribute(page, "data-side"), "said");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/claims\//);
  assert.deepEqual(broken, []);
  await context.close();
});

test("arrows lead from a town to the next in that direction, and Enter to its claims", async () => {
  const { page, broken, context } = await world.someone();
  await page.goto(`${world.desk}/map?q=flooded`);
  await tabTo(page, (at) => at.includes("Kyiv"));
  await page.keyboard.press("ArrowLeft");
  assert.match(await attribute(page, "aria-label") ?? "", /Warsaw/);
  await page.keyboard.press("ArrowLeft");
  assert.match(await attribute(page, "aria-label") ?? "", /Warsaw/, "nothing lies further west");
  await page.keyboard.press("ArrowRight");
  assert.match(await attribute(page, "aria-label") ?? "", /Kyiv/);
  await page.keyboard.press("?");
  assert.match((await page.locator("dialog").textContent()) ?? "", /from a place on the map/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.waitForURL(/place=Kyiv/);
  assert.deepEqual(broken, []);
  await context.close();
});

test("a facet is pressed and taken away", async () => {
  const { page, broken, context } = await world.someone();
  await page.goto(world.desk);
  await tabTo(page, (at) => at.includes("Lee Ito"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/who=Lee/);
  assert.equal(await page.locator("li[data-claim]").count(), 1);
  await tabTo(page, (at) => at.includes("take away"));
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.search.includes("who="));
  assert.deepEqual(broken, []);
  await context.close();
});

test("addresses of words are copied by key and lead to the words", async () => {
  const { page, broken, context } = await world.someone({ viewport: { width: 1280, height: 500 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${world.desk}/?who=Lee%20Ito`);
  await page.keyboard.press("j");
  await tabTo(page, (at) => at.includes("/claims/"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/claims\//);
  const copied = [];
  for (const what of ["Copy: Link to these words", "Copy: The same, marked by the browser"]) {
    await tabTo(page, (at) => at.includes(what));
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Copied" }).nth(copied.length).waitFor();
    copied.push(await page.evaluate(() => navigator.clipboard.readText()));
  }
  const [own, fragment] = copied;
  assert.match(own, /^http:.*\/reports\/[0-9a-f]+#at-[0-9a-f]+$/);
  assert.match(fragment, /#:~:text=.*70%20houses/);
  await page.goto(own);
  await page.waitForFunction(() => document.activeElement?.matches(".flag"));
  assert.match(await attribute(page, "aria-label") ?? "", /Lee Ito/, "who comes by our anchor stands on the claim");
  const seen = () => page.locator("mark", { hasText: "70 houses" }).first().evaluate((at) => {
    const box = at.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
  });
  assert.ok(await seen());
  const fresh = await context.newPage();
  await fresh.goto(fragment);
  await fresh.waitForFunction(() => scrollY > 0);
  const text = await fresh.locator("mark", { hasText: "70 houses" }).first().evaluate((at) => at.getBoundingClientRect().top < innerHeight);
  assert.ok(text, "the browser finds the words by itself");
  assert.deepEqual(broken, []);
  await context.close();
});

test("what is selected over nested claims is what was printed, no more and no less", async () => {
  const { page, broken, context } = await world.someone();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${world.desk}/?q=bridges&who=Bo%20Lund`);
  await page.locator("a[href^='/reports/']").first().click();
  const nested = page.locator("mark[data-claims*=' ']", { hasText: "two bridges might be closed" });
  assert.ok((await nested.first().getAttribute("data-claims")).trim().includes(" "), "one claim stands in another");
  await page.evaluate(() => {
    const blocks = document.querySelectorAll("article .block:not([hidden])");
    getSelection()?.setBaseAndExtent(blocks[0], 0, blocks[blocks.length - 1], blocks[blocks.length - 1].childNodes.length);
  });
  await page.keyboard.press("Control+c");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.trim().replace(/\n+/g, "\n"), FLOOD.replace(/\n+/g, "\n").replace(/^Harbour flooded\n/, ""));
  assert.deepEqual(broken, []);
  await context.close();
});

test("who wants no motion gets none", async () => {
  const { page, context } = await world.someone({ reducedMotion: "reduce" });
  await page.goto(`${world.desk}/reports`);
  await tabTo(page, (at) => at.includes("/reports/"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/reports\/[0-9a-f]/);
  await page.keyboard.press("j");
  const moves = await page.locator("*").evaluateAll((all) => all.filter((at) => {
    const style = getComputedStyle(at);
    return style.transitionDuration !== "0s" || style.animationName !== "none" || style.scrollBehavior === "smooth";
  }).length);
  assert.equal(moves, 0);
  await context.close();
});

test("in a narrow window a claim's card stands by the words that have the focus or are tapped", async () => {
  const { page, broken, context } = await world.someone({ viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true });
  await page.goto(`${world.desk}/?who=Anna%20Berg`);
  await page.locator("a[href^='/reports/']").first().click();
  // A key pressed before the report is there goes to the page that is left.
  await page.waitForURL(/\/reports\//);
  const card = page.locator(".card.near");
  assert.equal(await card.count(), 0);
  await page.keyboard.press("j");
  const seen = async () => {
    const box = await card.boundingBox();
    return Boolean(box) && box.y >= 0 && box.y + box.height <= 700;
  };
  assert.match(await card.textContent() ?? "", /Anna Berg[^]*Telegram[^]*3 Mar 2025[^]*rule:/);
  assert.ok(await seen());
  assert.deepEqual(await grave(page), []);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.matches(".card.near"));
  await page.keyboard.press("Escape");
  assert.equal(await card.count(), 0);
  await page.locator("article mark").first().tap();
  await card.waitFor();
  assert.ok(await seen());
  // Whoever taps what is on the card gets it, and the card does not slip away from under the finger.
  await card.getByRole("link").last().tap();
  await page.waitForURL(/\/claims\//);
  assert.deepEqual(broken, []);
  await context.close();
});
