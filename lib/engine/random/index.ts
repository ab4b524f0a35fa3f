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
export { binomialFrom } from "./binomial";
export { betaFrom, dirichletFrom, gammaFrom } from "./gamma";
export { poissonQuantile as poissonFrom } from "./poisson";
export { orderKey, sampleWithoutReplacement, seededOrder, seededPositions, shuffle } from "./order";
export { weightedSample } from "./weighted-sample";
