// npm run build: the database client and the production build of the app.
import { errorLines } from "@/lib/config/operator-error";
import { build } from "./start/build";

try {
  await build({ onOutput: (text) => process.stdout.write(text) });
} catch (error) {
  console.error(errorLines(error).join("\n"));
  process.exitCode = 1;
}
