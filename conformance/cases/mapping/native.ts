/**
 * Bodies in the provider's own dialect, passed through as they are (MAP-14).
 * @module
 */
import { without } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask, headerOf, type Session } from "../../engine/session.ts";
import type { Recording } from "../../recordings/load.ts";
import { answerOf } from "../../upstream/replay.ts";
import { checkAmount, recordedCost, watchBill } from "../_shared/bill.ts";
import { isStreamed, modelSent, pinned, simulated } from "../_shared/support.ts";

const NATIVE = { "helicone-gateway-body-mapping": "NO_MAPPING" };

/** Sends what a recording's provider got, as a caller who speaks that dialect would. */
async function passThrough(context: CaseContext, recording: Recording) {
  const session = await context.open();
  session.answer(answerOf(recording));
  const stream = recording.meta.scenario.startsWith("stream.");
  const model = pinned(context.endpointOf(recording));
  const body = { ...recording.requestBody, model, ...(stream ? { stream } : {}) };
  const bill = await watchBill(session, () => session.send(body, { headers: NATIVE }));
  return { session, bill };
}

function checkSent(context: CaseContext, session: Session, recording: Recording): void {
  const { scenario, request } = recording.meta;
  const [received] = session.received;
  context.check.equal("MAP-14", `${scenario}.url`, received?.url, request.url);
  context.check.equal("MAP-14", `${scenario}.body`, received?.json, recording.requestBody);
  // What says how the body is to be read: its type, the version of its API.
  for (const [name, value] of request.headers)
    context.check.equal("MAP-14", `${scenario}.${name}`, headerOf(received, name), value);
}

const SCENARIOS = ["chat.basic", "chat.multi-turn", "stream.basic"] as const;
const WITH_TOOLS = ["chat.tools", "chat.tools.result", "stream.tools"] as const;

export const nativeCases: readonly Case[] = [
  ...(
    [
      ["text", SCENARIOS],
      ["tools", WITH_TOOLS],
    ] as const
  ).map(
    ([topic, scenarios]): Case => ({
      id: `mapping.native.${topic}`,
      area: "mapping",
      title:
        "Under NO_MAPPING the provider gets the caller's own body, and the caller the provider's own bytes",
      why: "whoever speaks a provider's dialect wants all of it, not what a translation leaves",
      requirements: ["MAP-14"],
      needs: { scenarios },
      run: async (context) => {
        for (const recording of context.recordings(scenarios)) {
          const { session, bill } = await passThrough(context, recording);
          const { scenario } = recording.meta;
          checkSent(context, session, recording);
          const bytes = Buffer.from(recording.responseBody).toString("utf8");
          context.check.equal("MAP-14", `${scenario}.bytes`, bill.reply.text, bytes);
          context.check.equal("MAP-14", `${scenario}.status`, bill.reply.status, 200);
          const [type] = (bill.reply.headers.get("content-type") ?? "").split(";", 1);
          const framing = isStreamed(recording) ? context.wire.streamType : "application/json";
          context.check.equal("MAP-14", `${scenario}.type`, type, framing);
        }
      },
    }),
  ),
  {
    id: "mapping.native.billed",
    area: "mapping",
    title: "A native request is counted and billed like any other",
    why: "passed through unread it is a free call",
    requirements: ["MAP-14", "CST-03"],
    needs: { scenarios: SCENARIOS },
    run: async (context) => {
      for (const recording of context.recordings(SCENARIOS)) {
        const { session, bill } = await passThrough(context, recording);
        const { scenario, expect } = recording.meta;
        const usage = (await session.lastRecord())?.usage;
        const classes = usage?.kind === "known" ? usage.usage : usage?.kind;
        context.check.equal("MAP-14", `${scenario}.usage`, classes, expect?.usage);
        checkAmount(context, "CST-03", scenario, bill, recordedCost(context, recording));
      }
    },
  },
  {
    id: "mapping.native.unreadable",
    area: "mapping",
    title:
      "A native body that nobody can read passes where the caller pays, and is refused where the gateway does",
    why: "what cannot be read cannot be priced",
    requirements: ["MAP-14", "BIL-06"],
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      const endpoint = context.endpoint();
      const odd = { brand_new: { of: ["the", "provider"] }, messages: 7, contents: 7 };
      const reply = await session.send({ ...odd, model: pinned(endpoint) }, { headers: NATIVE });
      if (context.mode === "ptb") {
        const seen = [reply.status, errorOf(reply)?.code, session.received.length];
        context.check.equal("BIL-06", "refused", seen, [400, "unpriced_feature", 0]);
        return;
      }
      const [request] = session.received;
      context.check.equal("MAP-14", "passed", reply.status, 200);
      context.check.equal("MAP-14", "model", modelSent(request), endpoint.providerModelId);
      const sent = without(Object(request?.json), ["model", ...Object.keys(context.api.bodyFields)]);
      context.check.equal("MAP-14", "body", sent, odd);
    },
  },
  {
    id: "mapping.native.unlisted",
    area: "mapping",
    title:
      "A native parameter that the registry does not know is passed on to the caller's account, not to ours",
    why: "a geography, a faster mode, a searching tool: each has a price that no list here holds",
    requirements: ["MAP-14", "BIL-06"],
    needs: { scenarios: ["chat.basic"] },
    run: async (context) => {
      const recording = context.recording("chat.basic");
      const session = await context.open();
      session.answer(answerOf(recording));
      const body = { ...recording.requestBody, brand_new_mode: "fast" };
      const model = pinned(context.endpointOf(recording));
      const reply = await session.send({ ...body, model }, { headers: NATIVE });
      if (context.mode === "byok") {
        context.check.equal("MAP-14", "passed", reply.status, 200);
        context.check.equal("MAP-14", "body", session.received[0]?.json, body);
        return;
      }
      const seen = [reply.status, errorOf(reply)?.code, session.received.length];
      context.check.equal("BIL-06", "refused", seen, [400, "unpriced_feature", 0]);
      const named = String(errorOf(reply)?.message)
        .replace(/_|(?<=[a-z])(?=[A-Z])/g, " ")
        .toLowerCase();
      context.check.equal("BIL-06", "by-name", named.includes("brand new mode"), true);
    },
  },
  {
    id: "mapping.native.other-header",
    area: "mapping",
    title:
      "A mapping that does not exist is a 400 that names the header, and a good one in any case is taken",
    why: "a typing error that falls back to the default sends another request than was meant",
    requirements: ["MAP-14", "ERR-08"],
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      const body = ask(pinned(context.endpoint()));
      for (const value of ["NO-MAPPING", "ANTHROPIC", "", "constructor"]) {
        const headers = { "helicone-gateway-body-mapping": value };
        const reply = await session.send(body, { headers });
        context.check.equal("ERR-08", `${value}.status`, reply.status, 400);
        context.check.equal(
          "ERR-08",
          `${value}.param`,
          errorOf(reply)?.param,
          "helicone-gateway-body-mapping",
        );
      }
      context.check.equal("ERR-08", "no-call", session.received.length, 0);
      const good = await session.send(body, { headers: { "helicone-gateway-body-mapping": "openai" } });
      context.check.equal("MAP-14", "openai", good.status, 200);
    },
  },
];
