import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { contractFor } from "../../conformance/contracts/index.ts";
import { contractText, parseBody, parseSubject } from "./contract.ts";
import { LAUNCHER } from "./launcher.ts";
import { WrongUse } from "./wrong-use.ts";

const GOOD = '{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}';
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = (args: string[], input: string) =>
  spawnSync(process.execPath, [LAUNCHER, "contract", ...args], {
    cwd: ROOT,
    input,
    encoding: "utf8",
    timeout: 240_000,
  });

describe("the options", () => {
  test("name the API's maker as host unless another is given", () => {
    expect(parseSubject({ api: "gemini" })).toEqual({ api: "gemini", host: "google-ai-studio", betas: [] });
    expect(parseSubject({ api: "gemini", host: "vertex" }).host).toBe("vertex");
  });

  test.each([
    [{ api: "openai" }, /--api "openai": allowed is one of openai-chat/],
    [{}, /--api undefined: allowed/],
    [{ api: "gemini", host: "Not A Slug" }, /--host "Not A Slug": allowed is a provider's slug/],
    [{ api: "gemini", model: "" }, /--model "": allowed is the model's id/],
  ])("%j are wrong use", (options, message) => {
    expect(() => parseSubject(options)).toThrow(WrongUse);
    expect(() => parseSubject(options)).toThrow(message);
  });

  test.each(["", "not json", "[1]", "null", '"text"'])("a body of %j is wrong use", (text) => {
    expect(() => parseBody(text)).toThrow(WrongUse);
  });
});

test("prints rule, place, what stands there, repair, evidence and the provider's own refusal", () => {
  const subject = parseSubject({ api: "openai-chat" });
  const verdict = contractFor(subject).check({ ...JSON.parse(GOOD), colour: "red" });
  expect(contractText(subject, verdict)).toBe(`refused: openai-chat at openai
  rule      shape.unknown-field (documented)
  at        /colour
  seen      "red"
  repair    leave it out: this API has no such field here
  evidence  openai 6.49.0 ChatCompletionCreateParams
  answer    400 {"error":{"message":"Unknown parameter: 'colour'.","type":"invalid_request_error","param":"colour","code":"unknown_parameter"}}
`);
});

describe("the command", () => {
  test("exits with 0 for what is accepted", () => {
    const { status, stdout } = run(["--api", "openai-chat", "-"], GOOD);
    expect([status, stdout]).toEqual([0, "accepted: openai-chat at openai\n"]);
  });

  test("exits with 1 for what is refused", () => {
    const { status, stdout } = run(["--api", "openai-chat", "--json", "-"], '{"model":"gpt-4o"}');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      rule: "shape.missing-field",
      pointer: "/messages",
    });
  });

  test("exits with 2 for wrong use, and says which", () => {
    const { status, stderr } = run(["--api", "nothing", "-"], GOOD);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: --api "nothing"/);
    expect(run([], GOOD).status).toBe(2);
    expect(run(["--api", "openai-chat", "no-such-file.json"], GOOD).status).toBe(2);
  });
});
