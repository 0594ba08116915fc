import { declareSuite } from "./engine/suite.ts";

await declareSuite("ptb");
