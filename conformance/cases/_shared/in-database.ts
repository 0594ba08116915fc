/**
 * Cases before a gateway that keeps its books, its log and what it counts in a database, as one that serves does.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";

type About = Pick<Case, "id" | "area" | "title" | "why" | "modes" | "needs">;

/** The checks of a case under its name. */
function checksOf({ check }: CaseContext, { id }: Case): CaseContext["check"] {
  return {
    equal: (requirement, name, ...rest) => check.equal(requirement, `${id}: ${name}`, ...rest),
    that: (requirement, name, ...rest) => check.that(requirement, `${id}: ${name}`, ...rest),
  };
}

/** Does who has this one need have the other? */
const isMet = (needs: Case["needs"], had: Case["needs"]): boolean =>
  needs === undefined ||
  (Object.keys(needs).length === 1 &&
    needs.endpoints !== undefined &&
    needs.endpoints.that === had?.endpoints?.that &&
    needs.endpoints.count === undefined);

/**
 * One case of many, which runs once: a database is the same whoever the provider is. Those that need something of a provider,
 * or run in one mode that this one does not, are left out.
 */
export function inDatabase(about: About, cases: readonly Case[]): Case {
  const able = cases.filter(({ needs }) => isMet(needs, about.needs));
  const { modes = ["ptb", "byok"] } = about;
  const fitting = able.filter((one) => modes.every((mode) => one.modes?.includes(mode) ?? true));
  return {
    ...about,
    once: true,
    requirements: [...new Set(fitting.flatMap(({ requirements }) => requirements))],
    run: async (context) => {
      for (const one of fitting) {
        const open: CaseContext["open"] = (options) => context.open({ ...options, stored: true });
        await one.run({ ...context, check: checksOf(context, one), open });
      }
    },
  };
}
