import { deleteSubject, previewDeletion } from "@/lib/services/deletions/delete-subject";
import { purgeDeletions } from "@/lib/services/deletions/purge-deletions";
import { listDeletions, purgeNow, undoDeletion } from "@/lib/services/deletions/undo-deletion";
import { applyRetention } from "@/lib/services/retention/apply-retention";
import {
  changeProjectRetention,
  getProjectRetention,
  previewProjectRetention,
} from "@/lib/services/retention/project-retention";
import {
  getDiskUse,
  measureDiskUse,
  requestDiskMeasurement,
} from "@/lib/services/storage/disk-use";
import type { Resources } from "../resources";
import { bind } from "./bind";

/**
 * Services that delete things, restore them, remove them for good, do so after a time, and say what
 * is stored.
 */
export function bindDeletions(resources: Resources) {
  const { members, projects, deletions, purges, retention, disk, clock, log, newId } = resources;
  return {
    previewDeletion: bind(previewDeletion, { members, deletions }),
    deleteSubject: bind(deleteSubject, { members, deletions, clock, newId }),
    listDeletions: bind(listDeletions, { members, projects, deletions }),
    undoDeletion: bind(undoDeletion, { members, deletions, clock }),
    purgeNow: bind(purgeNow, { members, deletions, clock }),
    getDiskUse: bind(getDiskUse, { members, projects, disk }),
    requestDiskMeasurement: bind(requestDiskMeasurement, { members, projects, disk, clock }),
    measureDiskUse: bind(measureDiskUse, { disk, clock }),
    purgeDeletions: bind(purgeDeletions, { purges, clock, log }),
    getProjectRetention: bind(getProjectRetention, { members, projects, retention }),
    previewProjectRetention: bind(previewProjectRetention, {
      ...{ members, projects, retention, clock },
    }),
    changeProjectRetention: bind(changeProjectRetention, {
      ...{ members, projects, retention, clock },
    }),
    applyRetention: bind(applyRetention, { retention, deletions, clock, log, newId }),
  };
}
