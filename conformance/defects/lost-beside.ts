/**
 * What is lost only where something else stands beside it: each part alone arrives, so that no single example shows it.
 * @module
 */
import type {
  AssistantMessage,
  ChatChoice,
  ChatMessage,
  ChatRequest,
} from "../../registry/canonical/chat.ts";
import { isObject, type Json } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { everywhere, unchanged, withCodec, withProvider, withRegistry } from "./plants.ts";

/** The messages changed before any codec writes them. */
const withMessages = (change: (messages: ChatRequest["messages"]) => ChatRequest["messages"]): Plant =>
  withProvider((original) => ({
    buildBody: (request, endpoint) =>
      original.buildBody({ ...request, messages: change(request.messages) }, endpoint),
  }));

/** Messages against the one before each; false leaves one out. */
const keeping = (keep: (message: ChatMessage, before: ChatMessage | undefined) => boolean): Plant =>
  withMessages((messages) => messages.filter((message, i) => keep(message, messages[i - 1])));

const withChoices = (change: (choice: ChatChoice, all: readonly ChatChoice[]) => ChatChoice): Plant =>
  withCodec((original) => ({
    decodeResponse: (body, context) => {
      const decoded = original.decodeResponse(body, context);
      if (!decoded.ok) return decoded;
      const { choices } = decoded.completion;
      const changed = choices.map((choice) => change(choice, choices));
      return { ...decoded, completion: { ...decoded.completion, choices: changed } };
    },
  }));

const withMessage = (change: (message: AssistantMessage) => AssistantMessage): Plant =>
  withChoices((choice) => ({ ...choice, message: change(choice.message) }));

/** Lists of a caller's body without their nulls. */
const withoutNulls = (body: Json): Json =>
  everywhere(body, (value) => (Array.isArray(value) ? value.filter((item) => item !== null) : value));

export const lostBesideDefects: readonly Defect[] = [
  {
    id: "errors.nulls-in-lists-skipped",
    title: "Nulls in the lists of a body are left out, and the rest is served",
    seenIn: "own",
    breaks: ["ERR-08"],
    plant: unchanged,
    around: (send) => (path, init) => {
      const body = typeof init.body === "string" && init.body.startsWith("{") ? init.body : null;
      try {
        return send(
          path,
          body === null ? init : { ...init, body: JSON.stringify(withoutNulls(JSON.parse(body))) },
        );
      } catch {
        return send(path, init); // Not JSON: as it is.
      }
    },
  },
  {
    id: "routing.part-too-many-ignored",
    title: "What stands behind the deployment in an entry is not looked at",
    seenIn: "own",
    breaks: ["RTE-05"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        const shortened = input.request.model
          .split(",")
          .map((entry) => (entry.split("/").length > 3 ? entry.slice(0, entry.lastIndexOf("/")) : entry));
        return plan.ok
          ? plan
          : registry.plan({ ...input, request: { ...input.request, model: shortened.join(",") } });
      },
    })),
  },
  {
    id: "routing.misspelt-exclusion-ignored",
    title: "An exclusion of a provider that there is not excludes nobody, and nobody is told",
    seenIn: "own",
    breaks: ["RTE-05"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        const others = input.request.model.split(",").filter((entry) => !entry.trim().startsWith("!"));
        return plan.ok || others.length === 0
          ? plan
          : registry.plan({ ...input, request: { ...input.request, model: others.join(",") } });
      },
    })),
  },
  {
    id: "mapping.text-beside-calls-lost",
    title: "What an earlier turn said beside its calls is not sent",
    seenIn: "own",
    breaks: ["MAP-05"],
    plant: withMessages((messages) =>
      messages.map((message) =>
        message.role === "assistant" && (message.tool_calls ?? []).length > 0
          ? { ...message, content: null }
          : message,
      ),
    ),
  },
  {
    id: "mapping.second-result-lost",
    title: "Of results that follow each other the first one is sent",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: keeping((message, before) => message.role !== "tool" || before?.role !== "tool"),
  },
  {
    id: "mapping.top-p-beside-temperature-lost",
    title: "top_p is left out where there is a temperature, and nobody is told",
    seenIn: "own",
    breaks: ["MAP-09", "MAP-10"],
    plant: withProvider((original) => ({
      buildBody: ({ top_p, ...request }, endpoint) =>
        original.buildBody(
          request.temperature === undefined && top_p !== undefined ? { ...request, top_p } : request,
          endpoint,
        ),
    })),
  },
  {
    id: "response.text-beside-calls-lost",
    title: "What an answer says beside its calls is dropped",
    seenIn: "own",
    breaks: ["RES-03"],
    plant: withMessage((message) =>
      (message.tool_calls ?? []).length > 0 ? { ...message, content: null } : message,
    ),
  },
  {
    id: "response.same-calls-once",
    title: "Calls of one tool are taken for one call",
    seenIn: "own",
    breaks: ["RES-03"],
    plant: withMessage((message) => ({
      ...message,
      ...(message.tool_calls
        ? {
            tool_calls: message.tool_calls.filter(
              (call, i, all) => all.findIndex((one) => nameOf(one) === nameOf(call)) === i,
            ),
          }
        : {}),
    })),
  },
  {
    id: "response.first-finish-for-all",
    title: "Every choice finishes as the first one does",
    seenIn: "own",
    breaks: ["RES-02"],
    plant: withChoices((choice, [first]) => ({
      ...choice,
      finish_reason: first?.finish_reason ?? choice.finish_reason,
    })),
  },
];

const nameOf = (call: unknown): string =>
  isObject(call) && isObject(call.function) ? String(call.function.name) : JSON.stringify(call);
