export { DiskUseView } from "./disk-use-view";
