/**
 * The dashboard in a real browser (DSH-01), before a stand-in for the provider. Without Chromium nothing here runs, and
 * the report says so.
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportJson } from "../conformance/outcome/compact.ts";
import { caseResult, check } from "../conformance/outcome/fixtures.ts";
import { buildReport } from "../conformance/outcome/report.ts";
import { sourcesAt } from "../conformance/outcome/sources.ts";
import { readConfig } from "../reference-gateway/config.ts";
import type { Transport } from "../reference-gateway/parts.ts";
import { openParts, type RunningServer, startServer } from "../reference-gateway/server.ts";
import { providers } from "../registry/index.ts";
import { axeFindings } from "./lib/axe.ts";
import { CHROMIUM, PAGE_MS } from "./lib/chromium.ts";

const KEY = "sk-helicone-dashboard-0123456789abcdef";
const SECRET = "sk-proj-canary-7Qm2ZkT4vXw9LmN3pR7yB2cD";
/** What a provider or caller might write to break a page. */
const HOSTILE = `<img src=x onerror="document.title='broken'"><script>document.title='broken'</script>`;
const PICTURES = fileURLToPath(new URL("../report/dashboard/", import.meta.url));

/** What the suite leaves of a run of two providers, in one of which a case failed. */
const REPORT = reportJson(
  buildReport(
    [
      caseResult({ provider: "openai", checks: [check({ ok: true })] }),
      caseResult({ provider: "groq", outcome: "failed", checks: [check()] }),
    ],
    { command: "npm test", seed: 7, strict: false, sources: sourcesAt() },
  ),
);

const PAGES = [
  "/",
  "/providers",
  "/providers/openai",
  "/models",
  "/models/gpt-4o-mini",
  "/requests",
  "/wallet",
  "/pending",
  "/domains",
];

let server: RunningServer;
let browser: Browser;
let page: Page;
let failing = false;
/** A request that an answer was given to. */
let served = "";
const folder = mkdtempSync(join(tmpdir(), "dashboard-"));

