/**
 * Passed calls of which something is lost, added or written anew beside their bodies (PRX-01, PRX-02, PRX-08).
 * @module
 */
import type { Defect } from "./defect.ts";
import { withFields, withRequest, withTargetAnswer } from "./passthrough.ts";

export const passedWireDefects: readonly Defect[] = [
  {
    id: "passthrough.reason-lost",
    title: "The words of a target's status are replaced by those of the standard",
    seenIn: "own",
    breaks: ["PRX-01"],
    plant: withTargetAnswer((answer) => {
      answer.statusMessage = "";
    }),
  },
  {
    id: "passthrough.expect-passed-on",
    title: "The target is told that its caller waits to be told to go on",
    seenIn: "own",
    breaks: ["PRX-02"],
    plant: withRequest(({ headers, method }) =>
      method === "POST" ? { headers: [...headers, "Expect", "100-continue"] } : {},
    ),
  },
  {
    id: "passthrough.connection-first-line",
    title:
      "Of several Connection lines of an answer the first one is read, and what the others name is passed on",
    seenIn: "own",
    breaks: ["PRX-02"],
    plant: withTargetAnswer((answer) => {
      const raw = answer.rawHeaders;
      const at = raw.findIndex((name, i) => i % 2 === 0 && name === "connection");
      if (at !== -1) answer.rawHeaders = raw.toSpliced(at, 2);
    }),
  },
  {
    id: "passthrough.empty-fields-lost",
    title: "Fields without a value are left out",
    seenIn: "own",
    breaks: ["PRX-02"],
    plant: withFields((name, value) => (value === "" ? [] : [name, value])),
  },
  {
    id: "passthrough.answer-fields-joined",
    title: "Fields of one name of an answer are joined to one",
    seenIn: "own",
    breaks: ["PRX-02"],
    plant: withTargetAnswer((answer) => {
      const joined = new Headers();
      const { rawHeaders: raw } = answer;
      for (let i = 0; i < raw.length; i += 2) joined.append(raw[i] ?? "", raw[i + 1] ?? "");
      answer.rawHeaders = [...joined].flat();
    }),
  },
  {
    id: "passthrough.escapes-in-capitals",
    title: "The escapes of a path are written anew, in capitals",
    seenIn: "own",
    breaks: ["PRX-08", "PRX-01"],
    plant: withRequest(({ path }) => ({
      path: (path ?? "/").replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase()),
    })),
  },
];
