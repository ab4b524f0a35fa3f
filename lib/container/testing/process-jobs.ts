import type { Consumers } from "@/lib/adapters/queue/consume";
import { jobProcessors } from "@/workers/processors";
import type { Container } from "..";

/** Processes the jobs of an installation in the process of the test, until it is closed. */
export async function processJobs(container: Container): Promise<Consumers> {
  const consumers = container.consume(jobProcessors(container.services));
  await consumers.ready();
  return consumers;
}
