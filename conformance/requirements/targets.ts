/** TGT: gateways under test. @module */
import { inArea } from "./requirement.ts";

export const targets = inArea("targets", [
  {
    id: "TGT-01",
    level: "MUST",
    title: "A target is described by data, and what it cannot show or lacks never reads as passed",
    status: { heldBy: "conformance/engine/unavailable.test.ts" },
  },
  {
    id: "TGT-02",
    level: "MUST",
    title: "A control case proves that the stand-in is reached with the expected key, before any verdict",
    status: { heldBy: "conformance/targets/http/http.test.ts" },
  },
  {
    id: "TGT-03",
    level: "MUST",
    title: "The report states what the target is: version, resolved dependencies, declared policies",
    status: { heldBy: "conformance/outcome/report.test.ts" },
  },
]);
