/**
 * Every planted defect, in the order of the areas.
 * @module
 */
import type { Defect } from "./defect.ts";
import { mappingDefects } from "./mapping.ts";

export type { Defect } from "./defect.ts";

export const allDefects: readonly Defect[] = [...mappingDefects];
