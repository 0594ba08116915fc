/**
 * Native bodies that are not passed through as they are (MAP-14).
 * @module
 */
import { clientCodecOf } from "../../registry/apis/index.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withApi, withOutbound, withProvider, withRegistry } from "./plants.ts";

const MAPPING = "helicone-gateway-body-mapping";

/** The header that asks for it, seen and changed on the way in. */
const withMapping =
  (change: (value: string) => string | null): Defect["around"] =>
  (send) =>
  (path, init) => {
    const headers = new Headers(init.headers);
    const value = headers.get(MAPPING);
    const changed = value === null ? null : change(value);
    if (changed === null) headers.delete(MAPPING);
    else headers.set(MAPPING, changed);
    return send(path, { ...init, headers });
  };

export const mappingNativeDefects: readonly Defect[] = [
  {
    id: "mapping.native.translated",
    title: "A native body is translated once more",
    seenIn: "own",
    breaks: ["MAP-14"],
    plant: withProvider((original) => ({
      buildNativeBody: (body, endpoint) => {
        const read = clientCodecOf(endpoint.api)?.decodeRequest(body, { model: "any", stream: false });
        return read?.ok
          ? { ...original.buildBody(read.request, endpoint).body, translated: true }
          : original.buildNativeBody(body, endpoint);
      },
    })),
  },
  {
    id: "mapping.native.model-string",
    title: "A native body keeps the gateway's own model string",
    seenIn: "own",
    breaks: ["MAP-14"],
    plant: withProvider((original) => ({
      buildNativeBody: (body, endpoint) => ({
        ...original.buildNativeBody(body, endpoint),
        model: body.model ?? "",
      }),
    })),
  },
  {
    id: "mapping.native.ignored",
    title: "The wish for no mapping is not heard",
    seenIn: "own",
    breaks: ["MAP-14"],
    plant: unchanged,
    around: withMapping(() => null),
  },
  {
    id: "mapping.native.any-word",
    title: "A mapping that does not exist falls back to the default",
    seenIn: "own",
    breaks: ["ERR-08"],
    plant: unchanged,
    around: withMapping((value) => (/^(?:openai|no_mapping)$/i.test(value) ? value : "OPENAI")),
  },
  {
    id: "mapping.native.unpriced-passes",
    title: "A native body that nobody can read is served at the gateway's cost",
    seenIn: "own",
    breaks: ["BIL-06"],
    plant: withRegistry((registry) => ({
      plan: ({ native, ...input }) =>
        registry.plan({ ...input, ...(native ? { native: { ...native, readable: true } } : {}) }),
    })),
  },
  {
    id: "mapping.native.unlisted-passes",
    title: "Parameters of native bodies that nobody priced are served at the gateway's cost",
    seenIn: "own",
    breaks: ["BIL-06"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const known = Object.entries(input.request).filter(([key]) => !key.startsWith("brand"));
        return registry.plan({ ...input, request: Object.fromEntries(known) as typeof input.request });
      },
    })),
  },
  {
    id: "mapping.native.free",
    title: "A native answer is not counted",
    seenIn: "own",
    breaks: ["MAP-14", "CST-03"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, cost) =>
        registry.charge(endpoint, { kind: "unknown" }, reading ? null : cost),
    })),
  },
  {
    id: "mapping.native.type-of-events",
    title: "A provider's own frames are called events",
    seenIn: "own",
    providers: ["bedrock"],
    breaks: ["MAP-14"],
    plant: unchanged,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      if (!response.headers.get("content-type")?.includes("eventstream")) return response;
      const { status, body } = response;
      const headers = new Headers(response.headers);
      headers.set("content-type", "text/event-stream; charset=utf-8");
      return new Response(body, { status, headers });
    },
  },
  {
    id: "mapping.headers.betas-elsewhere",
    title: "Betas are passed on to hosts that have none",
    seenIn: "own",
    breaks: ["MAP-09"],
    plant: withApi(() => ({ callerHeaders: ["anthropic-beta"] })),
  },
  {
    id: "mapping.headers.betas-for-all",
    title: "Betas are passed on to the gateway's own account",
    seenIn: "own",
    providers: ["anthropic"],
    breaks: ["BIL-06", "MAP-09"],
    plant: withOutbound((request) => ({
      ...request,
      headers: [...request.headers, ["anthropic-beta", "any"]],
    })),
  },
];
