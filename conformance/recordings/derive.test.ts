import { describe, expect, test } from "vitest";
import { endpointOn } from "../../registry/endpoint.ts";
import { openRegistry, providers } from "../../registry/index.ts";
import type { OutboundRequest, RequestContext } from "../../registry/providers/_shared/base.ts";
import { AvianProvider } from "../../registry/providers/avian/index.ts";
import { deriveRecording } from "./derive.ts";
import type { RecordingMeta } from "./schema.ts";
import { recordingAt } from "./store.ts";

/** A class that is wrong about how its host is called. */
class Astray extends AvianProvider {
  override buildUrl(): string {
    return "https://api.avian.io/v2/chat";
  }
  override authenticate(request: OutboundRequest, { credential }: RequestContext): OutboundRequest {
    return { ...request, headers: [...request.headers, ["x-api-key", credential.secret]] };
  }
}

type Request = RecordingMeta["request"];
const OWN: Request["credential"] = { in: "header", name: "x-own", scheme: "raw", placeholder: "KEY" };

/** The request of a basic chat that follows for the host. */
function derived(calls: Parameters<typeof deriveRecording>[4]): Request | undefined {
  const provider = new Astray();
  const api = provider.chatApi();
  const parent = recordingAt(providers.openai, providers.openai.chatApi(), "chat.basic");
  if (!parent) throw new Error("OpenAI has a basic chat");
  const endpoints = openRegistry()
    .indexes.endpointsOfProvider("avian")
    .flatMap((endpoint) => endpointOn(endpoint, api.id) ?? []);
  return deriveRecording({ recording: parent, model: undefined }, provider, api, endpoints, calls)?.meta
    .request;
}

describe("a recording that follows for a host", () => {
  test("wants the key where the API's author does, whatever the host's class does with it", () => {
    expect(derived({})?.credential).toMatchObject({ name: "authorization", scheme: "Bearer" });
  });

  test("wants key and address as the host's calls.json says", () => {
    const whole = { url: "https://api.avian.io/v1/chat/completions", headers: [] };
    const request = derived({ "openai-chat": { region: null, credential: OWN, whole } });
    expect([request?.url, request?.credential]).toEqual([whole.url, OWN]);
  });

  test("puts the model into an address that names it", () => {
    const whole = { url: "https://api.avian.io/{model%}/chat", headers: [] };
    const request = derived({ "openai-chat": { region: null, credential: OWN, whole } });
    expect(request?.url).toMatch(/^https:\/\/api\.avian\.io\/[\w.-]+%2F[\w.-]+\/chat$/);
  });

  test("wants the key of another API of the host where calls.json is silent about this one", () => {
    const whole = { url: "https://api.avian.io/v1/messages", headers: [] };
    const request = derived({ "anthropic-messages": { region: null, credential: OWN, whole } });
    expect(request?.credential).toEqual(OWN);
  });
});
