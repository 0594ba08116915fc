/**
 * The kept scores as a page, and the run as lines for the terminal. Pure.
 * @module
 */
import type { Folder } from "./folders.ts";
import type { FolderScore, Scores } from "./kept.ts";
import { type ReasonsOf, reasonFor } from "./reasons.ts";
import type { Survivor } from "./score.ts";

const percent = (value: number): string => `${value.toFixed(1)} %`;

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

function folderRow({ name, aim }: Folder, score: FolderScore | undefined, reasonsOf: ReasonsOf): string {
  if (!score) return row([name, `${aim} %`, "not yet run", "", "", "", "", "", "", ""]);
  const { killed, timeout, survived, uncovered, static: atImport, errors } = score.counts;
  const explained = score.survivors.filter((survivor) => reasonFor(survivor, reasonsOf) !== null).length;
  return row([
    name,
    `${aim} %`,
    percent(score.score),
    killed,
    timeout,
    survived,
    uncovered,
    explained,
    atImport + errors,
    score.date,
  ]);
}

/** Code within a table or a list: no line breaks, no bars, not endless. */
function code(text: string): string {
  const short = text.length > 90 ? `${text.slice(0, 89)}…` : text;
  return `\`${short.replaceAll("`", "'").replaceAll("|", "¦")}\``;
}

function survivorLine(survivor: Survivor, reasonsOf: ReasonsOf): string {
  const { line, from, to, covered } = survivor;
  const why = reasonFor(survivor, reasonsOf) ?? (covered ? "" : "no test reaches it");
  return `- ${line}: ${code(from)} → ${to === "" ? "nothing" : code(to)}${why === "" ? "" : `: ${why}`}`;
}

function survivorsText(folder: Folder, score: FolderScore, reasonsOf: ReasonsOf): string[] {
  if (score.survivors.length === 0) return [];
  const files = [...new Set(score.survivors.map(({ file }) => file))];
  return [
    `## ${folder.name}`,
    "",
    ...files.flatMap((file) => [
      `### ${file}`,
      "",
      ...score.survivors.filter((one) => one.file === file).map((one) => survivorLine(one, reasonsOf)),
      "",
    ]),
  ];
}

/** The page of all scores and survivors. */
export function scoresPage(folders: readonly Folder[], scores: Scores, reasonsOf: ReasonsOf): string {
  return [
    "# Mutation scores",
    "",
    "Written by `npm run mutate`. The score is what was killed or ran out of time, of all mutants but those of code that",
    "runs at import only. A survivor is left with a reason beside the code, which does not raise the score, or waits for a better test.",
    "",
    row([
      "folder",
      "aim",
      "score",
      "killed",
      "timed out",
      "survived",
      "not reached",
      "with a reason",
      "not counted",
      "measured",
    ]),
    row(Array.from({ length: 10 }, () => "---")),
    ...folders.map((folder) => folderRow(folder, scores[folder.name], reasonsOf)),
    "",
    ...folders.flatMap((folder) => {
      const score = scores[folder.name];
      return score ? survivorsText(folder, score, reasonsOf) : [];
    }),
  ].join("\n");
}

/** One line for a folder that was run. @example "pricing: 96.1 % (aim 90 %), 18 survivors, 12 with a reason" */
export function resultLine(name: string, score: FolderScore, reasonsOf: ReasonsOf): string {
  const explained = score.survivors.filter((survivor) => reasonFor(survivor, reasonsOf) !== null).length;
  const verdict = score.score < score.aim ? "BELOW THE AIM" : "ok";
  return `${name}: ${percent(score.score)} (aim ${score.aim} %), ${score.survivors.length} survivors, ${explained} with a reason: ${verdict}`;
}
