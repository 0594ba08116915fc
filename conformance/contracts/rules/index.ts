/**
 * Every rule on values and across fields.
 * @module
 */
import type { Rule } from "../contract.ts";

export const RULES: readonly Rule[] = [];
