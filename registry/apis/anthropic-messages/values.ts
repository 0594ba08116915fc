/**
 * Small ways to look at what stands in a body.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../json.ts";

/** Does a field say anything? Absent and `null` are the same. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** The objects of a list, none for what is no list. */
export const objectsIn = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? (value as Json[]).filter(isObject) : [];
