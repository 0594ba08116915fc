/**
 * Models that nothing prices wait for the mapper, and are priced once (PRX-07).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { openPassing, type Passing } from "../_shared/pass.ts";

const USAGE = { prompt_tokens: 1_000_000, completion_tokens: 100_000, total_tokens: 1_100_000 };

/** 1.00 USD per million in, 2.00 out; twice that in the second catalogue. */
const catalogue = (model: string, times = 1) => ({
  lemonfox: { models: { [model]: { cost: { input: times, output: 2 * times } } } },
});

async function asked({ side, pass, session }: Passing, model: string): Promise<string> {
  side.answer((outgoing) =>
    outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ usage: USAGE })),
  );
  const fields: [string, string][] = [["Content-Type", "application/json"]];
  const body = JSON.stringify({ model });
  await pass("https://api.lemonfox.ai", { method: "POST", path: "/v1/chat/completions", body, fields });
  return (await session.lastRecord())?.id ?? "";
}

async function run(context: CaseContext): Promise<void> {
  const { check } = context;
  const passing = await openPassing(context);
  const { gateway } = passing.session;
  const amountsOf = async (...ids: string[]) => {
    const records = await gateway.records();
    return ids.map((id) => records.find((record) => record.id === id)?.cost?.amount ?? null);
  };
  const known = await asked(passing, "tide-1");
  const neighbour = await asked(passing, "tide-1-mini");
  const dated = await asked(passing, "tide-1-2026-01-31");
  check.equal("PRX-07", "pending", await amountsOf(known, neighbour, dated), [null, null, null]);
  check.equal("PRX-07", "usage-kept", (await gateway.records())[0]?.usage.kind, "known");

  await gateway.runMapper(catalogue("tide-1"));
  // 1,000,000 × 1 + 100,000 × 2 USD per million; the neighbour has no price of its own.
  const once = [1_200_000_000_000n, null, 1_200_000_000_000n];
  check.equal("PRX-07", "priced-by-its-own-name", await amountsOf(known, neighbour, dated), once);
  await gateway.runMapper(catalogue("tide-1", 2));
  check.equal("PRX-07", "priced-once", await amountsOf(known, neighbour, dated), once);
  await gateway.runMapper({
    lemonfox: { models: { "tide-1-mini": { cost: { input: "no", output: 1 } } } },
  });
  check.equal("PRX-07", "broken-row-prices-nothing", await amountsOf(neighbour), [null]);
}

async function unknownAtKnown(context: CaseContext): Promise<void> {
  const { side, pass, session } = await openPassing(context);
  side.answer((outgoing) =>
    outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ usage: USAGE })),
  );
  for (const model of ["gpt-4o-mini-nano", "gpt-4", "gpt-4o-mini-2", "GPT-4O-MINI"]) {
    const body = JSON.stringify({ model: `${model}x` });
    await pass("https://api.openai.com", {
      method: "POST",
      path: "/v1/chat/completions",
      body,
      fields: [["Content-Type", "application/json"]],
    });
    const record = await session.lastRecord();
    context.check.equal("PRX-07", model, [record?.model, record?.cost ?? null], [`${model}x`, null]);
  }
}

const about = { area: "passthrough", modes: ["byok"], once: true, requirements: ["PRX-07"] } as const;

export const pendingCases: readonly Case[] = [
  {
    ...about,
    id: "passthrough.pending.mapper",
    title: "The mapper prices a pending call once, by its own name or that name without a date",
    why: "a price that is guessed or booked twice is a wrong bill",
    run,
  },
  {
    ...about,
    id: "passthrough.pending.neighbours",
    title: "An unknown model takes no neighbour's price",
    why: "prefix matches bill a mini as its big sister",
    run: unknownAtKnown,
  },
];
