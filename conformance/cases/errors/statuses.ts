/**
 * The table of ERR-02, status by status, in the provider's own error form.
 * @module
 */
import { quirksOf } from "../../../registry/providers/_shared/base.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { meansAt } from "../../recordings/host-meanings.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { checkEnvelope, checkMeaning, checkWords, TYPE_OF } from "./judge.ts";

/** Upstream status → what it means to the caller. 408 keeps its number: the provider timed the request out itself. */
export const TABLE: readonly [upstream: number, means: number][] = [
  [400, 400],
  [401, 401],
  [402, 402],
  [403, 403],
  [404, 404],
  [408, 408],
  [409, 409],
  [413, 413],
  [422, 422],
  [429, 429],
  [500, 502],
  [502, 502],
  [503, 503],
  [504, 504],
  [529, 503],
];

/** Statuses that no table of ours knows, and redirects, which nobody follows with a key. */
const ODD = [302, 307, 418, 451, 499, 520, 525, 598];

/** Codes that mean the same under any status. */
const CODES: readonly [code: string, means: number][] = [
  ["insufficient_quota", 402],
  ["context_length_exceeded", 400],
  ["invalid_api_key", 401],
  ["model_not_found", 404],
];

/** What a code means at a status: some hosts say a limit of the minute in the words of an empty account. */
const codeMeans = ({ provider }: CaseContext, code: string, upstream: number, means: number): number =>
  code === "insufficient_quota" && upstream === 429 && quirksOf(provider).includes("throttle-as-quota")
    ? 429
    : means;

const WORDS = "The quay is closed for today";

export const statusCases: readonly Case[] = [
  {
    id: "errors.status.table",
    area: "errors",
    title: "Each documented status has its own status and type at the caller's side",
    why: "a caller that backs off on 429 must not be told 500",
    requirements: ["ERR-01", "ERR-02", "ERR-03"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const [upstream, common] of TABLE) {
        const means = meansAt(context.api, upstream, common);
        session.answer(context.simulate.error(upstream, WORDS, { type: "some_type" }));
        for (const stream of [false, true]) {
          const name = `${upstream}${stream ? ".streamed" : ""}`;
          const reply = await session.send(ask(model, { stream }));
          checkEnvelope(context, name, reply);
          checkMeaning(context, name, reply, means);
          checkWords(context, name, reply, means, WORDS);
        }
      }
    },
  },
  {
    id: "errors.status.meaning-first",
    area: "errors",
    title: "What the body says outranks the number: each status with a code that means another",
    why: "hosts say used up with 429, too long with 403, and no such key with 400",
    requirements: ["ERR-02", "ERR-03"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const [code, means] of CODES) {
        for (const upstream of [400, 408, 429]) {
          session.answer(context.simulate.error(upstream, WORDS, { code }));
          const expected = codeMeans(context, code, upstream, means);
          checkMeaning(context, `${upstream}.${code}`, await session.send(ask(model)), expected);
          context.count(1);
        }
      }
    },
  },
  {
    id: "errors.status.odd",
    area: "errors",
    title:
      "A status that nobody documents, or a redirect, is an error whose status and type agree, whatever its body",
    why: "an edge network answers with statuses of its own",
    requirements: ["ERR-01", "ERR-02"],
    run: async (context) => {
      const session = await context.open();
      const model = pinned(context.endpoint());
      for (const upstream of ODD) {
        session.answer(
          context.simulate.error(upstream, WORDS, { headers: [["location", "https://elsewhere.example/"]] }),
        );
        const reply = await session.send(ask(model));
        checkEnvelope(context, String(upstream), reply);
        const type = errorOf(reply)?.type;
        context.check.equal("ERR-02", `${upstream}.type-fits-status`, type, TYPE_OF[reply.status]);
        context.check.equal("ERR-02", `${upstream}.one-call`, session.received.length, 1);
      }
      // A whole answer below such a status is none: nobody knows what it is an answer to.
      for (const stream of [false, true]) {
        const whole = simulated(context, stream);
        if (whole.kind !== "answer") throw new Error("a simulated answer is an answer");
        for (const upstream of ODD) {
          session.answer({ ...whole, status: upstream });
          const reply = await session.send(ask(model, { stream }));
          checkEnvelope(context, `${upstream}.whole${stream ? ".streamed" : ""}`, reply);
        }
      }
    },
  },
];
