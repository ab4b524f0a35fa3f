import { PROJECT_COOKIE, PROJECT_HEADER } from "@/lib/contracts/projects";

/**
 * Returns the project that a request names in its header, or else the one opened last in the
 * browser. Whether the sender is a member of it is decided where it is used.
 */
export function wantedProject(
  request: Headers,
): { readonly id: string; readonly isRequired: boolean } | undefined {
  const named = request.get(PROJECT_HEADER);
  if (named !== null && named !== "") return { id: named, isRequired: true };
  for (const part of (request.get("cookie") ?? "").split(";")) {
    const [key = "", id = ""] = part.trim().split("=");
    if (key === PROJECT_COOKIE && id !== "") return { id, isRequired: false };
  }
  return undefined;
}
