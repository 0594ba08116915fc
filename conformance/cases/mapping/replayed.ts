/**
 * Every recorded request, exactly: the scenario's body goes in and the recorded request must come out (MAP).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { headerOf } from "../../engine/session.ts";
import type { ScenarioId } from "../../recordings/scenarios.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { play } from "../_shared/support.ts";

interface Row {
  topic: string;
  scenario: ScenarioId;
  requirement: RequirementId;
  title: string;
  why: string;
}

const rows: readonly Row[] = [
  {
    topic: "basic",
    scenario: "chat.basic",
    requirement: "MAP-01",
    title: "The plainest request reaches the exact URL with the exact body",
    why: "a base path joined naively gives /v1/v1 or a lost path",
  },
  {
    topic: "falsy",
    scenario: "chat.multi-turn",
    requirement: "MAP-03",
    title: "temperature 0, seed 0 and a stop list survive, in a conversation of four turns",
    why: "mappers that test truthiness lose zeros",
  },
  {
    topic: "max-tokens",
    scenario: "chat.length",
    requirement: "MAP-04",
    title: "The caller's token limit arrives in the one field that the provider takes",
    why: "max_tokens and max_completion_tokens are each refused somewhere",
  },
  {
    topic: "tools",
    scenario: "chat.tools",
    requirement: "MAP-06",
    title: "Tool declarations and tool_choice arrive whole",
    why: "dropping tools silently changes the answer",
  },
  {
    topic: "tool-results",
    scenario: "chat.tools.result",
    requirement: "MAP-06",
    title: "A history with two tool calls and their results keeps ids, names and order",
    why: "swapped ids swap the answers",
  },
  {
    topic: "image",
    scenario: "chat.image",
    requirement: "MAP-07",
    title: "An image arrives as the caller gave it",
    why: "a data URL and an https URL go to different fields in some dialects",
  },
  {
    topic: "json-object",
    scenario: "chat.json-object",
    requirement: "MAP-08",
    title: "JSON mode is asked for upstream",
    why: "a dropped response_format gives prose",
  },
  {
    topic: "json-schema",
    scenario: "chat.json-schema",
    requirement: "MAP-08",
    title: "The JSON schema reaches the provider unchanged",
    why: "a flattened schema is not enforced",
  },
  {
    topic: "reasoning-effort",
    scenario: "chat.reasoning",
    requirement: "MAP-10",
    title: "reasoning_effort reaches an endpoint that reasons",
    why: "a dropped effort costs the caller money",
  },
  {
    topic: "thinking-replayed",
    scenario: "chat.reasoning.replayed",
    requirement: "MAP-06",
    title: "Signed thinking goes back unchanged, before the call that it led to",
    why: "a provider that signs its thinking refuses a call without it, or with a changed one",
  },
  {
    topic: "tools-in-the-past",
    scenario: "chat.tools.history",
    requirement: "MAP-06",
    title: "A history with calls keeps its tools declared, although the caller declares none now",
    why: "hosts refuse calls in a history without a tool configuration",
  },
  {
    topic: "tools-any",
    scenario: "chat.tools.any",
    requirement: "MAP-06",
    title: "A call that is required is asked for in the host's own word",
    why: "a word that the host does not know is a 422",
  },
  {
    topic: "cache-lifetimes",
    scenario: "chat.cache-writes",
    requirement: "MAP-12",
    title: "Cache marks arrive with their lifetimes, each in its place",
    why: "a lost mark is tenfold the price, a lost lifetime twice",
  },
  {
    topic: "stream",
    scenario: "stream.basic",
    requirement: "STR-06",
    title: "A stream asks the provider to stream, and for usage, although the caller did not ask for usage",
    why: "without include_usage a streamed call is recorded as free",
  },
];

export const replayedRequests: readonly Case[] = rows.map(({ topic, scenario, requirement, title, why }) => ({
  id: `mapping.request.${topic}`,
  area: "mapping",
  title,
  why,
  requirements: [requirement],
  needs: { scenarios: [scenario] },
  run: async (context) => {
    const { session, recording } = await play(context, scenario);
    const [request, ...others] = session.received;
    context.check.equal("MAP-01", "one-upstream-call", others.length, 0);
    context.check.equal(
      "MAP-01",
      "url",
      request?.url,
      recording.meta.request.url,
      "build the URL from baseUrl and the dialect's path",
    );
    context.check.equal(
      requirement,
      "body-as-recorded",
      request?.json,
      recording.requestBody,
      "see the provider's buildBody",
    );
    context.check.equal(
      "MAP-01",
      "accept",
      headerOf(request, "accept"),
      recording.meta.request.headers.find(([name]) => name === "accept")?.[1] ?? null,
    );
  },
}));
