/**
 * Bedrock Converse: limits of the service, what stands in messages, and what belongs together.
 * @module
 */
import type { Finding, Rule } from "../contract.ts";
import { dig, isObject, isText, type Json, type JsonObject, objectsIn, step } from "../json.ts";
import { ASKED, AT, given, said, TEXT } from "./bedrock-examples.ts";
import { type Block, converseMessages, converseTurns, everyBlock } from "./bedrock-view.ts";
import { first, listed, rule } from "./define.ts";

const spec = (more: JsonObject = {}): JsonObject => ({
  toolSpec: { name: "tide", inputSchema: { json: { type: "object" } }, ...more },
});
const CONFIG: JsonObject = { toolConfig: { tools: [spec()] } };
const call = (id: string): JsonObject => ({ toolUse: { toolUseId: id, name: "tide", input: {} } });
const result = (id: string, more: JsonObject = {}): JsonObject => ({
  toolResult: { toolUseId: id, content: [{ text: "out" }], ...more },
});
const turns = (...messages: JsonObject[]): JsonObject => ({ ...CONFIG, messages });

const idsOf = (blocks: readonly Block[] | undefined, kind: string): (Json | undefined)[] =>
  (blocks ?? []).filter((block) => block.kind === kind).map(({ value }) => value.toolUseId);

/** A value that the service's description bounds. */
const constraint = (pointer: string, seen: Json | undefined, what: string): Finding => ({
  pointer,
  seen,
  message: `1 validation error detected: Value at '${pointer.slice(1).replaceAll("/", ".")}' failed to satisfy constraint: ${what}`,
});

function outside(body: JsonObject, name: string, [least, most]: readonly [number, number]): Finding | null {
  const value = dig(body, "inferenceConfig", name);
  return typeof value === "number" && (value < least || value > most)
    ? constraint(
        `/inferenceConfig/${name}`,
        value,
        value > most
          ? `Member must be less than or equal to ${most}`
          : `Member must be greater than or equal to ${least}`,
      )
    : null;
}

/** Region, maker, name, version. */
const MODEL_ID =
  /^(?!(?:us|eu|apac|global|jp|au|ca|us-gov)\.[^.]*$)(?:(?:us|eu|apac|global|jp|au|ca|us-gov)\.)?[a-z0-9]+\.[a-z0-9.-]+(?::\d+[a-z]*)*$/;

