/**
 * The shape of answers: what an API's official client counts on, by the vendor's own types. Fields of a host's own may stand
 * beside what the API has; what the API promises is there, and is of its kind.
 * @module
 */
import type { Json } from "../json.ts";
import { ANSWER_PATCHES, type AnswerPatch } from "./answer-patches.ts";
import type { Misfit } from "./explain.ts";
import { changedSchema, generatedSchema, type SchemaFile } from "./schemas.ts";
import { whyNot } from "./validate.ts";

const opened = new Map<string, SchemaFile>();

function openedSchema(name: string, patches: readonly AnswerPatch[]): SchemaFile {
  const applied = patches.filter(({ schemas }) => schemas.includes(name));
  const key = [name, ...applied.map(({ id }) => id)].join(" ");
  const known = opened.get(key);
  if (known) return known;
  const file = changedSchema(generatedSchema(name), [
    ...applied.map(({ change }) => change),
    { definitions: /.*/, open: true, deep: true },
  ]);
  opened.set(key, file);
  return file;
}

/**
 * Where an answer, or an event of one, is not what its API promises.
 * @param schema a name of ../schemas
 * @param patches for tests that leave one out
 */
export const answerMisfits = (
  schema: string,
  body: Json,
  patches: readonly AnswerPatch[] = ANSWER_PATCHES,
): Misfit[] => whyNot([openedSchema(schema, patches)], body);
