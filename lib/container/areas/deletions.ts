import { deleteSubject, previewDeletion } from "@/lib/services/deletions/delete-subject";
import { purgeDeletions } from "@/lib/services/deletions/purge-deletions";
import { listDeletions, purgeNow, undoDeletion } from "@/lib/services/deletions/undo-deletion";
import type { Resources } from "../resources";
import { bind } from "./bind";

/** Services that delete things, restore them, and remove them for good. */
export function bindDeletions(resources: Resources) {
  const { members, projects, deletions, purges, clock, log, newId } = resources;
  return {
    previewDeletion: bind(previewDeletion, { members, deletions }),
    deleteSubject: bind(deleteSubject, { members, deletions, clock, newId }),
    listDeletions: bind(listDeletions, { members, projects, deletions }),
    undoDeletion: bind(undoDeletion, { members, deletions }),
    purgeNow: bind(purgeNow, { members, deletions, clock }),
    purgeDeletions: bind(purgeDeletions, { purges, clock, log }),
  };
}
