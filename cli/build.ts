// npm run build: generates the database client, bundles the programs and builds the app; with
// --if-needed, only if sources have changed.
import { errorLines } from "@/lib/config/operator-error";
import { build, generateClient } from "./start/build";
import { needsBuild } from "./start/build-stamp";
import { PROJECT_ROOT } from "@/lib/config/project-root";

const tools = { onOutput: (text: string) => void process.stdout.write(text) };

try {
  if (!process.argv.includes("--if-needed") || needsBuild(PROJECT_ROOT)) await build(tools);
  else await generateClient();
} catch (error) {
  console.error(errorLines(error).join("\n"));
  process.exitCode = 1;
}
