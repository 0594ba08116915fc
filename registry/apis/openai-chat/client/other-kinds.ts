/**
 * Kinds of tools and calls beside functions, as functions: free-text tools, choices among some tools, and the functions of
 * the API's first years (RES-07). What was said otherwise stands beside, for hosts and callers that know it.
 * @module
 */
import { isObject, type Json, type JsonObject, objectsIn, textOrNull, without } from "../../../json.ts";
import { customArguments, customInput, customParameters } from "../../_shared/custom-text.ts";
import { UnsupportedInput } from "../../codec.ts";

/** The grammar of a free-text tool, in words for models that cannot be held to it. */
function grammarOf(format: Json | undefined): string {
  if (!isObject(format) || format.type !== "grammar" || !isObject(format.grammar)) return "";
  const { syntax, definition } = format.grammar;
  return `Must follow this ${String(syntax ?? "")} grammar:\n${String(definition ?? "")}`;
}

/** A tool that takes free text, as a function of one text; how it was declared stands beside. */
function asFunction(tool: Json): Json {
  if (!isObject(tool) || tool.type !== "custom" || !isObject(tool.custom)) return tool;
  const { name, description, format } = tool.custom;
  return {
    ...without(tool, ["custom"]),
    type: "function",
    function: {
      name,
      ...(textOrNull(description) === null ? {} : { description }),
      parameters: customParameters(grammarOf(format)),
    },
    custom: tool.custom,
  };
}

function callAsFunction(call: Json): Json {
  if (!isObject(call) || call.type !== "custom" || !isObject(call.custom)) return call;
  const { name, input } = call.custom;
  const args = customArguments(typeof input === "string" ? input : "");
  return {
    ...without(call, ["custom"]),
    type: "function",
    function: { name, arguments: args },
    custom: true,
  };
}

const nameOf = ({ function: fn, custom }: JsonObject): Json | undefined =>
  isObject(fn) ? fn.name : isObject(custom) ? custom.name : undefined;

const chosen = (name: Json | undefined): JsonObject => ({ type: "function", function: { name } });

/** Where only some tools may be called, the others are not offered. */
function withChoice(body: JsonObject): JsonObject {
  const { tool_choice: choice, tools } = body;
  if (!isObject(choice)) return body;
  if (choice.type === "custom" && isObject(choice.custom))
    return { ...body, tool_choice: chosen(choice.custom.name) };
  if (choice.type !== "allowed_tools" || !isObject(choice.allowed_tools) || !Array.isArray(tools))
    return body;
  const allowed = new Set(objectsIn(choice.allowed_tools.tools).map(nameOf));
  const offered = tools.filter((tool) => isObject(tool) && allowed.has(nameOf(tool)));
  return { ...body, tools: offered, tool_choice: choice.allowed_tools.mode };
}

/** The ids that calls of the first years get; their results name the function only. */
const idOf = (at: number): string => `call_${at}`;

/** @throws UnsupportedInput for a result without a call before it */
function withoutFirstForm(messages: Json | undefined): Json | undefined {
  if (!Array.isArray(messages)) return messages;
  const open = new Map<string, string>();
  return messages.map((message, i): Json => {
    if (!isObject(message)) return message;
    const { function_call: call } = message;
    if (message.role === "assistant" && isObject(call)) {
      const rest: JsonObject = without(message, ["function_call"]);
      const name = String(call.name ?? "");
      open.set(name, idOf(i));
      const made = { id: idOf(i), type: "function", function: { name, arguments: call.arguments ?? "" } };
      return { ...rest, tool_calls: [...objectsIn(rest.tool_calls), made] };
    }
    if (message.role !== "function") return message;
    const name = String(message.name ?? "");
    const id = open.get(name);
    if (id === undefined)
      throw new UnsupportedInput(`messages[${i}].name`, `no call of ${name} stands before this result`);
    open.delete(name);
    return { role: "tool", tool_call_id: id, content: message.content ?? "" };
  });
}

