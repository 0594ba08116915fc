/**
 * The kill matrix as text.
 * @module
 */
import type { Proof, Verdicts } from "../../conformance/prove.ts";

const SHOWN = 3;

/** One line for a defect: how many cases turned red, and the first of them. */
export function proofLine({ defect, kills, rightly }: Proof): string {
  const mark = kills.length === 0 ? "HOLE    " : rightly.length === 0 ? "MISNAMED" : "killed  ";
  const cases = [...new Set((rightly.length > 0 ? rightly : kills).map((kill) => kill.case))];
  const more = cases.length > SHOWN ? ` and ${cases.length - SHOWN} more` : "";
  return `${mark} ${defect.id.padEnd(44)} ${defect.breaks.join(",").padEnd(14)} ${cases.slice(0, SHOWN).join(", ")}${more}`;
}

/** What is wrong and how to repair it; empty when nothing is. */
export function verdictLines({ holes, misnamed, decorative }: Verdicts): string[] {
  return [
    ...holes.map(
      (defect) =>
        `hole: nothing catches ${defect.id} (${defect.title}); write a case for ${defect.breaks.join(" or ")}`,
    ),
    ...misnamed.map(({ defect, kills }) => {
      const names = [...new Set(kills.flatMap((kill) => kill.requirements))].join(", ");
      return `misnamed: ${defect.id} breaks ${defect.breaks.join(", ")} but turns only ${names} red; repair the case's requirement or the defect's`;
    }),
    ...decorative.map(
      (id) => `decorative: no defect turns ${id} red; plant one in conformance/defects, or remove the case`,
    ),
  ];
}
