import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { chunkPerEvent } from "./chunks.ts";
import { sha256 } from "./identity.ts";
import { parseJson } from "./json.ts";
import { chunkBytes, loadRecording, loadRecordings, recordedProviders } from "./load.ts";
import { prettyJson } from "./pretty.ts";
import { scenarios } from "./scenarios.ts";
import { recordingJsonSchema } from "./schema.ts";
import { staleFiles, staleSchema, writeFiles } from "./seal.ts";

const root = new URL("../../recordings/", import.meta.url);
const scratch = mkdtempSync(join(tmpdir(), "recordings-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const dir = join(scratch, "openai", "stream.unicode");
const metaFile = join(dir, "recording.json");
const callsFile = join(scratch, "openai", "calls.json");
const original = fileURLToPath(new URL("openai/stream.unicode", root));
/** The copy in the form of captured recordings, which says everything. */
const writeWhole = (): void =>
  writeFileSync(metaFile, prettyJson(parseJson(JSON.stringify(loadRecording(original).meta))));
beforeEach(() => {
  rmSync(dir, { recursive: true, force: true });
  cpSync(original, dir, { recursive: true });
  cpSync(fileURLToPath(new URL("openai/calls.json", root)), callsFile);
});

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`the edit of ${file} changed nothing`);
  writeFileSync(file, after);
}

