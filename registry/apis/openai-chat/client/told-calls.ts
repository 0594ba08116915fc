/**
 * Calls in a stream, as their caller declared the tools: free text by its text, functions of the first years by their one
 * place (RES-07).
 * @module
 */
import type { ChunkChoice, ToolCallDelta } from "../../../canonical/chat.ts";
import type { JsonObject } from "../../../json.ts";
import { without } from "../../../json.ts";
import { customInput } from "../../_shared/custom-text.ts";
import type { CallForm } from "./other-kinds.ts";

/** One choice of a stream. */
class ToldChoice {
  /** Arguments of free-text calls so far: the text is told once it is whole. */
  private readonly held = new Map<number, string>();
  private readonly form: CallForm;

  constructor(form: CallForm) {
    this.form = form;
  }

  private call(delta: ToolCallDelta): JsonObject {
    const { index, function: fn } = delta;
    const opens = delta.id !== undefined && this.form.custom.has(fn?.name ?? "");
    if (opens) this.held.set(index, "");
    const held = this.held.get(index);
    if (held === undefined) return { ...delta } as JsonObject;
    this.held.set(index, held + (fn?.arguments ?? ""));
    return opens ? { index, id: delta.id, type: "custom", custom: { name: fn?.name, input: "" } } : { index };
  }

  private rest(): JsonObject[] {
    const texts = [...this.held].map(
      ([index, args]): JsonObject => ({ index, custom: { input: args === "" ? "" : customInput(args) } }),
    );
    this.held.clear();
    return texts;
  }

  told(choice: ChunkChoice): JsonObject {
    const { tool_calls: calls, ...delta } = choice.delta;
    const told = (calls ?? []).map((call) => this.call(call)).filter((call) => Object.keys(call).length > 1);
    if (choice.finish_reason !== null) told.push(...this.rest());
    const out = { ...choice, delta: { ...delta, ...(told.length === 0 ? {} : { tool_calls: told }) } };
    return (this.form.first ? inFirstForm(out as JsonObject, told) : out) as JsonObject;
  }
}

/** The old form has a place for one call: the first. */
function inFirstForm(choice: JsonObject, told: readonly JsonObject[]): JsonObject {
  const [call] = told.filter(({ index }) => index === 0);
  const delta = without(choice.delta as JsonObject, ["tool_calls"]);
  return {
    ...choice,
    delta: { ...delta, ...(call === undefined ? {} : { function_call: call.function ?? null }) },
    ...(choice.finish_reason === "tool_calls" ? { finish_reason: "function_call" } : {}),
  };
}

/** Tells the choices of a stream, one after the other. */
export function toldCalls(
  form: CallForm,
): (choices: readonly ChunkChoice[]) => readonly (ChunkChoice | JsonObject)[] {
  if (form.custom.size === 0 && !form.first) return (choices) => choices;
  const known = new Map<number, ToldChoice>();
  return (choices) =>
    choices.map((choice) => {
      const told = known.get(choice.index) ?? new ToldChoice(form);
      known.set(choice.index, told);
      return told.told(choice);
    });
}
