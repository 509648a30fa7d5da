// What the browser tests stand on: a newspaper of another origin, the desk as a process, and one Chromium.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

/** What a stranger may send; if any of it ran, `pwned` would be set or a dialogue would open. */
export const HOSTILE = `"><script>window.pwned=1</script><img src=x onerror="window.pwned=2">'&</textarea><svg onload=alert(3)>`;
/** The one paragraph of the newspaper's article, which is on record as well. */
export const STORY = "Mayor Anna Pichler said on Monday that two bridges were closed. “They may open soon,” she added.";
const NAME = "paper.test";
/** Another newspaper on the same printer, which the desk does not know. */
const STRANGER = "stranger.test";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @typedef {{ html: string, allow?: string }} Article `allow` is added to the page's policy. */

export class World {
  /** Starts everything; what the desk prints first is waited for. */
  static async start() {
    const world = new World();
    await world.#print();
    await world.#open();
    // Names lead to this machine, so that the newspaper is another site and not only another port.
    world.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", `--host-resolver-rules=MAP ${NAME} 127.0.0.1, MAP ${STRANGER} 127.0.0.1`],
    });
    return world;
  }

  /** The newspaper: every page under a policy that forbids all but the desk's script. */
  async #print() {
    /** @type {Map<string, Article>} */
    this.articles = new Map();
    this.printer = createServer((request, response) => {
      const path = new URL(request.url ?? "/", "http://x").pathname;
      if (path === "/paper.css") {
        response.writeHead(200, { "content-type": "text/css" });
        response.end("body { margin: 8px; font: 18px/1.5 serif } body.night { background: #111; color: #eee } iframe { width: 90%; height: 9em }");
        return;
      }
      const article = this.articles.get(path);
      const policy = [
        "default-src 'none'", "style-src 'self'", "base-uri 'none'", "frame-src 'self'", `script-src ${this.public}`,
        `connect-src ${this.public}`, "require-trusted-types-for 'script'",
      ];
      response.writeHead(article ? 200 : 404, {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policy.join("; "),
      });
      response.end(article?.html ?? "no such page");
    });
    this.printer.listen(0, "127.0.0.1");
    await once(this.printer, "listening");
    this.paper = `http://${NAME}:${this.printer.address().port}`;
    this.stranger = `http://${STRANGER}:${this.printer.address().port}`;
  }

  /** The desk and its readers' side. */
  async #open() {
    const [command, ledger] = [process.env.ONRECORD ?? "onrecord", process.env.LEDGER ?? "desk.db"];
    const run = async (/** @type {string[]} */ args, input = "") => {
      const child = spawn(command, [...args, "--ledger", ledger], { stdio: ["pipe", "ignore", "inherit"] });
      child.stdin.end(input);
      const [code] = await once(child, "exit");
      if (code !== 0) throw new Error(`onrecord ${args.join(" ")} ended with ${code}`);
    };
    await run(["file", "--rules-only", process.env.STORY ?? "story.txt", "--url", `${this.paper}/bridges`, "--outlet", "The <b>Paper</b>"]);
    await run(["file", "--rules-only", process.env.HOSTILE ?? "hostile.txt", "--url", `${this.paper}/hostile`]);
    await run(["editor", "add", "anna"], "correct horse\n");
    this.child = spawn(
      command,
      ["serve", "--ledger", ledger, "--port", "0", "--public", "0", "--origin", this.paper, "--forwarded"],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    for await (const line of createInterface(this.child.stdout)) {
      if (line.startsWith("listening on ")) this.desk = line.slice("listening on ".length);
      if (line.startsWith("public side on ")) this.public = line.slice("public side on ".length);
      if (this.desk && this.public) break;
    }
  }

  /** Prints an article, with the desk's script on it. */
  print(/** @type {string} */ path, /** @type {string} */ body, { title = "Bridge closed", dir = "ltr", script = true } = {}) {
    const link = `<p data-onrecord-correct><a href="${this.public}/report?url=${encodeURIComponent(this.paper + path)}">Suggest a correction</a></p>`;
    this.articles.set(path, {
      html: `<!doctype html><html lang="${dir === "rtl" ? "ar" : "en"}" dir="${dir}"><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
        <link rel="stylesheet" href="/paper.css"><main><h1>${title}</h1>${body}${link}</main>
        ${script ? `<script src="${this.public}/correct.js" defer></script>` : ""}</html>`,
    });
    return this.paper + path;
  }

  /**
   * A reader, or an editor, with a browser of their own. Whatever breaks a promise that holds on every page is kept in
   * `broken`: a script that was not ours, a policy that was violated, a request that left this machine.
   */
  async someone(options = {}) {
    const address = `10.0.0.${++this.people}`;
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(20_000);
    const broken = [];
    context.on("request", (request) => {
      const url = new URL(request.url());
      const own = ["data:", "blob:"].includes(url.protocol) || ["127.0.0.1", NAME, STRANGER].includes(url.hostname);
      if (!own) broken.push(`a request to ${url.origin}`);
    });
    // Readers behind one address would soon have sent enough; the proxy in front tells them apart.
    await context.route(`${this.public}/**`, (route) =>
      route.continue({ headers: { ...route.request().headers(), "x-forwarded-for": address } }));
    const page = await context.newPage();
    page.on("dialog", (dialog) => {
      broken.push(`a dialogue: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("pageerror", (error) => broken.push(`an error: ${error.message}`));
    page.on("console", (message) => {
      if (/Content.Security.Policy|TrustedHTML/i.test(message.text())) broken.push(message.text());
    });
    return { context, page, broken };
  }
  people = 0;

  /** Signs an editor in, by keyboard. */
  async editor(options = {}) {
    const editor = await this.someone(options);
    await editor.page.goto(`${this.desk}/sign-in`);
    await this.signIn(editor.page);
    await editor.page.waitForURL(/\/cases/);
    return editor;
  }

  /** Fills in the page to sign in on, by keyboard. */
  async signIn(page) {
    // The page puts the focus there by itself, on a busy machine a little later.
    await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "name");
    await page.keyboard.type("anna");
    await page.keyboard.press("Tab");
    await page.keyboard.type("correct horse");
    await page.keyboard.press("Enter");
  }

  async stop() {
    await this.browser?.close();
    this.child?.kill("SIGKILL");
    this.printer?.close();
  }
}

/** Selects `words` on the page, or in the first open shadow tree that holds them. */
export const select = (page, /** @type {string} */ words) =>
  page.evaluate((words) => {
    const trees = [document.body];
    for (const element of document.querySelectorAll("*")) if (element.shadowRoot) trees.push(element.shadowRoot);
    for (const tree of trees) {
      const walk = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        getSelection().setBaseAndExtent(node, at, node, at + words.length);
        return true;
      }
    }
    throw new Error(`“${words}” is not on the page`);
  }, words);

/** The element that has the focus, however deep in shadow trees: its tag and id, and whether it is in a dialogue. */
export const focused = (page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return { name: at?.localName ?? "", id: at?.id ?? "", text: at?.textContent ?? "", inside: Boolean(at?.closest("dialog")) };
  });

/** What axe finds serious or critical on the page as it stands, a line each. */
export const grave = async (page, /** @type {string[] | undefined} */ rules = undefined) => {
  // Evaluated by way of the debugger, which the page's policy does not bind.
  await page.evaluate(`if (!window.axe) { ${AXE} }`);
  return page.evaluate(async (rules) => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const run = { resultTypes: ["violations"], runOnly: rules ? { type: "rule", values: rules } : { type: "tag", values: tags } };
    const { violations } = await window.axe.run(document, run);
    return violations
      .filter((found) => ["serious", "critical"].includes(found.impact))
      .flatMap((found) => found.nodes.slice(0, 3).map((node) => `${found.id}: ${node.target.join(" ")}: ${node.failureSummary?.split("\n")[1]?.trim()}`));
  }, rules);
};
