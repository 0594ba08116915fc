import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { isObject, type JsonObject } from "../../../registry/json.ts";
import { ContractTally, calibrated, renderContracts } from "./contracts.ts";
import { type CorpusExchange, readCorpus } from "./exchange.ts";
import { MUTATION_KINDS, mutantsOf } from "./mutants.ts";

const USER: JsonObject = { role: "user", content: "Where is the tide?" };
const GOOD: JsonObject = {
  model: "gpt-4o",
  temperature: 0.5,
  messages: [
    USER,
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "call_1", type: "function", function: { name: "tide", arguments: "{}" } }],
    },
    { role: "tool", tool_call_id: "call_1", content: "out" },
  ],
  tools: [
    {
      type: "function",
      function: { name: "tide", parameters: { type: "object", properties: { free: {} } } },
    },
  ],
};

const exchange = (body: JsonObject, status: number, answer: JsonObject = {}): CorpusExchange => ({
  id: "openai-1",
  provider: "openai",
  provenance: "cassette",
  kind: "chat",
  api: "openai.chat",
  request: { url: "https://api.openai.com/v1/chat/completions", body },
  response: { status, headers: {}, body: answer },
});

function tallied(...exchanges: readonly CorpusExchange[]) {
  const tally = new ContractTally(1);
  for (const each of exchanges) tally.add(each);
  return tally.report();
}

describe("a calibration", () => {
  test("holds where successes are taken and refusals refused", () => {
    const report = tallied(exchange(GOOD, 200), exchange({ ...GOOD, messages: [] }, 400));
    expect(report.accepted).toEqual({ checked: 1, refused: [] });
    expect(report.refused).toMatchObject({ checked: 1, reproduced: 1, others: [], unexplained: [] });
    expect(calibrated(report)).toBe(true);
  });

  test("names a success that the contract refuses, with rule and place", () => {
    const report = tallied(exchange({ ...GOOD, colour: "red" }, 200));
    expect(report.accepted.refused).toEqual([
      {
        id: "openai-1",
        provider: "openai",
        api: "openai.chat",
        why: 'shape.unknown-field at /colour: "red"',
      },
    ]);
    expect(calibrated(report)).toBe(false);
    expect(renderContracts(report)).toContain("FALSELY REFUSED openai-1 (openai.chat): shape.unknown-field");
  });

  test("says why a refusal does not follow from the request", () => {
    const report = tallied(exchange(GOOD, 404, { error: { code: "model_not_found" } }));
    expect(report.refused.others).toMatchObject([{ why: "which models exist is not in a contract" }]);
    expect(calibrated(report)).toBe(true);
  });

  test("names a refusal that nothing explains", () => {
    const report = tallied(exchange(GOOD, 400, { error: { message: "Tides are out." } }));
    expect(report.refused.unexplained).toMatchObject([
      { id: "openai-1", why: '{"error":{"message":"Tides are out."}}' },
    ]);
    expect(calibrated(report)).toBe(false);
  });

  test("leaves APIs without a contract, and answers that judge no request, alone", () => {
    const report = tallied(
      { ...exchange(GOOD, 200), api: "openai.realtime" },
      exchange(GOOD, 429),
      exchange(GOOD, 500),
    );
    expect([report.accepted.checked, report.refused.checked]).toEqual([0, 0]);
  });

  test("counts the faults that the contract catches, by kind", () => {
    const [row] = tallied(exchange(GOOD, 200)).power;
    expect(row).toMatchObject({ api: "openai-chat", host: "openai" });
    for (const kind of ["rename", "unknown", "mistype", "range", "pairing"] as const) {
      const { tried, caught } = row?.kinds[kind] ?? { tried: 0, caught: 0 };
      expect(tried, kind).toBeGreaterThan(0);
      expect(caught, kind).toBe(tried);
    }
  });
});

describe("mutants", () => {
  const all = [...mutantsOf("openai-chat", GOOD, 7)];

  test("are of every kind, each unlike the body, and the same for the same seed", () => {
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(MUTATION_KINDS));
    for (const { body, kind } of all) expect(body, kind).not.toEqual(GOOD);
    expect([...mutantsOf("openai-chat", GOOD, 7)]).toEqual(all);
  });

  test("leave alone what callers write freely", () => {
    for (const seed of Array.from({ length: 20 }, (_, at) => at))
      for (const { body } of mutantsOf("openai-chat", GOOD, seed)) {
        const tools = Array.isArray(body.tools) ? body.tools : [];
        const [tool] = tools;
        const parameters = isObject(tool) && isObject(tool.function) ? tool.function.parameters : undefined;
        if (isObject(parameters))
          expect(Object.keys(parameters)).toEqual(expect.arrayContaining(["type", "properties"]));
      }
  });
});

/** Recorded traffic is no part of this repository: it is read where a corpus is named, or lies beside the checkout. */
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const CORPUS = process.env.CORPUS ?? join(ROOT, "..", "shared", "wire-corpus");

/** Some seven seconds of computing for all of it, which a busy machine stretches. */
const LONG = 240_000;

describe("a corpus of recorded traffic", () => {
  const isThere = existsSync(CORPUS);

  test(
    isThere ? "is there: every contract holds against it" : "is not there: nothing was held against it",
    () => {
      // A corpus that was asked for by name must be there.
      expect(isThere || process.env.CORPUS === undefined).toBe(true);
      const tally = new ContractTally(1);
      if (isThere) for (const each of readCorpus(CORPUS)) tally.add(each);
      const { accepted, refused, power, noted } = tally.report();
      expect(accepted.refused).toEqual([]);
      expect(refused.unexplained).toEqual([]);
      // What recorded successes break is no rule, by whatever analogy.
      expect(noted).toEqual({});
      expect([accepted.checked > 0, refused.reproduced > 0]).toEqual([isThere, isThere]);
      // A closed contract sees every field that it does not know; types have holes where the vendor says "anything".
      for (const { api, host, kinds } of power) {
        expect(kinds.rename.caught, `${api} at ${host}`).toBe(kinds.rename.tried);
        expect(kinds.unknown.caught, `${api} at ${host}`).toBe(kinds.unknown.tried);
        expect(kinds.mistype.caught, `${api} at ${host}`).toBeGreaterThan(kinds.mistype.tried * 0.9);
      }
    },
    LONG,
  );
});
