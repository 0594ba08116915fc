/**
 * Passed calls that end in a way that nobody thought of, take any time, or go on to a next target with too much or too
 * little (PRX, OBS-01, LIM-02, FLB-06, AUT-03).
 * @module
 */
import type { ClientRequestArgs, request as nodeRequest } from "node:http";
import type { Limits } from "../../reference-gateway/parts.ts";
import type { Stage } from "../../reference-gateway/stages/stage.ts";
import type { RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import { valuesOf } from "../../registry/domains/headers.ts";
import type { ArrivedCall, PassRoute } from "../../registry/domains/plan-pass.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withRequest, withTargetAnswer } from "./passthrough.ts";
import { withParts } from "./plants.ts";
import { withRecord } from "./record-plants.ts";

const PASSED = "passthrough";

const withStages = (change: (stage: Stage) => Stage): Plant =>
  withParts(({ stages }) => ({ stages: stages.map(change) }));

const withLimits = (change: (limits: Limits) => Partial<Limits>): Plant =>
  withParts(({ limits }) => ({ limits: { ...limits, ...change(limits) } }));

const withPassed = (change: (record: RequestRecord) => RequestRecord): Plant =>
  withRecord((record) => (record.route === PASSED ? change(record) : record));

/** Every target of a list but the first one. */
const withNext = (change: (route: PassRoute, call: ArrivedCall) => PassRoute): Plant =>
  withParts(({ passthrough }) => ({
    passthrough: {
      ...passthrough,
      plan: (call, ...more) => {
        const plan = passthrough.plan(call, ...more);
        if (plan.kind !== "pass") return plan;
        const [first, ...rest] = plan.routes;
        return { ...plan, routes: [first, ...rest.map((route) => change(route, call))] };
      },
    },
  }));

/** Fields of a call that a next target gets beside its own. */
const carriedOn = (name: RegExp): Plant =>
  withNext((route, { fields }) => ({
    ...route,
    headers: route.headers && [...route.headers, ...fields.filter(([given]) => name.test(given))],
  }));

/** A flat list of fields, of which only some are left. */
const fieldsOf = (headers: readonly string[], isKept: (name: string) => boolean): string[] =>
  headers.flatMap((name, i) => (i % 2 === 0 && isKept(name) ? [name, headers[i + 1] ?? ""] : []));

const about = { seenIn: "own" } as const;

export const passedEndDefects: readonly Defect[] = [
  {
    ...about,
    id: "passthrough.admitted-always",
    title: "Passed calls are let in whether there is a place or not",
    breaks: ["LIM-02"],
    plant: withStages((stage) => ({
      ...stage,
      ...(stage.arrive && {
        arrive: (inbound, parts) => (inbound.route === PASSED ? undefined : stage.arrive?.(inbound, parts)),
      }),
    })),
  },
  {
    ...about,
    id: "passthrough.failures-keep-their-place",
    title: "A passed call that fails never gives its place back",
    breaks: ["LIM-02"],
    plant: withStages((stage) => ({
      ...stage,
      ...(stage.after && {
        after: (inbound, completed, parts) => {
          const { outcome } = completed.record;
          return inbound.route === PASSED && outcome === "failed"
            ? undefined
            : stage.after?.(inbound, completed, parts);
        },
      }),
    })),
  },
  {
    ...about,
    id: "passthrough.record.left-is-failed",
    title: "A passed call whose caller left counts as a failure of its target",
    breaks: ["OBS-01"],
    plant: withPassed((record) =>
      record.outcome === "cancelled" ? { ...record, outcome: "failed" } : record,
    ),
  },
  {
    ...about,
    id: "passthrough.record.one-type",
    title: "Whatever status a target answers with, the record has it as a fault of the API",
    breaks: ["OBS-01"],
    plant: withPassed((record) =>
      record.error?.code === null ? { ...record, error: { ...record.error, type: "api_error" } } : record,
    ),
  },
  {
    ...about,
    id: "passthrough.record.host-of-the-first",
    title: "The record of a list names the target that failed, not the one that answered",
    breaks: ["OBS-01"],
    plant: withPassed((record) =>
      record.attempts.length > 0 ? { ...record, targetHost: "api.openai.com" } : record,
    ),
  },
  {
    ...about,
    id: "passthrough.record.attempts-by-host",
    title: "Failed targets are recorded under their hosts, and their provider is not known",
    breaks: ["OBS-01"],
    plant: withPassed((record) => ({
      ...record,
      attempts: record.attempts.map((attempt) => ({ ...attempt, provider: `api.${attempt.provider}.com` })),
    })),
  },
  {
    ...about,
    id: "passthrough.streams-cut-early",
    title: "Streams are given no longer than answers in one piece",
    breaks: ["PRX-01"],
    plant: withLimits(({ totalTimeoutMs }) => ({ streamTimeoutMs: totalTimeoutMs })),
  },
  {
    ...about,
    id: "passthrough.drips-without-end",
    title: "Answers in one piece may drip as long as a stream",
    breaks: ["PRX-01"],
    plant: withLimits(({ streamTimeoutMs }) => ({ totalTimeoutMs: streamTimeoutMs })),
  },
  {
    ...about,
    id: "passthrough.json-by-one-name",
    title: "Only application/json is an answer in one piece, not the JSON of a maker's own name",
    breaks: ["PRX-01"],
    plant: withTargetAnswer((answer) => {
      const type = answer.headers["content-type"];
      if (type?.includes("+json")) answer.headers["content-type"] = "application/octet-stream";
    }),
  },
  {
    ...about,
    id: "passthrough.silence-without-end",
    title: "A target that says nothing is waited for without end",
    breaks: ["PRX-01"],
    plant: withLimits(() => ({ idleTimeoutMs: 3_600_000, headersTimeoutMs: 3_600_000 })),
  },
  {
    ...about,
    id: "passthrough.lists-share-cookies",
    title: "The next target of a list gets the caller's cookies for the first one",
    breaks: ["AUT-03"],
    plant: carriedOn(/^cookie$/i),
  },
  {
    ...about,
    id: "passthrough.lists-share-accounts",
    title: "The next target of a list is told the account at the first one",
    breaks: ["AUT-03"],
    plant: carriedOn(/^(openai-project|x-goog-user-project)$/i),
  },
  {
    ...about,
    id: "passthrough.lists-own-fields-alone",
    title: "The next target of a list gets its own fields and none of the caller's",
    breaks: ["AUT-03"],
    plant: withRequest(({ headers, host }) =>
      host === "api.groq.com"
        ? { headers: fieldsOf(headers, (name) => /^(host|authorization|content-)/i.test(name)) }
        : {},
    ),
  },
  {
    ...about,
    id: "passthrough.lists-for-statuses-alone",
    title: "A target that hangs up ends the list",
    breaks: ["FLB-06"],
    plant: withParts(({ passthrough }) => ({
      passthrough: {
        ...passthrough,
        network: {
          ...passthrough.network,
          sender: (secure) => {
            const sender = passthrough.network.sender(secure);
            const request = ((args: ClientRequestArgs) =>
              sender.request(args).prependListener("error", (error: NodeJS.ErrnoException) => {
                delete error.code;
              })) as typeof nodeRequest;
            return { ...sender, request };
          },
        },
      },
    })),
  },
  {
    ...about,
    id: "passthrough.lists-unknown-uncounted",
    title: "Domains that are not approved pass without a limit where they are second in a list",
    breaks: ["PRX-04"],
    plant: withParts((parts) => {
      const approved = parts.registry.domains.recognise("api.groq.com");
      return withNext((route) => ({ ...route, domain: route.domain ?? approved }))(parts);
    }),
  },
  {
    ...about,
    id: "passthrough.name-before-target",
    title: "A dedicated name leads to its provider, whatever target the call names",
    breaks: ["PRX-01"],
    plant: withParts(({ passthrough }) => ({
      passthrough: {
        ...passthrough,
        plan: (call, ...more) => {
          const bare = call.fields.filter(([name]) => name.toLowerCase() !== "helicone-target-url");
          const named = passthrough.plan({ ...call, fields: bare }, ...more);
          return named.kind === "pass" ? named : passthrough.plan(call, ...more);
        },
      },
    })),
  },
  {
    ...about,
    id: "passthrough.name-lends-its-domain",
    title: "A target is taken for the provider whose dedicated name the call came to",
    breaks: ["PRX-04", "PRX-07"],
    plant: withParts(({ passthrough }) => ({
      passthrough: {
        ...passthrough,
        plan: (call, ...more) => {
          const plan = passthrough.plan(call, ...more);
          const bare = call.fields.filter(([name]) => name.toLowerCase() !== "helicone-target-url");
          const named = passthrough.plan({ ...call, fields: bare }, ...more);
          if (plan.kind !== "pass" || named.kind !== "pass") return plan;
          const [first, ...rest] = plan.routes;
          return { ...plan, routes: [{ ...first, domain: named.routes[0].domain }, ...rest] };
        },
      },
    })),
  },
  {
    ...about,
    id: "passthrough.name-takes-its-prefix",
    title: "A dedicated name takes its own beginning off the path of any target",
    breaks: ["PRX-01", "PRX-04", "PRX-07"],
    plant: withParts(({ passthrough }) => ({
      passthrough: {
        ...passthrough,
        plan: (call, ...more) => {
          const plan = passthrough.plan(call, ...more);
          const [host = ""] = valuesOf(call.fields, "host");
          if (plan.kind !== "pass" || !/^\w+\.localhost/.test(host)) return plan;
          const [first, ...rest] = plan.routes;
          return { ...plan, routes: [{ ...first, path: first.path.replace(/^\/v1/, "") }, ...rest] };
        },
      },
    })),
  },
  {
    ...about,
    id: "passthrough.model.override-first",
    title: "A call is priced by its override where it names a model itself",
    breaks: ["PRX-07"],
    plant: (parts) => {
      const { domains } = parts.registry;
      const { plan } = parts.passthrough;
      let override: string | null = null;
      return {
        ...parts,
        registry: {
          ...parts.registry,
          domains: {
            ...domains,
            apiAt: (...at) => {
              const api = domains.apiAt(...at);
              return api && { ...api, model: override ?? api.model };
            },
          },
        },
        passthrough: {
          ...parts.passthrough,
          plan: (call, ...more) => {
            override = valuesOf(call.fields, "helicone-model-override")[0] ?? null;
            return plan(call, ...more);
          },
        },
      };
    },
  },
  {
    ...about,
    id: "passthrough.given-up-left-open",
    title: "The answer of a target that is given up stays open",
    breaks: ["FLB-06"],
    plant: withTargetAnswer((answer) => {
      if (answer.statusCode === 503) answer.destroy = () => answer;
    }),
  },
];
