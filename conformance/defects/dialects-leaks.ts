/**
 * Fallback and masking as gateways with several dialects were seen to break them.
 * @module
 */
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts, withProvider } from "./plants.ts";

/** Every request keeps headers of the one before it. */
const keeping = (kept: (name: string) => boolean): Plant =>
  withParts(({ transport }) => {
    let before: OutboundRequest["headers"] = [];
    return {
      transport: {
        send: (request, signal) => {
          const names = new Set(request.headers.map(([name]) => name));
          const left = before.filter(([name]) => kept(name) && !names.has(name));
          before = request.headers;
          return transport.send({ ...request, headers: [...request.headers, ...left] }, signal);
        },
      },
    };
  });

export const leakDefects: readonly Defect[] = [
  {
    id: "fallback.anthropic.version-left-over",
    title: "Version headers of the first provider go to the second one as well",
    seenIn: "zeroclaw-labs/zeroclaw#911",
    breaks: ["RTE-07"],
    providers: ["anthropic"],
    plant: keeping((name) => name.startsWith("anthropic-")),
  },
  {
    id: "fallback.gemini.key-left-over",
    title: "A key in a header of its own stays when the next provider takes another header",
    seenIn: "NousResearch/hermes-agent#30772",
    breaks: ["AUT-03"],
    providers: ["google-ai-studio"],
    plant: keeping((name) => name === "x-goog-api-key"),
  },
  {
    id: "security.vertex.key-file-as-one-secret",
    title: "A key file is masked as a whole and by nothing of what stands in it",
    seenIn: "own",
    breaks: ["ERR-06", "SEC-01"],
    providers: ["vertex"],
    plant: withProvider(() => ({ secretsOf: ({ secret }) => [secret] })),
  },
  {
    id: "security.bedrock.settings-unmasked",
    title: "Secrets beside the key are taken for settings and shown",
    seenIn: "own",
    breaks: ["ERR-06", "SEC-01"],
    providers: ["bedrock"],
    plant: withProvider(() => ({ secretsOf: ({ secret }) => [secret] })),
  },
];
