/**
 * Situations that only Cohere, Mistral or Azure shows.
 * @module
 */
import type { JsonObject } from "../../registry/json.ts";
import type { QuirkId } from "../../registry/providers/_shared/quirks.ts";
import { ask, basic, bellTool, streamed, tools } from "./bodies.ts";
import type { Draft } from "./scenarios.ts";

const bellAtNoon = ask("Should the bell ring at noon?", { tools: [bellTool] });
const bellTwice = ask("Ring the bell twice.", { tools: [bellTool] });

/** A result that the answer can cite. */
const cited: JsonObject = {
  messages: [
    { role: "user", content: "How high is the tide?" },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "call_bell03", type: "function", function: { name: "ring_bell", arguments: "{}" } }],
    },
    { role: "tool", tool_call_id: "call_bell03", content: "Three metres." },
  ],
  tools: [bellTool],
};

const failing = (title: string, quirk: QuirkId) => ({ title, body: basic, quirk });

export const cohereMistralAzure = {
  "chat.billed-units": {
    title: "Charged and processed tokens differ by far",
    needs: ["tools"],
    quirk: "billed-units",
    body: bellAtNoon,
  },
  "stream.billed-units": {
    title: "Streamed: charged and processed tokens differ by far",
    needs: ["tools"],
    quirk: "billed-units",
    body: streamed(bellAtNoon),
  },
  "chat.tool-plan": {
    title: "A plan in words before the tool calls",
    needs: ["tools"],
    quirk: "tool-plan",
    body: bellTwice,
  },
  "stream.tool-plan": {
    title: "A streamed plan in words before the tool calls",
    needs: ["tools"],
    quirk: "tool-plan",
    body: streamed(bellTwice),
  },
  "chat.tools.null-arguments": {
    title: "A tool call whose arguments are the text null",
    needs: ["tools"],
    quirk: "null-arguments",
    body: ask("Ring the bell at dusk.", { tools: [bellTool] }),
  },
  "chat.citations": {
    title: "An answer that cites a tool result",
    needs: ["tools"],
    quirk: "citations",
    body: cited,
  },
  "stream.error.finish": {
    title: "The stream finishes with the word for a failure",
    quirk: "error-finish",
    body: streamed(ask("Begin the ballad and fail.")),
  },
  "error.404.retired": failing("The model was taken out of service", "retired-model"),
  "error.498.deny-listed": failing("The text holds a token that is not allowed", "deny-listed-token"),

  "chat.tools.any": {
    title: "Some tool must be called, in the host's own word",
    needs: ["tools"],
    quirk: "tool-choice-any",
    body: { ...tools, tool_choice: "required" },
  },
  "chat.cached.top-level": {
    title: "The cached count stands beside the details",
    quirk: "cached-spellings",
    body: ask("Repeat the pier rules again."),
  },
  "chat.cached.misspelt": {
    title: "The details of the prompt are misspelt",
    quirk: "cached-spellings",
    body: ask("Repeat the pier rules once more."),
  },
  "stream.content-switch": {
    title: "Content is now a text, now a list of parts",
    quirk: "content-parts",
    body: streamed(ask("Think aloud about the fog.")),
  },
  "stream.tools.empty-name": {
    title: "Later pieces of a tool call have an empty name",
    needs: ["tools"],
    quirk: "empty-call-name",
    body: streamed({ ...tools, tool_choice: "required", temperature: 0 }),
  },
  "error.422.message-object": failing("The message of the error is itself an error", "message-object"),
  "error.400.invalid-model": failing("An unknown model is a 400", "invalid-model"),
  "error.429.capacity": failing("No capacity is left in the tier", "capacity"),
  "error.503.capacity": failing("The same lack of capacity as a 503", "capacity"),

  "stream.prompt-filter": {
    title: "A report about the prompt comes first, without id, model or choices",
    quirk: "prompt-filter-chunk",
    body: streamed(ask("Is the pier open?")),
  },
  "stream.async-filter": {
    title: "Reports about the answer between the chunks, with a null delta or none",
    quirk: "async-filter",
    body: streamed(ask("Is the pier open at night?")),
  },
  "error.400.content-filter": failing("The prompt is filtered", "filtered-prompt"),
  "error.429.reset-milliseconds": failing("A limit resets in bare milliseconds", "reset-milliseconds"),
  "error.429.day-long": failing("A limit that asks for a day's wait", "day-long-wait"),
  "error.404.no-content-type": failing("JSON without a content type", "no-content-type"),
} satisfies Record<string, Draft>;
