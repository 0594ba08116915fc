/**
 * The kill matrix as text.
 * @module
 */
import type { Defect } from "../../conformance/defects/defect.ts";
import { isCaughtElsewhere, type Kill, type Proof, type Verdicts } from "../../conformance/proof/prove.ts";

const SHOWN = 3;
const NAMED = 8;

/** One line of `--list`. */
export const defectLine = ({ id, breaks, title }: Defect): string =>
  `${id.padEnd(44)} ${breaks.join(",").padEnd(14)} ${title}`;

function markOf(proof: Proof, at: string | undefined): string {
  if (proof.kills.length === 0) return "HOLE";
  if (proof.rightly.length === 0) return "MISNAMED";
  return isCaughtElsewhere(proof, at) ? "not here" : "killed";
}

/** Longest value that is shown of a check. */
const LONGEST = 120;

const clipped = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** What showed a defect: the check that failed, what it expected and what it saw. */
export function shownLine({ kills, rightly }: Proof): string | null {
  const { case: id, provider, api, shown } = (rightly.length > 0 ? rightly : kills)[0] ?? {};
  if (!id || !shown) return null;
  const { requirement, name, expected, seen } = shown;
  return `${id} at ${provider}/${api}: ${requirement} ${name}: expected ${clipped(expected)}, seen ${clipped(seen)}`;
}

/** Kills under the name of another requirement than those that the defect breaks: they hide no hole. */
const incidental = ({ kills, rightly }: Proof): string => {
  const others = kills.length - rightly.length;
  return rightly.length === 0 || others === 0 ? "" : ` (${others} more incidental)`;
};

/** One line for a defect: how many cases turned red, and the first of them; `at` is the provider that was asked for. */
export function proofLine(proof: Proof, at?: string): string {
  const { defect, kills, rightly } = proof;
  const mark = markOf(proof, at).padEnd(8);
  const cases = [...new Set((rightly.length > 0 ? rightly : kills).map((kill) => kill.case))];
  const more = cases.length > SHOWN ? ` and ${cases.length - SHOWN} more` : "";
  return `${mark} ${defect.id.padEnd(44)} ${defect.breaks.join(",").padEnd(14)} ${cases.slice(0, SHOWN).join(", ")}${more}${incidental(proof)}`;
}

/** A plant that throws is a fault of the plant: no case could even run. */
function holeLine({ defect, faults }: Proof): string {
  const head = `hole: nothing catches ${defect.id} (${defect.title})`;
  const [first] = faults;
  return first === undefined
    ? `${head}; write a case for ${defect.breaks.join(" or ")}`
    : `${head}, and cases could not run under it (${first}); repair its plant first`;
}

/** Cases that are red without a defect, and how to repair them. */
export const alwaysRedLines = (red: readonly Kill[]): string[] =>
  red.map(
    ({ case: id, provider, api }) =>
      `always red: ${id} fails at ${provider}/${api} without any defect, so its kills prove nothing; see npm test -- --provider ${provider} --api ${api} --case ${id}`,
  );

/** What is wrong and how to repair it; empty when nothing is. */
export function verdictLines({ holes, misnamed, decorative }: Verdicts): string[] {
  return [
    ...holes.map(holeLine),
    ...misnamed.map(({ defect, kills }) => {
      const names = [...new Set(kills.flatMap((kill) => kill.requirements))];
      const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
      return `misnamed: ${defect.id} breaks ${defect.breaks.join(", ")} but turns only ${names.slice(0, NAMED).join(", ")}${more} red; repair the case's requirement or the defect's`;
    }),
    ...decorative.map(
      (id) => `decorative: no defect turns ${id} red; plant one in conformance/defects, or remove the case`,
    ),
  ];
}
