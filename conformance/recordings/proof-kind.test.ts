import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Recording } from "./load.ts";
import { copiedFrom, essence, proofKindOf } from "./proof-kind.ts";
import { RECORDINGS, recordingsOf } from "./store.ts";

const root = mkdtempSync(join(tmpdir(), "copied-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A copyist's work: Groq's recording renamed to another host, with one invented sentence as its evidence. */
function renamed(change: { body?: (text: string) => string; url?: string; mark?: string } = {}): Recording {
  const folder = join(root, `${Math.abs(JSON.stringify(change).length)}`);
  for (const provider of ["groq", "together"])
    cpSync(join(RECORDINGS, "groq", "chat.basic"), join(folder, provider, "chat.basic"), { recursive: true });
  const [groq] = recordingsOf("groq").filter(({ meta }) => meta.id === "groq/chat.basic");
  if (groq === undefined) throw new Error("groq/chat.basic is gone");
  const evidence = [
    {
      url: change.url ?? "https://example.org/notes",
      retrievedAt: "2027-01-01",
      mark: change.mark ?? "unverified",
      states: "It answers like the others.",
    },
  ];
  const text = new TextDecoder().decode(groq.responseBody);
  return {
    ...groq,
    dir: join(folder, "together", "chat.basic"),
    responseBody: new TextEncoder().encode((change.body ?? ((own) => own))(text)),
    meta: {
      ...groq.meta,
      id: "together/chat.basic",
      provider: "together",
      provenance: { ...groq.meta.provenance, evidence } as Recording["meta"]["provenance"],
    },
  };
}

describe("what a recording proves", () => {
  it("is copied where its answer is another host's but for names", () => {
    const other = renamed({ body: (text) => text.replace(/"id":\s*"[^"]*"/, '"id":"together-1"') });
    expect(copiedFrom(other)).toBe("groq/chat.basic");
    expect(proofKindOf(other)).toBe("copied");
  });

  it("is authored where the host's own pages say what it answers", () => {
    expect(proofKindOf(renamed({ url: "https://docs.together.ai/reference", mark: "documented" }))).toBe(
      "authored",
    );
  });

  it("is copied still where nobody is sure of what a page of the host says", () => {
    expect(proofKindOf(renamed({ url: "https://docs.together.ai/reference" }))).toBe("copied");
  });

  it("is authored where its answer differs in more than names", () => {
    const other = renamed({
      body: (text) => text.replace(/"completion_tokens":\s*\d+/, '"completion_tokens":7777'),
    });
    expect(proofKindOf(other)).toBe("authored");
  });

  it("is not copied at the maker of the API, whom the others repeat", () => {
    for (const slug of ["openai", "anthropic", "google-ai-studio", "bedrock", "cohere"])
      expect(
        recordingsOf(slug).flatMap((recording) => copiedFrom(recording) ?? []),
        slug,
      ).toEqual([]);
  });

  it("is known for each recording of this repository: five of Vertex repeat Google AI Studio's", () => {
    const copied = recordingsOf("vertex").flatMap((recording) => copiedFrom(recording) ?? []);
    expect(copied.every((original) => original.startsWith("google-ai-studio/"))).toBe(true);
    expect(copied).toHaveLength(5);
  });

  it("leaves numbers of usage in what it compares", () => {
    expect(essence('{"id": "a", "created": 12, "usage": {"prompt_tokens": 3}}')).toBe(
      '{"id":0,"created":0,"usage":{"prompt_tokens":3}}',
    );
  });
});
