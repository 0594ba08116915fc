/**
 * Arguments that Vertex sends in pieces, each with the JSON path of the value that it adds to.
 * @module
 */
import type { Json, JsonObject } from "../../../json.ts";

type Step = string | number;
type Container = JsonObject | Json[];

/** The steps of `$.a[0]['b c']`, none when the text is no such path. */
function stepsOf(path: string): Step[] {
  if (!path.startsWith("$")) return [];
  const pattern = /\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g;
  const found = [...path.matchAll(pattern)];
  if (found.map(([text]) => text).join("") !== path.slice(1)) return [];
  return found.map(([, dotted, index, single, double]) =>
    index === undefined ? String(dotted ?? single ?? double) : Number(index),
  );
}

/** A value of its own: `__proto__` is a key like any other. */
const emptyObject = (): JsonObject => Object.create(null) as JsonObject;

function get(container: Container, step: Step): Json | undefined {
  if (Array.isArray(container)) return typeof step === "number" ? container[step] : undefined;
  return container[String(step)];
}

/** Sets a value; an array grows by one at most, so that no index can make it huge. */
function set(container: Container, step: Step, value: Json): boolean {
  if (!Array.isArray(container)) {
    container[String(step)] = value;
    return true;
  }
  if (typeof step !== "number" || step > container.length) return false;
  container[step] = value;
  return true;
}

const isContainer = (value: Json | undefined): value is Container =>
  typeof value === "object" && value !== null;

/** The value that a piece holds; `undefined` for one that only closes a value. */
function pieceValue(piece: JsonObject): Json | undefined {
  if (piece.stringValue !== undefined) return piece.stringValue;
  if (piece.numberValue !== undefined) return piece.numberValue;
  if (piece.boolValue !== undefined) return piece.boolValue;
  return piece.nullValue === undefined ? undefined : null;
}

/** The arguments of one call, as they grow. */
export class PartialArguments {
  private readonly root: JsonObject = emptyObject();

  /** Adds one piece. `false` when it is none. */
  add(piece: JsonObject): boolean {
    const steps = typeof piece.jsonPath === "string" ? stepsOf(piece.jsonPath) : [];
    const last = steps.at(-1);
    if (last === undefined) return false;
    let container: Container = this.root;
    for (const [position, step] of steps.slice(0, -1).entries()) {
      const next = get(container, step);
      if (isContainer(next)) container = next;
      else {
        const fresh: Container = typeof steps[position + 1] === "number" ? [] : emptyObject();
        if (!set(container, step, fresh)) return false;
        container = fresh;
      }
    }
    const value = pieceValue(piece);
    if (value === undefined) return true;
    const before = get(container, last);
    // A string comes in instalments.
    const whole = typeof value === "string" && typeof before === "string" ? before + value : value;
    return set(container, last, whole);
  }

  get text(): string {
    return JSON.stringify(this.root);
  }
}
