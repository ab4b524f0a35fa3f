import { search as searchAll } from "@/lib/services/search/search";
import type { Resources } from "../resources";
import { bind } from "./bind";

export const bindSearch = (resources: Resources) => {
  const { members, projects, runs, scenarios, population, guide, search } = resources;
  return {
    search: bind(searchAll, { members, projects, runs, scenarios, population, guide, search }),
  };
};
