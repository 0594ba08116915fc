import { describe, expect, it } from "vitest";
import { holdsCounts } from "./counts.ts";

describe("a body that holds counts", () => {
  it("has a prompt and a completion, whatever they are called", () => {
    expect(holdsCounts('{"usage":{"prompt_tokens": 7,"completion_tokens":0}}')).toBe(true);
    expect(holdsCounts('{"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":2}}')).toBe(true);
  });

  it("is none where only one of them is there", () => {
    expect(holdsCounts('{"usage":{"input_tokens":7}}')).toBe(false);
  });

  it("is none where the only prompt has no token, as in a response that was only queued", () => {
    const queued =
      '{"status":"queued","tool_usage":{"image_gen":{"input_tokens":0,"output_tokens":0}},"usage":null}';
    expect(holdsCounts(queued)).toBe(false);
  });
});
