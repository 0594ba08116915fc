/** GPT-5 on Responses: another host than Converse's, whose name is that of the service too (MAP-01, AUT-04). */
import { describe, expect, test } from "vitest";
import { endpointOn } from "../../endpoint.ts";
import { openRegistry } from "../../index.ts";
import type { RequestContext } from "../_shared/base.ts";
import { BedrockProvider } from "./index.ts";

const bedrock = new BedrockProvider();
const found = openRegistry().indexes.endpoint("gpt-5.5:bedrock");
const endpoint = found && endpointOn(found, "openai-responses");

function context(config: Record<string, string> = {}): RequestContext {
  if (!endpoint) throw new Error("gpt-5.5 is not offered on Responses");
  return {
    endpoint,
    stream: false,
    nowMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    token: null,
    callerHeaders: {},
    credential: { secret: "SECRET", config: { region: "us-east-1", ...config } },
  };
}

describe("Responses at Bedrock", () => {
  test("has a host and a path of its own, which is approved", () => {
    const url = bedrock.buildUrl(context());
    expect(url).toBe("https://bedrock-mantle.us-east-1.api.aws/openai/v1/responses");
    expect(bedrock.hosts.some((host) => host.test(url))).toBe(true);
  });

  test("is signed with the name of its own service", async () => {
    const called = context({ accessKeyId: "AKIDEXAMPLE" });
    const bare = {
      method: "POST" as const,
      url: bedrock.buildUrl(called),
      headers: [],
      body: new Uint8Array(),
    };
    const { headers } = await bedrock.authenticate(bare, called);
    const [, authorization] = headers.find(([name]) => name === "authorization") ?? [];
    expect(authorization).toContain("Credential=AKIDEXAMPLE/20260102/us-east-1/bedrock-mantle/aws4_request");
  });

  test("has none of the limits of Converse", () => {
    const { endpoint: called } = context();
    expect(bedrock.traitsOf(called).forcedCalls).toBeUndefined();
    expect(found && bedrock.traitsOf(found).forcedCalls).toBe(false);
  });
});
