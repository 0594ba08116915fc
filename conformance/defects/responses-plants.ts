/**
 * What the defects of providers of the Responses API share.
 * @module
 */
import type { ApiId } from "../../registry/apis/codec.ts";
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";

export const API: ApiId = "openai-responses";
const AT = ["openai"] as const;

export interface Draft {
  id: string;
  title: string;
  seenIn: string;
  breaks: Defect["breaks"];
}

export const defect = ({ id, ...draft }: Draft, plant: Defect["plant"]): Defect => ({
  id: `responses-upstream.${id}`,
  ...draft,
  providers: AT,
  plant,
});

export const listed = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