export const BEDROCK_RULES: readonly Rule[] = [
  rule("bedrock.shape.required", {
    ...AT,
    repair: "send at least one message",
    find: ({ messages }) =>
      Array.isArray(messages) && messages.length > 0
        ? null
        : {
            pointer: "/messages",
            seen: messages,
            message: "The messages field is required and must not be empty.",
          },
    example: { refused: { messages: [] }, accepted: {} },
  }),
  rule("bedrock.empty.text", {
    ...AT,
    repair: "leave blank text out",
    find: (body) =>
      first(everyBlock(body), ({ kind, value, pointer }) =>
        kind === "text" && isText(value.value) && value.value.trim() === ""
          ? {
              pointer,
              seen: value.value,
              message:
                "The text field in the ContentBlock object is blank. Add text to the text field, and try again.",
            }
          : null,
      ),
    example: { refused: { messages: [given({ text: " " }, TEXT)] }, accepted: { messages: [ASKED] } },
  }),
  rule("bedrock.empty.content", {
    ...AT,
    repair: "leave the message out, or give it content",
    find: (body) =>
      first(converseMessages(body), ({ blocks, pointer }) =>
        blocks.length === 0
          ? {
              pointer: step(pointer, "content"),
              seen: [],
              message: `The content field in the Message object at ${pointer.slice(1).replace("/", ".")} is empty. Add a ContentBlock object to the content field and try again.`,
            }
          : null,
      ),
    example: { refused: { messages: [given()] }, accepted: { messages: [ASKED] } },
  }),
  rule("bedrock.empty.system-text", {
    ...AT,
    repair: "leave empty system text out",
    find: (body) =>
      first(listed(body.system, "/system"), ([pointer, { text }]) =>
        text === ""
          ? constraint(step(pointer, "text"), text, "Member must have length greater than or equal to 1")
          : null,
      ),
    example: { refused: { system: [{ text: "" }] }, accepted: { system: [{ text: "a" }] } },
  }),
  rule("bedrock.empty.tool-description", {
    ...AT,
    repair: "leave an empty description out",
    find: (body) =>
      first(listed(dig(body, "toolConfig", "tools"), "/toolConfig/tools"), ([pointer, tool]) =>
        dig(tool, "toolSpec", "description") === ""
          ? constraint(
              `${pointer}/toolSpec/description`,
              "",
              "Member must have length greater than or equal to 1",
            )
          : null,
      ),
    example: {
      refused: { toolConfig: { tools: [spec({ description: "" })] } },
      accepted: { toolConfig: { tools: [spec({ description: "a" })] } },
    },
  }),
  rule("bedrock.empty.tool-error", {
    ...AT,
    repair: "say what went wrong in the result's content",
    find: (body) =>
      first(everyBlock(body), ({ kind, value, pointer }) =>
        kind === "toolResult" && value.status === "error" && objectsIn(value.content).length === 0
          ? {
              pointer: step(pointer, "content"),
              seen: value.content,
              message: "The content field in the ToolResultBlock cannot be empty when status is error.",
            }
          : null,
      ),
    example: {
      refused: turns(ASKED, said(call("a")), given(result("a", { content: [], status: "error" }))),
      accepted: turns(ASKED, said(call("a")), given(result("a", { status: "error" }))),
    },
  }),
  rule("bedrock.tools.config-needed", {
    ...AT,
    repair: "send toolConfig while history holds calls or results",
    find: (body) =>
      first(everyBlock(body), ({ kind, pointer }) =>
        (kind === "toolUse" || kind === "toolResult") && !isObject(body.toolConfig)
          ? {
              pointer,
              seen: kind,
              message:
                "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
            }
          : null,
      ),
    example: {
      refused: { messages: [ASKED, said(call("a")), given(result("a"))] },
      accepted: turns(ASKED, said(call("a")), given(result("a"))),
    },
  }),
  rule("bedrock.tools.min-one", {
    ...AT,
    repair: "leave toolConfig out where there are no tools",
    find: (body) => {
      const tools = dig(body, "toolConfig", "tools");
      return Array.isArray(tools) && tools.length === 0
        ? constraint("/toolConfig/tools", tools, "Member must have length greater than or equal to 1")
        : null;
    },
    example: { refused: { toolConfig: { tools: [] } }, accepted: CONFIG },
  }),
  rule("bedrock.tools.name", {
    ...AT,
    repair: "use 1 to 64 letters, digits, _ and -",
    find: (body) =>
      first(listed(dig(body, "toolConfig", "tools"), "/toolConfig/tools"), ([pointer, tool]) => {
        const name = dig(tool, "toolSpec", "name");
        return isText(name) && !/^[a-zA-Z0-9_-]{1,64}$/.test(name)
          ? constraint(
              `${pointer}/toolSpec/name`,
              name,
              "Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+",
            )
          : null;
      }),
    example: {
      refused: { toolConfig: { tools: [spec({ name: "tide.get" })] } },
      accepted: { toolConfig: { tools: [spec({ name: "tide-get" })] } },
    },
  }),
  rule("bedrock.ids.tool-use", {
    ...AT,
    repair: "map the id to 1 to 64 letters, digits, _ . : -",
    find: (body) =>
      first(everyBlock(body), ({ value: { toolUseId: id }, pointer }) =>
        isText(id) && !/^[a-zA-Z0-9_.:-]{1,64}$/.test(id)
          ? constraint(
              step(pointer, "toolUseId"),
              id,
              "Member must satisfy regular expression pattern: [a-zA-Z0-9_.:-]+",
            )
          : null,
      ),
    example: {
      refused: turns(ASKED, said(call("a|b")), given(result("a|b"))),
      accepted: turns(ASKED, said(call("a_b")), given(result("a_b"))),
    },
  }),
  rule("bedrock.pair.missing", {
    ...AT,
    repair: "answer every toolUse with a toolResult in the next user message",
    find: (body) => {
      const all = converseTurns(body);
      return first(all.entries(), ([at, turn]) => {
        const answered = idsOf(all[at + 1]?.blocks, "toolResult");
        const open = turn.blocks.find(
          ({ kind, value }) => kind === "toolUse" && !answered.includes(value.toolUseId),
        );
        return open && turn.role === "assistant" && at < all.length - 1
          ? {
              pointer: open.pointer,
              seen: open.value.toolUseId,
              message: `Expected toolResult blocks at messages.${at + 1}.content for the following Ids: ${open.value.toolUseId}`,
            }
          : null;
      });
    },
    example: {
      refused: turns(ASKED, said(call("a"), call("b")), given(result("a"))),
      accepted: turns(ASKED, said(call("a"), call("b")), given(result("a"), result("b"))),
    },
  }),
  rule("bedrock.pair.count", {
    ...AT,
    repair: "leave results without a call in the previous assistant message out",
    find: (body) => {
      const all = converseTurns(body);
      return first(all.entries(), ([at, turn]) => {
        const open = idsOf(all[at - 1]?.blocks, "toolUse");
        const orphan = turn.blocks.find(
          ({ kind, value }) => kind === "toolResult" && !open.includes(value.toolUseId),
        );
        return orphan
          ? {
              pointer: orphan.pointer,
              seen: orphan.value.toolUseId,
              message: `The number of toolResult blocks at messages.${at}.content exceeds the number of toolUse blocks of previous turn.`,
            }
          : null;
      });
    },
    example: {
      refused: turns(ASKED, said(call("a")), given(result("a"), result("c"))),
      accepted: turns(ASKED, said(call("a")), given(result("a"))),
    },
  }),
  rule("bedrock.pair.input-object", {
    ...AT,
    repair: "send the arguments as a JSON object",
    find: (body) =>
      first(everyBlock(body), ({ kind, value, pointer }) =>
        kind === "toolUse" && !isObject(value.input)
          ? {
              pointer: step(pointer, "input"),
              seen: value.input,
              message:
                "The format of the value at toolUse.input is invalid. Provide a json object for the field and try again.",
            }
          : null,
      ),
    example: {
      refused: turns(
        ASKED,
        said({ toolUse: { toolUseId: "a", name: "tide", input: "{}" } }),
        given(result("a")),
      ),
      accepted: turns(ASKED, said(call("a")), given(result("a"))),
    },
  }),
  rule("bedrock.inference.ranges", {
    ...AT,
    repair: "send temperature and topP of 0 to 1, maxTokens of at least 1",
    find: (body) =>
      outside(body, "temperature", [0, 1]) ??
      outside(body, "topP", [0, 1]) ??
      outside(body, "maxTokens", [1, Number.MAX_SAFE_INTEGER]),
    example: {
      refused: { inferenceConfig: { temperature: 1.5 } },
      accepted: { inferenceConfig: { temperature: 1 } },
    },
  }),
  rule("bedrock.stop.count", {
    ...AT,
    repair: "leave empty stop sequences out",
    find: (body) => {
      const stops = dig(body, "inferenceConfig", "stopSequences");
      return Array.isArray(stops) && stops.includes("")
        ? constraint(
            "/inferenceConfig/stopSequences",
            stops,
            "Member must have length greater than or equal to 1",
          )
        : null;
    },
    example: {
      refused: { inferenceConfig: { stopSequences: [""] } },
      accepted: { inferenceConfig: { stopSequences: ["a"] } },
    },
  }),
  rule("bedrock.model.invalid", {
    ...AT,
    repair:
      "send a model id that exists: region, maker, name, and a version that ends in a colon and a number",
    find: (_body, { model }) =>
      model === "" || model.startsWith("arn:") || MODEL_ID.test(model)
        ? null
        : { pointer: "", seen: model, message: "The provided model identifier is invalid." },
    example: {
      model: "us.amazon.nova-micro-v1:O",
      acceptedModel: "us.amazon.nova-micro-v1:0",
      refused: {},
      accepted: {},
    },
  }),
];
