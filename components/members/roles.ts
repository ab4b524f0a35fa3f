import type { SelectOption } from "@/components/ui/select";
import type { Role } from "@/lib/domain/access";

/** What each role is called and may do, for choices and lists. */
export const ROLE_TEXTS: Readonly<Record<Role, { label: string; description: string }>> = {
  owner: {
    label: "Owner",
    description: "Everything researchers can do; members, invitations and the audit log.",
  },
  researcher: {
    label: "Researcher",
    description: "Starts studies, uploads tables, intervenes, interviews and reviews.",
  },
  annotator: {
    label: "Annotator",
    description: "Reviews what is assigned to them, and sees nothing else.",
  },
  viewer: { label: "Viewer", description: "Sees studies, runs and files; changes nothing." },
};

export const ROLE_OPTIONS: readonly SelectOption[] = (
  ["owner", "researcher", "annotator", "viewer"] as const
).map((value) => ({ value, ...ROLE_TEXTS[value] }));
