/**
 * Requests that any HTTP server refuses or misreads: what their headers say is not so.
 * @module
 */
import type { Defect } from "./defect.ts";
import { withOutbound } from "./plants.ts";

const adding = (what: string, title: string, header: [string, string], seenIn = "own"): Defect => ({
  id: `mapping.http.${what}`,
  title,
  seenIn,
  breaks: ["MAP-15"],
  plant: withOutbound((request) => ({ ...request, headers: [...request.headers, header] })),
});

export const httpRuleDefects: readonly Defect[] = [
  {
    id: "mapping.http.length-in-characters",
    title: "The content-length counts characters where the body has bytes",
    seenIn: "Menci/Floway#96",
    breaks: ["MAP-15"],
    plant: withOutbound((request) => {
      const text = new TextDecoder().decode(request.body);
      return { ...request, headers: [...request.headers, ["content-length", String(text.length)]] };
    }),
  },
  adding("encoding-kept", "The encoding of the caller's body stays on one that was written anew", [
    "content-encoding",
    "gzip",
  ]),
  adding("host-of-another", "The host header is another one than that of the connection", [
    "host",
    "gateway.example.com",
  ]),
  adding("connection-passed-on", "What the caller said of its own connection is passed on", [
    "connection",
    "close, x-tide",
  ]),
  adding("te-passed-on", "The caller's te is passed on", ["te", "trailers"]),
  adding("type-twice", "The type of the body is sent twice", ["content-type", "application/json"]),
];
