/**
 * What is easily taken for nothing: parameters of zero (MAP-09, MAP-10).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Parameter } from "../../../registry/parameters.ts";
import type { Case } from "../../engine/case.ts";
import { addressOf, offered } from "../_shared/bill.ts";
import { outbound } from "../_shared/support.ts";

/** Parameters for which zero is a value like any other. */
const ZEROS = [
  "temperature",
  "top_p",
  "seed",
  "frequency_penalty",
  "presence_penalty",
] as const satisfies readonly Parameter[];

/** The least that some hosts take in the place of a zero. */
const LEAST = 0.01;

const takesZeros = ({ supportedParameters }: Pick<Endpoint, "supportedParameters">): boolean =>
  ZEROS.some((name) => supportedParameters.includes(name));

export const zeroCases: readonly Case[] = [
  {
    id: "mapping.parameters.zeros",
    area: "mapping",
    title: "Sends a parameter of zero as zero or the least that the host takes, or names it as dropped",
    why: "a zero that is taken for nothing turns the surest answer into the most random one",
    requirements: ["MAP-09", "MAP-10"],
    needs: { endpoints: { that: "takes a parameter that may be zero", where: takesZeros } },
    run: async (context) => {
      for (const name of ZEROS) {
        const endpoint = offered(context).find(({ supportedParameters }) =>
          supportedParameters.includes(name),
        );
        if (endpoint === undefined) continue;
        const { sent, reply } = await outbound(context, addressOf(endpoint), { [name]: 0 });
        const dropped = (reply.headers.get("x-dropped-parameters") ?? "").split(", ").includes(name);
        const value = sent?.parameters[name];
        const isThere = typeof value === "number" && value >= 0 && value <= LEAST;
        context.check.equal("MAP-10", `${name}.status`, reply.status, 200);
        context.check.that("MAP-09", `${name}.sent-or-named`, isThere !== dropped, {
          expected: "0, or next to it, or the name among what was dropped",
          seen: { value: value ?? null, dropped },
        });
        context.count(1);
      }
    },
  },
];
