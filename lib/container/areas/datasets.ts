import { getDataset, listDatasets } from "@/lib/services/datasets/list-datasets";
import { uploadDataset } from "@/lib/services/datasets/upload-dataset";
import type { Resources } from "../resources";
import { bind } from "./bind";

export function bindDatasets({ members, projects, datasets }: Resources) {
  const ports = { members, projects, datasets };
  return {
    listDatasets: bind(listDatasets, ports),
    getDataset: bind(getDataset, ports),
    uploadDataset: bind(uploadDataset, ports),
  };
}
