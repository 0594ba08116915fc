/**
 * Webhooks over real sockets: the signature, the safe address, the tries and their end.
 */
import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_RULES, memoryPassthrough } from "../passthrough/parts.ts";
import { openStandIn, type StandIn } from "../passthrough/testing/stand-in.ts";
import { gateway, good } from "../testing/gateway.ts";
import { testParts } from "../testing/parts.ts";
import { webhooksFrom } from "./config.ts";
import { createWebhookSender, MOST_UNDER_WAY } from "./send.ts";

const SECRET = "a-secret-of-the-tenant";
const pairs = (text: string) => new Map([["a", text]]);
const from = (url: string, rules = DEFAULT_RULES) =>
  webhooksFrom({ WEBHOOKS: pairs(url), WEBHOOK_SECRETS: pairs(SECRET) }, rules);

describe("the address", () => {
  test.each([
    "http://hooks.example.com/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://169.254.169.254/latest",
    "https://user:pw@hooks.example.com/x",
    "https://hooks.example.com:8443/x",
    "https://localhost/x",
  ])("refuses at start: %s", (url) => {
    expect(from(url).ok).toBe(false);
  });

  test("names the tenant that has no secret, and shows no value", () => {
    const given = webhooksFrom(
      { WEBHOOKS: pairs("https://hooks.example.com/token"), WEBHOOK_SECRETS: new Map() },
      DEFAULT_RULES,
    );
    expect(given).toMatchObject({ ok: false, problem: expect.stringMatching(/^WEBHOOK_SECRETS: .* for a,/) });
    expect(JSON.stringify(given)).not.toContain("token");
  });
});

let standIn: StandIn;
beforeEach(async () => {
  standIn = await openStandIn();
});
afterEach(() => standIn.close());

const answer = {
  chunks: [JSON.stringify({ ...good, usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 } })],
};
const ASKING = { headers: { "helicone-webhook-enabled": "true", "helicone-user-id": "ada" } };

function told(own: Parameters<typeof gateway>[1] = {}) {
  const made = from("https://hooks.example.com/in?of=acme");
  if (!made.ok) throw new Error(made.problem);
  const passthrough = memoryPassthrough({ network: standIn.network });
  return gateway([answer], { ...own, parts: { passthrough, webhooks: made.webhooks } });
}

const fieldOf = (raw: readonly string[], name: string): string | undefined =>
  raw[raw.findIndex((field, i) => i % 2 === 0 && field.toLowerCase() === name) + 1];

test("tells the record, signed over the exact bytes, at the address that was checked", async () => {
  const { ask } = told();
  const { response } = await ask({}, ASKING);
  const [arrived] = standIn.arrived;
  expect([arrived?.method, arrived?.url]).toEqual(["POST", "/in?of=acme"]);
  expect(standIn.lookedUp).toEqual(["hooks.example.com"]);
  const body = arrived?.body ?? Buffer.alloc(0);
  const expected = createHmac("sha256", SECRET).update(body).digest("hex");
  expect(fieldOf(arrived?.rawHeaders ?? [], "helicone-signature")).toBe(expected);
  expect(JSON.parse(body.toString())).toMatchObject({
    request_id: response.headers.get("helicone-id"),
    user_id: "ada",
    status: 200,
    prompt_tokens: 9,
    completion_tokens: 2,
  });
  expect(body.toString()).not.toContain("Where?");
});

test("tells nobody unless the request asks for it", async () => {
  const { ask } = told();
  await ask();
  await ask({}, { headers: { "helicone-webhook-enabled": "false" } });
  expect(standIn.arrived).toHaveLength(0);
});

test("refuses what is neither true nor false, and a tenant without a webhook", async () => {
  const { ask } = told();
  const wrong = await ask({}, { headers: { "helicone-webhook-enabled": "1" } });
  expect([wrong.response.status, wrong.error.param]).toEqual([400, "Helicone-Webhook-Enabled"]);
  const without = await gateway([answer]).ask({}, ASKING);
  expect([without.response.status, without.error.message]).toEqual([
    400,
    "Helicone-Webhook-Enabled: the tenant has no webhook",
  ]);
});

test("tries a failing receiver four times in all, later each time, and then gives up and says so", async () => {
  standIn.answer((_incoming, outgoing) => outgoing.writeHead(503).end());
  const { ask, pass, parts, lines } = told();
  await ask({}, ASKING);
  const tries = [standIn.arrived.length];
  for (const ms of [999, 1, 10_000, 60_000, 3_600_000]) {
    pass(ms);
    await parts.background.idle();
    tries.push(standIn.arrived.length);
  }
  expect(tries).toEqual([1, 1, 2, 3, 4, 4]);
  expect(lines.join("\n")).toContain("error webhook.given-up");
  const bodies = new Set(standIn.arrived.map(({ body }) => body.toString()));
  expect(bodies.size).toBe(1);
});

test("gives messages up at once beyond so many that a silent receiver holds, and sends again once it has answered", async () => {
  let answerAll = () => {};
  const answered = new Promise<void>((resolve) => {
    answerAll = resolve;
  });
  standIn.answer((_incoming, outgoing) => void answered.then(() => outgoing.writeHead(200).end()));
  const made = from("https://hooks.example.com/in");
  const webhook = made.ok ? made.webhooks.get("a") : undefined;
  if (!webhook) throw new Error("there is no webhook");
  const { parts, lines } = testParts({ passthrough: memoryPassthrough({ network: standIn.network }) });
  const { send } = createWebhookSender();
  const givenUp = () => lines.filter((line) => line.includes("webhook.given-up")).length;
  for (let n = 0; n < MOST_UNDER_WAY + 5; n++) send(webhook, `id-${n}`, Buffer.from("{}"), parts);
  expect(givenUp()).toBe(5);
  answerAll();
  await parts.background.idle();
  expect(standIn.arrived).toHaveLength(MOST_UNDER_WAY);
  send(webhook, "one more", Buffer.from("{}"), parts);
  await parts.background.idle();
  expect([standIn.arrived.length, givenUp()]).toEqual([MOST_UNDER_WAY + 1, 5]);
});

test.each([301, 400, 410])("tries no second time after %s, and follows no redirect", async (status) => {
  standIn.answer((_incoming, outgoing) =>
    outgoing.writeHead(status, { location: "https://elsewhere.example/" }).end(),
  );
  const { ask, pass, parts, lines } = told();
  await ask({}, ASKING);
  pass(3_600_000);
  await parts.background.idle();
  expect(standIn.arrived).toHaveLength(1);
  expect(lines.join("\n")).toContain(`"status":${status}`);
});

test("connects to no address that is not public, whatever its name said before", async () => {
  standIn.resolve(() => ["10.0.0.1"]);
  const { ask, lines } = told();
  const { response } = await ask({}, ASKING);
  expect(response.status).toBe(200);
  expect(standIn.arrived).toHaveLength(0);
  expect(lines.join("\n")).toContain("webhook.failed");
});
