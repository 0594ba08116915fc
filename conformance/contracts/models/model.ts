/**
 * What a model takes, by family: typed facts, each with the ids of the evidence that it rests on.
 * @module
 */
import type { FactId } from "../rules/define.ts";

/** The model's own name out of what hosts make of it: vendor, region, path and version suffix taken off, in lower case. */
export function bareModel(model: string): string {
  const last = model.toLowerCase().split("/").at(-1) ?? "";
  return last
    .replace(/^(?:us|eu|apac|global|jp|au|ca|us-gov)\./, "")
    .replace(
      /^(?:anthropic|amazon|meta|mistral|cohere|deepseek|openai|qwen|writer|ai21|moonshotai|moonshot|zai|minimax|google|nvidia)\./,
      "",
    )
    .replace(/@(?:\d+|default|latest)$/, "")
    .replace(/-v\d+(?::\d+)?$/, "")
    .replace(/:(?:\d+|free|nitro|floor|online)$/, "");
}

/** A value and where it is known from. */
export interface Known<T> {
  is: T;
  by: readonly [FactId, ...FactId[]];
}

/** A family: the first entry that matches a model counts. */
export interface ModelFacts {
  family: string;
  /** A model of it, by its bare name. */
  such: string;
  /** Matched against the bare name. */
  match: RegExp;
  /** Words of reasoning effort that it has; none: the field is refused. */
  efforts?: Known<readonly string[]>;
  /** Output tokens at most. */
  outputCap?: Known<number>;
}

/** The facts of the family that a model belongs to; nothing where none is known. */
export function factsOf<T extends ModelFacts>(table: readonly T[], model: string): T | undefined {
  const bare = bareModel(model);
  return table.find(({ match }) => match.test(bare));
}