/** gpt-4o-mini at $0.15 in and $0.60 out per million: this usage costs $0.00021. */
const ANSWER = {
  id: "x",
  object: "chat.completion",
  created: 1_796_000_000,
  model: "gpt-4o-mini",
  choices: [{ index: 0, message: { role: "assistant", content: "Out." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
};

const provider: Transport = {
  send: async () => ({
    status: failing ? 400 : 200,
    headers: new Headers({ "content-type": "application/json" }),
    body: (async function* () {
      yield Buffer.from(JSON.stringify(failing ? { error: { message: HOSTILE } } : ANSWER));
    })(),
  }),
};

/** The words of a chart's columns, which say its numbers. */
const chart = (title: string): Promise<string[]> =>
  page.getByRole("img", { name: title }).locator("title").allTextContents();

const ask = (headers: Record<string, string> = {}, model = "gpt-4o-mini/openai") =>
  fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", ...headers },
    body: JSON.stringify({ model, messages: [{ role: "user", content: "How high?" }] }),
  });

const open = (path: string) => page.goto(`${server.url}${path}`, { timeout: PAGE_MS });

async function signIn(): Promise<void> {
  await open("/");
  await page.getByLabel("Gateway key").fill(KEY);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor({ timeout: PAGE_MS });
}

describe.skipIf(CHROMIUM === undefined)("the dashboard", () => {
  beforeAll(async () => {
    const config = readConfig(
      {
        DATABASE_URL: "memory:",
        CONFORMANCE_REPORT: folder,
        GATEWAY_KEYS: `acme=${KEY}`,
        LOG_LEVEL: "error",
        STORE_BODIES: "acme",
        VAULT_SECRET: Buffer.alloc(32, 7).toString("base64"),
      },
      Object.values(providers),
    );
    const { parts } = await openParts(config, () => {});
    server = await startServer({ ...parts, transport: provider }, { host: "127.0.0.1", port: 0 });
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? "",
      args: ["--no-sandbox"],
      timeout: PAGE_MS,
    });
    page = await browser.newPage();
    mkdirSync(PICTURES, { recursive: true });
    writeFileSync(join(folder, "result.json"), REPORT);
    await signIn();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("asks for a key before it shows anything, and refuses an unknown one", async () => {
    const stranger = await browser.newPage();
    for (const path of PAGES) {
      await stranger.goto(`${server.url}${path}`, { timeout: PAGE_MS });
      expect(await stranger.getByRole("heading", { level: 1 }).textContent(), path).toBe("Sign in");
    }
    await stranger.getByLabel("Gateway key").fill("sk-helicone-unknown-0123456789abcdef");
    await stranger.getByRole("button", { name: "Sign in" }).click();
    await stranger.getByText("This gateway key is not known.").waitFor({ timeout: PAGE_MS });
    await stranger.close();
  });

  test("adds a key, shows the request that used it with its cost, takes feedback, and deletes the key", async () => {
    expect((await ask()).status).toBe(400);
    await open("/");
    expect((await chart("Tokens")).at(-1)).toMatch(/: 0 tokens$/);
    await open("/providers/openai");
    await page.getByLabel("Name").fill("mine");
    await page.getByLabel("OpenAI API key").fill(SECRET);
    await page.getByRole("button", { name: "Add key" }).click();
    await page
      .getByText(`…${SECRET.slice(-4)}`)
      .first()
      .waitFor({ timeout: PAGE_MS });
    expect(await page.content()).not.toContain(SECRET);

    const answer = await ask({ "helicone-user-id": HOSTILE, "helicone-property-team": HOSTILE });
    expect(answer.status).toBe(200);
    served = answer.headers.get("helicone-id") ?? "";
    await open("/requests");
    expect(await page.getByText("$0.00021").count()).toBe(1);
    await open(`/requests/${served}`);
    await page.getByText(/^Asked: \d+ bytes$/).click();
    await page.getByText('"content":"How high?"').waitFor({ timeout: PAGE_MS });
    await page.getByRole("button", { name: "Good answer" }).click();
    await page.getByText("Rated good.").waitFor({ timeout: PAGE_MS });
    await open("/");
    expect(await page.getByText("1 good").count()).toBe(1);
    expect((await chart("Tokens")).at(-1)).toMatch(/: 1,100 tokens$/);
    expect((await chart("Cost")).at(-1)).toMatch(/: \$0\.00021$/);
    await page.getByRole("link", { name: "openai", exact: true }).click();
    await page.getByText("Only openai.").waitFor({ timeout: PAGE_MS });
    expect((await chart("Requests, the failed ones in red")).at(-1)).toMatch(/: 1 requests, 0 failed$/);

    await open("/providers/openai");
    await page.getByRole("link", { name: `Delete …${SECRET.slice(-4)}` }).click();
    await page.getByRole("button", { name: "Delete this key" }).click();
    await page.getByText("No key yet.").waitFor({ timeout: PAGE_MS });
    expect((await ask()).status).toBe(400);
  });

  test("shows what providers and callers wrote as text", async () => {
    await open("/providers/openai");
    await page.getByLabel("OpenAI API key").fill(SECRET);
    await page.getByRole("button", { name: "Add key" }).click();
    failing = true;
    const refused = await ask({
      "helicone-user-id": "x".repeat(900),
      "helicone-property-long": "y".repeat(1000),
    });
    failing = false;
    await ask({}, HOSTILE);
    // Longer than a label may be: refused, and so on no page.
    expect((await ask({ "helicone-property-huge": "z".repeat(10_000) })).status).toBe(400);
    for (const path of ["/requests", `/requests/${refused.headers.get("helicone-id")}`, "/"]) {
      await open(path);
      expect(await page.title(), path).not.toBe("broken");
      expect(await page.locator("main img, main script").count(), path).toBe(0);
    }
    expect(await page.content()).toContain("&lt;img");
  });

  test("shows no body of a request whose caller left it out", async () => {
    const answer = await ask({ "helicone-omit-request": "true", "helicone-omit-response": "true" });
    await open(`/requests/${answer.headers.get("helicone-id")}`);
    await page.getByText("Nothing is kept of this request").waitFor({ timeout: PAGE_MS });
  });

  test("adds rows for new requests to the open list, those alone that its filters select", async () => {
    await open("/requests?user=ada");
    await page.getByText("Live: new requests appear by themselves.").waitFor({ timeout: PAGE_MS });
    const rows = page.locator("tbody[data-live-rows] tr");
    expect(await rows.count()).toBe(0);
    await ask({ "helicone-user-id": "bob" });
    const first = await ask({ "helicone-user-id": "ada" });
    await rows.getByText("200 success").waitFor({ timeout: PAGE_MS });
    await ask({ "helicone-user-id": "ada" }, HOSTILE);
    await rows.getByText("failed").waitFor({ timeout: PAGE_MS });
    expect(await rows.allTextContents()).toEqual([
      expect.stringContaining(HOSTILE.slice(0, 70)),
      expect.stringContaining("$0.00021"),
    ]);
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.getByText("No request fits.").count()).toBe(0);
    // What is said of a request afterwards changes its row, and adds none.
    const id = first.headers.get("helicone-id");
    await fetch(`${server.url}/v1/request/${id}/feedback`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ rating: true }),
    });
    await rows.getByText("good", { exact: true }).waitFor({ timeout: PAGE_MS });
    expect(await rows.count()).toBe(2);
    expect(new URL(page.url()).search).toBe("?user=ada");
  });

  test("shows beside each provider what the last run of the suite claims of it", async () => {
    const card = (description: string) => page.locator("section.card", { hasText: description });
    const claimOf = (description: string) => card(description).locator(".claim").textContent();
    await open("/providers");
    expect(await claimOf("GPT and o-series models")).toBe("partly run MUST 1/1, proof level authored");
    expect(await claimOf("Open-weight models on custom")).toMatch(/ MUST 0\/1, proof level authored$/);
    expect(await claimOf("Claude models from their maker")).toBe("not in the last run");
    await open("/providers/groq");
    expect(await page.getByRole("region", { name: "Conformance by API" }).textContent()).toContain(
      "openai-chat",
    );
    writeFileSync(join(folder, "result.json"), '{"schemaVersion":3}');
    await open("/providers");
    expect(await page.locator("main").textContent()).toContain("the report is not of version 4");
    rmSync(join(folder, "result.json"));
    await open("/providers");
    expect(await page.locator("main").textContent()).toContain("there is no report yet");
    expect(await page.locator(".claim").count()).toBe(0);
    writeFileSync(join(folder, "result.json"), REPORT);
  });

  test("says in words what is wrong with a key", async () => {
    await open("/providers/bedrock");
    await page.getByLabel("Secret access key").fill("abc");
    await page.getByLabel("Region", { exact: true }).fill("not a region!");
    await page.getByRole("button", { name: "Add key" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor({ timeout: PAGE_MS });
    expect(await alert.textContent()).toMatch(/region/i);
  });

  test("refuses a form that no page of the session sent", async () => {
    const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const forged = await fetch(`${server.url}/sign-out`, {
      method: "POST",
      headers: { cookie: cookies, "content-type": "application/x-www-form-urlencoded" },
      body: "token=0000",
    });
    expect(forged.status).toBe(403);
    await open("/");
    expect(await page.getByRole("heading", { name: "Overview" }).count()).toBe(1);
  });

  test("sends a strict policy, keeps pages out of caches, and its cookie away from scripts", async () => {
    const response = await open("/");
    const headers = response?.headers() ?? {};
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["cache-control"]).toBe("no-store");
    const [cookie] = await page.context().cookies();
    expect([cookie?.httpOnly, cookie?.sameSite]).toEqual([true, "Strict"]);
  });

  test.each([...PAGES, "/requests/ID"])(
    "has nothing serious for axe to find, and fits 360 pixels, at %s",
    async (shown) => {
      const path = shown.replace("ID", served);
      for (const colorScheme of ["light", "dark"] as const) {
        for (const width of [360, 1280]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 1400 });
          await open(path);
          const name = `${path === "/" ? "overview" : shown.slice(1).replaceAll("/", "-")}-${width}-${colorScheme}`;
          await page.screenshot({ path: join(PICTURES, `${name}.png`) });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(wide, name).toBeLessThanOrEqual(width);
          expect(await axeFindings(page), name).toEqual([]);
        }
      }
    },
    120_000,
  );
});
