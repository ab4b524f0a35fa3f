import { type BenchResult, withEnvironment } from "./measuring/result";
import { watchMemory } from "./measuring/memory";
import { multiplyRows } from "./measuring/multiply-rows";
import { loadBenchScenario } from "./measuring/scenarios";
import { rounded, roundedSpread, spread } from "./measuring/spread";
import { openWeb, type Web } from "./measuring/web";
import type { BenchOptions } from "./options";

const ROWS = 1_000_000;
const FILES = ["decisions.csv", "agents.csv"] as const;

/** Files of a million rows over the HTTP API, compared with the same COPY without HTTP. */
export async function* exportCases(
  { agents: [agents = 10_000], repetitions }: Pick<BenchOptions, "agents" | "repetitions">,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  const web = await openWeb(say);
  try {
    const endpointId = await web.studies.endpoint("instant", "inprocess://instant", {
      concurrency: 64,
    });
    const [run] = await web.studies.play({
      document: loadBenchScenario("opinion"),
      parameters: { agents },
      rounds: 1,
      endpoint: { endpointId },
    });
    if (!run) throw new Error("the study has no run");
    const postgres = await multiplyRows(web.databaseUrl, run.runId, Math.ceil(ROWS / agents));
    for (const file of FILES)
      yield await fileCase(web, run.runId, file, repetitions, postgres, say);
  } finally {
    await web.close();
  }
}

async function fileCase(
  { url, cookie, studies, processes }: Web,
  runId: string,
  file: string,
  repetitions: number,
  postgres: string,
  say: (line: string) => void,
): Promise<BenchResult> {
  const memory = watchMemory(processes(), {});
  const done: { readonly http: TimedRead; readonly copy: TimedRead }[] = [];
  for (let count = 1; count <= repetitions; count += 1) {
    const response = await fetch(`${url}/api/runs/${runId}/files/${file}`, { headers: { cookie } });
    if (!response.ok || !response.body)
      throw new Error(`${file}: ${response.status} ${await response.text()}`);
    const http = await timeRead(response.body);
    const copy = await timeRead(await studies.file(runId, file));
    if (http.bytes !== copy.bytes)
      throw new Error(
        `${file} has ${http.bytes} bytes over HTTP and ${copy.bytes} from the server`,
      );
    done.push({ http, copy });
    say(
      `export, ${file}, ${count} of ${repetitions}: ${Math.round(http.rows / http.seconds)} ` +
        `rows/s, COPY ${Math.round(copy.rows / copy.seconds)}`,
    );
  }
  const peaks = Object.values(memory.peaks());
  memory.stop();
  const over = (figure: (one: (typeof done)[number]) => number) =>
    roundedSpread(spread(done.map(figure)));
  return withEnvironment(
    {
      bench: "export",
      parameters: { file, rows: done[0]?.http.rows ?? 0, repetitions },
      figures: {
        rowsPerSecond: over(({ http }) => http.rows / http.seconds),
        megabytes: rounded((done[0]?.http.bytes ?? 0) / 1e6),
      },
      reference: {
        what: "the same COPY without HTTP",
        rowsPerSecond: over(({ copy }) => copy.rows / copy.seconds),
      },
      ratio: over(({ http, copy }) => copy.seconds / http.seconds),
      peakMemoryMiB: { largestProcess: Math.max(0, ...peaks) },
    },
    postgres,
  );
}

type TimedRead = { readonly rows: number; readonly bytes: number; readonly seconds: number };

const NEWLINE = 10;

async function timeRead(content: AsyncIterable<Uint8Array>): Promise<TimedRead> {
  const startedAt = performance.now();
  let [rows, bytes] = [-1, 0];
  for await (const chunk of content) {
    bytes += chunk.length;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) rows += 1;
  }
  return { rows, bytes, seconds: (performance.now() - startedAt) / 1_000 };
}
