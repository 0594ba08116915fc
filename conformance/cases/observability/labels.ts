/**
 * Whose request it is, in the caller's words, up to the limits of those words (OBS-01, SEC-03).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import type { RecordSeen } from "../../targets/views.ts";
import { chat } from "./support.ts";

type Labels = RecordSeen["labels"];

const MOST = { maxLabelChars: 24, maxProperties: 3 };
const SESSION = "helicone-session-id";

/** The header of each label, and where the record has it. */
const PLACES: Readonly<Record<string, (labels: Labels) => string | null | undefined>> = {
  "helicone-user-id": ({ userId }) => userId,
  [SESSION]: ({ session }) => session?.id,
  "helicone-session-path": ({ session }) => session?.path,
  "helicone-session-name": ({ session }) => session?.name,
  "helicone-property-team": ({ properties }) => properties.team,
};

/** So many characters, none of them like its neighbour. */
const text = (length: number): string =>
  "Ab1 /:éZ"
    .repeat(length)
    .slice(0, length - 1)
    .concat("z");

async function lengths(context: CaseContext): Promise<void> {
  const { check } = context;
  for (const [header, read] of Object.entries(PLACES))
    for (const length of [1, MOST.maxLabelChars - 1, MOST.maxLabelChars, MOST.maxLabelChars + 1]) {
      const session = await context.open({ limits: MOST });
      const value = text(length);
      const headers: Record<string, string> = { [SESSION]: "s", [header]: value };
      const reply = await chat(context, session, { headers });
      const name = `${header} of ${length}`;
      const record = await session.lastRecord();
      context.count(1);
      if (length <= MOST.maxLabelChars) {
        check.equal("OBS-01", name, [reply.status, record && read(record.labels)], [200, value]);
        continue;
      }
      const param = String(errorOf(reply)?.param).toLowerCase();
      const seen = [reply.status, header.startsWith(param), session.received.length];
      check.equal("SEC-03", name, seen, [400, true, 0]);
    }
}

async function counts(context: CaseContext): Promise<void> {
  for (const count of [1, MOST.maxProperties - 1, MOST.maxProperties, MOST.maxProperties + 1]) {
    const session = await context.open({ limits: MOST });
    const properties = Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, `Value ${n}`]));
    const headers = Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [`Helicone-Property-${name.toUpperCase()}`, value]),
    );
    const reply = await chat(context, session, { headers });
    const record = await session.lastRecord();
    const isTaken = count <= MOST.maxProperties;
    const seen = [reply.status, session.received.length, isTaken && record?.labels.properties];
    const expected = isTaken ? [200, 1, properties] : [400, 0, false];
    context.check.equal("SEC-03", `${count} properties`, seen, expected);
    context.count(1);
  }
}

const about = { area: "observability", once: true, modes: ["byok"] } as const;

export const labelCases: readonly Case[] = [
  {
    ...about,
    id: "observability.labels.lengths",
    title:
      "keeps a user, a session and a property of just as many characters as are allowed, and refuses one more by name",
    why: "a label that is cut is another customer's, and one that is refused too soon is a call that fails",
    requirements: ["OBS-01", "SEC-03"],
    run: lengths,
  },
  {
    ...about,
    id: "observability.labels.counts",
    title: "keeps just as many properties as are allowed, each with its own value, and refuses one more",
    why: "of one too many either all are lost, or one that somebody pays by",
    requirements: ["SEC-03"],
    run: counts,
  },
];
