import type { MeasureStore } from "@/lib/services/runs/ports";
import type { Database } from "./database";

export const measureStore = ({ prisma }: Database): MeasureStore => ({
  points: (run) =>
    prisma.measureValue.findMany({
      where: { run },
      orderBy: { round: "asc" },
      select: { measure: true, round: true, value: true, problem: true },
    }),
});
