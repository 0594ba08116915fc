/**
 * What may stand in the query of a page: whatever does not fit is as if it were absent.
 * @module
 */
import { z } from "zod";

export const Text = z.string().max(200).catch("");
export const Page = z.coerce.number().int().min(0).max(1000).catch(0);
export const Count = z.coerce.number().int().min(0).max(100_000_000);