const problem = (): string => {
  try {
    loadRecording(dir);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "no problem";
};

describe("the recordings of this repository", () => {
  const recordings = loadRecordings(root);

  it("are sorted, and every provider has some", () => {
    const ids = recordings.map(({ meta }) => meta.id);
    expect(ids).toEqual(ids.toSorted());
    expect([...new Set(recordings.map(({ meta }) => meta.provider))]).toEqual(recordedProviders(root));
  });

  it("are sealed", () => {
    expect(recordings.flatMap((recording) => staleFiles(recording.dir))).toEqual([]);
  });

  it("send the scenario's messages, ask for streamed usage, and hold no secret", () => {
    for (const { meta, requestBody, responseBody } of recordings) {
      const scenario = scenarios[meta.scenario as keyof typeof scenarios];
      // Every word that the callers' users said, whatever the wire calls it.
      const messages = scenario.body.messages as { role: string; content: unknown }[];
      const said = JSON.stringify(requestBody);
      for (const { role, content } of messages)
        if (role === "user" && typeof content === "string")
          expect(said, meta.id).toContain(JSON.stringify(content).slice(1, -1));
      const streams = meta.surface === "openai.chat.completions" && scenario.body.stream === true;
      const unasked = requestBody.stream_options === undefined;
      expect(unasked || streams, meta.id).toBe(true);
      expect(Buffer.from(responseBody).toString("latin1"), meta.id).not.toMatch(
        /\b(sk-|gsk_)[A-Za-z0-9]{8}|Bearer /,
      );
    }
  });

  it("say by hand what every success means and what every failure means", () => {
    for (const { meta } of recordings) {
      const { usage, finishReason, errorStatus } = meta.expect ?? {};
      // Some answers have no counts, which is what their scenario shows (USE-05).
      const isCounted = usage !== undefined || /\.no-counts$|^bare\.answer$/.test(meta.scenario);
      const isJudged = errorStatus !== undefined || (isCounted && finishReason !== undefined);
      expect(isJudged, meta.id).toBe(true);
    }
  });

  it("keep chunks whose bytes are the body, some of them cut inside a character", () => {
    for (const recording of recordings) {
      expect(sha256(Buffer.concat(chunkBytes(recording))), recording.meta.id).toBe(
        recording.meta.response.body.sha256,
      );
    }
    const cut = recordings.filter(({ meta }) => meta.scenario === "stream.unicode");
    for (const recording of cut) {
      const broken = chunkBytes(recording).filter((chunk) =>
        new TextDecoder().decode(chunk).includes("\uFFFD"),
      );
      expect(broken.length, recording.meta.id).toBeGreaterThan(0);
    }
  });

  it("survive git attributes: raw bodies are never treated as text", () => {
    const attributes = readFileSync(new URL("../../.gitattributes", import.meta.url), "utf8");
    expect(attributes).toMatch(/^recordings\/\*\*\/response\.\* -text/m);
    const keepAlive = recordings.find(({ meta }) => meta.id === "deepinfra/stream.keep-alive");
    expect(Buffer.from(keepAlive?.responseBody ?? []).toString()).toMatch(/^: ping - .*\r\n\r\ndata: /);
  });

  it("have a fresh schema.json", () => {
    expect(staleSchema(fileURLToPath(new URL("schema.json", root)), recordingJsonSchema())).toEqual([]);
  });

  it("lie beside nothing that is not theirs", () => {
    for (const { dir: home, meta } of recordings) {
      const { body, chunks } = meta.response;
      const named = ["recording.json", "request.json", body.file, chunks].filter((file) => file !== null);
      expect(readdirSync(home).toSorted(), meta.id).toEqual(named.toSorted());
    }
  });
});

describe("a spoilt recording is refused with file, field, value and what is allowed", () => {
  beforeEach(writeWhole);

  it("changed byte", () => {
    edit(join(dir, "response.sse"), (text) => text.replace("data: {", "data:\t{"));
    expect(problem()).toMatch(
      /recording\.json: response\.body\.sha256: given "[0-9a-f]{64}", allowed: [0-9a-f]{64}; leave it out/,
    );
  });

  it("missing byte", () => {
    edit(join(dir, "response.sse"), (text) => text.slice(0, -1));
    expect(problem()).toMatch(/response\.body\.bytes: given \d+, allowed: \d+/);
    expect(problem()).toMatch(/response\.chunks: given \d+, allowed: a sum of \d+ bytes/);
  });

  it("wrong sha256", () => {
    edit(metaFile, (text) => text.replace(/"sha256": "[0-9a-f]+"/, '"sha256": "abc"'));
    expect(problem()).toMatch(
      /recording\.json: response\.body\.sha256: given "abc", allowed: 64 lower-case hex digits/,
    );
  });

  it("missing field", () => {
    edit(metaFile, (text) => text.replace(/ *"region": null,\n/, ""));
    expect(problem()).toMatch(/recording\.json: region: given nothing, allowed: .*string/);
  });

  it("unknown field", () => {
    edit(metaFile, (text) => text.replace('"status": 200', '"status": 200, "state": "ok"'));
    expect(problem()).toMatch(
      /recording\.json: response\.state: given "ok", allowed: only the fields status, /,
    );
  });

  it("authored without evidence, or with exact chunks", () => {
    edit(metaFile, (text) =>
      text.replace(/"evidence": \[[^\]]*\]/, '"evidence": []').replace('"event"', '"exact"'),
    );
    expect(problem()).toMatch(/provenance\.evidence: given \[\], allowed: at least one piece of evidence/);
    expect(problem()).toMatch(/provenance\.chunkFidelity: given "exact", allowed: "event" or "none"/);
  });

  it("credential among the headers", () => {
    edit(metaFile, (text) => text.replace('["accept", ', '["authorization", '));
    expect(problem()).toMatch(/request\.headers: given .*allowed: only the headers content-type, accept/);
  });

  it("changed request", () => {
    edit(join(dir, "request.json"), (text) => text.replace("Greet", "Meet"));
    expect(problem()).toMatch(/request\.match\.key: given "[0-9a-f]{64}", allowed: [0-9a-f]{64}/);
  });

  it("unknown scenario and foreign directory", () => {
    edit(metaFile, (text) => text.replaceAll("stream.unicode", "stream.unicorn"));
    expect(problem()).toMatch(
      /id: given "openai\/stream\.unicorn", allowed: "openai\/stream\.unicode", as the directory/,
    );
    expect(problem()).toMatch(/scenario: given "stream\.unicorn", allowed: one of chat\.basic, /);
  });

  it("broken JSON and a missing file", () => {
    writeFileSync(join(dir, "request.json"), '{"model": ');
    expect(problem()).toMatch(/request\.json: \(whole file\): given .*allowed: JSON \(/);
    rmSync(join(dir, "response.sse"));
    expect(problem()).toMatch(/response\.sse: \(whole file\): given nothing, allowed: a file of this name/);
  });

  it("lists the problems of all recordings at once", () => {
    rmSync(join(dir, "response.sse"));
    cpSync(dir, join(scratch, "openai", "stream.basic"), { recursive: true });
    expect(() => loadRecordings(scratch)).toThrow(/stream\.basic[\s\S]*\n[\s\S]*stream\.unicode/);
    rmSync(join(scratch, "openai", "stream.basic"), { recursive: true });
  });
});

const addId = (text: string): string => text.replace("{", '{ "id": "x",');
const noEvidence = (text: string): string => text.replace(/"evidence": \[[^\]]*\]/, '"evidence": []');

