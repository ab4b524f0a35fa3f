import { getGuideChapter, getGuideFile, searchGuide } from "@/lib/services/guide/read-guide";
import type { Resources } from "../resources";
import { bind } from "./bind";

export const bindGuide = ({ guide }: Resources) => ({
  getGuideChapter: bind(getGuideChapter, { guide }),
  getGuideFile: bind(getGuideFile, { guide }),
  searchGuide: bind(searchGuide, { guide }),
});
