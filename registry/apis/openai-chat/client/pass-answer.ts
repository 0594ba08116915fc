/**
 * A provider's whole answer for a caller of the same API: its own text, wherever it says what the caller is to read. Counts
 * that the host counts otherwise are set in it (MAP-16, USE-06).
 * @module
 */

import type { UsageReading } from "../../../canonical/usage.ts";
import { isObject } from "../../../json.ts";
import { withMember } from "../../_shared/members.ts";
import type { AnswerPassage } from "../../codec.ts";
import { encodeResponse } from "../response.ts";
import { findUsage } from "../usage.ts";
import { sameAnswer, sameUsage, setUsage } from "./same.ts";

const UNSAID: UsageReading = { kind: "unknown" };

export const passAnswer: AnswerPassage["whole"] = ({ text, body, decoded }, { convention }, render) => {
  const { completion, usage } = decoded;
  // What is said of usage is looked at below.
  if (!sameAnswer(body, encodeResponse(completion, UNSAID, render))) return null;
  const found = findUsage(body, convention);
  // Callers get usage in one place only, and none that contradicts itself.
  if (found !== null && found !== body.usage) return null;
  if (usage.kind !== "known" || found === null)
    return isObject(body.usage) ? withMember(text, "usage", null) : text;
  if (sameUsage(found, usage.usage)) return text;
  return withMember(text, "usage", JSON.stringify(setUsage(found, usage.usage)));
};
