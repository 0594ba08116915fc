import { declareSuite } from "./engine/suite.ts";

declareSuite("ptb");
