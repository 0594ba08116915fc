/**
 * Gemini generateContent: turns, calls and their responses, declarations and schemas.
 * @module
 */
import type { ContractApi, Finding, Rule } from "../contract.ts";
import { isObject, isText, type Json, type JsonObject, step } from "../json.ts";
import { geminiFacts } from "../models/gemini.ts";
import { first, rule } from "./define.ts";
import { declarations, either, type GeminiPart, geminiTurns, reach, spelt } from "./gemini-view.ts";
import { schemaPlaces } from "./schema-walk.ts";

const AT = { apis: ["gemini"] as readonly ContractApi[] };
const ASKED: JsonObject = { role: "user", parts: [{ text: "Where is the tide?" }] };
const SIGNED: JsonObject = { thoughtSignature: "skip_thought_signature_validator" };
const call = (name: string, more: JsonObject = {}): JsonObject => ({
  functionCall: { name, args: {} },
  ...more,
});
const response = (name: string): JsonObject => ({ functionResponse: { name, response: { output: "out" } } });
const said = (...parts: JsonObject[]): JsonObject => ({ role: "model", parts });
const given = (...parts: JsonObject[]): JsonObject => ({ role: "user", parts });
const declared = (more: JsonObject): JsonObject => ({
  tools: [{ functionDeclarations: [{ name: "tide", ...more }] }],
});

const having = (parts: readonly GeminiPart[], name: string): GeminiPart[] =>
  parts.filter(({ part }) => either(part, name) !== undefined);
const everyPart = (body: JsonObject): GeminiPart[] => geminiTurns(body).flatMap(({ parts }) => parts);

/** The turns since the caller last spoke: what is said there must be signed. */
function currentCalls(body: JsonObject): GeminiPart[] {
  const turns = geminiTurns(body);
  const asked = turns.findLastIndex(
    ({ role, parts }) => role === "user" && having(parts, "functionResponse").length < parts.length,
  );
  return turns.slice(asked + 1).flatMap(({ role, parts }) => {
    const [firstCall] = role === "model" ? having(parts, "functionCall") : [];
    return firstCall ? [firstCall] : [];
  });
}

const DATA = [
  "text",
  "inlineData",
  "functionCall",
  "functionResponse",
  "fileData",
  "executableCode",
  "codeExecutionResult",
  "toolCall",
  "toolResponse",
];
const FUNCTION_NAME = /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/;

/** Schemas in the proto form: of parameters and of the answer. */
function* protoSchemas(body: JsonObject): Generator<[string, Json | undefined]> {
  for (const { pointer, declaration } of declarations(body))
    yield [step(pointer, spelt(declaration, "parameters")), either(declaration, "parameters")];
  const answer = reach(body, "generationConfig", "responseSchema");
  yield [answer.pointer, answer.value];
}

const isArrayType = (type: Json | undefined): boolean => isText(type) && type.toUpperCase() === "ARRAY";

function both(holder: JsonObject, pointer: string, [one, other]: readonly [string, string]): Finding | null {
  return either(holder, one) !== undefined && either(holder, other) !== undefined
    ? {
        pointer: step(pointer, spelt(holder, other)),
        seen: either(holder, other),
        message: `${one} and ${other} are mutually exclusive.`,
      }
    : null;
}

