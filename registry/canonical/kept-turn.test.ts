import { expect, test } from "vitest";
import { concealedTurn, OUTPUT_FIELD, revealedTurn } from "./kept-turn.ts";

const kept = { provider: "openai", items: [{ type: "reasoning", encrypted_content: "c2VhbGVk" }] };
const message = { role: "assistant", content: "Out.", [OUTPUT_FIELD]: kept };

test("gives a turn back as it was concealed", () => {
  expect(revealedTurn(concealedTurn(message) ?? "")).toEqual({ [OUTPUT_FIELD]: kept });
});

test("conceals nothing where no items were kept", () => {
  expect(concealedTurn({ role: "assistant", content: "Out." })).toBeNull();
});

test.each([
  ["Claude's own thinking", "c2lnbmVk"],
  ["thinking of another maker", "origin:google/gemini-3/vertex:c2lnbmVk"],
  ["text that was damaged", "origin:responses-output:%%%"],
  ["JSON that is no object", `origin:responses-output:${Buffer.from("7").toString("base64url")}`],
])("reveals nothing in %s", (_what, text) => {
  expect(revealedTurn(text)).toEqual({});
});