describe("a compact recording", () => {
  it("is completed from its folder, its bytes and how its provider is called", () => {
    const { meta } = loadRecording(dir);
    expect(meta).toMatchObject({
      id: "openai/stream.unicode",
      provider: "openai",
      scenario: "stream.unicode",
      surface: "openai.chat.completions",
      provenance: { kind: "authored", capturedAt: null, chunkFidelity: "event" },
      request: {
        url: "https://api.openai.com/v1/chat/completions",
        headers: [
          ["content-type", "application/json"],
          ["accept", "text/event-stream"],
        ],
        credential: { name: "authorization", scheme: "Bearer", placeholder: "KEY" },
      },
      response: { body: { file: "response.sse", encoding: "raw" }, chunks: "response.chunks.json" },
    });
    expect(meta.response.body.bytes).toBe(readFileSync(join(dir, "response.sse")).length);
  });

  it("says the same as the whole one that it stands for", () => {
    const { meta } = loadRecording(dir);
    writeWhole();
    expect(loadRecording(dir).meta).toEqual(meta);
  });

  it("follows an edit of its bytes, its request and of how the provider is called", () => {
    const before = loadRecording(dir);
    edit(join(dir, "response.sse"), (text) => text.replace("。", "!"));
    rmSync(join(dir, "response.chunks.json"));
    edit(join(dir, "request.json"), (text) => text.replace("Greet", "Meet"));
    edit(callsFile, (text) => text.replaceAll("api.openai.com", "eu.api.openai.com"));
    const { meta, chunks } = loadRecording(dir);
    expect(chunks.slice(0, 2).map(([, ms]) => ms)).toEqual([0, 10]);
    expect(meta.request.url).toBe("https://eu.api.openai.com/v1/chat/completions");
    expect(meta.request.match.key).not.toBe(before.meta.request.match.key);
    expect(meta.response.body.sha256).not.toBe(before.meta.response.body.sha256);
  });

  it("does not guess chunks that no longer fit", () => {
    edit(join(dir, "response.sse"), (text) => `${text}\n`);
    expect(problem()).toMatch(/response\.chunks: given \d+, allowed: a sum of \d+ bytes/);
  });

  it.each([
    ["of another field", () => edit(metaFile, addId), /id: given "x", allowed: only the fields format, /],
    ["without evidence", () => edit(metaFile, noEvidence), /evidence: given \[\], allowed: at least one/],
    [
      "whose request names no model",
      () => edit(join(dir, "request.json"), (text) => text.replace(/ *"model": "[^"]*",\n/, "")),
      /model: given nothing, allowed: the model, which request\.json does not name/,
    ],
    [
      "of a provider that says not how it is called",
      () => rmSync(callsFile),
      /calls\.json: \(whole file\): given nothing, allowed: a file of this name/,
    ],
    [
      "of an API that its provider does not call",
      () => edit(metaFile, (text) => text.replace("{", '{ "api": "gemini",')),
      /calls\.json: gemini: given nothing, allowed: how the API is called/,
    ],
    [
      "of a stream that nobody says how to ask for",
      () => edit(callsFile, (text) => text.replaceAll('"stream"', '"unknown"')),
      /calls\.json: .*unknown/,
    ],
    [
      "with a secret among the headers of calls",
      () => edit(callsFile, (text) => text.replaceAll('["accept", ', '["authorization", ')),
      /headers: given .*allowed: only the headers content-type, accept/,
    ],
  ])("%s is refused with file and field", (_kind, spoil, said) => {
    spoil();
    expect(problem()).toMatch(said);
  });
});

describe("sealing", () => {
  it("leaves out of an authored recording what follows from the rest, and then has nothing to do", () => {
    const compact = readFileSync(metaFile, "utf8");
    writeWhole();
    // Whatever was written down of the bytes before an edit does not count any more.
    edit(join(dir, "request.json"), (text) => text.replace("Greet", "Meet"));
    writeFiles(staleFiles(dir));
    expect(readFileSync(metaFile, "utf8")).toBe(compact);
    expect(staleFiles(dir)).toEqual([]);
  });

  it("takes away chunks that are one per event, and no others", () => {
    expect(staleFiles(dir)).toEqual([]);
    const body = readFileSync(join(dir, "response.sse"));
    const file = join(dir, "response.chunks.json");
    writeFileSync(file, JSON.stringify(chunkPerEvent(body)));
    expect(staleFiles(dir)).toEqual([{ file, content: null }]);
    writeFiles(staleFiles(dir));
    expect(loadRecording(dir).chunks).toEqual(chunkPerEvent(body));
  });

  it("keeps whole what no compact form says", () => {
    writeWhole();
    edit(metaFile, (text) => text.replace('"termination": "complete"', '"termination": "reset"'));
    expect(staleFiles(dir)).toEqual([]);
    expect(loadRecording(dir).meta.response.termination).toBe("reset");
  });

  it("never touches a captured recording", () => {
    const live = {
      kind: "live",
      capturedAt: "2026-10-01",
      recorder: "r/1",
      chunkFidelity: "exact",
      reverifyAfter: "2027-01-01",
    };
    const meta = { ...loadRecording(dir).meta, provenance: live };
    writeFileSync(metaFile, prettyJson(parseJson(JSON.stringify(meta))));
    expect(staleFiles(dir)).toEqual([]);
    edit(join(dir, "request.json"), (text) => text.replace("Greet", "Meet"));
    expect(() => staleFiles(dir)).toThrow(
      /request\.match\.key: given "[0-9a-f]{64}", allowed: [0-9a-f]{64}; restore the captured files/,
    );
  });

  it("cuts one chunk per event for either line end", () => {
    const body = new TextEncoder().encode(": ping\r\n\r\ndata: é\r\n\r\ndata: x\n\nrest");
    expect(chunkPerEvent(body)).toEqual([
      [10, 0],
      [12, 10],
      [9, 10],
      [4, 10],
    ]);
  });
});
