/**
 * What breaks agents and no single turn: state that is lost, renamed or put into another order on the way through several.
 * @module
 */
import type { ChatMessage } from "../../registry/canonical/chat.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withRequest } from "./plants.ts";

/** Turns of the model before this one keep their reasoning. */
const REMEMBERED = 2;

/** What a turn carries beside what it said and called, in whatever form the caller's API has it. */
const NO_STATE = { reasoning_details: undefined, reasoning_content: undefined, responses_output: undefined };

/** Reasoning of later turns left out, signatures of their calls with it. */
function forgotten(messages: readonly ChatMessage[]): ChatMessage[] {
  let turn = 0;
  return messages.map((message) => {
    if (message.role !== "assistant" || turn++ < REMEMBERED) return message;
    const { tool_calls: calls } = message;
    return {
      ...message,
      ...NO_STATE,
      ...(calls ? { tool_calls: calls.map((call) => ({ ...call, extra_content: undefined })) } : {}),
    };
  });
}

/** Calls counted within their turn, and results that follow them. */
function renumbered(messages: readonly ChatMessage[]): ChatMessage[] {
  let ids = new Map<string, string>();
  return messages.map((message) => {
    if (message.role === "tool")
      return { ...message, tool_call_id: ids.get(message.tool_call_id) ?? message.tool_call_id };
    if (message.role !== "assistant" || !message.tool_calls) return message;
    const calls = message.tool_calls.map((call, at) => ({ ...call, id: `call0000${at}` }));
    ids = new Map(message.tool_calls.map(({ id }, at) => [id, `call0000${at}`]));
    return { ...message, tool_calls: calls };
  });
}

/** Results of calls that were made at once, the last one first. */
function reversed(messages: readonly ChatMessage[]): ChatMessage[] {
  const sorted: ChatMessage[] = [];
  let results: ChatMessage[] = [];
  for (const message of messages) {
    if (message.role === "tool") results = [message, ...results];
    else {
      sorted.push(...results, message);
      results = [];
    }
  }
  return [...sorted, ...results];
}

const withMessages = (change: (messages: readonly ChatMessage[]) => ChatMessage[]): Plant =>
  withRequest((request) => ({ ...request, messages: change(request.messages) }));

export const agentDefects: readonly Defect[] = [
  {
    id: "agents.reasoning-forgotten-at-turn-three",
    title: "From the third turn on the reasoning of the model does not go back to it",
    seenIn: "own",
    breaks: ["MAP-17"],
    providers: ["anthropic"],
    plant: withMessages(forgotten),
  },
  {
    id: "agents.calls-numbered-anew",
    title: "Calls get new ids in every turn, so that those of earlier turns come back",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withMessages(renumbered),
  },
  {
    id: "agents.results-last-first",
    title: "Results of calls that were made at once reach the model in another order",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withMessages(reversed),
  },
];