/** `functions` and `function_call`, as tools; the caller is answered in the old form. */
function withFirstForm(body: JsonObject): JsonObject {
  const { functions, function_call: choice, ...rest } = body;
  const messages = withoutFirstForm(rest.messages);
  const asked = { ...rest, ...(messages === undefined ? {} : { messages }) };
  if (!Array.isArray(functions)) return asked;
  const tools = [
    ...(Array.isArray(rest.tools) ? rest.tools : []),
    ...functions.map((fn): Json => ({ type: "function", function: fn })),
  ];
  return {
    ...asked,
    tools,
    ...(choice === undefined || choice === null
      ? {}
      : { tool_choice: isObject(choice) ? chosen(choice.name) : choice }),
  };
}

/** Does the caller speak the form of the first years? */
const speaksFirstForm = ({ functions, tools }: JsonObject): boolean =>
  Array.isArray(functions) && !Array.isArray(tools);

/** Is every tool and call a function already, and none in the form of the first years? Mostly there is none at all. */
function isPlain({ tools, functions, function_call: choice, messages, tool_choice }: JsonObject): boolean {
  if (Array.isArray(tools) || functions !== undefined || choice !== undefined || isObject(tool_choice))
    return false;
  return (
    !Array.isArray(messages) ||
    messages.every(
      (message) =>
        !isObject(message) ||
        (message.function_call === undefined &&
          message.role !== "function" &&
          !Array.isArray(message.tool_calls)),
    )
  );
}

/** A body in which every tool and call is a function. @throws UnsupportedInput */
export function asFunctions(body: JsonObject): JsonObject {
  if (isPlain(body)) return body;
  const asked = withChoice(withFirstForm(body));
  return {
    ...asked,
    ...(Array.isArray(asked.tools) ? { tools: asked.tools.map(asFunction) } : {}),
    ...(Array.isArray(asked.messages)
      ? {
          messages: asked.messages.map((message): Json => {
            if (!isObject(message) || !Array.isArray(message.tool_calls)) return message;
            return { ...message, tool_calls: message.tool_calls.map(callAsFunction) };
          }),
        }
      : {}),
  };
}

/** How a caller wants calls told: of which tools as free text, and whether in the form of the first years. */
export interface CallForm {
  custom: ReadonlySet<string>;
  first: boolean;
}

/** What nobody who declares no tools needs to be told otherwise. */
const PLAIN_FORM: CallForm = { custom: new Set(), first: false };

export function callFormOf(body: JsonObject): CallForm {
  if (!Array.isArray(body.tools) && !Array.isArray(body.functions)) return PLAIN_FORM;
  const custom = objectsIn(body.tools).flatMap(({ type, custom: tool }) =>
    type === "custom" && isObject(tool) ? (textOrNull(tool.name) ?? []) : [],
  );
  return { custom: new Set(custom), first: speaksFirstForm(body) };
}

/** A call as its caller declared the tool. */
export function callFor(call: JsonObject, { custom }: CallForm): JsonObject {
  const fn = isObject(call.function) ? call.function : {};
  const name = String(fn.name ?? "");
  if (!custom.has(name)) return call;
  const input = customInput(String(fn.arguments ?? ""));
  return { ...without(call, ["function"]), type: "custom", custom: { name, input } };
}

/** A choice or its message in the form of the first years. */
export function firstForm(message: JsonObject, finish: Json | undefined): JsonObject {
  const calls = objectsIn(message.tool_calls);
  const [call] = calls;
  if (call === undefined || !isObject(call.function)) return { message, finish_reason: finish };
  return {
    // More calls than the one place holds stay where every other caller finds them.
    message: {
      ...(calls.length > 1 ? message : without(message, ["tool_calls"])),
      function_call: call.function,
    },
    finish_reason: finish === "tool_calls" ? "function_call" : finish,
  };
}
