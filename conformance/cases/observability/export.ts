/**
 * The request log as a file: every request once however many came at once, and every cell as it was (OBS-03).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import { manage } from "../_shared/manage.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { idOf } from "./support.ts";

const EXPORT = "/v1/requests/export";

/** More than two of the pages that a file is made of. */
const MANY = 205;

/** The rows of a file with commas, as RFC 4180 has them: outside of quotes every end of a line is the end of a row. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (isQuoted && char === '"' && text[at + 1] === '"') cell += text[at++];
    else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (char === "," || char === "\r" || char === "\n")) {
      row.push(cell);
      cell = "";
      if (char === ",") continue;
      rows.push(row);
      row = [];
      if (char === "\r" && text[at + 1] === "\n") at++;
    } else cell += char;
  }
  return rows;
}

/** A column of a file, row by row. */
async function columnOf(session: Session, name: string): Promise<(string | undefined)[]> {
  const reply = await manage(session, "GET", `${EXPORT}?format=csv`);
  const [head = [], ...rows] = rowsOf(reply.text);
  return rows.map((row) => row[head.indexOf(name)]);
}

const linesOf = async (session: Session): Promise<JsonObject[]> => {
  const { text } = await manage(session, "GET", EXPORT);
  return text.split("\n").flatMap((line): JsonObject[] => (line === "" ? [] : [JSON.parse(line)]));
};

/** All in one millisecond but for the last few. */
async function everyOne(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open();
  const ids: string[] = [];
  for (let n = 0; n < MANY; n++) {
    if (n > MANY - 4) session.gateway.clock.advance(1);
    // Refused by the gateway itself, which leaves a record as well.
    ids.push(idOf(await session.send({}, { rawBody: "{}" })));
  }
  const expected = [...new Set(ids)].sort();
  check.equal("OBS-03", "ids", expected.length, MANY);
  const lines = (await linesOf(session)).map(({ request_id: id }) => String(id));
  check.equal("OBS-03", "lines", lines.length, MANY);
  check.equal("OBS-03", "lines.each", lines.toSorted(), expected);
  const cells = (await columnOf(session, "request_id")).map(String);
  check.equal("OBS-03", "rows", cells.length, MANY);
  check.equal("OBS-03", "rows.each", cells.toSorted(), expected);
  check.equal("OBS-03", "latest last", lines.slice(-3), ids.slice(-3));
}

/** What users may be called: marks of the file itself, ends of lines, and beginnings that a spreadsheet computes. */
const USERS = [
  "ada",
  'a "quoted" one',
  "one, two",
  "a\nb",
  "a\rb",
  "a\r\nb",
  '"',
  " blank ",
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  '=HYPERLINK("x","y")',
];

/** What is asked for, and as what it comes. */
const KINDS = [
  ["", "application/x-ndjson", "requests.jsonl"],
  ["?format=jsonl", "application/x-ndjson", "requests.jsonl"],
  ["?format=csv", "text/csv; charset=utf-8", "requests.csv"],
] as const;

async function everyCell(context: CaseContext): Promise<void> {
  const session = await context.open();
  session.answer(simulated(context));
  const model = pinned(context.endpoint());
  for (const user of USERS) await session.send({}, { rawBody: JSON.stringify(ask(model, { user })) });
  const kept = (await linesOf(session)).map(({ user_id: id }) => id ?? null);
  context.check.equal("OBS-03", "lines", kept, USERS);
  const expected = USERS.map((user) => (/^[=+\-@\t\r]/.test(user) ? `'${user}` : user));
  for (const [query, type, name] of KINDS) {
    const { headers } = await manage(session, "GET", `${EXPORT}${query}`);
    const seen = ["content-type", "content-disposition", "cache-control"].map((one) => headers.get(one));
    const file = `attachment; filename="${name}"`;
    context.check.equal("OBS-03", `headers of ${name}`, seen, [type, file, "no-store"]);
  }
  context.check.equal("OBS-03", "cells", await columnOf(session, "user_id"), expected);
}

const about = { area: "observability", requirements: ["OBS-03"], modes: ["byok"], once: true } as const;

export const exportCases: readonly Case[] = [
  {
    ...about,
    id: "observability.export.every-one",
    title: "Exports each of two hundred requests of one millisecond once, page by page, as lines and as rows",
    why: "a page that begins behind a time leaves out whoever came in the same millisecond",
    run: everyOne,
  },
  {
    ...about,
    id: "observability.export.every-cell",
    title:
      "Exports names with commas, quotes and line ends as they are, and none that a spreadsheet computes",
    why: "a row that breaks in the middle moves every column behind it, and a formula runs",
    run: everyCell,
  },
];
