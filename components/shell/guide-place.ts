import { guidePath } from "@/lib/contracts/guide";

/** Pages of the app by the beginning of their path, the more special first, and their place. */
const PLACES: readonly (readonly [page: RegExp, chapter: string, section?: string])[] = [
  [/^\/runs\/[^/]+\/decisions/, "runs", "decisions"],
  [/^\/runs\/[^/]+\/network/, "runs", "the-network"],
  [/^\/runs\/[^/]+\/interview/, "live", "interview"],
  [/^\/runs\/[^/]+\/polls/, "live", "poll"],
  [/^\/runs\/[^/]+\/files/, "files"],
  [/^\/runs(\/|$)/, "runs", "the-run-page"],
  [/^\/studies\/new/, "studies", "run-with-changes-duplicate"],
  [/^\/studies(\/|$)/, "studies"],
  [/^\/scenarios\/import/, "scenarios"],
  [/^\/scenarios\/own/, "studies", "scenarios-of-the-project"],
  [/^\/scenarios(\/|$)/, "runs", "starting"],
  [/^\/models(\/|$)/, "endpoints"],
  [/^\/data(\/|$)/, "data"],
  [/^\/review(\/|$)/, "runs", "reviewing"],
  [/^\/settings\/storage/, "storage"],
  [/^\/settings\/health/, "watching", "health"],
  [/^\/settings\/log/, "watching", "log"],
  [/^\/settings\/audit/, "members", "audit-log"],
  [/^\/settings\/tokens/, "members", "api-tokens"],
  [/^\/settings\/account/, "members", "passwords"],
  [/^\/settings(\/|$)/, "members"],
];

/** The places that pages link to, for the test that all of them exist. */
export const GUIDE_PLACES: readonly string[] = PLACES.map(([, chapter, section]) =>
  guidePath(chapter, section),
);

/** Returns where the guide describes a page; its start for one that it does not. */
export function guidePlace(path: string): string {
  const [, chapter = "", section = ""] = PLACES.find(([page]) => page.test(path)) ?? [];
  return guidePath(chapter, section);
}
