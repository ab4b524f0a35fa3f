import { backUp } from "@/lib/services/backup/back-up";
import { checkBackup, restoreBackup } from "@/lib/services/backup/restore-backup";
import type { Resources } from "../resources";
import { bind } from "./bind";

/** Services of the operator, on the command line only. */
export function bindBackup(resources: Resources) {
  const { archives, newHash, snapshots, restoreTarget: target } = resources;
  const { secrets, clock, programVersion } = resources;
  return {
    backUp: bind(backUp, { snapshots, archives, newHash, secrets, clock, programVersion }),
    checkBackup: bind(checkBackup, { archives, target, newHash }),
    restoreBackup: bind(restoreBackup, { archives, target, newHash, secrets }),
  };
}
