import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChunkEvents } from "../upstream/read-stream.ts";
import { TextForm } from "../upstream/text-form.ts";
import { contextOf } from "./testing.ts";

const HEAD = '"id":"c-1","object":"chat.completion.chunk","created":1795000000,"model":"tide-1-wire"';
const FIRST = `{${HEAD},"choices":[{"index":0,"delta":{"role":"assistant","content":"Ebb"},"finish_reason":null}]}`;

/** Texts as they stand in JSON: escaped and not, broken off, and with what looks like more of the event. */
const WRITTEN = [
  "Ebb",
  "Flut",
  "ä𝄞",
  " ",
  "",
  "Ebb.",
  "content",
  "\\n",
  '\\"',
  "\\u0041",
  "a\\\\",
  "\t",
  'x","content":"y',
  '\\"content\\":\\"z',
  'x"},"finish_reason":"stop"}]}',
  '"',
  "\\",
];
const written = fc.constantFrom(...WRITTEN);

/** Deltas and events in forms that hosts use, and in some that only look like them. `@` stands for the text. */
const DELTAS = [
  '{"content":"@"}',
  '{"content" : "@"}',
  '{"content":"@","content":"Flut"}',
  '{"role":"assistant","content":"@"}',
  '{"content":"Flut","content":"@"}',
  '{"content":"@","cont\\u0065nt":"Flut"}',
  '{"x":{"content":"@"},"content":"Flut"}',
  '{"content":"@","refusal":null}',
  '{"content":"Flut","content" :"@"}',
  '{"\\"content":"@"}',
];
const EVENTS = [
  `{${HEAD},"choices":[{"index":0,"delta":#,"finish_reason":null}]}`,
  `{${HEAD},"choices":[{"delta":#,"index":0,"logprobs":null,"finish_reason":null}],"usage":null}`,
  `{${HEAD},"choices":[{"index":1,"delta":#,"finish_reason":null}]}`,
  `{${HEAD},"choices":[{"index":0,"delta":#,"finish_reason":"stop"}]}`,
  `{${HEAD},"choices":[{"index":0,"delta":#,"finish_reason":null}],"usage":{"prompt_tokens":1,"completion_tokens":2}}`,
  `{"id":"c-2","model":"x","choices":[{"index":0,"delta":#,"finish_reason":null}]}`,
  `{"choices":[{"index":0,"delta":{"content":"@"}}],${HEAD},"choices":[{"index":0,"delta":#,"finish_reason":null}]}`,
  `{${HEAD},"choices":[{"index":0,"delta":#,"finish_reason":null}],"choices":[]}`,
];
const data = fc
  .tuple(fc.constantFrom(...EVENTS), fc.constantFrom(...DELTAS), written)
  .map(([event, delta, text]) => event.replace("#", delta).replaceAll("@", text));

/** Hosts repeat themselves: each event several times, with one text after the other. */
const stream = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: data.map((one) => [one]) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...EVENTS), fc.constantFrom(...DELTAS), fc.array(written, { maxLength: 5 }))
        .map(([event, delta, texts]) => texts.map((text) => event.replace("#", delta).replaceAll("@", text))),
    },
  ),
  { maxLength: 5 },
);

describe("the form of events that go on with a text", () => {
  test("tells of each event what parsing it tells (MAP-16, STR-04)", () => {
    fc.assert(
      fc.property(stream, (groups) => {
        const byForm = new ChunkEvents(contextOf());
        // Bodies that are changed on the way have no form, so each is parsed.
        const parsed = new ChunkEvents(contextOf(), (body) => body);
        for (const event of [FIRST, ...groups.flat()]) {
          const item = { kind: "event", event: null, data: event } as const;
          const expected = parsed.read(item);
          expect(byForm.read(item)).toEqual(expected);
          expect(byForm.isPlain).toBe(parsed.isPlain);
          expect(Object.hasOwn(byForm.body, "usage")).toBe(Object.hasOwn(parsed.body, "usage"));
          if (expected.some(({ type }) => type === "error" || type === "broken")) return;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("holds for another text, and for no event that is otherwise different", () => {
    const read = (event: string): string => JSON.parse(event).content;
    const form = TextForm.of('{"a":1,"content":"Ebb"}', "Ebb", read);
    expect(form?.textOf('{"a":1,"content":"und Flut"}')).toBe("und Flut");
    expect(form?.textOf('{"a":2,"content":"und Flut"}')).toBeNull();
    expect(form?.textOf('{"a":1,"content":""}')).toBeNull();
    expect(form?.textOf('{"a":1,"content":"und\\nFlut"}')).toBeNull();
    expect(form?.textOf('{"a":1,"content":"Ebb","b":"Flut"}')).toBeNull();
  });

  test("is not found where the text stands in another place than it seems", () => {
    const read = (event: string): string => JSON.parse(event).content;
    expect(TextForm.of('{"content":"Ebb","content" :"Ebb"}', "Ebb", read)).toBeNull();
    expect(TextForm.of('{"content":"E\\u0062b"}', "Ebb", read)).toBeNull();
  });
});
