/**
 * Conversations of callers who speak the dialect, turn by turn (MAP-05, MAP-06, MAP-07, MAP-12).
 */
import { describe, expect, test } from "vitest";
import { ownHistory } from "../../../canonical/origin.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { anthropicMessages } from "../index.ts";
import { encoding, requestOf, turns } from "./testing.ts";

const mark = { cache_control: { type: "ephemeral" } };
const text = (words: string, more: JsonObject = {}) => ({ type: "text", text: words, ...more });
const user = (...content: Json[]) => ({ role: "user", content });
const assistant = (...content: Json[]) => ({ role: "assistant", content });
const hello = { role: "user", content: "Hi." };
const used = (id: string, more: JsonObject = {}) => ({
  type: "tool_use",
  id,
  name: "tide",
  input: {},
  ...more,
});
const call = (id: string, args = "{}") => ({
  id,
  type: "function",
  function: { name: "tide", arguments: args },
});

const read = (...messages: Json[]) =>
  requestOf({ model: "m", max_tokens: 9, messages: [hello, ...messages] });
/** What turns after a first one of the user's become. */
const conversation = (...messages: Json[]) => read(...messages).messages.slice(1);

describe("a user's turn", () => {
  test("has the results first, then what is said, each as simply as it may be", () => {
    const image = { type: "image", source: { type: "url", url: "https://a.example/b.png" } };
    const result = (id: string, more: JsonObject = {}) => ({ type: "tool_result", tool_use_id: id, ...more });
    const messages = conversation(
      user(
        text("And?"),
        result("a", { is_error: true }),
        result("b", { content: "Low.", is_error: false }),
        result("c", { content: [text("Low.")] }),
        result("d", { content: [] }),
        result("e", { content: [text("Look:"), image], ...mark }),
      ),
    );
    expect(messages).toEqual([
      { role: "tool", tool_call_id: "a", content: "", is_error: true },
      { role: "tool", tool_call_id: "b", content: "Low." },
      { role: "tool", tool_call_id: "c", content: "Low." },
      { role: "tool", tool_call_id: "d", content: "" },
      {
        role: "tool",
        tool_call_id: "e",
        ...mark,
        content: [text("Look:"), { type: "image_url", image_url: { url: "https://a.example/b.png" } }],
      },
      { role: "user", content: "And?" },
    ]);
  });

  test("that only gives results says nothing beside them; one of nothing stays a turn", () => {
    expect(conversation(user({ type: "tool_result", tool_use_id: "a", content: "Low." }))).toEqual([
      { role: "tool", tool_call_id: "a", content: "Low." },
    ]);
    expect(conversation(user())).toEqual([{ role: "user", content: [] }]);
  });

  test("is a list of parts where it has several, or a mark", () => {
    expect(
      conversation(user(text("Ebb?"), text("Flow?")), user(text("Moon?", mark)), user(text("Sun?"))),
    ).toEqual([
      { role: "user", content: [text("Ebb?"), text("Flow?")] },
      { role: "user", content: [text("Moon?", mark)] },
      { role: "user", content: "Sun?" },
    ]);
  });

  const document = (source: JsonObject, more: JsonObject = {}) => ({ type: "document", source, ...more });

  test.each<[string, JsonObject, JsonObject]>([
    [
      "an image by value",
      { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" }, ...mark },
      { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" }, ...mark },
    ],
    [
      "a document by value",
      document({ type: "base64", media_type: "application/pdf", data: "AAAA" }, mark),
      { type: "file", file: { file_data: "data:application/pdf;base64,AAAA" }, ...mark },
    ],
    [
      "a document in words",
      document({ type: "text", media_type: "text/plain", data: "höhe" }, { title: "log" }),
      { type: "file", file: { file_data: "data:text/plain;base64,aMO2aGU=", filename: "log" } },
    ],
    [
      "a document by URL",
      document({ type: "url", url: "https://a.example/log.pdf" }, { title: null, context: null }),
      { type: "file", file: { file_url: "https://a.example/log.pdf" } },
    ],
    [
      "a document by id, with what is said about it",
      document({ type: "file", file_id: "file_1" }, { context: "Spring", citations: { enabled: true } }),
      { type: "file", file: { file_id: "file_1" }, context: "Spring", citations: { enabled: true } },
    ],
  ])("may have %s", (_what, block, part) =>
    expect(conversation(user(block))).toStrictEqual([{ role: "user", content: [part] }]),
  );
});

describe("an assistant's turn", () => {
  test.each<[string, Json[], JsonObject]>([
    ["words", [text("Ebb.")], { content: "Ebb." }],
    ["words in two blocks", [text("Ebb, "), text("flow.")], { content: [text("Ebb, "), text("flow.")] }],
    ["nothing", [], { content: null }],
    [
      "calls, of which the last one's mark counts",
      [used("a", mark), used("b", { input: { at: "noon" }, ...mark })],
      { content: null, tool_calls: [call("a"), call("b", '{"at":"noon"}')], ...mark },
    ],
    [
      "thinking, signed and sealed",
      [
        { type: "thinking", thinking: "Hm.", signature: "c2ln" },
        { type: "redacted_thinking", data: "c2VhbGVk" },
        text("Ebb."),
      ],
      {
        content: "Ebb.",
        reasoning_details: [
          { type: "reasoning.text", text: "Hm.", signature: "c2ln" },
          { type: "reasoning.encrypted", data: "c2VhbGVk" },
        ],
      },
    ],
  ])("has %s", (_what, content, message) =>
    expect(conversation(assistant(...content))).toStrictEqual([{ role: "assistant", ...message }]),
  );

  test("with blocks that only Anthropic has is replayed from them", () => {
    const content = [
      text("Searching."),
      { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "tide" } },
      { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] },
    ];
    const request = read(assistant(...content));
    expect(request.messages[1]).toMatchObject({ content: "Searching.", anthropic_content: content });
    expect(turns(anthropicMessages.encodeRequest(request, encoding()).body)[1]?.content).toEqual(content);
  });

  const thought = (signature: string) => ({ type: "thinking", thinking: "Hm.", signature });

  test.each<[string, Json[], Json[]]>([
    [
      "thinking between sentences",
      [thought("c2ln"), text("Wait."), thought("c3Vu"), text("Go.", mark), used("a", mark)],
      [thought("c2ln"), text("Wait."), thought("c3Vu"), text("Go.", mark), used("a", mark)],
    ],
    ["a sentence behind a call", [used("a"), text("Rang.")], [used("a"), text("Rang.")]],
    [
      "thinking of others between sentences, which stays behind",
      [text("Wait."), thought("origin:openai/gpt-5/openai:c2ln"), text("Go."), thought(""), used("a")],
      [text("Wait."), text("Go."), used("a")],
    ],
    [
      "a call by another provider's id, which is spelled like that of its result",
      [used("functions.bell:0"), text("Rang.")],
      [used("functions_bell_0"), text("Rang.")],
    ],
  ])("with %s keeps its order", (_what, content, written) => {
    const { endpoint, traits } = encoding();
    const request = ownHistory(read(assistant(...content)), endpoint, false);
    const { body } = anthropicMessages.encodeRequest(request, { endpoint, traits });
    expect(turns(body)[1]?.content).toEqual(written);
  });

  test("keeps its order without marks where the host takes none", () => {
    const request = read(assistant(text("Wait.", mark), thought("c2ln"), used("a", mark)));
    const { endpoint, traits } = encoding();
    const bare = { endpoint, traits: { ...traits, cacheControl: false } };
    const { body } = anthropicMessages.encodeRequest(request, bare);
    expect(turns(body)[1]?.content).toEqual([text("Wait."), thought("c2ln"), used("a")]);
  });
});

test("instructions in the midst of a conversation stay where they are", () => {
  const rules = { role: "system", content: "Be brief." };
  expect(conversation(rules, { role: "system", content: [text("Be"), text("kind", mark)] }, hello)).toEqual([
    rules,
    { role: "system", content: [text("Be"), text("kind", mark)] },
    hello,
  ]);
});
