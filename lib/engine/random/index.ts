export { drawsFor, seedFor, childDraws } from "./draws";
export {
  categoricalFrom,
  chanceFrom,
  exponentialFrom,
  indexFrom,
  integerFrom,
  lognormalFrom,
  normalFrom,
  truncatedNormalFrom,
  uniformFrom,
} from "./distributions";
export { poissonQuantile as poissonFrom } from "./poisson";
export { orderKey, sampleWithoutReplacement, seededOrder, seededPositions, shuffle } from "./order";
