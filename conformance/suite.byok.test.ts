import { declareSuite } from "./suite.ts";

declareSuite("byok");
