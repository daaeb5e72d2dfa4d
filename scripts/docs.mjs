// Builds the API documentation into docs/api; any TypeDoc warning is an error.
import { runTool } from "./setup.mjs";

runTool("typedoc", []);
