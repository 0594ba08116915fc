/** DSH: what people see and do in a browser. @module */
import { inArea } from "./requirement.ts";

export const dashboard = inArea("dashboard", [
  {
    id: "DSH-01",
    level: "MUST",
    title:
      "The dashboard shows and does what it says, by keyboard and without scripts, and never shows a key",
    status: { heldBy: "scripts/dashboard.test.ts" },
  },
]);