export const GEMINI_CONTENT_RULES: readonly Rule[] = [
  rule("gemini.empty.contents", {
    ...AT,
    repair: "send at least one content",
    find: ({ contents }) =>
      Array.isArray(contents) && contents.length === 0
        ? {
            pointer: "/contents",
            seen: contents,
            message: "* GenerateContentRequest.contents: contents is not specified",
          }
        : null,
    example: { refused: { contents: [] }, accepted: {} },
  }),
  rule("gemini.empty.part", {
    ...AT,
    repair: "give every part its data",
    find: (body) =>
      first(everyPart(body), ({ pointer, part }) =>
        DATA.some((name) => either(part, name) !== undefined) ||
        either(part, "thoughtSignature") !== undefined
          ? null
          : {
              pointer,
              seen: part,
              message: `${pointer.slice(1)}.data: required oneof field 'data' must have one initialized field`,
            },
      ),
    example: { refused: { contents: [given({})] }, accepted: { contents: [given({ text: "" })] } },
  }),
  rule("gemini.order.roles", {
    ...AT,
    repair: "use the roles user and model",
    find: ({ contents }) =>
      first(Array.isArray(contents) ? contents.entries() : [], ([at, content]) => {
        const role = either(content, "role");
        return isText(role) && !["user", "model", "function", ""].includes(role)
          ? { pointer: `/contents/${at}/role`, seen: role, message: "Please use a valid role: user, model." }
          : null;
      }),
    example: {
      refused: { contents: [ASKED, { ...ASKED, role: "assistant" }] },
      accepted: { contents: [ASKED] },
    },
  }),
  rule("gemini.fr.count", {
    ...AT,
    repair: "answer a turn's calls with as many function responses in the next turn",
    find: (body) => {
      const turns = geminiTurns(body);
      return first(turns.entries(), ([at, { role, parts, pointer }]) => {
        const calls = role === "model" ? having(parts, "functionCall").length : 0;
        const next = turns[at + 1];
        if (role === "user" && at === 0 && having(parts, "functionResponse").length > 0)
          return { pointer, seen: "functionResponse without a call", message: MISMATCH };
        if (role !== "model" || !next) return null;
        const answers = having(next.parts, "functionResponse").length;
        return answers === calls ? null : { pointer: next.pointer, seen: answers, message: MISMATCH };
      });
    },
    example: {
      model: "gemini-2.5-flash",
      refused: { contents: [ASKED, said(call("a"), call("b")), given(response("a"))] },
      accepted: { contents: [ASKED, said(call("a"), call("b")), given(response("a"), response("b"))] },
    },
  }),
  rule("gemini.fr.call-position", {
    ...AT,
    repair: "begin with a user turn",
    find: (body) => {
      const [turn] = geminiTurns(body);
      const [found] = turn?.role === "model" ? having(turn.parts, "functionCall") : [];
      return found
        ? {
            pointer: found.pointer,
            seen: "functionCall in the first turn",
            message:
              "Please ensure that function call turn comes immediately after a user turn or after a function response turn.",
          }
        : null;
    },
    example: {
      model: "gemini-2.5-flash",
      refused: { contents: [said(call("a")), given(response("a"))] },
      accepted: { contents: [ASKED, said(call("a")), given(response("a"))] },
    },
  }),
  rule("gemini.signature.fc-required", {
    ...AT,
    facts: ["gemini.signature.corrupt"],
    repair: "send the thoughtSignature that came with the call, or the documented placeholder",
    find: (body, { model }) =>
      geminiFacts(model)?.signedCalls
        ? first(currentCalls(body), ({ pointer, part }) =>
            either(part, "thoughtSignature") === undefined
              ? {
                  pointer,
                  seen: either(part, "functionCall"),
                  message: `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly. Function call \`${String(either(either(part, "functionCall"), "name"))}\`, position ${pointer}.`,
                }
              : null,
          )
        : null,
    example: {
      model: "gemini-3-flash-preview",
      refused: { contents: [ASKED, said(call("a")), given(response("a"))] },
      accepted: {
        contents: [ASKED, said(call("a", SIGNED), call("b")), given(response("a"), response("b"))],
      },
    },
  }),
  rule("gemini.fr.multimodal", {
    ...AT,
    repair: "put media into a user turn of its own before Gemini 3",
    find: (body, { model }) =>
      geminiFacts(model)?.textResults
        ? first(everyPart(body), ({ pointer, part }) => {
            const media = either(either(part, "functionResponse"), "parts");
            return Array.isArray(media) && media.length > 0
              ? {
                  pointer: `${pointer}/${spelt(part, "functionResponse")}/parts`,
                  seen: media.length,
                  message: "Multimodal function responses are not supported for this model.",
                }
              : null;
          })
        : null,
    example: {
      model: "gemini-2.5-flash",
      refused: {
        contents: [
          ASKED,
          said(call("a")),
          given({
            functionResponse: {
              name: "a",
              response: {},
              parts: [{ inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } }],
            },
          }),
        ],
      },
      accepted: { contents: [ASKED, said(call("a")), given(response("a"))] },
    },
  }),
  rule("gemini.names.function", {
    ...AT,
    repair: "begin with a letter or _, then letters, digits, _ . : -, at most 128",
    find: (body) =>
      first(declarations(body), ({ pointer, declaration: { name } }) =>
        isText(name) && !FUNCTION_NAME.test(name)
          ? {
              pointer: step(pointer, "name"),
              seen: name,
              message:
                "Invalid function name. Must start with a letter or an underscore. Must be alphanumeric, underscores, dots, colons or dashes, with a maximum length of 128.",
            }
          : null,
      ),
    example: { refused: declared({ name: "0 tide" }), accepted: declared({ name: "tide.get" }) },
  }),
  rule("gemini.tools.empty-declarations", {
    ...AT,
    repair: "leave tools without content out",
    find: ({ tools }) =>
      first(Array.isArray(tools) ? tools.entries() : [], ([at, tool]) => {
        const list = either(tool, "functionDeclarations");
        const bare = isObject(tool) && Object.keys(tool).length === 0;
        return bare || (Array.isArray(list) && list.length === 0)
          ? {
              pointer: step("/tools", at),
              seen: tool,
              message: `tools[${at}].tool_type: required one_of 'tool_type' must have one initialized field`,
            }
          : null;
      }),
    example: { refused: { tools: [{ functionDeclarations: [] }] }, accepted: declared({}) },
  }),
  rule("gemini.tool_choice.no-declarations", {
    ...AT,
    repair: "leave functionCallingConfig out where there are no functions",
    find: (body) => {
      const { pointer, value } = reach(body, "toolConfig", "functionCallingConfig");
      return isObject(value) && declarations(body).length === 0
        ? { pointer, seen: value, message: "Function calling config is set without function_declarations." }
        : null;
    },
    example: {
      refused: { toolConfig: { functionCallingConfig: { mode: "ANY" } } },
      accepted: { ...declared({}), toolConfig: { functionCallingConfig: { mode: "ANY" } } },
    },
  }),
  rule("gemini.tool_choice.modes", {
    ...AT,
    repair: "name allowed functions with mode ANY or VALIDATED only",
    find: (body) => {
      const { pointer, value } = reach(body, "toolConfig", "functionCallingConfig", "allowedFunctionNames");
      const mode = reach(body, "toolConfig", "functionCallingConfig", "mode").value;
      return Array.isArray(value) &&
        value.length > 0 &&
        !["ANY", "VALIDATED"].includes(String(mode).toUpperCase())
        ? {
            pointer,
            seen: value,
            message: "allowed_function_names should only be set when function calling mode is ANY.",
          }
        : null;
    },
    example: {
      refused: {
        ...declared({}),
        toolConfig: { functionCallingConfig: { mode: "AUTO", allowedFunctionNames: ["tide"] } },
      },
      accepted: {
        ...declared({}),
        toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["tide"] } },
      },
    },
  }),
  rule("gemini.schema.mutually-exclusive", {
    ...AT,
    repair: "send the schema in one form",
    find: (body) => {
      const { pointer, value } = reach(body, "generationConfig");
      const ofAnswer = isObject(value)
        ? both(value, pointer, ["responseSchema", "responseJsonSchema"])
        : null;
      return (
        ofAnswer ??
        first(declarations(body), ({ pointer: at, declaration }) =>
          both(declaration, at, ["parameters", "parametersJsonSchema"]),
        )
      );
    },
    example: {
      refused: declared({ parameters: { type: "OBJECT" }, parametersJsonSchema: { type: "object" } }),
      accepted: declared({ parametersJsonSchema: { type: "object" } }),
    },
  }),
  rule("gemini.schema.mime-needed", {
    ...AT,
    repair: "send responseMimeType application/json beside the schema",
    find: (body) =>
      first(["responseSchema", "responseJsonSchema"], (name) => {
        const { pointer, value } = reach(body, "generationConfig", name);
        const mime = reach(body, "generationConfig", "responseMimeType").value;
        return value !== undefined && mime !== "application/json" && mime !== "text/x.enum"
          ? {
              pointer,
              seen: mime,
              message: "response_schema requires response_mime_type to be application/json",
            }
          : null;
      }),
    example: {
      model: "gemini-2.5-flash",
      refused: { generationConfig: { responseSchema: { type: "OBJECT" } } },
      accepted: {
        generationConfig: { responseSchema: { type: "OBJECT" }, responseMimeType: "application/json" },
      },
    },
  }),
  rule("gemini.schema.array-items", {
    ...AT,
    repair: "say what the array's items are",
    find: (body) =>
      first(protoSchemas(body), ([pointer, schema]) =>
        first(schemaPlaces(schema, pointer), ({ pointer: at, schema: part }) =>
          isArrayType(part.type) && part.items === undefined
            ? { pointer: step(at, "items"), seen: undefined, message: `${at.slice(1)}.items: missing field.` }
            : null,
        ),
      ),
    example: {
      refused: declared({ parameters: { type: "OBJECT", properties: { a: { type: "ARRAY" } } } }),
      accepted: declared({
        parameters: { type: "OBJECT", properties: { a: { type: "ARRAY", items: { type: "STRING" } } } },
      }),
    },
  }),
  rule("gemini.file.ai-studio", {
    ...AT,
    hosts: ["google-ai-studio"],
    repair: "upload the file first, or send its bytes",
    find: (body, { model }) =>
      first(everyPart(body), ({ pointer, part }) => {
        const uri = either(either(part, "fileData"), "fileUri");
        const elsewhere = isText(uri) && !/generativelanguage\.googleapis\.com|youtu\.?be/.test(uri);
        return elsewhere && (uri.startsWith("gs://") || geminiFacts(model)?.textResults)
          ? {
              pointer: `${pointer}/${spelt(part, "fileData")}`,
              seen: uri,
              message: "Unsupported file uri: only Files API uris and YouTube are supported.",
            }
          : null;
      }),
    example: {
      model: "gemini-2.5-flash",
      refused: {
        contents: [given({ fileData: { mimeType: "image/png", fileUri: "https://example.com/a.png" } })],
      },
      accepted: {
        contents: [
          given({
            fileData: {
              mimeType: "image/png",
              fileUri: "https://generativelanguage.googleapis.com/v1beta/files/a",
            },
          }),
        ],
      },
    },
  }),
];

const MISMATCH =
  "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.";
