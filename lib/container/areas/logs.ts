import { listLog } from "@/lib/services/logs/list-log";
import type { Resources } from "../resources";
import { bind } from "./bind";

export const bindLogs = ({ members, logs }: Resources) => ({
  listLog: bind(listLog, { members, logs }),
});
