/** Smallest step of a uniform number of 53 bits, halved: keeps 0 out of the tails. */
const HALF_STEP = 2 ** -54;

/**
 * Quantile of the standard normal distribution. Algorithm AS 241 (PPND16) of Wichura (1988), about 16 digits. One uniform
 * number makes one normal number, in the same order, so that arms which draw the same numbers stay close.
 * @param uniform in [0, 1)
 */
export function normalQuantile(uniform: number): number {
  const p = Math.max(uniform, HALF_STEP);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRAL, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const tail = r <= 5 ? ratio(MIDDLE, r - 1.6) : ratio(FAR, r - 5);
  return q < 0 ? -tail : tail;
}

type Ratio = { readonly over: readonly number[]; readonly under: readonly number[] };

const CENTRAL: Ratio = {
  over: [3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727],
  under: [1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061, 28729.085735721942674, 5226.495278852854561],
};
const MIDDLE: Ratio = {
  over: [1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4],
  under: [1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9],
};
const FAR: Ratio = {
  over: [6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
  under: [1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15],
};

const polynomial = (coefficients: readonly number[], x: number): number => coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0);
const ratio = ({ over, under }: Ratio, x: number): number => polynomial(over, x) / polynomial(under, x);

/**
 * A Poisson count. Below a mean of 30 by inversion of one uniform number; above by transformed rejection (PTRS, Hörmann
 * 1993), which draws two numbers a try, 1.2 tries on average.
 * @param mean from 0 to 1e9
 * @param draw the next uniform number in [0, 1)
 */
export function poisson(mean: number, draw: () => number): number {
  return mean < 30 ? inverted(mean, draw()) : rejected(mean, draw);
}

function inverted(mean: number, uniform: number): number {
  let probability = Math.exp(-mean);
  let below = probability;
  let count = 0;
  // Rounding may leave the sum a hair below 1: stop once the terms no longer count.
  while (uniform >= below && probability > 1e-300) {
    count += 1;
    probability *= mean / count;
    below += probability;
    if (below + probability === below && count > mean) break;
  }
  return count;
}

function rejected(mean: number, draw: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const scale = 1.1239 + 1.1328 / (b - 3.4);
  const fast = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = draw() - 0.5;
    const v = draw();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= fast) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log(v) + Math.log(scale) - Math.log(a / (us * us) + b) <= count * Math.log(mean) - mean - logFactorial(count)) return count;
  }
}

/** ln n!: exact products up to 15, then Stirling's series, which is good to the last digits there. */
function logFactorial(n: number): number {
  if (n < 16) {
    let product = 1;
    for (let factor = 2; factor <= n; factor += 1) product *= factor;
    return Math.log(product);
  }
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
}
